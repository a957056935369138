//! What instances are to be told, until a turn takes it. An instance is in one batch at a time.

use std::collections::{HashMap, HashSet};

use super::message::CancelReply;
use crate::model::{Attempt, InstanceId};
use crate::turn::{Event, Events};

#[derive(Debug, Default)]
pub(super) struct Inbox {
    ready: Events,
    /// For instances whose turn is being taken.
    kept_back: HashMap<InstanceId, Vec<Event>>,
    busy: HashSet<InstanceId>,
    cancels: HashMap<InstanceId, Vec<CancelReply>>,
    /// Of the cancels that a batch has taken along.
    cancels_taken: HashMap<InstanceId, Vec<CancelReply>>,
}

impl Inbox {
    pub(super) fn push(&mut self, id: InstanceId, event: Event) {
        let events = if self.busy.contains(&id) {
            self.kept_back.entry(id).or_default()
        } else {
            self.ready.entry(id).or_default()
        };
        events.push(event);
    }

    pub(super) fn cancel(&mut self, id: InstanceId, reason: String, reply: CancelReply) {
        self.cancels.entry(id.clone()).or_default().push(reply);
        self.push(id, Event::Cancel { reason });
    }

    pub(super) fn is_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty() && self.busy.is_empty()
    }

    /// A batch of at most so many instances, in the order of their ids.
    pub(super) fn take(&mut self, instances_max: usize) -> Events {
        let batch = match self.ready.keys().nth(instances_max).cloned() {
            None => std::mem::take(&mut self.ready),
            Some(beyond) => {
                let rest = self.ready.split_off(&beyond);
                std::mem::replace(&mut self.ready, rest)
            }
        };
        for id in batch.keys() {
            self.busy.insert(id.clone());
            if let Some(replies) = self.cancels.remove(id) {
                self.cancels_taken.insert(id.clone(), replies);
            }
        }
        batch
    }

    /// Its turn was not taken: it is told again, before what came meanwhile.
    pub(super) fn put_back(&mut self, id: &InstanceId, mut events: Vec<Event>) {
        self.busy.remove(id);
        events.extend(self.kept_back.remove(id).unwrap_or_default());
        self.ready.insert(id.clone(), events);
        if let Some(replies) = self.cancels_taken.remove(id) {
            self.cancels.entry(id.clone()).or_default().extend(replies);
        }
    }

    /// The turn is over: what came meanwhile is ready. Returns those who asked for a cancel.
    pub(super) fn release(&mut self, id: &InstanceId) -> Vec<CancelReply> {
        self.busy.remove(id);
        if let Some(events) = self.kept_back.remove(id) {
            self.ready.insert(id.clone(), events);
        }
        self.cancels_taken.remove(id).unwrap_or_default()
    }

    /// Whether something about this attempt is on its way to a turn.
    pub(super) fn holds(&self, attempt: &Attempt) -> bool {
        let events = self
            .ready
            .get(&attempt.instance)
            .into_iter()
            .chain(self.kept_back.get(&attempt.instance))
            .flatten();
        events.into_iter().any(|event| match event {
            Event::Outcome(report) => report.attempt == *attempt,
            Event::Due(waiting) => waiting.attempt == *attempt,
            Event::Cancel { .. } => false,
        })
    }
}
