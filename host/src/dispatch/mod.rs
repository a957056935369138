//! The dispatch loop: collects what happens, batches it into turns, hands actions out, keeps time, and keeps this host's lease.
//!
//! One task owns all state ([`desk`]) and is told everything through one closed enum ([`message`]); statements run in
//! tasks of their own ([`perform`]) and their answers are messages again.

mod ahead;
mod desk;
mod hand_out;
mod inbox;
mod lane;
mod lease;
mod message;
mod overdue;
mod perform;
mod poll;
mod waiters;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::engine::{self, LowerFailure, Stepper};
use crate::model::{Ending, InstanceId, Start, Started, Summary, VersionId};
use crate::store::{self, Database, HostId, Listening, Store, Version};
use crate::turn::{Clock, Settings, Slots, Turns};

pub use lane::{CancelReason, Lane, LaneId, LaneMessage, Reports};

use desk::Desk;
use lease::Lease;
use message::{Command, Message};
use perform::Performer;

#[derive(Clone, Debug)]
pub struct Config {
    /// For people: machine and process.
    pub name: String,
    /// How often to look for queued actions while there are some.
    pub poll_interval: Duration,
    /// How rarely while there are none; notices make up for it.
    pub poll_idle: Duration,
    /// Most actions claimed at once.
    pub claim_batch_max: u32,
    /// Without a heartbeat for this long, the host's work goes to others.
    pub lease: Duration,
    /// Batches of turns, and of starts, on their way at once.
    pub turns_max: usize,
    /// Instances in a batch.
    pub turn_batch_max: usize,
    /// Timers fetched at once.
    pub due_batch_max: u32,
    pub settings: Settings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: format!("process {}", std::process::id()),
            poll_interval: Duration::from_millis(100),
            poll_idle: Duration::from_secs(2),
            claim_batch_max: 100,
            lease: Duration::from_secs(10),
            turns_max: turns_max(),
            turn_batch_max: 300,
            due_batch_max: 1_000,
            settings: Settings::default(),
        }
    }
}

/// What comes while a batch is on its way shares the next one, which costs less than two smaller ones; only where there are cores
/// to spare does a second batch make use of the time that the first waits.
fn turns_max() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (cores / 2).clamp(1, 4)
}

#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// A workflow that can be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    pub version: VersionId,
    /// "module:qualname"
    pub workflow: String,
}

#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The author's diagnostics, or what is wrong with the registration.
    #[error(transparent)]
    Refused(#[from] LowerFailure),
    #[error("the workflow cannot be stored: {0}")]
    Unavailable(String),
}

/// Nothing was begun, except that after `Unavailable` it may have been: starting the same id again tells.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    #[error("{0}")]
    UnknownVersion(String),
    #[error("the server cannot start instances now: {0}")]
    Unavailable(String),
    #[error("the instance cannot be stored: {0}")]
    Refused(String),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WaitError {
    #[error("there is no such instance")]
    NotFound,
    #[error("the server cannot answer now: {0}")]
    Unavailable(String),
}

/// The loop's door. Clones share it.
pub struct Dispatch<D = Store>(Arc<Shared<D>>);

impl<D> Clone for Dispatch<D> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

struct Shared<D> {
    store: D,
    messages: mpsc::UnboundedSender<Message>,
    lanes: AtomicU64,
    /// By the hash of the source unit.
    registered: Mutex<HashMap<[u8; 32], Registered>>,
}

impl<D: Database> Dispatch<D> {
    /// Registers this host and starts its loop, on a schema that is up to date.
    pub async fn open(
        store: D,
        engine: impl Stepper,
        config: Config,
    ) -> Result<Self, DispatchError> {
        store
            .keep_guest(engine.guest_id(), engine.guest_bytes())
            .await?;
        let host = HostId::generate();
        store
            .register_host(host, &config.name, 0, config.lease)
            .await?;
        let sent = Instant::now();
        let beat = store.beat(host, 0, config.lease).await?;
        let lease = Lease::begun(host, config.lease, sent, beat.peers);
        let clock = Arc::new(Clock::new(beat.now_micros));
        let slots = Arc::new(Slots::default());
        let turns = Arc::new(Turns::new(
            store.clone(),
            engine,
            clock.clone(),
            slots.clone(),
            config.settings.clone(),
        ));
        let (messages, inbox) = mpsc::unbounded_channel();
        let desk = Desk::new(config.clone(), lease, clock, slots, Instant::now());
        let performer = Performer {
            store: store.clone(),
            turns,
            config: Arc::new(config),
            messages: messages.clone(),
        };
        let listening = tokio::spawn(listen(store.clone(), messages.clone()));
        tokio::spawn(async move {
            run(desk, inbox, performer).await;
            listening.abort();
        });
        Ok(Self(Arc::new(Shared {
            store,
            messages,
            lanes: AtomicU64::new(0),
            registered: Mutex::default(),
        })))
    }

    /// Lowers and stores a workflow. The same unit again is answered from memory.
    pub async fn register(&self, unit_json: String) -> Result<Registered, RegisterError> {
        let key: [u8; 32] = Sha256::digest(unit_json.as_bytes()).into();
        if let Some(registered) = self.registered(|known| known.get(&key).cloned()) {
            return Ok(registered);
        }
        let unavailable =
            |error: &dyn std::fmt::Display| RegisterError::Unavailable(error.to_string());
        let lowering = tokio::task::spawn_blocking(move || {
            engine::lower(&unit_json).map(|lowered| (lowered, unit_json))
        });
        let (lowered, unit_json) = lowering.await.map_err(|panic| unavailable(&panic))??;
        let version = Version {
            id: lowered.version,
            workflow: lowered.workflow.clone(),
            program: lowered.program,
        };
        self.0
            .store
            .keep_version(&version, &unit_json)
            .await
            .map_err(|error| unavailable(&error))?;
        let registered = Registered {
            version: lowered.version,
            workflow: lowered.workflow,
        };
        self.registered(|known| known.insert(key, registered.clone()));
        Ok(registered)
    }

    fn registered<T>(&self, with: impl FnOnce(&mut HashMap<[u8; 32], Registered>) -> T) -> T {
        with(
            &mut self
                .0
                .registered
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Begins an instance, or attaches to the one of that id; answers once that is committed.
    pub async fn start(&self, start: Start) -> Result<Started, StartError> {
        self.ask_start(start, None).await
    }

    /// The same, for one who also waits for the end: the loop then knows of it before the instance exists, and need not look whether
    /// it has ended already.
    pub async fn run(&self, start: Start) -> Result<(Started, Finishing), StartError> {
        let (wait, ending) = oneshot::channel();
        let started = self.ask_start(start, Some(wait)).await?;
        Ok((started, Finishing(ending)))
    }

    async fn ask_start(
        &self,
        start: Start,
        wait: Option<message::WaitReply>,
    ) -> Result<Started, StartError> {
        let (reply, answer) = oneshot::channel();
        self.tell(Message::Start { start, wait, reply });
        answer
            .await
            .unwrap_or_else(|_| Err(StartError::Unavailable(GONE.into())))
    }

    /// Answers once the instance has ended, at once if it has already.
    pub async fn finished(&self, id: InstanceId) -> Result<Ending, WaitError> {
        let (reply, answer) = oneshot::channel();
        self.tell(Message::Wait { id, reply });
        answer
            .await
            .unwrap_or_else(|_| Err(WaitError::Unavailable(GONE.into())))
    }

    pub async fn describe(&self, id: &InstanceId) -> Result<Summary, WaitError> {
        self.0
            .store
            .describe(id)
            .await
            .map_err(unavailable)?
            .ok_or(WaitError::NotFound)
    }

    /// Delivers a cancel into the instance; answers once that is committed. One that has ended stays as it is.
    pub async fn cancel(&self, id: InstanceId, reason: String) -> Result<(), WaitError> {
        let (reply, answer) = oneshot::channel();
        self.tell(Message::Cancel { id, reason, reply });
        answer
            .await
            .unwrap_or_else(|_| Err(WaitError::Unavailable(GONE.into())))
    }

    /// The newest instances, of those created before a time.
    pub async fn list(
        &self,
        limit: u32,
        before: Option<OffsetDateTime>,
    ) -> Result<Vec<Summary>, WaitError> {
        self.0.store.list(limit, before).await.map_err(unavailable)
    }

    /// Makes a worker with so many slots known; actions come at once.
    pub fn attach(&self, slots: u32) -> Lane {
        let id = LaneId(self.0.lanes.fetch_add(1, Ordering::Relaxed));
        let (deliveries, received) = mpsc::unbounded_channel();
        self.tell(Message::Attach {
            lane: id,
            slots,
            deliveries,
        });
        Lane::new(id, self.0.messages.clone(), received)
    }

    /// Stops claiming, lets what is in flight end for so long, gives back the rest, and ends the loop.
    pub async fn shutdown(&self, grace: Duration) {
        let (reply, answer) = oneshot::channel();
        self.tell(Message::Drain {
            deadline: Instant::now() + grace,
            reply,
        });
        // An error means that the loop had ended already.
        let _ = answer.await;
    }

    fn tell(&self, message: Message) {
        // Where the loop has ended, the reply inside is dropped, and its receiver sees that.
        let _ = self.0.messages.send(message);
    }
}

/// The end of an instance, to be waited for.
#[derive(Debug)]
pub struct Finishing(oneshot::Receiver<Result<Ending, WaitError>>);

impl Finishing {
    /// Answers as [`Dispatch::finished`].
    pub async fn ended(self) -> Result<Ending, WaitError> {
        self.0
            .await
            .unwrap_or_else(|_| Err(WaitError::Unavailable(GONE.into())))
    }
}

const GONE: &str = "the dispatch loop has ended";

fn unavailable(error: store::Error) -> WaitError {
    WaitError::Unavailable(error.to_string())
}

async fn run(
    mut desk: Desk,
    mut inbox: mpsc::UnboundedReceiver<Message>,
    performer: Performer<impl Database, impl Stepper>,
) {
    while !desk.done {
        let commands: Vec<Command> = desk.decide(Instant::now());
        commands
            .into_iter()
            .for_each(|command| performer.perform(command));
        let wake = desk.next_wake(Instant::now());
        tokio::select! {
            // In this order, so that a simulation goes the same way twice.
            biased;
            // The performer holds a sender, so there is always a next message.
            Some(message) = inbox.recv() => desk.handle(message, Instant::now()),
            () = tokio::time::sleep_until(wake) => {}
        }
        // Whatever came meanwhile belongs to the same batch.
        while let Ok(message) = inbox.try_recv() {
            desk.handle(message, Instant::now());
        }
    }
    for reply in desk.farewell() {
        let _ = reply.send(());
    }
}

/// Hears other hosts, over a connection that is opened again whenever it is lost.
async fn listen(store: impl Database, messages: mpsc::UnboundedSender<Message>) {
    let mut pause = Duration::from_millis(50);
    while !messages.is_closed() {
        match store.listen().await {
            Ok(mut listener) => {
                pause = Duration::from_millis(50);
                let _ = messages.send(Message::Listening);
                while let Ok(notice) = listener.next().await {
                    let _ = messages.send(Message::Heard(notice));
                }
            }
            Err(error) => tracing::warn!(%error, "cannot listen for notices"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}
