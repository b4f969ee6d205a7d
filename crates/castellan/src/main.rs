//! The Castellan binary.
fn main() {}
