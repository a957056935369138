//! Exceptions, as data.

use super::{Attrs, Value};

/// An instance of a class below `BaseException`.
#[derive(Clone, Debug)]
pub struct Exception {
    pub class: Value,
    /// A tuple.
    pub args: Value,
    pub attrs: Attrs,
    pub cause: Value,
    pub context: Value,
    pub suppress_context: bool,
    /// A list, or unbound.
    pub notes: Value,
    /// From the frame that raised it outwards.
    pub traceback: Vec<TraceEntry>,
    /// The object of that traceback, once one was asked for; unbound if the traceback changed since.
    pub traceback_object: Value,
    /// The traceback text of another process (an action's worker), shown before ours.
    pub remote: Value,
}

/// Where an exception passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceEntry {
    /// `program.functions[code]`.
    pub code: u32,
    /// Of the instruction.
    pub pc: u32,
}
