//! The store on a real Postgres: what each statement changes, and what it leaves alone.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::time::Duration;

use carabiner_host::model::{Attempt, Ending, GuestId, InstanceId, Status, VersionId};
use carabiner_host::store::{
    Change, Conclusion, Fate, Held, HostId, Kind, NewAction, NewInstance, NewWait, Options, Place,
    Retry, StartBatch, State, Store, Told, TurnBatch, Version, WaitKind,
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

const VERSION: VersionId = VersionId([1; 32]);
const GUEST: GuestId = GuestId([2; 32]);
const LEASE: Duration = Duration::from_secs(30);

async fn store(options: PgConnectOptions) -> Store {
    let store = Store::with(options, &Options::default());
    store.migrate().await.unwrap();
    let version = Version {
        id: VERSION,
        workflow: "app:Flow".into(),
        program: vec![7].into(),
    };
    store.keep_version(&version, "{}").await.unwrap();
    store
}

fn id(text: &str) -> InstanceId {
    InstanceId::parse(text).unwrap()
}

fn attempt(instance: &str, seq: u32, attempt: u32, delivery: u32) -> Attempt {
    Attempt {
        instance: id(instance),
        seq,
        attempt,
        delivery,
    }
}

fn waiting(snapshot: &[u8]) -> State {
    State::Waiting {
        snapshot: snapshot.to_vec(),
        wake_outcomes: 1,
        wake_on_failure: false,
        now_micros: 1_000_000,
    }
}

fn action(n: usize, seq: u32, claimed: bool) -> NewWait {
    let retry = Retry {
        attempts: 3,
        backoff: None,
    };
    let action = NewAction {
        action: "app:act".into(),
        module: "app".into(),
        queue: None,
        arguments: vec![seq as u8],
        timeout: Duration::from_secs(300),
        retry,
    };
    NewWait {
        n,
        seq,
        priority: 0,
        claimed,
        kind: WaitKind::Action(action),
    }
}

fn timer(n: usize, seq: u32, due_micros: i64) -> NewWait {
    NewWait {
        n,
        seq,
        priority: 0,
        claimed: false,
        kind: WaitKind::Timer { due_micros },
    }
}

fn instance(name: &str, outstanding: u32) -> NewInstance {
    NewInstance {
        id: id(name),
        version: VERSION,
        guest: GUEST,
        attributes: vec![0x80],
        arguments: vec![],
        priority: 0,
        not_before_micros: None,
        state: waiting(b"s0"),
        outstanding,
    }
}

/// An instance that waits for its actions 0, 1, ...
async fn begin(store: &Store, host: HostId, name: &str, actions: u32, claimed: bool) {
    let waits = (0..actions).map(|seq| action(0, seq, claimed)).collect();
    let batch = StartBatch {
        instances: vec![instance(name, actions)],
        waits,
    };
    assert_eq!(store.commit_starts(host, &batch).await.unwrap(), [true]);
}

fn change(name: &str, turn: i64, state: State, arrived: u32, outstanding: u32) -> Change {
    Change {
        id: id(name),
        turn,
        state,
        arrived,
        outstanding,
        seen_recorded: false,
    }
}

fn told(seq: u32, attempt: u32, delivery: u32, fate: Fate) -> Told {
    Told {
        n: 0,
        seq,
        attempt,
        delivery,
        fate,
    }
}

fn seen(value: &[u8]) -> Fate {
    Fate::Seen(Some(Ok(value.to_vec())))
}

async fn commit(
    store: &Store,
    host: HostId,
    change: Change,
    told: Vec<Told>,
    waits: Vec<NewWait>,
) -> bool {
    let batch = TurnBatch {
        changes: vec![change],
        told,
        waits,
    };
    store.commit_turns(host, &batch).await.unwrap().taken[0]
}

#[sqlx::test(migrations = false)]
async fn every_table_and_column_says_what_it_is(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    // A second host that starts finds everything done.
    store.migrate().await.unwrap();
    let silent: Vec<(String, String)> = sqlx::query_as(
        "SELECT c.relname::text, coalesce(a.attname, '')::text FROM pg_class c
         JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = 'carabiner'
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relkind = 'r' AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)",
    )
    .fetch_all(store.pool())
    .await
    .unwrap();
    assert_eq!(silent, []);
}

#[sqlx::test(migrations = false)]
async fn an_id_begins_once(_: PgPoolOptions, options: PgConnectOptions) {
    let (store, host) = (store(options).await, HostId::generate());
    begin(&store, host, "a", 1, false).await;
    let batch = StartBatch {
        instances: vec![instance("b", 1), instance("a", 1)],
        waits: vec![action(0, 0, false), action(1, 0, false)],
    };
    assert_eq!(
        store.commit_starts(host, &batch).await.unwrap(),
        [true, false]
    );
    assert_eq!(store.claim(host, 10).await.unwrap().actions.len(), 2);
}

#[sqlx::test(migrations = false)]
async fn a_turn_takes_the_outcome_and_adds_what_follows(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (store, host) = (store(options).await, HostId::generate());
    begin(&store, host, "a", 1, true).await;
    let next = change("a", 1, waiting(b"s1"), 0, 1);
    assert!(
        commit(
            &store,
            host,
            next,
            vec![told(0, 1, 1, seen(b"r"))],
            vec![action(0, 1, false)]
        )
        .await
    );
    let row = &store.load(&["a".into()]).await.unwrap()[0];
    assert_eq!(
        (row.turn, row.snapshot.as_deref(), row.outstanding),
        (2, Some(&b"s1"[..]), 1)
    );
    let claimed = store.claim(host, 10).await.unwrap().actions;
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].delivery.attempt, attempt("a", 1, 1, 1));
    assert_eq!(
        (
            claimed[0].delivery.arguments.as_slice(),
            claimed[0].retry.attempts
        ),
        (&[1][..], 3)
    );

    let ended = State::Ended(Conclusion::Completed {
        result: b"done".to_vec(),
    });
    assert!(
        commit(
            &store,
            host,
            change("a", 2, ended, 0, 0),
            vec![told(1, 1, 1, seen(b"r"))],
            vec![]
        )
        .await
    );
    let endings = store.endings(&["a".into(), "nobody".into()]).await.unwrap();
    assert_eq!(
        endings.into_iter().collect::<Vec<_>>(),
        [(id("a"), Some(Ending::Result(b"done".to_vec())))]
    );
    let summary = store.describe(&id("a")).await.unwrap().unwrap();
    assert_eq!(
        (summary.status, summary.workflow.as_str(), summary.turn),
        (Status::Completed, "app:Flow", 3)
    );
    assert!(summary.finished_at.is_some());
    assert_eq!(store.list(5, None).await.unwrap().len(), 1);
}

#[sqlx::test(migrations = false)]
async fn a_turn_prepared_on_an_older_one_does_nothing(_: PgPoolOptions, options: PgConnectOptions) {
    let (store, host) = (store(options).await, HostId::generate());
    begin(&store, host, "a", 2, true).await;
    assert!(
        commit(
            &store,
            host,
            change("a", 1, waiting(b"s1"), 0, 1),
            vec![told(0, 1, 1, seen(b"r"))],
            vec![]
        )
        .await
    );
    assert!(
        !commit(
            &store,
            host,
            change("a", 1, waiting(b"x"), 0, 1),
            vec![told(1, 1, 1, seen(b"r"))],
            vec![action(0, 9, false)]
        )
        .await
    );
    let row = &store.load(&["a".into()]).await.unwrap()[0];
    assert_eq!((row.turn, row.snapshot.as_deref()), (2, Some(&b"s1"[..])));
    assert_eq!(
        store
            .current(&[attempt("a", 1, 1, 1), attempt("a", 9, 1, 1)])
            .await
            .unwrap(),
        [true, false]
    );
}

#[sqlx::test(migrations = false)]
async fn a_late_outcome_takes_its_own_instance_back_and_no_other(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (store, host) = (store(options).await, HostId::generate());
    begin(&store, host, "a", 1, true).await;
    begin(&store, host, "b", 1, true).await;
    let batch = TurnBatch {
        changes: vec![
            change("a", 1, waiting(b"s1"), 0, 0),
            change("b", 1, waiting(b"s1"), 0, 0),
        ],
        told: vec![
            told(0, 1, 2, seen(b"late")),
            Told {
                n: 1,
                ..told(0, 1, 1, seen(b"r"))
            },
        ],
        waits: vec![],
    };
    assert_eq!(
        store.commit_turns(host, &batch).await.unwrap().taken,
        [false, true]
    );
}

#[sqlx::test(migrations = false)]
async fn outcomes_that_do_not_wake_are_kept_in_order(_: PgPoolOptions, options: PgConnectOptions) {
    let (store, host) = (store(options).await, HostId::generate());
    begin(&store, host, "a", 3, true).await;
    let record = |seq, place, result| told(seq, 1, 1, Fate::Recorded { result, place });
    let first = change("a", 1, State::Unstepped, 2, 3);
    let kept = vec![
        record(2, 0, Ok(b"two".to_vec())),
        record(0, 1, Err(b"zero".to_vec())),
    ];
    assert!(commit(&store, host, first, kept, vec![]).await);
    let recorded = store.recorded(&["a".into()]).await.unwrap();
    let order: Vec<_> = recorded.iter().map(|r| (r.seq, r.result.clone())).collect();
    assert_eq!(
        order,
        [(2, Ok(b"two".to_vec())), (0, Err(b"zero".to_vec()))]
    );
    // A recorded outcome is not reported twice.
    assert_eq!(
        store.current(&[attempt("a", 2, 1, 1)]).await.unwrap(),
        [false]
    );

    let mut second = change("a", 2, waiting(b"s1"), 0, 0);
    second.seen_recorded = true;
    assert!(
        commit(
            &store,
            host,
            second,
            vec![told(1, 1, 1, seen(b"one"))],
            vec![]
        )
        .await
    );
    assert!(store.recorded(&["a".into()]).await.unwrap().is_empty());
    let history: Vec<(i32, i16)> =
        sqlx::query_as("SELECT seq, ending FROM carabiner.action_attempts ORDER BY seq")
            .fetch_all(store.pool())
            .await
            .unwrap();
    assert_eq!(history, [(0, 1), (1, 0), (2, 0)]);
}

#[sqlx::test(migrations = false)]
async fn an_instance_that_ends_leaves_nothing_outstanding(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (store, host) = (store(options).await, HostId::generate());
    begin(&store, host, "a", 3, true).await;
    let ended = State::Ended(Conclusion::Failed {
        error: b"e".to_vec(),
        class: "app:E".into(),
        message: "no".into(),
        traceback: Some("Traceback".into()),
        cancelled: false,
    });
    let batch = TurnBatch {
        changes: vec![change("a", 1, ended, 0, 2)],
        told: vec![told(1, 1, 1, seen(b"r"))],
        waits: vec![],
    };
    let committed = store.commit_turns(host, &batch).await.unwrap();
    let mut withdrawn: Vec<_> = committed
        .withdrawn
        .iter()
        .map(|w| (w.attempt.seq, w.host))
        .collect();
    withdrawn.sort_by_key(|(seq, _)| *seq);
    assert_eq!(withdrawn, [(0, host), (2, host)]);
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM carabiner.actions")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
    let error = store.describe(&id("a")).await.unwrap().unwrap().error;
    assert_eq!(error.as_deref(), Some("app:E: no"));
}

#[sqlx::test(migrations = false)]
async fn a_retried_attempt_waits_and_is_then_claimed_as_the_next(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (store, host) = (store(options).await, HostId::generate());
    begin(&store, host, "a", 1, true).await;
    let fate = Fate::Retried {
        error: b"boom".to_vec(),
        delay: Duration::from_millis(1),
        held: false,
    };
    assert!(
        commit(
            &store,
            host,
            change("a", 1, State::Unstepped, 0, 1),
            vec![told(0, 1, 1, fate)],
            vec![]
        )
        .await
    );
    assert_eq!(
        store.current(&[attempt("a", 0, 1, 1)]).await.unwrap(),
        [false]
    );
    let held = store
        .hold_due(host, Duration::from_secs(1), 10)
        .await
        .unwrap();
    assert_eq!(
        (held.len(), held[0].kind, held[0].attempt.clone()),
        (1, Kind::Action, attempt("a", 0, 2, 1))
    );
    assert!(
        store
            .hold_due(host, Duration::from_secs(1), 10)
            .await
            .unwrap()
            .is_empty()
    );
    let claimed = store
        .ripen(host, &[attempt("a", 0, 2, 1)], &[true])
        .await
        .unwrap();
    assert_eq!(claimed[0].delivery.attempt, attempt("a", 0, 2, 1));
}

#[sqlx::test(migrations = false)]
async fn claims_of_a_lapsed_host_are_delivered_again_until_they_are_lost(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let born = HostId::generate();
    begin(&store, born, "a", 1, false).await;
    for delivery in 1..=5 {
        let host = HostId::generate();
        store
            .register_host(host, "test", 1, Duration::ZERO)
            .await
            .unwrap();
        let claimed = store.claim(host, 1).await.unwrap().actions;
        assert_eq!(claimed[0].delivery.attempt, attempt("a", 0, 1, delivery));
        let swept = store.sweep().await.unwrap();
        assert!(!store.beat(host, 1, LEASE).await.unwrap().alive);
        let lost = if delivery == 5 {
            vec![attempt("a", 0, 1, 5)]
        } else {
            vec![]
        };
        assert_eq!(
            (swept.lost, swept.requeued),
            (lost, usize::from(delivery < 5))
        );
    }
    // The fence moved with each delivery: a turn prepared before them is not taken.
    assert!(
        !commit(
            &store,
            born,
            change("a", 1, waiting(b"s1"), 0, 0),
            vec![told(0, 1, 5, seen(b"r"))],
            vec![]
        )
        .await
    );
    assert!(
        commit(
            &store,
            born,
            change("a", 5, waiting(b"s1"), 0, 0),
            vec![told(0, 1, 5, seen(b"r"))],
            vec![]
        )
        .await
    );
}

#[sqlx::test(migrations = false)]
async fn timers_are_held_by_one_host_and_let_go_when_it_leaves(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    let (one, two) = (HostId::generate(), HostId::generate());
    let batch = StartBatch {
        instances: vec![instance("a", 2)],
        waits: vec![timer(0, 0, 5_000_000), timer(0, 1, i64::MAX)],
    };
    assert_eq!(store.commit_starts(one, &batch).await.unwrap(), [true]);
    let held = store
        .hold_due(one, Duration::from_secs(1), 10)
        .await
        .unwrap();
    assert_eq!(
        (held.len(), held[0].kind, held[0].due_micros),
        (1, Kind::Timer, 5_000_000)
    );
    assert!(
        store
            .hold_due(two, Duration::from_secs(1), 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        matches!(&store.held(one).await.unwrap()[..], [Held::Waiting(waiting)] if waiting.attempt.seq == 0)
    );
    store.leave(one).await.unwrap();
    assert_eq!(
        store
            .hold_due(two, Duration::from_secs(1), 10)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[sqlx::test(migrations = false)]
async fn hosts_that_claim_at_once_get_different_actions(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let (store, host) = (store(options).await, HostId::generate());
    begin(&store, host, "a", 40, false).await;
    let claims = (0..4).map(|_| store.claim(HostId::generate(), 10));
    let (a, b, c, d) = {
        let mut claims = claims;
        tokio::join!(
            claims.next().unwrap(),
            claims.next().unwrap(),
            claims.next().unwrap(),
            claims.next().unwrap()
        )
    };
    let mut seqs: Vec<u32> = [a, b, c, d]
        .into_iter()
        .flat_map(|claimed| claimed.unwrap().actions)
        .map(|c| c.delivery.attempt.seq)
        .collect();
    seqs.sort_unstable();
    seqs.dedup();
    assert!(seqs.len() >= 10, "{seqs:?}");
    assert_eq!(
        seqs.len() as u32 + store.claim(host, 100).await.unwrap().actions.len() as u32,
        40
    );
}

#[sqlx::test(migrations = false)]
async fn a_guest_module_comes_back_as_it_was_kept(_: PgPoolOptions, options: PgConnectOptions) {
    let store = store(options).await;
    store.keep_guest(GUEST, b"wasm").await.unwrap();
    store.keep_guest(GUEST, b"wasm").await.unwrap();
    assert_eq!(
        store.guest(GUEST).await.unwrap().as_deref(),
        Some(&b"wasm"[..])
    );
    assert_eq!(store.guest(GuestId([9; 32])).await.unwrap(), None);
}

#[sqlx::test(migrations = false)]
async fn only_what_ended_long_ago_is_forgotten(_: PgPoolOptions, options: PgConnectOptions) {
    const MONTH: Duration = Duration::from_secs(30 * 86_400);
    let (store, host) = (store(options).await, HostId::generate());
    for name in [
        "old and over",
        "old and asleep",
        "old and over lately",
        "new",
    ] {
        begin(&store, host, name, 1, true).await;
    }
    for name in ["old and over", "old and over lately", "new"] {
        let ended = State::Ended(Conclusion::Completed { result: vec![1] });
        let last = change(name, 1, ended, 0, 0);
        assert!(commit(&store, host, last, vec![told(0, 1, 1, seen(b"r"))], vec![]).await);
    }
    sqlx::query(
        "UPDATE carabiner.instances SET created_at = created_at - interval '40 days',
             finished_at = finished_at - CASE id WHEN 'old and over' THEN interval '31 days' ELSE interval '29 days' END
         WHERE id <> 'new'",
    )
    .execute(store.pool())
    .await
    .unwrap();
    let mut place = Place::start();
    let mut counts = Vec::new();
    loop {
        let forgotten = store.forget(&place, MONTH, 2).await.unwrap();
        counts.push(forgotten.count);
        let Some(next) = forgotten.next else { break };
        place = next;
    }
    assert_eq!(counts.iter().sum::<u64>(), 1);
    assert_eq!(counts.len(), 2, "three old ones, two at a time");
    let left: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM carabiner.instances UNION SELECT instance_id FROM carabiner.action_attempts ORDER BY 1",
    )
    .fetch_all(store.pool())
    .await
    .unwrap();
    assert_eq!(left, ["new", "old and asleep", "old and over lately"]);
}
