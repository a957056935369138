//! `property`, `staticmethod`, `classmethod`.

use crate::value::callable::BoundMethod;
use crate::value::class::Property;
use crate::value::{Obj, Value};
use crate::vm::native::{Native, new, whole};
use crate::vm::{Answer, Args, Vm};

pub(super) const PROPERTY: &[Native] = &[
    new(make_property),
    whole("__get__", get),
    whole("getter", getter),
    whole("setter", setter),
    whole("deleter", deleter),
];
pub(super) const STATIC_METHOD: &[Native] = &[new(make_static), whole("__get__", get)];
pub(super) const CLASS_METHOD: &[Native] = &[new(make_class), whole("__get__", get)];
pub(super) const FUNCTION: &[Native] = &[whole("__get__", get)];
pub(super) const METHOD: &[Native] = &[new(make_method)];

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
        Some(Obj::Function(_) | Obj::Property(_)) if of_class => Ok(args.this),
        _ => vm.descriptor_get(args.this, object, class),
    }
}

fn make_property(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [get, set, delete, doc] =
        args.bind(vm, "property", ["fget", "fset", "fdel", "doc"], 0, 4)?;
    let doc = match doc {
        Value::Unbound if !get.is_unbound() && !get.is_none() => vm
            .get_attr_or(get, crate::value::symbol::names::DOC)?
            .unwrap_or(Value::None),
        given => given,
    };
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
    let Some(Obj::Property(property)) = args.this.as_ref().map(|handle| vm.heap.get(handle)) else {
        return Ok(args.this);
    };
    let mut copy = property.clone();
    change(&mut copy, function);
    Ok(Value::Ref(vm.heap.alloc(Obj::Property(copy))))
}

fn getter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args, |property, function| property.get = function)
}

fn setter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args, |property, function| property.set = function)
}

fn deleter(vm: &mut Vm, args: &Args<'_>) -> Answer {
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
