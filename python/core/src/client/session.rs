//! The thread behind a [`Client`](super::Client): connects, sends, remembers, connects again.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use carabiner_proto::v1::client_message::Body as Request;
use carabiner_proto::v1::server_message::Body as Answer;
use carabiner_proto::v1::workflow_service_client::WorkflowServiceClient;
use carabiner_proto::v1::{self, ClientBatch, ClientMessage, ServerBatch};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;
use tonic::transport::Endpoint;

use super::{Reply, Told};

/// As the protocol has it; a batch also ends at these many bytes, so that a large payload does not hold up small ones for long.
const BATCH_MAX: usize = 50;
const BATCH_BYTES: usize = 1 << 20;

const RETRY_FIRST: Duration = Duration::from_millis(50);
const RETRY_MAX: Duration = Duration::from_secs(2);

pub(super) enum Command {
    Open(Reply),
    /// Some inbox was dropped.
    Shut,
    Send {
        id: u64,
        body: Box<Request>,
        inbox: Reply,
    },
    Forget(u64),
    Close,
}

pub(super) struct Session {
    endpoint: Endpoint,
    hello: v1::ClientHello,
    patience: Duration,
    commands: mpsc::UnboundedReceiver<Command>,
    inboxes: Vec<Reply>,
    /// Sent or to be sent, and not answered; in the order in which they were asked for.
    pending: BTreeMap<u64, Pending>,
    /// What the present stream has yet to be given; none while there is no stream.
    queue: Option<VecDeque<ClientMessage>>,
    /// Since when there is no stream.
    lost: Option<Instant>,
    closed: bool,
}

struct Pending {
    request: Request,
    inbox: Reply,
    since: Instant,
}

/// Why a stream ended, in words for the user.
struct Ended(String);

impl Session {
    pub(super) fn spawn(
        address: &str,
        hello: v1::ClientHello,
        patience: Duration,
    ) -> Result<mpsc::UnboundedSender<Command>, String> {
        let endpoint = endpoint(address)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let (sender, commands) = mpsc::unbounded_channel();
        let session = Self {
            endpoint,
            hello,
            patience,
            commands,
            inboxes: Vec::new(),
            pending: BTreeMap::new(),
            queue: None,
            lost: Some(Instant::now()),
            closed: false,
        };
        std::thread::Builder::new()
            .name("carabiner-client".into())
            .spawn(move || runtime.block_on(session.run()))
            .map_err(|error| error.to_string())?;
        Ok(sender)
    }

    async fn run(mut self) {
        let mut delay = RETRY_FIRST;
        while !self.closed {
            let ended = self.stream().await;
            self.queue = None;
            if self.closed {
                return;
            }
            if self.lost.is_none() {
                self.lost = Some(Instant::now());
                delay = RETRY_FIRST;
            }
            self.tell(|| Told::Lost {
                why: ended.0.clone(),
            });
            self.give_up(&ended.0);
            self.pause(delay).await;
            delay = (delay * 2).min(RETRY_MAX);
        }
    }

    /// One stream from its hello to its end.
    async fn stream(&mut self) -> Ended {
        let (batches, outgoing) = mpsc::channel(4);
        let opened = {
            let connecting = open(
                self.endpoint.clone(),
                self.hello.clone(),
                outgoing,
                batches.clone(),
            );
            tokio::pin!(connecting);
            loop {
                tokio::select! {
                    opened = &mut connecting => break opened,
                    command = self.commands.recv() => self.obey(command),
                }
                if self.closed {
                    return Ended("closed".into());
                }
            }
        };
        let mut incoming = match opened {
            Ok(incoming) => incoming,
            Err(ended) => return ended,
        };
        self.queue = Some(
            self.pending
                .iter()
                .map(|(id, it)| message(*id, it.request.clone()))
                .collect(),
        );
        loop {
            tokio::select! {
                batch = incoming.message() => match batch {
                    Ok(Some(batch)) => {
                        if let Err(ended) = self.receive(batch) {
                            return ended;
                        }
                    }
                    Ok(None) => return Ended("the server ended the connection".into()),
                    Err(status) => return Ended(reason(&status)),
                },
                permit = batches.reserve(), if self.has_queued() => match permit {
                    Ok(permit) => permit.send(self.next_batch()),
                    Err(_) => return Ended("the connection broke".into()),
                },
                command = self.commands.recv() => self.obey(command),
            }
            // What was asked for meanwhile travels in the same batch.
            while let Ok(command) = self.commands.try_recv() {
                self.obey(Some(command));
            }
            if self.closed {
                return Ended("closed".into());
            }
        }
    }

    fn has_queued(&self) -> bool {
        self.queue.as_ref().is_some_and(|queue| !queue.is_empty())
    }

    fn next_batch(&mut self) -> ClientBatch {
        let mut messages = Vec::new();
        let mut bytes = 0;
        while messages.len() < BATCH_MAX && bytes < BATCH_BYTES {
            let Some(message) = self.queue.as_mut().and_then(VecDeque::pop_front) else {
                break;
            };
            bytes += prost::Message::encoded_len(&message);
            messages.push(message);
        }
        ClientBatch { messages }
    }

    fn obey(&mut self, command: Option<Command>) {
        match command {
            Some(Command::Send { id, body, inbox }) => {
                if let Some(queue) = &mut self.queue {
                    queue.push_back(message(id, (*body).clone()));
                }
                self.pending.insert(
                    id,
                    Pending {
                        request: *body,
                        inbox,
                        since: Instant::now(),
                    },
                );
            }
            Some(Command::Forget(id)) => self.forget(id),
            Some(Command::Open(inbox)) => self.inboxes.push(inbox),
            Some(Command::Shut) => self.sweep(),
            Some(Command::Close) | None => self.closed = true,
        }
    }

    fn forget(&mut self, id: u64) {
        if self.pending.remove(&id).is_none() {
            return;
        }
        if let Some(queue) = &mut self.queue {
            queue.retain(|message| message.request_id != id);
            queue.push_back(message(id, Request::Forget(v1::Forget { request_id: id })));
        }
    }

    /// Forgets what the inboxes that are gone waited for.
    fn sweep(&mut self) {
        self.inboxes.retain(|inbox| inbox.strong_count() > 0);
        let orphans: Vec<u64> = self
            .pending
            .iter()
            .filter(|(_, it)| it.inbox.strong_count() == 0)
            .map(|(id, _)| *id)
            .collect();
        orphans.into_iter().for_each(|id| self.forget(id));
    }

    fn receive(&mut self, batch: ServerBatch) -> Result<(), Ended> {
        for answer in batch.messages {
            let Some(body) = answer.body else { continue };
            match body {
                Answer::Hello(hello) => self.greeted(&hello),
                Answer::Refused(refused) if answer.request_id == 0 => {
                    return Err(self.turned_away(refused));
                }
                body => self.answered(answer.request_id, body),
            }
        }
        Ok(())
    }

    fn greeted(&mut self, hello: &v1::ServerHello) {
        self.lost = None;
        self.tell(|| Told::Connected {
            payload_limit: hello.payload_limit,
        });
    }

    /// The server refused the stream itself (a token, a protocol): no retry of a request helps.
    fn turned_away(&mut self, refused: v1::Refused) -> Ended {
        for (id, it) in std::mem::take(&mut self.pending) {
            reply(
                &it.inbox,
                Told::Answer(id, Answer::Refused(refused.clone())),
            );
        }
        Ended(refused.message)
    }

    fn answered(&mut self, id: u64, body: Answer) {
        let Some(it) = self.pending.get_mut(&id) else {
            return;
        };
        match (&it.request, &body) {
            // Its end is still to come; after a reconnection that is all there is to ask for.
            (Request::Start(start), Answer::Started(started)) if start.wait => {
                it.request = Request::Wait(v1::Wait {
                    instance_id: started.instance_id.clone(),
                });
                reply(&it.inbox, Told::Answer(id, body));
            }
            _ => {
                reply(&it.inbox, Told::Answer(id, body));
                self.pending.remove(&id);
            }
        }
    }

    /// Refuses what has waited for a connection for longer than its caller should. Whoever waits for an end may wait on.
    fn give_up(&mut self, why: &str) {
        let now = Instant::now();
        let lost = self.lost.unwrap_or(now);
        let (patience, mut over) = (self.patience, Vec::new());
        self.pending.retain(|id, it| {
            let kept =
                matches!(it.request, Request::Wait(_)) || now - it.since.max(lost) < patience;
            if !kept {
                over.push((*id, it.inbox.clone()));
            }
            kept
        });
        for (id, inbox) in over {
            let refused = v1::Refused {
                code: "unavailable".into(),
                message: why.into(),
            };
            reply(&inbox, Told::Answer(id, Answer::Refused(refused)));
        }
    }

    async fn pause(&mut self, delay: Duration) {
        let until = tokio::time::Instant::now() + delay;
        while !self.closed {
            tokio::select! {
                () = tokio::time::sleep_until(until) => return,
                command = self.commands.recv() => self.obey(command),
            }
        }
    }

    fn tell(&self, told: impl Fn() -> Told) {
        self.inboxes.iter().for_each(|inbox| reply(inbox, told()));
    }
}

fn reply(inbox: &Reply, told: Told) {
    if let Some(inbox) = inbox.upgrade() {
        inbox.push(told);
    }
}

fn message(request_id: u64, body: Request) -> ClientMessage {
    ClientMessage {
        request_id,
        body: Some(body),
    }
}

/// Plain HTTP/2; pings notice a server that went away without a word.
fn endpoint(address: &str) -> Result<Endpoint, String> {
    let endpoint = Endpoint::from_shared(format!("http://{address}"))
        .map_err(|error| format!("{address} is no address: {error}"))?;
    Ok(endpoint
        .connect_timeout(Duration::from_secs(5))
        .tcp_nodelay(true)
        .http2_adaptive_window(true)
        .http2_keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10))
        .keep_alive_while_idle(true))
}

async fn open(
    endpoint: Endpoint,
    hello: v1::ClientHello,
    outgoing: mpsc::Receiver<ClientBatch>,
    batches: mpsc::Sender<ClientBatch>,
) -> Result<Streaming<ServerBatch>, Ended> {
    let channel = endpoint
        .connect()
        .await
        .map_err(|error| Ended(root(&error)))?;
    let hello = ClientBatch {
        messages: vec![message(0, Request::Hello(hello))],
    };
    batches
        .send(hello)
        .await
        .map_err(|_| Ended("the connection broke".into()))?;
    let mut service = WorkflowServiceClient::new(channel).max_decoding_message_size(usize::MAX);
    let answer = service
        .session(ReceiverStream::new(outgoing))
        .await
        .map_err(|status| Ended(reason(&status)))?;
    Ok(answer.into_inner())
}

/// The innermost cause says it best ("Connection refused"); the outer ones say "transport error".
pub(crate) fn root(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

pub(crate) fn reason(status: &tonic::Status) -> String {
    match std::error::Error::source(status) {
        Some(source) => root(source),
        None => status.message().to_owned(),
    }
}
