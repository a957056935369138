//! What falls due soon and is this host's to fire: timers, delayed starts, next attempts.

use std::collections::{BTreeMap, HashSet};

use crate::model::Attempt;
use crate::store::Waiting;

#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// By due time (database time, microseconds) and the order in which they came.
    waits: BTreeMap<(i64, u64), Waiting>,
    known: HashSet<Attempt>,
    count: u64,
}

impl Ahead {
    /// One that is here already is not added again.
    pub(super) fn add(&mut self, waiting: Waiting) {
        if self.known.insert(waiting.attempt.clone()) {
            self.count += 1;
            self.waits.insert((waiting.due_micros, self.count), waiting);
        }
    }

    pub(super) fn next_micros(&self) -> Option<i64> {
        self.waits.first_key_value().map(|((due, _), _)| *due)
    }

    pub(super) fn take(&mut self, now_micros: i64) -> Option<Waiting> {
        self.next_micros().filter(|due| *due <= now_micros)?;
        let (_, waiting) = self.waits.pop_first()?;
        self.known.remove(&waiting.attempt);
        Some(waiting)
    }

    pub(super) fn clear(&mut self) {
        self.waits.clear();
        self.known.clear();
    }
}
