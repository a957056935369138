//! `complex`.

use super::str_format::real;
use crate::number::float_text;
use crate::number::hash;
use crate::value::{Obj, Value};
use crate::vm::native::{getter, method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    method("__abs__", |vm, args| {
        let (re, im) = this(vm, args);
        Ok(Value::float(libm::hypot(re, im)))
    }),
    method("__add__", |vm, args| {
        with(vm, args, |a, b| Some((a.0 + b.0, a.1 + b.1)))
    }),
    method("__bool__", |vm, args| {
        Ok(Value::Bool(this(vm, args) != (0.0, 0.0)))
    }),
    method("__eq__", |vm, args| {
        let Some(other) = number(vm, args.get(0))? else {
            return Ok(Value::NotImplemented);
        };
        Ok(Value::Bool(this(vm, args) == other))
    }),
    method("__hash__", |vm, args| {
        let (re, im) = this(vm, args);
        let sum = hash::of_float(re).wrapping_add(hash::of_float(im).wrapping_mul(1_000_003));
        Ok(Value::Int(if sum == -1 { -2 } else { sum }))
    }),
    method("__mul__", |vm, args| {
        with(vm, args, |a, b| Some(product(a, b)))
    }),
    method("__neg__", |vm, args| {
        let (re, im) = this(vm, args);
        vm.new_complex(-re, -im)
    }),
    method("__pos__", |_, args| Ok(args.this)),
    method("__pow__", |vm, args| with(vm, args, power)),
    method("__radd__", |vm, args| {
        with(vm, args, |a, b| Some((a.0 + b.0, a.1 + b.1)))
    }),
    method("__repr__", repr),
    method("__rmul__", |vm, args| {
        with(vm, args, |a, b| Some(product(a, b)))
    }),
    method("__rpow__", |vm, args| with(vm, args, |a, b| power(b, a))),
    method("__rsub__", |vm, args| {
        with(vm, args, |a, b| Some((b.0 - a.0, b.1 - a.1)))
    }),
    method("__rtruediv__", |vm, args| {
        with(vm, args, |a, b| quotient(b, a))
    }),
    method("__sub__", |vm, args| {
        with(vm, args, |a, b| Some((a.0 - b.0, a.1 - b.1)))
    }),
    method("__truediv__", |vm, args| with(vm, args, quotient)),
    method("conjugate", |vm, args| {
        let (re, im) = this(vm, args);
        vm.new_complex(re, -im)
    }),
    getter("imag", |vm, args| Ok(Value::float(this(vm, args).1))),
    getter("real", |vm, args| Ok(Value::float(this(vm, args).0))),
];

type Parts = (f64, f64);

fn parts(vm: &Vm, value: Value) -> Option<Parts> {
    match vm.heap.get(vm.heap.payload(value).as_ref()?) {
        Obj::Complex(re, im) => Some((*re, *im)),
        _ => None,
    }
}

fn this(vm: &Vm, args: &Args<'_>) -> Parts {
    parts(vm, args.this).unwrap_or((0.0, 0.0))
}

/// Any number as a complex one.
fn number(vm: &mut Vm, value: Value) -> Result<Option<Parts>, Raised> {
    if let Some(parts) = parts(vm, value) {
        return Ok(Some(parts));
    }
    Ok(vm.as_float(value)?.map(|re| (re, 0.0)))
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [re, im] = args.bind(vm, "complex", ["real", "imag"], 0, 2)?;
    if vm.heap.str(re).is_some() {
        return Err(vm.type_error("a workflow's complex() takes numbers, not text"));
    }
    let mut sum = (0.0, 0.0);
    for (value, unit) in [(re, (1.0, 0.0)), (im, (0.0, 1.0))] {
        if value.is_unbound() {
            continue;
        }
        let part = match parts(vm, value) {
            Some(part) => part,
            None => (real(vm, value)?, 0.0),
        };
        let part = if unit.1 == 0.0 {
            part
        } else {
            (-part.1, part.0)
        };
        sum = (sum.0 + part.0, sum.1 + part.1);
    }
    vm.new_complex(sum.0, sum.1)
}

fn with(vm: &mut Vm, args: &Args<'_>, apply: fn(Parts, Parts) -> Option<Parts>) -> Answer {
    let Some(other) = number(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    match apply(this(vm, args), other) {
        Some((re, im)) => vm.new_complex(re, im),
        None => Err(vm.error(
            crate::value::Type::ZeroDivisionError,
            "complex division by zero",
        )),
    }
}

fn product(a: Parts, b: Parts) -> Parts {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// Scaled by the greater part of the divisor, as CPython does.
fn quotient(a: Parts, b: Parts) -> Option<Parts> {
    if b == (0.0, 0.0) {
        return None;
    }
    Some(if b.0.abs() >= b.1.abs() {
        let ratio = b.1 / b.0;
        let scale = b.0 + b.1 * ratio;
        ((a.0 + a.1 * ratio) / scale, (a.1 - a.0 * ratio) / scale)
    } else {
        let ratio = b.0 / b.1;
        let scale = b.0 * ratio + b.1;
        ((a.0 * ratio + a.1) / scale, (a.1 * ratio - a.0) / scale)
    })
}

/// By squaring for small whole exponents, else through polar coordinates.
fn power(base: Parts, exponent: Parts) -> Option<Parts> {
    if exponent == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if base == (0.0, 0.0) {
        return (exponent.1 == 0.0 && exponent.0 > 0.0).then_some((0.0, 0.0));
    }
    if exponent.1 == 0.0 && libm::trunc(exponent.0) == exponent.0 && exponent.0.abs() <= 100.0 {
        let positive =
            (0..exponent.0.abs() as u32).fold((1.0, 0.0), |power, _| product(power, base));
        return if exponent.0 < 0.0 {
            quotient((1.0, 0.0), positive)
        } else {
            Some(positive)
        };
    }
    let (length, angle) = (libm::hypot(base.0, base.1), libm::atan2(base.1, base.0));
    let mut scale = libm::pow(length, exponent.0);
    let mut turn = angle * exponent.0;
    if exponent.1 != 0.0 {
        scale /= libm::exp(angle * exponent.1);
        turn += exponent.1 * libm::log(length);
    }
    Some((scale * libm::cos(turn), scale * libm::sin(turn)))
}

fn short(value: f64) -> String {
    let text = float_text::to_repr(value);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (re, im) = this(vm, args);
    let text = if re == 0.0 && re.is_sign_positive() {
        format!("{}j", short(im))
    } else {
        let sign = if im.is_sign_negative() && !im.is_nan() {
            ""
        } else {
            "+"
        };
        format!("({}{sign}{}j)", short(re), short(im))
    };
    Ok(vm.heap.new_str(text))
}
