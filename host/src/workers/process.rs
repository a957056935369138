//! One worker process after another: spawned, watched, replaced.

use std::net::SocketAddr;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::child::{Farewell, Spawner};
use crate::config::Config;
use crate::shutdown::Shutdown;

use super::WorkersError;
use super::admission::{Admission, Admissions, Arrival};

const BACKOFF_MIN: Duration = Duration::from_millis(100);
const BACKOFF_MAX: Duration = Duration::from_secs(30);
/// A worker that lived this long was sound: the next failure begins a new series.
const SOUND_AFTER: Duration = Duration::from_secs(60);

/// What a process said last may still be on its way through the socket when it ends.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A place in the pool; there is one process in it at a time.
pub(super) struct Slot {
    number: usize,
    python: PathBuf,
    environment: Vec<(&'static str, String)>,
    grace: Duration,
    spawner: Spawner,
    admissions: Arc<Admissions>,
}

/// How one process ended.
enum Life {
    /// By itself or by a signal: another takes its place.
    Died(ExitStatus),
    /// Because the pool stops.
    Stopped,
}

impl Slot {
    pub(super) fn new(
        number: usize,
        config: &Config,
        bridge: SocketAddr,
        spawner: Spawner,
        admissions: Arc<Admissions>,
    ) -> Self {
        let environment = vec![
            ("CARABINER_BRIDGE_ADDR", bridge.to_string()),
            ("CARABINER_USER_MODULE", config.user_modules.join(",")),
            ("CARABINER_WORKER_SLOTS", config.worker_slots.to_string()),
            // Prints of actions reach the log as they are made.
            ("PYTHONUNBUFFERED", "1".to_owned()),
        ];
        Self {
            number,
            python: config.python.clone(),
            environment,
            grace: config.shutdown_grace,
            spawner,
            admissions,
        }
    }

    /// Ends with `shutdown`, or with an error that the next process would meet as well.
    pub(super) async fn keep(self, shutdown: Shutdown) -> Result<(), WorkersError> {
        let mut backoff = BACKOFF_MIN;
        while !shutdown.is_raised() {
            let begun = Instant::now();
            let Life::Died(status) = self.live(&shutdown).await? else {
                return Ok(());
            };
            if begun.elapsed() > SOUND_AFTER {
                backoff = BACKOFF_MIN;
            }
            tracing::warn!(
                "worker {} ended ({status}); a new one starts in {} ms",
                self.number,
                backoff.as_millis()
            );
            tokio::select! {
                () = shutdown.wait() => {}
                () = sleep(backoff) => {}
            }
            backoff = (backoff * 2).min(BACKOFF_MAX);
        }
        Ok(())
    }

    /// The whole life of one process.
    async fn live(&self, shutdown: &Shutdown) -> Result<Life, WorkersError> {
        let mut admission = self.admissions.expect();
        let mut child = self.spawn(&admission).await?;
        let life = self.watch(&mut child, &mut admission, shutdown).await;
        self.admissions.withdraw(&admission);
        if !matches!(life, Ok(Life::Died(_))) {
            // It has ended unless it overstayed its grace.
            drop(child.kill().await);
        }
        life
    }

    async fn watch(
        &self,
        child: &mut Child,
        admission: &mut Admission,
        shutdown: &Shutdown,
    ) -> Result<Life, WorkersError> {
        tokio::select! {
            biased;
            arrival = &mut admission.arrival => match arrival {
                Ok(Arrival::Ready) => {}
                Ok(Arrival::ImportError(traceback)) => return Err(WorkersError::Import(traceback)),
                // Its session ended as it began; the process itself tells how.
                Err(_) => {}
            },
            status = child.wait() => return early(ended(status), admission).await,
            () = shutdown.wait() => return Ok(Life::Stopped),
        }
        tokio::select! {
            status = child.wait() => return Ok(Life::Died(ended(status))),
            () = shutdown.wait() => {}
        }
        // The session has asked it to drain; at the end of the grace the loop cancels what still runs, and it hears of that.
        if timeout(self.grace + LAST_WORDS, child.wait())
            .await
            .is_err()
        {
            tracing::warn!(
                "worker {} is still busy after {} s; its actions are delivered again",
                self.number,
                self.grace.as_secs()
            );
        }
        Ok(Life::Stopped)
    }

    async fn spawn(&self, admission: &Admission) -> Result<Child, WorkersError> {
        let mut command = Command::new(&self.python);
        command
            .args(["-m", "carabiner._worker"])
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
            .env("CARABINER_WORKER_TOKEN", &admission.token)
            .stdin(Stdio::null());
        // stdout is for what this program was asked to print; a worker's prints belong to the log.
        command.stdout(std::io::stderr()).kill_on_drop(true);
        // A terminal's Ctrl-C goes to the whole group; workers finish what they have begun instead.
        command.process_group(0);
        let spawned = self.spawner.spawn(command, Farewell::Kill).await;
        spawned.map_err(|source| WorkersError::Spawn {
            python: self.python.display().to_string(),
            source,
        })
    }
}

/// A process that a signal ended before it was ready may have had bad luck; one that gave up by itself would do so again.
async fn early(status: ExitStatus, admission: &mut Admission) -> Result<Life, WorkersError> {
    if status.signal().is_some() {
        return Ok(Life::Died(status));
    }
    match timeout(LAST_WORDS, &mut admission.arrival).await {
        Ok(Ok(Arrival::ImportError(traceback))) => Err(WorkersError::Import(traceback)),
        _ => Err(WorkersError::EndedEarly { status }),
    }
}

fn ended(status: std::io::Result<ExitStatus>) -> ExitStatus {
    // Waiting fails only where another has waited for the child; how it ended is lost then.
    status.unwrap_or_default()
}
