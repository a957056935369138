//! Postgres. The only SQL of the host, one file a noun.
//!
//! Whatever can be batched takes arrays and unfolds them with `unnest`: a statement costs the same for one row as for
//! a hundred, almost. Time is the database's own in every statement; no host's clock decides anything here.

mod actions;
mod database;
mod endings;
mod guests;
mod hosts;
mod instances;
mod notices;
mod packed;
mod retention;
mod starts;
mod turn_statement;
mod turns;
mod versions;
mod waits;

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection};

pub use actions::{Claimed, ClaimedBatch, Held, Kind, Recorded, Requeued, Retry, Waiting};
pub use database::{Database, Listening};
pub use hosts::{Beat, HostId, Swept};
pub use instances::{Row, RowStatus};
pub use notices::{Listener, Notice};
pub(crate) use packed::{compress, decompress};
pub use retention::{Forgotten, Place};
pub use starts::{NewInstance, StartBatch};
pub use turns::{Change, Committed, Conclusion, Fate, State, Told, TurnBatch, Withdrawn};
pub use versions::Version;
pub use waits::{NewAction, NewWait, WaitKind};

/// How many times an attempt is delivered before its action counts as lost.
pub const DELIVERIES_MAX: u32 = 5;

#[derive(Clone, Debug)]
pub struct Options {
    pub connections_max: u32,
    /// How long a statement waits for a connection.
    pub acquire_timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections_max: 12,
            acquire_timeout: Duration::from_secs(10),
        }
    }
}

/// A pool of connections, with a method for everything that the host asks of Postgres.
#[derive(Clone, Debug)]
pub struct Store {
    pool: PgPool,
    connect: PgConnectOptions,
}

impl Store {
    /// Connects lazily: a server that is away shows with the first statement.
    pub fn connect(url: &str, options: &Options) -> Result<Self, Error> {
        Ok(Self::with(PgConnectOptions::from_str(url)?, options))
    }

    pub fn with(connect: PgConnectOptions, options: &Options) -> Self {
        // Every statement finds its rows by key, and tables grow a thousandfold after a plan is made: no plan may rest on
        // how small they were. Planning these statements anew costs more than running them.
        let connect = connect
            .application_name("carabiner")
            .disable_statement_logging()
            .options([
                ("plan_cache_mode", "force_generic_plan"),
                ("enable_seqscan", "off"),
                ("enable_mergejoin", "off"),
                ("enable_hashjoin", "off"),
                ("jit", "off"),
                ("statement_timeout", "60s"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(options.connections_max)
            .acquire_timeout(options.acquire_timeout)
            .test_before_acquire(false)
            .connect_lazy_with(connect.clone());
        Self { pool, connect }
    }

    /// Brings the schema up to date, one host at a time. A newer schema than this build's is left as it is: migrations
    /// only ever expand what an older host uses.
    pub async fn migrate(&self) -> Result<(), Error> {
        let mut migrator: Migrator = sqlx::migrate!("../migrations");
        migrator.set_ignore_missing(true).create_schema("carabiner");
        migrator.dangerous_set_table_name("carabiner.migrations");
        let mut connection = self.connect.connect().await?;
        let migrated = migrator.run_direct(None, &mut connection, false).await;
        // Closing it also gives up the migrator's lock, which a failed migration still holds.
        connection.close().await?;
        Ok(migrated?)
    }

    /// For tests and for parts that bring statements of their own kind (none in the hot path).
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("cannot bring the schema up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("the database holds {0}")]
    Corrupt(String),
}

impl Error {
    /// Whether the same statement may succeed later (the server is away, out of something, or two collided). It may also
    /// have been carried out: an answer can be lost after the commit.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| is_passing(&code))
            }
            Self::Database(error) => matches!(
                error,
                sqlx::Error::Io(_)
                    | sqlx::Error::Tls(_)
                    | sqlx::Error::Protocol(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::WorkerCrashed
            ),
            Self::Migrate(_) | Self::Corrupt(_) => false,
        }
    }
}

/// Classes of SQLSTATE: connection, transaction rollback (deadlock), resources, operator intervention, system; and a
/// statement or lock that was given up.
fn is_passing(code: &str) -> bool {
    ["08", "40", "53", "57", "58", "XX"]
        .iter()
        .any(|class| code.starts_with(class))
        || matches!(code, "25006" | "55P03")
}

/// What a row with that time holds when it is beyond what Postgres and `time` agree on.
fn time_of(micros: i64) -> time::OffsetDateTime {
    time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000)
        .unwrap_or(END_OF_TIME)
}

fn micros_of(time: time::OffsetDateTime) -> i64 {
    (time.unix_timestamp_nanos() / 1000) as i64
}

const END_OF_TIME: time::OffsetDateTime = time::macros::datetime!(9999-12-31 00:00 UTC);
