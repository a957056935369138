//! `/healthz`: what a server says about itself, and a small client that asks it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The answer of `/healthz`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// "ok", or "unavailable" while the database does not answer.
    pub status: String,
    /// Always "carabiner": it tells a server of ours from another program on the same port.
    pub service: String,
    pub version: String,
    /// Made anew by each process.
    pub instance: String,
}

impl Health {
    pub const SERVICE: &str = "carabiner";

    pub(crate) fn new(instance: &str, database_answers: bool) -> Self {
        Self {
            status: if database_answers {
                "ok"
            } else {
                "unavailable"
            }
            .to_owned(),
            service: Self::SERVICE.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            instance: instance.to_owned(),
        }
    }

    /// Asks the server at `addr`; None where nothing answers in time, or something that is not carabiner.
    pub async fn ask(addr: SocketAddr) -> Option<Self> {
        const PATIENCE: Duration = Duration::from_secs(3);
        let body = tokio::time::timeout(PATIENCE, get(reachable(addr), "/healthz"))
            .await
            .ok()?
            .ok()?;
        serde_json::from_slice(&body)
            .ok()
            .filter(|health: &Self| health.service == Self::SERVICE)
    }
}

/// The address at which a client on this machine finds what listens on `addr`.
pub fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

/// The body of one HTTP/1.0 request, whatever its status: 1.0 answers are neither chunked nor kept open.
async fn get(addr: SocketAddr, path: &str) -> std::io::Result<Vec<u8>> {
    const ANSWER_BYTES_MAX: u64 = 64 << 10;
    let mut stream = TcpStream::connect(addr).await?;
    stream
        .write_all(format!("GET {path} HTTP/1.0\r\nHost: {addr}\r\n\r\n").as_bytes())
        .await?;
    let mut answer = Vec::new();
    stream
        .take(ANSWER_BYTES_MAX)
        .read_to_end(&mut answer)
        .await?;
    let head_end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map_or(answer.len(), |position| position + 4);
    Ok(answer.split_off(head_end))
}
