//! What every serving process opens: the store, the engine and the dispatch loop between them.

use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::task::AbortHandle;

use crate::config::Config;
use crate::dispatch::{self, Dispatch, DispatchError};
use crate::engine::{Engine, EngineConfig, EngineError};
use crate::housekeeping;
use crate::store::{self, Store};

#[derive(Debug, thiserror::Error)]
pub enum CoreError {
    #[error("failed to connect to the database {place}: {reason}; check DATABASE_URL")]
    Unreachable { place: String, reason: String },
    #[error("failed to open the database: {0}")]
    Store(#[from] store::Error),
    #[error("failed to load the guest: {0}")]
    Engine(#[from] EngineError),
    #[error("failed to begin dispatching: {0}")]
    Dispatch(#[from] DispatchError),
    #[error("failed to load the guest: {0}")]
    Panicked(tokio::task::JoinError),
}

/// An open database and what runs on it.
#[derive(Clone)]
pub struct Core {
    pub store: Store,
    pub dispatch: Dispatch,
    tidying: Option<AbortHandle>,
}

/// Checks that a database answers, and says in one line why it does not: a pool would go on trying for its own patience.
async fn check(database_url: &str) -> Result<(), CoreError> {
    const PATIENCE: Duration = Duration::from_secs(5);
    const STARTING_PATIENCE: Duration = Duration::from_secs(20);
    let unreachable = |place: String, reason: String| Err(CoreError::Unreachable { place, reason });
    let options = match PgConnectOptions::from_str(database_url) {
        Ok(options) => options.disable_statement_logging(),
        Err(error) => return unreachable("of that URL".to_owned(), error.to_string()),
    };
    let begun = Instant::now();
    loop {
        match tokio::time::timeout(PATIENCE, PgConnection::connect_with(&options)).await {
            Ok(Ok(connection)) => {
                // It has served its purpose, however it ends.
                drop(connection.close().await);
                return Ok(());
            }
            Ok(Err(error)) if is_starting(&error) && begun.elapsed() < STARTING_PATIENCE => {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Ok(Err(error)) => return unreachable(place(&options), reason(&error)),
            Err(_) => {
                return unreachable(
                    place(&options),
                    format!("no answer within {} s", PATIENCE.as_secs()),
                );
            }
        }
    }
}

/// "The database system is starting up", or shutting down, or in recovery.
fn is_starting(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(|error| error.code())
        .is_some_and(|code| code == "57P03")
}

fn place(options: &PgConnectOptions) -> String {
    let database = options.get_database().unwrap_or(options.get_username());
    match options.get_socket() {
        Some(socket) => format!("`{database}` at {}", socket.display()),
        None => format!(
            "`{database}` at {}:{}",
            options.get_host(),
            options.get_port()
        ),
    }
}

fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            "connection refused (no Postgres listens there)".to_owned()
        }
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    }
}

impl Core {
    /// Connects, brings the schema up to date, loads the guest and begins dispatching.
    pub async fn open(config: &Config, database_url: &str) -> Result<Self, CoreError> {
        check(database_url).await?;
        let store = Store::connect(database_url, &store::Options::default())?;
        // Loading may compile the guest, which takes a second of every core.
        let loading = tokio::task::spawn_blocking(|| Engine::new(EngineConfig::default()));
        store.migrate().await?;
        let engine = loading.await.map_err(CoreError::Panicked)??;
        let dispatch = Dispatch::open(store.clone(), engine, settings(config)).await?;
        let tidying = (config.retention_days > 0).then(|| {
            let retention = Duration::from_secs(u64::from(config.retention_days) * 86_400);
            tokio::spawn(housekeeping::keep_tidy(store.clone(), retention)).abort_handle()
        });
        Ok(Self {
            store,
            dispatch,
            tidying,
        })
    }

    /// Lets what is in flight end, within `grace`, and gives the rest back.
    pub async fn close(&self, grace: Duration) {
        if let Some(tidying) = &self.tidying {
            tidying.abort();
        }
        self.dispatch.shutdown(grace).await;
        self.store.close().await;
    }
}

fn settings(config: &Config) -> dispatch::Config {
    dispatch::Config {
        name: format!("{} {}", machine(), std::process::id()),
        poll_interval: config.poll_interval,
        claim_batch_max: u32::try_from(config.batch_size).unwrap_or(u32::MAX),
        ..dispatch::Config::default()
    }
}

/// What people call this machine.
fn machine() -> String {
    rustix::system::uname()
        .nodename()
        .to_string_lossy()
        .into_owned()
}
