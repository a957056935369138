//! One client's stream: requests in, each answered once and in any order.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use carabiner_proto::v1::client_message::Body as Asked;
use carabiner_proto::v1::server_message::Body as Answer;
use carabiner_proto::v1::{
    ClientBatch, ClientHello, ClientMessage, PROTOCOL, ServerBatch, ServerHello, ServerMessage,
};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tonic::{Status, Streaming};

use crate::convert::client::{self as convert, Refusal};
use crate::dispatch::{Dispatch, Finishing, WaitError};
use crate::model::{Ending, InstanceId};
use crate::shutdown::Shutdown;

use super::token::Token;

/// What a stream may ask.
pub(crate) struct Limits {
    pub(crate) token: Option<Token>,
    /// Bytes of one payload.
    pub(crate) payload: usize,
    /// How long requests that have begun may take once the server stops.
    pub(crate) grace: Duration,
}

/// Requests of one stream that wait for their answer. A waiting one costs about a kilobyte.
const PENDING_MAX: usize = 100_000;
const HELLO_PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Session {
    dispatch: Dispatch,
    limits: Arc<Limits>,
    outbox: mpsc::UnboundedSender<ServerMessage>,
    /// Closed when the client no longer reads.
    batches: mpsc::Sender<Result<ServerBatch, Status>>,
    requests: JoinSet<(u64, Done)>,
    /// Unanswered requests; those that only wait can be aborted.
    pending: HashMap<u64, Option<AbortHandle>>,
    greeted: bool,
}

/// What a request's task found out.
enum Done {
    Answer(Answer),
    /// Answered now, and once more when the instance ends.
    Started(Answer, InstanceId, Finishing),
}

/// Whether the stream goes on.
#[derive(PartialEq, Eq)]
enum Next {
    Listen,
    End,
}

impl Session {
    pub(super) fn new(
        dispatch: Dispatch,
        limits: Arc<Limits>,
        outbox: mpsc::UnboundedSender<ServerMessage>,
        batches: mpsc::Sender<Result<ServerBatch, Status>>,
    ) -> Self {
        Self {
            dispatch,
            limits,
            outbox,
            batches,
            requests: JoinSet::new(),
            pending: HashMap::new(),
            greeted: false,
        }
    }

    /// Ends when the client is gone, when it asks no more and all is answered, or at `shutdown`.
    pub(super) async fn run(mut self, mut inbound: Streaming<ClientBatch>, shutdown: Shutdown) {
        let batches = self.batches.clone();
        let hello_deadline = tokio::time::sleep(HELLO_PATIENCE);
        tokio::pin!(hello_deadline);
        let mut listening = true;
        while listening || !self.requests.is_empty() {
            tokio::select! {
                batch = inbound.message(), if listening => match batch {
                    Ok(Some(batch)) => {
                        if self.hear(batch) == Next::End {
                            return;
                        }
                    }
                    Ok(None) => listening = false,
                    // The client is gone; dropping the requests ends their waits.
                    Err(_) => return,
                },
                Some(done) = self.requests.join_next() => self.finish(done.ok()),
                () = batches.closed() => return,
                () = shutdown.wait() => break,
                () = &mut hello_deadline, if !self.greeted => return,
            }
        }
        let grace = self.limits.grace;
        // Past the grace the stream ends; a client that got no answer asks again.
        drop(tokio::time::timeout(grace, self.answer_what_has_begun()).await);
    }

    /// Lets starts and cancellations end; a wait may take days and is asked again elsewhere.
    async fn answer_what_has_begun(&mut self) {
        while self.pending.values().any(Option::is_none) {
            let Some(done) = self.requests.join_next().await else {
                return;
            };
            self.finish(done.ok());
        }
    }

    fn hear(&mut self, batch: ClientBatch) -> Next {
        for message in batch.messages {
            let heard = if self.greeted {
                self.request(message)
            } else {
                self.greet(message)
            };
            if heard == Next::End {
                return Next::End;
            }
        }
        Next::Listen
    }

    fn greet(&mut self, message: ClientMessage) -> Next {
        let id = message.request_id;
        let answered = match message.body {
            Some(Asked::Hello(hello)) => self.check_hello(&hello),
            _ => Err(Refusal::invalid(
                "the first message of a stream must be the hello",
            )),
        };
        match answered {
            Ok(hello) => {
                self.greeted = true;
                self.send(id, Answer::Hello(hello));
                Next::Listen
            }
            Err(refusal) => {
                self.send(id, refusal.into());
                Next::End
            }
        }
    }

    fn check_hello(&self, hello: &ClientHello) -> Result<ServerHello, Refusal> {
        if let Some(token) = &self.limits.token
            && !token.admits(&hello.token)
        {
            return Err(Refusal::unauthenticated(&hello.token));
        }
        if hello.protocol != PROTOCOL {
            return Err(Refusal::protocol(hello.protocol));
        }
        Ok(ServerHello {
            protocol: PROTOCOL,
            server: format!("carabiner-host/{}", env!("CARGO_PKG_VERSION")),
            payload_limit: self.limits.payload as u64,
        })
    }

    fn request(&mut self, message: ClientMessage) -> Next {
        let id = message.request_id;
        let Some(body) = message.body else {
            self.send(
                id,
                Refusal::unsupported(
                    "this server does not know that request; it may be older than the client",
                )
                .into(),
            );
            return Next::Listen;
        };
        if let Asked::Forget(forget) = body {
            self.forget(forget.request_id);
            return Next::Listen;
        }
        if let Err(refusal) = self.begin(id, body) {
            self.send(id, refusal.into());
        }
        Next::Listen
    }

    fn begin(&mut self, id: u64, body: Asked) -> Result<(), Refusal> {
        if self.pending.contains_key(&id) {
            return Err(Refusal::invalid(
                "that request_id is in use by a request that is not answered yet",
            ));
        }
        if self.pending.len() >= PENDING_MAX {
            return Err(Refusal::unavailable(format!(
                "one stream may have {PENDING_MAX} unanswered requests"
            )));
        }
        match body {
            Asked::Wait(wait) => {
                let instance = convert::instance(&wait.instance_id)?;
                let (dispatch, named) = (self.dispatch.clone(), instance.clone());
                self.wait(id, instance, async move { dispatch.finished(named).await });
            }
            Asked::Hello(_) => return Err(Refusal::invalid("the hello was said already")),
            quick => {
                let (dispatch, limit) = (self.dispatch.clone(), self.limits.payload);
                self.pending.insert(id, None);
                self.requests
                    .spawn(async move { (id, answer(dispatch, quick, limit).await) });
            }
        }
        Ok(())
    }

    fn wait(
        &mut self,
        id: u64,
        instance: InstanceId,
        ending: impl Future<Output = Result<Ending, WaitError>> + Send + 'static,
    ) {
        let waiting = self.requests.spawn(async move {
            let answer = ending
                .await
                .map(|ending| convert::finished(&instance, ending))
                .map_err(Refusal::from);
            (id, Done::Answer(answer.unwrap_or_else(Answer::from)))
        });
        self.pending.insert(id, Some(waiting));
    }

    fn forget(&mut self, id: u64) {
        if let Some(Some(waiting)) = self.pending.remove(&id) {
            waiting.abort();
        }
    }

    /// None: the task was aborted or has panicked; the panic is in the log.
    fn finish(&mut self, done: Option<(u64, Done)>) {
        let Some((id, done)) = done else { return };
        // A forgotten request is not answered.
        if self.pending.remove(&id).is_none() {
            return;
        }
        match done {
            Done::Answer(answer) => self.send(id, answer),
            Done::Started(answer, instance, finishing) => {
                self.send(id, answer);
                self.wait(id, instance, finishing.ended());
            }
        }
    }

    fn send(&self, request_id: u64, body: Answer) {
        // A closed outbox means that the stream is ending.
        drop(self.outbox.send(ServerMessage {
            request_id,
            body: Some(body),
        }));
    }
}

/// Answers a request that does not wait for an instance to end.
async fn answer(dispatch: Dispatch, asked: Asked, payload_limit: usize) -> Done {
    match try_answer(dispatch, asked, payload_limit).await {
        Ok(done) => done,
        Err(refusal) => Done::Answer(refusal.into()),
    }
}

async fn try_answer(
    dispatch: Dispatch,
    asked: Asked,
    payload_limit: usize,
) -> Result<Done, Refusal> {
    let answer = match asked {
        Asked::Register(register) => {
            let unit = convert::register(register, payload_limit)?;
            convert::registered(dispatch.register(unit).await?)
        }
        Asked::Start(start) => {
            let wait = start.wait;
            let start = convert::start(start, payload_limit)?;
            if wait {
                let (started, finishing) = dispatch.run(start).await?;
                let instance = started.id.clone();
                return Ok(Done::Started(
                    convert::started(started),
                    instance,
                    finishing,
                ));
            }
            convert::started(dispatch.start(start).await?)
        }
        Asked::Describe(describe) => {
            let instance = convert::instance(&describe.instance_id)?;
            convert::description(dispatch.describe(&instance).await?)
        }
        Asked::Cancel(cancel) => {
            let instance = convert::instance(&cancel.instance_id)?;
            dispatch.cancel(instance.clone(), cancel.reason).await?;
            convert::cancelled(&instance)
        }
        Asked::Hello(_) | Asked::Wait(_) | Asked::Forget(_) => {
            return Err(Refusal::invalid("not a request of its own"));
        }
    };
    Ok(Done::Answer(answer))
}
