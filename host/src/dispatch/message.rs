//! All that the loop can be told, and all that it can ask for. Two closed enums: what is not here does not happen.

use std::collections::HashMap;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::lane::{LaneId, LaneMessage};
use super::{StartError, WaitError};
use crate::model::{Attempt, Ending, InstanceId, Outcome, Start, Started};
use crate::store::{Beat, Claimed, Error, Held, HostId, Notice, Requeued, Swept, Waiting};
use crate::turn::{Aftermath, Begun, Claimant, Effort, Events};

pub(super) type StartReply = oneshot::Sender<Result<Started, StartError>>;
pub(super) type WaitReply = oneshot::Sender<Result<Ending, WaitError>>;
pub(super) type CancelReply = oneshot::Sender<Result<(), WaitError>>;

/// A start on its way.
#[derive(Debug)]
pub(super) struct Starting {
    /// The caller's own, or one made for it.
    pub(super) id: InstanceId,
    /// Whether somebody waits for the end.
    pub(super) awaited: bool,
    pub(super) reply: StartReply,
}

#[derive(Debug)]
pub(super) enum Message {
    // From the door.
    Start {
        start: Start,
        /// Told when it ends.
        wait: Option<WaitReply>,
        reply: StartReply,
    },
    Wait {
        id: InstanceId,
        reply: WaitReply,
    },
    Cancel {
        id: InstanceId,
        reason: String,
        reply: CancelReply,
    },
    Attach {
        lane: LaneId,
        slots: u32,
        deliveries: mpsc::UnboundedSender<LaneMessage>,
    },
    Report {
        lane: LaneId,
        outcomes: Vec<Outcome>,
    },
    /// The lane takes no more actions; it goes on reporting.
    Retire {
        lane: LaneId,
    },
    Detach {
        lane: LaneId,
    },
    /// Take nothing more; what is in flight may end until the deadline.
    Drain {
        deadline: Instant,
        reply: oneshot::Sender<()>,
    },
    // From other hosts.
    Heard(Notice),
    /// Notices may have been missed until now.
    Listening,
    // What came of commands.
    Turned {
        host: HostId,
        ids: Vec<InstanceId>,
        effort: Effort,
        aftermath: Aftermath,
    },
    Begun {
        host: HostId,
        begun: Vec<(Starting, Begun)>,
        aftermath: Aftermath,
    },
    Claimed {
        host: HostId,
        limit: usize,
        claimed: Result<Vec<Claimed>, Error>,
    },
    HeldDue {
        host: HostId,
        held: Result<Vec<Waiting>, Error>,
    },
    Ripened {
        host: HostId,
        asked: Vec<Waiting>,
        granted: usize,
        claimed: Result<Vec<Claimed>, Error>,
    },
    Requeued(Requeued),
    Beaten {
        host: HostId,
        sent: Instant,
        beat: Result<Beat, Error>,
    },
    Swept(Result<Swept, Error>),
    Endings {
        asked: Vec<InstanceId>,
        endings: Result<HashMap<InstanceId, Option<Ending>>, Error>,
    },
    Notified,
    Reconciled {
        host: HostId,
        held: Vec<Held>,
    },
    Left,
}

#[derive(Debug)]
pub(super) enum Command {
    Take {
        claimant: Claimant,
        events: Events,
        effort: Effort,
    },
    Begin {
        claimant: Claimant,
        starts: Vec<(Start, Starting)>,
    },
    Claim {
        host: HostId,
        limit: usize,
    },
    HoldDue {
        host: HostId,
    },
    Ripen {
        host: HostId,
        ripe: Vec<Waiting>,
        granted: usize,
    },
    Requeue(Vec<Attempt>),
    /// Renew the lease; a host that is `new` registers first.
    Beat {
        host: HostId,
        slots: u32,
        new: bool,
    },
    Sweep,
    Endings(Vec<InstanceId>),
    Notify(Vec<Notice>),
    Reconcile {
        host: HostId,
    },
    /// Give everything back and go.
    Leave {
        host: HostId,
        running: Vec<Attempt>,
    },
}
