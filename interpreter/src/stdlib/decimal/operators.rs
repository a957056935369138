//! `decimal.Decimal`: operators and comparisons.

use crate::number::decimal::{self, Condition, Context, Decimal, Kind, Status};
use crate::value::{Obj, Value};
use crate::vm::{Answer, Args, Comparison, Raised, Vm};

use super::value::{new, operand, this};
use super::{context, local, operations, signals};

type Binary = fn(&Decimal, &Decimal, &Context, &mut Status) -> Decimal;

pub(super) fn unary(
    vm: &mut Vm,
    args: &Args<'_>,
    apply: fn(&Decimal, &Context, &mut Status) -> Decimal,
) -> Answer {
    let owner = local::current(vm);
    let value = this(vm, args);
    let result = operations::under(vm, owner, |context, status| apply(&value, context, status))?;
    Ok(new(vm, result))
}

pub(super) fn binary(vm: &mut Vm, args: &Args<'_>, apply: Binary) -> Answer {
    let value = this(vm, args);
    match operand(vm, args.get(0)) {
        Some(other) => applied(vm, &value, &other, apply),
        None => Ok(Value::NotImplemented),
    }
}

pub(super) fn reflected(vm: &mut Vm, args: &Args<'_>, apply: Binary) -> Answer {
    let value = this(vm, args);
    match operand(vm, args.get(0)) {
        Some(other) => applied(vm, &other, &value, apply),
        None => Ok(Value::NotImplemented),
    }
}

fn applied(vm: &mut Vm, a: &Decimal, b: &Decimal, apply: Binary) -> Answer {
    let owner = local::current(vm);
    let result = operations::under(vm, owner, |context, status| apply(a, b, context, status))?;
    Ok(new(vm, result))
}

pub(super) fn divmod(vm: &mut Vm, args: &Args<'_>, reflected: bool) -> Answer {
    let value = this(vm, args);
    let Some(other) = operand(vm, args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let owner = local::current(vm);
    if reflected {
        operations::divmod(vm, owner, &other, &value)
    } else {
        operations::divmod(vm, owner, &value, &other)
    }
}

/// `a ** b` and `pow(a, b, c)`.
pub(super) fn power(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = this(vm, args);
    let Some(exponent) = operand(vm, args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let modulo = match args.get(1) {
        Value::Unbound | Value::None => None,
        given => match operand(vm, given) {
            Some(modulo) => Some(modulo),
            None => return Ok(Value::NotImplemented),
        },
    };
    let owner = local::current(vm);
    operations::raised(vm, owner, &value, &exponent, modulo)
}

/// `pow(a, b, c)`, if one is a Decimal and the others can be.
pub(crate) fn power_modulo(
    vm: &mut Vm,
    a: Value,
    b: Value,
    modulo: Value,
) -> Result<Option<Value>, Raised> {
    let operands = [a, b, modulo];
    if !operands.iter().any(|each| super::get(vm, *each).is_some()) {
        return Ok(None);
    }
    let [Some(a), Some(b), modulo @ Some(_)] = operands.map(|each| operand(vm, each)) else {
        return Ok(None);
    };
    let owner = local::current(vm);
    operations::raised(vm, owner, &a, &b, modulo).map(Some)
}

pub(super) fn reflected_power(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = this(vm, args);
    let Some(base) = operand(vm, args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let owner = local::current(vm);
    operations::raised(vm, owner, &base, &value, None)
}

/// With a Decimal, an int, a float, a Fraction; with a complex number only whether it is equal.
pub(super) fn compared(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let mut value = this(vm, args);
    let equality = matches!(op, Comparison::Eq | Comparison::Ne);
    let given = args.get(0);
    let other = match operand(vm, given) {
        Some(other) => Some(other),
        None => float_operand(vm, given, equality)?,
    };
    let other = match other {
        Some(other) => other,
        None => match crate::stdlib::fractions::parts(vm, given) {
            Some((top, bottom)) => {
                value = scaled(&value, &decimal::from_int(&bottom));
                decimal::from_int(&top)
            }
            None => return Ok(Value::NotImplemented),
        },
    };
    let owner = local::current(vm);
    let order = decimal::compare_numbers(&value, &other);
    if order.is_none() {
        let signaling = [&value, &other]
            .iter()
            .any(|each| each.kind == Kind::Signaling);
        let mut status = Status::default();
        if signaling || !equality {
            status.raise(Condition::InvalidOperation);
        }
        signals::settle(vm, owner, status)?;
        return Ok(Value::Bool(op == Comparison::Ne));
    }
    Ok(Value::Bool(op.holds(order)))
}

fn scaled(value: &Decimal, by: &Decimal) -> Decimal {
    decimal::multiply(value, by, &Context::exact(), &mut Status::default())
}

/// A float is compared exactly, which is noted; the trap is for orders only.
fn float_operand(vm: &mut Vm, given: Value, equality: bool) -> Result<Option<Decimal>, Raised> {
    let real = match vm.heap.payload(given) {
        Value::Float(real) => real,
        Value::Ref(handle) if equality => match vm.heap.get(handle) {
            Obj::Complex(real, imaginary) if *imaginary == 0.0 => *real,
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    let owner = local::current(vm);
    let mut status = Status::default();
    status.raise(Condition::FloatOperation);
    if equality {
        context::add_flags(vm, owner, status);
    } else {
        signals::settle(vm, owner, status)?;
    }
    Ok(Some(decimal::from_float(real)))
}
