//! Free places in this host's workers, shared by all who may fill them.

use std::sync::atomic::{AtomicI64, Ordering};

/// A count of free slots. It goes below zero when a worker leaves while its slots are set aside.
#[derive(Debug, Default)]
pub struct Slots {
    free: AtomicI64,
}

impl Slots {
    /// Sets up to so many aside, and says how many.
    pub fn take(&self, wanted: usize) -> usize {
        let mut taken = 0;
        // The closure always answers Some, so the update cannot fail.
        let _ = self
            .free
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |free| {
                taken = wanted.min(free.max(0) as usize);
                Some(free - taken as i64)
            });
        taken
    }

    pub fn give(&self, count: usize) {
        self.free.fetch_add(count as i64, Ordering::AcqRel);
    }

    /// Slots that are free no more because their worker left.
    pub fn remove(&self, count: usize) {
        self.free.fetch_sub(count as i64, Ordering::AcqRel);
    }

    pub fn free(&self) -> usize {
        self.free.load(Ordering::Acquire).max(0) as usize
    }
}
