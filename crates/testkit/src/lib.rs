//! Worlds for tests: both databases, fake clock, seeded randomness
