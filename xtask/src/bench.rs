//! `cargo xtask bench`: speed, measured with a release build.

use crate::house::{Outcome, cargo, must, program, root};

/// Builds and runs the bench with the arguments given.
pub fn run(arguments: &[String]) -> Outcome {
    if !root().join("crates/bench/Cargo.toml").is_file() {
        return Err("there is no bench yet: it will be the crate `crates/bench`".to_owned());
    }
    crate::web::build()?;
    // In one go: built apart, each would undo what the other built of the crates they share.
    must(cargo().args(["build", "--release", "--package", "bench", "--package", "castellan"]))?;
    must(program(root().join("target/release/bench")).args(arguments))
}
