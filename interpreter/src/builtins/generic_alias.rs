//! `types.GenericAlias`: `list[int]` as a value. Its record holds the class, a tuple of the arguments, and whether it is starred.

use crate::value::{Sym, Type, Value};
use crate::vm::native::{class_method, getter, new, own_method, whole};
use crate::vm::{Answer, Args, Native, Raised, Vm};

use super::type_arguments::{parameters, shown, substituted};
use super::union;

/// `list[int]`, for the tables of the builtin classes that have it.
pub(crate) const CLASS_GETITEM: Native = class_method("__class_getitem__", |vm, args| {
    let item = args.one(vm, "__class_getitem__")?;
    Ok(of(vm, args.this, item))
});

pub(super) const METHODS: &[Native] = &[
    new(make),
    getter("__origin__", |vm, args| Ok(parts(vm, args.this).0)),
    getter("__args__", |vm, args| {
        let items = parts(vm, args.this).1;
        Ok(vm.heap.new_tuple(items))
    }),
    getter("__parameters__", |vm, args| {
        let items = parts(vm, args.this).1;
        let found = parameters(vm, &items)?;
        Ok(vm.heap.new_tuple(found))
    }),
    getter("__unpacked__", |vm, args| {
        Ok(Value::Bool(parts(vm, args.this).2))
    }),
    getter("__typing_unpacked_tuple_args__", |vm, args| {
        let (origin, items, starred) = parts(vm, args.this);
        Ok(if starred && origin == Value::Type(Type::Tuple) {
            vm.heap.new_tuple(items)
        } else {
            Value::None
        })
    }),
    whole("__repr__", repr),
    whole("__eq__", eq),
    whole("__hash__", hash),
    whole("__call__", call),
    whole("__getitem__", |vm, args| {
        let item = args.one(vm, "__getitem__")?;
        let (origin, items, starred) = parts(vm, args.this);
        let made = substituted(vm, args.this, &items, item)?;
        Ok(alias(vm, origin, made, starred))
    }),
    whole("__iter__", |vm, args| {
        let (origin, items, _) = parts(vm, args.this);
        let starred = alias(vm, origin, items, true);
        let only = vm.heap.new_tuple([starred]);
        vm.iterate(only)
    }),
    whole("__mro_entries__", |vm, args| {
        let origin = parts(vm, args.this).0;
        Ok(vm.heap.new_tuple([origin]))
    }),
    whole("__instancecheck__", |vm, _| Err(no_check(vm, "isinstance"))),
    whole("__subclasscheck__", |vm, _| Err(no_check(vm, "issubclass"))),
    whole("__dir__", dir),
    whole("__or__", union::or),
    whole("__ror__", union::ror),
];

/// Attributes that are the alias's own; all others are those of its class.
const OWN: &[&str] = &[
    "__class__",
    "__bases__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

pub(crate) fn is_alias(vm: &Vm, value: Value) -> bool {
    let inner = vm.heap.payload(value);
    vm.heap
        .record(inner)
        .is_some_and(|record| record.class == Type::GenericAlias)
}

/// `class[item]`.
pub(crate) fn of(vm: &mut Vm, class: Value, item: Value) -> Value {
    let items = match vm.heap.tuple(item).cloned() {
        Some(items) => items.to_vec(),
        None => vec![item],
    };
    alias(vm, class, items, false)
}

fn alias(vm: &mut Vm, origin: Value, items: Vec<Value>, starred: bool) -> Value {
    let items = vm.heap.new_tuple(items);
    vm.heap.new_record(
        Type::GenericAlias,
        vec![origin, items, Value::Bool(starred)],
    )
}

/// The class, the arguments, whether it is starred.
fn parts(vm: &Vm, value: Value) -> (Value, Vec<Value>, bool) {
    let inner = vm.heap.payload(value);
    let fields = vm
        .heap
        .record(inner)
        .map_or(&[][..], |record| &record.fields);
    match fields {
        [origin, items, starred] => {
            let items = vm.heap.tuple(*items).map(|items| items.to_vec());
            (
                *origin,
                items.unwrap_or_default(),
                *starred == Value::Bool(true),
            )
        }
        _ => (Value::None, Vec::new(), false),
    }
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if !args.keywords.is_empty() {
        return Err(vm.type_error("GenericAlias() takes no keyword arguments"));
    }
    match args.positional {
        [origin, item] => Ok(of(vm, *origin, *item)),
        given => Err(vm.type_error(format!(
            "GenericAlias expected 2 arguments, got {}",
            given.len()
        ))),
    }
}

/// An attribute of an alias.
pub(crate) fn attribute(vm: &mut Vm, value: Value, name: Sym) -> Result<Option<Value>, Raised> {
    let text = vm.symbols.shared(name);
    if OWN.contains(&&*text) {
        let class = vm.class_of(value);
        return vm.own_or_inherited(value, class, name);
    }
    let origin = parts(vm, value).0;
    vm.get_attr(origin, name).map(Some)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (origin, items, starred) = parts(vm, args.this);
    let origin = shown(vm, origin)?;
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        texts.push(shown(vm, item)?);
    }
    let inside = if texts.is_empty() {
        "()".to_owned()
    } else {
        texts.join(", ")
    };
    let star = if starred { "*" } else { "" };
    Ok(vm.heap.new_str(format!("{star}{origin}[{inside}]")))
}

fn eq(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "__eq__")?;
    if !is_alias(vm, other) {
        return Ok(Value::NotImplemented);
    }
    let (left, right) = (parts(vm, args.this), parts(vm, other));
    if left.2 != right.2 || !vm.eq(left.0, right.0)? {
        return Ok(Value::Bool(false));
    }
    let (left, right) = (vm.heap.new_tuple(left.1), vm.heap.new_tuple(right.1));
    Ok(Value::Bool(vm.eq(left, right)?))
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (origin, mut items, _) = parts(vm, args.this);
    items.push(origin);
    let items = vm.heap.new_tuple(items);
    let hash = vm.hash(items)?;
    Ok(Value::Int(hash))
}

/// Makes an instance of the class, and tells it of what alias, if it can be told.
fn call(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let origin = parts(vm, args.this).0;
    let made = vm.call_with(origin, args.positional, args.keywords)?;
    match vm.set_attr(made, crate::value::symbol::names::ORIG_CLASS, args.this) {
        Err(raised)
            if !vm.is_raised(raised, Type::AttributeError)
                && !vm.is_raised(raised, Type::TypeError) =>
        {
            Err(raised)
        }
        _ => Ok(made),
    }
}

fn no_check(vm: &mut Vm, name: &str) -> Raised {
    vm.type_error(format!(
        "{name}() argument 2 cannot be a parameterized generic"
    ))
}

fn dir(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let origin = parts(vm, args.this).0;
    let known = super::attributes::dir(vm, &Args::of(&[origin]))?;
    let mut all = vm.collect(known)?;
    for name in OWN {
        if own_method(Type::GenericAlias, name).is_some() {
            all.push(vm.heap.new_str(*name));
        }
    }
    Ok(vm.heap.new_list(all))
}
