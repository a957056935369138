//! `enum`. A member is an instance of its class with `_name_`, `_value_`, `name` and `value` as attributes; the class keeps
//! `_member_map_`.

use crate::value::symbol::names;
use crate::value::{Obj, Ref, Sym, Type, Value};
use crate::vm::native::{Module, function, getter, method, new, own_method, whole};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "enum",
    functions: &[function("unique", unique)],
    types: &[
        Type::Auto,
        Type::Enum,
        Type::EnumMeta,
        Type::IntEnum,
        Type::StrEnum,
    ],
    constant: |_, name| (name == "EnumMeta").then_some(Ok(Value::Type(Type::EnumMeta))),
};

/// Of members.
pub(crate) const ENUM_METHODS: &[Native] = &[
    whole("__format__", format),
    whole("__hash__", hash),
    whole("__repr__", repr),
    whole("__str__", str),
];

/// Of the classes themselves.
pub(crate) const META_METHODS: &[Native] = &[
    method("__call__", call),
    method("__contains__", contains),
    method("__getitem__", get_item),
    method("__iter__", iter),
    method("__len__", len),
    getter("__members__", members),
    method("__reversed__", reversed),
];

/// Whose members are shown as their values.
pub(crate) const VALUE_METHODS: &[Native] = &[
    whole("__format__", value_format),
    whole("__str__", value_str),
];

pub(crate) const AUTO_METHODS: &[Native] =
    &[new(|vm, _| Ok(vm.heap.new_record(Type::Auto, Vec::new())))];

fn member_map(vm: &mut Vm, class: Value) -> Option<Value> {
    let name = vm.symbols.intern("_member_map_");
    vm.heap.class(class).and_then(|class| class.attrs.get(name))
}

fn part(vm: &mut Vm, member: Value, name: &str) -> Value {
    let name = vm.symbols.intern(name);
    vm.heap
        .instance(member)
        .and_then(|member| member.attrs.get(name))
        .unwrap_or(Value::None)
}

/// The members in the order of their definition, aliases left out.
fn distinct(vm: &mut Vm, class: Value) -> Vec<Value> {
    let Some(map) = member_map(vm, class) else {
        return Vec::new();
    };
    let all: Vec<Value> = vm
        .heap
        .table(map)
        .map(|table| table.iter().map(|(_, member)| member).collect())
        .unwrap_or_default();
    let mut seen: Vec<Value> = Vec::new();
    for member in all {
        if !seen.contains(&member) {
            seen.push(member);
        }
    }
    seen
}

/// Whether a class is an enumeration.
pub(crate) fn is_enum(vm: &Vm, class: Value) -> bool {
    vm.is_subclass(class, Value::Type(Type::Enum))
}

/// Turns the plain values in a new enumeration's namespace into members.
pub(crate) fn finish(vm: &mut Vm, class: Value) -> Result<(), Raised> {
    let Some(definition) = vm.heap.class(class) else {
        return Ok(());
    };
    let candidates: Vec<(Sym, Value)> = definition.attrs.iter().collect();
    let bases = definition.bases.clone();
    for base in bases {
        if is_enum(vm, base) && !distinct(vm, base).is_empty() {
            let (name, base) = (vm.class_name(class), vm.class_name(base));
            return Err(vm.type_error(format!("<enum '{name}'> cannot extend <enum '{base}'>")));
        }
    }
    prefer_own_texts(vm, class)?;
    let map = Value::Ref(vm.heap.new_dict());
    let map_name = vm.symbols.intern("_member_map_");
    vm.plain_set_attr(class, map_name, map)?;
    for (name, value) in candidates {
        let text = vm.symbols.text(name).to_owned();
        if is_member(vm, &text, value) {
            add(vm, class, map, name, value)?;
        }
    }
    Ok(())
}

/// An enumeration that is also an `int` or a `str` shows itself as an enumeration does, unless a class in Python says otherwise.
fn prefer_own_texts(vm: &mut Vm, class: Value) -> Result<(), Raised> {
    if vm.layout_of(class) == Type::Object {
        return Ok(());
    }
    let layout = vm.layout_of(class);
    for (name, text) in [
        (names::REPR, "__repr__"),
        (names::STR, "__str__"),
        (names::FORMAT, "__format__"),
    ] {
        if matches!(vm.lookup(class, name), Some(Value::Ref(_))) {
            continue;
        }
        let owner = if layout.is_subtype(Type::Enum) && name != names::REPR {
            layout
        } else {
            Type::Enum
        };
        if let Some(id) = own_method(owner, text) {
            vm.plain_set_attr(class, name, Value::Native(id))?;
        }
    }
    Ok(())
}

fn is_member(vm: &Vm, name: &str, value: Value) -> bool {
    if name.starts_with('_') {
        return false;
    }
    if matches!(value, Value::Native(_)) {
        return false;
    }
    let Value::Ref(handle) = value else {
        return true;
    };
    !matches!(
        vm.heap.get(handle),
        Obj::Function(_)
            | Obj::Property(_)
            | Obj::StaticMethod(_)
            | Obj::ClassMethod(_)
            | Obj::Class(_)
    )
}

fn add(vm: &mut Vm, class: Value, map: Value, name: Sym, value: Value) -> Result<(), Raised> {
    let value = if vm
        .heap
        .record(value)
        .is_some_and(|record| record.class == Type::Auto)
    {
        automatic(vm, class, name)?
    } else {
        value
    };
    let key = vm.sym_value(name);
    let layout = vm.layout_of(class);
    let args = vm
        .heap
        .tuple(value)
        .map_or_else(|| vec![value], |items| items.to_vec());
    let payload = payload_for(vm, layout, &args)?;
    let value = if payload.is_unbound() || vm.heap.tuple(value).is_none() {
        value
    } else {
        payload
    };
    let alias = find(vm, class, value)?;
    let member = match alias {
        Some(member) => member,
        None => Value::Ref(new_member(vm, class, key, value, payload, &args)?),
    };
    vm.dict_set(map, key, member)?;
    vm.plain_set_attr(class, name, member)
}

/// The value inside a member of an enumeration that is also an `int`, a `str`, ...
fn payload_for(vm: &mut Vm, layout: Type, args: &[Value]) -> Answer {
    match layout {
        Type::Object => Ok(Value::Unbound),
        Type::IntEnum | Type::Int => vm.call(Value::Type(Type::Int), args),
        Type::StrEnum => match args.iter().find(|arg| vm.heap.str(**arg).is_none()) {
            Some(other) => {
                let shown = vm.repr(*other)?;
                Err(vm.type_error(format!("{shown} is not a string")))
            }
            None => vm.call(Value::Type(Type::Str), args),
        },
        other => vm.call(Value::Type(other), args),
    }
}

fn new_member(
    vm: &mut Vm,
    class: Value,
    name: Value,
    value: Value,
    payload: Value,
    args: &[Value],
) -> Result<Ref, Raised> {
    let member = vm.new_instance(class, payload);
    for (part, given) in [
        ("_value_", value),
        ("_name_", name),
        ("value", value),
        ("name", name),
    ] {
        let part = vm.symbols.intern(part);
        vm.set_own(member, part, given);
    }
    if let Some(init @ Value::Ref(_)) = vm.lookup(class, names::INIT) {
        let all = [&[Value::Ref(member)], args].concat();
        vm.call(init, &all)?;
    }
    Ok(member)
}

/// The value of `auto()`: one more than the greatest before, or the name in lower case.
fn automatic(vm: &mut Vm, class: Value, name: Sym) -> Answer {
    let text = vm.symbols.text(name).to_owned();
    let hook = vm.symbols.intern("_generate_next_value_");
    let before: Vec<Value> = {
        let members = distinct(vm, class);
        members
            .into_iter()
            .map(|member| part(vm, member, "_value_"))
            .collect()
    };
    if let Some(hook) = vm.lookup(class, hook) {
        let hook = vm.bind_to_class(hook, class)?;
        let (name, count) = (vm.heap.new_str(text), Value::Int(before.len() as i64));
        let values = vm.heap.new_list(before);
        return vm.call(hook, &[name, Value::Int(1), count, values]);
    }
    if vm.layout_of(class) == Type::StrEnum {
        return Ok(vm.heap.new_str(text.to_lowercase()));
    }
    let mut greatest = Value::Int(0);
    for value in before {
        if vm.as_int(value).is_some() && vm.lt(greatest, value)? {
            greatest = value;
        }
    }
    vm.binary(crate::vm::Binary::Add, greatest, Value::Int(1))
}

fn find(vm: &mut Vm, class: Value, value: Value) -> Result<Option<Value>, Raised> {
    for member in distinct(vm, class) {
        let own = part(vm, member, "_value_");
        if vm.eq(own, value)? {
            return Ok(Some(member));
        }
    }
    Ok(None)
}

/// `Color(1)`: the member of a value.
fn call(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = args.this;
    let [value] = args.positional else {
        let name = vm.class_name(class);
        return Err(vm.type_error(format!(
            "{name}() takes exactly one value; enumerations are written as classes"
        )));
    };
    if vm.class_of(*value).is(class) {
        return Ok(*value);
    }
    if let Some(member) = find(vm, class, *value)? {
        return Ok(member);
    }
    let missing = vm.symbols.intern("_missing_");
    if let Some(hook) = vm.lookup(class, missing) {
        let hook = vm.bind_to_class(hook, class)?;
        let found = vm.call(hook, &[*value])?;
        if vm.class_of(found).is(class) {
            return Ok(found);
        }
    }
    let (shown, name) = (vm.repr(*value)?, vm.class_place(class).1);
    Err(vm.value_error(format!("{shown} is not a valid {name}")))
}

fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.get(0);
    let member = vm.class_of(item).is(args.this);
    if !member && !is_enum(vm, vm.class_of(item)) {
        let kind = vm.type_name(item);
        return Err(vm.type_error(format!(
            "unsupported operand type(s) for 'in': '{kind}' and 'EnumType'"
        )));
    }
    Ok(Value::Bool(member))
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let key = args.get(0);
    let found = match member_map(vm, args.this) {
        Some(map) => vm.dict_get(map, key)?,
        None => None,
    };
    match found {
        Some(member) => Ok(member),
        None => Err(vm.key_error(key)),
    }
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let members = distinct(vm, args.this);
    let members = vm.heap.new_tuple(members);
    vm.iterate(members)
}

fn reversed(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let mut members = distinct(vm, args.this);
    members.reverse();
    let members = vm.heap.new_tuple(members);
    vm.iterate(members)
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Int(distinct(vm, args.this).len() as i64))
}

fn members(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let pairs: Vec<(Value, Value)> = match member_map(vm, args.this) {
        Some(map) => vm
            .heap
            .table(map)
            .map(|table| table.iter().collect())
            .unwrap_or_default(),
        None => Vec::new(),
    };
    let copy = Value::Ref(vm.heap.new_dict());
    for (name, member) in pairs {
        vm.dict_set(copy, name, member)?;
    }
    Ok(copy)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let class = vm.class_name(class);
    let (name, value) = (
        part(vm, args.this, "_name_"),
        part(vm, args.this, "_value_"),
    );
    let (name, value) = (vm.str(name)?, vm.repr(value)?);
    Ok(vm.heap.new_str(format!("<{class}.{name}: {value}>")))
}

fn shown(vm: &mut Vm, member: Value) -> Result<String, Raised> {
    let class = vm.class_of(member);
    let class = vm.class_name(class);
    let name = part(vm, member, "_name_");
    Ok(format!("{class}.{}", vm.str(name)?))
}

fn str(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = shown(vm, args.this)?;
    Ok(vm.heap.new_str(text))
}

fn format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = vm.str(args.get(0))?;
    let text = vm.str(args.this)?;
    let text = crate::text::format::str(&text, &spec);
    vm.lift_str(text)
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let name = part(vm, args.this, "_name_");
    vm.hash(name).map(Value::Int)
}

fn value_str(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let inner = vm.heap.payload(args.this);
    let text = vm.str(inner)?;
    Ok(vm.heap.new_str(text))
}

fn value_format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = vm.str(args.get(0))?;
    let inner = vm.heap.payload(args.this);
    let text = vm.format(inner, &spec)?;
    Ok(vm.heap.new_str(text))
}

/// `@unique`: refuses aliases.
fn unique(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = args.one(vm, "unique")?;
    let Some(map) = member_map(vm, class) else {
        return Ok(class);
    };
    let pairs: Vec<(Value, Value)> = vm
        .heap
        .table(map)
        .map(|table| table.iter().collect())
        .unwrap_or_default();
    let mut aliases = Vec::new();
    for (name, member) in pairs {
        let own = part(vm, member, "_name_");
        if !vm.eq(name, own)? {
            aliases.push(format!("{} -> {}", vm.str(name)?, vm.str(own)?));
        }
    }
    if aliases.is_empty() {
        return Ok(class);
    }
    let (shown, aliases) = (vm.repr(class)?, aliases.join(", "));
    Err(vm.value_error(format!("duplicate values found in {shown}: {aliases}")))
}
