//! Decimals as objects: a record of the kind with the sign, the coefficient, and the exponent.

use num_bigint::{BigInt, BigUint, Sign};

use crate::number::Int;
use crate::number::decimal::{self, Decimal, Kind, Status};
use crate::value::{Type, Value};
use crate::vm::native::{getter, method};
use crate::vm::{Answer, Args, Native, Raised, Vm};

const KINDS: [Kind; 4] = [Kind::Finite, Kind::Infinite, Kind::Quiet, Kind::Signaling];

/// The number that an object is, if it is a Decimal.
pub(crate) fn get(vm: &Vm, value: Value) -> Option<Decimal> {
    let record = vm.heap.record(value)?;
    if record.class != Type::Decimal {
        return None;
    }
    let [Value::Int(tag), coefficient, Value::Int(exponent)] = record.fields[..] else {
        return None;
    };
    Some(Decimal {
        negative: tag & 1 == 1,
        kind: KINDS.get(tag as usize >> 1).copied().unwrap_or(Kind::Quiet),
        coefficient: vm
            .as_int(coefficient)
            .map_or(BigUint::ZERO, |int| int.parts().1),
        exponent,
    })
}

/// A Decimal object.
pub(crate) fn new(vm: &mut Vm, value: Decimal) -> Value {
    let kind = KINDS
        .iter()
        .position(|kind| *kind == value.kind)
        .unwrap_or(0) as i64;
    let tag = kind * 2 + i64::from(value.negative);
    let coefficient = BigInt::from_biguint(Sign::Plus, value.coefficient);
    let coefficient = vm.from_int(Int::from(coefficient));
    vm.heap.new_record(
        Type::Decimal,
        vec![Value::Int(tag), coefficient, Value::Int(value.exponent)],
    )
}

/// The other operand of an operator: a Decimal or an int.
pub(super) fn operand(vm: &Vm, value: Value) -> Option<Decimal> {
    get(vm, value).or_else(|| vm.as_int(value).map(|int| decimal::from_int(&int)))
}

/// An argument of a method: a Decimal or an int, else TypeError.
pub(super) fn argument(vm: &mut Vm, value: Value) -> Result<Decimal, Raised> {
    match operand(vm, value) {
        Some(value) => Ok(value),
        None => Err(unconvertible(vm, value)),
    }
}

pub(super) fn unconvertible(vm: &mut Vm, value: Value) -> Raised {
    let class = vm.type_name(value);
    vm.type_error(format!(
        "conversion from {class} to Decimal is not supported"
    ))
}

/// The Decimal that a method was called on.
pub(super) fn this(vm: &Vm, args: &Args<'_>) -> Decimal {
    get(vm, args.this).unwrap_or_else(Decimal::nan)
}

/// `as_tuple()`.
pub(super) fn as_tuple(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "Decimal.as_tuple")?;
    let value = this(vm, args);
    let digits: Vec<Value> = match value.kind {
        Kind::Finite => value.coefficient.to_radix_be(10),
        Kind::Infinite => vec![0],
        _ if value.coefficient == BigUint::ZERO => Vec::new(),
        _ => value.coefficient.to_radix_be(10),
    }
    .into_iter()
    .map(|digit| Value::Int(i64::from(digit)))
    .collect();
    let digits = vm.heap.new_tuple(digits);
    let exponent = match value.kind {
        Kind::Finite => Value::Int(value.exponent),
        Kind::Infinite => vm.heap.new_str("F"),
        Kind::Quiet => vm.heap.new_str("n"),
        Kind::Signaling => vm.heap.new_str("N"),
    };
    let items = [Value::Int(i64::from(value.negative)), digits, exponent];
    Ok(crate::stdlib::named::new(vm, Type::DecimalTuple, &items))
}

/// The rows of `DecimalTuple`.
pub(crate) const TUPLE_METHODS: &[Native] = &[
    method("__repr__", |vm, args| {
        crate::stdlib::named::repr(vm, args, "DecimalTuple", &["sign", "digits", "exponent"])
    }),
    getter("digits", |vm, args| {
        Ok(crate::stdlib::named::item(vm, args, 1))
    }),
    getter("exponent", |vm, args| {
        Ok(crate::stdlib::named::item(vm, args, 2))
    }),
    getter("sign", |vm, args| {
        Ok(crate::stdlib::named::item(vm, args, 0))
    }),
];

/// Whether the status says that the digits do not fit a Decimal exactly.
pub(super) fn check_exact(value: &Decimal, status: &mut Status) -> bool {
    let context = decimal::Context::exact();
    let mut met = Status::default();
    decimal::plus(value, &context, &mut met);
    met.clear(decimal::Condition::Subnormal);
    let fits = value.is_nan() || met == Status::default();
    if !fits && !status.is_error() {
        status.raise(decimal::Condition::InvalidOperation);
    }
    fits
}
