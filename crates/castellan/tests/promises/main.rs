//! The promises, kept or not: each file drives the real thing and counts.

mod p05_erasure;
