//! Runs plain files that come on standard input, each in a machine of its own, and tells how each ended: what the oracles in
//! `oracle/` use, because thousands of processes would be slow.
//!
//! In: a line with the length of a program in bytes, then the program; again and again. Out, for each: a line with how it ended and the
//! lengths of what it printed and of what it ended with, then those two texts. With the argument `cold` a new machine goes on from the
//! snapshot after each pause.

use std::io::{self, BufRead, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use carabiner_interpreter::effect::{Event, Limits, Status, StepRequest};
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::rehearse::{ActionCall, Audience, rehearse};
use carabiner_interpreter::{Machine, lower};

/// Enough for any honest test, and soon reached by one that never ends.
const LIMITS: Limits = Limits {
    instructions: 20_000_000,
    heap_bytes: 512 << 20,
};

/// Unoptimised, the machine's depth limit needs more than a main thread has.
const STACK_BYTES: usize = 1 << 30;

const SEED: [u8; 16] = [7; 16];

fn main() -> io::Result<()> {
    let serving = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(serve)?;
    serving
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the runner itself failed")))
}

fn serve() -> io::Result<()> {
    let cold = std::env::args().nth(1).as_deref() == Some("cold");
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let length = line.trim().parse().map_err(io::Error::other)?;
        let mut text = vec![0; length];
        input.read_exact(&mut text)?;
        line.clear();
        let ended = catch_unwind(AssertUnwindSafe(|| run(&text, cold))).unwrap_or(Ended {
            how: "panicked",
            ..Ended::default()
        });
        let Ended { how, printed, end } = ended;
        write!(
            output,
            "{how} {} {}\n{printed}{end}",
            printed.len(),
            end.len()
        )?;
        output.flush()?;
    }
    Ok(())
}

#[derive(Default)]
struct Ended {
    how: &'static str,
    printed: String,
    end: String,
}

fn run(text: &[u8], cold: bool) -> Ended {
    let failed = |how, end| Ended {
        how,
        end,
        printed: String::new(),
    };
    let text = String::from_utf8_lossy(text);
    let program = match lower::lower(&lower::plain_file("main.py", &text, (3, 14))) {
        Ok(program) => program.to_bytes(),
        Err(errors) => {
            let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
            return failed("refused", texts.join("\n\n"));
        }
    };
    let mut heard = Heard::default();
    let status = steps(&program, cold, &mut heard);
    let (how, end) = match status {
        Ok(Status::Finished { .. }) => ("finished", String::new()),
        Ok(Status::Failed(failure)) => ("raised", failure.traceback),
        Ok(Status::Waiting { .. }) => ("waits", String::new()),
        Ok(Status::LimitExceeded { message }) => ("limit", message),
        Ok(Status::Corrupt { message }) | Err(message) => ("corrupt", message),
    };
    Ended {
        how,
        end,
        printed: heard.0,
    }
}

fn steps(program: &[u8], cold: bool, heard: &mut Heard) -> Result<Status, String> {
    let make = || {
        Program::from_bytes(program)
            .and_then(Machine::new)
            .map_err(|error| error.to_string())
    };
    let mut machine = make()?;
    let step = |request: &StepRequest| {
        if cold {
            machine = make()?;
        }
        Ok(machine.step(&StepRequest {
            limits: LIMITS,
            ..request.clone()
        }))
    };
    rehearse(Event::Main { seed: SEED }, step, heard)
}

/// What was printed.
#[derive(Default)]
struct Heard(String);

impl Audience for Heard {
    fn hear(&mut self, text: &str, stderr: bool) {
        if !stderr {
            self.0.push_str(text);
        }
    }

    fn act(&mut self, _call: &ActionCall<'_>) -> Option<Result<Vec<u8>, Vec<u8>>> {
        None
    }
}
