//! The builtins that programs call most, without what every call of a builtin has to do: reading its row, binding its arguments.

use crate::ir::{self, Op};
use crate::value::{Obj, Type, Value};

use super::slow::{At, CALL};
use super::{Vm, native, registers};

/// Which functions those are; unbound where a table has none of that name.
#[derive(Clone, Copy)]
pub(crate) struct QuickNatives {
    len: Value,
    append: Value,
    get: Value,
}

impl Default for QuickNatives {
    fn default() -> Self {
        let method = |owner, name| native::own_method(owner, name).map(Value::Native);
        let builtins = native::find_module("builtins");
        let len = builtins.and_then(|builtins| native::module_function(builtins, "len"));
        Self {
            len: len.map(Value::Native).unwrap_or_default(),
            append: method(Type::List, "append").unwrap_or_default(),
            get: method(Type::Dict, "get").unwrap_or_default(),
        }
    }
}

impl Vm {
    /// What the call gives, if it is one of those on a plain container and cannot fail; it is charged for as any call.
    #[inline]
    pub(super) fn quick_native(&mut self, at: At) -> Option<Value> {
        let first = at.base + usize::from(ir::b(at.word));
        let callee = self.registers[first];
        if !matches!(callee, Value::Native(_) | Value::Type(Type::Str))
            || self.fuel < u64::from(CALL)
            || self.is_full()
        {
            return None;
        }
        let value = match (registers::op(at.word), ir::c(at.word)) {
            (Op::Call, 1) if callee == self.quick_natives.len => {
                self.quick_length(self.registers[first + 1])
            }
            (Op::Call, 1) if callee == Value::Type(Type::Str) => match self.registers[first + 1] {
                Value::Int(number) => Some(self.heap.new_decimal(number)),
                _ => None,
            },
            (Op::CallMethod, 1) if callee == self.quick_natives.append => {
                self.quick_append(self.registers[first + 1], self.registers[first + 2])
            }
            (Op::CallMethod, 1) if callee == self.quick_natives.get => {
                let found = self.quick_key(self.registers[first + 1], self.registers[first + 2])?;
                Some(found.unwrap_or(Value::None))
            }
            (Op::CallMethod, 2) if callee == self.quick_natives.get => {
                let found = self.quick_key(self.registers[first + 1], self.registers[first + 2])?;
                Some(found.unwrap_or(self.registers[first + 3]))
            }
            _ => None,
        }?;
        self.fuel -= u64::from(CALL);
        Some(value)
    }

    fn quick_length(&self, value: Value) -> Option<Value> {
        let Value::Ref(handle) = value else {
            return None;
        };
        let length = match self.heap.get(handle) {
            Obj::Str(text) => text.chars(),
            Obj::List(items) => items.len(),
            Obj::Tuple(items) => items.len(),
            Obj::Dict(dict) => dict.table.len(),
            Obj::Set(table) => table.len(),
            _ => return None,
        };
        Some(Value::Int(length as i64))
    }

    fn quick_append(&mut self, list: Value, item: Value) -> Option<Value> {
        self.heap.list(list)?;
        self.list_push(list, item);
        Some(Value::None)
    }
}
