//! `property`, `staticmethod`, `classmethod`.

use crate::value::class::Property;
use crate::value::{Obj, Value};
use crate::vm::native::{Native, new, whole};
use crate::vm::{Answer, Args, Vm};

pub(super) const PROPERTY: &[Native] = &[
    new(make_property),
    whole("getter", getter),
    whole("setter", setter),
    whole("deleter", deleter),
];
pub(super) const STATIC_METHOD: &[Native] = &[new(make_static)];
pub(super) const CLASS_METHOD: &[Native] = &[new(make_class)];

fn make_property(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [get, set, delete, doc] =
        args.bind(vm, "property", ["fget", "fset", "fdel", "doc"], 0, 4)?;
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
