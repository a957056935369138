//! `start_workers` is `carabiner-host workers`.

use std::process::ExitCode;

fn main() -> ExitCode {
    carabiner_host::program::main_as("workers")
}
