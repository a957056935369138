//! Between values and the pure numbers of `number`.

use crate::fault::{Detail, Fault, Kind};
use crate::number::{Int, float};
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// An `int` or `bool` (or an instance of a subclass) as a number.
    pub fn as_int(&self, value: Value) -> Option<Int> {
        match self.heap.payload(value) {
            Value::Int(value) => Some(Int::Small(value)),
            Value::Bool(value) => Some(Int::Small(i64::from(value))),
            value => self
                .heap
                .big_int(value)
                .map(|value| Int::Big(value.clone())),
        }
    }

    /// A number as a value.
    pub fn from_int(&mut self, value: Int) -> Value {
        match value {
            Int::Small(value) => Value::Int(value),
            Int::Big(value) => self.heap.new_int(value),
        }
    }

    /// A `float` or an `int`, as a float; nothing for other types. An int that is too large is an OverflowError.
    pub fn as_float(&mut self, value: Value) -> Result<Option<f64>, Raised> {
        match self.heap.payload(value) {
            Value::Float(value) => Ok(Some(value)),
            value => match self.as_int(value) {
                Some(value) => float::from_int(&value)
                    .map(Some)
                    .map_err(|fault| self.fault(fault)),
                None => Ok(None),
            },
        }
    }

    /// What `__index__` of another object says, if it has one and it says an int.
    pub(crate) fn index_of(&mut self, value: Value) -> Option<Int> {
        let method = self.special(value, names::INDEX)?;
        let index = self.call(method, &[]).ok()?;
        self.as_int(index)
    }

    /// `operator.index(value)`: TypeError for what is no integer.
    pub fn to_int(&mut self, value: Value) -> Result<Int, Raised> {
        if let Some(value) = self.as_int(value) {
            return Ok(value);
        }
        let Some(method) = self.special(value, names::INDEX) else {
            let class = self.type_name(value);
            return Err(self.type_error(format!(
                "'{class}' object cannot be interpreted as an integer"
            )));
        };
        let index = self.call(method, &[])?;
        match self.as_int(index) {
            Some(index) => Ok(index),
            None => {
                let class = self.type_name(index);
                Err(self.type_error(format!("__index__ returned non-int (type {class})")))
            }
        }
    }

    /// As `to_int`, clamped to 64 bits.
    pub fn to_index(&mut self, value: Value) -> Result<i64, Raised> {
        match value {
            Value::Int(value) => Ok(value),
            _ => Ok(self.to_int(value)?.clamp_i64()),
        }
    }

    /// A bound of a slice: none, or an integer clamped to 64 bits.
    pub fn slice_bound(&mut self, value: Value) -> Result<Option<i64>, Raised> {
        if value.is_none() || value.is_unbound() {
            return Ok(None);
        }
        if self.as_int(value).is_none() && self.special(value, names::INDEX).is_none() {
            return Err(self
                .type_error("slice indices must be integers or None or have an __index__ method"));
        }
        self.to_index(value).map(Some)
    }

    /// The Python exception of a fault of `number` or `text`.
    pub fn fault(&mut self, fault: Fault) -> Raised {
        let class = fault_class(fault.kind);
        match fault.detail {
            Detail::Message if fault.message.is_empty() => self.error_with(class, &[]),
            Detail::Message => self.error(class, fault.message),
            Detail::Errno(code) => {
                let message = self.heap.new_str(fault.message);
                self.error_with(class, &[Value::Int(i64::from(code)), message])
            }
            Detail::Encode {
                encoding,
                object,
                start,
                end,
            } => {
                let object = self.heap.new_str(object);
                self.codec_error(class, encoding, object, start, end, fault.message)
            }
            Detail::Decode {
                encoding,
                object,
                start,
                end,
            } => {
                let object = self.heap.new_bytes(object);
                self.codec_error(class, encoding, object, start, end, fault.message)
            }
        }
    }

    fn codec_error(
        &mut self,
        class: Type,
        encoding: String,
        object: Value,
        start: usize,
        end: usize,
        message: String,
    ) -> Raised {
        let encoding = self.heap.new_str(encoding);
        let message = self.heap.new_str(message);
        self.error_with(
            class,
            &[
                encoding,
                object,
                Value::Int(start as i64),
                Value::Int(end as i64),
                message,
            ],
        )
    }

    /// A pure function's outcome as an answer's.
    pub fn checked<T>(&mut self, outcome: Result<T, Fault>) -> Result<T, Raised> {
        outcome.map_err(|fault| self.fault(fault))
    }

    /// A complex number.
    pub fn new_complex(&mut self, real: f64, imaginary: f64) -> Answer {
        Ok(Value::Ref(self.heap.alloc(Obj::Complex(real, imaginary))))
    }
}

fn fault_class(kind: Kind) -> Type {
    match kind {
        Kind::AttributeError => Type::AttributeError,
        Kind::IndexError => Type::IndexError,
        Kind::KeyError => Type::KeyError,
        Kind::LookupError => Type::LookupError,
        Kind::MemoryError => Type::MemoryError,
        Kind::NotImplementedError => Type::NotImplementedError,
        Kind::OverflowError => Type::OverflowError,
        Kind::RuntimeError => Type::RuntimeError,
        Kind::StopIteration => Type::StopIteration,
        Kind::TypeError => Type::TypeError,
        Kind::UnicodeDecodeError => Type::UnicodeDecodeError,
        Kind::UnicodeEncodeError => Type::UnicodeEncodeError,
        Kind::ValueError => Type::ValueError,
        Kind::ZeroDivisionError => Type::ZeroDivisionError,
    }
}
