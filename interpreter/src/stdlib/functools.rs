//! `functools` and `operator`.

use crate::value::callable::Partial;
use crate::value::class::Property;
use crate::value::symbol::names;
use crate::value::{Attrs, Obj, Type, Value};
use crate::vm::native::{
    Module, find_module, function, getter, method, module_function, new, no_constant,
};
use crate::vm::{Answer, Args, Binary, Comparison, Native, Raised, Vm};

pub(super) static FUNCTOOLS: Module = Module {
    name: "functools",
    functions: &[
        function("cached_property", cached_property),
        function("reduce", reduce),
        function("update_wrapper", update_wrapper),
        function("wraps", wraps),
    ],
    types: &[Type::Partial],
    constant: no_constant,
};

pub(crate) const PARTIAL: &[Native] = &[
    new(make_partial),
    method("__repr__", |vm, args| {
        let shown = partial(vm, args).function;
        let shown = vm.repr(shown)?;
        Ok(vm.heap.new_str(format!("functools.partial({shown})")))
    }),
    getter("args", |vm, args| {
        let items = partial(vm, args).args;
        Ok(vm.heap.new_tuple(items))
    }),
    getter("func", |vm, args| Ok(partial(vm, args).function)),
    getter("keywords", |vm, args| {
        let pairs = partial(vm, args).keywords;
        let dict = Value::Ref(vm.heap.new_dict());
        for (key, value) in pairs {
            vm.dict_set(dict, key, value)?;
        }
        Ok(dict)
    }),
];

fn partial(vm: &Vm, args: &Args<'_>) -> Partial {
    let found = args.this.as_ref().map(|handle| vm.heap.get(handle));
    match found {
        Some(Obj::Partial(partial)) => partial.as_ref().clone(),
        _ => Partial {
            function: Value::None,
            args: Vec::new(),
            keywords: Vec::new(),
            attrs: Attrs::default(),
        },
    }
}

fn new_partial(
    vm: &mut Vm,
    function: Value,
    args: Vec<Value>,
    keywords: Vec<(Value, Value)>,
) -> Value {
    let partial = Partial {
        function,
        args,
        keywords,
        attrs: Attrs::default(),
    };
    Value::Ref(vm.heap.alloc(Obj::Partial(Box::new(partial))))
}

fn make_partial(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function, rest @ ..] = args.positional else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(*function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let keywords = args.keywords.to_vec();
    let keywords = keywords
        .into_iter()
        .map(|(key, value)| (vm.sym_value(key), value))
        .collect();
    Ok(new_partial(vm, *function, rest.to_vec(), keywords))
}

fn native(module: &str, name: &str) -> Value {
    let found = find_module(module).and_then(|module| module_function(module, name));
    found.map_or(Value::None, Value::Native)
}

fn reduce(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function, iterable, initial] = args.between(vm, "reduce", 2)?;
    let iterator = vm.iterate(iterable)?;
    let first = match initial.bound() {
        Some(initial) => Some(initial),
        None => vm.next(iterator)?,
    };
    let Some(mut total) = first else {
        return Err(vm.type_error("reduce() of empty iterable with no initial value"));
    };
    while let Some(item) = vm.next(iterator)? {
        total = vm.call(function, &[total, item])?;
    }
    Ok(total)
}

/// `@wraps(f)`: `update_wrapper` with what is wrapped already given.
fn wraps(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [wrapped] = args.positional else {
        return Err(vm.type_error("wraps() takes the wrapped function alone in a workflow"));
    };
    let key = vm.heap.new_str("wrapped");
    Ok(new_partial(
        vm,
        native("functools", "update_wrapper"),
        Vec::new(),
        vec![(key, *wrapped)],
    ))
}

fn update_wrapper(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [wrapper, wrapped] = args.bind(vm, "update_wrapper", ["wrapper", "wrapped"], 2, 2)?;
    for name in [names::MODULE, names::NAME, names::QUALNAME, names::DOC] {
        if let Some(value) = vm.get_attr_or(wrapped, name)? {
            vm.set_attr(wrapper, name, value)?;
        }
    }
    vm.set_attr(wrapper, names::WRAPPED, wrapped)?;
    Ok(wrapper)
}

fn cached_property(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let get = args.one(vm, "cached_property")?;
    let nothing = Value::None;
    let property = Property {
        get,
        set: nothing,
        delete: nothing,
        doc: nothing,
        name: Value::Unbound,
        cached: true,
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Property(Box::new(property)))))
}

pub(super) static OPERATOR: Module = Module {
    name: "operator",
    functions: &[
        function("add", |vm, args| binary(vm, args, Binary::Add)),
        function("and_", |vm, args| binary(vm, args, Binary::BitAnd)),
        function("attrgetter", |vm, args| {
            getter_of(vm, args, "attrgetter.get")
        }),
        function("attrgetter.get", get_attributes),
        function("contains", |vm, args| {
            let [container, item] = args.between(vm, "contains", 2)?;
            vm.contains(container, item).map(Value::Bool)
        }),
        function("eq", |vm, args| compared(vm, args, Comparison::Eq)),
        function("floordiv", |vm, args| binary(vm, args, Binary::FloorDiv)),
        function("ge", |vm, args| compared(vm, args, Comparison::Ge)),
        function("getitem", |vm, args| {
            let [object, key] = args.between(vm, "getitem", 2)?;
            vm.get_item(object, key)
        }),
        function("gt", |vm, args| compared(vm, args, Comparison::Gt)),
        function("itemgetter", |vm, args| {
            getter_of(vm, args, "itemgetter.get")
        }),
        function("itemgetter.get", get_items),
        function("le", |vm, args| compared(vm, args, Comparison::Le)),
        function("lt", |vm, args| compared(vm, args, Comparison::Lt)),
        function("mod", |vm, args| binary(vm, args, Binary::Mod)),
        function("mul", |vm, args| binary(vm, args, Binary::Mul)),
        function("ne", |vm, args| compared(vm, args, Comparison::Ne)),
        function("not_", |vm, args| {
            let value = args.one(vm, "not_")?;
            Ok(Value::Bool(!vm.truthy(value)?))
        }),
        function("or_", |vm, args| binary(vm, args, Binary::BitOr)),
        function("pow", |vm, args| binary(vm, args, Binary::Pow)),
        function("sub", |vm, args| binary(vm, args, Binary::Sub)),
        function("truediv", |vm, args| binary(vm, args, Binary::TrueDiv)),
        function("truth", |vm, args| {
            let value = args.one(vm, "truth")?;
            vm.truthy(value).map(Value::Bool)
        }),
        function("xor", |vm, args| binary(vm, args, Binary::BitXor)),
    ],
    types: &[],
    constant: no_constant,
};

fn binary(vm: &mut Vm, args: &Args<'_>, op: Binary) -> Answer {
    let [a, b] = args.between(vm, op.symbol(), 2)?;
    vm.binary(op, a, b)
}

fn compared(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let [a, b] = args.between(vm, op.symbol(), 2)?;
    vm.compare(op, a, b)
}

/// `itemgetter(a, b)`: the function that reads, with what to read given.
fn getter_of(vm: &mut Vm, args: &Args<'_>, name: &str) -> Answer {
    if args.positional.is_empty() {
        let name = name.trim_end_matches(".get");
        return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    let wanted = vm.heap.new_tuple(args.positional);
    Ok(new_partial(
        vm,
        native("operator", name),
        vec![wanted],
        Vec::new(),
    ))
}

fn read_all(
    vm: &mut Vm,
    args: &Args<'_>,
    read: fn(&mut Vm, Value, Value) -> Result<Value, Raised>,
) -> Answer {
    let [wanted, object] = args.between(vm, "getter", 2)?;
    let wanted = vm
        .heap
        .items(wanted)
        .map(<[Value]>::to_vec)
        .unwrap_or_default();
    let mut found = Vec::with_capacity(wanted.len());
    for each in wanted {
        found.push(read(vm, object, each)?);
    }
    Ok(if let [only] = found[..] {
        only
    } else {
        vm.heap.new_tuple(found)
    })
}

fn get_items(vm: &mut Vm, args: &Args<'_>) -> Answer {
    read_all(vm, args, Vm::get_item)
}

fn get_attributes(vm: &mut Vm, args: &Args<'_>) -> Answer {
    read_all(vm, args, |vm, object, path| {
        let path = vm.str(path)?;
        let mut found = object;
        for name in path.split('.') {
            let name = vm.symbols.intern(name);
            found = vm.get_attr(found, name)?;
        }
        Ok(found)
    })
}
