//! `bench`: the load generator, under its own name.

use std::process::ExitCode;

fn main() -> ExitCode {
    carabiner_host::program::main_as("bench")
}
