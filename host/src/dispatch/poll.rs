//! When to look into the database without being told to.

use std::time::Duration;

use tokio::time::Instant;

/// Looks often while there is something to find, and ever more rarely while there is not.
#[derive(Debug)]
pub(super) struct Poll {
    busy: Duration,
    idle: Duration,
    interval: Duration,
    next: Instant,
    /// A look is on its way; there is one at a time.
    looking: bool,
    /// Told to hurry while it looked: what that was about may have come too late for this look.
    again: bool,
}

impl Poll {
    pub(super) fn new(busy: Duration, idle: Duration, now: Instant) -> Self {
        let busy = busy.min(idle);
        Self {
            busy,
            idle,
            interval: busy,
            next: now,
            looking: false,
            again: false,
        }
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        !self.looking && self.next <= now
    }

    /// None while a look is on its way.
    pub(super) fn next(&self) -> Option<Instant> {
        (!self.looking).then_some(self.next)
    }

    pub(super) fn is_looking(&self) -> bool {
        self.looking
    }

    /// There is something to find.
    pub(super) fn hurry(&mut self, now: Instant) {
        self.next = now;
        self.interval = self.busy;
        self.again = self.looking;
    }

    pub(super) fn began(&mut self) {
        self.looking = true;
    }

    /// `found` something; `more` is left there.
    pub(super) fn ended(&mut self, now: Instant, found: bool, more: bool) {
        let again = std::mem::take(&mut self.again);
        self.looking = false;
        self.interval = if found || again {
            self.busy
        } else {
            (self.interval * 2).min(self.idle)
        };
        self.next = if more || again {
            now
        } else {
            now + self.interval
        };
    }
}
