//! What a worker process holds of the dispatch loop: actions to run come out, outcomes go in.

use tokio::sync::mpsc;

use super::message::Message;
use crate::model::{Attempt, Delivery, Outcome};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LaneId(pub(super) u64);

/// What a worker is told.
#[derive(Debug)]
pub enum LaneMessage {
    Run(Vec<Delivery>),
    /// Its outcome is no longer taken. The slot stays occupied until the worker reports one all the same.
    Cancel {
        attempt: Attempt,
        reason: CancelReason,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelReason {
    Cancelled,
    Timeout,
}

/// A worker's side of the loop. Dropping it detaches: what was in flight is queued again at once.
#[derive(Debug)]
pub struct Lane {
    pub deliveries: mpsc::UnboundedReceiver<LaneMessage>,
    reports: Reports,
}

/// The half that reports; whoever drops it detaches the lane.
#[derive(Debug)]
pub struct Reports {
    id: LaneId,
    messages: mpsc::UnboundedSender<Message>,
}

impl Lane {
    pub(super) fn new(
        id: LaneId,
        messages: mpsc::UnboundedSender<Message>,
        deliveries: mpsc::UnboundedReceiver<LaneMessage>,
    ) -> Self {
        Self {
            deliveries,
            reports: Reports { id, messages },
        }
    }

    pub fn id(&self) -> LaneId {
        self.reports.id
    }

    /// Every attempt that was delivered is reported once, those cancelled too: that frees its slot.
    pub fn report(&self, outcomes: Vec<Outcome>) {
        self.reports.report(outcomes);
    }

    /// Takes no more actions; those in flight are still to be reported.
    pub fn retire(&self) {
        self.reports.retire();
    }

    pub fn detach(self) {}

    /// For a worker whose two directions are served by different tasks.
    pub fn split(self) -> (Reports, mpsc::UnboundedReceiver<LaneMessage>) {
        (self.reports, self.deliveries)
    }
}

impl Reports {
    /// See [`Lane::report`].
    pub fn report(&self, outcomes: Vec<Outcome>) {
        // The loop is gone only when the process ends; then the claims lapse.
        let _ = self.messages.send(Message::Report {
            lane: self.id,
            outcomes,
        });
    }
}

impl Reports {
    /// See [`Lane::retire`].
    pub fn retire(&self) {
        let _ = self.messages.send(Message::Retire { lane: self.id });
    }
}

impl Drop for Reports {
    fn drop(&mut self) {
        let _ = self.messages.send(Message::Detach { lane: self.id });
    }
}
