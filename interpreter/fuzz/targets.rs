//! What is fuzzed, as functions of bytes: nothing that comes in may make the machine panic, hang or take memory without bound.
//! `cargo fuzz` runs them guided by coverage (`fuzz_targets/`), and `tests/fuzz.rs` with mutations of sound inputs.

use carabiner_interpreter::codec::{decode, resealed};
use carabiner_interpreter::effect::{Event, Limits, Status, StepRequest};
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::{Machine, lower, plain_file};

/// A program at whose pause objects of many kinds are alive.
pub(crate) const PAUSED: &str = include_str!("paused.py");

const LIMITS: Limits = Limits {
    instructions: 100_000,
    heap_bytes: 16 << 20,
};

/// Text is lowered or refused.
pub(crate) fn lowering(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = lower(&plain_file("fuzz.py", &text, (3, 14)));
}

/// Bytes are a program that runs within its limits, or are refused.
pub(crate) fn program(data: &[u8]) {
    let Ok(mut machine) = Program::from_bytes(data).and_then(Machine::new) else {
        return;
    };
    machine.step(&request(None, vec![Event::Main { seed: [7; 16] }]));
}

/// Bytes are a snapshot of the program that is given, or are refused; either way the machine goes on.
pub(crate) fn snapshot(program: &[u8], data: &[u8]) {
    let mut machine = Program::from_bytes(program)
        .and_then(Machine::new)
        .expect("the program is sound");
    machine.step(&request(
        Some(resealed(data)),
        vec![Event::TimerFired { seq: 0 }],
    ));
}

/// Bytes are a value of the wire, or are refused.
pub(crate) fn value(data: &[u8]) {
    let program = lower(&plain_file("fuzz.py", "", (3, 14))).expect("it is empty");
    let mut machine = Machine::new(program).expect("the program is sound");
    let _ = decode(machine.vm(), data);
}

/// The program of [`PAUSED`].
pub(crate) fn paused_program() -> Vec<u8> {
    lower(&plain_file("paused.py", PAUSED, (3, 14)))
        .unwrap_or_else(|errors| panic!("{}", errors[0]))
        .to_bytes()
}

/// Its snapshot at its first pause.
pub(crate) fn paused_snapshot(program: &[u8]) -> Vec<u8> {
    let mut machine = Program::from_bytes(program)
        .and_then(Machine::new)
        .expect("the program is sound");
    match machine
        .step(&request(None, vec![Event::Main { seed: [7; 16] }]))
        .status
    {
        Status::Waiting { state, .. } => state,
        status => panic!("it does not pause: {status:?}"),
    }
}

fn request(state: Option<Vec<u8>>, events: Vec<Event>) -> StepRequest {
    StepRequest {
        state,
        now_micros: 1_700_000_000_000_000,
        events,
        limits: LIMITS,
    }
}
