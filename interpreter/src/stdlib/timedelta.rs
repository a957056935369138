//! `datetime.timedelta`.

use super::moment::{delta_of, new_delta};
use crate::number::{Int, divide, float};
use crate::value::{Type, Value};
use crate::vm::native::{class_value, getter, method, new};
use crate::vm::{Answer, Args, Comparison, Native, Vm};

pub(crate) const METHODS: &[Native] = &[
    new(make),
    method("__abs__", |vm, args| mapped(vm, args, i128::abs)),
    method("__add__", add),
    method("__bool__", |vm, args| Ok(Value::Bool(this(vm, args) != 0))),
    method("__divmod__", divmod),
    method("__eq__", |vm, args| compared(vm, args, Comparison::Eq)),
    method("__floordiv__", floordiv),
    method("__ge__", |vm, args| compared(vm, args, Comparison::Ge)),
    method("__gt__", |vm, args| compared(vm, args, Comparison::Gt)),
    method("__hash__", hash),
    method("__le__", |vm, args| compared(vm, args, Comparison::Le)),
    method("__lt__", |vm, args| compared(vm, args, Comparison::Lt)),
    method("__mod__", modulo),
    method("__mul__", mul),
    method("__ne__", |vm, args| compared(vm, args, Comparison::Ne)),
    method("__neg__", |vm, args| mapped(vm, args, |micros| -micros)),
    method("__pos__", |vm, args| mapped(vm, args, |micros| micros)),
    method("__radd__", add),
    method("__repr__", repr),
    method("__rmul__", mul),
    method("__rsub__", |vm, args| {
        combined(vm, args, |mine, other| other - mine)
    }),
    method("__str__", str),
    method("__sub__", |vm, args| {
        combined(vm, args, |mine, other| mine - other)
    }),
    method("__truediv__", truediv),
    getter("days", |vm, args| Ok(part(vm, args, 0))),
    class_value("max", |vm, _| {
        new_delta(vm, 86_400_000_000_i128 * 1_000_000_000 - 1)
    }),
    getter("microseconds", |vm, args| Ok(part(vm, args, 2))),
    class_value("min", |vm, _| {
        new_delta(vm, -86_400_000_000_i128 * 999_999_999)
    }),
    class_value("resolution", |vm, _| new_delta(vm, 1)),
    getter("seconds", |vm, args| Ok(part(vm, args, 1))),
    method("total_seconds", total_seconds),
];

fn this(vm: &Vm, args: &Args<'_>) -> i128 {
    delta_of(vm, args.this).unwrap_or(0)
}

fn part(vm: &Vm, args: &Args<'_>, index: usize) -> Value {
    vm.heap
        .record(args.this)
        .map_or(Value::None, |record| record.fields[index])
}

const UNITS: [(&str, i128); 7] = [
    ("days", 86_400_000_000),
    ("seconds", 1_000_000),
    ("microseconds", 1),
    ("milliseconds", 1000),
    ("minutes", 60_000_000),
    ("hours", 3_600_000_000),
    ("weeks", 604_800_000_000),
];

/// The order in which CPython adds them up, so the one in which it finds what is wrong.
const ORDER: [usize; 7] = [2, 3, 1, 4, 5, 0, 6];

/// Whole parts add up exactly; fractions of a microsecond are rounded half to even once, at the end.
fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.bind(vm, "__new__", UNITS.map(|(name, _)| name), 0, 7)?;
    let (mut whole, mut fraction) = (Int::Small(0), 0.0);
    for index in ORDER {
        let ((name, unit), value) = (UNITS[index], given[index]);
        if value.is_unbound() {
            continue;
        }
        let micros = if let Some(int) = vm.as_int(value) {
            vm.lift(int.mul(&Int::from(unit)))?
        } else if let Value::Float(value) = vm.heap.payload(value) {
            let int = vm.lift(float::to_int(value))?;
            let part = (value - libm::trunc(value)) * unit as f64;
            fraction += part - libm::trunc(part);
            let exact = vm.lift(int.mul(&Int::from(unit)))?;
            exact.add(&Int::from(libm::trunc(part) as i128))
        } else {
            let kind = vm.type_name(value);
            return Err(vm.type_error(format!(
                "unsupported type for timedelta {name} component: {kind}"
            )));
        };
        whole = whole.add(&micros);
    }
    let Ok(whole) = i128::try_from(whole.to_big()) else {
        return Err(vm.error(
            Type::OverflowError,
            "Python int too large to convert to C int",
        ));
    };
    let rounded = libm::rint(fraction);
    let tie = (fraction - libm::trunc(fraction)).abs() == 0.5;
    let extra = if tie {
        tie_to_even(whole, fraction)
    } else {
        rounded as i128
    };
    new_delta(vm, whole.saturating_add(extra))
}

/// Half a microsecond goes to the even neighbour of the whole sum.
fn tie_to_even(whole: i128, fraction: f64) -> i128 {
    let low = libm::floor(fraction) as i128;
    low + ((whole + low) & 1)
}

fn mapped(vm: &mut Vm, args: &Args<'_>, map: fn(i128) -> i128) -> Answer {
    let micros = map(this(vm, args));
    new_delta(vm, micros)
}

fn combined(vm: &mut Vm, args: &Args<'_>, combine: fn(i128, i128) -> i128) -> Answer {
    match delta_of(vm, args.get(0)) {
        Some(other) => {
            let micros = combine(this(vm, args), other);
            new_delta(vm, micros)
        }
        None => Ok(Value::NotImplemented),
    }
}

fn add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args, |mine, other| mine + other)
}

fn compared(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    Ok(match delta_of(vm, args.get(0)) {
        Some(other) => Value::Bool(op.holds(Some(this(vm, args).cmp(&other)))),
        None => Value::NotImplemented,
    })
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let fields = vm
        .heap
        .record(args.this)
        .map(|record| record.fields.clone())
        .unwrap_or_default();
    let tuple = vm.heap.new_tuple(fields);
    vm.hash(tuple).map(Value::Int)
}

fn as_int(micros: i128) -> Int {
    Int::from(micros)
}

fn from_int(vm: &mut Vm, int: &Int) -> Answer {
    let micros = i128::try_from(int.to_big()).unwrap_or(i128::MAX / 2);
    new_delta(vm, micros)
}

fn mul(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let micros = as_int(this(vm, args));
    if let Some(by) = vm.as_int(args.get(0)) {
        let product = vm.lift(micros.mul(&by))?;
        return from_int(vm, &product);
    }
    let Value::Float(by) = vm.heap.payload(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let (top, bottom) = vm.lift(float::as_integer_ratio(by))?;
    let product = vm.lift(micros.mul(&top))?;
    let rounded = rounded_quotient(&product, &bottom);
    from_int(vm, &rounded)
}

/// Divided and rounded half to even.
fn rounded_quotient(a: &Int, b: &Int) -> Int {
    let (a, b) = if b.is_negative() {
        (a.neg(), b.neg())
    } else {
        (a.clone(), b.clone())
    };
    let unit = b.to_big();
    Int::from(divide::round_to(&a.to_big(), &unit) / unit)
}

fn truediv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let micros = as_int(this(vm, args));
    if let Some(other) = delta_of(vm, args.get(0)) {
        let ratio = divide::int_truediv(&micros, &as_int(other));
        return vm.lift(ratio).map(Value::float);
    }
    let (top, bottom) = match (vm.as_int(args.get(0)), vm.heap.payload(args.get(0))) {
        (Some(by), _) => (micros, by),
        (None, Value::Float(by)) => {
            let (top, bottom) = vm.lift(float::as_integer_ratio(by))?;
            (vm.lift(micros.mul(&bottom))?, top)
        }
        _ => return Ok(Value::NotImplemented),
    };
    if bottom.is_zero() {
        return Err(vm.error(
            Type::ZeroDivisionError,
            "integer division or modulo by zero",
        ));
    }
    let rounded = rounded_quotient(&top, &bottom);
    from_int(vm, &rounded)
}

fn floordiv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let micros = as_int(this(vm, args));
    if let Some(other) = delta_of(vm, args.get(0)) {
        let quotient = divide::int_floordiv(&micros, &as_int(other));
        let quotient = vm.lift(quotient)?;
        return Ok(vm.from_int(quotient));
    }
    let Some(by) = vm.as_int(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let quotient = vm.lift(divide::int_floordiv(&micros, &by))?;
    from_int(vm, &quotient)
}

fn modulo(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = delta_of(vm, args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let rest = vm.lift(divide::int_mod(&as_int(this(vm, args)), &as_int(other)))?;
    from_int(vm, &rest)
}

fn divmod(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (quotient, rest) = (floordiv(vm, args)?, modulo(vm, args)?);
    if rest == Value::NotImplemented {
        return Ok(rest);
    }
    Ok(vm.heap.new_tuple([quotient, rest]))
}

fn total_seconds(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "timedelta.total_seconds")?;
    let seconds = divide::int_truediv(&as_int(this(vm, args)), &Int::Small(1_000_000));
    vm.lift(seconds).map(Value::float)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let mut parts = Vec::new();
    for (index, name) in ["days", "seconds", "microseconds"].into_iter().enumerate() {
        if let Value::Int(value) = part(vm, args, index) {
            if value != 0 {
                parts.push(format!("{name}={value}"));
            }
        }
    }
    let shown = if parts.is_empty() {
        "0".to_owned()
    } else {
        parts.join(", ")
    };
    Ok(vm.heap.new_str(format!("datetime.timedelta({shown})")))
}

fn str(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (days, rest) = (
        this(vm, args).div_euclid(86_400_000_000),
        this(vm, args).rem_euclid(86_400_000_000),
    );
    let seconds = rest / 1_000_000;
    let mut text = String::new();
    if days != 0 {
        text = format!("{days} day{}, ", if days.abs() == 1 { "" } else { "s" });
    }
    text += &format!(
        "{}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    if rest % 1_000_000 != 0 {
        text += &format!(".{:06}", rest % 1_000_000);
    }
    Ok(vm.heap.new_str(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_to_the_even_microsecond() {
        assert_eq!(tie_to_even(0, 0.5), 0);
        assert_eq!(tie_to_even(1, 0.5), 1);
        assert_eq!(tie_to_even(0, 1.5), 2);
        assert_eq!(tie_to_even(0, -0.5), 0);
    }
}
