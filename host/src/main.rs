//! `carabiner-host`: every program of carabiner, by its command.

use std::process::ExitCode;

fn main() -> ExitCode {
    carabiner_host::program::main()
}
