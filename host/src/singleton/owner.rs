//! Being the instance: the owner of the data folder, its database and its server.

use std::time::Duration;

use crate::child::Spawner;
use crate::config::Config;
use crate::postgres::Embedded;
use crate::serve::{Bound, Server};
use crate::shutdown::Shutdown;

use super::lock::{Lock, OWNER};
use super::{SingletonError, State};

/// The right to own a data folder, for as long as this lives.
#[derive(Debug)]
pub struct Owner {
    _lock: Lock,
}

impl Owner {
    /// None where another process owns the folder.
    pub fn try_take(config: &Config) -> Result<Option<Self>, SingletonError> {
        let taken = Lock::try_take(&config.data_dir, OWNER);
        let taken = taken.map_err(|source| SingletonError::DataFolder {
            folder: config.data_dir.clone(),
            source,
        })?;
        Ok(taken.map(|lock| Self { _lock: lock }))
    }

    /// Waits for a predecessor that is about to end.
    pub async fn take(config: &Config) -> Result<Self, SingletonError> {
        const PATIENCE: Duration = Duration::from_secs(10);
        let folder = || config.data_dir.clone();
        let taken = Lock::take(&config.data_dir, OWNER, PATIENCE).await;
        let taken = taken.map_err(|source| SingletonError::DataFolder {
            folder: folder(),
            source,
        })?;
        let pid = Lock::holder(&config.data_dir, OWNER).unwrap_or_default();
        taken
            .map(|lock| Self { _lock: lock })
            .ok_or(SingletonError::Silent {
                folder: folder(),
                pid,
            })
    }
}

/// Serves until `shutdown`, on the embedded Postgres unless `DATABASE_URL` names another; calls `ready` once it serves.
pub async fn own(
    config: &Config,
    owner: Owner,
    shutdown: Shutdown,
    ready: impl FnOnce(),
) -> Result<(), SingletonError> {
    // The ports come first: one that is taken is found out before a database is made.
    let bound = Bound::bind(config).await?;
    let embedded = match &config.database_url {
        Some(_) => None,
        None => Some(
            Embedded::start(
                config,
                Spawner::new().map_err(|source| SingletonError::Boot(source.to_string()))?,
            )
            .await?,
        ),
    };
    let served = serve(config, bound, embedded.as_ref(), shutdown, ready).await;
    State::remove(&config.data_dir);
    if let Some(embedded) = embedded {
        embedded.stop().await;
    }
    drop(owner);
    served
}

async fn serve(
    config: &Config,
    bound: Bound,
    embedded: Option<&Embedded>,
    shutdown: Shutdown,
    ready: impl FnOnce(),
) -> Result<(), SingletonError> {
    let database_url = match (embedded, &config.database_url) {
        (Some(embedded), _) => embedded.url().to_owned(),
        (None, url) => url.clone().unwrap_or_default(),
    };
    let (http, grpc) = (bound.http_addr(), bound.grpc_addr());
    let server = Server::open(config, &database_url, bound).await?;
    let state = State {
        pid: std::process::id(),
        instance: server.instance().to_owned(),
        http,
        grpc,
        database_url,
        embedded: embedded.is_some(),
        token: config.api_token.clone(),
    };
    // Those who wait for `ready` look for the state next, and it says where to ask whether this lives.
    let announce = move || {
        let written = state.write(&config.data_dir);
        if written.is_ok() {
            ready();
        }
        written
    };
    server.run(shutdown, announce).await?;
    Ok(())
}
