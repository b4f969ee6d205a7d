//! The promises, kept or not: each file drives the real thing and counts.

mod p07_markings;
