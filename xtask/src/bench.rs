//! `cargo xtask bench`: speed, measured with a release build.

use crate::house::{Outcome, cargo, must, root};

/// Builds and runs the bench with the arguments given.
pub fn run(arguments: &[String]) -> Outcome {
    if !root().join("crates/bench/Cargo.toml").is_file() {
        return Err("there is no bench yet: it will be the crate `crates/bench`".to_owned());
    }
    crate::web::build()?;
    must(cargo().args(["run", "--release", "--package", "bench", "--"]).args(arguments))
}
