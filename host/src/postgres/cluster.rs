//! The data folder of the embedded Postgres and how it is reached.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::config::Config;

use super::PostgresError;
use super::binaries::Binaries;
use super::home::{Home, random_password};

/// A cluster that initdb has made, ready to be served.
pub(super) struct Cluster {
    pub(super) home: Home,
    pub(super) data: PathBuf,
    pub(super) listen: Listen,
    binaries: Binaries,
    url: String,
}

/// A socket needs no port and no other user can reach it, but its path may be too long for the kernel.
pub(super) enum Listen {
    /// The socket's folder.
    Socket(PathBuf),
    /// 127.0.0.1, guarded by the password.
    Loopback(u16),
}

const USER: &str = "carabiner";
/// Names the socket; nothing listens on it.
const SOCKET_PORT: u16 = 5432;
/// `sockaddr_un.sun_path` holds 108 bytes with its end on Linux, 104 elsewhere.
const SOCKET_PATH_MAX: usize = 103;

impl Cluster {
    /// Opens the cluster in the data folder, creating it where there is none.
    pub(super) async fn open(config: &Config) -> Result<Self, PostgresError> {
        let home = Home::open(&config.data_dir)?;
        let data = home.folder.join("data");
        let binaries = Binaries::find(config, &home, &data).await?;
        let in_home = |source| PostgresError::Folder {
            folder: home.folder.clone(),
            source,
        };
        let password = home.secret("password", random_password).map_err(in_home)?;
        let listen = Listen::choose(&home).map_err(in_home)?;
        let url = listen.url(password.trim());
        let cluster = Self {
            home,
            data,
            listen,
            binaries,
            url,
        };
        if !cluster.data.join("PG_VERSION").exists() {
            cluster.initdb().await?;
        }
        Ok(cluster)
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn log_file(&self) -> PathBuf {
        self.home.folder.join("postgres.log")
    }

    /// What starts the postmaster.
    pub(super) fn server(&self) -> Command {
        let mut command = self.binaries.command("postgres", &self.home);
        command.arg("-D").arg(&self.data);
        for setting in self.listen.settings() {
            command.args(["-c", &setting]);
        }
        command.args([
            "-c",
            "logging_collector=off",
            "-c",
            "log_destination=stderr",
            "-c",
            "max_connections=200",
        ]);
        command
    }

    pub(super) fn server_program(&self) -> PathBuf {
        self.binaries.postgres()
    }

    /// Into a sibling folder and then renamed: a crash meanwhile leaves nothing that looks like a cluster.
    async fn initdb(&self) -> Result<(), PostgresError> {
        let fresh = self.home.folder.join("data.new");
        let in_fresh = |source| PostgresError::Folder {
            folder: fresh.clone(),
            source,
        };
        match fs::remove_dir_all(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(in_fresh(error)),
            _ => {}
        }
        self.home.make_private_folder(&fresh).map_err(in_fresh)?;
        tracing::info!(
            "creating the embedded Postgres {} in {}",
            self.binaries.major,
            self.data.display()
        );
        let mut command = self.binaries.command("initdb", &self.home);
        command
            .arg("-D")
            .arg(&fresh)
            .arg("--pwfile")
            .arg(self.home.folder.join("password"));
        command.args([
            "--username",
            USER,
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
            "--no-locale",
        ]);
        command.stdin(Stdio::null()).kill_on_drop(true);
        let run = |source| PostgresError::Run {
            program: "initdb".into(),
            source,
        };
        let output = command.output().await.map_err(run)?;
        if !output.status.success() {
            return Err(PostgresError::Initdb(
                String::from_utf8_lossy(&output.stderr)
                    .trim()
                    .replace('\n', "; "),
            ));
        }
        fs::rename(&fresh, &self.data)
            .and_then(|()| self.home.sync())
            .map_err(in_fresh)
    }
}

impl Listen {
    fn choose(home: &Home) -> io::Result<Self> {
        let folder = home.folder.join("socket");
        let socket = folder.join(format!(".s.PGSQL.{SOCKET_PORT}"));
        if socket.as_os_str().len() <= SOCKET_PATH_MAX {
            home.make_private_folder(&folder)?;
            return Ok(Self::Socket(folder));
        }
        let port = home.secret("port", || free_port().map(|port| port.to_string()))?;
        port.trim()
            .parse()
            .map(Self::Loopback)
            .map_err(|_| io::Error::other("the file `port` holds no port"))
    }

    fn settings(&self) -> Vec<String> {
        match self {
            Self::Socket(folder) => vec![
                "listen_addresses=".to_owned(),
                format!("unix_socket_directories={}", quoted(folder)),
                format!("port={SOCKET_PORT}"),
            ],
            Self::Loopback(port) => vec![
                "listen_addresses=127.0.0.1".to_owned(),
                "unix_socket_directories=".to_owned(),
                format!("port={port}"),
            ],
        }
    }

    fn url(&self, password: &str) -> String {
        match self {
            Self::Socket(folder) => {
                format!(
                    "postgres://{USER}:{password}@localhost:{SOCKET_PORT}/postgres?host={}",
                    percent_encoded(folder)
                )
            }
            Self::Loopback(port) => {
                format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres")
            }
        }
    }

    /// What a killed postmaster leaves besides its data: a socket and the socket's lock file.
    pub(super) fn leftovers(&self) -> Vec<PathBuf> {
        match self {
            Self::Socket(folder) => {
                let socket = folder.join(format!(".s.PGSQL.{SOCKET_PORT}"));
                vec![folder.join(format!(".s.PGSQL.{SOCKET_PORT}.lock")), socket]
            }
            Self::Loopback(_) => Vec::new(),
        }
    }
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// An element of a list setting: Postgres splits it at commas unless it is quoted.
fn quoted(folder: &Path) -> String {
    format!("\"{}\"", folder.display().to_string().replace('"', "\"\""))
}

fn percent_encoded(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let encode = |byte: u8| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .copied()
        .map(encode)
        .collect()
}

/// Opens the log for one more run of the server; a large one is set aside first, so that it cannot grow without end.
pub(super) fn open_log(path: &Path) -> io::Result<File> {
    const LOG_BYTES_MAX: u64 = 10 << 20;
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > LOG_BYTES_MAX) {
        fs::rename(path, path.with_extension("log.1"))?;
    }
    File::options().append(true).create(true).open(path)
}
