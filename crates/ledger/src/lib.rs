//! The only crate that links a database
