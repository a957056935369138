//! The commands. Every binary is this with a command chosen or left to the first argument.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::bench::{self, BenchError, Workload};
use crate::child::AS_ARGUMENT;
use crate::config::{Config, ConfigError};
use crate::core::{Core, CoreError};
use crate::exec;
use crate::serve::{Bound, ServeError, Server};
use crate::shutdown::Shutdown;
use crate::singleton::{self, DAEMON_ARGUMENT, Owner, SingletonError};
use crate::telemetry;
use crate::workers::{self, WorkersError};

/// Durable Python workflows on Postgres.
#[derive(Parser)]
#[command(name = "carabiner-host", version, propagate_version = true, after_help = SETTINGS)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const SETTINGS: &str = "Settings come from the environment, then from a `.env` file found from the working folder upwards: \
DATABASE_URL, CARABINER_HTTP_ADDR, CARABINER_GRPC_ADDR, CARABINER_API_TOKEN, CARABINER_WORKER_COUNT, CARABINER_USER_MODULE and others \
that the documentation lists.";

#[derive(Subcommand)]
enum Command {
    /// Serve HTTP and gRPC (also installed as `carabiner-server`)
    Serve,
    /// Run the dispatch loop and a pool of Python workers (also `start_workers`)
    Workers,
    /// Find or start the shared local instance and print its HTTP port (also `boot-carabiner-singleton`)
    Singleton {
        /// End the instance instead, and its database with it
        #[arg(long)]
        stop: bool,
    },
    /// Run a plain Python file in the sandbox and print what it prints
    Exec {
        file: PathBuf,
        /// The same interpreter without WebAssembly
        #[arg(long)]
        native: bool,
        /// Show the file's IR instead of running it
        #[arg(long)]
        disassemble: bool,
    },
    /// Start workflows against processes of its own and say how fast that goes (also `bench`)
    Bench {
        #[arg(long, value_enum, default_value = "throughput")]
        workload: Workload,
        /// Workflows in all [default: the workload's own number]
        #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
        messages: Option<u64>,
        /// Bytes that each workflow and each action carries
        #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(..=8 << 20))]
        payload: u32,
        /// Workflows in flight [default: the workload's own number]
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        concurrency: Option<u32>,
        /// Python worker processes
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=1024))]
        workers: u16,
        /// Seconds between two lines
        #[arg(long, default_value = "1", value_parser = seconds)]
        log_interval: Duration,
        /// A program, and its arguments, that reads the output
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        reader: Vec<String>,
    },
    #[command(name = DAEMON_ARGUMENT, hide = true)]
    Daemon,
}

#[derive(Debug, thiserror::Error)]
enum ProgramError {
    #[error(transparent)]
    Bench(#[from] BenchError),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Core(#[from] CoreError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Singleton(#[from] SingletonError),
    #[error(transparent)]
    Workers(#[from] WorkersError),
    #[error("{0}")]
    System(#[from] std::io::Error),
}

/// `carabiner-host`: the first argument names the command.
pub fn main() -> ExitCode {
    let arguments = std::env::args_os().enumerate();
    let unmarked = arguments.filter(|(place, argument)| *place != 1 || argument != AS_ARGUMENT);
    enter(unmarked.map(|(_, argument)| argument).collect())
}

/// A binary that is one command of `carabiner-host` under its own name.
pub fn main_as(command: &str) -> ExitCode {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    // Any of the binaries may start itself to be another command: the shared instance, or what is under load.
    if arguments.get(1).is_some_and(|first| first == AS_ARGUMENT) {
        arguments.remove(1);
    } else {
        arguments.insert(1.min(arguments.len()), command.into());
    }
    enter(arguments)
}

fn enter(arguments: Vec<OsString>) -> ExitCode {
    let command = Arguments::parse_from(arguments).command;
    if let Command::Exec {
        file,
        native,
        disassemble,
    } = &command
    {
        let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
        return exec::run(file, *native, *disassemble, &mut out, &mut err);
    }
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The terminal may be gone; the exit code tells it too.
            drop(writeln!(std::io::stderr(), "error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), ProgramError> {
    let config = Config::load()?;
    telemetry::init(config.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let ended = runtime.block_on(async {
        match command {
            Command::Serve => serve(&config).await,
            Command::Workers => work(&config).await,
            Command::Bench {
                workload,
                messages,
                payload,
                concurrency,
                workers,
                log_interval,
                reader,
            } => {
                let options = bench::Options {
                    workload,
                    messages,
                    payload: payload as usize,
                    concurrency: concurrency.map(|many| many as usize),
                    workers: usize::from(workers),
                    log_interval,
                    reader,
                };
                measure(&config, options).await
            }
            Command::Singleton { stop: true } => stop_singleton(&config).await,
            Command::Singleton { stop: false } => find_singleton(&config).await,
            // It needs neither settings nor a runtime: `enter` has run it.
            Command::Exec { .. } => Ok(()),
            Command::Daemon => {
                Ok(singleton::run_daemon(config.clone(), Shutdown::on_signals()?).await?)
            }
        }
    });
    // All that matters has ended in order; a statement that still runs would hold the process for its own patience.
    runtime.shutdown_background();
    ended
}

async fn serve(config: &Config) -> Result<(), ProgramError> {
    let shutdown = Shutdown::on_signals()?;
    if let Some(url) = &config.database_url {
        let server = Server::open(config, url, Bound::bind(config).await?).await?;
        return Ok(server.run(shutdown, || Ok(())).await?);
    }
    // Without a database of its own it is the shared instance, in the foreground.
    if let Some(owner) = Owner::try_take(config)? {
        return Ok(singleton::own(config, owner, shutdown, || {}).await?);
    }
    let state = singleton::find_or_boot(config).await?;
    if state.http == config.http_addr {
        return Err(SingletonError::AlreadyServing {
            http: state.http,
            pid: state.pid,
        }
        .into());
    }
    let server = Server::open(config, &state.database_url, Bound::bind(config).await?).await?;
    tokio::spawn(singleton::keep(config.clone(), shutdown.clone()));
    Ok(server.run(shutdown, || Ok(())).await?)
}

async fn work(config: &Config) -> Result<(), ProgramError> {
    let shutdown = Shutdown::on_signals()?;
    let url = match &config.database_url {
        Some(url) => url.clone(),
        None => {
            let state = singleton::find_or_boot(config).await?;
            tokio::spawn(singleton::keep(config.clone(), shutdown.clone()));
            state.database_url
        }
    };
    let core = Core::open(config, &url).await?;
    let ended = workers::run(config, core.dispatch.clone(), shutdown).await;
    core.close(config.shutdown_grace).await;
    Ok(ended?)
}

async fn measure(config: &Config, options: bench::Options) -> Result<(), ProgramError> {
    let url = match &config.database_url {
        Some(url) => url.clone(),
        None => singleton::find_or_boot(config).await?.database_url,
    };
    Ok(bench::run(config, &url, options).await?)
}

/// A positive number of seconds.
fn seconds(text: &str) -> Result<Duration, String> {
    let parsed = text.parse().ok().filter(|seconds: &f64| *seconds > 0.0);
    parsed
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "expected a number of seconds above 0".to_owned())
}

async fn find_singleton(config: &Config) -> Result<(), ProgramError> {
    let state = singleton::find_or_boot(config).await?;
    writeln!(std::io::stdout(), "{}", state.http.port())?;
    Ok(())
}

async fn stop_singleton(config: &Config) -> Result<(), ProgramError> {
    match singleton::stop(config).await? {
        Some(pid) => tracing::info!("the shared local instance (pid {pid}) has ended"),
        None => tracing::info!("no shared local instance was running"),
    }
    Ok(())
}
