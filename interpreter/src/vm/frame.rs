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
    /// What `await` or `yield from` iterates, while it does.
    pub(crate) delegate: Value,
}

/// How a frame was entered, and so where its result goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry {
    /// From Rust: the loop ends and returns it.
    Rust,
    /// By a call instruction: into that register of the frame below.
    Call { to: u8 },
    /// The `__init__` of an instance that the call makes.
    Init { to: u8, instance: Value },
    /// By `ForNext` of the frame below: a yield is the next item, a return the end of the loop.
    Loop { to: u8 },
    /// By `Await` or `YieldFrom` of the frame below.
    Delegate { to: u8 },
}

/// What an attribute instruction found the last time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cache {
    pub(crate) site: u32,
    pub(crate) epoch: u32,
    pub(crate) class: Value,
    pub(crate) found: Found,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    Nothing,
    /// In the instance, perhaps at this position, and the class has no data descriptor of that name.
    Slot(u32),
    /// In the class, a function: bind it.
    Method(Value),
}
