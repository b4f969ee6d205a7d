//! The vocabulary: types without I/O, async or ambient time
