//! `bench`: starts workflows against a server, a workers host and Python workers of its own, as real processes, and says how fast that goes.
//!
//! What it prints is one line an interval and one at the end, of `key=value` pairs, so that a program can read along.

use std::io::{self, Write};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::Config;

mod client;
mod cluster;
mod gauge;
mod load;
mod workload;

pub use workload::Workload;

use client::Client;
use cluster::Cluster;
use gauge::Gauge;

/// What is asked of the generator.
#[derive(Clone, Debug)]
pub struct Options {
    pub workload: Workload,
    /// Workflows in all; None: the workload's own number.
    pub messages: Option<u64>,
    /// Bytes of text that each workflow and each action carries.
    pub payload: usize,
    /// Workflows on their way at once; None: the workload's own number.
    pub concurrency: Option<usize>,
    /// Python processes.
    pub workers: usize,
    pub log_interval: Duration,
    /// A program and its arguments that reads the output.
    pub reader: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    #[error("{0}")]
    System(#[from] io::Error),
    #[error("failed to start {program}: {source}")]
    Spawn { program: String, source: io::Error },
    #[error("{program} ended ({status}) before it was ready; its own message stands above")]
    EndedEarly {
        program: &'static str,
        status: ExitStatus,
    },
    #[error("the server did not answer within {0} s")]
    Silent(u64),
    #[error("failed to read the workflows from {python}:\n{message}")]
    Workflows { python: String, message: String },
    #[error("the connection to the server failed: {0}")]
    Connection(String),
    #[error("the server refused ({code}): {message}")]
    Refused { code: String, message: String },
    #[error("{errors} of {messages} workflows failed; the first said: {first}")]
    Failed {
        errors: u64,
        messages: u64,
        first: String,
    },
    #[error("the program that reads the output ended with {0}")]
    Reader(ExitStatus),
}

/// Runs a workload on the database of `config` and prints to stdout, or to the reader. Its instances stay in the database until retention.
pub async fn run(config: &Config, database_url: &str, options: Options) -> Result<(), BenchError> {
    let began = Instant::now();
    let cluster = Cluster::start(config, database_url, options.workers).await?;
    let mut output = Output::open(&options.reader).await?;
    let measured = measure(&cluster, &options, &mut output, began).await;
    cluster.stop().await;
    output.close().await?;
    measured
}

async fn measure(
    cluster: &Cluster,
    options: &Options,
    output: &mut Output,
    began: Instant,
) -> Result<(), BenchError> {
    let client = Arc::new(Client::connect(cluster.grpc, cluster.token.as_deref()).await?);
    let workload = options.workload;
    let version = client
        .register(cluster.unit(workload.workflow()).await?)
        .await?;
    let messages = options.messages.unwrap_or(workload.messages());
    let inputs = workload.inputs(options.payload, messages);
    // The first is not measured with the others: it waits until a worker is ready.
    client.run(&version, &inputs.first).await?;
    let first = began.elapsed();
    let gauge = Arc::new(Gauge::new(workload.actions() * messages));
    let running = tokio::spawn(load::run(
        client,
        version,
        inputs,
        options.concurrency.unwrap_or(workload.concurrency()),
        gauge.clone(),
    ));
    let mut ticks = tokio::time::interval(options.log_interval);
    ticks.tick().await;
    tokio::pin!(running);
    loop {
        tokio::select! {
            ended = &mut running => {
                ended.map_err(io::Error::other)?;
                break;
            }
            _ = ticks.tick() => output.line(&gauge.interval()).await?,
        }
    }
    output
        .line(&gauge.summary(workload.name(), messages, first))
        .await?;
    gauge.verdict(messages)
}

/// Where lines go.
struct Output {
    reader: Option<tokio::process::Child>,
}

impl Output {
    async fn open(reader: &[String]) -> Result<Self, BenchError> {
        let [program, arguments @ ..] = reader else {
            return Ok(Self { reader: None });
        };
        let child = tokio::process::Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|source| BenchError::Spawn {
                program: program.clone(),
                source,
            })?;
        Ok(Self {
            reader: Some(child),
        })
    }

    async fn line(&mut self, line: &str) -> io::Result<()> {
        use tokio::io::AsyncWriteExt;
        match self.reader.as_mut().and_then(|child| child.stdin.as_mut()) {
            Some(stdin) => stdin.write_all(format!("{line}\n").as_bytes()).await,
            None => {
                let mut out = io::stdout().lock();
                writeln!(out, "{line}")?;
                out.flush()
            }
        }
    }

    async fn close(self) -> Result<(), BenchError> {
        let Some(mut child) = self.reader else {
            return Ok(());
        };
        drop(child.stdin.take());
        let status = child.wait().await?;
        if status.success() {
            Ok(())
        } else {
            Err(BenchError::Reader(status))
        }
    }
}
