//! What an upgrade finds: instances of an older interpreter, an older schema with data in it, an older host that still runs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod flows;

use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use carabiner_host::dispatch::{Config, Dispatch, LaneMessage};
use carabiner_host::engine::{Engine, EngineConfig};
use carabiner_host::model::{Ending, GuestId, InstanceId, Outcome, Start, VersionId};
use carabiner_host::store::{Options, Store};
use carabiner_interpreter::wire::Writer;
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

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
    let opened = Dispatch::open(store.clone(), engine(), Config::default());
    opened.await.unwrap()
}

fn id(text: &str) -> InstanceId {
    InstanceId::parse(text).unwrap()
}

fn int(value: i64) -> Vec<u8> {
    let mut out = Writer::new();
    out.int(value);
    out.finish()
}

/// Begins instances that wait for an action which nobody runs, on a host that then leaves.
async fn begin(store: &Store, flow: &str, names: &[&str]) {
    let dispatch = open(store).await;
    let registered = dispatch.register(flows::unit(flow)).await.unwrap();
    for name in names {
        let started = dispatch.start(start(registered.version, name)).await;
        started.unwrap();
    }
    dispatch.shutdown(Duration::ZERO).await;
}

fn start(version: VersionId, name: &str) -> Start {
    let mut attributes = Writer::new();
    attributes.map(0);
    Start {
        version,
        id: Some(id(name)),
        attributes: attributes.finish(),
        arguments: flows::no_arguments(),
        not_before: None,
        priority: 0,
    }
}

/// A worker whose every action has that result.
fn work(dispatch: &Dispatch, result: i64) {
    let mut lane = dispatch.attach(8);
    tokio::spawn(async move {
        while let Some(message) = lane.deliveries.recv().await {
            let LaneMessage::Run(deliveries) = message else {
                continue;
            };
            let outcomes = deliveries.into_iter().map(|delivery| Outcome {
                attempt: delivery.attempt,
                result: Ok(int(result)),
            });
            lane.report(outcomes.collect());
        }
    });
}

/// The text of the exception that an instance ended with.
async fn error(dispatch: &Dispatch, name: &str) -> String {
    match dispatch.finished(id(name)).await.unwrap() {
        Ending::Error(error) => String::from_utf8_lossy(&error).into_owned(),
        Ending::Result(_) => panic!("{name} did not fail"),
    }
}

async fn set_guest(store: &Store, name: &str, guest: GuestId) {
    sqlx::query("UPDATE carabiner.instances SET guest = $2 WHERE id = $1")
        .bind(name)
        .bind(guest.0.as_slice())
        .execute(store.pool())
        .await
        .unwrap();
}

const SAID: &[u8] = b"integer division or modulo by zero";
const SAID_BEFORE: &[u8] = b"integer division or modulo by none";

/// The embedded interpreter, but for the words of one error: by them one can tell which of the two ran.
fn older_guest() -> Vec<u8> {
    let mut bytes = engine().guest_bytes().to_vec();
    let places: Vec<usize> = (0..bytes.len() - SAID.len())
        .filter(|at| bytes[*at..].starts_with(SAID))
        .collect();
    assert!(!places.is_empty(), "the interpreter has other words now");
    for at in places {
        bytes[at..at + SAID.len()].copy_from_slice(SAID_BEFORE);
    }
    bytes
}

#[sqlx::test(migrations = false)]
async fn an_instance_goes_on_under_the_interpreter_it_began_on(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    begin(&store, "divide", &["before", "now"]).await;
    let older = older_guest();
    let guest = GuestId(Sha256::digest(&older).into());
    store.keep_guest(guest, &older).await.unwrap();
    set_guest(&store, "before", guest).await;

    let dispatch = open(&store).await;
    work(&dispatch, 0);
    let (before, now) = (
        error(&dispatch, "before").await,
        error(&dispatch, "now").await,
    );
    assert!(before.contains("modulo by none"), "{before}");
    assert!(now.contains("modulo by zero"), "{now}");
    dispatch.shutdown(Duration::ZERO).await;
    store.close().await;
}

#[sqlx::test(migrations = false)]
async fn an_interpreter_that_is_missing_or_damaged_ends_its_instances_alone(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    begin(
        &store,
        "chain 1",
        &["missing", "exchanged", "damaged", "whole"],
    )
    .await;
    let [missing, exchanged, damaged] = [1, 2, 3].map(|n| GuestId([n; 32]));
    set_guest(&store, "missing", missing).await;
    set_guest(&store, "exchanged", exchanged).await;
    set_guest(&store, "damaged", damaged).await;
    store.keep_guest(exchanged, &older_guest()).await.unwrap();
    sqlx::query("INSERT INTO carabiner.guest_modules (hash, bytes) VALUES ($1, 'no frame')")
        .bind(damaged.0.as_slice())
        .execute(store.pool())
        .await
        .unwrap();

    let dispatch = open(&store).await;
    work(&dispatch, 7);
    for (name, what) in [
        ("missing", "is not in the database"),
        ("exchanged", "its module is not the one that it is named by"),
        ("damaged", "cannot be unpacked"),
    ] {
        let said = error(&dispatch, name).await;
        assert!(
            said.contains("the interpreter ") && said.contains(what),
            "{name}: {said}"
        );
    }
    let whole = dispatch.finished(id("whole")).await;
    assert_eq!(whole, Ok(Ending::Result(int(7))));
    dispatch.shutdown(Duration::ZERO).await;
    store.close().await;
}

/// The schema as the release before left it, with what was under way in it.
#[sqlx::test(migrations = false)]
async fn what_was_under_way_in_the_previous_schema_ends_in_this_one(
    _: PgPoolOptions,
    options: PgConnectOptions,
) {
    let store = store(options).await;
    begin(&store, "chain 2", &["half-way"]).await;
    for back in [
        "ALTER TABLE carabiner.instances DROP COLUMN error_traceback",
        "DELETE FROM carabiner.migrations WHERE version >= 5",
    ] {
        sqlx::query(back).execute(store.pool()).await.unwrap();
    }
    store.migrate().await.unwrap();

    let dispatch = open(&store).await;
    work(&dispatch, 7);
    let ended = dispatch.finished(id("half-way")).await;
    assert_eq!(ended, Ok(Ending::Result(int(14))));
    dispatch.shutdown(Duration::ZERO).await;
    store.close().await;
}

/// What came with the first release; every later migration runs while an older host still does.
const FIRST_RELEASE: &str = "0005";

#[test]
fn a_migration_only_adds_what_an_older_host_does_without() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        if name.as_str() > FIRST_RELEASE {
            for statement in statements(&text) {
                assert!(only_adds(&statement), "{name}: {statement}");
            }
        }
    }
}

/// In capitals, without comments, their words one space apart.
fn statements(text: &str) -> Vec<String> {
    let code: Vec<&str> = text
        .lines()
        .map(|line| line.split("--").next().unwrap_or(""))
        .collect();
    let words = |statement: &str| statement.split_whitespace().collect::<Vec<_>>().join(" ");
    code.join("\n")
        .split(';')
        .map(|statement| words(statement).to_uppercase())
        .filter(|statement| !statement.is_empty())
        .collect()
}

fn only_adds(statement: &str) -> bool {
    let takes = [
        " DROP ",
        " RENAME ",
        " TYPE ",
        " SET NOT NULL",
        "TRUNCATE",
        "DELETE FROM",
    ];
    let must_be_given = statement.contains(" NOT NULL") && !statement.contains(" DEFAULT ");
    let adds_column = statement.starts_with("ALTER TABLE") && must_be_given;
    !adds_column && !takes.iter().any(|word| statement.contains(word))
}

#[test]
fn what_takes_something_away_is_told_from_what_adds() {
    for adds in [
        "ALTER TABLE carabiner.a ADD COLUMN b text",
        "ALTER TABLE carabiner.a ADD COLUMN b integer NOT NULL DEFAULT 0",
        "CREATE TABLE carabiner.c (id text NOT NULL)",
    ] {
        assert!(only_adds(adds), "{adds}");
    }
    for takes in [
        "ALTER TABLE carabiner.a DROP COLUMN b",
        "ALTER TABLE carabiner.a RENAME COLUMN b TO c",
        "ALTER TABLE carabiner.a ADD COLUMN b integer NOT NULL",
        "ALTER TABLE carabiner.a ALTER COLUMN b TYPE bigint",
    ] {
        assert!(!only_adds(takes), "{takes}");
    }
}
