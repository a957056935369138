//! One client stream that carries all workflows, as an SDK's process has it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use carabiner_proto::v1::client_message::Body as Ask;
use carabiner_proto::v1::finished::Outcome;
use carabiner_proto::v1::server_message::Body as Answer;
use carabiner_proto::v1::workflow_service_client::WorkflowServiceClient;
use carabiner_proto::v1::{
    ClientBatch, ClientHello, ClientMessage, PROTOCOL, Register, ServerBatch, Start,
};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;
use tonic::transport::Endpoint;

use crate::coalesce::{BATCH_OVERHEAD_BYTES, message_bytes_max, pump};

use super::BenchError;

const PAYLOAD_BYTES_MAX: usize = 64 << 20;
/// `[[], {}]`: `run` takes no arguments.
const NO_ARGUMENTS: &[u8] = &[0x92, 0x90, 0x80];

/// SHA-256 of the IR, as the server told it.
pub(super) type Version = Vec<u8>;

type Answers = Arc<Mutex<HashMap<u64, mpsc::UnboundedSender<Answer>>>>;

pub(super) struct Client {
    asks: mpsc::UnboundedSender<ClientMessage>,
    answers: Answers,
    next: AtomicU64,
}

/// A workflow that was started.
pub(super) struct Running {
    answers: mpsc::UnboundedReceiver<Answer>,
}

impl Client {
    pub(super) async fn connect(grpc: SocketAddr, token: Option<&str>) -> Result<Self, BenchError> {
        let channel = Endpoint::from_shared(format!("http://{grpc}"))
            .map_err(failed)?
            .tcp_nodelay(true)
            .initial_stream_window_size(4 << 20)
            .connect()
            .await
            .map_err(failed)?;
        let bytes_max = message_bytes_max(PAYLOAD_BYTES_MAX);
        let mut service = WorkflowServiceClient::new(channel)
            .max_encoding_message_size(bytes_max)
            .max_decoding_message_size(bytes_max);
        let (asks, queue) = mpsc::unbounded_channel();
        let hello = Ask::Hello(ClientHello {
            protocol: PROTOCOL,
            sdk: "bench".to_owned(),
            token: token.unwrap_or_default().to_owned(),
        });
        send(&asks, 0, hello)?;
        let (batches, stream) = mpsc::channel(4);
        pump(queue, batches, BATCH_OVERHEAD_BYTES, |messages| {
            ClientBatch { messages }
        });
        // The pump wraps for a server's stream; nothing that it sends here is an error.
        let stream = ReceiverStream::new(stream).filter_map(Result::ok);
        let answered = service.session(stream).await.map_err(failed)?.into_inner();
        let answers = Answers::default();
        tokio::spawn(hear(answered, answers.clone()));
        Ok(Self {
            asks,
            answers,
            next: AtomicU64::new(1),
        })
    }

    pub(super) async fn register(&self, unit_json: String) -> Result<Version, BenchError> {
        let mut answers = self.ask(Ask::Register(Register { unit_json }))?;
        match next(&mut answers).await? {
            Answer::Registered(registered) => Ok(registered.version.to_vec()),
            other => Err(unexpected(&other)),
        }
    }

    /// Starts a workflow; answers once that is committed.
    pub(super) async fn start(
        &self,
        version: &Version,
        attributes: &[u8],
    ) -> Result<Running, BenchError> {
        let start = Start {
            version: version.clone().into(),
            attributes: attributes.to_vec().into(),
            arguments: NO_ARGUMENTS.into(),
            wait: true,
            ..Start::default()
        };
        let mut answers = self.ask(Ask::Start(start))?;
        match next(&mut answers).await? {
            Answer::Started(_) => Ok(Running { answers }),
            other => Err(unexpected(&other)),
        }
    }

    pub(super) async fn run(
        &self,
        version: &Version,
        attributes: &[u8],
    ) -> Result<Vec<u8>, BenchError> {
        self.start(version, attributes).await?.result().await
    }

    fn ask(&self, body: Ask) -> Result<mpsc::UnboundedReceiver<Answer>, BenchError> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answers) = mpsc::unbounded_channel();
        lock(&self.answers).insert(id, answer);
        send(&self.asks, id, body)?;
        Ok(answers)
    }
}

impl Running {
    /// The encoded result.
    pub(super) async fn result(mut self) -> Result<Vec<u8>, BenchError> {
        match next(&mut self.answers).await? {
            Answer::Finished(finished) => match finished.outcome {
                Some(Outcome::Result(result)) => Ok(result.to_vec()),
                Some(Outcome::Error(_)) | None => Err(BenchError::Refused {
                    code: "failed".to_owned(),
                    message: format!("the workflow {} failed", finished.instance_id),
                }),
            },
            other => Err(unexpected(&other)),
        }
    }
}

/// Hands each answer to who asked. When the stream ends, whoever still waits learns it by a closed channel.
async fn hear(mut answered: Streaming<ServerBatch>, answers: Answers) {
    while let Ok(Some(batch)) = answered.message().await {
        for message in batch.messages {
            let Some(body) = message.body else { continue };
            let mut waiting = lock(&answers);
            let last = !matches!(body, Answer::Started(_));
            if let Some(asker) = waiting.get(&message.request_id) {
                // Whoever asked may have gone.
                let _ = asker.send(body);
            }
            if last {
                waiting.remove(&message.request_id);
            }
        }
    }
    lock(&answers).clear();
}

async fn next(answers: &mut mpsc::UnboundedReceiver<Answer>) -> Result<Answer, BenchError> {
    answers
        .recv()
        .await
        .ok_or_else(|| BenchError::Connection("the stream has ended".to_owned()))
}

fn send(
    asks: &mpsc::UnboundedSender<ClientMessage>,
    request_id: u64,
    body: Ask,
) -> Result<(), BenchError> {
    let message = ClientMessage {
        request_id,
        body: Some(body),
    };
    asks.send(message)
        .map_err(|_| BenchError::Connection("the stream has ended".to_owned()))
}

fn lock(
    answers: &Mutex<HashMap<u64, mpsc::UnboundedSender<Answer>>>,
) -> MutexGuard<'_, HashMap<u64, mpsc::UnboundedSender<Answer>>> {
    answers.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(error: impl std::fmt::Display) -> BenchError {
    BenchError::Connection(error.to_string())
}

fn unexpected(answer: &Answer) -> BenchError {
    match answer {
        Answer::Refused(refused) => BenchError::Refused {
            code: refused.code.clone(),
            message: refused.message.clone(),
        },
        other => BenchError::Connection(format!("an answer to another question: {other:?}")),
    }
}
