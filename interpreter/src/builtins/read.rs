//! Reading arguments: what a builtin function wants of a value, and what it says if it is something else.

use crate::fault::Outcome;
use crate::number::Int;
use crate::text::slice::Slice;
use crate::value::symbol::names;
use crate::value::{Type, Value};
use crate::vm::{Answer, Raised, Vm};

impl Vm {
    /// The class of a value as CPython's readers of arguments name it.
    pub(crate) fn shown_type(&self, value: Value) -> String {
        match value {
            Value::None => "None".to_owned(),
            value => self.type_name(value),
        }
    }

    /// The value of a pure function, or its fault raised.
    pub fn lift<T>(&mut self, outcome: Outcome<T>) -> Result<T, Raised> {
        outcome.map_err(|fault| self.fault(fault))
    }

    /// A text that a pure function made.
    pub fn lift_str(&mut self, outcome: Outcome<String>) -> Answer {
        let text = self.lift(outcome)?;
        self.reserve(text.len())?;
        Ok(self.heap.new_str(text))
    }
}

/// An int, `__index__` included; else TypeError with CPython's words.
pub(crate) fn int(vm: &mut Vm, value: Value) -> Result<Int, Raised> {
    vm.to_int(value)
}

/// An int that fits 64 bits.
pub(crate) fn word(vm: &mut Vm, value: Value) -> Result<i64, Raised> {
    let int = int(vm, value)?;
    match int.to_i64() {
        Some(word) => Ok(word),
        None => Err(vm.error(
            Type::OverflowError,
            "Python int too large to convert to C ssize_t",
        )),
    }
}

/// What CPython hands to a C function as an `int`, which has 32 bits.
pub(crate) fn half_word(vm: &mut Vm, value: Value) -> Result<i64, Raised> {
    let int = int(vm, value)?;
    match int.to_i64() {
        Some(word) if i32::try_from(word).is_ok() => Ok(word),
        _ => Err(vm.error(
            Type::OverflowError,
            "Python int too large to convert to C int",
        )),
    }
}

/// An argument that CPython's own parser of arguments takes as a C int.
pub(crate) fn part(vm: &mut Vm, value: Value) -> Result<i64, Raised> {
    let message = match int(vm, value)?.to_i64() {
        None => "Python int too large to convert to C long",
        Some(word) if word > i64::from(i32::MAX) => "signed integer is greater than maximum",
        Some(word) if word < i64::from(i32::MIN) => "signed integer is less than minimum",
        Some(word) => return Ok(word),
    };
    Err(vm.error(Type::OverflowError, message))
}

/// The argument of `expandtabs`.
pub(crate) fn tab_size(vm: &mut Vm, value: Value) -> Result<i64, Raised> {
    if value.is_unbound() {
        Ok(8)
    } else {
        half_word(vm, value)
    }
}

/// The same as [`word`], or `absent` if the argument was not given.
pub(crate) fn word_or(vm: &mut Vm, value: Value, absent: i64) -> Result<i64, Raised> {
    if value.is_unbound() {
        Ok(absent)
    } else {
        word(vm, value)
    }
}

/// A bound of a slice or of `find(x, start, end)`: nothing, or an int clamped to 64 bits.
pub(crate) fn bound(vm: &mut Vm, value: Value) -> Result<Option<i64>, Raised> {
    if value.is_unbound() || value.is_none() {
        return Ok(None);
    }
    if vm.as_int(value).is_none() && vm.special(value, names::INDEX).is_none() {
        return Err(
            vm.type_error("slice indices must be integers or None or have an __index__ method")
        );
    }
    Ok(Some(int(vm, value)?.clamp_i64()))
}

/// Whether an argument is true; `absent` if it was not given.
pub(crate) fn flag(vm: &mut Vm, value: Value, absent: bool) -> Result<bool, Raised> {
    if value.is_unbound() {
        Ok(absent)
    } else {
        vm.truthy(value)
    }
}

/// A slice object resolved for a length; nothing if `value` is no slice.
pub(crate) fn slice(vm: &mut Vm, value: Value, length: usize) -> Result<Option<Slice>, Raised> {
    let Some([start, stop, step]) = vm.heap.slice(value).copied() else {
        return Ok(None);
    };
    let step = bound(vm, step)?;
    if step == Some(0) {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let (start, stop) = (bound(vm, start)?, bound(vm, stop)?);
    let resolved = Slice::resolve(start, stop, step, length);
    vm.lift(resolved).map(Some)
}

/// A subscript of a sequence that is no slice: its position, or IndexError with `range_message`.
pub(crate) fn position(
    vm: &mut Vm,
    value: Value,
    length: usize,
    sequence: &str,
    range_message: &str,
) -> Result<usize, Raised> {
    let index = match value {
        Value::Int(index) => index,
        _ if vm.as_int(value).is_some() || vm.special(value, names::INDEX).is_some() => {
            let int = int(vm, value)?;
            match int.to_i64() {
                Some(index) => index,
                None => {
                    let name = vm.type_name(value);
                    let message = format!("cannot fit '{name}' into an index-sized integer");
                    return Err(vm.index_error(message));
                }
            }
        }
        _ => {
            let name = vm.type_name(value);
            let quoted = if sequence == "string" {
                format!("'{name}'")
            } else {
                name
            };
            let kinds = if sequence == "string" {
                "integers"
            } else {
                "integers or slices"
            };
            return Err(vm.type_error(format!("{sequence} indices must be {kinds}, not {quoted}")));
        }
    };
    match crate::text::slice::position(index, length) {
        Some(position) => Ok(position),
        None => Err(vm.index_error(range_message)),
    }
}

/// A `str` argument's text; else TypeError: `message` with the type's name after it.
pub(crate) fn text(vm: &mut Vm, value: Value, message: &str) -> Result<String, Raised> {
    if let Some(text) = vm.heap.str(value) {
        return Ok(text.to_owned());
    }
    let name = vm.shown_type(value);
    Err(vm.type_error(format!("{message}{name}")))
}

/// How often a sequence is repeated by `*`: nothing if the value is no int.
pub(crate) fn times(vm: &mut Vm, value: Value) -> Result<Option<usize>, Raised> {
    if vm.as_int(value).is_none() && vm.special(value, names::INDEX).is_none() {
        return Ok(None);
    }
    let int = int(vm, value)?;
    match int.to_i64() {
        Some(times) => Ok(Some(size(times))),
        None => Err(vm.error(
            Type::OverflowError,
            "cannot fit 'int' into an index-sized integer",
        )),
    }
}

/// `str` or `None` or nothing.
pub(crate) fn optional_text(
    vm: &mut Vm,
    value: Value,
    message: &str,
) -> Result<Option<String>, Raised> {
    if value.is_unbound() || value.is_none() {
        return Ok(None);
    }
    text(vm, value, message).map(Some)
}

/// A number as a size: nothing below 0, and what is beyond an address (32 bits in wasm) is more than there is room for.
pub(crate) fn size(number: i64) -> usize {
    usize::try_from(number.max(0)).unwrap_or(usize::MAX)
}
