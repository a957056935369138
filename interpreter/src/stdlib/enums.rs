//! `enum`: what enumerations and their members can do. A member is an instance of its class with `_name_`, `_value_`, `name` and
//! `value` as attributes; the class keeps `_member_map_`, `_member_names_` and `_value2member_map_`.

use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{
    Module, Native, class_value, function, getter, method, new, static_method, whole,
};
use crate::vm::{Answer, Args, Raised, Vm};

use super::{enum_flags, enum_make};

pub(super) static MODULE: Module = Module {
    name: "enum",
    functions: &[function("unique", unique)],
    types: &[
        Type::Auto,
        Type::Enum,
        Type::EnumMeta,
        Type::Flag,
        Type::IntEnum,
        Type::IntFlag,
        Type::Member,
        Type::NonMember,
        Type::ReprEnum,
        Type::StrEnum,
    ],
    constant: |_, name| (name == "EnumMeta").then_some(Ok(Value::Type(Type::EnumMeta))),
};

/// Of members.
pub(crate) const ENUM_METHODS: &[Native] = &[
    whole("__dir__", super::enum_dir::of_member),
    static_method("__new__", new_member),
    whole("__format__", format),
    whole("__hash__", hash),
    whole("__repr__", repr),
    whole("__str__", str),
    whole("__copy__", |_, args| Ok(args.this)),
    whole("__deepcopy__", |_, args| Ok(args.this)),
    class_value("_member_type_", |_, args| Ok(plain_data(args.this))),
    class_value("_new_member_", |vm, args| {
        vm.get_attr(plain_data(args.this), names::NEW)
    }),
    class_value("_value_repr_", |_, _| Ok(Value::None)),
];

/// What members of a builtin enumeration are besides.
pub(super) fn plain_data(class: Value) -> Value {
    Value::Type(match class {
        Value::Type(Type::IntEnum | Type::IntFlag) => Type::Int,
        Value::Type(Type::StrEnum) => Type::Str,
        _ => Type::Object,
    })
}

/// Of the classes themselves.
pub(crate) const META_METHODS: &[Native] = &[
    method("__bool__", |_, _| Ok(Value::Bool(true))),
    method("__call__", call),
    method("__contains__", contains),
    method("__dir__", super::enum_dir::of_class),
    method("__getitem__", get_item),
    method("__iter__", iter),
    method("__len__", len),
    getter("__members__", members),
    method("__reversed__", reversed),
];

/// Whose members are shown as their values.
pub(crate) const VALUE_METHODS: &[Native] = &[
    whole("__format__", value_format),
    static_method("__new__", new_member),
    whole("__repr__", repr),
    whole("__str__", value_str),
];

/// Of `ReprEnum` itself, for whatever class its members also are.
pub(crate) const REPR_METHODS: &[Native] = &[
    whole("__format__", value_format),
    whole("__str__", value_str),
];

/// `Enum.__new__(class, value)`: an enumeration's own `__new__` that calls that of `Enum` finds no members yet.
pub(super) fn new_member(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [class, value] = args.between(vm, "__new__", 2)?;
    if !is_enum(vm, class) {
        return Err(vm.type_error("Enum.__new__() needs an enumeration"));
    }
    if pairs(vm, class).is_empty() {
        let shown = vm.repr(class)?;
        return Err(vm.type_error(format!("{shown} has no members defined")));
    }
    member_of_value(vm, class, value)
}

/// The record's one field is the value, once it is known.
pub(crate) const AUTO_METHODS: &[Native] = &[
    new(|vm, args| {
        let given = args.bind(vm, "auto", ["value"], 0, 1)?;
        let known = given.into_iter().filter(|value| !value.is_unbound());
        let known = known.collect();
        Ok(vm.heap.new_record(Type::Auto, known))
    }),
    getter("value", |vm, args| {
        let known = vm
            .heap
            .record(args.this)
            .and_then(|it| it.fields.first().copied());
        match known {
            Some(value) => Ok(value),
            None => {
                Err(vm.attribute_error("auto() has no value before it stands in an enumeration"))
            }
        }
    }),
    whole("__setattr__", set_auto),
];

fn set_auto(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [name, value] = args.between(vm, "__setattr__", 2)?;
    if vm.heap.str(name) != Some("value") {
        return Err(vm.attribute_error("of an auto() only the value can be set"));
    }
    if let Some(Obj::Record(record)) = args.this.as_ref().map(|this| vm.heap.get_mut(this)) {
        record.fields = vec![value];
    }
    Ok(Value::None)
}

/// `enum.member(value)` and `enum.nonmember(value)`.
pub(crate) const MEMBER_METHODS: &[Native] = &[new(|vm, args| wrap(vm, args, Type::Member))];
pub(crate) const NON_MEMBER_METHODS: &[Native] = &[new(|vm, args| wrap(vm, args, Type::NonMember))];

fn wrap(vm: &mut Vm, args: &Args<'_>, class: Type) -> Answer {
    let value = args.one(vm, class.name())?;
    Ok(vm.heap.new_record(class, vec![value]))
}

/// What stands in an enumeration's own namespace.
pub(super) fn class_part(vm: &mut Vm, class: Value, name: &str) -> Option<Value> {
    let name = vm.symbols.intern(name);
    vm.heap.class(class).and_then(|class| class.attrs.get(name))
}

pub(super) fn set_class_part(vm: &mut Vm, class: Value, name: &str, value: Value) {
    let name = vm.symbols.intern(name);
    if let Some(handle) = class.as_ref() {
        vm.set_own(handle, name, value);
    }
}

pub(super) fn part(vm: &mut Vm, member: Value, name: &str) -> Value {
    let name = vm.symbols.intern(name);
    vm.heap
        .instance(member)
        .and_then(|member| member.attrs.get(name))
        .unwrap_or(Value::None)
}

fn pairs(vm: &mut Vm, class: Value) -> Vec<(Value, Value)> {
    let map = class_part(vm, class, "_member_map_");
    map.and_then(|map| vm.heap.table(map))
        .map(|table| table.iter().collect())
        .unwrap_or_default()
}

/// Every member once, combinations of flags with a name of their own included.
pub(super) fn all(vm: &mut Vm, class: Value) -> Vec<Value> {
    let mut seen: Vec<Value> = Vec::new();
    for (_, member) in pairs(vm, class) {
        if !seen.contains(&member) {
            seen.push(member);
        }
    }
    seen
}

/// The members in the order of their definition; aliases and combinations of flags left out.
pub(super) fn distinct(vm: &mut Vm, class: Value) -> Vec<Value> {
    let map = class_part(vm, class, "_member_map_");
    let names = class_part(vm, class, "_member_names_");
    let (Some(map), Some(names)) = (map, names) else {
        return Vec::new();
    };
    let names = vm
        .heap
        .items(names)
        .map_or_else(Vec::new, <[Value]>::to_vec);
    let mut members = Vec::with_capacity(names.len());
    for name in names {
        if let Ok(Some(member)) = vm.dict_get(map, name) {
            members.push(member);
        }
    }
    members
}

/// Whether a class is an enumeration.
pub(crate) fn is_enum(vm: &Vm, class: Value) -> bool {
    vm.is_subclass(class, Value::Type(Type::Enum))
}

/// Whether it is a flag, which its repr says.
pub(crate) fn is_flag(vm: &Vm, class: Value) -> bool {
    enum_flags::is_flag(vm, class)
}

/// The combination of flags that a value is, for a flag of the program.
pub(crate) fn combination(vm: &mut Vm, class: Value, value: Value) -> Option<Value> {
    let known = is_flag(vm, class) && class_part(vm, class, "_flag_mask_").is_some();
    match known.then(|| member_of_value(vm, class, value)) {
        Some(Ok(member)) => Some(member),
        _ => None,
    }
}

/// The member of a value, aliases and what was combined before included.
pub(super) fn find(vm: &mut Vm, class: Value, value: Value) -> Result<Option<Value>, Raised> {
    let values = class_part(vm, class, "_value2member_map_").unwrap_or(Value::None);
    if vm.heap.table(values).is_none() {
        return Ok(None);
    }
    match vm.dict_get(values, value) {
        Err(raised) if vm.is_raised(raised, Type::TypeError) => {}
        found => return found,
    }
    for (_, member) in pairs(vm, class) {
        let own = part(vm, member, "_value_");
        if vm.eq(own, value)? {
            return Ok(Some(member));
        }
    }
    Ok(None)
}

pub(super) use enum_make::pseudo_member;

const CALL: [&str; 7] = [
    "value", "names", "module", "qualname", "type", "start", "boundary",
];

/// `Color(1)`: the member of a value; `Enum("Color", "RED GREEN")`: a new class.
fn call(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let unknown = args
        .keywords
        .iter()
        .find(|(key, _)| !CALL.contains(&vm.symbols.text(*key)));
    if let Some((key, _)) = unknown {
        let key = vm.symbols.shared(*key);
        return Err(vm.type_error(format!(
            "EnumType.__call__() got an unexpected keyword argument '{key}'"
        )));
    }
    if args.positional.len() > 2 {
        let given = args.positional.len() + 1;
        return Err(vm.type_error(format!(
            "EnumType.__call__() takes from 2 to 3 positional arguments but {given} were given"
        )));
    }
    let value = args
        .positional
        .first()
        .copied()
        .or(args.keyword(vm, "value"));
    let Some(value) = value else {
        return Err(
            vm.type_error("EnumType.__call__() missing 1 required positional argument: 'value'")
        );
    };
    let listed = args
        .positional
        .get(1)
        .copied()
        .or(args.keyword(vm, "names"));
    match listed.filter(|listed| !listed.is_none()) {
        Some(listed) => enum_make::functional(vm, args, value, listed),
        None => member_of_value(vm, args.this, value),
    }
}

/// `class(value)`.
pub(super) fn member_of_value(vm: &mut Vm, class: Value, value: Value) -> Answer {
    if vm.class_of(value).is(class) {
        return Ok(value);
    }
    if let Some(member) = find(vm, class, value)? {
        return Ok(member);
    }
    let missing = vm.symbols.intern("_missing_");
    match vm.lookup(class, missing) {
        Some(hook) => {
            let hook = vm.bind_to_class(hook, class)?;
            let found = vm.call(hook, &[value]);
            accept(vm, class, value, found)
        }
        None if is_flag(vm, class) => {
            let found = enum_flags::missing(vm, class, value);
            match found {
                Ok(ejected @ Value::Int(_)) => Ok(ejected),
                found => accept(vm, class, value, found),
            }
        }
        None => Err(not_valid(vm, class, value)?),
    }
}

fn not_valid(vm: &mut Vm, class: Value, value: Value) -> Result<Raised, Raised> {
    let (shown, name) = (vm.repr(value)?, vm.class_place(class).1);
    Ok(vm.value_error(format!("{shown} is not a valid {name}")))
}

/// What `_missing_` found, if it is a member; its error otherwise, in the context of the plain one.
fn accept(vm: &mut Vm, class: Value, value: Value, found: Answer) -> Answer {
    let raised = match found {
        Ok(member) if vm.is_subclass(vm.class_of(member), class) => return Ok(member),
        Ok(Value::None) => return Err(not_valid(vm, class, value)?),
        Ok(other) => {
            let (shown, name) = (vm.repr(other)?, vm.class_name(class));
            vm.type_error(format!(
                "error in {name}._missing_: returned {shown} instead of None or a valid member"
            ))
        }
        Err(raised) if vm.is_raised(raised, Type::Exception) => raised,
        Err(raised) => return Err(raised),
    };
    if !vm.is_raised(raised, Type::ValueError) {
        let context = not_valid(vm, class, value)?;
        if let (Raised::Exception(raised), Raised::Exception(context)) = (raised, context) {
            if let Obj::Exception(exception) = vm.heap.get_mut(raised) {
                exception.context = Value::Ref(context);
            }
        }
    }
    Err(raised)
}

/// As Python 3.12 has it: members, and values of members.
fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.get(0);
    if vm.is_subclass(vm.class_of(item), args.this) {
        return Ok(Value::Bool(true));
    }
    Ok(Value::Bool(find(vm, args.this, item)?.is_some()))
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let key = args.get(0);
    let found = match class_part(vm, args.this, "_member_map_") {
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
    let copy = Value::Ref(vm.heap.new_dict());
    for (name, member) in pairs(vm, args.this) {
        vm.dict_set(copy, name, member)?;
    }
    Ok(copy)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let class = vm.class_name(class);
    let name = part(vm, args.this, "_name_");
    let (name, value) = (vm.str(name)?, shown_value(vm, args.this)?);
    Ok(vm.heap.new_str(format!("<{class}.{name}: {value}>")))
}

/// The value as the enumeration's `_value_repr_` shows it.
pub(super) fn shown_value(vm: &mut Vm, member: Value) -> Result<String, Raised> {
    let class = vm.class_of(member);
    let value = part(vm, member, "_value_");
    let hook = vm.symbols.intern("_value_repr_");
    match vm.lookup(class, hook) {
        Some(function @ Value::Ref(_)) => {
            let text = vm.call(function, &[value])?;
            vm.str(text)
        }
        _ => vm.repr(value),
    }
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

pub(super) fn value_str(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let inner = vm.heap.payload(args.this);
    let text = vm.str(inner)?;
    Ok(vm.heap.new_str(text))
}

pub(super) fn value_format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = vm.str(args.get(0))?;
    let text = match spec.is_empty() {
        true => vm.str(args.this)?,
        false => vm.format(vm.heap.payload(args.this), &spec)?,
    };
    Ok(vm.heap.new_str(text))
}

/// `@unique`: refuses aliases.
fn unique(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = args.one(vm, "unique")?;
    let mut aliases = Vec::new();
    for (name, member) in pairs(vm, class) {
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
