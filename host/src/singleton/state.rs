//! What the running singleton tells those who look for it: a file in the data folder.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::api::health::Health;

/// Written when the server is ready, removed when it stops in order; one that is left over names a dead process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub pid: u32,
    /// What `/healthz` answers, so that another program on the same port is not taken for this one.
    pub instance: String,
    pub http: SocketAddr,
    pub grpc: SocketAddr,
    pub database_url: String,
    /// The database is the embedded one and lives as long as this process.
    pub embedded: bool,
    pub token: Option<String>,
}

impl State {
    /// None where there is none, or one that is torn.
    pub fn read(data_dir: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path(data_dir)).ok()?).ok()
    }

    pub(super) fn write(&self, data_dir: &Path) -> io::Result<()> {
        let fresh = data_dir.join("singleton.json.new");
        // It holds the database's password.
        let mut file: File = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        fs::rename(&fresh, path(data_dir))
    }

    pub(super) fn remove(data_dir: &Path) {
        // Gone already is as good.
        drop(fs::remove_file(path(data_dir)));
    }

    /// Whether the process that wrote this still serves.
    pub async fn is_alive(&self) -> bool {
        Health::ask(self.http)
            .await
            .is_some_and(|health| health.instance == self.instance)
    }
}

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join("singleton.json")
}
