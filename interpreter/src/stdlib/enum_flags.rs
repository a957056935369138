//! `Flag` and `IntFlag`: members that combine.

use crate::value::{Type, Value};
use crate::vm::native::{Native, static_method, whole};
use crate::vm::{Answer, Args, Raised, Vm};

use super::enums::{self, class_part, distinct, part, set_class_part};

/// Of `Flag`; `IntFlag` has them too, because they go before those of `int`.
pub(crate) const FLAG_METHODS: &[Native] = &[
    whole("__and__", |vm, args| combine(vm, args, |a, b| a & b)),
    whole("__bool__", |vm, args| {
        Ok(Value::Bool(bits(vm, args.this)? != 0))
    }),
    whole("__contains__", contains),
    whole("__hash__", hash),
    whole("__invert__", invert),
    whole("__iter__", iter),
    whole("__len__", |vm, args| {
        Ok(Value::Int(i64::from(bits(vm, args.this)?.count_ones())))
    }),
    whole("__or__", |vm, args| combine(vm, args, |a, b| a | b)),
    whole("__rand__", |vm, args| combine(vm, args, |a, b| a & b)),
    whole("__repr__", repr),
    whole("__ror__", |vm, args| combine(vm, args, |a, b| a | b)),
    whole("__rxor__", |vm, args| combine(vm, args, |a, b| a ^ b)),
    whole("__str__", str),
    whole("__xor__", |vm, args| combine(vm, args, |a, b| a ^ b)),
];

pub(crate) const INT_FLAG_METHODS: &[Native] = &[
    static_method("__new__", enums::new_member),
    whole("__and__", |vm, args| combine(vm, args, |a, b| a & b)),
    whole("__contains__", contains),
    whole("__format__", enums::value_format),
    whole("__invert__", invert),
    whole("__iter__", iter),
    whole("__len__", |vm, args| {
        Ok(Value::Int(i64::from(bits(vm, args.this)?.count_ones())))
    }),
    whole("__or__", |vm, args| combine(vm, args, |a, b| a | b)),
    whole("__rand__", |vm, args| combine(vm, args, |a, b| a & b)),
    whole("__repr__", repr),
    whole("__ror__", |vm, args| combine(vm, args, |a, b| a | b)),
    whole("__rxor__", |vm, args| combine(vm, args, |a, b| a ^ b)),
    whole("__str__", enums::value_str),
    whole("__xor__", |vm, args| combine(vm, args, |a, b| a ^ b)),
];

/// The operators that go before those of a builtin class that a flag also is.
pub(super) const OPERATORS: [&str; 7] = [
    "__and__",
    "__or__",
    "__xor__",
    "__rand__",
    "__ror__",
    "__rxor__",
    "__invert__",
];

/// What is done with a value that has bits of no member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Boundary {
    Strict,
    Conform,
    Eject,
    Keep,
}

pub(super) fn is_flag(vm: &Vm, class: Value) -> bool {
    vm.is_subclass(class, Value::Type(Type::Flag))
}

/// A flag's value as bits.
fn bits(vm: &mut Vm, member: Value) -> Result<i64, Raised> {
    let value = part(vm, member, "_value_");
    as_bits(vm, value)
}

fn as_bits(vm: &mut Vm, value: Value) -> Result<i64, Raised> {
    match vm.heap.payload(value) {
        Value::Int(bits) if bits.unsigned_abs() < 1 << 62 => Ok(bits),
        Value::Bool(bit) => Ok(i64::from(bit)),
        _ => Err(vm.type_error("flags are integers of at most 62 bits in a workflow")),
    }
}

/// What a new flag class knows of all its members together.
pub(super) fn finish(vm: &mut Vm, class: Value, given: Option<Value>) -> Result<(), Raised> {
    let boundary = match given {
        Some(given) => {
            let name = vm.heap.payload(given);
            if vm.heap.str(name).and_then(boundary_of).is_none() {
                let shown = vm.repr(given)?;
                return Err(vm.type_error(format!("{shown} is no boundary")));
            }
            given
        }
        None => {
            let name = vm.symbols.intern("_boundary_");
            let default = match vm.is_subclass(class, Value::Type(Type::IntFlag)) {
                true => "keep",
                false => "strict",
            };
            match vm.lookup(class, name) {
                Some(inherited) => inherited,
                None => vm.heap.new_str(default),
            }
        }
    };
    let (mut mask, mut singles) = (0, 0);
    for member in enums::all(vm, class) {
        let value = bits(vm, member)?;
        mask |= value;
        if value.count_ones() == 1 {
            singles |= value;
        }
    }
    set_class_part(vm, class, "_boundary_", boundary);
    set_class_part(vm, class, "_flag_mask_", Value::Int(mask));
    set_class_part(vm, class, "_singles_mask_", Value::Int(singles));
    set_class_part(vm, class, "_all_bits_", Value::Int(all_bits(mask)));
    Ok(())
}

fn all_bits(mask: i64) -> i64 {
    (1 << bit_length(mask)) - 1
}

fn bit_length(value: i64) -> u32 {
    64 - value.unsigned_abs().leading_zeros()
}

fn boundary_of(name: &str) -> Option<Boundary> {
    Some(match name {
        "strict" => Boundary::Strict,
        "conform" => Boundary::Conform,
        "eject" => Boundary::Eject,
        "keep" => Boundary::Keep,
        _ => return None,
    })
}

/// What a class knows of its members together.
struct Known {
    boundary: Boundary,
    mask: i64,
    singles: i64,
}

impl Known {
    fn of(vm: &mut Vm, class: Value) -> Self {
        let number = |vm: &mut Vm, name: &str| match class_part(vm, class, name) {
            Some(Value::Int(number)) => number,
            _ => 0,
        };
        let (mask, singles) = (number(vm, "_flag_mask_"), number(vm, "_singles_mask_"));
        let boundary = class_part(vm, class, "_boundary_");
        let boundary = boundary.and_then(|name| boundary_of(vm.heap.str(vm.heap.payload(name))?));
        Self {
            boundary: boundary.unwrap_or(Boundary::Strict),
            mask,
            singles,
        }
    }
}

/// `Flag._missing_`: the combination of a value, made once.
pub(super) fn missing(vm: &mut Vm, class: Value, value: Value) -> Answer {
    if vm.as_int(value).is_none() {
        let (shown, name) = (vm.repr(value)?, vm.class_place(class).1);
        return Err(vm.value_error(format!("{shown} is not a valid {name}")));
    }
    let known = Known::of(vm, class);
    let all = all_bits(known.mask);
    let given = as_bits(vm, value)?;
    let mut bits = given;
    if !(!all..=all).contains(&bits) || bits & (all ^ known.mask) != 0 {
        match known.boundary {
            Boundary::Strict => return Err(invalid(vm, class, bits, known.mask)),
            Boundary::Conform => bits &= known.mask,
            Boundary::Eject => return Ok(Value::Int(bits)),
            Boundary::Keep if bits < 0 => bits += (all + 1).max(1 << bit_length(bits)),
            Boundary::Keep => {}
        }
    }
    if bits < 0 {
        bits += all + 1;
    }
    let map = class_part(vm, class, "_value2member_map_").unwrap_or(Value::None);
    if let Some(made) = vm.dict_get(map, Value::Int(bits))? {
        return Ok(made);
    }
    let name = combined_name(vm, class, &known, bits)?;
    let member = enums::pseudo_member(vm, class, name, Value::Int(bits))?;
    vm.dict_set(map, Value::Int(bits), member)?;
    if given < 0 {
        vm.dict_set(map, Value::Int(given), member)?;
    }
    Ok(member)
}

/// The names of the members that a value combines, and the bits that none has.
fn combined_name(vm: &mut Vm, class: Value, known: &Known, value: i64) -> Answer {
    let aliases = value & !known.singles;
    let single = value & known.singles;
    let mut members = members_of(vm, class, single)?;
    let mut covered = single;
    if aliases != 0 {
        for member in enums::all(vm, class) {
            let own = bits(vm, member)?;
            if own != 0 && own & value == own && !members.contains(&member) {
                members.push(member);
                covered |= own;
            }
        }
    }
    if covered == 0 {
        return Ok(Value::None);
    }
    let mut names = Vec::with_capacity(members.len());
    for member in members {
        let name = part(vm, member, "_name_");
        names.push(vm.str(name)?);
    }
    let unknown = value ^ covered;
    if unknown != 0 {
        if known.boundary == Boundary::Strict {
            let shown = vm.repr(class)?;
            return Err(vm.value_error(format!("{shown}: no members with value {unknown}")));
        }
        names.push(unknown.to_string());
    }
    Ok(vm.heap.new_str(names.join("|")))
}

fn invalid(vm: &mut Vm, class: Value, value: i64, mask: i64) -> Raised {
    let width = bit_length(value).max(bit_length(mask));
    let shown = match vm.repr(class) {
        Ok(shown) => shown,
        Err(raised) => return raised,
    };
    vm.value_error(format!(
        "{shown} invalid value {value}\n    given {}\n  allowed {}",
        binary(value, width),
        binary(mask, width)
    ))
}

/// Two's complement of that many bits, the sign apart.
fn binary(value: i64, width: u32) -> String {
    let sign = u8::from(value < 0);
    let digits = value & ((1 << width) - 1);
    format!("0b{sign} {digits:0width$b}", width = width as usize)
}

/// The members of single bits in a value, in the class's order.
fn members_of(vm: &mut Vm, class: Value, value: i64) -> Result<Vec<Value>, Raised> {
    let known = Known::of(vm, class);
    let map = class_part(vm, class, "_value2member_map_").unwrap_or(Value::None);
    let mut found = Vec::new();
    for shift in 0..62 {
        let bit = 1i64 << shift;
        if value & known.mask & bit != 0 {
            found.push(vm.dict_get(map, Value::Int(bit))?.unwrap_or(Value::None));
        }
    }
    let order = distinct(vm, class);
    let mut values = Vec::with_capacity(order.len());
    for member in &order {
        values.push(bits(vm, *member)?);
    }
    if !values.is_sorted() {
        if found.contains(&Value::None) {
            // Of the bits that are no member: CPython asks each for its place.
            let message = "'NoneType' object has no attribute '_sort_order_'";
            return Err(vm.attribute_error(message));
        }
        found.sort_by_key(|member| order.iter().position(|known| known == member));
    }
    Ok(found)
}

/// The other operand's bits, if it is one.
fn operand(vm: &mut Vm, this: Value, other: Value) -> Result<Option<i64>, Raised> {
    let class = vm.class_of(this);
    if vm.is_subclass(vm.class_of(other), class) {
        return bits(vm, other).map(Some);
    }
    let is_int = !vm.heap.payload(this).is(this);
    match vm.as_int(other) {
        Some(_) if is_int => as_bits(vm, other).map(Some),
        _ => Ok(None),
    }
}

fn combine(vm: &mut Vm, args: &Args<'_>, with: fn(i64, i64) -> i64) -> Answer {
    let other = args.get(0);
    let Some(other) = operand(vm, args.this, other)? else {
        return Ok(Value::NotImplemented);
    };
    let value = with(bits(vm, args.this)?, other);
    let class = vm.class_of(args.this);
    enums::member_of_value(vm, class, Value::Int(value))
}

fn invert(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let known = Known::of(vm, class);
    let value = bits(vm, args.this)?;
    let value = match known.boundary {
        Boundary::Eject | Boundary::Keep => !value,
        Boundary::Strict | Boundary::Conform => known.singles & !value,
    };
    enums::member_of_value(vm, class, Value::Int(value))
}

fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.get(0);
    let class = vm.class_of(args.this);
    if !vm.is_subclass(vm.class_of(other), class) {
        let (kind, name) = (vm.type_name(other), vm.class_place(class).1);
        return Err(vm.type_error(format!(
            "unsupported operand type(s) for 'in': '{kind}' and '{name}'"
        )));
    }
    let (mine, other) = (bits(vm, args.this)?, bits(vm, other)?);
    Ok(Value::Bool(other & mine == other))
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (class, value) = (vm.class_of(args.this), bits(vm, args.this)?);
    let members = members_of(vm, class, value)?;
    let members = vm.heap.new_tuple(members);
    vm.iterate(members)
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = part(vm, args.this, "_value_");
    vm.hash(value).map(Value::Int)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let class = vm.class_name(class);
    let name = part(vm, args.this, "_name_");
    let value = enums::shown_value(vm, args.this)?;
    let text = match name.is_none() {
        true => format!("<{class}: {value}>"),
        false => format!("<{class}.{}: {value}>", vm.str(name)?),
    };
    Ok(vm.heap.new_str(text))
}

fn str(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let class = vm.class_name(class);
    let (name, value) = (
        part(vm, args.this, "_name_"),
        part(vm, args.this, "_value_"),
    );
    let text = match name.is_none() {
        true => format!("{class}({})", vm.repr(value)?),
        false => format!("{class}.{}", vm.str(name)?),
    };
    Ok(vm.heap.new_str(text))
}
