//! The server: gRPC for clients and HTTP for people, on one dispatch loop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::api::health::{Health, reachable};
use crate::api::{self, Http, Limits, Token};
use crate::config::{Config, ConfigError};
use crate::core::{Core, CoreError};
use crate::shutdown::Shutdown;

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("{addr} is in use by {holder}; stop that, or set {variable} to another address")]
    PortInUse {
        addr: SocketAddr,
        holder: &'static str,
        variable: &'static str,
    },
    #[error("failed to listen on {addr} ({variable}): {source}")]
    Listen {
        addr: SocketAddr,
        variable: &'static str,
        source: io::Error,
    },
    #[error(transparent)]
    Core(#[from] CoreError),
    #[error("the {0} server failed: {1}")]
    Failed(&'static str, String),
    #[error("failed to announce the server: {0}")]
    Announce(io::Error),
}

/// The two ports, taken but not yet served.
pub struct Bound {
    http: TcpListener,
    http_addr: SocketAddr,
    grpc: TcpListener,
    grpc_addr: SocketAddr,
}

impl Bound {
    /// Takes the ports of the settings; nothing listens where other machines reach it unless there is a token.
    pub async fn bind(config: &Config) -> Result<Self, ServeError> {
        config.check_listening()?;
        // With port 0 the system chooses the HTTP port, and the next one may be taken.
        let mut attempts = if config.http_addr.port() == 0 && config.grpc_addr.is_none() {
            50
        } else {
            1
        };
        loop {
            attempts -= 1;
            match Self::bind_once(config).await {
                Err(ServeError::PortInUse { .. }) if attempts > 0 => {}
                settled => return settled,
            }
        }
    }

    pub fn http_addr(&self) -> SocketAddr {
        self.http_addr
    }

    pub fn grpc_addr(&self) -> SocketAddr {
        self.grpc_addr
    }

    async fn bind_once(config: &Config) -> Result<Self, ServeError> {
        let (http, http_addr) = listen(config.http_addr, "CARABINER_HTTP_ADDR").await?;
        let next = || {
            http_addr
                .port()
                .checked_add(1)
                .map(|port| SocketAddr::new(http_addr.ip(), port))
        };
        let asked = config.grpc_addr.or_else(next).ok_or(ServeError::Listen {
            addr: http_addr,
            variable: "CARABINER_HTTP_ADDR",
            source: io::Error::other("there is no next port for gRPC; set CARABINER_GRPC_ADDR"),
        })?;
        let (grpc, grpc_addr) = listen(asked, "CARABINER_GRPC_ADDR").await?;
        Ok(Self {
            http,
            http_addr,
            grpc,
            grpc_addr,
        })
    }
}

/// A server with its database open.
pub struct Server {
    core: Core,
    bound: Bound,
    instance: String,
    token: Option<Token>,
    payload_limit: usize,
    grace: Duration,
}

impl Server {
    pub async fn open(
        config: &Config,
        database_url: &str,
        bound: Bound,
    ) -> Result<Self, ServeError> {
        let core = Core::open(config, database_url).await?;
        Ok(Self {
            core,
            bound,
            instance: uuid::Uuid::new_v4().to_string(),
            token: config.api_token.as_deref().map(Token::new),
            payload_limit: config.payload_limit,
            grace: config.shutdown_grace,
        })
    }

    /// What `/healthz` says of this process.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// Serves until `shutdown`, then answers what has begun. Calls `announce` once requests are answered.
    pub async fn run(
        self,
        shutdown: Shutdown,
        announce: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), ServeError> {
        let Self {
            core,
            bound,
            instance,
            token,
            payload_limit,
            grace,
        } = self;
        let limits = Limits {
            token: token.clone(),
            payload: payload_limit,
            grace,
        };
        let http = Http {
            dispatch: core.dispatch.clone(),
            store: core.store.clone(),
            instance,
            token,
            addr: bound.http_addr,
        };
        let mut parts = JoinSet::new();
        let (grpc, stop) = (
            api::serve_grpc(bound.grpc, core.dispatch.clone(), limits, shutdown.clone()),
            shutdown.clone(),
        );
        parts.spawn(async move {
            grpc.await
                .map_err(|error| ServeError::Failed("gRPC", error.to_string()))
        });
        let http = api::serve_http(bound.http, http, stop);
        parts.spawn(async move {
            http.await
                .map_err(|error| ServeError::Failed("HTTP", error.to_string()))
        });
        tracing::info!(
            "serving on http://{}, gRPC on {}",
            bound.http_addr,
            bound.grpc_addr
        );
        let announced = announce().map_err(ServeError::Announce);
        let ended = match announced {
            Ok(()) => until_stopped(&mut parts, &shutdown, grace).await,
            failed => failed,
        };
        shutdown.raise();
        core.close(grace).await;
        ended
    }
}

/// Waits for the stop, or for a part that fails before; then gives the parts their grace.
async fn until_stopped(
    parts: &mut JoinSet<Result<(), ServeError>>,
    shutdown: &Shutdown,
    grace: Duration,
) -> Result<(), ServeError> {
    tokio::select! {
        () = shutdown.wait() => {}
        Some(Ok(Err(error))) = parts.join_next() => return Err(error),
    }
    let all_ended = async { while parts.join_next().await.is_some() {} };
    if tokio::time::timeout(grace, all_ended).await.is_err() {
        tracing::warn!("connections were still open after {} s", grace.as_secs());
    }
    Ok(())
}

async fn listen(
    addr: SocketAddr,
    variable: &'static str,
) -> Result<(TcpListener, SocketAddr), ServeError> {
    let bound = TcpListener::bind(addr)
        .await
        .and_then(|listener| Ok((listener.local_addr()?, listener)));
    match bound {
        Ok((local, listener)) => Ok((listener, local)),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let holder = match Health::ask(reachable(addr)).await {
                Some(_) => "another carabiner server",
                None => "another program",
            };
            Err(ServeError::PortInUse {
                addr,
                holder,
                variable,
            })
        }
        Err(source) => Err(ServeError::Listen {
            addr,
            variable,
            source,
        }),
    }
}
