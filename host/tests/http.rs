//! HTTP: health, JSON, and who is let in.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "the clients of gRPC are for other tests")]
mod serving;

use carabiner_host::api::health::Health;
use serde_json::Value;
use serving::{Serving, config};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn get(serving: &Serving, path: &str, headers: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(serving.http).await.unwrap();
    let host = if headers.contains("Host:") {
        ""
    } else {
        "Host: localhost\r\n"
    };
    stream
        .write_all(format!("GET {path} HTTP/1.0\r\n{host}{headers}\r\n").as_bytes())
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (
        status,
        serde_json::from_str(body).unwrap_or_else(|_| Value::String(body.to_owned())),
    )
}

#[sqlx::test(migrations = false)]
async fn the_pages_answer(_: PgPoolOptions, database: PgConnectOptions) {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(&config(folder.path(), &database, &[])).await;
    let (status, body) = get(&serving, "/healthz", "").await;
    let health: Health = serde_json::from_value(body).unwrap();
    assert_eq!(
        (status, health.status.as_str(), health.service.as_str()),
        (200, "ok", "carabiner")
    );
    assert_eq!(Health::ask(serving.http).await, Some(health));
    let (status, body) = get(&serving, "/api/v1/instances?limit=2", "").await;
    assert_eq!(
        (status, body),
        (200, serde_json::json!({ "instances": [], "next": null }))
    );
    let (status, body) = get(&serving, "/", "").await;
    assert!(status == 200 && body.as_str().unwrap().contains("/api/v1/instances"));
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn bad_requests_say_what_is_expected(_: PgPoolOptions, database: PgConnectOptions) {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(&config(folder.path(), &database, &[])).await;
    let cases = [
        ("/api/v1/instances?limit=0", 400, "1 to 1000"),
        ("/api/v1/instances?limit=many", 400, "limit"),
        ("/api/v1/instances?before=yesterday", 400, "next"),
        ("/api/v1/instances/nobody", 404, "no such instance"),
        ("/nowhere", 404, "`/`"),
    ];
    for (path, expected, says) in cases {
        let (status, body) = get(&serving, path, "").await;
        assert_eq!(status, expected, "{path}: {body}");
        assert!(
            body["error"].as_str().unwrap().contains(says),
            "{path}: {body}"
        );
    }
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn pages_need_the_token_but_health_does_not(_: PgPoolOptions, database: PgConnectOptions) {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(&config(
        folder.path(),
        &database,
        &[("CARABINER_API_TOKEN", "sesame")],
    ))
    .await;
    assert_eq!(get(&serving, "/healthz", "").await.0, 200);
    assert_eq!(get(&serving, "/api/v1/instances", "").await.0, 401);
    assert_eq!(
        get(
            &serving,
            "/api/v1/instances",
            "Authorization: Bearer simsim\r\n"
        )
        .await
        .0,
        401
    );
    assert_eq!(
        get(
            &serving,
            "/api/v1/instances",
            "Authorization: Bearer sesame\r\n"
        )
        .await
        .0,
        200
    );
    serving.stop().await;
}

#[sqlx::test(migrations = false)]
async fn a_foreign_name_for_this_machine_is_refused(_: PgPoolOptions, database: PgConnectOptions) {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(&config(folder.path(), &database, &[])).await;
    for path in ["/healthz", "/api/v1/instances"] {
        assert_eq!(get(&serving, path, "Host: evil.example\r\n").await.0, 421);
        assert_eq!(
            get(&serving, path, "Host: 127.0.0.1:24117\r\n").await.0,
            200
        );
    }
    serving.stop().await;
}
