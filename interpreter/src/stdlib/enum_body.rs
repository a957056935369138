//! The body of an enumeration while it runs: which names become members, what `auto()` stands for, what may not be defined.

use crate::value::{Obj, Ref, Sym, Type, Value};
use crate::vm::{Answer, Raised, Vm};

use super::enums::{distinct, is_enum};

/// Under this name the finished namespace carries what the body knew; no Python name has a blank.
pub(crate) const BODY: &str = "enum body";

// What stands where in the list that a body keeps.
const CLASS: usize = 0;
const KIND: usize = 1;
const MEMBERS: usize = 2;
const VALUES: usize = 3;
const IGNORED: usize = 4;
const GENERATE: usize = 5;
const GENERATED: usize = 6;

const RESERVED: [&str; 8] = [
    "_order_",
    "_generate_next_value_",
    "_numeric_repr_",
    "_missing_",
    "_ignore_",
    "_iter_member_",
    "_iter_member_by_value_",
    "_iter_member_by_def_",
];

/// What a body is to know before it runs.
pub(crate) fn begin(vm: &mut Vm, name: Value, bases: &[Value]) -> Answer {
    for base in bases {
        if is_enum(vm, *base) && !distinct(vm, *base).is_empty() {
            let (name, base) = (vm.str(name)?, vm.repr(*base)?);
            return Err(vm.type_error(format!("<enum '{name}'> cannot extend {base}")));
        }
    }
    if bases.last().is_some_and(|last| !is_enum(vm, *last)) {
        return Err(vm.type_error(
            "new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`",
        ));
    }
    let kind = bases.iter().rev().find(|base| is_enum(vm, **base)).copied();
    let mut generate = Value::None;
    if let Some(kind) = kind {
        let hook = vm.symbols.intern("_generate_next_value_");
        if let Some(found) = vm.lookup(kind, hook) {
            generate = vm.bind_to_class(found, kind)?;
        }
    }
    let members = Value::Ref(vm.heap.new_dict());
    let (values, ignored) = (vm.heap.new_list(Vec::new()), vm.heap.new_list(Vec::new()));
    let kind = kind.unwrap_or(Value::Type(Type::Enum));
    Ok(vm.heap.new_list(vec![
        name,
        kind,
        members,
        values,
        ignored,
        generate,
        Value::Bool(false),
    ]))
}

/// The names of the members in order, and those to be left out.
pub(super) fn end(vm: &mut Vm, body: Value) -> Result<(Vec<Sym>, Vec<Sym>), Raised> {
    let body = Body(body);
    let keys = |vm: &Vm, which: Value| -> Vec<Value> {
        vm.heap
            .table(which)
            .map(|table| table.keys().collect())
            .unwrap_or_default()
    };
    let members = keys(vm, body.part(vm, MEMBERS));
    let ignored = body.items(vm, IGNORED);
    let names = |vm: &mut Vm, all: Vec<Value>| -> Result<Vec<Sym>, Raised> {
        all.into_iter().map(|name| vm.name_of(name)).collect()
    };
    Ok((names(vm, members)?, names(vm, ignored)?))
}

/// `name = value` in the body.
pub(crate) fn store(
    vm: &mut Vm,
    namespace: Ref,
    body: Value,
    name: Sym,
    value: Value,
) -> Result<(), Raised> {
    let value = Body(body).store(vm, namespace, name, value)?;
    vm.set_own(namespace, name, value);
    Ok(())
}

#[derive(Clone, Copy)]
struct Body(Value);

impl Body {
    fn part(self, vm: &Vm, index: usize) -> Value {
        vm.heap
            .items(self.0)
            .and_then(|parts| parts.get(index).copied())
            .unwrap_or(Value::None)
    }

    fn set_part(self, vm: &mut Vm, index: usize, value: Value) {
        if let Some(part) = vm
            .heap
            .list_mut(self.0)
            .and_then(|list| list.get_mut(index))
        {
            *part = value;
        }
    }

    fn items(self, vm: &Vm, index: usize) -> Vec<Value> {
        let list = self.part(vm, index);
        vm.heap.items(list).map_or_else(Vec::new, <[Value]>::to_vec)
    }

    /// What is to stand in the namespace for the value.
    fn store(self, vm: &mut Vm, namespace: Ref, name: Sym, value: Value) -> Answer {
        let text = vm.symbols.shared(name);
        let key = vm.sym_value(name);
        let class = self.part(vm, CLASS);
        let class = vm.str(class)?;
        let members = self.part(vm, MEMBERS);
        if is_private(&class, &text) {
            Ok(value)
        } else if is_sunder(&text) {
            self.reserved(vm, &text, key, value)
        } else if is_dunder(&text) {
            Ok(value)
        } else if vm.dict_get(members, key)?.is_some() {
            self.defined_already(vm, namespace, name)
        } else if self.is_ignored(vm, &text) {
            Ok(value)
        } else {
            self.member(vm, namespace, name, value)
        }
    }

    fn member(self, vm: &mut Vm, namespace: Ref, name: Sym, value: Value) -> Answer {
        let value = match wrapped(vm, value) {
            Some((Type::NonMember, inner)) => return Ok(inner),
            Some((_, inner)) => inner,
            None if is_descriptor(vm, value) => return Ok(value),
            None if vm.is_class(value) && self.is_nested(vm, value) => {
                return Err(vm.type_error(
                    "whether a class inside an enumeration is a member differs between versions of Python; wrap it in \
                     enum.member or enum.nonmember, or define it outside",
                ));
            }
            None => value,
        };
        if vm.namespace_get(namespace, name).is_some() {
            return self.defined_already(vm, namespace, name);
        }
        let key = vm.sym_value(name);
        let (value, written) = self.resolve(vm, key, value)?;
        let members = self.part(vm, MEMBERS);
        vm.dict_set(members, key, Value::None)?;
        if written {
            let values = self.part(vm, VALUES);
            vm.list_push(values, value);
        }
        Ok(value)
    }

    fn is_nested(self, vm: &mut Vm, class: Value) -> bool {
        let own = self.part(vm, CLASS);
        let own = vm.heap.str(own).unwrap_or_default();
        let qualname = vm.class_place(class).1;
        let mut path = qualname.rsplit('.');
        path.next();
        path.next() == Some(own)
    }

    fn defined_already(self, vm: &mut Vm, namespace: Ref, name: Sym) -> Answer {
        let before = vm.namespace_get(namespace, name).unwrap_or(Value::None);
        let (text, before) = (vm.symbols.shared(name), vm.repr(before)?);
        Err(vm.type_error(format!("'{text}' already defined as {before}")))
    }

    fn is_ignored(self, vm: &Vm, name: &str) -> bool {
        self.items(vm, IGNORED)
            .iter()
            .any(|ignored| vm.heap.str(*ignored) == Some(name))
    }

    /// `_generate_next_value_`, `_ignore_` and their kin.
    fn reserved(self, vm: &mut Vm, text: &str, key: Value, value: Value) -> Answer {
        match text {
            _ if !RESERVED.contains(&text) => {
                let shown = vm.repr(key)?;
                Err(vm.value_error(format!(
                    "_sunder_ names, such as {shown}, are reserved for future Enum use"
                )))
            }
            "_generate_next_value_" => self.generator(vm, value),
            "_ignore_" => self.ignore(vm, value),
            "_numeric_repr_"
            | "_iter_member_"
            | "_iter_member_by_value_"
            | "_iter_member_by_def_" => {
                Err(vm.type_error(format!("{text} is not supported in a workflow")))
            }
            _ => Ok(value),
        }
    }

    /// It is a static method, without saying so.
    fn generator(self, vm: &mut Vm, value: Value) -> Answer {
        if self.part(vm, GENERATED) == Value::Bool(true) {
            return Err(vm.type_error("_generate_next_value_ must be defined before members"));
        }
        let inner = match value.as_ref().map(|handle| vm.heap.get(handle)) {
            Some(Obj::StaticMethod(inner)) => *inner,
            _ => value,
        };
        self.set_part(vm, GENERATE, inner);
        Ok(Value::Ref(vm.heap.alloc(Obj::StaticMethod(inner))))
    }

    fn ignore(self, vm: &mut Vm, value: Value) -> Answer {
        let names = match vm.heap.str(value) {
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
            None => vm.collect(value)?,
        };
        let members = self.part(vm, MEMBERS);
        for name in &names {
            if vm.dict_get(members, *name)?.is_some() {
                let shown = vm.repr(*name)?;
                return Err(vm.value_error(format!(
                    "_ignore_ cannot specify already set names: {{{shown}}}"
                )));
            }
        }
        let list = vm.heap.new_list(names);
        self.set_part(vm, IGNORED, list);
        Ok(list)
    }

    /// The value with what its `auto()`s stand for; and whether it counts itself as one of the values before the next.
    fn resolve(self, vm: &mut Vm, key: Value, value: Value) -> Result<(Value, bool), Raised> {
        if is_auto(vm, value) {
            return Ok((self.automatic(vm, key, value)?, true));
        }
        let parts = match vm.heap.tuple(value) {
            Some(parts) if parts.iter().any(|part| is_auto(vm, *part)) => parts.to_vec(),
            _ => return Ok((value, true)),
        };
        let mut resolved = Vec::with_capacity(parts.len());
        for part in parts {
            if !is_auto(vm, part) {
                resolved.push(part);
                continue;
            }
            let value = self.automatic(vm, key, part)?;
            let values = self.part(vm, VALUES);
            vm.list_push(values, value);
            resolved.push(value);
        }
        Ok((vm.heap.new_tuple(resolved), false))
    }

    fn automatic(self, vm: &mut Vm, key: Value, auto: Value) -> Answer {
        let known = vm
            .heap
            .record(auto)
            .and_then(|record| record.fields.first().copied());
        if let Some(known) = known {
            return Ok(known);
        }
        self.set_part(vm, GENERATED, Value::Bool(true));
        let members = self.part(vm, MEMBERS);
        let count = vm.heap.table(members).map_or(0, |table| table.len());
        let (generate, kind) = (self.part(vm, GENERATE), self.part(vm, KIND));
        let before = self.items(vm, VALUES);
        let value = next_value(vm, generate, kind, key, Value::Int(1), count, before)?;
        if let Some(Obj::Record(record)) = auto.as_ref().map(|handle| vm.heap.get_mut(handle)) {
            record.fields.push(value);
        }
        Ok(value)
    }
}

/// `_generate_next_value_(name, start, count, last_values)`.
pub(super) fn next_value(
    vm: &mut Vm,
    generate: Value,
    kind: Value,
    name: Value,
    start: Value,
    count: usize,
    before: Vec<Value>,
) -> Answer {
    if !generate.is_none() {
        let before = vm.heap.new_list(before);
        return vm.call(generate, &[name, start, Value::Int(count as i64), before]);
    }
    if vm.is_subclass(kind, Value::Type(Type::Flag)) {
        return next_bit(vm, start, before);
    }
    if vm.is_subclass(kind, Value::Type(Type::StrEnum)) {
        let text = vm.str(name)?.to_lowercase();
        return Ok(vm.heap.new_str(text));
    }
    one_more(vm, start, before)
}

/// One more than the greatest value; where values have no order, than the last that can be added to.
fn one_more(vm: &mut Vm, start: Value, before: Vec<Value>) -> Answer {
    let Some((first, rest)) = before.split_first() else {
        return Ok(start);
    };
    let mut greatest = Some(*first);
    for value in rest {
        let Some(known) = greatest else { break };
        match vm.lt(known, *value) {
            Ok(true) => greatest = Some(*value),
            Ok(false) => {}
            Err(raised) if vm.is_raised(raised, Type::TypeError) => greatest = None,
            Err(raised) => return Err(raised),
        }
    }
    let candidates: Vec<Value> = match greatest {
        Some(greatest) => vec![greatest],
        None => before.iter().rev().copied().collect(),
    };
    let tried = candidates.into_iter().chain(before.iter().rev().copied());
    for value in tried {
        match vm.binary(crate::vm::Binary::Add, value, Value::Int(1)) {
            Err(raised) if vm.is_raised(raised, Type::TypeError) => {}
            sum => return sum,
        }
    }
    Ok(start)
}

/// The bit above the highest of the greatest value.
fn next_bit(vm: &mut Vm, start: Value, before: Vec<Value>) -> Answer {
    if before.is_empty() {
        return Ok(if start.is_none() {
            Value::Int(1)
        } else {
            start
        });
    }
    let mut greatest = 0i64;
    for value in before {
        let Value::Int(bits) = vm.heap.payload(value) else {
            let shown = vm.repr(value)?;
            return Err(vm.type_error(format!("invalid flag value {shown}")));
        };
        greatest = greatest.max(bits);
    }
    match 64 - greatest.leading_zeros() {
        width @ 0..=62 => Ok(Value::Int(1 << width)),
        _ => Err(vm.type_error("flags of more than 62 bits are not supported in a workflow")),
    }
}

pub(super) fn is_auto(vm: &Vm, value: Value) -> bool {
    vm.heap
        .record(value)
        .is_some_and(|record| record.class == Type::Auto)
}

/// What `enum.member` or `enum.nonmember` holds.
fn wrapped(vm: &Vm, value: Value) -> Option<(Type, Value)> {
    let record = vm.heap.record(value)?;
    let is_wrapper = matches!(record.class, Type::Member | Type::NonMember);
    is_wrapper.then(|| {
        (
            record.class,
            record.fields.first().copied().unwrap_or(Value::None),
        )
    })
}

/// Whether a value has `__get__`, `__set__` or `__delete__`.
fn is_descriptor(vm: &mut Vm, value: Value) -> bool {
    use crate::value::symbol::names;
    match value {
        Value::Native(id) => matches!(id.owner(), crate::value::native::Owner::Type(_)),
        Value::Ref(handle) => match vm.heap.get(handle) {
            Obj::Function(_) | Obj::Property(_) | Obj::StaticMethod(_) | Obj::ClassMethod(_) => {
                true
            }
            Obj::Instance(_) => [names::GET, names::SET, names::DELETE]
                .into_iter()
                .any(|name| vm.user_method(value, name).is_some()),
            _ => false,
        },
        _ => false,
    }
}

fn is_dunder(name: &str) -> bool {
    let inner = name
        .strip_prefix("__")
        .and_then(|rest| rest.strip_suffix("__"));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.starts_with('_') && !inner.ends_with('_'))
}

fn is_sunder(name: &str) -> bool {
    let inner = name
        .strip_prefix('_')
        .and_then(|rest| rest.strip_suffix('_'));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.starts_with('_') && !inner.ends_with('_'))
}

fn is_private(class: &str, name: &str) -> bool {
    let rest = name.strip_prefix(&format!("_{}__", class.trim_start_matches('_')));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.ends_with("__"))
}
