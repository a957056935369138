//! The instance as a process of its own: in a session of its own, with a log file instead of a terminal.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::child::AS_ARGUMENT;
use crate::config::{Config, NO_ENV_FILE};
use crate::shutdown::Shutdown;

use super::SingletonError;
use super::owner::{Owner, own};

/// The command by which a program of ours becomes the instance.
pub const DAEMON_ARGUMENT: &str = "__singleton-daemon";

/// The one line that the instance writes to its stdout, a pipe to whoever booted it.
#[derive(Serialize, Deserialize)]
enum Report {
    Ready,
    Failed(String),
}

/// Starts the instance and waits until it serves.
pub(super) async fn spawn(config: &Config) -> Result<(), SingletonError> {
    let log = log_file(&config.data_dir);
    let in_folder = |source| SingletonError::DataFolder {
        folder: config.data_dir.clone(),
        source,
    };
    let stderr = open_log(&log).map_err(in_folder)?;
    let mut child = command(config, stderr)
        .and_then(|mut command| command.spawn())
        .map_err(failed)?;
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout)
            .read_line(&mut line)
            .await
            .map_err(failed)?;
    }
    match serde_json::from_str(&line) {
        Ok(Report::Ready) => Ok(()),
        Ok(Report::Failed(reason)) => Err(SingletonError::Boot(reason)),
        Err(_) => Err(SingletonError::Boot(format!(
            "it ended early; its log is {}",
            log.display()
        ))),
    }
}

/// What the process started by [`spawn`] does, until it is told to stop.
pub async fn run_daemon(config: Config, shutdown: Shutdown) -> Result<(), SingletonError> {
    let run = async {
        let owner = Owner::take(&config).await?;
        own(&config, owner, shutdown, || report(&Report::Ready)).await
    };
    let ended = run.await;
    if let Err(error) = &ended {
        report(&Report::Failed(error.to_string()));
    }
    ended
}

fn report(report: &Report) {
    let mut line = serde_json::to_string(report).unwrap_or_default();
    line.push('\n');
    // Whoever booted this may have been killed; and after the first line nobody reads on.
    drop(io::stdout().write_all(line.as_bytes()));
}

fn command(config: &Config, stderr: File) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args([AS_ARGUMENT, DAEMON_ARGUMENT])
        .envs(config.to_environment())
        .env(NO_ENV_FILE, "1");
    // Its working folder is its own, so that it holds no project or mount of the one who booted it.
    command.current_dir(&config.data_dir);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(stderr);
    // SAFETY: the closure runs between fork and exec; it makes one system call, allocates nothing and takes no lock.
    unsafe { command.pre_exec(|| rustix::process::setsid().map(drop).map_err(io::Error::from)) };
    Ok(command)
}

fn failed(error: io::Error) -> SingletonError {
    SingletonError::Boot(error.to_string())
}

fn log_file(data_dir: &Path) -> PathBuf {
    data_dir.join("singleton.log")
}

/// A large log of earlier runs is set aside first, so that it cannot grow without end.
fn open_log(path: &Path) -> io::Result<File> {
    const LOG_BYTES_MAX: u64 = 10 << 20;
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > LOG_BYTES_MAX) {
        fs::rename(path, path.with_extension("log.1"))?;
    }
    File::options().append(true).create(true).open(path)
}
