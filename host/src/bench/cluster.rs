//! The processes under load: a server and a workers host with its Python workers, as a user runs them.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use super::BenchError;
use crate::api::health::Health;
use crate::child::{AS_ARGUMENT, Farewell, Spawner};
use crate::config::{Config, NO_ENV_FILE};

/// The workflows and their action, which the workers load as a user's module.
const WORKFLOWS: &str = include_str!("../../../benches/workflows.py");
const MODULE: &str = "carabiner_bench_workflows";
/// How long a server may take to compile its guest on a busy machine.
const READY_SECONDS: u64 = 60;

pub(super) struct Cluster {
    pub(super) grpc: SocketAddr,
    pub(super) token: Option<String>,
    python: PathBuf,
    /// Holds the workflows' file; removed at the end.
    folder: PathBuf,
    server: Child,
    workers: Child,
}

impl Cluster {
    pub(super) async fn start(
        config: &Config,
        database_url: &str,
        workers: usize,
    ) -> Result<Self, BenchError> {
        let folder = std::env::temp_dir().join(format!("carabiner-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("{MODULE}.py")), WORKFLOWS)?;
        let http = free_address().await?;
        let grpc = free_address().await?;
        let config = Config {
            database_url: Some(database_url.to_owned()),
            http_addr: http,
            grpc_addr: Some(grpc),
            worker_count: workers,
            user_modules: vec![MODULE.to_owned()],
            ..config.clone()
        };
        let spawner = Spawner::new()?;
        let spawn = async |command: &str| {
            let mut program = Command::new(std::env::current_exe()?);
            program
                .args([AS_ARGUMENT, command])
                .envs(config.to_environment())
                .env(NO_ENV_FILE, "1")
                .env("PYTHONPATH", python_path(&folder))
                .env("RUST_LOG", "warn")
                .stdin(Stdio::null())
                // Standard output is the measurements'.
                .stdout(Stdio::null())
                .kill_on_drop(true);
            spawner.spawn(program, Farewell::Kill).await
        };
        let mut cluster = Self {
            grpc,
            token: config.api_token.clone(),
            python: config.python.clone(),
            server: spawn("serve").await?,
            workers: spawn("workers").await?,
            folder: folder.clone(),
        };
        cluster.ready(http).await?;
        Ok(cluster)
    }

    async fn ready(&mut self, http: SocketAddr) -> Result<(), BenchError> {
        let deadline = Instant::now() + Duration::from_secs(READY_SECONDS);
        while Instant::now() < deadline {
            let programs = [
                ("the server", &mut self.server),
                ("the workers host", &mut self.workers),
            ];
            for (program, child) in programs {
                if let Some(status) = child.try_wait()? {
                    return Err(BenchError::EndedEarly { program, status });
                }
            }
            if Health::ask(http).await.is_some() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err(BenchError::Silent(READY_SECONDS))
    }

    /// The source unit of one of the workflows, as the SDK makes it.
    pub(super) async fn unit(&self, workflow: &str) -> Result<String, BenchError> {
        let program = format!(
            "from carabiner._source import unit_json; import {MODULE}; print(unit_json({MODULE}.{workflow}))"
        );
        let made = Command::new(&self.python)
            .args(["-c", &program])
            .env("PYTHONPATH", python_path(&self.folder))
            .output()
            .await
            .map_err(|source| BenchError::Spawn {
                program: self.python.display().to_string(),
                source,
            })?;
        if made.status.success() {
            Ok(String::from_utf8_lossy(&made.stdout).into_owned())
        } else {
            Err(BenchError::Workflows {
                python: self.python.display().to_string(),
                message: String::from_utf8_lossy(&made.stderr).into_owned(),
            })
        }
    }

    /// Ends both in order.
    pub(super) async fn stop(mut self) {
        for child in [&mut self.workers, &mut self.server] {
            // One that has ended already needs no signal.
            if let Some(pid) = child
                .id()
                .and_then(|pid| rustix::process::Pid::from_raw(pid as i32))
            {
                let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
            }
            let _ = tokio::time::timeout(Duration::from_secs(15), child.wait()).await;
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            tracing::warn!("could not remove {}: {error}", self.folder.display());
        }
    }
}

/// The folder of the workflows before what the user's own environment says.
fn python_path(folder: &std::path::Path) -> std::ffi::OsString {
    let mut path = folder.as_os_str().to_owned();
    if let Some(inherited) = std::env::var_os("PYTHONPATH") {
        path.push(":");
        path.push(inherited);
    }
    path
}

/// A loopback address that nobody listens on now.
async fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await?
        .local_addr()
}
