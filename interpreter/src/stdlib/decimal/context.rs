//! `decimal.Context`: a record of prec, rounding (index), Emin, Emax, capitals, clamp, flags and traps (bits).

use crate::builtins::read;
use crate::number::decimal::{
    self, Condition, Context, EMAX_MAX, EMIN_MIN, PREC_MAX, Rounding, SIGNALS, Status,
};
use crate::value::{Type, Value};
use crate::vm::native::{getter, method, new as constructor};
use crate::vm::{Answer, Args, Native, Raised, Vm};

use super::{operations, signals};

/// Places in the record.
const FLAGS: usize = 6;
const TRAPS: usize = 7;
pub(super) const KEYWORDS: [&str; 8] = [
    "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps",
];
const NAMES: [&str; 6] = ["prec", "rounding", "Emin", "Emax", "capitals", "clamp"];

/// The rows that are not operations.
macro_rules! own_rows {
    ($($row:expr,)*) => {
        &[
            constructor(make),
            method("__repr__", repr),
            method("__setattr__", set_attribute),
            getter("Emax", |vm, args| Ok(field(vm, args.this, 3))),
            getter("Emin", |vm, args| Ok(field(vm, args.this, 2))),
            getter("capitals", |vm, args| Ok(field(vm, args.this, 4))),
            getter("clamp", |vm, args| Ok(field(vm, args.this, 5))),
            getter("flags", |vm, args| Ok(signal_dict(vm, args.this, false))),
            getter("prec", |vm, args| Ok(field(vm, args.this, 0))),
            getter("rounding", |vm, args| {
                let name = read_context(vm, args.this).rounding.name();
                Ok(vm.heap.new_str(name))
            }),
            getter("traps", |vm, args| Ok(signal_dict(vm, args.this, true))),
            method("clear_flags", |vm, args| {
                args.none(vm, "Context.clear_flags")?;
                set_status(vm, args.this, false, Status::default());
                Ok(Value::None)
            }),
            method("clear_traps", |vm, args| {
                args.none(vm, "Context.clear_traps")?;
                set_status(vm, args.this, true, Status::default());
                Ok(Value::None)
            }),
            method("copy", |vm, args| Ok(copy(vm, args.this))),
            method("__copy__", |vm, args| Ok(copy(vm, args.this))),
            $($row,)*
        ]
    };
}

pub(crate) const METHODS: &[Native] = operations::context_rows!(own_rows);

fn signal_dict(vm: &mut Vm, context: Value, traps: bool) -> Value {
    vm.heap
        .new_record(Type::SignalDict, vec![context, Value::Bool(traps)])
}

fn field(vm: &Vm, context: Value, index: usize) -> Value {
    vm.heap
        .record(context)
        .and_then(|record| record.fields.get(index).copied())
        .unwrap_or(Value::Int(0))
}

fn number(vm: &Vm, context: Value, index: usize) -> i64 {
    match field(vm, context, index) {
        Value::Int(value) => value,
        _ => 0,
    }
}

/// What the record says.
pub(super) fn read_context(vm: &Vm, context: Value) -> Context {
    let rounding = number(vm, context, 1) as usize;
    Context {
        prec: number(vm, context, 0),
        rounding: Rounding::ALL
            .get(rounding)
            .copied()
            .unwrap_or(Rounding::HalfEven),
        emin: number(vm, context, 2),
        emax: number(vm, context, 3),
        capitals: number(vm, context, 4) != 0,
        clamp: number(vm, context, 5) != 0,
    }
}

/// A new context object.
pub(super) fn new(vm: &mut Vm, context: Context, flags: Status, traps: Status) -> Value {
    let rounding = Rounding::ALL
        .iter()
        .position(|each| *each == context.rounding);
    let fields = [
        context.prec,
        rounding.unwrap_or(0) as i64,
        context.emin,
        context.emax,
        i64::from(context.capitals),
        i64::from(context.clamp),
        i64::from(flags.0),
        i64::from(traps.0),
    ];
    vm.heap
        .new_record(Type::DecimalContext, fields.map(Value::Int).to_vec())
}

pub(super) fn copy(vm: &mut Vm, context: Value) -> Value {
    let (plain, flags, traps) = (
        read_context(vm, context),
        flags(vm, context),
        traps(vm, context),
    );
    new(vm, plain, flags, traps)
}

pub(super) fn flags(vm: &Vm, context: Value) -> Status {
    Status(number(vm, context, FLAGS) as u16)
}

pub(super) fn traps(vm: &Vm, context: Value) -> Status {
    Status(number(vm, context, TRAPS) as u16)
}

pub(super) fn set_status(vm: &mut Vm, context: Value, traps: bool, status: Status) {
    let index = if traps { TRAPS } else { FLAGS };
    set_field(vm, context, index, i64::from(status.0));
}

pub(super) fn add_flags(vm: &mut Vm, context: Value, status: Status) {
    let flags = flags(vm, context).0 | status.0;
    set_field(vm, context, FLAGS, i64::from(flags));
}

fn set_field(vm: &mut Vm, context: Value, index: usize, value: i64) {
    if let Some(record) = vm.heap.record_mut(context) {
        record.fields[index] = Value::Int(value);
    }
}

/// Invalid operations, divisions by zero and overflows.
pub(super) fn default_traps() -> Status {
    let mut traps = Status::default();
    traps.raise(Condition::InvalidOperation);
    traps.raise(Condition::DivisionByZero);
    traps.raise(Condition::Overflow);
    traps
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    for (keyword, _) in args.keywords {
        let name = vm.symbols.shared(*keyword);
        if !KEYWORDS.contains(&&*name) {
            return Err(vm.type_error(format!(
                "'{name}' is an invalid keyword argument for this function"
            )));
        }
    }
    let given = args.bind(vm, "Context", KEYWORDS, 0, 8)?;
    let defaults = super::local::defaults(vm);
    let traps = traps(vm, defaults);
    let plain = read_context(vm, defaults);
    let made = new(vm, plain, Status::default(), traps);
    for (index, value) in given[..6].iter().enumerate() {
        if !value.is_unbound() && !value.is_none() {
            assign(vm, made, NAMES[index], *value)?;
        }
    }
    for (name, value) in [("traps", given[7]), ("flags", given[6])] {
        if !value.is_unbound() && !value.is_none() {
            assign(vm, made, name, value)?;
        }
    }
    Ok(made)
}

fn set_attribute(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [name, value] = args.between(vm, "__setattr__", 2)?;
    let name = vm.str(name)?;
    assign(vm, args.this, &name, value)?;
    Ok(Value::None)
}

/// `context.name = value`.
pub(super) fn assign(vm: &mut Vm, context: Value, name: &str, value: Value) -> Result<(), Raised> {
    let (index, number) = match name {
        "prec" => (
            0,
            within(
                vm,
                value,
                1,
                PREC_MAX,
                "valid range for prec is [1, MAX_PREC]",
            )?,
        ),
        "rounding" => (1, rounding(vm, value)?),
        "Emin" => (
            2,
            within(
                vm,
                value,
                EMIN_MIN,
                0,
                "valid range for Emin is [MIN_EMIN, 0]",
            )?,
        ),
        "Emax" => (
            3,
            within(
                vm,
                value,
                0,
                EMAX_MAX,
                "valid range for Emax is [0, MAX_EMAX]",
            )?,
        ),
        "capitals" => (
            4,
            within(vm, value, 0, 1, "valid values for capitals are 0 or 1")?,
        ),
        "clamp" => (
            5,
            within(vm, value, 0, 1, "valid values for clamp are 0 or 1")?,
        ),
        "flags" | "traps" => {
            let status = status_of(vm, value)?;
            set_status(vm, context, name == "traps", status);
            return Ok(());
        }
        _ => {
            return Err(vm.attribute_error(format!(
                "'decimal.Context' object has no attribute '{name}'"
            )));
        }
    };
    set_field(vm, context, index, number);
    Ok(())
}

fn within(vm: &mut Vm, value: Value, low: i64, high: i64, message: &str) -> Result<i64, Raised> {
    if vm.as_int(value).is_none() {
        return Err(vm.type_error("an integer is required"));
    }
    let value = read::word(vm, value)?;
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(vm.value_error(message))
    }
}

/// The index of a rounding mode given by name.
fn rounding(vm: &mut Vm, value: Value) -> Result<i64, Raised> {
    let found = rounding_of(vm, value)?;
    let index = Rounding::ALL.iter().position(|each| *each == found);
    Ok(index.unwrap_or(0) as i64)
}

pub(super) fn rounding_of(vm: &mut Vm, value: Value) -> Result<Rounding, Raised> {
    let found = vm.heap.str(vm.heap.payload(value)).and_then(Rounding::of);
    found.ok_or_else(|| {
        vm.type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )
    })
}

/// A list of signals, or a dict of all.
fn status_of(vm: &mut Vm, value: Value) -> Result<Status, Raised> {
    let mut status = Status::default();
    if vm.heap.items(value).is_some() {
        for item in vm.collect(value)? {
            match signals::signal_of(item) {
                Some(signal) => status.raise(signal),
                None => {
                    return Err(vm.type_error(
                        "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]",
                    ));
                }
            }
        }
        return Ok(status);
    }
    let kind = vm.type_of(value);
    if !matches!(kind, Type::Dict | Type::SignalDict) {
        return Err(vm.type_error("argument must be a signal dict"));
    }
    for signal in SIGNALS {
        let set = vm.get_item(value, Value::Type(signals::class_of(signal)))?;
        if vm.truthy(set)? {
            status.raise(signal);
        }
    }
    Ok(status)
}

/// The signals in the order in which `repr` shows them: that of libmpdec's bits.
const SHOWN: [Condition; 9] = [
    Condition::Clamped,
    Condition::InvalidOperation,
    Condition::DivisionByZero,
    Condition::Inexact,
    Condition::FloatOperation,
    Condition::Overflow,
    Condition::Rounded,
    Condition::Subnormal,
    Condition::Underflow,
];

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let context = read_context(vm, args.this);
    let named = |status: Status| {
        let names: Vec<&str> = SHOWN
            .into_iter()
            .filter(|signal| status.has(*signal))
            .map(|signal| signals::class_of(signal).name())
            .collect();
        names.join(", ")
    };
    let text = format!(
        "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{}], traps=[{}])",
        context.prec,
        context.rounding.name(),
        context.emin,
        context.emax,
        u8::from(context.capitals),
        u8::from(context.clamp),
        named(flags(vm, args.this)),
        named(traps(vm, args.this)),
    );
    Ok(vm.heap.new_str(text))
}
