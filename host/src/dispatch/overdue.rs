//! Time limits of attempts, kept by the host: they hold even where the worker is stuck.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use tokio::time::Instant;

use crate::model::Attempt;

/// Deadlines, the earliest first. An attempt that ended stays here until its time; whoever takes it out asks whether it is still awaited.
#[derive(Debug, Default)]
pub(super) struct Overdue {
    deadlines: BinaryHeap<Reverse<Deadline>>,
    count: u64,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Deadline {
    at: Instant,
    /// Makes the order total without comparing attempts.
    count: u64,
    attempt: ByCount,
}

/// Deadlines differ by their count already.
#[derive(Debug)]
struct ByCount(Attempt);

impl Overdue {
    pub(super) fn watch(&mut self, attempt: Attempt, now: Instant, timeout: Duration) {
        // A limit beyond what the clock can say is none.
        if let Some(at) = now.checked_add(timeout) {
            self.count += 1;
            self.deadlines.push(Reverse(Deadline {
                at,
                count: self.count,
                attempt: ByCount(attempt),
            }));
        }
    }

    pub(super) fn next(&self) -> Option<Instant> {
        self.deadlines.peek().map(|Reverse(deadline)| deadline.at)
    }

    pub(super) fn take(&mut self, now: Instant) -> Option<Attempt> {
        self.next().filter(|at| *at <= now)?;
        self.deadlines
            .pop()
            .map(|Reverse(deadline)| deadline.attempt.0)
    }
}

impl PartialEq for ByCount {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for ByCount {}

impl PartialOrd for ByCount {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByCount {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}
