//! `carabiner-host exec FILE.py`: a plain Python file in the guest, with what it prints.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use carabiner_interpreter::effect::{Event, Status, StepRequest, StepResponse};
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::rehearse::{ActionCall, Audience, rehearse};
use carabiner_interpreter::{Machine, disassemble, lower};
use sha2::{Digest, Sha256};

use crate::engine::{Engine, EngineConfig};
use crate::model::VersionId;

/// A plain file has no instance id to seed its randomness by; equal runs are the more useful.
const SEED: [u8; 16] = *b"carabiner exec\0\0";

/// The newest syntax is valid in a plain file.
const PYTHON: (u8, u8) = (3, 14);

/// Runs the file as `python3 FILE` would and gives the status to exit with: 0, 1 after an uncaught exception, 2 if it cannot
/// be read or holds what the machine refuses. `native` runs the interpreter without WebAssembly; `show` prints the
/// disassembly instead of running.
pub fn run(
    path: &Path,
    native: bool,
    show: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> ExitCode {
    let outcome = lowered(path).and_then(|program| match show {
        true => Ok(write!(out, "{}", disassemble(&program))
            .map(|()| 0)
            .unwrap_or(1)),
        false => execute(program, native, &mut Terminal { out, err }),
    });
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(message) => {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(err, "{message}");
            ExitCode::from(2)
        }
    }
}

/// The file's program, or every diagnostic.
fn lowered(path: &Path) -> Result<Program, String> {
    let source = fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    lower::lower(&lower::plain_file(&path.to_string_lossy(), &source, PYTHON)).map_err(|errors| {
        let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
        texts.join("\n\n")
    })
}

fn execute(program: Program, native: bool, terminal: &mut Terminal<'_>) -> Result<u8, String> {
    let begin = Event::Main { seed: SEED };
    let status = if native {
        let mut machine = Machine::new(program).map_err(|error| error.to_string())?;
        rehearse(
            begin,
            |request| Ok::<_, String>(machine.step(request)),
            terminal,
        )
    } else {
        rehearse(begin, in_guest(program)?, terminal)
    }?;
    Ok(ended(status, terminal))
}

/// Steps of the program in the embedded guest.
fn in_guest(
    program: Program,
) -> Result<impl FnMut(&StepRequest) -> Result<StepResponse, String>, String> {
    let engine = Engine::new(EngineConfig::default()).map_err(|error| error.to_string())?;
    let program: Arc<[u8]> = program.to_bytes().into();
    let version = VersionId(Sha256::digest(&program).into());
    Ok(move |request: &StepRequest| {
        engine
            .step(engine.guest_id(), version, &program, request)
            .map_err(|error| error.to_string())
    })
}

fn ended(status: Status, terminal: &mut Terminal<'_>) -> u8 {
    let message = match status {
        Status::Finished { .. } => return 0,
        Status::Failed(failure) => failure.traceback,
        Status::Waiting { .. } => "it waits for something that can never come\n".into(),
        Status::LimitExceeded { message } | Status::Corrupt { message } => message + "\n",
    };
    terminal.hear(&message, true);
    1
}

struct Terminal<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl Audience for Terminal<'_> {
    fn hear(&mut self, text: &str, stderr: bool) {
        let stream = if stderr { &mut self.err } else { &mut self.out };
        // A reader that left (`| head`) has what it wanted.
        let _ = stream.write_all(text.as_bytes());
    }

    /// A plain file has no workers: its lowering refuses actions.
    fn act(&mut self, _call: &ActionCall<'_>) -> Option<Result<Vec<u8>, Vec<u8>>> {
        None
    }
}
