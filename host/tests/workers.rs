//! The pool of worker processes. A small script stands in for Python; the test itself speaks for the worker on the bridge.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "the clients of gRPC are for other tests")]
mod serving;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use carabiner_host::core::Core;
use carabiner_host::shutdown::Shutdown;
use carabiner_host::workers::{self, WorkersError};
use carabiner_proto::v1::host_message::Body as Said;
use carabiner_proto::v1::worker_message::Body as Say;
use carabiner_proto::v1::worker_service_client::WorkerServiceClient;
use carabiner_proto::v1::{HostBatch, PROTOCOL, WorkerBatch, WorkerHello, WorkerMessage};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serving::{PATIENCE, config};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tonic::Streaming;
use tonic::transport::Channel;

/// Tells the test its number, address and token, and waits to be killed.
const SLEEPS: &str =
    "echo $$ $CARABINER_BRIDGE_ADDR $CARABINER_WORKER_TOKEN >> \"$0.lives\"\nexec sleep 600\n";

struct Pool {
    folder: TempDir,
    core: Core,
    shutdown: Shutdown,
    running: JoinHandle<Result<(), WorkersError>>,
}

struct Life {
    pid: Pid,
    bridge: String,
    token: String,
}

impl Pool {
    async fn start(database: &PgConnectOptions, script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let python = folder.path().join("python");
        fs::write(&python, format!("#!/bin/sh\n{script}")).unwrap();
        fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).unwrap();
        let python = python.display().to_string();
        let settings = [
            ("CARABINER_PYTHON", python.as_str()),
            ("CARABINER_WORKER_COUNT", "1"),
            ("CARABINER_SHUTDOWN_GRACE_SECONDS", "1"),
        ];
        let config = config(folder.path(), database, &settings);
        let core = Core::open(&config, config.database_url.as_deref().unwrap())
            .await
            .unwrap();
        let (shutdown, dispatch) = (Shutdown::default(), core.dispatch.clone());
        let stop = shutdown.clone();
        let running = tokio::spawn(async move { workers::run(&config, dispatch, stop).await });
        Self {
            folder,
            core,
            shutdown,
            running,
        }
    }

    /// The processes so far, once there are as many as asked for.
    async fn lives(&self, count: usize) -> Vec<Life> {
        loop {
            let lives = read(&self.folder.path().join("python.lives"));
            if lives.len() >= count {
                return lives;
            }
            assert!(!self.running.is_finished(), "the pool has ended");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn ended(self) -> Result<(), WorkersError> {
        let ended = tokio::time::timeout(PATIENCE, self.running)
            .await
            .unwrap()
            .unwrap();
        self.core.close(Duration::from_secs(1)).await;
        ended
    }

    async fn stop(self) {
        self.shutdown.raise();
        self.ended().await.unwrap();
    }
}

fn read(path: &Path) -> Vec<Life> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let complete = text
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'));
    let life = |line: &str| {
        let mut words = line.split_whitespace();
        let pid = Pid::from_raw(words.next()?.parse().ok()?)?;
        Some(Life {
            pid,
            bridge: words.next()?.to_owned(),
            token: words.next()?.to_owned(),
        })
    };
    complete.filter_map(life).collect()
}

/// Says hello in a worker's stead.
async fn greet(
    bridge: &str,
    hello: WorkerHello,
) -> (mpsc::UnboundedSender<WorkerBatch>, Streaming<HostBatch>) {
    let channel = Channel::from_shared(format!("http://{bridge}"))
        .unwrap()
        .connect()
        .await
        .unwrap();
    let (outbox, queue) = mpsc::unbounded_channel();
    let messages = vec![WorkerMessage {
        body: Some(Say::Hello(hello)),
    }];
    outbox.send(WorkerBatch { messages }).unwrap();
    let session = WorkerServiceClient::new(channel)
        .session(UnboundedReceiverStream::new(queue))
        .await
        .unwrap();
    (outbox, session.into_inner())
}

fn hello(token: &str) -> WorkerHello {
    WorkerHello {
        protocol: PROTOCOL,
        token: token.to_owned(),
        slots: 4,
        ..WorkerHello::default()
    }
}

/// What the host says next; None where the stream has ended.
async fn next(session: &mut Streaming<HostBatch>) -> Option<Said> {
    let batch = tokio::time::timeout(PATIENCE, session.message())
        .await
        .expect("a message in time");
    batch.ok()??.messages.into_iter().next()?.body
}

#[sqlx::test(migrations = false)]
async fn a_worker_that_is_killed_is_replaced(_: PgPoolOptions, database: PgConnectOptions) {
    let pool = Pool::start(&database, SLEEPS).await;
    let first = pool.lives(1).await.remove(0);
    let (_outbox, mut session) = greet(&first.bridge, hello(&first.token)).await;
    assert!(
        matches!(next(&mut session).await, Some(Said::Hello(hello)) if hello.protocol == PROTOCOL)
    );
    kill_process(first.pid, Signal::KILL).unwrap();
    let second = pool.lives(2).await.remove(1);
    assert_ne!(second.pid, first.pid);
    assert_ne!(second.token, first.token);
    // What speaks for a process that has ended is not heard on.
    assert_eq!(next(&mut session).await, None);
    pool.stop().await;
    assert!(test_kill_process(second.pid).is_err());
}

#[sqlx::test(migrations = false)]
async fn a_module_that_does_not_import_stops_the_pool_with_its_traceback(
    _: PgPoolOptions,
    database: PgConnectOptions,
) {
    let pool = Pool::start(&database, SLEEPS).await;
    let life = pool.lives(1).await.remove(0);
    let broken = WorkerHello {
        import_error: "ImportError: no module named shop".to_owned(),
        ..hello(&life.token)
    };
    let _session = greet(&life.bridge, broken).await;
    let error = pool.ended().await.unwrap_err();
    assert!(
        matches!(error, WorkersError::Import(_))
            && error.to_string().contains("no module named shop"),
        "{error}"
    );
    assert!(test_kill_process(life.pid).is_err());
}

#[sqlx::test(migrations = false)]
async fn a_worker_that_gives_up_before_it_is_ready_stops_the_pool(
    _: PgPoolOptions,
    database: PgConnectOptions,
) {
    let error = Pool::start(&database, "exit 3\n")
        .await
        .ended()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("exit status: 3"), "{error}");
}

#[sqlx::test(migrations = false)]
async fn an_interpreter_that_is_not_there_is_named(_: PgPoolOptions, database: PgConnectOptions) {
    let pool = Pool::start(&database, SLEEPS).await;
    let python = pool.folder.path().join("python");
    let life = pool.lives(1).await.remove(0);
    fs::remove_file(&python).unwrap();
    kill_process(life.pid, Signal::KILL).unwrap();
    let error = pool.ended().await.unwrap_err().to_string();
    assert!(
        error.contains(&python.display().to_string()) && error.contains("CARABINER_PYTHON"),
        "{error}"
    );
}

#[sqlx::test(migrations = false)]
async fn only_a_process_of_the_pool_is_let_in_and_only_once(
    _: PgPoolOptions,
    database: PgConnectOptions,
) {
    let pool = Pool::start(&database, SLEEPS).await;
    let life = pool.lives(1).await.remove(0);
    let (_outbox, mut stranger) = greet(&life.bridge, hello("a guess")).await;
    assert_eq!(next(&mut stranger).await, None);
    let (_outbox, mut worker) = greet(&life.bridge, hello(&life.token)).await;
    assert!(matches!(next(&mut worker).await, Some(Said::Hello(_))));
    let (_outbox, mut thief) = greet(&life.bridge, hello(&life.token)).await;
    assert_eq!(next(&mut thief).await, None);
    pool.stop().await;
}

#[sqlx::test(migrations = false)]
async fn a_stopping_pool_asks_its_workers_to_drain(_: PgPoolOptions, database: PgConnectOptions) {
    let pool = Pool::start(&database, SLEEPS).await;
    let life = pool.lives(1).await.remove(0);
    let (_outbox, mut session) = greet(&life.bridge, hello(&life.token)).await;
    assert!(matches!(next(&mut session).await, Some(Said::Hello(_))));
    pool.shutdown.raise();
    assert!(matches!(next(&mut session).await, Some(Said::Drain(_))));
    // It does not end by itself, so the pool ends it after the grace.
    pool.ended().await.unwrap();
    assert!(test_kill_process(life.pid).is_err());
}
