//! Operators of Fractions: exact with ints and Fractions, as floats with floats, as complex numbers with those.

use std::cmp::Ordering;

use super::{Parts, new, rational, this};
use crate::number::{Int, divide, float};
use crate::value::{Obj, Type, Value};
use crate::vm::{Answer, Args, Binary, Comparison, Raised, Vm};

pub(super) fn arithmetic(vm: &mut Vm, args: &Args<'_>, op: Binary, reflected: bool) -> Answer {
    let (mine, given) = (this(vm, args), args.get(0));
    if let Some(other) = rational(vm, given) {
        let (a, b) = if reflected {
            (&other, &mine)
        } else {
            (&mine, &other)
        };
        return exact(vm, op, a, b);
    }
    let Some(real) = as_inexact(vm, &mine, given)? else {
        return Ok(Value::NotImplemented);
    };
    if reflected {
        vm.binary(op, given, real)
    } else {
        vm.binary(op, real, given)
    }
}

/// The fraction as the kind of inexact number that the other operand is.
fn as_inexact(vm: &mut Vm, mine: &Parts, other: Value) -> Result<Option<Value>, Raised> {
    let complex = match vm.heap.payload(other) {
        Value::Float(_) => false,
        Value::Ref(handle) if matches!(vm.heap.get(handle), Obj::Complex(..)) => true,
        _ => return Ok(None),
    };
    let real = vm.lift(divide::int_truediv(&mine.0, &mine.1))?;
    if complex {
        return vm.new_complex(real, 0.0).map(Some);
    }
    Ok(Some(Value::float(real)))
}

fn exact(vm: &mut Vm, op: Binary, a: &Parts, b: &Parts) -> Answer {
    match op {
        Binary::Mul => {
            let (top, bottom) = (vm.lift(a.0.mul(&b.0))?, vm.lift(a.1.mul(&b.1))?);
            new(vm, top, bottom)
        }
        Binary::TrueDiv if b.0.is_zero() => {
            let sign = a.0.cmp(&Int::Small(0)) as i64;
            new(vm, Int::Small(sign), Int::Small(0))
        }
        Binary::TrueDiv => {
            let (top, bottom) = (vm.lift(a.0.mul(&b.1))?, vm.lift(a.1.mul(&b.0))?);
            new(vm, top, bottom)
        }
        Binary::FloorDiv => {
            let (left, right, _) = common(vm, a, b)?;
            let whole = vm.lift(divide::int_floordiv(&left, &right))?;
            Ok(vm.from_int(whole))
        }
        Binary::Mod => {
            let (left, right, unit) = common(vm, a, b)?;
            let rest = vm.lift(divide::int_mod(&left, &right))?;
            new(vm, rest, unit)
        }
        _ => {
            let (left, right, unit) = common(vm, a, b)?;
            let top = if op == Binary::Add {
                left.add(&right)
            } else {
                left.sub(&right)
            };
            new(vm, top, unit)
        }
    }
}

/// Both numerators over one denominator.
fn common(vm: &mut Vm, a: &Parts, b: &Parts) -> Result<(Int, Int, Int), Raised> {
    Ok((
        vm.lift(a.0.mul(&b.1))?,
        vm.lift(b.0.mul(&a.1))?,
        vm.lift(a.1.mul(&b.1))?,
    ))
}

pub(super) fn divmod(vm: &mut Vm, args: &Args<'_>, reflected: bool) -> Answer {
    let (mine, given) = (this(vm, args), args.get(0));
    if rational(vm, given).is_none() {
        let Some(real) = as_inexact(vm, &mine, given)? else {
            return Ok(Value::NotImplemented);
        };
        let pair = if reflected {
            [given, real]
        } else {
            [real, given]
        };
        return crate::builtins::functions::divmod(vm, &Args::of(&pair));
    }
    let quotient = arithmetic(vm, args, Binary::FloorDiv, reflected)?;
    if quotient == Value::NotImplemented {
        return Ok(quotient);
    }
    let rest = arithmetic(vm, args, Binary::Mod, reflected)?;
    Ok(vm.heap.new_tuple([quotient, rest]))
}

/// Exact with a whole exponent, else a float's power.
pub(super) fn power(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (mine, given) = (this(vm, args), args.get(0));
    if let Some((top, bottom)) = rational(vm, given) {
        if bottom.to_i64() == Some(1) {
            return whole_power(vm, &mine, &top);
        }
        let exponent = vm.lift(divide::int_truediv(&top, &bottom))?;
        let base = vm.lift(divide::int_truediv(&mine.0, &mine.1))?;
        return vm.binary(Binary::Pow, Value::float(base), Value::float(exponent));
    }
    let base = vm.lift(divide::int_truediv(&mine.0, &mine.1))?;
    vm.binary(Binary::Pow, Value::float(base), given)
}

fn whole_power(vm: &mut Vm, (top, bottom): &Parts, exponent: &Int) -> Answer {
    let raise = |vm: &mut Vm, base: &Int, exponent: &Int| -> Result<Int, Raised> {
        let (base, exponent) = (vm.from_int(base.clone()), vm.from_int(exponent.clone()));
        let raised = vm.binary(Binary::Pow, base, exponent)?;
        Ok(vm.as_int(raised).unwrap_or(Int::Small(0)))
    };
    if !exponent.is_negative() {
        let (top, bottom) = (raise(vm, top, exponent)?, raise(vm, bottom, exponent)?);
        return new(vm, top, bottom);
    }
    let exponent = exponent.neg();
    let (top, bottom) = (raise(vm, bottom, &exponent)?, raise(vm, top, &exponent)?);
    new(vm, top, bottom)
}

pub(super) fn reflected_power(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (mine, given) = (this(vm, args), args.get(0));
    let whole = mine.1.to_i64() == Some(1);
    if whole && !mine.0.is_negative() {
        let exponent = vm.from_int(mine.0);
        return vm.binary(Binary::Pow, given, exponent);
    }
    if let Some((top, bottom)) = rational(vm, given) {
        let base = new(vm, top, bottom)?;
        let args = Args {
            this: base,
            positional: &[args.this],
            keywords: &[],
        };
        return power(vm, &args);
    }
    if whole {
        let exponent = vm.from_int(mine.0);
        return vm.binary(Binary::Pow, given, exponent);
    }
    let exponent = vm.lift(divide::int_truediv(&mine.0, &mine.1))?;
    vm.binary(Binary::Pow, given, Value::float(exponent))
}

pub(super) fn compared(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let (mine, given) = (this(vm, args), args.get(0));
    let equality = matches!(op, Comparison::Eq | Comparison::Ne);
    let other = match rational(vm, given) {
        Some(other) => other,
        None => match real_part(vm, given, equality) {
            Some(real) if !real.is_finite() => {
                return Ok(Value::Bool(op.holds(0.0_f64.partial_cmp(&real))));
            }
            Some(real) => vm.lift(float::as_integer_ratio(real))?,
            None => return Ok(Value::NotImplemented),
        },
    };
    let order = order(vm, &mine, &other)?;
    Ok(Value::Bool(op.holds(Some(order))))
}

/// A float, or a complex number without an imaginary part where only equality is asked.
fn real_part(vm: &Vm, given: Value, equality: bool) -> Option<f64> {
    match vm.heap.payload(given) {
        Value::Float(real) => Some(real),
        Value::Ref(handle) => match vm.heap.get(handle) {
            Obj::Complex(real, imaginary) if equality && *imaginary == 0.0 => Some(*real),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn order(vm: &mut Vm, a: &Parts, b: &Parts) -> Result<Ordering, Raised> {
    let (left, right, _) = common(vm, a, b)?;
    Ok(left.cmp(&right))
}

/// Where a whole number is wanted.
pub(super) fn whole_of(vm: &mut Vm, value: Value) -> Result<Int, Raised> {
    match vm.as_int(value) {
        Some(int) => Ok(int),
        None => {
            let class = vm.type_name(value);
            Err(vm.error(
                Type::TypeError,
                format!("'{class}' object cannot be interpreted as an integer"),
            ))
        }
    }
}
