//! Decimals out of everything else.

use num_bigint::BigUint;

use crate::number::decimal::{self, Condition, Decimal, Kind, Status};
use crate::value::{Type, Value};
use crate::vm::{Answer, Args, Raised, Vm};

use super::{context, local, signals, value};

/// `Decimal(value, context)`.
pub(super) fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [given, context] = args.bind(vm, "Decimal", ["value", "context"], 0, 2)?;
    let context = local::given_or_current(vm, context)?;
    if given.is_unbound() {
        return Ok(value::new(vm, Decimal::zero(false, 0)));
    }
    if args.this == Value::Type(Type::Decimal)
        && vm.heap.instance(given).is_none()
        && value::get(vm, given).is_some()
    {
        return Ok(given);
    }
    let mut status = Status::default();
    let made = converted(vm, given, context, &mut status)?;
    let made = exactly(made, &mut status);
    signals::settle(vm, context, status)?;
    Ok(value::new(vm, made))
}

/// What has too many digits or too large an exponent is a NaN.
fn exactly(made: Decimal, status: &mut Status) -> Decimal {
    if value::check_exact(&made, status) {
        made
    } else {
        Decimal::nan()
    }
}

/// Any value, exactly.
pub(super) fn converted(
    vm: &mut Vm,
    given: Value,
    context: Value,
    status: &mut Status,
) -> Result<Decimal, Raised> {
    if let Some(known) = value::operand(vm, given) {
        return Ok(known);
    }
    let plain = vm.heap.payload(given);
    if let Some(text) = vm.heap.str(plain) {
        return Ok(decimal::parse(text, status));
    }
    if let Value::Float(float) = plain {
        let mut met = Status::default();
        met.raise(Condition::FloatOperation);
        signals::settle(vm, context, met)?;
        return Ok(decimal::from_float(float));
    }
    if vm.heap.items(plain).is_some() {
        return from_parts(vm, plain, status);
    }
    Err(value::unconvertible(vm, given))
}

/// `(sign, digits, exponent)`.
fn from_parts(vm: &mut Vm, parts: Value, status: &mut Status) -> Result<Decimal, Raised> {
    let parts = vm
        .heap
        .items(parts)
        .map(<[Value]>::to_vec)
        .unwrap_or_default();
    let [sign, digits, exponent] = parts[..] else {
        return Err(vm.value_error("argument must be a sequence of length 3"));
    };
    let negative = match vm.as_int(sign).and_then(|sign| sign.to_i64()) {
        Some(0) => false,
        Some(1) => true,
        _ => {
            return Err(vm.value_error("sign must be an integer with the value 0 or 1"));
        }
    };
    let kind = exponent_kind(vm, exponent)?;
    let Some(digits) = vm.heap.items(digits).map(<[Value]>::to_vec) else {
        return Err(vm.value_error("coefficient must be a tuple of digits"));
    };
    if kind == Kind::Infinite {
        return Ok(Decimal::infinity(negative));
    }
    let mut row = Vec::new();
    for digit in digits {
        match vm.as_int(digit).and_then(|digit| digit.to_i64()) {
            Some(digit @ 0..=9) => row.push(digit as u8),
            _ => return Err(vm.value_error("coefficient must be a tuple of digits")),
        }
    }
    let coefficient = BigUint::from_radix_be(&row, 10).unwrap_or_default();
    let exponent = match vm.as_int(exponent) {
        Some(exponent) => exponent.clamp_i64().clamp(-EXPONENT_FAR, EXPONENT_FAR),
        None => 0,
    };
    let _ = status;
    Ok(Decimal {
        negative,
        kind,
        coefficient,
        exponent,
    })
}

/// Beyond every context.
const EXPONENT_FAR: i64 = 4_000_000_000_000_000_000;

fn exponent_kind(vm: &mut Vm, exponent: Value) -> Result<Kind, Raised> {
    match vm.heap.str(vm.heap.payload(exponent)) {
        Some("F") => Ok(Kind::Infinite),
        Some("n") => Ok(Kind::Quiet),
        Some("N") => Ok(Kind::Signaling),
        Some(_) => {
            Err(vm.value_error("string argument in the third position must be 'F', 'n' or 'N'"))
        }
        None if vm.as_int(exponent).is_some() => Ok(Kind::Finite),
        None => Err(vm.value_error("exponent must be an integer")),
    }
}

/// `Decimal.from_float(value)`.
pub(super) fn from_float(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.one(vm, "Decimal.from_float")?;
    let made = exact_number(vm, given)?;
    let made = value::new(vm, made);
    if args.this == Value::Type(Type::Decimal) {
        return Ok(made);
    }
    vm.call(args.this, &[made])
}

fn exact_number(vm: &mut Vm, given: Value) -> Result<Decimal, Raised> {
    if let Some(int) = vm.as_int(given) {
        return Ok(decimal::from_int(&int));
    }
    match vm.heap.payload(given) {
        Value::Float(float) => Ok(decimal::from_float(float)),
        _ => Err(vm.type_error("argument must be int or float")),
    }
}

/// `Context.create_decimal(value)`: rounded.
pub(super) fn create(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [given] = args.between(vm, "create_decimal", 0)?;
    if given.is_unbound() {
        return Ok(value::new(vm, Decimal::zero(false, 0)));
    }
    let mut status = Status::default();
    let made = converted(vm, given, args.this, &mut status)?;
    rounded(vm, args.this, made, status)
}

/// `Context.create_decimal_from_float(value)`.
pub(super) fn create_from_float(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.one(vm, "Context.create_decimal_from_float")?;
    let made = exact_number(vm, given)?;
    rounded(vm, args.this, made, Status::default())
}

fn rounded(vm: &mut Vm, owner: Value, made: Decimal, mut status: Status) -> Answer {
    let plain = context::read_context(vm, owner);
    let made = match made.kind {
        Kind::Finite => decimal::rounded(made, &plain, &mut status),
        Kind::Infinite => made,
        _ if made.digits() > plain.prec - i64::from(plain.clamp) => {
            status.raise(Condition::ConversionSyntax);
            Decimal::nan()
        }
        _ => made,
    };
    signals::settle(vm, owner, status)?;
    Ok(value::new(vm, made))
}
