//! `types.UnionType`: `int | str`. Its record holds the members, none of them twice.

use crate::value::{Type, Value};
use crate::vm::native::{getter, whole};
use crate::vm::{Answer, Args, Binary, Native, Raised, Vm};

use super::generic_alias::is_alias;
use super::type_arguments::{parameters, shown, substituted};

pub(super) const METHODS: &[Native] = &[
    whole("__or__", or),
    whole("__ror__", ror),
    whole("__repr__", repr),
    whole("__eq__", eq),
    whole("__hash__", hash),
    getter("__args__", |vm, args| {
        let members = members(vm, args.this);
        Ok(vm.heap.new_tuple(members))
    }),
    getter("__parameters__", |vm, args| {
        let members = members(vm, args.this);
        let found = parameters(vm, &members)?;
        Ok(vm.heap.new_tuple(found))
    }),
    whole("__getitem__", |vm, args| {
        let item = args.one(vm, "__getitem__")?;
        let members = members(vm, args.this);
        let made = substituted(vm, args.this, &members, item)?;
        joined(vm, &made)
    }),
    whole("__instancecheck__", |vm, args| {
        let value = args.one(vm, "__instancecheck__")?;
        vm.check_instance(value, args.this).map(Value::Bool)
    }),
    whole("__subclasscheck__", |vm, args| {
        let class = args.one(vm, "__subclasscheck__")?;
        vm.check_subclass(class, args.this).map(Value::Bool)
    }),
];

fn is_union(vm: &Vm, value: Value) -> bool {
    vm.heap
        .record(value)
        .is_some_and(|record| record.class == Type::UnionType)
}

fn members(vm: &Vm, value: Value) -> Vec<Value> {
    vm.heap
        .record(value)
        .map_or_else(Vec::new, |record| record.fields.clone())
}

/// What is left of these, joined by `|`.
fn joined(vm: &mut Vm, members: &[Value]) -> Answer {
    let Some((first, rest)) = members.split_first() else {
        return Ok(Value::None);
    };
    let mut whole = *first;
    for each in rest {
        whole = vm.binary(Binary::BitOr, whole, *each)?;
    }
    Ok(whole)
}

fn can_join(vm: &Vm, value: Value) -> bool {
    let is_named = |vm: &Vm| {
        vm.heap.instance(value).is_some()
            && vm.class_place(vm.class_of(value))
                == ("typing".to_owned(), "TypeAliasType".to_owned())
    };
    value.is_none()
        || is_named(vm)
        || vm.is_class(value)
        || is_union(vm, value)
        || is_alias(vm, value)
}

/// `int | str`.
pub(crate) fn union(vm: &mut Vm, left: Value, right: Value) -> Answer {
    if !can_join(vm, left) || !can_join(vm, right) {
        return Ok(Value::NotImplemented);
    }
    let mut known: Vec<Value> = Vec::new();
    for side in [left, right] {
        let own = match is_union(vm, side) {
            true => members(vm, side),
            false => vec![side],
        };
        for member in own {
            let member = if member.is_none() {
                Value::Type(Type::NoneType)
            } else {
                member
            };
            if !holds(vm, &known, member)? {
                known.push(member);
            }
        }
    }
    Ok(match known[..] {
        [only] => only,
        _ => vm.heap.new_record(Type::UnionType, known),
    })
}

fn holds(vm: &mut Vm, known: &[Value], member: Value) -> Result<bool, Raised> {
    for each in known {
        let both = is_alias(vm, *each) && is_alias(vm, member);
        if each.is(member) || (both && vm.eq(*each, member)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "__or__")?;
    union(vm, args.this, other)
}

pub(super) fn ror(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "__ror__")?;
    union(vm, other, args.this)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let mut texts = Vec::new();
    for member in members(vm, args.this) {
        texts.push(shown(vm, member)?);
    }
    Ok(vm.heap.new_str(texts.join(" | ")))
}

fn eq(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "__eq__")?;
    if !is_union(vm, other) {
        return Ok(Value::NotImplemented);
    }
    let (left, right) = (members(vm, args.this), members(vm, other));
    let (left, right) = (as_set(vm, left)?, as_set(vm, right)?);
    Ok(Value::Bool(vm.eq(left, right)?))
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let members = members(vm, args.this);
    let set = as_set(vm, members)?;
    vm.hash(set).map(Value::Int)
}

fn as_set(vm: &mut Vm, members: Vec<Value>) -> Answer {
    let members = vm.heap.new_tuple(members);
    vm.call(Value::Type(Type::FrozenSet), &[members])
}
