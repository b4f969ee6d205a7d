//! The parser child on its own, so that the crate's tests have a real one; the
//! product's binary calls the same function.

use std::process::ExitCode;

fn main() -> ExitCode {
    exchange::sandbox::child_main()
}
