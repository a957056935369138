//! Frames that can be set aside: generators, coroutines, asynchronous generators.

use super::{Ref, Value};
use crate::ir::Suspends;

/// A generator, a coroutine or an asynchronous generator.
#[derive(Clone, Debug)]
pub struct Coroutine {
    /// Never `Suspends::No`.
    pub kind: Suspends,
    pub state: Progress,
    pub frame: SavedFrame,
    /// The coroutine (or asynchronous generator) that awaits this one. Resuming goes to the innermost directly; its result goes here.
    pub awaiter: Option<Ref>,
    /// The name it shows, if it is not its function's.
    pub name: Value,
    /// An asynchronous generator that `aclose` ends: `GeneratorExit` leaving it is no error.
    pub closing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Created,
    Suspended,
    /// Its frame is on the stack.
    Running,
    Done,
}

/// A frame that is not on the stack.
#[derive(Clone, Debug, Default)]
pub struct SavedFrame {
    /// `program.functions[code]`.
    pub code: u32,
    /// Of the instruction that suspended (it is `Yield`, `Await` or `YieldFrom`), or 0 before the start.
    pub pc: u32,
    pub registers: Vec<Value>,
    /// The exception that the frame is handling.
    pub handling: Value,
    /// What `yield from` or `await` iterates, while it does.
    pub delegate: Value,
}

/// What `__anext__`, `asend`, `athrow` and `aclose` of an asynchronous generator return: awaiting it runs the generator to its next yield.
#[derive(Clone, Copy, Debug)]
pub struct AsyncStep {
    pub generator: Ref,
    pub resume: Resume,
    /// Awaited already.
    pub used: bool,
}

/// How a suspended frame goes on.
#[derive(Clone, Copy, Debug)]
pub enum Resume {
    Send(Value),
    Throw(Value),
    /// As throwing `GeneratorExit`, for `aclose`.
    Close,
}
