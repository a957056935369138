//! From the thread that runs tonic to the thread that runs Python, without either waiting for the other.
//!
//! The Rust side pushes; one byte on a socket pair wakes Python, and only where none is pending. Python's event loop watches the
//! other end and drains everything in one call. The Rust side never takes the GIL.

use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use rustix::net::{AddressFamily, SocketFlags, SocketType};

pub(crate) struct Inbox<T> {
    state: Mutex<State<T>>,
    read: OwnedFd,
    write: OwnedFd,
}

struct State<T> {
    events: Vec<T>,
    /// A byte is under way.
    woken: bool,
}

impl<T> Inbox<T> {
    pub(crate) fn new() -> PyResult<Self> {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let (read, write) =
            rustix::net::socketpair(AddressFamily::UNIX, SocketType::STREAM, flags, None)
                .map_err(|error| PyOSError::new_err(error.to_string()))?;
        Ok(Self {
            state: Mutex::new(State {
                events: Vec::new(),
                woken: false,
            }),
            read,
            write,
        })
    }

    pub(crate) fn push(&self, event: T) {
        let mut state = self.lock();
        state.events.push(event);
        if !state.woken {
            // The pair holds at most this one byte, so the write cannot block; it fails only where the reader is gone.
            state.woken = rustix::io::write(&self.write, &[1]).is_ok();
        }
    }

    pub(crate) fn drain(&self) -> Vec<T> {
        let mut state = self.lock();
        if state.woken {
            let mut byte = [0; 1];
            state.woken = rustix::io::read(&self.read, &mut byte).is_err();
        }
        std::mem::take(&mut state.events)
    }

    pub(crate) fn fileno(&self) -> i32 {
        self.read.as_raw_fd()
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing that runs under the lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
