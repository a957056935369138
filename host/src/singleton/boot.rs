//! Finding the shared local instance, and starting it where there is none.

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::sleep;

use crate::config::Config;
use crate::shutdown::Shutdown;

use super::lock::{BOOT, Lock, OWNER};
use super::{SingletonError, State, daemon};

/// A first boot runs initdb, a boot after a crash replays the log.
const PATIENCE: Duration = Duration::from_secs(60);

/// The living instance of the data folder, started if need be. Safe to call from many processes at once.
pub async fn find_or_boot(config: &Config) -> Result<State, SingletonError> {
    let state = match find(config).await {
        Some(state) => state,
        None => boot(config).await?,
    };
    match &config.database_url {
        Some(url) if *url != state.database_url => {
            Err(SingletonError::OtherDatabase { http: state.http })
        }
        _ => Ok(state),
    }
}

/// Boots the instance again when it is killed, until `shutdown`. One that was stopped in order is left alone.
pub async fn keep(config: Config, shutdown: Shutdown) {
    const LOOK: Duration = Duration::from_secs(1);
    loop {
        tokio::select! {
            () = shutdown.wait() => return,
            () = sleep(LOOK) => {}
        }
        let Some(state) = State::read(&config.data_dir) else {
            continue;
        };
        if state.is_alive().await || state.is_alive().await {
            continue;
        }
        tracing::warn!(
            "the shared local instance (pid {}) has died; starting it again",
            state.pid
        );
        if let Err(error) = find_or_boot(&config).await {
            tracing::error!("{error}");
        }
    }
}

/// Ends the instance of the data folder, gently first. Returns its process number; None where there was none.
pub async fn stop(config: &Config) -> Result<Option<i32>, SingletonError> {
    let gentle = config.shutdown_grace + Duration::from_secs(30);
    let mut ended = None;
    for (signal, patience) in [
        (Signal::TERM, gentle),
        (Signal::KILL, Duration::from_secs(10)),
    ] {
        if take(config, OWNER, Duration::ZERO).await?.is_some() {
            break;
        }
        ended = Lock::holder(&config.data_dir, OWNER);
        if let Some(pid) = ended.and_then(Pid::from_raw) {
            // An error means that it has just ended.
            let _ = kill_process(pid, signal);
        }
        take(config, OWNER, patience).await?;
    }
    State::remove(&config.data_dir);
    Ok(ended)
}

async fn find(config: &Config) -> Option<State> {
    let state = State::read(&config.data_dir)?;
    state.is_alive().await.then_some(state)
}

async fn boot(config: &Config) -> Result<State, SingletonError> {
    let silent = || SingletonError::Silent {
        folder: config.data_dir.clone(),
        pid: Lock::holder(&config.data_dir, OWNER).unwrap_or_default(),
    };
    let _lock = take(config, BOOT, 2 * PATIENCE).await?.ok_or_else(silent)?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(state) = find(config).await {
            return Ok(state);
        }
        // An owner that cannot be found yet is starting (a server in the foreground does) or ending.
        if take(config, OWNER, Duration::ZERO).await?.is_some() {
            daemon::spawn(config).await?;
            return find(config).await.ok_or_else(silent);
        }
        if Instant::now() > deadline {
            return Err(silent());
        }
        sleep(Duration::from_millis(20)).await;
    }
}

async fn take(
    config: &Config,
    name: &str,
    patience: Duration,
) -> Result<Option<Lock>, SingletonError> {
    let taken = Lock::take(&config.data_dir, name, patience).await;
    taken.map_err(|source| SingletonError::DataFolder {
        folder: config.data_dir.clone(),
        source,
    })
}
