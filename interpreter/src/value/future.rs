//! Tasks and futures of the scheduler, with everything that waits for them as data.

use super::{Ref, Value};

/// `asyncio.Future`, or what the machine waits for.
#[derive(Clone, Debug)]
pub struct Future {
    pub kind: FutureKind,
    pub state: FutureState,
    /// In the order in which they were added.
    pub callbacks: Vec<Callback>,
    /// The message of `cancel(msg=...)`.
    pub cancel_message: Value,
}

/// The `seq` of what was not sent yet.
pub const UNSENT: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub enum FutureKind {
    Plain,
    /// The outcome of an action; `seq` is [`UNSENT`] until it is sent.
    Action {
        seq: u32,
        call: Ref,
    },
    /// `sleep`; as an action, it starts when it is awaited or wrapped.
    Timer {
        seq: u32,
        micros: i64,
        result: Value,
    },
    /// `wait_for(awaitable, timeout)`: `inner` and `timer` are there once it began.
    WaitFor {
        awaitable: Value,
        micros: Option<i64>,
        inner: Option<Ref>,
        timer: Option<Ref>,
        expired: bool,
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
    pub finished: u32,
    pub return_exceptions: bool,
    pub cancel_requested: bool,
}

/// `asyncio.Task`: a coroutine that the scheduler drives.
#[derive(Clone, Debug)]
pub struct Task {
    pub coroutine: Ref,
    /// The coroutine at the end of its chain of awaits: where it goes on.
    pub innermost: Ref,
    pub name: Value,
    /// The future that it waits for.
    pub waiting: Option<Ref>,
    pub must_cancel: bool,
    /// `cancelling()`.
    pub cancel_requests: u32,
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
    /// `add_done_callback(callable)`.
    Call(Value),
    /// The inner future or the timer of a `wait_for` is done.
    Waited(Ref),
}

/// An entry of the ready queue.
#[derive(Clone, Debug)]
pub enum Ready {
    /// Step a task: its first step, or after `sleep(0)`.
    Step(Ref),
    /// A callback of a future that is done.
    Callback { callback: Callback, future: Ref },
    /// `loop.call_soon(callable, *args)`.
    Call { function: Value, args: Vec<Value> },
    /// Send an action that a gather or task wrapped without a coroutine.
    Send(Ref),
}
