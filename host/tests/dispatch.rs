//! The dispatch loop, turns and the store together: real workflows, a real Postgres, workers that are tasks of the test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod flows;

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use carabiner_host::dispatch::{Config, Dispatch, Lane, LaneMessage, StartError, WaitError};
use carabiner_host::engine::{Engine, EngineConfig};
use carabiner_host::model::{
    Attempt, Delivery, Ending, InstanceId, NotBefore, Outcome, Start, Status, VersionId,
};
use carabiner_host::store::{Options, Store};
use carabiner_interpreter::wire::{Reader, Token, Writer, ext};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

fn engine() -> Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE
        .get_or_init(|| Engine::new(EngineConfig::default()).unwrap())
        .clone()
}

async fn store(options: PgConnectOptions) -> Store {
    let store = Store::with(options, &Options::default());
    store.migrate().await.unwrap();
    store
}

async fn open(store: &Store) -> Dispatch {
    Dispatch::open(store.clone(), engine(), Config::default())
        .await
        .unwrap()
}

/// Dropping a database waits for those who are still connected.
async fn close(hosts: &[&Dispatch], store: &Store) {
    for host in hosts {
        host.shutdown(Duration::ZERO).await;
    }
    store.close().await;
}

async fn version(dispatch: &Dispatch, flow: &str) -> VersionId {
    dispatch.register(flows::unit(flow)).await.unwrap().version
}

fn start(version: VersionId, id: &str) -> Start {
    Start {
        version,
        id: Some(InstanceId::parse(id).unwrap()),
        attributes: empty_map(),
        arguments: flows::no_arguments(),
        not_before: None,
        priority: 0,
    }
}

fn id(text: &str) -> InstanceId {
    InstanceId::parse(text).unwrap()
}

fn empty_map() -> Vec<u8> {
    let mut out = Writer::new();
    out.map(0);
    out.finish()
}

fn int(value: i64) -> Vec<u8> {
    let mut out = Writer::new();
    out.int(value);
    out.finish()
}

fn result(value: i64) -> Result<Ending, WaitError> {
    Ok(Ending::Result(int(value)))
}

/// A value-encoded ValueError.
fn value_error(message: &str) -> Vec<u8> {
    let mut out = Writer::new();
    let open = out.begin_ext(ext::EXCEPTION);
    out.array(9);
    out.str("builtins:ValueError");
    out.array(3);
    [
        "builtins:ValueError",
        "builtins:Exception",
        "builtins:BaseException",
    ]
    .iter()
    .for_each(|class| out.str(class));
    out.array(1);
    out.str(message);
    out.map(0);
    out.nil();
    out.nil();
    out.bool(false);
    out.array(0);
    out.nil();
    out.end_ext(open);
    out.finish()
}

/// The class of a value-encoded exception.
fn class(ending: Result<Ending, WaitError>) -> String {
    let Ok(Ending::Error(error)) = ending else {
        panic!("not an error: {ending:?}")
    };
    let Ok(Token::Ext(ext::EXCEPTION, payload)) = Reader::new(&error).next() else {
        panic!("not an exception")
    };
    let mut fields = Reader::new(payload);
    assert!(matches!(fields.next(), Ok(Token::Array(_))));
    let Ok(Token::Str(class)) = fields.next() else {
        panic!("no class")
    };
    class.to_owned()
}

fn outcome(attempt: &Attempt, result: Result<Vec<u8>, Vec<u8>>) -> Outcome {
    Outcome {
        attempt: attempt.clone(),
        result,
    }
}

/// A worker that answers each delivery as it is told, and passes on what it was given.
fn worker(
    dispatch: &Dispatch,
    slots: u32,
    answer: impl Fn(&Delivery) -> Result<Vec<u8>, Vec<u8>> + Send + 'static,
) -> mpsc::UnboundedReceiver<Attempt> {
    let mut lane = dispatch.attach(slots);
    let (ran, runs) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(message) = lane.deliveries.recv().await {
            let LaneMessage::Run(deliveries) = message else {
                continue;
            };
            assert!(deliveries.len() <= slots as usize);
            for delivery in &deliveries {
                let _ = ran.send(delivery.attempt.clone());
            }
            lane.report(
                deliveries
                    .iter()
                    .map(|delivery| outcome(&delivery.attempt, answer(delivery)))
                    .collect(),
            );
        }
    });
    runs
}

async fn delivered(lane: &mut Lane) -> Delivery {
    match lane.deliveries.recv().await {
        Some(LaneMessage::Run(mut deliveries)) if deliveries.len() == 1 => deliveries.remove(0),
        other => panic!("not one delivery: {other:?}"),
    }
}

async fn count(store: &Store, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(store.pool())
        .await
        .unwrap()
}

/// A host that can be killed: all its tasks end at once, and nothing is given back.
struct Victim {
    runtime: Runtime,
    dispatch: Dispatch,
}

impl Victim {
    async fn open(options: PgConnectOptions, lease: Duration) -> Self {
        let runtime = Runtime::new().unwrap();
        let opened = runtime.spawn(async move {
            let store = Store::with(options, &Options::default());
            Dispatch::open(
                store,
                engine(),
                Config {
                    lease,
                    ..Config::default()
                },
            )
            .await
            .unwrap()
        });
        Self {
            dispatch: opened.await.unwrap(),
            runtime,
        }
    }

    fn kill(self) {
        self.runtime.shutdown_background();
    }
}

#[sqlx::test(migrations = false)]
async fn a_workflow_runs_from_start_to_result(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "chain 3").await;
    let mut runs = worker(&dispatch, 4, |_| Ok(int(7)));
    let started = dispatch
        .start(Start {
            id: None,
            ..start(flow, "x")
        })
        .await
        .unwrap();
    assert!(!started.attached);
    assert_eq!(dispatch.finished(started.id.clone()).await, result(21));
    let seqs: Vec<u32> = [runs.recv().await, runs.recv().await, runs.recv().await]
        .into_iter()
        .map(|run| run.unwrap().seq)
        .collect();
    assert_eq!(seqs, [0, 1, 2]);
    assert_eq!(
        dispatch.describe(&started.id).await.unwrap().status,
        Status::Completed
    );
    // It had ended already.
    assert_eq!(dispatch.finished(started.id).await, result(21));
    assert_eq!(
        count(&store, "SELECT count(*) FROM carabiner.actions").await,
        0
    );
    assert_eq!(
        count(
            &store,
            "SELECT count(*) FROM carabiner.action_attempts WHERE ending = 0"
        )
        .await,
        3
    );
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn starting_an_id_again_attaches(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "chain 1").await;
    let starts = (0..10).map(|_| {
        let dispatch = dispatch.clone();
        async move { dispatch.start(start(flow, "order-7")).await }
    });
    let mut attached = Vec::new();
    for started in futures_join(starts).await {
        attached.push(started.unwrap().attached);
    }
    attached.sort_unstable();
    assert_eq!(attached, [&[false][..], &[true; 9]].concat());
    let mut runs = worker(&dispatch, 4, |_| Ok(int(1)));
    assert_eq!(dispatch.finished(id("order-7")).await, result(1));
    assert!(
        dispatch
            .start(start(flow, "order-7"))
            .await
            .unwrap()
            .attached
    );
    assert_eq!(runs.recv().await.unwrap().instance, id("order-7"));
    assert!(runs.try_recv().is_err());
    close(&[&dispatch], &store).await;
}

/// Runs them at once, and answers in their order.
async fn futures_join<F: Future + Send + 'static>(
    futures: impl Iterator<Item = F>,
) -> Vec<F::Output>
where
    F::Output: Send,
{
    let tasks: Vec<_> = futures.map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

#[sqlx::test(migrations = false)]
async fn who_starts_and_waits_is_told_the_end_once_attached_or_not(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    worker(&dispatch, 4, |_| Ok(int(1)));
    for (flow, name, value) in [("nothing", "at once", 0), ("chain 2", "later", 2)] {
        let flow = version(&dispatch, flow).await;
        for attached in [false, true] {
            let (started, finishing) = dispatch.run(start(flow, name)).await.unwrap();
            assert_eq!(started.attached, attached);
            assert_eq!(finishing.ended().await, result(value));
        }
    }
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn what_does_not_exist_is_said_so(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    assert_eq!(
        dispatch.finished(id("nobody")).await,
        Err(WaitError::NotFound)
    );
    assert_eq!(
        dispatch.cancel(id("nobody"), String::new()).await,
        Err(WaitError::NotFound)
    );
    assert!(matches!(
        dispatch.describe(&id("nobody")).await,
        Err(WaitError::NotFound)
    ));
    let unknown = dispatch.start(start(VersionId([3; 32]), "a")).await;
    assert!(
        matches!(unknown, Err(StartError::UnknownVersion(_))),
        "{unknown:?}"
    );
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_gather_is_stepped_once(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "gather 40").await;
    let _runs = worker(&dispatch, 3, |_| Ok(int(2)));
    dispatch.start(start(flow, "g")).await.unwrap();
    assert_eq!(dispatch.finished(id("g")).await, result(80));
    // However many turns recorded outcomes, none between the first and the last changed the machine's state.
    let attempts = "SELECT count(*) FROM carabiner.action_attempts WHERE instance_id = 'g'";
    assert_eq!(count(&store, attempts).await, 40);
    assert_eq!(
        count(
            &store,
            "SELECT count(DISTINCT ended_at) FROM carabiner.action_attempts"
        )
        .await,
        1
    );
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_failed_attempt_is_tried_again_as_the_policy_says(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "retry").await;
    let mut runs = worker(&dispatch, 4, |delivery| {
        if delivery.attempt.attempt < 3 {
            Err(value_error("not yet"))
        } else {
            Ok(int(5))
        }
    });
    let began = Instant::now();
    dispatch.start(start(flow, "r")).await.unwrap();
    assert_eq!(dispatch.finished(id("r")).await, result(5));
    // 20 ms and then 40 ms.
    assert!(began.elapsed() >= Duration::from_millis(60));
    for attempt in 1..=3 {
        let run = runs.recv().await.unwrap();
        assert_eq!((run.attempt, run.delivery), (attempt, 1));
    }
    let endings: Vec<(i32, i16)> =
        sqlx::query_as("SELECT attempt, ending FROM carabiner.action_attempts ORDER BY attempt")
            .fetch_all(store.pool())
            .await
            .unwrap();
    assert_eq!(endings, [(1, 2), (2, 2), (3, 0)]);
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn the_last_failure_reaches_the_workflow(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "retry").await;
    let _runs = worker(&dispatch, 4, |_| Err(value_error("never")));
    dispatch.start(start(flow, "r")).await.unwrap();
    assert_eq!(
        class(dispatch.finished(id("r")).await),
        "builtins:ValueError"
    );
    assert_eq!(
        dispatch.describe(&id("r")).await.unwrap().status,
        Status::Failed
    );
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn an_attempt_that_takes_too_long_is_cancelled_and_its_late_answer_ignored(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "timeout").await;
    let mut lane = dispatch.attach(1);
    dispatch.start(start(flow, "t")).await.unwrap();
    let delivery = delivered(&mut lane).await;
    assert_eq!(delivery.timeout, Duration::from_millis(200));
    let Some(LaneMessage::Cancel { attempt, .. }) = lane.deliveries.recv().await else {
        panic!("no cancel")
    };
    assert_eq!(attempt, delivery.attempt);
    assert_eq!(
        class(dispatch.finished(id("t")).await),
        "carabiner:ActionTimeout"
    );
    // The stuck worker answers after all; its slot is free again, and nothing else changes.
    dispatch.start(start(flow, "u")).await.unwrap();
    lane.report(vec![outcome(&delivery.attempt, Ok(int(1)))]);
    let next = delivered(&mut lane).await;
    assert_eq!(next.attempt.instance, id("u"));
    lane.report(vec![outcome(&next.attempt, Ok(int(4)))]);
    assert_eq!(dispatch.finished(id("u")).await, result(4));
    assert_eq!(
        class(dispatch.finished(id("t")).await),
        "carabiner:ActionTimeout"
    );
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn what_a_lost_worker_ran_is_delivered_again_and_its_late_answer_ignored(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "chain 1").await;
    let mut first = dispatch.attach(1);
    dispatch.start(start(flow, "a")).await.unwrap();
    let lost = delivered(&mut first).await;
    drop(first);
    let mut second = dispatch.attach(1);
    let again = delivered(&mut second).await;
    assert_eq!(
        again.attempt,
        Attempt {
            delivery: 2,
            ..lost.attempt.clone()
        }
    );
    second.report(vec![outcome(&lost.attempt, Ok(int(666)))]);
    second.report(vec![outcome(&again.attempt, Ok(int(3)))]);
    assert_eq!(dispatch.finished(id("a")).await, result(3));
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn an_action_that_takes_every_worker_along_is_lost(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "retry").await;
    dispatch.start(start(flow, "poison")).await.unwrap();
    for delivery in 1..=5 {
        let mut lane = dispatch.attach(1);
        assert_eq!(delivered(&mut lane).await.attempt.delivery, delivery);
    }
    // Three attempts are allowed, but a crash is not an attempt.
    assert_eq!(
        class(dispatch.finished(id("poison")).await),
        "carabiner:ActionLost"
    );
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn the_actions_of_a_killed_host_go_to_another(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options.clone()).await;
    let survivor = Dispatch::open(
        store.clone(),
        engine(),
        Config {
            lease: Duration::from_secs(1),
            ..Config::default()
        },
    )
    .await
    .unwrap();
    let flow = version(&survivor, "chain 2").await;
    let victim = Victim::open(options, Duration::from_secs(1)).await;
    let mut doomed = victim.dispatch.attach(1);
    victim.dispatch.start(start(flow, "a")).await.unwrap();
    let lost = delivered(&mut doomed).await;
    victim.kill();
    let mut runs = worker(&survivor, 2, |_| Ok(int(5)));
    assert_eq!(survivor.finished(id("a")).await, result(10));
    assert_eq!(
        runs.recv().await.unwrap(),
        Attempt {
            delivery: 2,
            ..lost.attempt
        }
    );
    close(&[&survivor], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_timer_fires_on_time_and_after_its_host_is_gone(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options.clone()).await;
    let victim = Victim::open(options, Duration::from_millis(500)).await;
    let flow = version(&victim.dispatch, "sleep 300").await;
    let began = Instant::now();
    victim
        .dispatch
        .start(start(flow, "punctual"))
        .await
        .unwrap();
    assert_eq!(victim.dispatch.finished(id("punctual")).await, result(0));
    let took = began.elapsed();
    assert!(
        took >= Duration::from_millis(300) && took < Duration::from_millis(500),
        "{took:?}"
    );
    victim.dispatch.start(start(flow, "orphan")).await.unwrap();
    victim.kill();
    let dispatch = open(&store).await;
    assert_eq!(dispatch.finished(id("orphan")).await, result(0));
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_delayed_start_begins_when_it_is_due(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "nothing").await;
    let later = |id, delay| Start {
        not_before: Some(NotBefore::Delay(delay)),
        ..start(flow, id)
    };
    let began = Instant::now();
    dispatch
        .start(later("soon", Duration::from_millis(250)))
        .await
        .unwrap();
    dispatch
        .start(later("never", Duration::from_secs(3_600)))
        .await
        .unwrap();
    assert_eq!(
        dispatch.describe(&id("soon")).await.unwrap().status,
        Status::Scheduled
    );
    assert_eq!(dispatch.finished(id("soon")).await, result(0));
    assert!(began.elapsed() >= Duration::from_millis(250));
    dispatch
        .cancel(id("never"), "changed my mind".into())
        .await
        .unwrap();
    assert_eq!(
        class(dispatch.finished(id("never")).await),
        "asyncio.exceptions:CancelledError"
    );
    assert_eq!(
        dispatch.describe(&id("never")).await.unwrap().status,
        Status::Cancelled
    );
    assert_eq!(
        count(&store, "SELECT count(*) FROM carabiner.actions").await,
        0
    );
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_cancel_reaches_the_workflow_and_the_running_action(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "chain 1").await;
    let mut lane = dispatch.attach(1);
    dispatch.start(start(flow, "c")).await.unwrap();
    let delivery = delivered(&mut lane).await;
    dispatch.cancel(id("c"), "enough".into()).await.unwrap();
    let Some(LaneMessage::Cancel { attempt, .. }) = lane.deliveries.recv().await else {
        panic!("no cancel")
    };
    assert_eq!(attempt, delivery.attempt);
    assert_eq!(
        class(dispatch.finished(id("c")).await),
        "asyncio.exceptions:CancelledError"
    );
    assert_eq!(
        dispatch.describe(&id("c")).await.unwrap().status,
        Status::Cancelled
    );
    // One that has ended stays as it is.
    dispatch.cancel(id("c"), "again".into()).await.unwrap();
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_cancel_reaches_an_action_on_another_host(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let (server, workers) = (open(&store).await, open(&store).await);
    let flow = version(&server, "chain 1").await;
    let mut lane = workers.attach(1);
    server.start(start(flow, "c")).await.unwrap();
    let delivery = delivered(&mut lane).await;
    server.cancel(id("c"), "enough".into()).await.unwrap();
    let Some(LaneMessage::Cancel { attempt, .. }) = lane.deliveries.recv().await else {
        panic!("no cancel")
    };
    assert_eq!(attempt, delivery.attempt);
    close(&[&server, &workers], &store).await;
}

#[sqlx::test(migrations = false)]
async fn hosts_share_the_work_without_doubling_it(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let (server, one, two) = (open(&store).await, open(&store).await, open(&store).await);
    let flow = version(&server, "chain 4").await;
    let mut runs = [
        worker(&one, 8, |_| Ok(int(1))),
        worker(&two, 8, |_| Ok(int(1))),
    ];
    let ids: Vec<InstanceId> = (0..100).map(|n| id(&format!("w{n}"))).collect();
    let starts = ids.iter().map(|id| {
        let (server, start) = (server.clone(), start(flow, id.as_str()));
        async move { server.start(start).await }
    });
    futures_join(starts)
        .await
        .into_iter()
        .for_each(|started| drop(started.unwrap()));
    for id in ids {
        assert_eq!(server.finished(id).await, result(4));
    }
    let mut seen = std::collections::HashSet::new();
    let mut shares = [0, 0];
    for (share, runs) in shares.iter_mut().zip(&mut runs) {
        while let Ok(run) = runs.try_recv() {
            assert!(seen.insert(run));
            *share += 1;
        }
    }
    assert_eq!(shares[0] + shares[1], 400);
    assert!(shares.iter().all(|share| *share > 0), "{shares:?}");
    close(&[&server, &one, &two], &store).await;
}

#[sqlx::test(migrations = false)]
async fn an_instance_over_its_limit_ends_alone(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let (runaway, fine) = (
        version(&dispatch, "limit").await,
        version(&dispatch, "nothing").await,
    );
    let both = futures_join(
        [start(runaway, "bad"), start(fine, "good")]
            .into_iter()
            .map(|start| {
                let dispatch = dispatch.clone();
                async move { dispatch.start(start).await }
            }),
    );
    both.await
        .into_iter()
        .for_each(|started| drop(started.unwrap()));
    assert_eq!(
        class(dispatch.finished(id("bad")).await),
        "carabiner:WorkflowLimitExceeded"
    );
    assert_eq!(dispatch.finished(id("good")).await, result(0));
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_long_step_is_run_again_by_itself_and_loses_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    let mut runs = worker(&dispatch, 4, |_| Ok(int(1)));
    let busy = version(&dispatch, "busy 3000").await;
    for name in ["one", "two"] {
        dispatch.start(start(busy, name)).await.unwrap();
    }
    for name in ["one", "two"] {
        assert_eq!(dispatch.finished(id(name)).await, result(6_000_001));
    }
    assert_eq!(runs.recv().await.map(|attempt| attempt.delivery), Some(1));
    assert_eq!(runs.recv().await.map(|attempt| attempt.delivery), Some(1));
    assert!(runs.try_recv().is_err());
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_runaway_workflow_ends_at_its_limit_and_holds_up_nobody(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let dispatch = open(&store).await;
    worker(&dispatch, 4, |_| Ok(int(1)));
    let spin = version(&dispatch, "spin").await;
    let chain = version(&dispatch, "chain 5").await;
    for name in ["wild one", "wild two"] {
        dispatch.start(start(spin, name)).await.unwrap();
    }
    let mut wild = std::pin::pin!(dispatch.finished(id("wild one")));
    for n in 0..10 {
        let name = format!("calm {n}");
        dispatch.start(start(chain, &name)).await.unwrap();
        tokio::select! {
            biased;
            ended = dispatch.finished(id(&name)) => assert_eq!(ended, result(5)),
            ended = &mut wild => panic!("the runaway ended first: {ended:?}"),
        }
    }
    assert_eq!(class(wild.await), "carabiner:WorkflowLimitExceeded");
    let ended = dispatch.finished(id("wild two")).await;
    assert_eq!(class(ended), "carabiner:WorkflowLimitExceeded");
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_damaged_snapshot_ends_its_instance_alone(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options.clone()).await;
    let victim = Victim::open(options, Duration::from_millis(500)).await;
    let flow = version(&victim.dispatch, "sleep 300").await;
    for name in ["damaged", "whole"] {
        victim.dispatch.start(start(flow, name)).await.unwrap();
    }
    victim.kill();
    sqlx::query("UPDATE carabiner.instances SET snapshot = '\\x0102' WHERE id = 'damaged'")
        .execute(store.pool())
        .await
        .unwrap();
    let dispatch = open(&store).await;
    assert_eq!(
        class(dispatch.finished(id("damaged")).await),
        "carabiner:CarabinerError"
    );
    assert_eq!(dispatch.finished(id("whole")).await, result(0));
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn lost_connections_lose_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options.clone()).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "chain 20").await;
    let _runs = worker(&dispatch, 8, |_| Ok(int(1)));
    let killer = sqlx::PgPool::connect_with(options).await.unwrap();
    let running = futures_join((0..40).map(|n| {
        let (dispatch, start) = (dispatch.clone(), start(flow, &format!("k{n}")));
        async move {
            let started = dispatch.start(start).await.unwrap();
            dispatch.finished(started.id).await
        }
    }));
    let mut running = std::pin::pin!(running);
    let mut killed = 0_u32;
    let endings = loop {
        tokio::select! {
            endings = &mut running => break endings,
            terminated = sqlx::query_scalar::<_, i64>(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'carabiner'",
            ).fetch_one(&killer), if killed < 20 => killed += u32::from(terminated.unwrap() > 0),
        }
    };
    assert!(killed > 0);
    endings
        .into_iter()
        .for_each(|ending| assert_eq!(ending, result(20)));
    let doubled = "SELECT count(*) FROM (SELECT FROM carabiner.action_attempts GROUP BY instance_id, seq HAVING count(*) > 1) AS twice";
    assert_eq!(count(&store, doubled).await, 0);
    close(&[&dispatch], &store).await;
}

#[sqlx::test(migrations = false)]
async fn a_host_that_leaves_gives_its_work_back_at_once(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let (leaving, staying) = (open(&store).await, open(&store).await);
    let flow = version(&leaving, "chain 1").await;
    let mut stuck = leaving.attach(1);
    leaving.start(start(flow, "a")).await.unwrap();
    let lost = delivered(&mut stuck).await;
    leaving.shutdown(Duration::from_millis(50)).await;
    let mut lane = staying.attach(1);
    let again = delivered(&mut lane).await;
    assert_eq!(
        again.attempt,
        Attempt {
            delivery: 2,
            ..lost.attempt
        }
    );
    lane.report(vec![outcome(&again.attempt, Ok(int(8)))]);
    assert_eq!(staying.finished(id("a")).await, result(8));
    assert!(matches!(
        leaving.start(start(flow, "b")).await,
        Err(StartError::Unavailable(_))
    ));
    close(&[&leaving, &staying], &store).await;
}

#[sqlx::test(migrations = false)]
async fn an_idle_host_asks_the_database_almost_nothing(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options.clone()).await;
    let dispatch = open(&store).await;
    let flow = version(&dispatch, "chain 1").await;
    let _runs = worker(&dispatch, 8, |_| Ok(int(1)));
    dispatch.start(start(flow, "a")).await.unwrap();
    assert_eq!(dispatch.finished(id("a")).await, result(1));
    // What is measured is time: how much is asked in some seconds of idleness. A backend counts what it did up to ten seconds later.
    tokio::time::sleep(Duration::from_secs(11)).await;
    let watcher = sqlx::PgPool::connect_with(options).await.unwrap();
    let commits = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
    let before: i64 = sqlx::query_scalar(commits)
        .fetch_one(&watcher)
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let after: i64 = sqlx::query_scalar(commits)
        .fetch_one(&watcher)
        .await
        .unwrap();
    assert!(
        after - before < 25,
        "{} statements in 5 seconds",
        after - before
    );
    close(&[&dispatch], &store).await;
}
