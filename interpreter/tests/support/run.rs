//! Case files, and what running one shows.

use std::fs;
use std::path::{Path, PathBuf};

use carabiner_interpreter::effect::Status;
use carabiner_interpreter::lower;
use carabiner_interpreter::rehearse::{ActionCall, Audience};

use crate::oracle::{Shown, last_line};

pub(crate) const SEED: [u8; 16] = [7; 16];

pub(crate) fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../interpreter/tests/cases");
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

pub(crate) fn name(path: &Path) -> String {
    path.file_stem()
        .expect("a case has a name")
        .to_string_lossy()
        .into_owned()
}

/// The encoded program of a plain file.
pub(crate) fn program(path: &Path) -> Result<Vec<u8>, String> {
    let source = fs::File::open(path)
        .and_then(std::io::read_to_string)
        .map_err(|error| error.to_string())?;
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

/// Keeps what was printed.
#[derive(Default)]
pub(crate) struct Listener {
    stdout: String,
}

impl Listener {
    pub(crate) fn shown(self, status: Status) -> Shown {
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
