//! Instances that wait, program loaded, for the next step of any workflow instance of their version.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::instance::Instance;
use crate::model::{GuestId, VersionId};

pub(super) type Key = (GuestId, VersionId);

/// Bounded; the one that waited longest makes room.
pub(super) struct Idle {
    max: usize,
    /// Few enough that a search is quicker than any map.
    waiting: Mutex<VecDeque<(Key, Instance)>>,
}

impl Idle {
    pub(super) fn new(max: usize) -> Self {
        Self {
            max,
            waiting: Mutex::default(),
        }
    }

    /// The one used last: its memory is still in the processor's caches.
    pub(super) fn take(&self, key: Key) -> Option<Instance> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let place = waiting.iter().rposition(|(of, _)| *of == key)?;
        waiting.remove(place).map(|(_, instance)| instance)
    }

    pub(super) fn put(&self, key: Key, instance: Instance) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push_back((key, instance));
        let oldest = if waiting.len() > self.max {
            waiting.pop_front()
        } else {
            None
        };
        // Unmapping takes a while; nobody should wait for it.
        drop(waiting);
        drop(oldest);
    }
}
