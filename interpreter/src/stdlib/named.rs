//! Tuples of a builtin class with named fields: `DecimalTuple`, `IsoCalendarDate`, `struct_time`.

use crate::value::{Type, Value};
use crate::vm::{Answer, Args, Vm};

/// A tuple of that class.
pub(crate) fn new(vm: &mut Vm, class: Type, items: &[Value]) -> Value {
    let payload = vm.heap.new_tuple(items);
    Value::Ref(vm.new_instance(Value::Type(class), payload))
}

/// A field by its place.
pub(crate) fn item(vm: &Vm, args: &Args<'_>, index: usize) -> Value {
    let items = vm.heap.tuple(vm.heap.payload(args.this));
    items
        .and_then(|items| items.get(index).copied())
        .unwrap_or(Value::None)
}

/// `Name(field=value, ...)`.
pub(crate) fn repr(vm: &mut Vm, args: &Args<'_>, name: &str, fields: &[&str]) -> Answer {
    let mut parts = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let value = item(vm, args, index);
        parts.push(format!("{field}={}", vm.repr(value)?));
    }
    Ok(vm.heap.new_str(format!("{name}({})", parts.join(", "))))
}
