//! HTTP: health and JSON for people, probes and scripts.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use sqlx::Connection;
use tokio::net::TcpListener;

use crate::convert::client::{self as convert, Code, Refusal};
use crate::dispatch::Dispatch;
use crate::shutdown::Shutdown;
use crate::store::Store;

use super::health::Health;
use super::json;
use super::token::Token;

/// What the HTTP side knows of its server.
pub(crate) struct Http {
    pub(crate) dispatch: Dispatch,
    pub(crate) store: Store,
    /// Names this process in `/healthz`.
    pub(crate) instance: String,
    pub(crate) token: Option<Token>,
    pub(crate) addr: SocketAddr,
}

/// Serves until `shutdown`.
pub(crate) async fn serve(
    listener: TcpListener,
    http: Http,
    shutdown: Shutdown,
) -> std::io::Result<()> {
    let http = Arc::new(http);
    let guarded = Router::new()
        .route("/", get(index))
        .route("/api/v1/instances", get(list))
        .route("/api/v1/instances/{id}", get(describe))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&http),
            require_token,
        ));
    let app = Router::new()
        .route("/healthz", get(health))
        .merge(guarded)
        .fallback(async || {
            Problem::new(
                StatusCode::NOT_FOUND,
                "there is no such page; `/` lists those there are",
            )
        })
        .layer(middleware::from_fn_with_state(
            Arc::clone(&http),
            require_local_host,
        ))
        .with_state(http);
    axum::serve(listener, app)
        .with_graceful_shutdown(async move { shutdown.wait().await })
        .await
}

/// An error as JSON.
pub(super) struct Problem {
    status: StatusCode,
    message: String,
}

impl Problem {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (
            self.status,
            Json(serde_json::json!({ "error": self.message })),
        )
            .into_response()
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: http_status(refusal.code),
            message: refusal.message,
        }
    }
}

fn http_status(code: Code) -> StatusCode {
    match code {
        Code::Invalid | Code::Unsupported => StatusCode::BAD_REQUEST,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Open to all who reach the port: it says that the server lives and whether its database does.
async fn health(State(http): State<Arc<Http>>) -> Response {
    const PATIENCE: Duration = Duration::from_secs(2);
    let answers = tokio::time::timeout(PATIENCE, database_answers(&http.store))
        .await
        .is_ok();
    let status = if answers {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(Health::new(&http.instance, answers))).into_response()
}

/// Ends when the database answers. Connections that died with an earlier run of it are found and dropped on the way.
async fn database_answers(store: &Store) {
    const PAUSE: Duration = Duration::from_millis(20);
    loop {
        if let Ok(mut connection) = store.pool().acquire().await
            && connection.ping().await.is_ok()
        {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn index() -> Html<&'static str> {
    Html(
        "<!doctype html><meta charset=utf-8><title>carabiner</title><h1>carabiner</h1>\
         <ul><li><a href=/api/v1/instances>/api/v1/instances</a>: the newest workflow instances (<code>?limit=</code>, \
         <code>?before=</code> the <code>next</code> of a page)<li><code>/api/v1/instances/ID</code>: one of them\
         <li><a href=/healthz>/healthz</a>: whether the server and its database answer</ul>",
    )
}

#[derive(Deserialize)]
struct Page {
    limit: Option<u32>,
    before: Option<String>,
}

async fn list(
    State(http): State<Arc<Http>>,
    page: Result<Query<Page>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Value>, Problem> {
    const LIMIT_MAX: u32 = 1000;
    let Query(page) =
        page.map_err(|rejection| Problem::new(StatusCode::BAD_REQUEST, rejection.body_text()))?;
    let limit = page.limit.unwrap_or(50);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            format!("limit is {limit}; expected 1 to {LIMIT_MAX}"),
        ));
    }
    let before = page
        .before
        .map(|cursor| json::cursor(&cursor))
        .transpose()?;
    let summaries = http
        .dispatch
        .list(limit, before)
        .await
        .map_err(Refusal::from)?;
    Ok(Json(json::page(&summaries, limit)))
}

async fn describe(
    State(http): State<Arc<Http>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let instance = convert::instance(&id)?;
    let summary = http
        .dispatch
        .describe(&instance)
        .await
        .map_err(Refusal::from)?;
    Ok(Json(json::summary(&summary)))
}

/// `Authorization: Bearer TOKEN`, where the server has a token.
async fn require_token(State(http): State<Arc<Http>>, request: Request, next: Next) -> Response {
    let offered = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let offered = offered
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    match &http.token {
        Some(token) if !token.admits(offered) => {
            let problem = Problem::new(
                StatusCode::UNAUTHORIZED,
                "send `Authorization: Bearer` with the server's CARABINER_API_TOKEN",
            );
            ([(header::WWW_AUTHENTICATE, "Bearer")], problem).into_response()
        }
        _ => next.run(request).await,
    }
}

/// On loopback the name in `Host` must be of this machine: a web page that points its own name at 127.0.0.1 (DNS rebinding)
/// could otherwise read what is here through the browser of whoever visits it.
async fn require_local_host(
    State(http): State<Arc<Http>>,
    request: Request,
    next: Next,
) -> Response {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    let named = named
        .or_else(|| {
            request
                .uri()
                .authority()
                .map(|authority| authority.as_str())
        })
        .unwrap_or_default();
    if http.addr.ip().is_loopback() && !is_local(named) {
        return Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this server answers only to localhost and 127.0.0.1",
        )
        .into_response();
    }
    next.run(request).await
}

fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() => name,
        _ => host,
    };
    let bare = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(name);
    bare.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_names_of_this_machine_are_local() {
        for host in [
            "localhost",
            "LOCALHOST:24117",
            "127.0.0.1:80",
            "[::1]:24117",
            "[::1]",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:24117",
            "127.0.0.1.evil.example",
            "192.168.1.4:24117",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }
}
