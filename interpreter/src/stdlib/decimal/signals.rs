//! Conditions become flags, or exceptions where they are trapped; and the dicts `flags` and `traps`.

use crate::number::decimal::{Condition, SIGNALS, Status};
use crate::value::{Type, Value};
use crate::vm::native::method;
use crate::vm::{Answer, Args, Native, Raised, Vm};

use super::context;

/// The class of a condition.
pub(super) fn class_of(condition: Condition) -> Type {
    match condition {
        Condition::InvalidOperation => Type::InvalidOperation,
        Condition::ConversionSyntax => Type::ConversionSyntax,
        Condition::DivisionImpossible => Type::DivisionImpossible,
        Condition::DivisionUndefined => Type::DivisionUndefined,
        Condition::InvalidContext => Type::InvalidContext,
        Condition::FloatOperation => Type::FloatOperation,
        Condition::DivisionByZero => Type::DivisionByZero,
        Condition::Overflow => Type::DecimalOverflow,
        Condition::Underflow => Type::DecimalUnderflow,
        Condition::Subnormal => Type::Subnormal,
        Condition::Inexact => Type::Inexact,
        Condition::Rounded => Type::Rounded,
        Condition::Clamped => Type::Clamped,
        Condition::Memory => Type::MemoryError,
    }
}

/// Kinds of invalid operations, in the order in which an exception names them.
const INVALID: [Condition; 5] = [
    Condition::InvalidOperation,
    Condition::ConversionSyntax,
    Condition::DivisionImpossible,
    Condition::DivisionUndefined,
    Condition::InvalidContext,
];

/// The signal that a class names.
pub(super) fn signal_of(value: Value) -> Option<Condition> {
    let Value::Type(class) = value else {
        return None;
    };
    SIGNALS
        .into_iter()
        .find(|signal| class_of(*signal) == class)
}

/// Sets the flags of what was met, and raises what is trapped.
pub(super) fn settle(vm: &mut Vm, context: Value, status: Status) -> Result<(), Raised> {
    if status == Status::default() {
        return Ok(());
    }
    if status.has(Condition::Memory) {
        return Err(vm.error_with(Type::MemoryError, &[]));
    }
    let signals = status.signals();
    context::add_flags(vm, context, signals);
    let trapped = Status(context::traps(vm, context).0 & signals.0);
    if trapped == Status::default() {
        return Ok(());
    }
    Err(exception(vm, status, trapped))
}

fn exception(vm: &mut Vm, status: Status, trapped: Status) -> Raised {
    let mut named = Vec::new();
    if trapped.has(Condition::InvalidOperation) {
        named.extend(INVALID.into_iter().filter(|each| status.has(*each)));
    }
    named.extend(
        SIGNALS
            .into_iter()
            .skip(1)
            .filter(|each| trapped.has(*each)),
    );
    let first = SIGNALS.into_iter().find(|each| trapped.has(*each));
    let class = class_of(first.unwrap_or(Condition::InvalidOperation));
    let named = named.into_iter().map(|each| Value::Type(class_of(each)));
    let named = vm.heap.new_list(named.collect());
    vm.error_with(class, &[named])
}

/// `flags` and `traps`: the context, and whether it is the traps.
pub(crate) const DICT_METHODS: &[Native] = &[
    method("__contains__", |vm, args| {
        let key = args.one(vm, "__contains__")?;
        Ok(Value::Bool(signal_of(key).is_some()))
    }),
    method("__eq__", equals),
    method("__getitem__", |vm, args| {
        let key = args.one(vm, "__getitem__")?;
        match signal_of(key) {
            Some(signal) => Ok(Value::Bool(read(vm, args.this).has(signal))),
            None => Err(invalid_key(vm)),
        }
    }),
    method("__iter__", |vm, args| {
        let keys = keys(vm, args)?;
        vm.iterate(keys)
    }),
    method("__len__", |_, _| Ok(Value::Int(SIGNALS.len() as i64))),
    method("__repr__", |vm, args| {
        let set = read(vm, args.this);
        let shown: Vec<String> = SIGNALS
            .into_iter()
            .map(|signal| {
                let truth = if set.has(signal) { "True" } else { "False" };
                format!("<class 'decimal.{}'>:{truth}", class_of(signal).name())
            })
            .collect();
        Ok(vm.heap.new_str(format!("{{{}}}", shown.join(", "))))
    }),
    method("__setitem__", set_item),
    method("copy", |vm, args| as_dict(vm, args.this)),
    method("get", |vm, args| {
        let [key, absent] = args.between(vm, "get", 1)?;
        Ok(match signal_of(key) {
            Some(signal) => Value::Bool(read(vm, args.this).has(signal)),
            None => absent.bound().unwrap_or(Value::None),
        })
    }),
    method("items", |vm, args| {
        let dict = as_dict(vm, args.this)?;
        let name = vm.symbols.intern("items");
        vm.call_method(dict, name, &[])
    }),
    method("keys", keys),
    method("values", |vm, args| {
        let set = read(vm, args.this);
        let values = SIGNALS
            .into_iter()
            .map(|signal| Value::Bool(set.has(signal)));
        Ok(vm.heap.new_list(values.collect()))
    }),
];

fn keys(vm: &mut Vm, _: &Args<'_>) -> Answer {
    let keys = SIGNALS
        .into_iter()
        .map(|signal| Value::Type(class_of(signal)));
    Ok(vm.heap.new_list(keys.collect()))
}

fn as_dict(vm: &mut Vm, this: Value) -> Answer {
    let set = read(vm, this);
    let dict = Value::Ref(vm.heap.new_dict());
    for signal in SIGNALS {
        vm.dict_set(
            dict,
            Value::Type(class_of(signal)),
            Value::Bool(set.has(signal)),
        )?;
    }
    Ok(dict)
}

fn equals(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.get(0);
    if vm.type_of(other) == Type::SignalDict {
        return Ok(Value::Bool(read(vm, args.this) == read(vm, other)));
    }
    if vm.type_of(other) != Type::Dict {
        return Ok(Value::NotImplemented);
    }
    let dict = as_dict(vm, args.this)?;
    vm.eq(dict, other).map(Value::Bool)
}

fn invalid_key(vm: &mut Vm) -> Raised {
    vm.error(Type::KeyError, "invalid error flag")
}

fn owner(vm: &Vm, this: Value) -> (Value, bool) {
    match vm.heap.record(this).map(|record| &record.fields[..]) {
        Some([context, Value::Bool(traps)]) => (*context, *traps),
        _ => (Value::None, false),
    }
}

fn read(vm: &Vm, this: Value) -> Status {
    match owner(vm, this) {
        (context, true) => context::traps(vm, context),
        (context, false) => context::flags(vm, context),
    }
}

fn set_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [key, value] = args.between(vm, "__setitem__", 2)?;
    let Some(signal) = signal_of(key) else {
        return Err(invalid_key(vm));
    };
    let mut set = read(vm, args.this);
    if vm.truthy(value)? {
        set.raise(signal);
    } else {
        set.clear(signal);
    }
    let (context, traps) = owner(vm, args.this);
    context::set_status(vm, context, traps, set);
    Ok(Value::None)
}
