//! `object` and `type`: what every object and every class can do.

use crate::builtins::read;
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{Native, class_method, new, static_method, whole};
use crate::vm::{Answer, Args, Comparison, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    whole("__init__", init),
    whole("__repr__", repr),
    whole("__str__", str),
    whole("__format__", format),
    whole("__eq__", eq),
    whole("__ne__", ne),
    whole("__lt__", |vm, args| order(vm, args, Comparison::Lt)),
    whole("__le__", |vm, args| order(vm, args, Comparison::Le)),
    whole("__gt__", |vm, args| order(vm, args, Comparison::Gt)),
    whole("__ge__", |vm, args| order(vm, args, Comparison::Ge)),
    whole("__hash__", hash),
    whole("__getattribute__", getattribute),
    whole("__setattr__", setattr),
    whole("__delattr__", delattr),
    whole("__dir__", dir),
    class_method("__init_subclass__", init_subclass),
];

pub(super) const TYPE_METHODS: &[Native] = &[
    new(make_type),
    whole("__call__", call_type),
    whole("__or__", super::union::or),
    whole("__ror__", super::union::ror),
    whole("__init__", init_subclass),
    whole("mro", mro),
    whole("__subclasses__", subclasses),
    whole("__instancecheck__", instance_check),
    whole("__subclasscheck__", subclass_check),
    static_method("__prepare__", prepare),
];

/// `int.__lt__`, `list.__ge__` and their kin; plain objects have no order.
fn order(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let other = args.one(vm, "object.__lt__")?;
    vm.compare_builtin(op, args.this, other)
}

/// `object.__new__(class)`; called by name, because the machine allocates instances itself.
fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if !(args.positional.is_empty() && args.keywords.is_empty()) {
        return Err(vm.type_error("object() takes no arguments"));
    }
    Ok(Value::Ref(vm.new_instance(args.this, Value::Unbound)))
}

/// Takes no arguments, unless a `__new__` of the program has taken them.
fn init(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if args.positional.is_empty() && args.keywords.is_empty() {
        return Ok(Value::None);
    }
    let class = vm.class_of(args.this);
    let plain = matches!(
        vm.layout_of(class),
        Type::Object
            | Type::Int
            | Type::Float
            | Type::Str
            | Type::Bytes
            | Type::Tuple
            | Type::FrozenSet
            | Type::Complex
    );
    if !plain {
        return Ok(Value::None);
    }
    let name = match vm.has_own(class, names::INIT) {
        true => "object".to_owned(),
        false if vm.has_own(class, names::NEW) => return Ok(Value::None),
        false => vm.class_name(class),
    };
    Err(vm.type_error(format!(
        "{name}.__init__() takes exactly one argument (the instance to initialize)"
    )))
}

fn init_subclass(_: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(Value::None)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = vm.plain_repr(args.this)?;
    Ok(vm.heap.new_str(text))
}

fn str(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = vm.repr(args.this)?;
    Ok(vm.heap.new_str(text))
}

fn format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = args.one(vm, "object.__format__")?;
    let spec = read::text(vm, spec, "__format__() argument must be str, not ")?;
    if !spec.is_empty() {
        let class = vm.type_name(args.this);
        return Err(vm.type_error(format!(
            "unsupported format string passed to {class}.__format__"
        )));
    }
    vm.to_str_value(args.this)
}

/// Also `int.__eq__` and its kin; plain objects are equal to themselves only.
fn eq(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "object.__eq__")?;
    let inner = vm.heap.payload(args.this);
    match vm.heap.instance(inner) {
        None => vm.compare_builtin(Comparison::Eq, args.this, other),
        Some(_) if args.this.is(other) => Ok(Value::Bool(true)),
        Some(_) => Ok(Value::NotImplemented),
    }
}

fn ne(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "object.__ne__")?;
    if args.this.is(other) {
        return Ok(Value::Bool(false));
    }
    Ok(match vm.special(args.this, names::EQ) {
        Some(method) => match vm.call(method, &[other])? {
            Value::NotImplemented => Value::NotImplemented,
            equal => Value::Bool(!vm.truthy(equal)?),
        },
        None => Value::NotImplemented,
    })
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let inner = vm.heap.payload(args.this);
    let by_value = match inner.as_ref().map(|handle| vm.heap.get(handle)) {
        None => true,
        Some(found) => matches!(
            found,
            Obj::Str(_)
                | Obj::Bytes(_)
                | Obj::BigInt(_)
                | Obj::Complex(..)
                | Obj::Tuple(_)
                | Obj::FrozenSet(_)
                | Obj::Range(_)
        ),
    };
    match inner {
        Value::Ref(handle) if !by_value => Ok(Value::Int(vm.identity(handle))),
        inner => vm.hash(inner).map(Value::Int),
    }
}

fn getattribute(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let name = args.one(vm, "object.__getattribute__")?;
    let name = vm.name_of(name)?;
    let class = vm.class_of(args.this);
    match vm.plain_attr(args.this, class, name)? {
        Some(value) => Ok(value),
        None => Err(vm.no_attribute(args.this, name)),
    }
}

fn setattr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [name, value] = args.between(vm, "__setattr__", 2)?;
    let name = vm.name_of(name)?;
    vm.plain_set_attr(args.this, name, value)?;
    Ok(Value::None)
}

fn delattr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let name = args.one(vm, "object.__delattr__")?;
    let name = vm.name_of(name)?;
    vm.plain_del_attr(args.this, name)?;
    Ok(Value::None)
}

/// The names of an object's own attributes and of its classes', sorted.
fn dir(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = if vm.is_class(args.this) {
        args.this
    } else {
        vm.class_of(args.this)
    };
    let mut texts: Vec<String> = Vec::new();
    let places = std::iter::once(args.this).chain(vm.mro_of(class));
    for place in places.filter_map(Value::as_ref).collect::<Vec<_>>() {
        texts.extend(
            vm.namespace_names(place)
                .into_iter()
                .map(|name| vm.symbols.text(name).to_owned()),
        );
    }
    for each in vm.layout_of(class).mro() {
        texts.extend(super::methods(each).iter().map(|row| row.name.to_owned()));
    }
    texts.sort();
    texts.dedup();
    let items = texts
        .into_iter()
        .map(|text| vm.heap.new_str(text))
        .collect();
    Ok(vm.heap.new_list(items))
}

/// `type(value)`, `type(name, bases, namespace)`, `type.__new__(meta, name, bases, namespace)`.
fn make_type(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let is_type = args.this == Value::Type(Type::Type);
    if let ([value], true) = (args.positional, is_type) {
        return Ok(vm.class_of(*value));
    }
    let [name, bases, namespace] = args.positional else {
        let message = match is_type {
            true => "type() takes 1 or 3 arguments".to_owned(),
            false => {
                let given = args.positional.len();
                format!("type.__new__() takes exactly 3 arguments ({given} given)")
            }
        };
        return Err(vm.type_error(message));
    };
    let bases = vm.collect(*bases)?;
    if let Some(wrong) = bases.iter().find(|base| !vm.is_class(**base)) {
        let kind = vm.type_name(*wrong);
        return Err(vm.type_error(format!("bases must be types, not '{kind}' object")));
    }
    let given = (!is_type).then_some(args.this);
    let meta = vm.pick_metaclass(given, &bases)?;
    if is_type && vm.heap.class(meta).is_some() {
        return vm.call_with(meta, args.positional, args.keywords);
    }
    let mut attrs = crate::value::Attrs::default();
    for (key, value) in vm.mapping_pairs(*namespace)? {
        let key = vm.name_of(key)?;
        attrs.set(key, value);
    }
    vm.make_class(args.this, *name, &bases, attrs, args.keywords)
}

fn call_type(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.construct_value(args.this, args.positional, args.keywords)
}

fn mro(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let order = vm.mro_of(args.this);
    Ok(vm.heap.new_list(order))
}

fn subclasses(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let below = vm
        .heap
        .class(args.this)
        .map_or_else(Vec::new, |class| class.subclasses.clone());
    Ok(vm.heap.new_list(below))
}

fn instance_check(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "type.__instancecheck__")?;
    vm.plain_instance_check(value, args.this)
}

fn subclass_check(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = args.one(vm, "type.__subclasscheck__")?;
    vm.is_of(class, None, args.this).map(Value::Bool)
}

fn prepare(vm: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(Value::Ref(vm.heap.new_dict()))
}

/// `__build_class__`, which lowering calls for a `class` statement.
pub(crate) fn build_class(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.build_class(args)
}

/// `super(class, object)`.
pub(super) const SUPER: &[Native] = &[new(make_super)];

fn make_super(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [after, object] = args.between(vm, "super", 1)?;
    if object.is_unbound() {
        return Err(vm.type_error(
            "super() with one argument is not supported in a workflow; name the object as well",
        ));
    }
    if !vm.is_class(after) {
        let class = vm.type_name(after);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {class}")));
    }
    let own = vm.class_of(object);
    let class = if vm.is_class(object) && vm.is_subclass(object, after) {
        object
    } else {
        own
    };
    let class = match vm.is_subclass(class, after) {
        true => class,
        false => {
            let said = vm.get_attr_or(object, names::CLASS)?;
            said.filter(|said| vm.is_class(*said)).unwrap_or(class)
        }
    };
    if !vm.is_subclass(class, after) {
        return Err(vm.type_error("super(type, obj): obj must be an instance or subtype of type"));
    }
    let parts = crate::value::class::Super {
        after,
        object,
        class,
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Super(Box::new(parts)))))
}
