//! Snapshots that were written by earlier builds still load and go on as they did. A file here is never rewritten; a new format
//! gets new files (`examples/write_golden.rs`).

use carabiner_interpreter::effect::{Effect, Event, Limits, Status, StepRequest};
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::vm::machine::Machine;

/// What the program prints from the snapshot on; all timers that it waits for fire in the order in which they were started.
fn continued(program: &[u8], snapshot: &[u8], timers: u32) -> String {
    let program = Program::from_bytes(program).expect("the program can be read");
    let mut machine = Machine::new(program).expect("the program is sound");
    let mut events: Vec<Event> = (0..timers).map(|seq| Event::TimerFired { seq }).collect();
    let mut state = Some(snapshot.to_vec());
    let mut printed = String::new();
    loop {
        let request = StepRequest {
            state: state.take(),
            now_micros: 0,
            events: std::mem::take(&mut events),
            limits: Limits::default(),
        };
        let response = machine.step(&request);
        for effect in response.effects {
            match effect {
                Effect::Print { text, .. } => printed.push_str(&text),
                Effect::StartTimer { seq, .. } => events.push(Event::TimerFired { seq }),
                _ => {}
            }
        }
        match response.status {
            Status::Waiting { state: bytes, .. } => state = Some(bytes),
            Status::Finished { .. } => return printed,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn format_1_goes_on_as_it_did() {
    let program = include_bytes!("golden/v1.program");
    let snapshot = include_bytes!("golden/v1.snapshot");
    assert_eq!(
        continued(program, snapshot, 3),
        include_str!("golden/v1.expected")
    );
}
