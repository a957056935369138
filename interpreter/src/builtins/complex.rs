//! `complex`.

use super::read;
use super::str_format::real;
use crate::number::{elementary, hash};
use crate::text::complex as complex_text;
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{getter, method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    method("__abs__", |vm, args| {
        let (re, im) = this(vm, args);
        Ok(Value::float(elementary::hypot(re, im)))
    }),
    method("__add__", |vm, args| {
        with(vm, args, |a, b| Some((a.0 + b.0, a.1 + b.1)))
    }),
    method("__bool__", |vm, args| {
        Ok(Value::Bool(this(vm, args) != (0.0, 0.0)))
    }),
    method("__eq__", |vm, args| {
        let (re, im) = this(vm, args);
        if let Some(other) = parts(vm, args.get(0)) {
            return Ok(Value::Bool((re, im) == other));
        }
        let is_real = matches!(vm.heap.payload(args.get(0)), Value::Float(_))
            || vm.as_int(args.get(0)).is_some();
        if !is_real {
            return Ok(Value::NotImplemented);
        }
        Ok(Value::Bool(
            im == 0.0 && vm.eq(Value::float(re), args.get(0))?,
        ))
    }),
    method("__complex__", |vm, args| {
        let (re, im) = this(vm, args);
        vm.new_complex(re, im)
    }),
    method("__format__", format_spec),
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
    method("__pow__", |vm, args| raised_to(vm, args, power)),
    method("__radd__", |vm, args| {
        with(vm, args, |a, b| Some((a.0 + b.0, a.1 + b.1)))
    }),
    method("__repr__", repr),
    method("__rmul__", |vm, args| {
        with(vm, args, |a, b| Some(product(a, b)))
    }),
    method("__rpow__", |vm, args| {
        raised_to(vm, args, |a, b| power(b, a))
    }),
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
        args.none(vm, "complex.conjugate")?;
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
    let [first, second] = args.bind(vm, "complex", ["real", "imag"], 0, 2)?;
    if let Some(text) = vm.heap.str(first).map(str::to_owned) {
        if !second.is_unbound() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        let read = complex_text::parse(&text);
        let (re, im) = vm.lift(read)?;
        return vm.new_complex(re, im);
    }
    if vm.heap.str(second).is_some() {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let (mut re, mut im) = ((0.0, 0.0), (0.0, 0.0));
    let (mut re_complex, mut im_complex) = (false, false);
    if !first.is_unbound() {
        (re, re_complex) = part_of(
            vm,
            first,
            "complex() first argument must be a string or a number",
        )?;
    }
    if !second.is_unbound() {
        let message = "complex() second argument must be a number";
        (im, im_complex) = part_of(vm, second, message)?;
    } else if re_complex {
        im.0 = re.1;
    }
    // Nothing is added where nothing was given: zeros keep their signs.
    if im_complex {
        re.0 -= im.1;
    }
    if re_complex && !second.is_unbound() {
        im.0 += re.1;
    }
    vm.new_complex(re.0, im.0)
}

/// An argument's parts, and whether it is complex itself.
fn part_of(vm: &mut Vm, value: Value, message: &str) -> Result<(Parts, bool), Raised> {
    if let Some(parts) = parts(vm, value) {
        return Ok((parts, true));
    }
    let convert = vm.symbols.intern("__complex__");
    if let Some(method) = vm.special(value, convert) {
        let answer = vm.call(method, &[])?;
        return match parts(vm, answer) {
            Some(parts) => Ok((parts, true)),
            None => {
                let class = vm.type_name(answer);
                Err(vm.type_error(format!("__complex__ returned non-complex (type {class})")))
            }
        };
    }
    let is_real = matches!(vm.heap.payload(value), Value::Float(_))
        || vm.as_int(value).is_some()
        || vm.special(value, names::FLOAT).is_some()
        || vm.special(value, names::INDEX).is_some();
    if !is_real {
        let class = vm.type_name(value);
        return Err(vm.type_error(format!("{message}, not '{class}'")));
    }
    Ok(((real(vm, value)?, 0.0), false))
}

fn format_spec(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = read::text(vm, args.get(0), "__format__() argument must be str, not ")?;
    if spec.is_empty() {
        let text = vm.str(args.this)?;
        return vm.lift_str(Ok(text));
    }
    let (re, im) = this(vm, args);
    let text = complex_text::format(re, im, &spec);
    vm.lift_str(text)
}

fn with(vm: &mut Vm, args: &Args<'_>, apply: fn(Parts, Parts) -> Option<Parts>) -> Answer {
    let Some(other) = number(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    match apply(this(vm, args), other) {
        Some((re, im)) => vm.new_complex(re, im),
        None => Err(vm.error(Type::ZeroDivisionError, "complex division by zero")),
    }
}

/// By squaring, in CPython's order, so that zeros get the same signs.
fn squared(base: Parts, mut exponent: u32) -> Parts {
    let (mut power, mut square) = ((1.0, 0.0), base);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = product(power, square);
        }
        exponent >>= 1;
        square = product(square, square);
    }
    power
}

fn raised_to(vm: &mut Vm, args: &Args<'_>, apply: fn(Parts, Parts) -> Option<Parts>) -> Answer {
    let Some(other) = number(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    if !args.get(1).is_unbound() && !args.get(1).is_none() {
        return Err(vm.value_error("complex modulo"));
    }
    match apply(this(vm, args), other) {
        Some((re, im)) if re.is_infinite() || im.is_infinite() => {
            Err(vm.error(Type::OverflowError, "complex exponentiation"))
        }
        Some((re, im)) => vm.new_complex(re, im),
        None => Err(vm.error(
            Type::ZeroDivisionError,
            "0.0 to a negative or complex power",
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
        let positive = squared(base, exponent.0.abs() as u32);
        return if exponent.0 < 0.0 {
            quotient((1.0, 0.0), positive)
        } else {
            Some(positive)
        };
    }
    let (length, angle) = (
        elementary::hypot(base.0, base.1),
        libm::atan2(base.1, base.0),
    );
    let mut scale = libm::pow(length, exponent.0);
    let mut turn = angle * exponent.0;
    if exponent.1 != 0.0 {
        scale /= libm::exp(angle * exponent.1);
        turn += exponent.1 * libm::log(length);
    }
    Some((scale * libm::cos(turn), scale * libm::sin(turn)))
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (re, im) = this(vm, args);
    Ok(vm.heap.new_str(complex_text::repr(re, im)))
}
