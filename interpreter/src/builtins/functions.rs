//! The functions of the `builtins` module.

use super::{aggregate, attributes, order, read};
use crate::effect::Effect;
use crate::number::{int_text, power};
use crate::text::repr;
use crate::value::iter::Iter;
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Answer, Args, Binary, Native, Raised, Vm};

pub(crate) static BUILTINS: Module = Module {
    name: "builtins",
    functions: FUNCTIONS,
    types: TYPES,
    constant: no_constant,
};

const FUNCTIONS: &[Native] = &[
    function("__build_class__", super::object::build_class),
    function("abs", abs),
    function("all", aggregate::all),
    function("any", aggregate::any),
    function("ascii", ascii),
    function("bin", bin),
    function("callable", attributes::callable),
    function("chr", chr),
    function("delattr", attributes::delattr),
    function("dir", attributes::dir),
    function("divmod", divmod),
    function("format", format),
    function("getattr", attributes::getattr),
    function("hasattr", attributes::hasattr),
    function("hash", hash),
    function("hex", hex),
    function("id", id),
    function("isinstance", attributes::isinstance),
    function("issubclass", attributes::issubclass),
    function("iter", iter),
    function("len", len),
    function("max", order::max),
    function("min", order::min),
    function("next", next),
    function("oct", oct),
    function("ord", ord),
    function("pow", pow),
    function("print", print),
    function("repr", repr_of),
    function("round", round),
    function("setattr", attributes::setattr),
    function("sorted", order::sorted),
    function("sum", aggregate::sum),
    function("vars", attributes::vars),
];

/// The classes; exceptions are found by their name.
const TYPES: &[Type] = &[
    Type::Bool,
    Type::ByteArray,
    Type::Bytes,
    Type::ClassMethod,
    Type::Complex,
    Type::Dict,
    Type::Enumerate,
    Type::Filter,
    Type::Float,
    Type::FrozenSet,
    Type::Int,
    Type::List,
    Type::Map,
    Type::Object,
    Type::Property,
    Type::Range,
    Type::Reversed,
    Type::Set,
    Type::Slice,
    Type::StaticMethod,
    Type::Str,
    Type::Super,
    Type::Tuple,
    Type::Type,
    Type::Zip,
];

/// Calls a special method that must be there.
fn special(vm: &mut Vm, value: Value, name: crate::value::Sym, missing: &str) -> Answer {
    match vm.special(value, name) {
        Some(method) => vm.call(method, &[]),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(missing.replace("{}", &kind)))
        }
    }
}

fn abs(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "abs")?;
    special(vm, value, names::ABS, "bad operand type for abs(): '{}'")
}

fn ascii(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "ascii")?;
    let text = repr::escape_non_ascii(&vm.repr(value)?);
    Ok(vm.heap.new_str(text))
}

fn radix(vm: &mut Vm, args: &Args<'_>, name: &str, base: u32) -> Answer {
    let value = args.one(vm, name)?;
    let int = read::int(vm, value)?;
    Ok(vm.heap.new_str(int_text::with_prefix(&int, base)))
}

fn bin(vm: &mut Vm, args: &Args<'_>) -> Answer {
    radix(vm, args, "bin", 2)
}

fn oct(vm: &mut Vm, args: &Args<'_>) -> Answer {
    radix(vm, args, "oct", 8)
}

fn hex(vm: &mut Vm, args: &Args<'_>) -> Answer {
    radix(vm, args, "hex", 16)
}

fn chr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "chr")?;
    let code = read::int(vm, value)?;
    let Some(code) = code.to_i64().filter(|code| i32::try_from(*code).is_ok()) else {
        return Err(vm.error(
            Type::OverflowError,
            "Python int too large to convert to C int",
        ));
    };
    match u32::try_from(code).ok().and_then(char::from_u32) {
        Some(c) => Ok(vm.heap.new_str(c.to_string())),
        None if (0xd800..0xe000).contains(&code) => {
            Err(vm.value_error("a workflow's texts cannot hold surrogates"))
        }
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "ord")?;
    let (length, first) = if let Some(text) = vm.heap.str(value) {
        (
            crate::text::slice::length(text),
            text.chars().next().map(u32::from),
        )
    } else if let Some(bytes) = vm.heap.bytes_like(value) {
        (bytes.len(), bytes.first().map(|byte| u32::from(*byte)))
    } else {
        let name = vm.type_name(value);
        return Err(vm.type_error(format!(
            "ord() expected string of length 1, but {name} found"
        )));
    };
    match first {
        Some(code) if length == 1 => Ok(Value::Int(i64::from(code))),
        _ => Err(vm.type_error(format!(
            "ord() expected a character, but string of length {length} found"
        ))),
    }
}

pub(crate) fn divmod(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [a, b] = args.between(vm, "divmod", 2)?;
    for (left, right, name) in [(a, b, names::DIVMOD), (b, a, names::RDIVMOD)] {
        let Some(method) = vm.special(left, name) else {
            continue;
        };
        let answer = vm.call(method, &[right])?;
        if answer != Value::NotImplemented {
            return Ok(answer);
        }
    }
    let (left, right) = (vm.type_name(a), vm.type_name(b));
    Err(vm.type_error(format!(
        "unsupported operand type(s) for divmod(): '{left}' and '{right}'"
    )))
}

fn pow(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [base, exponent, modulus] = args.bind(vm, "pow", ["base", "exp", "mod"], 2, 3)?;
    if modulus.is_unbound() || modulus.is_none() {
        return vm.binary(Binary::Pow, base, exponent);
    }
    if vm.user_method(base, names::POW).is_some() {
        if let Some(power) = ternary_power(vm, base, exponent, modulus)? {
            return Ok(power);
        }
    }
    let ints = (vm.as_int(base), vm.as_int(exponent), vm.as_int(modulus));
    let (Some(base), Some(exponent), Some(modulus)) = ints else {
        if let Some(power) = ternary_power(vm, base, exponent, modulus)? {
            return Ok(power);
        }
        return Err(no_modulus(vm, [base, exponent, modulus]));
    };
    let power = power::modular(&base, &exponent, &modulus);
    let power = vm.lift(power)?;
    Ok(vm.from_int(power))
}

/// `__pow__` with three operands: of the first, or of a Decimal among the others.
fn ternary_power(
    vm: &mut Vm,
    base: Value,
    exponent: Value,
    modulus: Value,
) -> Result<Option<Value>, Raised> {
    if let Some(method) = vm.special(base, names::POW) {
        if vm.heap.instance(base).is_some() || vm.type_of(base) == Type::Fraction {
            let power = vm.call(method, &[exponent, modulus])?;
            if power != Value::NotImplemented {
                return Ok(Some(power));
            }
        }
    }
    crate::stdlib::decimal::power_modulo(vm, base, exponent, modulus)
}

fn no_modulus(vm: &mut Vm, operands: [Value; 3]) -> Raised {
    let number = |vm: &mut Vm, value: Value| {
        vm.as_int(value).is_some() || matches!(vm.heap.payload(value), Value::Float(_))
    };
    let complex = |vm: &mut Vm, value: Value| vm.is_instance(value, Type::Complex);
    let mut others = operands
        .into_iter()
        .filter(|value| !number(vm, *value))
        .collect::<Vec<_>>();
    if others.is_empty() {
        return vm.type_error("pow() 3rd argument not allowed unless all arguments are integers");
    }
    others.retain(|value| !complex(vm, *value));
    if others.is_empty() {
        return vm.value_error("complex modulo");
    }
    let [base, exponent, modulus] = operands.map(|value| vm.type_name(value));
    vm.type_error(format!(
        "unsupported operand type(s) for ** or pow(): '{base}', '{exponent}', '{modulus}'"
    ))
}

fn round(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [number, digits] = args.bind(vm, "round", ["number", "ndigits"], 1, 2)?;
    let Some(method) = vm.special(number, names::ROUND) else {
        let name = vm.type_name(number);
        return Err(vm.type_error(format!("type {name} doesn't define __round__ method")));
    };
    if digits.is_unbound() || digits.is_none() {
        vm.call(method, &[])
    } else {
        vm.call(method, &[digits])
    }
}

fn format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value, spec] = args.between(vm, "format", 1)?;
    let spec = match spec {
        Value::Unbound => String::new(),
        spec => read::text(vm, spec, "format() argument 2 must be str, not ")?,
    };
    let text = vm.format(value, &spec)?;
    Ok(vm.heap.new_str(text))
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "hash")?;
    vm.hash(value).map(Value::Int)
}

/// A counter instead of an address: the same number for the same object as long as it lives.
fn id(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "id")?;
    let Value::Ref(handle) = value else {
        return Ok(Value::Int(immediate_id(value)));
    };
    Ok(Value::Int(vm.identity(handle)))
}

/// Values that are no objects of the heap have ids of their own, odd ones.
fn immediate_id(value: Value) -> i64 {
    let text = format!("{value:?}");
    crate::value::text::hash_bytes(text.as_bytes()).unsigned_abs() as i64 & 0x7fff_ffff_ffff | 1
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, sentinel] = args.between(vm, "iter", 1)?;
    if sentinel.is_unbound() {
        return vm.iterate(object);
    }
    if !attributes::is_callable(vm, object) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    let state = Iter::Sentinel {
        function: object,
        sentinel,
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Iter(Box::new(state)))))
}

fn next(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterator, default] = args.between(vm, "next", 1)?;
    if vm.special(iterator, names::NEXT).is_none() {
        let name = vm.type_name(iterator);
        return Err(vm.type_error(format!("'{name}' object is not an iterator")));
    }
    // Called as a method, so that the value of StopIteration stays with it.
    let stopped = match vm.call_method(iterator, names::NEXT, &[]) {
        Ok(value) => return Ok(value),
        Err(stopped) => stopped,
    };
    match stopped {
        Raised::Exception(error)
            if !default.is_unbound() && vm.is_instance(Value::Ref(error), Type::StopIteration) =>
        {
            Ok(default)
        }
        other => Err(other),
    }
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "len")?;
    Ok(Value::Int(vm.length(value)?))
}

fn repr_of(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "repr")?;
    let text = vm.repr(value)?;
    vm.lift_str(Ok(text))
}

/// `print`: an effect, to be shown by whoever runs the machine.
fn print(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let options = Args {
        this: Value::Unbound,
        positional: &[],
        keywords: args.keywords,
    };
    let [separator, end, file, _flush] =
        options.bind(vm, "print", ["sep", "end", "file", "flush"], 0, 0)?;
    let separator = read::optional_text(vm, separator, "sep must be None or a string, not ")?;
    let end = read::optional_text(vm, end, "end must be None or a string, not ")?;
    let mut text = String::new();
    for (index, value) in args.positional.iter().enumerate() {
        if index > 0 {
            text.push_str(separator.as_deref().unwrap_or(" "));
        }
        text.push_str(&vm.str(*value)?);
        vm.reserve(text.len())?;
    }
    text.push_str(end.as_deref().unwrap_or("\n"));
    if file.is_unbound() || file.is_none() {
        vm.effects.push(Effect::Print {
            text,
            stderr: false,
        });
        return Ok(Value::None);
    }
    let write = vm.symbols.intern("write");
    let text = vm.heap.new_str(text);
    vm.call_method(file, write, &[text])?;
    Ok(Value::None)
}
