//! CPython, which decides what is right.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run showed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) stdout: String,
    /// The last line of an uncaught exception.
    pub(crate) error: Option<String>,
}

impl Shown {
    /// The first difference, in words.
    pub(crate) fn compare(&self, found: &Shown) -> Result<(), String> {
        let (mut expected_lines, mut found_lines) = (self.stdout.lines(), found.stdout.lines());
        for number in 1.. {
            match (expected_lines.next(), found_lines.next()) {
                (None, None) => break,
                (expected, found_line) if expected != found_line => {
                    return Err(format!(
                        "line {number} of the output differs\nexpected: {}\n   found: {}\n   error: {:?}",
                        expected.unwrap_or("(end)"),
                        found_line.unwrap_or("(end)"),
                        found.error
                    ));
                }
                _ => {}
            }
        }
        if self != found {
            return Err(format!(
                "expected the end {:?}, found {:?}",
                self.error, found.error
            ));
        }
        Ok(())
    }
}

/// Runs a file by CPython; or what CPython 3.13 printed, if that is kept beside it because the file has newer syntax than 3.11.
pub(crate) fn python(path: &Path) -> Result<Shown, String> {
    let kept = std::fs::File::open(path.with_extension("out")).and_then(std::io::read_to_string);
    if let Ok(stdout) = kept {
        return Ok(Shown {
            stdout,
            error: None,
        });
    }
    let mut command = Command::new(interpreter());
    command
        .arg("-W")
        .arg("ignore")
        .arg(path)
        .env("PYTHONPATH", virtual_time(path))
        .env("PYTHONIOENCODING", "utf-8")
        .env("PYTHONHASHSEED", "0")
        // Or a case named like a module of the standard library would stand in for it.
        .env("PYTHONSAFEPATH", "1");
    let output = command
        .output()
        .map_err(|error| format!("python did not start: {error}"))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    let error = (!output.status.success()).then(|| last_line(&stderr));
    Ok(Shown {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        error,
    })
}

/// The folder of the clock that jumps, for what sleeps.
fn virtual_time(path: &Path) -> PathBuf {
    let read = std::fs::File::open(path).and_then(std::io::read_to_string);
    let sleeps = read.is_ok_and(|text| text.contains("asyncio"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    if sleeps {
        folder.join("../interpreter/tests/support/virtual_time")
    } else {
        PathBuf::new()
    }
}

/// What a traceback ends with.
pub(crate) fn last_line(traceback: &str) -> String {
    traceback
        .trim_end()
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

/// `CARABINER_PYTHON`, the virtual environment's, or the one on the path.
fn interpreter() -> PathBuf {
    let named = env::var_os("CARABINER_PYTHON").map(PathBuf::from);
    let virtual_one = || Some(PathBuf::from(env::var_os("VIRTUAL_ENV")?).join("bin/python"));
    named
        .or_else(virtual_one)
        .unwrap_or_else(|| "python3".into())
}
