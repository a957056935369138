//! A server within the test's own process, on a database of its own, and clients of it.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use carabiner_host::config::{Config, Layers};
use carabiner_host::serve::{Bound, Server};
use carabiner_host::shutdown::Shutdown;
use carabiner_proto::v1::client_message::Body as Ask;
use carabiner_proto::v1::server_message::Body as Answer;
use carabiner_proto::v1::workflow_service_client::WorkflowServiceClient;
use carabiner_proto::v1::{ClientBatch, ClientHello, ClientMessage, PROTOCOL, ServerBatch};
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tonic::Streaming;
use tonic::transport::Channel;

pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Settings for a test: free ports, a folder of its own, and whatever else is given.
pub(crate) fn config(folder: &Path, database: &PgConnectOptions, more: &[(&str, &str)]) -> Config {
    let mut environment = HashMap::from([
        (
            "DATABASE_URL".to_owned(),
            database.to_url_lossy().to_string(),
        ),
        ("CARABINER_HTTP_ADDR".to_owned(), "127.0.0.1:0".to_owned()),
        (
            "CARABINER_DATA_DIR".to_owned(),
            folder.display().to_string(),
        ),
    ]);
    environment.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    Config::from_layers(&Layers::new(environment, None).unwrap()).unwrap()
}

pub(crate) struct Serving {
    pub(crate) http: SocketAddr,
    pub(crate) grpc: SocketAddr,
    pub(crate) shutdown: Shutdown,
    running: JoinHandle<()>,
}

impl Serving {
    pub(crate) async fn start(config: &Config) -> Self {
        let bound = Bound::bind(config).await.unwrap();
        let (http, grpc) = (bound.http_addr(), bound.grpc_addr());
        let url = config.database_url.clone().unwrap();
        let server = Server::open(config, &url, bound).await.unwrap();
        let shutdown = Shutdown::default();
        let stop = shutdown.clone();
        let running = tokio::spawn(async move { server.run(stop, || Ok(())).await.unwrap() });
        Self {
            http,
            grpc,
            shutdown,
            running,
        }
    }

    /// Every test ends with this: connections of its database would be in the way of dropping that.
    pub(crate) async fn stop(self) {
        self.shutdown.raise();
        tokio::time::timeout(PATIENCE, self.running)
            .await
            .unwrap()
            .unwrap();
    }
}

/// One stream to a server.
pub(crate) struct Client {
    asks: mpsc::UnboundedSender<ClientBatch>,
    answers: Streaming<ServerBatch>,
    heard: VecDeque<(u64, Answer)>,
}

impl Client {
    /// Opens the stream and says `hello`.
    pub(crate) async fn open(grpc: SocketAddr, hello: ClientHello) -> Self {
        let channel = Channel::from_shared(format!("http://{grpc}"))
            .unwrap()
            .connect()
            .await
            .unwrap();
        let mut service = WorkflowServiceClient::new(channel).max_encoding_message_size(1 << 30);
        let (asks, queue) = mpsc::unbounded_channel();
        let answers = service
            .session(UnboundedReceiverStream::new(queue))
            .await
            .unwrap()
            .into_inner();
        let client = Self {
            asks,
            answers,
            heard: VecDeque::new(),
        };
        client.ask(0, Ask::Hello(hello));
        client
    }

    /// Opens the stream and is welcome.
    pub(crate) async fn connect(grpc: SocketAddr) -> Self {
        let mut client = Self::open(grpc, hello("")).await;
        let greeting = client.next().await;
        assert!(
            matches!(greeting, Some((0, Answer::Hello(_)))),
            "{greeting:?}"
        );
        client
    }

    pub(crate) fn ask(&self, request_id: u64, body: Ask) {
        self.ask_all([(request_id, body)]);
    }

    /// In one batch.
    pub(crate) fn ask_all(&self, asks: impl IntoIterator<Item = (u64, Ask)>) {
        let messages = asks.into_iter().map(|(request_id, body)| ClientMessage {
            request_id,
            body: Some(body),
        });
        self.asks
            .send(ClientBatch {
                messages: messages.collect(),
            })
            .unwrap();
    }

    /// None where the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<(u64, Answer)> {
        while self.heard.is_empty() {
            let batch = tokio::time::timeout(PATIENCE, self.answers.message())
                .await
                .expect("an answer in time");
            let messages = batch.unwrap()?.messages;
            assert!(messages.len() <= 50, "a batch of {}", messages.len());
            self.heard.extend(
                messages
                    .into_iter()
                    .map(|message| (message.request_id, message.body.unwrap())),
            );
        }
        self.heard.pop_front()
    }

    /// The answer to one request, where no other is outstanding.
    pub(crate) async fn answer(&mut self, request_id: u64, body: Ask) -> Answer {
        self.ask(request_id, body);
        let (id, answer) = self.next().await.expect("the stream goes on");
        assert_eq!(id, request_id);
        answer
    }
}

pub(crate) fn hello(token: &str) -> ClientHello {
    ClientHello {
        protocol: PROTOCOL,
        sdk: "test".to_owned(),
        token: token.to_owned(),
    }
}

/// Code and message of a refusal.
pub(crate) fn refused(answer: Answer) -> (String, String) {
    match answer {
        Answer::Refused(refused) => (refused.code, refused.message),
        other => panic!("not refused: {other:?}"),
    }
}
