//! Frames: activations of functions on the machine's own stack.

use crate::value::{Ref, Value};

/// An activation. Its registers are `registers[base..base + function.registers]`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// `program.functions[code]`.
    pub(crate) code: u32,
    /// Of the instruction being executed (its first word).
    pub(crate) pc: u32,
    pub(crate) base: u32,
    pub(crate) entry: Entry,
    /// The coroutine or generator whose frame it is.
    pub(crate) owner: Option<Ref>,
    /// The exception that the frame is handling, or unbound.
    pub(crate) handling: Value,
    /// What `await` or `yield from` iterates, while it does; in a class body, its namespace.
    pub(crate) delegate: Value,
}

impl Frame {
    /// What it holds besides registers, for the collector.
    pub(crate) fn values(&self) -> [Value; 4] {
        let entry = match self.entry {
            Entry::Init(instance) => instance,
            _ => Value::Unbound,
        };
        [
            entry,
            self.owner.map_or(Value::Unbound, Value::Ref),
            self.handling,
            self.delegate,
        ]
    }
}

/// How a frame was entered, and so where its result goes. An instruction's result goes into its operand `a`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry {
    /// From Rust: the loop ends and returns it.
    Rust,
    /// By a call instruction of the frame below.
    Call,
    /// The method of the left operand, by an operator of the frame below; the other operand is asked if it declines.
    Operator,
    /// The `__init__` of an instance that a call instruction makes.
    Init(Value),
    /// By `ForNext` of the frame below: a yield is the next item, a return the end of the loop.
    Loop,
    /// By `Await` (or `YieldFrom`) of the owner's awaiter, which is the frame below, or set aside if this is the lowest of its loop.
    Delegate,
}

/// What the loop does after an instruction.
pub(crate) enum Flow {
    Next,
    /// By the offset in the extension word.
    Jump,
    /// Another frame is on top, or the top one goes on elsewhere.
    Frame,
    /// The loop was entered from Rust and ends.
    Exit(Value),
}
