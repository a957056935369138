//! `float`.

use super::read;
use super::str_format::real;
use crate::fault::Outcome;
use crate::number::{Int, divide, float, float_text, power, round};
use crate::text::{format, repr};
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{class_method, getter, method, new};
use crate::vm::{Answer, Args, Native, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    method("__abs__", abs),
    method("__add__", add),
    method("__bool__", truth),
    method("__ceil__", |vm, args| {
        args.none(vm, "float.__ceil__")?;
        ceil(vm, args)
    }),
    method("__divmod__", divmod),
    method("__float__", itself),
    method("__floor__", |vm, args| {
        args.none(vm, "float.__floor__")?;
        floor(vm, args)
    }),
    method("__floordiv__", floordiv),
    method("__format__", format_spec),
    method("__int__", trunc),
    method("__mod__", modulo),
    method("__mul__", mul),
    method("__neg__", neg),
    method("__pos__", itself),
    method("__pow__", pow),
    method("__radd__", add),
    method("__rdivmod__", rdivmod),
    method("__repr__", repr_of),
    method("__rfloordiv__", rfloordiv),
    method("__rmod__", rmodulo),
    method("__rmul__", mul),
    method("__round__", rounded),
    method("__rpow__", rpow),
    method("__rsub__", rsub),
    method("__rtruediv__", rtruediv),
    method("__sub__", sub),
    method("__truediv__", truediv),
    method("__trunc__", |vm, args| {
        args.none(vm, "float.__trunc__")?;
        trunc(vm, args)
    }),
    method("as_integer_ratio", ratio),
    method("conjugate", |vm, args| {
        args.none(vm, "float.conjugate")?;
        itself(vm, args)
    }),
    class_method("fromhex", from_hex),
    method("hex", hex),
    getter("imag", imag),
    method("is_integer", is_integer),
    getter("real", itself),
];

fn this(vm: &Vm, args: &Args<'_>) -> f64 {
    match vm.heap.payload(args.this) {
        Value::Float(value) => value,
        _ => 0.0,
    }
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value] = args.between(vm, "float", 0)?;
    if value.is_unbound() {
        return Ok(Value::float(0.0));
    }
    if let Some(text) = vm.heap.str(value) {
        let read = float_text::parse(text);
        return vm.lift(read).map(Value::float);
    }
    if let Some(bytes) = vm.heap.bytes_like(value) {
        let shown = if vm.heap.byte_array(vm.heap.payload(value)).is_some() {
            repr::byte_array(bytes)
        } else {
            repr::bytes(bytes)
        };
        let read = float_text::parse_bytes(bytes, &shown);
        return vm.lift(read).map(Value::float);
    }
    if let (Value::Float(_), true) = (vm.heap.payload(value), vm.heap.instance(value).is_none()) {
        return Ok(value);
    }
    let known = vm.as_int(value).is_some()
        || vm.heap.payload(value) != value
        || vm.special(value, names::FLOAT).is_some()
        || vm.special(value, names::INDEX).is_some();
    if known {
        return real(vm, value).map(Value::float);
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!(
        "float() argument must be a string or a real number, not '{name}'"
    )))
}

fn itself(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(vm.heap.payload(args.this))
}

fn truth(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Bool(this(vm, args) != 0.0))
}

fn repr_of(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = float_text::to_repr(this(vm, args));
    Ok(vm.heap.new_str(text))
}

fn format_spec(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = read::text(vm, args.get(0), "__format__() argument must be str, not ")?;
    if spec.is_empty() {
        let text = vm.str(args.this)?;
        return vm.lift_str(Ok(text));
    }
    let text = format::float(this(vm, args), &spec, "float");
    vm.lift_str(text)
}

/// The other operand as a float: an int or a float.
fn other(vm: &mut Vm, value: Value) -> Result<Option<f64>, crate::vm::Raised> {
    if let Value::Float(value) = vm.heap.payload(value) {
        return Ok(Some(value));
    }
    match vm.as_int(value) {
        Some(int) => vm.lift(float::from_int(&int)).map(Some),
        None => Ok(None),
    }
}

fn with_float(vm: &mut Vm, args: &Args<'_>, apply: fn(f64, f64) -> Outcome<f64>) -> Answer {
    let Some(other) = other(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    let result = apply(this(vm, args), other);
    vm.lift(result).map(Value::float)
}

fn add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, |a, b| Ok(a + b))
}

fn sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, |a, b| Ok(a - b))
}

fn rsub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, |a, b| Ok(b - a))
}

fn mul(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, |a, b| Ok(a * b))
}

fn truediv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, divide::float_truediv)
}

fn rtruediv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, |a, b| divide::float_truediv(b, a))
}

fn floordiv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, divide::float_floordiv)
}

fn rfloordiv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, |a, b| divide::float_floordiv(b, a))
}

fn modulo(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, divide::float_mod)
}

fn rmodulo(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_float(vm, args, |a, b| divide::float_mod(b, a))
}

/// A power of floats; a negative base with a fraction as exponent makes a complex.
fn power_of(vm: &mut Vm, base: f64, exponent: f64) -> Answer {
    let power = power::of_floats(base, exponent);
    match vm.lift(power)? {
        Some(power) => Ok(Value::float(power)),
        None => {
            let length = libm::pow(base.abs(), exponent);
            let angle = std::f64::consts::PI * exponent;
            let complex = Obj::Complex(length * libm::cos(angle), length * libm::sin(angle));
            Ok(Value::Ref(vm.heap.alloc(complex)))
        }
    }
}

fn pow(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = other(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    power_of(vm, this(vm, args), other)
}

fn rpow(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = other(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    power_of(vm, other, this(vm, args))
}

fn both(vm: &mut Vm, pair: Outcome<(f64, f64)>) -> Answer {
    let (quotient, rest) = vm.lift(pair)?;
    Ok(vm
        .heap
        .new_tuple([Value::float(quotient), Value::float(rest)]))
}

fn divmod(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = other(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    let pair = divide::float_divmod(this(vm, args), other);
    both(vm, pair)
}

fn rdivmod(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = other(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    let pair = divide::float_divmod(other, this(vm, args));
    both(vm, pair)
}

fn abs(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::float(this(vm, args).abs()))
}

fn neg(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::float(-this(vm, args)))
}

fn whole(vm: &mut Vm, value: f64) -> Answer {
    let int = vm.lift(float::to_int(value))?;
    Ok(vm.from_int(int))
}

fn trunc(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = this(vm, args);
    whole(vm, value)
}

fn floor(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = libm::floor(this(vm, args));
    whole(vm, value)
}

fn ceil(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = libm::ceil(this(vm, args));
    whole(vm, value)
}

fn rounded(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [digits] = args.between(vm, "__round__", 0)?;
    if digits.is_unbound() || digits.is_none() {
        let int = round::float_to_int(this(vm, args));
        let int = vm.lift(int)?;
        return Ok(vm.from_int(int));
    }
    let digits: Int = read::int(vm, digits)?;
    let value = round::float(this(vm, args), &digits);
    vm.lift(value).map(Value::float)
}

fn ratio(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "float.as_integer_ratio")?;
    let ratio = float::as_integer_ratio(this(vm, args));
    let (top, bottom) = vm.lift(ratio)?;
    let items = [vm.from_int(top), vm.from_int(bottom)];
    Ok(vm.heap.new_tuple(items))
}

fn imag(_: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(Value::float(0.0))
}

fn is_integer(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "float.is_integer")?;
    Ok(Value::Bool(float::is_integer(this(vm, args))))
}

fn hex(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "float.hex")?;
    let text = float_text::to_hex(this(vm, args));
    Ok(vm.heap.new_str(text))
}

fn from_hex(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = args.one(vm, "float.fromhex")?;
    let text = read::text(vm, text, "bad argument type for built-in operation, not ")?;
    let value = vm.lift(float_text::from_hex(&text)).map(Value::float)?;
    if args.this == Value::Type(Type::Float) {
        Ok(value)
    } else {
        vm.call(args.this, &[value])
    }
}
