//! All that crosses between the machine and the world. This is the guest's ABI version 1: a change of any type here is a
//! new ABI version, because a stored guest must go on understanding the host that resumes it.

use serde::{Deserialize, Serialize};

use crate::source::Policy;

/// Version of these types, which the guest answers to `abi_version()`.
pub const ABI_VERSION: u32 = 1;

/// A step: either the first (no state) or one that resumes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepRequest {
    /// The snapshot that the step before returned; none for the first.
    pub state: Option<Vec<u8>>,
    /// The time that this step sees, microseconds since 1970 UTC, constant throughout it.
    pub now_micros: i64,
    /// In the order in which they are applied. The first step's begin with [`Event::Start`] or [`Event::Main`].
    pub events: Vec<Event>,
    pub limits: Limits,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Instructions that the instance may execute in this step.
    pub instructions: u64,
    /// Bytes that its heap may hold.
    pub heap_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            instructions: 500_000_000,
            heap_bytes: 64 << 20,
        }
    }
}

/// What the machine is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Event {
    /// Begin a workflow. Value-encoded: a map of attribute names to values; [positional list, keyword map].
    Start {
        instance_id: String,
        /// Seeds `random` and `uuid4`.
        seed: [u8; 16],
        attributes: Vec<u8>,
        arguments: Vec<u8>,
    },
    /// Begin a plain file (`exec`).
    Main {
        seed: [u8; 16],
    },
    /// An action ended: its value-encoded result, or a value-encoded exception.
    ActionDone {
        seq: u32,
        outcome: Result<Vec<u8>, Vec<u8>>,
    },
    TimerFired {
        seq: u32,
    },
    /// Deliver `CancelledError` into `run`.
    Cancel {
        reason: String,
    },
}

/// What one step did.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepResponse {
    /// In the order in which the program asked for them.
    pub effects: Vec<Effect>,
    pub status: Status,
    /// Instructions executed.
    pub instructions: u64,
}

/// What the machine asks for. `seq` counts actions and timers of an instance together, from 0.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub enum Effect {
    CallAction {
        seq: u32,
        /// Index into the program's actions.
        action: u32,
        /// Value-encoded: [positional list, keyword map].
        arguments: Vec<u8>,
        /// What `run_action` said; the action's own policy fills the rest.
        policy: Policy,
    },
    /// The outcome is no longer wanted; none may be delivered after this.
    CancelAction {
        seq: u32,
    },
    StartTimer {
        seq: u32,
        due_micros: i64,
    },
    CancelTimer {
        seq: u32,
    },
    /// `print` (stdout or stderr of the program).
    Print {
        text: String,
        stderr: bool,
    },
    /// `logging`: level as Python numbers it.
    Log {
        level: u8,
        logger: String,
        text: String,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Status {
    Waiting {
        state: Vec<u8>,
        wake: Wake,
    },
    /// Value-encoded result.
    Finished {
        result: Vec<u8>,
    },
    Failed(Failure),
    /// The instruction or heap limit was passed; the text says which.
    LimitExceeded {
        message: String,
    },
    /// The request, the program or the snapshot could not be read; nothing ran.
    Corrupt {
        message: String,
    },
}

/// An exception left `run`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// The exception, value-encoded, traceback included.
    pub error: Vec<u8>,
    /// "module:qualname" of its class.
    pub class: String,
    /// `str(exception)`.
    pub message: String,
    /// As CPython prints it, with the user's lines and carets.
    pub traceback: String,
    /// It is the `CancelledError` of a requested cancel.
    pub cancelled: bool,
}

/// When stepping again makes progress: once this many outcomes of outstanding seqs have come (at least 1), or at the first
/// failure if `on_failure`, or when a timer fires or a cancel comes, whichever is first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Wake {
    pub outcomes: u32,
    pub on_failure: bool,
}
