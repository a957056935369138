//! `boot-carabiner-singleton` is `carabiner-host singleton`.

use std::process::ExitCode;

fn main() -> ExitCode {
    carabiner_host::program::main_as("singleton")
}
