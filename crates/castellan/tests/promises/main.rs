//! The promises, kept or not: each file drives the real thing and counts.

mod four_eyes_plays;
mod markings_texts;
mod office;
mod p03_difference;
mod p03_matrix;
mod p05_erasure;
mod p05_lives;
mod p05_registers;
mod p06_four_eyes;
mod p07_markings;
mod p08_restore;
