//! `int` and `bool`.

use super::{bytes, read};
use crate::fault::Outcome;
use crate::number::int_bytes::{self, Order};
use crate::number::{Int, divide, float, int_text, power, round};
use crate::text::{format, repr};
use crate::value::symbol::names;
use crate::value::{Type, Value};
use crate::vm::native::{class_method, getter, method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    method("__abs__", abs),
    method("__add__", add),
    method("__and__", and),
    method("__bool__", truth),
    method("__ceil__", |vm, args| {
        args.none(vm, "int.__ceil__")?;
        itself(vm, args)
    }),
    method("__divmod__", divmod),
    method("__float__", to_float),
    method("__floor__", |vm, args| {
        args.none(vm, "int.__floor__")?;
        itself(vm, args)
    }),
    method("__floordiv__", floordiv),
    method("__format__", format_spec),
    method("__index__", itself),
    method("__int__", itself),
    method("__invert__", invert),
    method("__lshift__", lshift),
    method("__mod__", modulo),
    method("__mul__", mul),
    method("__neg__", neg),
    method("__or__", or),
    method("__pos__", itself),
    method("__pow__", pow),
    method("__radd__", add),
    method("__rand__", and),
    method("__rdivmod__", rdivmod),
    method("__repr__", repr_of),
    method("__rfloordiv__", rfloordiv),
    method("__rlshift__", rlshift),
    method("__rmod__", rmodulo),
    method("__rmul__", mul),
    method("__ror__", or),
    method("__round__", rounded),
    method("__rpow__", rpow),
    method("__rrshift__", rrshift),
    method("__rshift__", rshift),
    method("__rsub__", rsub),
    method("__rtruediv__", rtruediv),
    method("__rxor__", xor),
    method("__sub__", sub),
    method("__truediv__", truediv),
    method("__trunc__", |vm, args| {
        args.none(vm, "int.__trunc__")?;
        itself(vm, args)
    }),
    method("__xor__", xor),
    method("as_integer_ratio", ratio),
    method("bit_count", bit_count),
    method("bit_length", bit_length),
    method("conjugate", |vm, args| {
        args.none(vm, "int.conjugate")?;
        itself(vm, args)
    }),
    getter("denominator", denominator),
    class_method("from_bytes", from_bytes),
    getter("imag", imag),
    getter("numerator", itself),
    getter("real", itself),
    method("to_bytes", to_bytes),
];

pub(super) const BOOL_METHODS: &[Native] = &[
    new(make_bool),
    method("__and__", bool_and),
    method("__or__", bool_or),
    method("__rand__", bool_and),
    method("__repr__", bool_repr),
    method("__ror__", bool_or),
    method("__rxor__", bool_xor),
    method("__xor__", bool_xor),
];

fn this(vm: &Vm, args: &Args<'_>) -> Int {
    vm.as_int(args.this).unwrap_or(Int::ZERO)
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value, base] = args.bind(vm, "int", ["", "base"], 0, 2)?;
    if value.is_unbound() {
        if base.is_unbound() {
            return Ok(Value::Int(0));
        }
        return Err(vm.type_error("int() missing string argument"));
    }
    if base.is_unbound() {
        return match vm
            .heap
            .text(value)
            .and_then(|text| crate::text::decimal::few_digits(text.as_str()))
        {
            Some(number) => Ok(Value::Int(number)),
            None => of_value(vm, value),
        };
    }
    let base = read::int(vm, base)?.clamp_i64();
    if base != 0 && !(2..=36).contains(&base) {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    match literal(vm, value, base) {
        Some(int) => {
            let int = vm.lift(int)?;
            Ok(vm.from_int(int))
        }
        None => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

/// A text or bytes read as a literal; nothing if the value is neither.
fn literal(vm: &Vm, value: Value, base: i64) -> Option<Outcome<Int>> {
    if let Some(text) = vm.heap.str(value) {
        return Some(int_text::parse(text, base));
    }
    let bytes = vm.heap.bytes_like(value)?;
    Some(int_text::parse_bytes(bytes, base, &|| repr::bytes(bytes)))
}

/// `int(value)`.
fn of_value(vm: &mut Vm, value: Value) -> Answer {
    let inner = vm.heap.payload(value);
    match inner {
        _ if !inner.is(value) && vm.user_method(value, names::INT).is_some() => {}
        Value::Int(_) => return Ok(inner),
        Value::Bool(truth) => return Ok(Value::Int(i64::from(truth))),
        Value::Float(number) if inner == value => {
            let int = vm.lift(float::to_int(number))?;
            return Ok(vm.from_int(int));
        }
        _ if vm.heap.big_int(inner).is_some() => return Ok(inner),
        _ => {}
    }
    for name in [names::INT, names::INDEX, names::TRUNC] {
        let Some(special) = vm.special(value, name) else {
            continue;
        };
        let answer = vm.call(special, &[])?;
        if let Some(int) = vm.as_int(answer) {
            return Ok(vm.from_int(int));
        }
        let (kind, method) = (vm.type_name(answer), vm.symbols.shared(name));
        return Err(vm.type_error(format!("{method} returned non-int (type {kind})")));
    }
    if let Some(int) = literal(vm, value, 10) {
        let int = vm.lift(int)?;
        return Ok(vm.from_int(int));
    }
    let kind = vm.type_name(value);
    Err(vm.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{kind}'"
    )))
}

fn itself(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let int = this(vm, args);
    Ok(vm.from_int(int))
}

fn truth(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Bool(!this(vm, args).is_zero()))
}

fn repr_of(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = int_text::to_decimal(&this(vm, args));
    vm.lift_str(text)
}

fn format_spec(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = read::text(vm, args.get(0), "__format__() argument must be str, not ")?;
    if spec.is_empty() {
        let text = vm.str(args.this)?;
        return vm.lift_str(Ok(text));
    }
    let name = vm.type_of(args.this).name();
    let text = format::int(&this(vm, args), &spec, name);
    vm.lift_str(text)
}

/// An operation with another int; `NotImplemented` of anything else.
fn with_int(vm: &mut Vm, args: &Args<'_>, apply: fn(&Int, &Int) -> Outcome<Int>) -> Answer {
    let Some(other) = vm.as_int(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let result = apply(&this(vm, args), &other);
    let result = vm.lift(result)?;
    Ok(vm.from_int(result))
}

fn add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| Ok(a.add(b)))
}

fn sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| Ok(a.sub(b)))
}

fn rsub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| Ok(b.sub(a)))
}

fn mul(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, Int::mul)
}

fn floordiv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, divide::int_floordiv)
}

fn rfloordiv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| divide::int_floordiv(b, a))
}

fn modulo(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, divide::int_mod)
}

fn rmodulo(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| divide::int_mod(b, a))
}

fn and(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| Ok(a.and(b)))
}

fn or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| Ok(a.or(b)))
}

fn xor(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| Ok(a.xor(b)))
}

fn lshift(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, Int::shift_left)
}

fn rlshift(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| b.shift_left(a))
}

fn rshift(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, Int::shift_right)
}

fn rrshift(vm: &mut Vm, args: &Args<'_>) -> Answer {
    with_int(vm, args, |a, b| b.shift_right(a))
}

fn truediv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = vm.as_int(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let quotient = divide::int_truediv(&this(vm, args), &other);
    vm.lift(quotient).map(Value::float)
}

fn rtruediv(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = vm.as_int(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let quotient = divide::int_truediv(&other, &this(vm, args));
    vm.lift(quotient).map(Value::float)
}

fn power_of(vm: &mut Vm, base: &Int, exponent: &Int) -> Answer {
    let power = power::of_ints(base, exponent);
    match vm.lift(power)? {
        power::Power::Int(int) => Ok(vm.from_int(int)),
        power::Power::Float(float) => Ok(Value::float(float)),
    }
}

fn pow(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = vm.as_int(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let base = this(vm, args);
    power_of(vm, &base, &other)
}

fn rpow(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = vm.as_int(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let exponent = this(vm, args);
    power_of(vm, &other, &exponent)
}

fn pair(vm: &mut Vm, pair: (Int, Int)) -> Answer {
    let items = [vm.from_int(pair.0), vm.from_int(pair.1)];
    Ok(vm.heap.new_tuple(items))
}

fn divmod(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = vm.as_int(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let both = divide::int_divmod(&this(vm, args), &other);
    let both = vm.lift(both)?;
    pair(vm, both)
}

fn rdivmod(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = vm.as_int(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let both = divide::int_divmod(&other, &this(vm, args));
    let both = vm.lift(both)?;
    pair(vm, both)
}

fn abs(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let int = this(vm, args).abs();
    Ok(vm.from_int(int))
}

fn neg(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let int = this(vm, args).neg();
    Ok(vm.from_int(int))
}

fn invert(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let int = this(vm, args).invert();
    Ok(vm.from_int(int))
}

fn to_float(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = float::from_int(&this(vm, args));
    vm.lift(value).map(Value::float)
}

fn rounded(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [digits] = args.between(vm, "__round__", 0)?;
    if digits.is_unbound() {
        return itself(vm, args);
    }
    let digits = read::int(vm, digits)?;
    let int = round::int(&this(vm, args), &digits);
    let int = vm.lift(int)?;
    Ok(vm.from_int(int))
}

fn ratio(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "int.as_integer_ratio")?;
    let int = this(vm, args);
    pair(vm, (int, Int::Small(1)))
}

fn bit_count(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "int.bit_count")?;
    Ok(Value::Int(this(vm, args).bit_count() as i64))
}

fn bit_length(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "int.bit_length")?;
    Ok(Value::Int(this(vm, args).bit_length() as i64))
}

fn denominator(_: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(Value::Int(1))
}

fn imag(_: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(Value::Int(0))
}

fn order_and_sign(
    vm: &mut Vm,
    order: Value,
    signed: Value,
    name: &str,
) -> Result<(Order, bool), Raised> {
    let order = match order {
        Value::Unbound => "big".to_owned(),
        given => read::text(
            vm,
            given,
            &format!("{name}() argument 'byteorder' must be str, not "),
        )?,
    };
    let order = vm.lift(Order::parse(&order))?;
    Ok((order, read::flag(vm, signed, false)?))
}

fn to_bytes(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [length, order, signed] =
        args.bind(vm, "to_bytes", ["length", "byteorder", "signed"], 0, 2)?;
    let length = read::word_or(vm, length, 1)?;
    let (order, signed) = order_and_sign(vm, order, signed, "to_bytes")?;
    let bytes = int_bytes::to_bytes(&this(vm, args), length, order, signed);
    let bytes = vm.lift(bytes)?;
    Ok(vm.heap.new_bytes(bytes))
}

fn from_bytes(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [source, order, signed] =
        args.bind(vm, "from_bytes", ["bytes", "byteorder", "signed"], 1, 2)?;
    let (order, signed) = order_and_sign(vm, order, signed, "from_bytes")?;
    let read = bytes::of_value(vm, source)?;
    let int = int_bytes::from_bytes(&read, order, signed);
    let value = vm.from_int(int);
    if args.this == Value::Type(Type::Int) {
        Ok(value)
    } else {
        vm.call(args.this, &[value])
    }
}

fn make_bool(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value] = args.between(vm, "bool", 0)?;
    if value.is_unbound() {
        return Ok(Value::Bool(false));
    }
    vm.truthy(value).map(Value::Bool)
}

fn bool_repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(vm.heap.new_str(if args.this == Value::Bool(true) {
        "True"
    } else {
        "False"
    }))
}

fn bools(
    vm: &mut Vm,
    args: &Args<'_>,
    apply: fn(bool, bool) -> bool,
    ints: fn(&mut Vm, &Args<'_>) -> Answer,
) -> Answer {
    match (args.this, args.get(0)) {
        (Value::Bool(a), Value::Bool(b)) => Ok(Value::Bool(apply(a, b))),
        _ => ints(vm, args),
    }
}

fn bool_and(vm: &mut Vm, args: &Args<'_>) -> Answer {
    bools(vm, args, |a, b| a & b, and)
}

fn bool_or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    bools(vm, args, |a, b| a | b, or)
}

fn bool_xor(vm: &mut Vm, args: &Args<'_>) -> Answer {
    bools(vm, args, |a, b| a ^ b, xor)
}
