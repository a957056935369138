//! The pool of CPython worker processes and the stream that each has to this host.

use std::io;
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::child::Spawner;
use crate::config::Config;
use crate::dispatch::Dispatch;
use crate::shutdown::Shutdown;

mod admission;
mod bridge;
mod process;
mod session;

use admission::Admissions;
use bridge::Bridge;
use process::Slot;

#[derive(Debug, thiserror::Error)]
pub enum WorkersError {
    #[error("failed to listen for workers: {0}")]
    Listen(io::Error),
    #[error(
        "failed to start {python} ({source}); set CARABINER_PYTHON to the interpreter that has carabiner installed"
    )]
    Spawn { python: String, source: io::Error },
    #[error("the workers cannot import the user's modules:\n{0}")]
    Import(String),
    #[error("a worker ended ({status}) before it was ready; its own message stands above")]
    EndedEarly { status: ExitStatus },
    #[error("the bridge to the workers failed: {0}")]
    Bridge(#[from] tonic::transport::Error),
}

/// Keeps the configured number of workers running until `shutdown`, then lets them finish what they have begun.
///
/// A worker that dies is replaced. One that cannot import the user's modules ends the pool with its error, because the next
/// one could not either.
pub async fn run(
    config: &Config,
    dispatch: Dispatch,
    shutdown: Shutdown,
) -> Result<(), WorkersError> {
    let admissions = Arc::new(Admissions::default());
    let bridge = Bridge::listen(config, dispatch.clone(), Arc::clone(&admissions))
        .await
        .map_err(WorkersError::Listen)?;
    let spawner = Spawner::new().map_err(WorkersError::Listen)?;
    let address = bridge.address();
    // The bridge outlives the workers' drain, so it ends by a flag of its own.
    let bridge_stop = Shutdown::default();
    let serving = tokio::spawn(bridge.serve(shutdown.clone(), bridge_stop.clone()));
    let claiming = tokio::spawn(stop_claiming(
        dispatch,
        shutdown.clone(),
        config.shutdown_grace,
    ));
    let mut slots = JoinSet::new();
    for number in 0..config.worker_count {
        let slot = Slot::new(
            number,
            config,
            address,
            spawner.clone(),
            Arc::clone(&admissions),
        );
        slots.spawn(slot.keep(shutdown.clone()));
    }
    tracing::info!(
        "{} workers on {}",
        config.worker_count,
        config.python.display()
    );
    let ended = all(&mut slots, &shutdown).await;
    bridge_stop.raise();
    // An error means that the task has panicked, and then the loop goes with the process.
    drop(claiming.await);
    let served = serving.await.unwrap_or(Ok(()));
    ended.and(served.map_err(WorkersError::from))
}

/// The loop stops claiming before the workers are told to drain, so that nothing is handed to one which takes no more.
async fn stop_claiming(dispatch: Dispatch, shutdown: Shutdown, grace: Duration) {
    shutdown.wait().await;
    dispatch.shutdown(grace).await;
}

/// Waits for every slot; the first that fails stops the others, and its error is the pool's.
async fn all(
    slots: &mut JoinSet<Result<(), WorkersError>>,
    shutdown: &Shutdown,
) -> Result<(), WorkersError> {
    let mut outcome = Ok(());
    while let Some(slot) = slots.join_next().await {
        if let Ok(Err(error)) = slot {
            shutdown.raise();
            outcome = outcome.and(Err(error));
        }
    }
    outcome
}
