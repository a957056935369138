//! How an enumeration comes into being: from the namespace of its body, or from `Enum("Color", "RED GREEN")`.

use crate::value::symbol::names;
use crate::value::{Attrs, Obj, Sym, Type, Value};
use crate::vm::native::own_method;
use crate::vm::{Answer, Args, Raised, Vm};

use super::enum_body::{self, BODY};
use super::enum_flags;
use super::enums::{class_part, distinct, find, is_enum, part, plain_data, set_class_part};

/// What all members of an enumeration have in common.
struct Shape {
    /// The class whose instances members also are (`str`, `date`, ...), or `None`.
    data: Value,
    /// A `__new__` of the program's.
    new: Option<Value>,
}

/// Turns what the body defined into members.
pub(crate) fn finish(
    vm: &mut Vm,
    class: Value,
    body: Value,
    boundary: Option<Value>,
) -> Result<(), Raised> {
    let (members, ignored) = enum_body::end(vm, body)?;
    for name in ignored {
        remove(vm, class, name);
    }
    check_names(vm, &members)?;
    let (name, bases) = (vm.class_name(class), vm.bases_of(class));
    let data = data_type(vm, &name, &bases)?;
    let shape = Shape {
        data,
        new: user_new(vm, class, data),
    };
    prefer_own_texts(vm, class, data)?;
    let (map, values) = (
        Value::Ref(vm.heap.new_dict()),
        Value::Ref(vm.heap.new_dict()),
    );
    let list = vm.heap.new_list(Vec::new());
    let raw: Vec<(Sym, Value)> = members
        .iter()
        .map(|name| (*name, remove(vm, class, *name).unwrap_or(Value::None)))
        .collect();
    set_class_part(vm, class, "_member_names_", list);
    set_class_part(vm, class, "_member_map_", map);
    set_class_part(vm, class, "_value2member_map_", values);
    let member_type = if data.is_none() {
        Value::Type(Type::Object)
    } else {
        data
    };
    set_class_part(vm, class, "_member_type_", member_type);
    let new = match shape.new {
        Some(new) => new,
        None => vm.get_attr(member_type, names::NEW)?,
    };
    set_class_part(vm, class, "_new_member_", new);
    let shown = data_repr(vm, class, &bases);
    set_class_part(vm, class, "_value_repr_", shown);
    for (name, value) in raw {
        add(vm, class, &shape, name, value)?;
    }
    if enum_flags::is_flag(vm, class) {
        enum_flags::finish(vm, class, boundary)?;
    }
    check_order(vm, class, &members)?;
    if let (Some(own), Some(handle)) = (vm.own_member(class, names::NEW), class.as_ref()) {
        let kept = vm.symbols.intern(KEPT_NEW);
        vm.set_own(handle, kept, own);
    }
    if is_enum(vm, class) {
        set_native(vm, class, names::NEW, Type::Enum, "__new__");
    }
    if let Some(handle) = class.as_ref() {
        vm.class_changed(handle);
    }
    Ok(())
}

/// Where an enumeration's own `__new__` is kept for those derived from it: under `__new__` stands that of `Enum`.
const KEPT_NEW: &str = "__new_member__";

/// The `__new__` of the program's that makes members: the enumeration's, that of one it derives from, or the data class's.
fn user_new(vm: &mut Vm, class: Value, data: Value) -> Option<Value> {
    let kept = vm.symbols.intern(KEPT_NEW);
    let is_own = |found: &Value| found.as_ref().is_some();
    vm.own_member(class, names::NEW)
        .filter(is_own)
        .or_else(|| vm.lookup(class, kept).filter(is_own))
        .or_else(|| vm.lookup(data, names::NEW).filter(is_own))
}

fn remove(vm: &mut Vm, class: Value, name: Sym) -> Option<Value> {
    vm.heap
        .class_mut(class)
        .and_then(|class| class.attrs.remove(name))
}

fn check_names(vm: &mut Vm, members: &[Sym]) -> Result<(), Raised> {
    let wrong = members
        .iter()
        .find(|name| matches!(vm.symbols.text(**name), "mro" | ""));
    match wrong {
        Some(name) => {
            let name = vm.symbols.shared(*name);
            Err(vm.value_error(format!("invalid enum member name(s) '{name}'")))
        }
        None => Ok(()),
    }
}

/// `_order_` says in which order the members are defined.
fn check_order(vm: &mut Vm, class: Value, members: &[Sym]) -> Result<(), Raised> {
    let Some(order) = class_part(vm, class, "_order_") else {
        return Ok(());
    };
    let wanted: Vec<String> = match vm.heap.str(order) {
        Some(text) => text
            .replace(',', " ")
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        None => {
            let items = vm.collect(order)?;
            items
                .into_iter()
                .map(|item| vm.str(item))
                .collect::<Result<_, _>>()?
        }
    };
    let mut defined = Vec::new();
    for member in distinct(vm, class) {
        let name = part(vm, member, "_name_");
        defined.push(vm.str(name)?);
    }
    let known: Vec<&str> = members.iter().map(|name| vm.symbols.text(*name)).collect();
    let is_alias = |name: &String| known.contains(&name.as_str()) && !defined.contains(name);
    let wanted: Vec<String> = wanted.into_iter().filter(|name| !is_alias(name)).collect();
    if wanted == defined {
        return Ok(());
    }
    let list = |names: &[String]| {
        let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        format!("[{}]", quoted.join(", "))
    };
    let (wanted, defined) = (list(&wanted), list(&defined));
    Err(vm.type_error(format!(
        "member order does not match _order_:\n  {defined}\n  {wanted}"
    )))
}

/// The class among the bases that decides what values members are.
pub(crate) fn data_type(vm: &mut Vm, name: &str, bases: &[Value]) -> Answer {
    let mut found: Vec<Value> = Vec::new();
    for chain in bases {
        if let Some(data) = data_of(vm, *chain) {
            if !found.iter().any(|known| known.is(data)) {
                found.push(data);
            }
        }
    }
    match found[..] {
        [] => Ok(Value::None),
        [only] => Ok(only),
        _ => {
            let mut shown = Vec::new();
            for each in found {
                shown.push(vm.repr(each)?);
            }
            Err(vm.type_error(format!(
                "too many data types for '{name}': {{{}}}",
                shown.join(", ")
            )))
        }
    }
}

fn data_of(vm: &mut Vm, chain: Value) -> Option<Value> {
    let mut candidate = None;
    for base in vm.mro_of(chain) {
        if base == Value::Type(Type::Object) {
            continue;
        }
        if is_enum(vm, base) {
            let of = class_part(vm, base, "_member_type_").unwrap_or(plain_data(base));
            if of != Value::Type(Type::Object) {
                return Some(of);
            }
        } else if defines_data(vm, base) {
            return Some(candidate.unwrap_or(base));
        } else if candidate.is_none() {
            candidate = Some(base);
        }
    }
    None
}

/// `_value_repr_`: the class's own, or the first `__repr__` that its bases define in Python.
fn data_repr(vm: &mut Vm, class: Value, bases: &[Value]) -> Value {
    let hook = vm.symbols.intern("_value_repr_");
    if let Some(own) = vm.own_member(class, hook) {
        return own;
    }
    for base in bases
        .iter()
        .flat_map(|chain| vm.mro_of(*chain))
        .collect::<Vec<_>>()
    {
        if is_enum(vm, base) {
            return vm
                .lookup(base, hook)
                .filter(|it| it.as_ref().is_some())
                .unwrap_or(Value::None);
        }
        match vm.own_member(base, names::REPR) {
            Some(found @ Value::Ref(_)) => return found,
            Some(_) if base != Value::Type(Type::Object) => return Value::None,
            _ => {}
        }
    }
    Value::None
}

fn defines_data(vm: &mut Vm, base: Value) -> bool {
    vm.own_member(base, names::NEW).is_some()
        || vm.own_member(base, names::DATACLASS_FIELDS).is_some()
        || matches!(base, Value::External(_))
}

/// An enumeration that is also an `int` or a `str` shows itself as an enumeration does, unless a class in Python says otherwise;
/// the combining operators of a flag go before those of all its bases.
fn prefer_own_texts(vm: &mut Vm, class: Value, data: Value) -> Result<(), Raised> {
    let bases = vm.bases_of(class);
    let plain = bases.contains(&Value::Type(Type::ReprEnum));
    let first = bases.last().copied().unwrap_or(Value::Type(Type::Enum));
    for (name, text) in [
        (names::REPR, "__repr__"),
        (names::STR, "__str__"),
        (names::FORMAT, "__format__"),
    ] {
        if vm.own_member(class, name).is_some() {
            continue;
        }
        if plain && name != names::REPR {
            show_as_data(vm, class, data, name, text)?;
            continue;
        }
        let object = vm.lookup(Value::Type(Type::Object), name);
        let of_data = if data.is_none() {
            object
        } else {
            vm.lookup(data, name)
        };
        let found = vm.lookup(class, name);
        if found == object || found == of_data {
            if let (Some(method), Some(handle)) = (vm.lookup(first, name), class.as_ref()) {
                vm.set_own(handle, name, method);
            }
        }
    }
    let flag = enum_flags::is_flag(vm, class);
    for text in enum_flags::OPERATORS {
        let name = vm.symbols.intern(text);
        if flag && vm.own_member(class, name).is_none() {
            set_native(vm, class, name, Type::Flag, text);
        }
    }
    Ok(())
}

/// `ReprEnum`: `str` and `format` are those of the class that members also are.
fn show_as_data(
    vm: &mut Vm,
    class: Value,
    data: Value,
    name: Sym,
    text: &str,
) -> Result<(), Raised> {
    if data.is_none() {
        return Err(vm.type_error(
            "ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)",
        ));
    }
    let found = vm.lookup(data, name);
    match found {
        Some(method @ Value::Ref(_)) => {
            if let Some(handle) = class.as_ref() {
                vm.set_own(handle, name, method);
            }
        }
        _ => set_native(vm, class, name, Type::ReprEnum, text),
    }
    Ok(())
}

fn set_native(vm: &mut Vm, class: Value, name: Sym, owner: Type, text: &str) {
    if let (Some(id), Some(handle)) = (own_method(owner, text), class.as_ref()) {
        vm.set_own(handle, name, Value::Native(id));
    }
}

fn add(vm: &mut Vm, class: Value, shape: &Shape, name: Sym, value: Value) -> Result<(), Raised> {
    let args = match vm.heap.tuple(value) {
        _ if shape.data == Value::Type(Type::Tuple) => vec![value],
        Some(items) => items.to_vec(),
        None => vec![value],
    };
    let key = vm.sym_value(name);
    let member = instance(vm, class, shape, &args)?;
    let value = value_of(vm, shape, member, value, &args)?;
    name_member(vm, member, key, value);
    let count = class_part(vm, class, "_member_names_")
        .and_then(|names| vm.heap.items(names).map(<[Value]>::len))
        .unwrap_or(0);
    let sort = vm.symbols.intern("_sort_order_");
    initialize(vm, class, member, &args)?;
    let shown = part(vm, member, "_value_");
    if !shown.is(value) {
        name_member(vm, member, key, shown);
    }
    let known = find(vm, class, value)?;
    let member = known.unwrap_or(member);
    if let (None, Some(handle)) = (known, member.as_ref()) {
        vm.set_own(handle, sort, Value::Int(count as i64));
        if !enum_flags::is_flag(vm, class) || is_single_bit(value) {
            let names = class_part(vm, class, "_member_names_").unwrap_or(Value::None);
            vm.list_push(names, key);
        }
        remember(vm, class, value, member)?;
    }
    let map = class_part(vm, class, "_member_map_").unwrap_or(Value::None);
    vm.dict_set(map, key, member)?;
    let shown = redirected(vm, class, name, member)?;
    if let Some(handle) = class.as_ref() {
        vm.set_own(handle, name, shown);
    }
    Ok(())
}

/// What stands in the class for a member: itself, or the `enum.property` that a base has under the same name, which knows it.
fn redirected(vm: &mut Vm, class: Value, name: Sym, member: Value) -> Answer {
    let found = vm
        .bases_of(class)
        .into_iter()
        .find_map(|base| vm.lookup(base, name));
    let Some(found) = found.filter(|found| found.as_ref().is_some()) else {
        return Ok(member);
    };
    if matches!(
        found.as_ref().map(|it| vm.heap.get(it)),
        Some(Obj::Property(_))
    ) {
        let name = vm.symbols.shared(name);
        return Err(vm.type_error(format!(
            "'{name}' is a member and a property of a base: make that an enum.property"
        )));
    }
    let hook = vm.symbols.intern("_with_member");
    match vm.user_method(found, hook) {
        Some(method) => {
            let (method, text) = (vm.bind_method(method, found), vm.sym_value(name));
            vm.call(method, &[member, class, text])
        }
        None => Ok(member),
    }
}

fn is_single_bit(value: Value) -> bool {
    matches!(value, Value::Int(bits) if bits.count_ones() == 1)
}

/// What cannot be hashed is found by comparing.
fn remember(vm: &mut Vm, class: Value, value: Value, member: Value) -> Result<(), Raised> {
    let values = class_part(vm, class, "_value2member_map_").unwrap_or(Value::None);
    match vm.dict_set(values, value, member) {
        Err(raised) if vm.is_raised(raised, Type::TypeError) => Ok(()),
        done => done,
    }
}

/// A member without a value yet.
fn instance(vm: &mut Vm, class: Value, shape: &Shape, args: &[Value]) -> Answer {
    if let Some(new) = shape.new {
        let new = vm.bind_to_class(new, class)?;
        return vm.call(new, &[&[class], args].concat());
    }
    let Value::Type(data) = shape.data else {
        return Ok(Value::Ref(vm.new_instance(class, Value::Unbound)));
    };
    if vm.is_subclass(class, Value::Type(Type::StrEnum)) {
        check_texts(vm, args)?;
    }
    match vm.native_method(data, names::NEW) {
        Some(new) => vm.allocate(class, Some(new), args, &[]),
        None => Ok(Value::Ref(vm.new_instance(class, Value::Unbound))),
    }
}

fn check_texts(vm: &mut Vm, args: &[Value]) -> Result<(), Raised> {
    if args.len() > 3 {
        let shown = vm.heap.new_tuple(args);
        let shown = vm.repr(shown)?;
        return Err(vm.type_error(format!("too many arguments for str(): {shown}")));
    }
    // With an encoding the first are bytes.
    let looked_at = usize::from(args.len() > 1);
    let other = (looked_at..args.len()).find(|at| vm.heap.str(args[*at]).is_none());
    match other {
        Some(0) => {
            let shown = vm.repr(args[0])?;
            Err(vm.type_error(format!("{shown} is not a string")))
        }
        Some(at) => {
            let shown = vm.repr(args[at])?;
            let what = if at == 1 { "encoding" } else { "errors" };
            Err(vm.type_error(format!("{what} must be a string, not {shown}")))
        }
        None => Ok(()),
    }
}

/// `_value_`, unless `__new__` has set it.
fn value_of(vm: &mut Vm, shape: &Shape, member: Value, value: Value, args: &[Value]) -> Answer {
    let own = vm.symbols.intern("_value_");
    let set = vm
        .heap
        .instance(member)
        .and_then(|member| member.attrs.get(own));
    if let Some(set) = set {
        return Ok(set);
    }
    if shape.data.is_none() {
        return Ok(value);
    }
    match vm.call(shape.data, args) {
        Err(raised @ Raised::Exception(cause)) if vm.is_raised(raised, Type::Exception) => {
            let wrapped = vm.type_error("_value_ not set in __new__, unable to create it");
            if let Raised::Exception(wrapped) = wrapped {
                if let Obj::Exception(exception) = vm.heap.get_mut(wrapped) {
                    exception.cause = Value::Ref(cause);
                }
            }
            Err(wrapped)
        }
        made => made,
    }
}

fn name_member(vm: &mut Vm, member: Value, name: Value, value: Value) {
    let Some(handle) = member.as_ref() else {
        return;
    };
    for (part, given) in [
        ("_value_", value),
        ("_name_", name),
        ("value", value),
        ("name", name),
    ] {
        let part = vm.symbols.intern(part);
        vm.set_own(handle, part, given);
    }
}

fn initialize(vm: &mut Vm, class: Value, member: Value, args: &[Value]) -> Result<(), Raised> {
    let Some(init) = vm.lookup(class, names::INIT) else {
        return Ok(());
    };
    if matches!(init, Value::Native(id) if vm.native_owner(id).is_some()) {
        return Ok(());
    }
    vm.call(init, &[&[member], args].concat()).map(drop)
}

/// A combination of flags.
pub(super) fn pseudo_member(vm: &mut Vm, class: Value, name: Value, value: Value) -> Answer {
    let payload = match class_part(vm, class, "_member_type_") {
        Some(Value::Type(Type::Int)) => value,
        _ => Value::Unbound,
    };
    let member = Value::Ref(vm.new_instance(class, payload));
    name_member(vm, member, name, value);
    Ok(member)
}

/// `Enum(name, names, module=, qualname=, type=, start=, boundary=)`.
pub(super) fn functional(vm: &mut Vm, args: &Args<'_>, name: Value, listed: Value) -> Answer {
    let class = args.this;
    let mut bases = vec![class];
    if let Some(data) = given(vm, args, "type") {
        bases.insert(0, data);
    }
    let start = args.keyword(vm, "start").unwrap_or(Value::Int(1));
    let body = enum_body::begin(vm, name, &bases)?;
    let scratch = vm.new_instance(Value::Type(Type::Object), Value::Unbound);
    for (key, value) in listed_members(vm, class, listed, start)? {
        let key = vm.name_of(key)?;
        enum_body::store(vm, scratch, body, key, value)?;
    }
    let mut attrs: Attrs = match vm.heap.get(scratch) {
        Obj::Instance(instance) => instance.attrs.clone(),
        _ => Attrs::default(),
    };
    let module = match given(vm, args, "module") {
        Some(module) => module,
        None => {
            let module = vm.current_module();
            vm.heap.new_str(module)
        }
    };
    attrs.set(names::MODULE, module);
    if let Some(qualname) = given(vm, args, "qualname") {
        attrs.set(names::QUALNAME, qualname);
    }
    let key = vm.symbols.intern(BODY);
    attrs.set(key, body);
    let keywords: Vec<(Sym, Value)> = args
        .keywords
        .iter()
        .filter(|(key, value)| vm.symbols.text(*key) == "boundary" && !value.is_none())
        .copied()
        .collect();
    vm.make_class(vm.class_of(class), name, &bases, attrs, &keywords)
}

fn given(vm: &Vm, args: &Args<'_>, name: &str) -> Option<Value> {
    args.keyword(vm, name).filter(|value| !value.is_none())
}

/// Names with their values, from a text, a list of names or of pairs, or a mapping.
fn listed_members(
    vm: &mut Vm,
    class: Value,
    listed: Value,
    start: Value,
) -> Result<Vec<(Value, Value)>, Raised> {
    let items = match vm.heap.str(listed) {
        Some(text) => {
            let names: Vec<String> = text
                .replace(',', " ")
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            names
                .into_iter()
                .map(|name| vm.heap.new_str(name))
                .collect()
        }
        None if vm.heap.dict(vm.heap.payload(listed)).is_some() => return vm.mapping_pairs(listed),
        None => vm.collect(listed)?,
    };
    if items
        .first()
        .is_some_and(|first| vm.heap.str(*first).is_some())
    {
        return numbered(vm, class, items, start);
    }
    let mut pairs = Vec::with_capacity(items.len());
    for item in items {
        let parts = vm.collect(item)?;
        let [name, value] = parts[..] else {
            return Err(vm.value_error("a member is a name and a value"));
        };
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn numbered(
    vm: &mut Vm,
    class: Value,
    items: Vec<Value>,
    start: Value,
) -> Result<Vec<(Value, Value)>, Raised> {
    let hook = vm.symbols.intern("_generate_next_value_");
    let generate = match vm.lookup(class, hook) {
        Some(found) => vm.bind_to_class(found, class)?,
        None => Value::None,
    };
    let mut pairs: Vec<(Value, Value)> = Vec::with_capacity(items.len());
    for (count, name) in items.into_iter().enumerate() {
        let before = pairs.iter().map(|(_, value)| *value).collect();
        let value = enum_body::next_value(vm, generate, class, name, start, count, before)?;
        pairs.push((name, value));
    }
    Ok(pairs)
}
