//! One run of the embedded Postgres: started, watched, stopped; and what an earlier run left behind.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::process::Child;
use tokio::time::{sleep, timeout};

use crate::child::{Farewell, Spawner};

use super::PostgresError;
use super::cluster::{Cluster, open_log};

/// The first process of a Postgres, our child.
pub(super) struct Postmaster {
    child: Child,
}

/// Gentle first: a fast shutdown (no new work, open transactions end, all is written), an immediate one, none at all.
const FAREWELLS: [(Signal, Duration); 3] = [
    (Signal::INT, Duration::from_secs(20)),
    (Signal::QUIT, Duration::from_secs(5)),
    (Signal::KILL, Duration::from_secs(5)),
];
const POLL: Duration = Duration::from_millis(5);

impl Postmaster {
    /// Returns when connections are accepted; recovery after a crash may take its time.
    pub(super) async fn start(cluster: &Cluster, spawner: &Spawner) -> Result<Self, PostgresError> {
        let path = cluster.log_file();
        let in_home = |source| PostgresError::Folder {
            folder: cluster.home.folder.clone(),
            source,
        };
        let log = open_log(&path).map_err(in_home)?;
        let log_start = log.metadata().map_err(in_home)?.len();
        let mut command = cluster.server();
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(in_home)?)
            .stderr(log);
        // A terminal's Ctrl-C goes to the whole group; Postgres must outlive the host's own shutdown.
        command.process_group(0);
        let run = |source| PostgresError::Run {
            program: cluster.server_program(),
            source,
        };
        let child = spawner
            .spawn(command, Farewell::Interrupt)
            .await
            .map_err(run)?;
        let mut postmaster = Self { child };
        postmaster.until_ready(cluster).await.map_err(|status| {
            PostgresError::Start(
                last_complaint(&path, log_start).unwrap_or_else(|| format!("it ended ({status})")),
            )
        })?;
        Ok(postmaster)
    }

    /// Waits for the process to end by itself.
    pub(super) async fn ended(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }

    pub(super) async fn stop(mut self) {
        for (signal, patience) in FAREWELLS {
            let Some(pid) = self.child.id().and_then(as_pid) else {
                return;
            };
            // An error means that it has just ended.
            let _ = kill_process(pid, signal);
            if timeout(patience, self.child.wait()).await.is_ok() {
                return;
            }
        }
        tracing::error!("the embedded Postgres does not end");
    }

    /// The postmaster writes its state into `postmaster.pid`; reading it costs far less than connecting.
    async fn until_ready(&mut self, cluster: &Cluster) -> Result<(), String> {
        let path = cluster.data.join("postmaster.pid");
        let own = self.child.id().and_then(as_pid);
        loop {
            let file = PidFile::read(&path);
            if file.is_some_and(|file| file.ready && Some(file.pid) == own) {
                return Ok(());
            }
            if let Ok(ended) = timeout(POLL, self.ended()).await {
                return Err(ended);
            }
        }
    }
}

/// Stops a postmaster whose owner was killed and removes the lock files of a dead one.
pub(super) async fn clear_leftovers(cluster: &Cluster) -> Result<(), PostgresError> {
    let path = cluster.data.join("postmaster.pid");
    if let Some(file) = PidFile::read(&path).filter(|file| serves(file.pid, &cluster.data)) {
        tracing::warn!(
            "stopping the embedded Postgres (pid {}) of an owner that was killed",
            file.pid
        );
        stop_orphan(file.pid, &cluster.data).await?;
    }
    let stale = cluster.listen.leftovers().into_iter().chain([path]);
    for path in stale.filter(|path| path.symlink_metadata().is_ok()) {
        fs::remove_file(&path).map_err(|source| PostgresError::Folder {
            folder: path.clone(),
            source,
        })?;
    }
    Ok(())
}

async fn stop_orphan(pid: Pid, data: &Path) -> Result<(), PostgresError> {
    for (signal, patience) in FAREWELLS {
        let _ = kill_process(pid, signal);
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline {
            if !serves(pid, data) {
                return Ok(());
            }
            sleep(POLL).await;
        }
    }
    Err(PostgresError::Orphan(pid.as_raw_nonzero().get()))
}

/// Whether the process of that number is a postmaster of this folder: after a reboot the number may be anybody's.
///
/// The command line tells it, because `/proc/PID/cwd` of another user is closed even to root in an ordinary container.
/// A zombie's command line is empty.
fn serves(pid: Pid, data: &Path) -> bool {
    if !Path::new("/proc/self/cmdline").exists() {
        return test_kill_process(pid).is_ok();
    }
    let line = fs::read(format!("/proc/{}/cmdline", pid.as_raw_nonzero())).unwrap_or_default();
    line.split(|byte| *byte == 0)
        .any(|argument| argument == data.as_os_str().as_encoded_bytes())
}

struct PidFile {
    pid: Pid,
    ready: bool,
}

impl PidFile {
    /// Lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
    fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let mut lines = text.lines();
        // A crash may leave an empty or torn file, which names no process.
        let pid = lines
            .next()
            .and_then(|line| line.trim().parse().ok())
            .and_then(as_pid);
        let ready = lines.nth(6).is_some_and(|status| status.trim() == "ready");
        Some(Self { pid: pid?, ready })
    }
}

fn as_pid(number: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(number).ok()?)
}

/// The last line that says why a start failed.
fn last_complaint(log: &Path, start: u64) -> Option<String> {
    let mut file = fs::File::open(log).ok()?;
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut text = String::new();
    file.take(1 << 20).read_to_string(&mut text).ok()?;
    let severe = |line: &&str| {
        ["FATAL:", "PANIC:", "ERROR:"]
            .iter()
            .any(|level| line.contains(level))
    };
    text.lines()
        .rfind(severe)
        .or(text.lines().next_back())
        .map(str::to_owned)
}
