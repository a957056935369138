//! What instances are to be told, until a turn takes it. An instance is in one batch at a time.

use std::collections::{HashMap, HashSet};

use super::message::CancelReply;
use crate::model::{Attempt, InstanceId};
use crate::turn::{Event, Events};

#[derive(Debug, Default)]
pub(super) struct Inbox {
    ready: Events,
    /// Those whose step takes long: each is taken alone.
    long: Events,
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
        } else if let Some(long) = self.long.get_mut(&id) {
            long
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
        self.ready.is_empty() && self.long.is_empty() && self.busy.is_empty()
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
        batch.keys().for_each(|id| self.begin(id));
        batch
    }

    /// One of those whose step takes long.
    pub(super) fn take_long(&mut self) -> Option<Events> {
        let (id, events) = self.long.pop_first()?;
        self.begin(&id);
        Some(Events::from([(id, events)]))
    }

    fn begin(&mut self, id: &InstanceId) {
        self.busy.insert(id.clone());
        if let Some(replies) = self.cancels.remove(id) {
            self.cancels_taken.insert(id.clone(), replies);
        }
    }

    /// Its turn was not taken: it is told again, before what came meanwhile.
    pub(super) fn put_back(&mut self, id: &InstanceId, events: Vec<Event>) {
        let events = self.undo(id, events);
        self.ready.insert(id.clone(), events);
    }

    /// Its turn was not taken, since its step takes long.
    pub(super) fn put_off(&mut self, id: &InstanceId, events: Vec<Event>) {
        let events = self.undo(id, events);
        self.long.insert(id.clone(), events);
    }

    /// As it was before its batch was taken; all events of the instance, in their order.
    fn undo(&mut self, id: &InstanceId, mut events: Vec<Event>) -> Vec<Event> {
        self.busy.remove(id);
        events.extend(self.kept_back.remove(id).unwrap_or_default());
        if let Some(replies) = self.cancels_taken.remove(id) {
            self.cancels.entry(id.clone()).or_default().extend(replies);
        }
        events
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
            .chain(self.long.get(&attempt.instance))
            .chain(self.kept_back.get(&attempt.instance))
            .flatten();
        events.into_iter().any(|event| match event {
            Event::Outcome(report) => report.attempt == *attempt,
            Event::Due(waiting) => waiting.attempt == *attempt,
            Event::Cancel { .. } => false,
        })
    }
}
