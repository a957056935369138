//! The one shared local instance: found, or started as a process of its own that outlives whoever started it.
//!
//! It belongs to a data folder. A lock decides who owns the folder, a state file says where the owner is found, and
//! `/healthz` proves that it lives.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::postgres::PostgresError;
use crate::serve::ServeError;

mod boot;
mod daemon;
mod lock;
mod owner;
mod state;

pub use boot::{find_or_boot, keep, stop};
pub use daemon::{DAEMON_ARGUMENT, run_daemon};
pub use owner::{Owner, own};
pub use state::State;

#[derive(Debug, thiserror::Error)]
pub enum SingletonError {
    #[error("failed to use the data folder {folder}: {source}")]
    DataFolder { folder: PathBuf, source: io::Error },
    #[error("failed to start the shared local instance: {0}")]
    Boot(String),
    #[error(
        "the process that owns {folder} (pid {pid}) does not answer; end it with `carabiner-host singleton --stop`, or set \
         CARABINER_DATA_DIR to another folder"
    )]
    Silent { folder: PathBuf, pid: i32 },
    #[error(
        "the shared local instance on {http} uses another database than DATABASE_URL; end it with \
         `carabiner-host singleton --stop`, or unset DATABASE_URL to use its database"
    )]
    OtherDatabase { http: SocketAddr },
    #[error(
        "carabiner already serves this data folder on http://{http} (pid {pid}); use that one, or set CARABINER_HTTP_ADDR"
    )]
    AlreadyServing { http: SocketAddr, pid: u32 },
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    #[error(transparent)]
    Serve(#[from] ServeError),
}
