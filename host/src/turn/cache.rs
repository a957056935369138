//! Instances as the last turn left them, so that the next need not read them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Known;
use crate::model::InstanceId;

/// Holds the instances touched last, up to so many bytes. What it holds may be stale: the commit's fence decides.
#[derive(Debug)]
pub(super) struct Cache {
    bytes_max: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    entries: HashMap<InstanceId, (u64, Known)>,
    /// The oldest first.
    ages: BTreeMap<u64, InstanceId>,
    next_age: u64,
    bytes: usize,
}

/// What an entry costs besides its snapshot, about.
const ENTRY_BYTES: usize = 512;

impl Cache {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            bytes_max,
            inner: Mutex::default(),
        }
    }

    /// Takes an instance out: whoever changes it puts back what it became.
    pub(super) fn take(&self, id: &InstanceId) -> Option<Known> {
        self.lock().remove(id)
    }

    /// Puts it in unless there is one that is as new.
    pub(super) fn offer(&self, known: Known) {
        let newer = |(_, have): &(u64, Known)| have.row.turn >= known.row.turn;
        if !self.lock().entries.get(&known.row.id).is_some_and(newer) {
            self.put(known);
        }
    }

    pub(super) fn put(&self, known: Known) {
        let mut inner = self.lock();
        let id = known.row.id.clone();
        inner.remove(&id);
        let age = inner.next_age;
        inner.next_age += 1;
        inner.bytes += cost(&known);
        inner.ages.insert(age, id.clone());
        inner.entries.insert(id, (age, known));
        while inner.bytes > self.bytes_max
            && let Some((_, oldest)) = inner.ages.pop_first()
        {
            inner.remove(&oldest);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn remove(&mut self, id: &InstanceId) -> Option<Known> {
        let (age, known) = self.entries.remove(id)?;
        self.ages.remove(&age);
        self.bytes -= cost(&known);
        Some(known)
    }
}

fn cost(known: &Known) -> usize {
    let stored = known.row.snapshot.as_ref().map_or(0, Vec::len);
    known.state.as_ref().map_or(0, Vec::len) + stored + known.row.id.as_str().len() + ENTRY_BYTES
}
