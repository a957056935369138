//! Who may speak on the bridge: the processes that this host has spawned, once each.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::shutdown::Shutdown;

/// What a worker said when it arrived.
pub(super) enum Arrival {
    Ready,
    /// A user's module does not import: the traceback.
    ImportError(String),
}

/// The host's side of one worker's life: it hears of the arrival, and ends the session when the process is gone.
pub(super) struct Admission {
    /// For the process's environment.
    pub(super) token: String,
    pub(super) arrival: oneshot::Receiver<Arrival>,
    pub(super) gone: Shutdown,
}

/// The session's side.
pub(super) struct Admitted {
    pub(super) arrival: oneshot::Sender<Arrival>,
    pub(super) gone: Shutdown,
}

/// Tokens that were given out and not used yet.
#[derive(Default)]
pub(super) struct Admissions {
    expected: Mutex<HashMap<String, Admitted>>,
}

impl Admissions {
    pub(super) fn expect(&self) -> Admission {
        let token = uuid::Uuid::new_v4().simple().to_string();
        let (announce, arrival) = oneshot::channel();
        let gone = Shutdown::default();
        let admitted = Admitted {
            arrival: announce,
            gone: gone.clone(),
        };
        self.lock().insert(token.clone(), admitted);
        Admission {
            token,
            arrival,
            gone,
        }
    }

    /// A token is good for one stream.
    pub(super) fn admit(&self, token: &str) -> Option<Admitted> {
        self.lock().remove(token)
    }

    /// The process of that token has ended: nobody may use it now.
    pub(super) fn withdraw(&self, admission: &Admission) {
        self.lock().remove(&admission.token);
        admission.gone.raise();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Admitted>> {
        // The map is whole between any two statements, so a panic elsewhere does not spoil it.
        self.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
