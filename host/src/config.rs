//! Every setting of every program: the environment wins, then a `.env` file found from the working folder upwards, then the
//! default. Nothing else in the host reads the environment.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

mod layers;

pub use layers::Layers;
pub(crate) use layers::NO_ENV_FILE;

/// The settings of one process, read once when it starts.
#[derive(Clone, Debug)]
pub struct Config {
    /// None: the singleton's embedded Postgres.
    pub database_url: Option<String>,
    pub http_addr: SocketAddr,
    /// None: the HTTP address's next port.
    pub grpc_addr: Option<SocketAddr>,
    pub worker_count: usize,
    /// How many actions one worker process runs at once.
    pub worker_slots: u32,
    pub user_modules: Vec<String>,
    pub poll_interval: Duration,
    pub batch_size: usize,
    pub data_dir: PathBuf,
    pub log_format: LogFormat,
    /// Bytes of one value from outside.
    pub payload_limit: usize,
    pub shutdown_grace: Duration,
    pub api_token: Option<String>,
    /// Finished instances are deleted after this long; 0: never.
    pub retention_days: u32,
    /// The interpreter that runs the workers.
    pub python: PathBuf,
    /// The folder of `postgres` and `initdb`, where the author names one.
    pub postgres_bin: Option<PathBuf>,
    /// The active Python environment, where a Postgres may be installed as a wheel.
    pub virtual_env: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Human,
    Json,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{name} is {value:?}{origin}; expected {expected}")]
    Malformed {
        name: &'static str,
        value: String,
        /// Empty, or " (from FILE)".
        origin: String,
        expected: String,
    },
    #[error("{path}: {reason}")]
    EnvFile { path: PathBuf, reason: String },
    #[error("there is no home folder to keep data in; set CARABINER_DATA_DIR to a folder")]
    NoDataFolder,
    #[error(
        "{name} is {addr}, which other machines can reach: set CARABINER_API_TOKEN to a secret that clients must send, \
         or listen on 127.0.0.1"
    )]
    OpenWithoutToken {
        name: &'static str,
        addr: SocketAddr,
    },
}

impl Config {
    /// Reads the settings of this process.
    pub fn load() -> Result<Self, ConfigError> {
        Self::from_layers(&Layers::of_process()?)
    }

    /// Reads the settings from given layers; [`Config::load`] is this with the process's own.
    pub fn from_layers(layers: &Layers) -> Result<Self, ConfigError> {
        let virtual_env = layers.get("VIRTUAL_ENV").map(PathBuf::from);
        Ok(Self {
            database_url: layers.optional(
                "DATABASE_URL",
                "postgres://USER:PASSWORD@HOST:PORT/DATABASE",
                postgres_url,
            )?,
            http_addr: layers
                .optional("CARABINER_HTTP_ADDR", ADDRESS, address)?
                .unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, DEFAULT_HTTP_PORT))),
            grpc_addr: layers.optional("CARABINER_GRPC_ADDR", ADDRESS, address)?,
            worker_count: layers.number("CARABINER_WORKER_COUNT", cores(), 1..=1024)?,
            worker_slots: layers.number("CARABINER_WORKER_SLOTS", 64, 1..=10_000)?,
            user_modules: layers
                .optional(
                    "CARABINER_USER_MODULE",
                    "module names, separated by commas",
                    modules,
                )?
                .unwrap_or_default(),
            poll_interval: Duration::from_millis(layers.number(
                "CARABINER_POLL_INTERVAL_MS",
                100,
                1..=60_000,
            )?),
            batch_size: layers.number("CARABINER_BATCH_SIZE", 100, 1..=10_000)?,
            data_dir: data_dir(layers)?,
            log_format: layers
                .optional("CARABINER_LOG_FORMAT", "human or json", log_format)?
                .unwrap_or(LogFormat::Human),
            payload_limit: layers.number(
                "CARABINER_PAYLOAD_LIMIT",
                16 << 20,
                1 << 10..=512 << 20,
            )?,
            shutdown_grace: Duration::from_secs(layers.number(
                "CARABINER_SHUTDOWN_GRACE_SECONDS",
                10,
                0..=86_400,
            )?),
            api_token: layers.optional(
                "CARABINER_API_TOKEN",
                "visible ASCII characters without spaces",
                token,
            )?,
            retention_days: layers.number("CARABINER_RETENTION_DAYS", 30, 0..=36_500)?,
            python: layers
                .get("CARABINER_PYTHON")
                .map(PathBuf::from)
                .unwrap_or_else(|| default_python(virtual_env.as_deref())),
            postgres_bin: layers.get("CARABINER_POSTGRES_BIN").map(PathBuf::from),
            virtual_env,
        })
    }

    /// Refuses to listen where other machines reach it unless a token guards it.
    pub fn check_listening(&self) -> Result<(), ConfigError> {
        let addresses = [
            ("CARABINER_HTTP_ADDR", Some(self.http_addr)),
            ("CARABINER_GRPC_ADDR", self.grpc_addr),
        ];
        for (name, addr) in addresses {
            if let Some(addr) = addr.filter(|addr| !addr.ip().is_loopback())
                && self.api_token.is_none()
            {
                return Err(ConfigError::OpenWithoutToken { name, addr });
            }
        }
        Ok(())
    }

    /// The same settings as environment variables, for a process that must run with exactly these and reads no `.env`.
    pub fn to_environment(&self) -> Vec<(&'static str, String)> {
        let format = match self.log_format {
            LogFormat::Human => "human",
            LogFormat::Json => "json",
        };
        let path = |path: &Path| path.display().to_string();
        let mut variables = vec![
            ("CARABINER_HTTP_ADDR", self.http_addr.to_string()),
            ("CARABINER_WORKER_COUNT", self.worker_count.to_string()),
            ("CARABINER_WORKER_SLOTS", self.worker_slots.to_string()),
            ("CARABINER_USER_MODULE", self.user_modules.join(",")),
            (
                "CARABINER_POLL_INTERVAL_MS",
                self.poll_interval.as_millis().to_string(),
            ),
            ("CARABINER_BATCH_SIZE", self.batch_size.to_string()),
            ("CARABINER_DATA_DIR", path(&self.data_dir)),
            ("CARABINER_LOG_FORMAT", format.to_owned()),
            ("CARABINER_PAYLOAD_LIMIT", self.payload_limit.to_string()),
            (
                "CARABINER_SHUTDOWN_GRACE_SECONDS",
                self.shutdown_grace.as_secs().to_string(),
            ),
            ("CARABINER_RETENTION_DAYS", self.retention_days.to_string()),
            ("CARABINER_PYTHON", path(&self.python)),
        ];
        // An empty value is the default, so what is unset here stays unset there whatever the environment held.
        variables.extend([
            (
                "DATABASE_URL",
                self.database_url.clone().unwrap_or_default(),
            ),
            (
                "CARABINER_GRPC_ADDR",
                self.grpc_addr
                    .map(|addr| addr.to_string())
                    .unwrap_or_default(),
            ),
            (
                "CARABINER_API_TOKEN",
                self.api_token.clone().unwrap_or_default(),
            ),
            (
                "CARABINER_POSTGRES_BIN",
                self.postgres_bin.as_deref().map(path).unwrap_or_default(),
            ),
        ]);
        variables
    }
}

/// The port of the shared local instance.
pub const DEFAULT_HTTP_PORT: u16 = 24117;

const ADDRESS: &str = "IP:PORT, such as 127.0.0.1:24117";

fn address(text: &str) -> Option<SocketAddr> {
    match text.strip_prefix("localhost:") {
        Some(port) => Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?))),
        None => text.parse().ok(),
    }
}

fn postgres_url(text: &str) -> Option<String> {
    let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
    (known && PgConnectOptions::from_str(text).is_ok()).then(|| text.to_owned())
}

fn modules(text: &str) -> Option<Vec<String>> {
    let names: Vec<String> = text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    names
        .iter()
        .all(|name| is_module_name(name))
        .then_some(names)
}

fn is_module_name(name: &str) -> bool {
    let identifier = |part: &str| {
        let mut characters = part.chars();
        characters
            .next()
            .is_some_and(|first| first == '_' || first.is_alphabetic())
            && characters.all(|other| other == '_' || other.is_alphanumeric())
    };
    name.split('.').all(identifier)
}

fn log_format(text: &str) -> Option<LogFormat> {
    match text {
        "human" => Some(LogFormat::Human),
        "json" => Some(LogFormat::Json),
        _ => None,
    }
}

fn token(text: &str) -> Option<String> {
    text.chars()
        .all(|each| each.is_ascii_graphic())
        .then(|| text.to_owned())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(1024))
}

fn data_dir(layers: &Layers) -> Result<PathBuf, ConfigError> {
    let from_xdg = || {
        layers
            .get("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let from_home = || {
        layers
            .get("HOME")
            .map(|home| Path::new(home).join(".local/share"))
    };
    let chosen = match layers.get("CARABINER_DATA_DIR") {
        Some(path) => PathBuf::from(path),
        None => from_xdg()
            .or_else(from_home)
            .ok_or(ConfigError::NoDataFolder)?
            .join("carabiner"),
    };
    std::path::absolute(&chosen).map_err(|_| ConfigError::NoDataFolder)
}

fn default_python(virtual_env: Option<&Path>) -> PathBuf {
    match virtual_env {
        Some(folder) => folder.join("bin/python"),
        None => PathBuf::from("python3"),
    }
}
