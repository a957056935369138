//! Tasks and futures of the scheduler, with everything that waits for them as data.

use std::collections::BTreeSet;

use super::{Ref, Value};

/// `asyncio.Future`, or what the machine waits for.
#[derive(Clone, Debug)]
pub struct Future {
    pub kind: FutureKind,
    pub state: FutureState,
    /// In the order in which they were added.
    pub callbacks: Vec<Callback>,
    /// The message of `cancel(msg=...)`; of a task that was cancelled, the CancelledError that left it until somebody raises it.
    pub cancel_message: Value,
}

/// The `seq` of what was not sent yet.
pub const UNSENT: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub enum FutureKind {
    Plain,
    /// The outcome of an action; `seq` is [`UNSENT`] until it is sent, and then the call is forgotten.
    Action {
        seq: u32,
        call: Option<Ref>,
    },
    /// `sleep`: as a coroutine, it starts when it is awaited or its task begins.
    Timer {
        seq: u32,
        micros: i64,
        result: Value,
    },
    /// `loop.call_later(...)`: calls when it fires.
    Alarm {
        seq: u32,
        function: Value,
        context: Value,
    },
    Gather(Box<Gather>),
    /// `shield(inner)`.
    Shield {
        inner: Ref,
    },
    Task(Box<Task>),
}

#[derive(Clone, Copy, Debug)]
pub enum FutureState {
    Pending,
    Result(Value),
    Error(Value),
    Cancelled,
}

/// `gather(...)`.
#[derive(Clone, Debug)]
pub struct Gather {
    /// A future for each argument; the same one may stand several times.
    pub children: Vec<Ref>,
    /// How many different ones.
    pub distinct: u32,
    pub finished: u32,
    pub return_exceptions: bool,
    pub cancel_requested: bool,
}

impl Gather {
    /// How many different futures there are.
    pub fn count(children: &[Ref]) -> u32 {
        children.iter().collect::<BTreeSet<_>>().len() as u32
    }
}

/// `asyncio.Task`: a coroutine that the scheduler drives.
#[derive(Clone, Debug)]
pub struct Task {
    /// A coroutine, an action call, or the future of an action or a `sleep` that is all that the task awaits.
    pub coroutine: Ref,
    /// The coroutine at the end of its chain of awaits: where it goes on.
    pub innermost: Ref,
    /// An int stands for the name `Task-1` that the machine gave.
    pub name: Value,
    /// The future that it waits for.
    pub waiting: Option<Ref>,
    pub must_cancel: bool,
    /// `cancelling()`.
    pub cancel_requests: u32,
    /// The dict of its context variables; unbound for none.
    pub context: Value,
}

/// What happens when a future is done. Each is put in the ready queue, in order.
#[derive(Clone, Copy, Debug)]
pub enum Callback {
    /// Step the task that waits.
    Wake(Ref),
    /// A child of a gather is done.
    Gathered(Ref),
    /// The inner future of a shield is done.
    Shielded(Ref),
    /// `add_done_callback(callable, context=...)`.
    Call { function: Value, context: Value },
}

/// An entry of the ready queue.
#[derive(Clone, Debug)]
pub enum Ready {
    /// Step a task: its first step, or after `sleep(0)`.
    Step(Ref),
    /// A callback of a future that is done.
    Callback { callback: Callback, future: Ref },
    /// `loop.call_soon(callable, *args)`.
    Call {
        function: Value,
        args: Vec<Value>,
        context: Value,
    },
    /// A timer is due.
    Fire(Ref),
    /// What `asyncio.run` waits for is done: the loop stops after this round.
    Stop,
}
