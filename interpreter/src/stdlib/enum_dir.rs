//! `dir` of enumerations and of their members.

use std::collections::BTreeSet;

use crate::value::symbol::names;
use crate::value::{Obj, Sym, Type, Value};
use crate::vm::{Answer, Args, Raised, Vm};

use super::enums::{class_part, distinct, part, plain_data};

const OF_CLASS: [&str; 11] = [
    "__class__",
    "__contains__",
    "__doc__",
    "__getitem__",
    "__init_subclass__",
    "__iter__",
    "__len__",
    "__members__",
    "__module__",
    "__name__",
    "__qualname__",
];
const OF_MEMBER: [&str; 7] = [
    "__class__",
    "__doc__",
    "__eq__",
    "__hash__",
    "__module__",
    "name",
    "value",
];

/// `dir(Color)`: the members, and what can be done with the class.
pub(super) fn of_class(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = args.this;
    let mut found: BTreeSet<String> = OF_CLASS.into_iter().map(str::to_owned).collect();
    for member in distinct(vm, class) {
        let name = part(vm, member, "_name_");
        found.insert(vm.str(name)?);
    }
    let data = class_part(vm, class, "_member_type_").unwrap_or(plain_data(class));
    let new = class_part(vm, class, "_new_member_");
    let plain_new = vm.get_attr(Value::Type(Type::Object), names::NEW)?;
    if new.is_none_or(|new| !new.is(plain_new)) {
        found.insert("__new__".to_owned());
    }
    if data != Value::Type(Type::Object) {
        found.extend(plain_dir(vm, data)?);
    }
    Ok(sorted(vm, found))
}

/// `dir(Color.RED)`: what the program's classes define for members, other members aside.
pub(super) fn of_member(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let mut found: BTreeSet<String> = OF_MEMBER.into_iter().map(str::to_owned).collect();
    let data = class_part(vm, class, "_member_type_").unwrap_or(plain_data(class));
    if data != Value::Type(Type::Object) {
        found.extend(plain_dir(vm, class)?);
    }
    let map = class_part(vm, class, "_member_map_").unwrap_or(Value::None);
    let mut places: Vec<Value> = vec![args.this];
    places.extend(vm.mro_of(class));
    for place in places.into_iter().filter_map(Value::as_ref) {
        for name in vm.namespace_names(place) {
            let text = vm.symbols.shared(name);
            if text.starts_with('_') {
                continue;
            }
            let is_member = vm.dict_get_str(map, &text).is_some();
            let value = vm.namespace_get(place, name);
            match value {
                Some(value) if is_property(vm, value) => {
                    if !is_member || has_getter(vm, value) {
                        found.insert(text.to_string());
                    } else {
                        found.remove(&*text);
                    }
                }
                _ if !is_member => {
                    found.insert(text.to_string());
                }
                _ => {}
            }
        }
    }
    Ok(sorted(vm, found))
}

fn is_property(vm: &mut Vm, value: Value) -> bool {
    let hook = vm.symbols.intern("_with_member");
    vm.user_method(value, hook).is_some()
}

fn has_getter(vm: &Vm, property: Value) -> bool {
    let get = |name: Sym| vm.heap.instance(property)?.attrs.get(name);
    get(names::FGET).is_some_and(|found| !found.is_none())
}

/// As `object.__dir__` has it.
fn plain_dir(vm: &mut Vm, of: Value) -> Result<Vec<String>, Raised> {
    let mut texts = Vec::new();
    for place in vm.mro_of(of) {
        match place {
            Value::Type(class) => {
                let rows = crate::builtins::methods(class);
                texts.extend(rows.iter().map(|row| row.name.to_owned()));
            }
            Value::Ref(handle) if matches!(vm.heap.get(handle), Obj::Class(_)) => {
                let names = vm.namespace_names(handle);
                texts.extend(
                    names
                        .into_iter()
                        .map(|name| vm.symbols.text(name).to_owned()),
                );
            }
            _ => {}
        }
    }
    Ok(texts)
}

fn sorted(vm: &mut Vm, texts: BTreeSet<String>) -> Value {
    let items = texts
        .into_iter()
        .map(|text| vm.heap.new_str(text))
        .collect();
    vm.heap.new_list(items)
}
