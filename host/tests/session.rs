//! A client's stream: who is let in, how requests are answered, and what is refused by itself.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod serving;

use carabiner_interpreter::source::{
    Definition, DefinitionKind, Entry, SOURCE_FORMAT, SourceUnit, Symbol,
};
use carabiner_proto::v1::client_message::Body as Ask;
use carabiner_proto::v1::server_message::Body as Answer;
use carabiner_proto::v1::start::NotBefore;
use carabiner_proto::v1::{Cancel, ClientHello, Describe, Forget, PROTOCOL, Register, Start, Wait};
use serving::{Client, Serving, config, hello, refused};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tempfile::TempDir;

/// `[[], {}]` and `{}`: no arguments, no attributes.
const NO_ARGUMENTS: &[u8] = &[0x92, 0x90, 0x80];
const NO_ATTRIBUTES: &[u8] = &[0x80];
const HOUR_MICROS: u64 = 3_600_000_000;

async fn serving(database: &PgConnectOptions, more: &[(&str, &str)]) -> (Serving, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (
        Serving::start(&config(folder.path(), database, more)).await,
        folder,
    )
}

/// A workflow that returns 42 and calls nothing.
fn unit() -> String {
    let definition = Definition {
        kind: DefinitionKind::Class,
        module: "app".to_owned(),
        qualname: "Answer".to_owned(),
        file: "app.py".to_owned(),
        first_line: 1,
        column: 0,
        source: "class Answer(Workflow):\n    async def run(self) -> int:\n        return 6 * 7\n"
            .to_owned(),
        names: [("Workflow".to_owned(), 1)].into(),
        ..Definition::default()
    };
    let workflow = Symbol::Stdlib {
        path: "carabiner.Workflow".to_owned(),
    };
    let unit = SourceUnit {
        format: SOURCE_FORMAT,
        python: (3, 11),
        entry: Entry::Workflow(0),
        definitions: vec![definition],
        symbols: vec![Symbol::Class { definition: 0 }, workflow],
    };
    serde_json::to_string(&unit).unwrap()
}

async fn register(client: &mut Client) -> Vec<u8> {
    match client
        .answer(1, Ask::Register(Register { unit_json: unit() }))
        .await
    {
        Answer::Registered(registered) => registered.version.to_vec(),
        other => panic!("not registered: {other:?}"),
    }
}

fn start(version: &[u8], id: &str) -> Start {
    Start {
        version: version.to_vec().into(),
        instance_id: id.to_owned(),
        attributes: NO_ATTRIBUTES.into(),
        arguments: NO_ARGUMENTS.into(),
        ..Start::default()
    }
}

fn wait(id: &str) -> Ask {
    Ask::Wait(Wait {
        instance_id: id.to_owned(),
    })
}

#[sqlx::test(migrations = false)]
async fn the_hello_tells_the_payload_limit(_: PgPoolOptions, database: PgConnectOptions) {
    let (serving, _folder) = serving(&database, &[("CARABINER_PAYLOAD_LIMIT", "4096")]).await;
    assert_ne!(serving.http.port(), serving.grpc.port());
    let mut client = Client::open(serving.grpc, hello("")).await;
    let Some((0, Answer::Hello(hello))) = client.next().await else {
        panic!("no hello")
    };
    assert_eq!((hello.protocol, hello.payload_limit), (PROTOCOL, 4096));
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn a_stream_is_refused_without_the_token(_: PgPoolOptions, database: PgConnectOptions) {
    let (serving, _folder) = serving(&database, &[("CARABINER_API_TOKEN", "sesame")]).await;
    for token in ["", "simsim"] {
        let mut client = Client::open(serving.grpc, hello(token)).await;
        let (code, message) = refused(client.next().await.unwrap().1);
        assert_eq!(code, "unauthenticated");
        assert!(
            message.contains("CARABINER_API_TOKEN") && !message.contains("sesame"),
            "{message}"
        );
        assert_eq!(client.next().await, None);
    }
    let mut client = Client::open(serving.grpc, hello("sesame")).await;
    assert!(matches!(client.next().await, Some((0, Answer::Hello(_)))));
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn a_client_of_another_protocol_is_told_what_to_install(
    _: PgPoolOptions,
    database: PgConnectOptions,
) {
    let (serving, _folder) = serving(&database, &[]).await;
    let hello = ClientHello {
        protocol: PROTOCOL + 1,
        ..hello("")
    };
    let mut client = Client::open(serving.grpc, hello).await;
    let (code, message) = refused(client.next().await.unwrap().1);
    assert_eq!(code, "unsupported");
    assert!(message.contains("install the same version"), "{message}");
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn malformed_requests_are_refused_one_by_one(_: PgPoolOptions, database: PgConnectOptions) {
    let (serving, _folder) = serving(&database, &[("CARABINER_PAYLOAD_LIMIT", "4096")]).await;
    let mut client = Client::connect(serving.grpc).await;
    let large = Start {
        attributes: vec![0; 4097].into(),
        ..start(&[0; 32], "")
    };
    let late = Start {
        not_before: Some(NotBefore::AtMicros(i64::MAX)),
        ..start(&[0; 32], "")
    };
    let cases = [
        (Ask::Hello(hello("")), "invalid"),
        (
            Ask::Register(Register {
                unit_json: "{}".to_owned(),
            }),
            "invalid",
        ),
        (
            Ask::Register(Register {
                unit_json: " ".repeat(5000),
            }),
            "too_large",
        ),
        (Ask::Start(large), "too_large"),
        (Ask::Start(start(b"short", "")), "invalid"),
        (Ask::Start(start(&[0; 32], "")), "not_found"),
        (Ask::Start(start(&[0; 32], "a\nb")), "invalid"),
        (Ask::Start(late), "invalid"),
        (wait(""), "invalid"),
        (wait("nobody"), "not_found"),
        (
            Ask::Describe(Describe {
                instance_id: "nobody".to_owned(),
            }),
            "not_found",
        ),
        (
            Ask::Cancel(Cancel {
                instance_id: "nobody".to_owned(),
                reason: String::new(),
            }),
            "not_found",
        ),
    ];
    for (ask, expected) in cases {
        let (code, message) = refused(client.answer(7, ask.clone()).await);
        assert_eq!(code, expected, "{ask:?}: {message}");
        assert!(!message.is_empty());
    }
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn a_started_workflow_is_answered_twice(_: PgPoolOptions, database: PgConnectOptions) {
    let (serving, _folder) = serving(&database, &[]).await;
    let mut client = Client::connect(serving.grpc).await;
    let version = register(&mut client).await;
    assert_eq!(version, register(&mut client).await);
    let started = client
        .answer(
            2,
            Ask::Start(Start {
                wait: true,
                ..start(&version, "mine")
            }),
        )
        .await;
    let Answer::Started(started) = started else {
        panic!("{started:?}")
    };
    assert_eq!(
        (started.instance_id.as_str(), started.attached),
        ("mine", false)
    );
    let Some((2, Answer::Finished(finished))) = client.next().await else {
        panic!("not finished")
    };
    let ended = carabiner_proto::v1::finished::Outcome::Result(vec![42].into());
    assert_eq!(finished.outcome, Some(ended));
    let again = client.answer(3, Ask::Start(start(&version, "mine"))).await;
    assert!(matches!(again, Answer::Started(started) if started.attached));
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn thousands_wait_on_one_stream_and_all_are_answered(
    _: PgPoolOptions,
    database: PgConnectOptions,
) {
    const WAITS: u64 = 3000;
    let (serving, _folder) = serving(&database, &[]).await;
    let mut client = Client::connect(serving.grpc).await;
    let version = register(&mut client).await;
    let later = Start {
        not_before: Some(NotBefore::DelayMicros(HOUR_MICROS)),
        ..start(&version, "later")
    };
    assert!(matches!(
        client.answer(2, Ask::Start(later)).await,
        Answer::Started(_)
    ));
    client.ask_all((0..WAITS).map(|number| (1000 + number, wait("later"))));
    let cancel = Cancel {
        instance_id: "later".to_owned(),
        reason: "enough".to_owned(),
    };
    client.ask(3, Ask::Cancel(cancel));
    let mut answered: Vec<u64> = Vec::new();
    let mut is_cancelled = false;
    while answered.len() < WAITS as usize || !is_cancelled {
        match client.next().await.unwrap() {
            (3, Answer::Cancelled(_)) => is_cancelled = true,
            (id, Answer::Finished(_)) => answered.push(id),
            other => panic!("{other:?}"),
        }
    }
    answered.sort_unstable();
    assert!(answered.iter().copied().eq(1000..1000 + WAITS));
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn a_forgotten_wait_is_not_answered_and_its_number_is_free_again(
    _: PgPoolOptions,
    database: PgConnectOptions,
) {
    let (serving, _folder) = serving(&database, &[]).await;
    let mut client = Client::connect(serving.grpc).await;
    let version = register(&mut client).await;
    let later = Start {
        not_before: Some(NotBefore::DelayMicros(HOUR_MICROS)),
        ..start(&version, "later")
    };
    assert!(matches!(
        client.answer(2, Ask::Start(later)).await,
        Answer::Started(_)
    ));
    client.ask(5, wait("later"));
    client.ask(6, Ask::Forget(Forget { request_id: 5 }));
    let described = client
        .answer(
            5,
            Ask::Describe(Describe {
                instance_id: "later".to_owned(),
            }),
        )
        .await;
    assert!(
        matches!(described, Answer::Description(ref description) if description.status == "scheduled"),
        "{described:?}"
    );
    client.ask(8, wait("later"));
    let (code, _) = refused(client.answer(8, wait("later")).await);
    assert_eq!(code, "invalid");
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn a_stopping_server_ends_streams_that_wait(_: PgPoolOptions, database: PgConnectOptions) {
    let (serving, _folder) = serving(&database, &[]).await;
    let mut client = Client::connect(serving.grpc).await;
    let version = register(&mut client).await;
    let later = Start {
        wait: true,
        not_before: Some(NotBefore::DelayMicros(HOUR_MICROS)),
        ..start(&version, "later")
    };
    assert!(matches!(
        client.answer(2, Ask::Start(later)).await,
        Answer::Started(_)
    ));
    serving.shutdown.raise();
    assert_eq!(client.next().await, None);
    serving.stop().await;
}
