//! Writes the golden files of the snapshot format: `cargo run --example write_golden -- FOLDER NAME` makes `NAME.program`,
//! `NAME.snapshot` (its first pause) and `NAME.expected` (what it prints from there) of `NAME.py`. For a new format only: the
//! files of an old one stay as they are.

use std::path::PathBuf;

use carabiner_interpreter::effect::{Effect, Event, Limits, Status, StepRequest};
use carabiner_interpreter::vm::machine::Machine;
use carabiner_interpreter::{lower, plain_file};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(name)) = (arguments.next(), arguments.next()) else {
        return Err("which folder and which name?".into());
    };
    let file = |ending: &str| PathBuf::from(&folder).join(format!("{name}.{ending}"));
    let source = std::io::read_to_string(std::fs::File::open(file("py"))?)?;
    let program = lower(&plain_file("golden.py", &source, (3, 11)))
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<String>())?;
    std::fs::write(file("program"), program.to_bytes())?;
    let mut machine = Machine::new(program)?;
    let mut events = vec![Event::Main { seed: [5; 16] }];
    let mut state: Option<Vec<u8>> = None;
    let mut printed = String::new();
    loop {
        let request = StepRequest {
            state: state.clone(),
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
        let Status::Waiting { state: bytes, .. } = response.status else {
            break;
        };
        if state.is_none() {
            std::fs::write(file("snapshot"), &bytes)?;
            printed.clear();
        }
        state = Some(bytes);
    }
    std::fs::write(file("expected"), printed)?;
    Ok(())
}
