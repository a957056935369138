#![no_main]

#[path = "../targets.rs"]
mod targets;

use std::sync::OnceLock;

static PROGRAM: OnceLock<Vec<u8>> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    targets::snapshot(PROGRAM.get_or_init(targets::paused_program), data)
});
