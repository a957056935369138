//! Those who wait for an instance to end.

use std::collections::{HashMap, HashSet};

use super::WaitError;
use super::message::WaitReply;
use crate::model::{Ending, InstanceId};

#[derive(Debug, Default)]
pub(super) struct Waiters {
    waiting: HashMap<InstanceId, Vec<WaitReply>>,
    /// Whose end is to be looked for in the database.
    unchecked: HashSet<InstanceId>,
    /// About to begin, so not to be looked for yet, and whether they are to be once they have.
    expected: HashMap<InstanceId, bool>,
}

impl Waiters {
    pub(super) fn add(&mut self, id: InstanceId, reply: WaitReply) {
        self.unchecked.insert(id.clone());
        self.waiting.entry(id).or_default().push(reply);
    }

    /// One for an instance that is about to begin: there is no end to look for yet.
    pub(super) fn expect(&mut self, id: InstanceId, reply: WaitReply) {
        self.expected.insert(id.clone(), false);
        self.waiting.entry(id).or_default().push(reply);
    }

    /// It has begun, just now or (`attached`) before. Answers whether its end is to be looked for.
    pub(super) fn begun(&mut self, id: &InstanceId, attached: bool) -> bool {
        let asked = self.expected.remove(id).unwrap_or(false);
        let look = (asked || attached) && self.waiting.contains_key(id);
        if look {
            self.unchecked.insert(id.clone());
        }
        look
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn has_unchecked(&self) -> bool {
        !self.unchecked.is_empty()
    }

    /// These may have ended.
    pub(super) fn check(&mut self, ids: impl IntoIterator<Item = InstanceId>) {
        for id in ids {
            self.check_one(id);
        }
    }

    fn check_one(&mut self, id: InstanceId) {
        match self.expected.get_mut(&id) {
            Some(asked) => *asked = true,
            None if self.waiting.contains_key(&id) => drop(self.unchecked.insert(id)),
            None => {}
        }
    }

    /// Any may have ended. Those who no longer wait are forgotten.
    pub(super) fn check_all(&mut self) {
        self.waiting.retain(|_, replies| {
            replies.retain(|reply| !reply.is_closed());
            !replies.is_empty()
        });
        let all: Vec<InstanceId> = self.waiting.keys().cloned().collect();
        self.check(all);
    }

    /// Whom to look for next, at most so many.
    pub(super) fn take_unchecked(&mut self, count_max: usize) -> Vec<InstanceId> {
        let ids: Vec<InstanceId> = self.unchecked.iter().take(count_max).cloned().collect();
        for id in &ids {
            self.unchecked.remove(id);
        }
        ids
    }

    pub(super) fn ended(&mut self, id: &InstanceId, ending: &Ending) {
        self.answer(id, &Ok(ending.clone()));
    }

    pub(super) fn answer(&mut self, id: &InstanceId, answer: &Result<Ending, WaitError>) {
        self.unchecked.remove(id);
        for reply in self.waiting.remove(id).unwrap_or_default() {
            let _ = reply.send(answer.clone());
        }
    }

    pub(super) fn answer_all(&mut self, error: &WaitError) {
        let ids: Vec<InstanceId> = self.waiting.keys().cloned().collect();
        for id in ids {
            self.answer(&id, &Err(error.clone()));
        }
    }
}
