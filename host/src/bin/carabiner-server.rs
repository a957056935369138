//! `carabiner-server` is `carabiner-host serve`.

use std::process::ExitCode;

fn main() -> ExitCode {
    carabiner_host::program::main_as("serve")
}
