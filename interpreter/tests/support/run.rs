//! Case files and the native machine.

use std::fs;
use std::path::{Path, PathBuf};

use carabiner_interpreter::Machine;
use carabiner_interpreter::effect::{Event, Status};
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::lower;
use carabiner_interpreter::rehearse::{ActionCall, Audience, rehearse};

use crate::oracle::{Shown, last_line};

pub const SEED: [u8; 16] = [7; 16];

/// What happens at a pause.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pauses {
    /// The same machine goes on.
    Warm,
    /// A new one does, from the program's bytes and the snapshot.
    Cold,
}

pub fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = fs::read_dir(folder)
        .expect("there are cases")
        .flatten()
        .map(|entry| entry.path());
    let mut cases: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    cases.sort();
    cases
}

pub fn name(path: &Path) -> String {
    path.file_stem()
        .expect("a case has a name")
        .to_string_lossy()
        .into_owned()
}

/// The encoded program of a plain file.
pub fn program(path: &Path) -> Result<Vec<u8>, String> {
    let source = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let shown = path
        .file_name()
        .expect("a case has a name")
        .to_string_lossy();
    let program = lower::lower(&lower::plain_file(&shown, &source, (3, 14))).map_err(|errors| {
        let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
        texts.join("\n")
    })?;
    Ok(program.to_bytes())
}

/// Runs a file by the native machine.
pub fn machine(path: &Path, pauses: Pauses) -> Result<Shown, String> {
    let bytes = program(path)?;
    let make = || {
        Program::from_bytes(&bytes)
            .and_then(Machine::new)
            .map_err(|error| error.to_string())
    };
    let mut machine = make()?;
    let mut listener = Listener::default();
    let status = rehearse(
        Event::Main { seed: SEED },
        |request| {
            if pauses == Pauses::Cold {
                machine = make()?;
            }
            Ok::<_, String>(machine.step(request))
        },
        &mut listener,
    )?;
    Ok(listener.shown(status))
}

/// Keeps what was printed.
#[derive(Default)]
pub struct Listener {
    stdout: String,
}

impl Listener {
    pub fn shown(self, status: Status) -> Shown {
        let error = match status {
            Status::Finished { .. } => None,
            Status::Failed(failure) => Some(last_line(&failure.traceback)),
            Status::Waiting { .. } => Some("it waits for what never comes".into()),
            Status::LimitExceeded { message } | Status::Corrupt { message } => Some(message),
        };
        Shown {
            stdout: self.stdout,
            error,
        }
    }
}

impl Audience for Listener {
    fn hear(&mut self, text: &str, stderr: bool) {
        if !stderr {
            self.stdout.push_str(text);
        }
    }

    fn act(&mut self, _call: &ActionCall<'_>) -> Option<Result<Vec<u8>, Vec<u8>>> {
        None
    }
}
