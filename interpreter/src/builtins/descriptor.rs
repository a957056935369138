//! `property`, `staticmethod`, `classmethod`.

use crate::value::callable::BoundMethod;
use crate::value::class::Property;
use crate::value::{Obj, Value};
use crate::vm::native::{Native, getter, new, whole};
use crate::vm::{Answer, Args, Vm};

pub(super) const PROPERTY: &[Native] = &[
    new(make_property),
    whole("__delete__", delete),
    whole("__get__", get),
    whole("__set__", set),
    whole("__set_name__", set_name),
    whole("getter", with_getter),
    whole("setter", with_setter),
    whole("deleter", with_deleter),
];
pub(super) const STATIC_METHOD: &[Native] = &[
    new(make_static),
    whole("__call__", call),
    whole("__get__", get),
    whole("__repr__", |vm, args| repr(vm, args, "staticmethod")),
];
pub(super) const CLASS_METHOD: &[Native] = &[
    new(make_class),
    whole("__get__", get),
    whole("__repr__", |vm, args| repr(vm, args, "classmethod")),
];
pub(super) const FUNCTION: &[Native] = &[whole("__call__", call), whole("__get__", get)];
pub(super) const METHOD: &[Native] = &[new(make_method), whole("__call__", call)];
pub(super) const BUILTIN_FUNCTION: &[Native] = &[whole("__call__", call)];
pub(super) const CELL: &[Native] = &[getter("cell_contents", contents)];

/// `f.__call__(...)`.
fn call(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.call_with(args.this, args.positional, args.keywords)
}

fn repr(vm: &mut Vm, args: &Args<'_>, name: &str) -> Answer {
    let inner = match args.this.as_ref().map(|handle| vm.heap.get(handle)) {
        Some(Obj::StaticMethod(inner) | Obj::ClassMethod(inner)) => *inner,
        _ => args.this,
    };
    let inner = vm.repr(inner)?;
    Ok(vm.heap.new_str(format!("<{name}({inner})>")))
}

fn contents(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match args.this.as_ref().map(|handle| vm.heap.get(handle)) {
        Some(Obj::Cell(content)) if !content.is_unbound() => Ok(*content),
        _ => Err(vm.value_error("Cell is empty")),
    }
}

/// `property.__set__(object, value)`.
fn set(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, value] = args.between(vm, "__set__", 2)?;
    vm.set_by_descriptor(args.this, object, value)?;
    Ok(Value::None)
}

fn delete(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let object = args.one(vm, "property.__delete__")?;
    vm.delete_by_descriptor(args.this, object)?;
    Ok(Value::None)
}

fn set_name(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [_, name] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!(
            "__set_name__() takes 2 positional arguments but {given} were given"
        )));
    };
    let inner = vm.heap.payload(args.this);
    if let Some(Obj::Property(property)) = inner.as_ref().map(|inner| vm.heap.get_mut(inner)) {
        property.name = *name;
    }
    Ok(Value::None)
}

/// `types.MethodType(function, object)`.
fn make_method(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function, object] = args.between(vm, "method", 2)?;
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if object.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    let method = BoundMethod { function, object };
    Ok(Value::Ref(
        vm.heap.alloc(Obj::BoundMethod(Box::new(method))),
    ))
}

/// `descriptor.__get__(object, class)`: what the attribute is when the class is asked, if there is no object.
fn get(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, class] = args.between(vm, "__get__", 1)?;
    let class = class.bound().unwrap_or(Value::None);
    if object.is_none() && class.is_none() {
        return Err(vm.type_error("__get__(None, None) is invalid"));
    }
    let class = match class {
        Value::None => vm.class_of(object),
        class => class,
    };
    let of_class = object.is_none();
    match args.this.as_ref().map(|handle| vm.heap.get(handle)) {
        Some(Obj::Function(_) | Obj::Property(_) | Obj::Instance(_)) if of_class => Ok(args.this),
        _ => vm.descriptor_get(args.this, object, class),
    }
}

fn make_property(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [get, set, delete, doc] =
        args.bind(vm, "property", ["fget", "fset", "fdel", "doc"], 0, 4)?;
    // Without a text of its own it shows its getter's.
    let doc = if doc.is_none() { Value::Unbound } else { doc };
    let property = Property {
        get,
        set,
        delete,
        doc,
        name: Value::Unbound,
        cached: false,
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Property(Box::new(property)))))
}

fn changed(vm: &mut Vm, args: &Args<'_>, change: impl Fn(&mut Property, Value)) -> Answer {
    let function = args.one(vm, "property")?;
    let inner = vm.heap.payload(args.this);
    let Some(Obj::Property(property)) = inner.as_ref().map(|handle| vm.heap.get(handle)) else {
        return Ok(args.this);
    };
    let mut copy = property.clone();
    if !function.is_none() {
        change(&mut copy, function);
    }
    if inner.is(args.this) {
        return Ok(Value::Ref(vm.heap.alloc(Obj::Property(copy))));
    }
    let parts = [copy.get, copy.set, copy.delete, copy.doc];
    let parts = parts.map(|part| part.bound().unwrap_or(Value::None));
    vm.call(vm.class_of(args.this), &parts)
}

fn with_getter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args, |property, function| property.get = function)
}

fn with_setter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args, |property, function| property.set = function)
}

fn with_deleter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args, |property, function| property.delete = function)
}

fn make_static(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let function = args.one(vm, "staticmethod")?;
    Ok(Value::Ref(vm.heap.alloc(Obj::StaticMethod(function))))
}

fn make_class(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let function = args.one(vm, "classmethod")?;
    Ok(Value::Ref(vm.heap.alloc(Obj::ClassMethod(function))))
}
