//! The database's time, told between statements by this process's monotonic clock.

use std::sync::atomic::{AtomicI64, Ordering};

use tokio::time::Instant;

/// An estimate that each heartbeat corrects. The host's own clock is never read.
#[derive(Debug)]
pub struct Clock {
    origin: Instant,
    /// Database time at `origin`, microseconds since 1970.
    base_micros: AtomicI64,
}

impl Clock {
    /// Takes what the database answered just now.
    pub fn new(now_micros: i64) -> Self {
        Self {
            origin: Instant::now(),
            base_micros: AtomicI64::new(now_micros),
        }
    }

    pub fn set(&self, now_micros: i64) {
        self.base_micros
            .store(now_micros - self.elapsed_micros(), Ordering::Relaxed);
    }

    /// Microseconds since 1970.
    pub fn now_micros(&self) -> i64 {
        self.base_micros.load(Ordering::Relaxed) + self.elapsed_micros()
    }

    fn elapsed_micros(&self) -> i64 {
        self.origin.elapsed().as_micros() as i64
    }
}
