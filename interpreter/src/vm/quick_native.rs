//! The builtins that programs call most, without what every call of a builtin has to do: reading its row, binding its arguments.

use crate::ir::{self, Op};
use crate::value::{NativeId, Obj, Type, Value};

use super::slow::{At, CALL};
use super::{Vm, native, registers};

/// Which functions those are; none where a table has none of that name.
#[derive(Clone, Copy)]
pub(crate) struct QuickNatives {
    len: Option<NativeId>,
    append: Option<NativeId>,
    get: Option<NativeId>,
}

impl Default for QuickNatives {
    fn default() -> Self {
        let builtins = native::find_module("builtins");
        Self {
            len: builtins.and_then(|builtins| native::module_function(builtins, "len")),
            append: native::own_method(Type::List, "append"),
            get: native::own_method(Type::Dict, "get"),
        }
    }
}

impl Vm {
    /// What the call gives, if it is one of those on a plain container and cannot fail; it is charged for as any call.
    #[inline]
    pub(super) fn quick_native(&mut self, at: At) -> Option<Value> {
        if self.fuel < u64::from(CALL) || self.is_full() {
            return None;
        }
        let first = at.base + usize::from(ir::b(at.word));
        let value = match self.registers[first] {
            Value::Native(id) => self.quick_call_of(id, first, at.word),
            Value::Type(Type::Str) if is_call_of_one(at.word) => match self.registers[first + 1] {
                Value::Int(number) => Some(self.heap.new_decimal(number)),
                _ => None,
            },
            _ => None,
        }?;
        self.fuel -= u64::from(CALL);
        Some(value)
    }

    #[inline(always)]
    fn quick_call_of(&mut self, id: NativeId, first: usize, word: u32) -> Option<Value> {
        let (id, known) = (Some(id), self.quick_natives);
        match (registers::op(word), ir::c(word)) {
            (Op::Call, 1) if id == known.len => self.quick_length(self.registers[first + 1]),
            (Op::CallMethod, 1) if id == known.append => {
                self.quick_append(self.registers[first + 1], self.registers[first + 2])
            }
            (Op::CallMethod, 1) if id == known.get => {
                let found = self.quick_key(self.registers[first + 1], self.registers[first + 2])?;
                Some(found.unwrap_or(Value::None))
            }
            (Op::CallMethod, 2) if id == known.get => {
                let found = self.quick_key(self.registers[first + 1], self.registers[first + 2])?;
                Some(found.unwrap_or(self.registers[first + 3]))
            }
            _ => None,
        }
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

fn is_call_of_one(word: u32) -> bool {
    registers::op(word) == Op::Call && ir::c(word) == 1
}
