//! The methods that `@dataclass` puts into a class. A method goes by the fields of the class that it was made for, which need not be
//! that of the instance: `Base.__init__(self)`, `super().__repr__()`.

use super::dataclass_init as init;
use super::dataclasses::{COMPARE, Field, REPR, native, real_fields};
use crate::value::{Type, Value};
use crate::vm::native::{Native, getter, whole};
use crate::vm::{Answer, Args, Comparison, Vm};

/// A method together with its class: what `Base.__init__` is.
pub(crate) const BOUND_METHODS: &[Native] = &[
    whole("__call__", |vm, args| {
        let Some((owner, name)) = parts(vm, args.this) else {
            return Ok(Value::None);
        };
        let [this, rest @ ..] = args.positional else {
            return Err(vm.type_error(format!(
                "{name}() missing 1 required positional argument: 'self'"
            )));
        };
        let inner = Args {
            this: *this,
            positional: rest,
            ..*args
        };
        run(vm, owner, &inner, name)
    }),
    getter("__name__", |vm, args| {
        let name = parts(vm, args.this).map_or("", |(_, name)| name);
        Ok(vm.heap.new_str(name))
    }),
    getter("__qualname__", |vm, args| {
        let Some((owner, name)) = parts(vm, args.this) else {
            return Ok(Value::None);
        };
        let text = format!("{}.{name}", vm.class_place(owner).1);
        Ok(vm.heap.new_str(text))
    }),
];

fn parts(vm: &Vm, method: Value) -> Option<(Value, &'static str)> {
    let record = vm.heap.record(method)?;
    let [owner, function] = record.fields[..] else {
        return None;
    };
    Some((owner, vm.native_name(function)))
}

/// The method as it is seen through a class: with the class that it was made for.
pub(crate) fn of_class(vm: &mut Vm, class: Value, function: Value) -> Value {
    let name = vm.native_name(function);
    if !name.starts_with("__") || native(name) != function {
        return function;
    }
    let owner = owner(vm, class, name);
    vm.heap
        .new_record(Type::DataclassMethod, vec![owner, function])
}

/// The class that the method which a class finds under this name was made for.
fn owner(vm: &mut Vm, class: Value, name: &str) -> Value {
    let method = native(name);
    let name = vm.symbols.intern(name);
    let made = |vm: &Vm, each: Value| {
        let own = vm.heap.class(each).and_then(|each| each.attrs.get(name));
        own == Some(method)
    };
    match vm.heap.class(class).map(|found| found.mro.len()) {
        Some(_) if made(vm, class) => class,
        Some(_) => {
            let mut order = vm.mro_of(class).into_iter();
            order.find(|each| made(vm, *each)).unwrap_or(class)
        }
        None => class,
    }
}

/// The method without saying whose.
pub(super) fn implied(vm: &mut Vm, args: &Args<'_>, name: &'static str) -> Answer {
    let class = vm.class_of(args.this);
    let owner = owner(vm, class, name);
    run(vm, owner, args, name)
}

fn run(vm: &mut Vm, owner: Value, args: &Args<'_>, name: &str) -> Answer {
    match name {
        "__init__" => init::init(vm, owner, args),
        "__repr__" => repr(vm, owner, args),
        "__eq__" => comparison(vm, owner, args, Comparison::Eq),
        "__lt__" => comparison(vm, owner, args, Comparison::Lt),
        "__le__" => comparison(vm, owner, args, Comparison::Le),
        "__gt__" => comparison(vm, owner, args, Comparison::Gt),
        "__ge__" => comparison(vm, owner, args, Comparison::Ge),
        "__hash__" => hash(vm, owner, args),
        "__setattr__" => set(vm, owner, args),
        _ => delete(vm, owner, args),
    }
}

fn repr(vm: &mut Vm, owner: Value, args: &Args<'_>) -> Answer {
    let Some(handle) = args.this.as_ref() else {
        return Ok(Value::None);
    };
    if vm.shown.contains(&handle) {
        return Ok(vm.heap.new_str("..."));
    }
    vm.shown.push(handle);
    let text = shown_fields(vm, owner, args.this);
    vm.shown.retain(|shown| *shown != handle);
    let text = text?;
    let class = vm.class_of(args.this);
    let text = format!("{}({text})", vm.class_place(class).1);
    vm.lift_str(Ok(text))
}

fn shown_fields(vm: &mut Vm, owner: Value, this: Value) -> Result<String, crate::vm::Raised> {
    let mut shown = Vec::new();
    for field in real_fields(vm, owner) {
        if field.is(REPR) {
            let value = vm.get_attr(this, field.name)?;
            let value = vm.repr(value)?;
            shown.push(format!("{}={value}", vm.symbols.text(field.name)));
        }
    }
    Ok(shown.join(", "))
}

/// The values that comparisons compare, as a tuple.
fn compared(vm: &mut Vm, owner: Value, object: Value, which: fn(&Field) -> bool) -> Answer {
    let mut items = Vec::new();
    for field in real_fields(vm, owner) {
        if which(&field) {
            items.push(vm.get_attr(object, field.name)?);
        }
    }
    Ok(vm.heap.new_tuple(items))
}

fn comparison(vm: &mut Vm, owner: Value, args: &Args<'_>, op: Comparison) -> Answer {
    let other = args.get(0);
    if !vm.class_of(other).is(vm.class_of(args.this)) {
        return Ok(Value::NotImplemented);
    }
    let mine = compared(vm, owner, args.this, |field| field.is(COMPARE))?;
    let theirs = compared(vm, owner, other, |field| field.is(COMPARE))?;
    vm.compare(op, mine, theirs)
}

fn hash(vm: &mut Vm, owner: Value, args: &Args<'_>) -> Answer {
    let values = compared(vm, owner, args.this, Field::hashed)?;
    vm.hash(values).map(Value::Int)
}

fn set(vm: &mut Vm, owner: Value, args: &Args<'_>) -> Answer {
    let [name, value] = args.between(vm, "__setattr__", 2)?;
    refuse_frozen(vm, owner, args.this, name, "assign to")?;
    let name = vm.name_of(name)?;
    vm.plain_set_attr(args.this, name, value)?;
    Ok(Value::None)
}

fn delete(vm: &mut Vm, owner: Value, args: &Args<'_>) -> Answer {
    let name = args.one(vm, "__delattr__")?;
    refuse_frozen(vm, owner, args.this, name, "delete")?;
    let name = vm.name_of(name)?;
    vm.plain_del_attr(args.this, name)?;
    Ok(Value::None)
}

/// Instances of the frozen class itself have no attribute that can be set; those of a class derived from it only the fields.
fn refuse_frozen(
    vm: &mut Vm,
    owner: Value,
    this: Value,
    name: Value,
    verb: &str,
) -> Result<(), crate::vm::Raised> {
    let text = vm.str(name)?;
    let is_field = real_fields(vm, owner)
        .iter()
        .any(|field| vm.symbols.text(field.name) == text);
    if is_field || vm.class_of(this).is(owner) {
        return Err(vm.error(
            Type::FrozenInstanceError,
            format!("cannot {verb} field '{text}'"),
        ));
    }
    Ok(())
}
