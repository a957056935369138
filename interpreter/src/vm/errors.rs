//! Making Python exceptions from Rust.

use crate::value::exception::Exception;
use crate::value::{Attrs, Obj, Ref, Type, Value};

use super::Vm;

/// Why something has no value: a Python exception, or the end of the step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Raised {
    /// An exception object.
    Exception(Ref),
    /// A limit of the instance was passed. No Python code can catch it.
    Limit(Limit),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Instructions,
    Heap,
    /// No limit: a pause is forced here, and the step goes on afterwards.
    Pause,
    /// Not one: the step is taken back until a worker has answered (`recorded`).
    Asked,
}

impl Limit {
    pub fn message(self) -> &'static str {
        match self {
            Limit::Instructions => {
                "the workflow executed more instructions in one step than its limit allows"
            }
            Limit::Pause => "a pause was forced where it cannot be",
            Limit::Heap => "the workflow's objects take more memory than its limit allows",
            Limit::Asked => "the workflow waits for a worker",
        }
    }
}

impl Vm {
    /// A new exception of a builtin class with one text as its argument.
    pub fn error(&mut self, class: Type, message: impl Into<Box<str>> + AsRef<str>) -> Raised {
        let message = self.heap.new_str(message);
        self.error_with(class, &[message])
    }

    /// A new exception of a builtin class with these arguments.
    pub fn error_with(&mut self, class: Type, args: &[Value]) -> Raised {
        Raised::Exception(self.new_exception(Value::Type(class), args))
    }

    /// An exception object; its class's `__init__` does not run.
    pub fn new_exception(&mut self, class: Value, args: &[Value]) -> Ref {
        let args = self.heap.new_tuple(args);
        self.new_exception_of(class, args)
    }

    /// As `new_exception`, of the tuple of its arguments.
    pub(crate) fn new_exception_of(&mut self, class: Value, args: Value) -> Ref {
        self.heap.alloc(Obj::Exception(Box::new(Exception {
            class,
            args,
            attrs: Attrs::default(),
            cause: Value::None,
            context: Value::None,
            suppress_context: false,
            notes: Value::Unbound,
            traceback: Vec::new(),
            traceback_object: Value::Unbound,
            remote: Value::Unbound,
        })))
    }

    pub fn type_error(&mut self, message: impl Into<Box<str>> + AsRef<str>) -> Raised {
        self.error(Type::TypeError, message)
    }

    pub fn value_error(&mut self, message: impl Into<Box<str>> + AsRef<str>) -> Raised {
        self.error(Type::ValueError, message)
    }

    pub fn index_error(&mut self, message: impl Into<Box<str>> + AsRef<str>) -> Raised {
        self.error(Type::IndexError, message)
    }

    pub fn runtime_error(&mut self, message: impl Into<Box<str>> + AsRef<str>) -> Raised {
        self.error(Type::RuntimeError, message)
    }

    pub fn attribute_error(&mut self, message: impl Into<Box<str>> + AsRef<str>) -> Raised {
        self.error(Type::AttributeError, message)
    }

    /// `KeyError(key)`.
    pub fn key_error(&mut self, key: Value) -> Raised {
        self.error_with(Type::KeyError, &[key])
    }

    pub fn recursion_error(&mut self) -> Raised {
        self.error(Type::RecursionError, "maximum recursion depth exceeded")
    }

    /// Fails before something of that many bytes is made, if the heap has no room for it.
    pub fn reserve(&mut self, bytes: usize) -> Result<(), Raised> {
        let limit = self.limits.heap_bytes as usize;
        if self.heap.bytes().saturating_add(bytes) > limit {
            return Err(Raised::Limit(Limit::Heap));
        }
        Ok(())
    }
}
