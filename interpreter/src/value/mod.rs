//! What Python values are: a 16-byte [`Value`], and the [`Heap`] of [`Obj`] that a `Ref` names.
//!
//! Immediate values (numbers that fit, `None`, builtin classes and functions) live in the `Value`; everything else is an object in
//! the heap, which is an arena without reference counts. Nothing here calls Python code.

pub mod attrs;
pub mod callable;
pub mod class;
pub mod coroutine;
pub mod exception;
pub mod future;
mod growing;
pub mod heap;
pub mod iter;
pub mod native;
pub mod object;
pub mod pattern;
mod short;
pub mod symbol;
pub mod table;
pub mod text;
pub mod types;

pub use attrs::Attrs;
pub use heap::{Heap, Ref};
pub use native::NativeId;
pub use object::Obj;
pub use symbol::{Sym, Symbols};
pub use table::Table;
pub use text::Str;
pub use types::Type;

/// A Python value. `Copy`, 16 bytes; equality of the Rust kind is identity (`is`).
///
/// Its tag is as wide as a register: a value that is copied right after a part of it was written would else wait for memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(u64)]
pub enum Value {
    /// No value: an unassigned local, an empty cell, a missing argument. Python code never sees it.
    #[default]
    Unbound,
    None,
    Ellipsis,
    NotImplemented,
    Bool(bool),
    /// An `int` within 64 bits; others are `Obj::BigInt`, which never holds a number that fits here.
    Int(i64),
    /// Make it with [`Value::float`], which canonicalises NaN.
    Float(f64),
    /// A builtin class.
    Type(Type),
    /// A builtin function, or a method of a builtin class not bound to anything.
    Native(NativeId),
    /// A module of the machine's own standard library: index into `native::MODULES`.
    Module(u16),
    /// `program.actions[i]`.
    Action(u32),
    /// `program.external_classes[i]`, a class without source.
    External(u32),
    /// An object in the heap.
    Ref(Ref),
}

impl Value {
    /// A float; every NaN becomes the one quiet NaN, because its bits could otherwise differ between machines.
    pub fn float(value: f64) -> Value {
        Value::Float(if value.is_nan() { f64::NAN } else { value })
    }

    pub fn is_unbound(self) -> bool {
        matches!(self, Value::Unbound)
    }

    pub fn is_none(self) -> bool {
        matches!(self, Value::None)
    }

    /// The value, or nothing if unbound.
    pub fn bound(self) -> Option<Value> {
        if self.is_unbound() { None } else { Some(self) }
    }

    /// The heap object, if it is one.
    pub fn as_ref(self) -> Option<Ref> {
        match self {
            Value::Ref(handle) => Some(handle),
            _ => None,
        }
    }

    /// Python's `is`.
    pub fn is(self, other: Value) -> bool {
        match (self, other) {
            (Value::Unbound, Value::Unbound)
            | (Value::None, Value::None)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::NotImplemented, Value::NotImplemented) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Type(a), Value::Type(b)) => a == b,
            (Value::Native(a), Value::Native(b)) => a == b,
            (Value::Module(a), Value::Module(b)) => a == b,
            (Value::Action(a), Value::Action(b)) | (Value::External(a), Value::External(b)) => {
                a == b
            }
            (Value::Ref(a), Value::Ref(b)) => a == b,
            _ => false,
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        self.is(*other)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(value)
    }
}

impl From<Ref> for Value {
    fn from(handle: Ref) -> Value {
        Value::Ref(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_sixteen_bytes() {
        assert_eq!(size_of::<Value>(), 16);
        assert!(size_of::<Result<Value, crate::vm::Raised>>() <= 24);
        assert!(size_of::<Obj>() <= 32);
    }
}
