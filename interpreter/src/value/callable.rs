//! What can be called besides classes and builtin functions.

use super::{Attrs, Value};
use crate::source::Policy;

/// A function that a program defines.
#[derive(Clone, Debug)]
pub struct Function {
    /// `program.functions[code]`.
    pub code: u32,
    /// The tuple of positional defaults, or unbound.
    pub defaults: Value,
    /// The dict of keyword-only defaults, or unbound.
    pub keyword_defaults: Value,
    /// Captured cells, in the order of `Function::free`.
    pub cells: Box<[Value]>,
    /// What was set on it, its `__name__`, `__qualname__`, `__doc__`, `__annotations__` included if they were changed.
    pub attrs: Attrs,
}

/// A callable with its first argument.
#[derive(Clone, Copy, Debug)]
pub struct BoundMethod {
    pub function: Value,
    pub object: Value,
}

/// `functools.partial`.
#[derive(Clone, Debug)]
pub struct Partial {
    pub function: Value,
    pub args: Vec<Value>,
    pub keywords: Vec<(Value, Value)>,
    pub attrs: Attrs,
}

/// What calling an action makes: awaiting it (or wrapping it in a task) sends it, once.
#[derive(Clone, Debug)]
pub struct ActionCall {
    pub action: u32,
    /// Bound already, as the tuple and the dict that are sent.
    pub args: Value,
    pub keywords: Value,
    /// What `run_action` said.
    pub policy: Policy,
    /// The future of its outcome once it was sent.
    pub future: Value,
}
