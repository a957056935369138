//! `functools` and `operator`.

use crate::value::callable::Partial;
use crate::value::class::Property;
use crate::value::symbol::names;
use crate::value::{Attrs, Obj, Type, Value};
use crate::vm::native::{
    Module, find_module, function, getter, method, module_function, new, no_constant, whole,
};
use crate::vm::{Answer, Args, Binary, Comparison, Native, Raised, Vm};

pub(super) static FUNCTOOLS: Module = Module {
    name: "functools",
    functions: &[
        function("cached_property", cached_property),
        function("reduce", reduce),
    ],
    types: &[Type::Partial],
    constant: no_constant,
};

pub(crate) const PARTIAL: &[Native] = &[
    new(make_partial),
    whole("__reduce__", |vm, args| {
        let state = state(vm, args)?;
        let class = vm.class_of(args.this);
        let Partial { function, .. } = partial(vm, args);
        let function = vm.heap.new_tuple([function]);
        Ok(vm.heap.new_tuple([class, function, state]))
    }),
    whole("__setstate__", set_state),
    method("__call__", |vm, args| {
        vm.call_with(args.this, args.positional, args.keywords)
    }),
    whole("__repr__", show_partial),
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
    crate::builtins::generic_alias::CLASS_GETITEM,
];

fn partial(vm: &Vm, args: &Args<'_>) -> Partial {
    let inner = vm.heap.payload(args.this);
    let found = inner.as_ref().map(|handle| vm.heap.get(handle));
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

pub(crate) fn new_partial(
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

/// What of a partial cannot be assigned to.
pub(crate) fn is_part(name: &str) -> bool {
    matches!(name, "func" | "args" | "keywords")
}

/// The function, the arguments, the keywords and the attributes.
fn state(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let read = |vm: &mut Vm, name: &str| {
        let name = vm.symbols.intern(name);
        vm.get_attr(args.this, name)
    };
    let parts = [
        read(vm, "func")?,
        read(vm, "args")?,
        read(vm, "keywords")?,
        read(vm, "__dict__")?,
    ];
    Ok(vm.heap.new_tuple(parts))
}

fn set_state(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let state = args.one(vm, "__setstate__")?;
    let is_tuple = vm.type_of(state) == Type::Tuple;
    let parts = match is_tuple {
        true => vm.collect(state)?,
        false => Vec::new(),
    };
    let [function, given, keywords, attributes] = parts[..] else {
        return Err(vm.type_error("invalid partial state"));
    };
    let is_dict = vm.type_of(keywords) == Type::Dict || keywords.is_none();
    if !vm.is_callable(function) || vm.type_of(given) != Type::Tuple || !is_dict {
        return Err(vm.type_error("invalid partial state"));
    }
    let given = vm.collect(given)?;
    let keywords = match keywords {
        Value::None => Vec::new(),
        keywords => vm.mapping_pairs(keywords)?,
    };
    let inner = vm.heap.payload(args.this);
    if let Some(Obj::Partial(partial)) = inner.as_ref().map(|handle| vm.heap.get_mut(handle)) {
        partial.function = function;
        partial.args = given;
        partial.keywords = keywords;
    }
    if !attributes.is_none() {
        for (name, value) in vm.mapping_pairs(attributes)? {
            let name = vm.name_of(name)?;
            vm.set_attr(args.this, name, value)?;
        }
    }
    Ok(Value::None)
}

fn show_partial(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Partial {
        function,
        args: given,
        keywords,
        ..
    } = partial(vm, args);
    if let Some(shown) = show_getter(vm, function, &given)? {
        return Ok(vm.heap.new_str(shown));
    }
    let mut shown = vec![vm.deeper(|vm| vm.repr(function))?];
    for value in given {
        shown.push(vm.deeper(|vm| vm.repr(value))?);
    }
    for (name, value) in keywords {
        let name = vm.str(name)?;
        shown.push(format!("{name}={}", vm.deeper(|vm| vm.repr(value))?));
    }
    let shown = shown.join(", ");
    let name = match vm.class_of(args.this) {
        Value::Type(_) => "functools.partial".to_owned(),
        class => vm.class_place(class).1,
    };
    Ok(vm.heap.new_str(format!("{name}({shown})")))
}

/// `operator.itemgetter(1, 2)`, which is a partial of the function that reads.
fn show_getter(vm: &mut Vm, function: Value, given: &[Value]) -> Result<Option<String>, Raised> {
    let name = ["itemgetter", "attrgetter"]
        .into_iter()
        .find(|name| native("operator", &format!("{name}.get")).is(function));
    let (Some(name), [wanted]) = (name, given) else {
        return Ok(None);
    };
    let wanted = vm.heap.items(*wanted).map(<[Value]>::to_vec);
    let mut shown = Vec::new();
    for each in wanted.unwrap_or_default() {
        shown.push(vm.deeper(|vm| vm.repr(each))?);
    }
    Ok(Some(format!("operator.{name}({})", shown.join(", "))))
}

fn make_partial(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function, rest @ ..] = args.positional else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(*function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let mut made = inner_partial(vm, *function);
    made.args.extend_from_slice(rest);
    for (name, value) in args.keywords {
        let text = vm.symbols.shared(*name);
        let known = made.keywords.iter_mut();
        let same = known
            .map(|(key, value)| (vm.heap.str(*key) == Some(&*text), value))
            .find(|(same, _)| *same);
        match same {
            Some((_, known)) => *known = *value,
            None => {
                let key = vm.sym_value(*name);
                made.keywords.push((key, *value));
            }
        }
    }
    Ok(new_partial(vm, made.function, made.args, made.keywords))
}

/// A partial of a partial on which nothing was set is one partial.
fn inner_partial(vm: &Vm, function: Value) -> Partial {
    if let Some(Obj::Partial(inner)) = function.as_ref().map(|handle| vm.heap.get(handle)) {
        if inner.attrs.is_empty() {
            return inner.as_ref().clone();
        }
    }
    Partial {
        function,
        args: Vec::new(),
        keywords: Vec::new(),
        attrs: Attrs::default(),
    }
}

fn native(module: &str, name: &str) -> Value {
    let found = find_module(module).and_then(|module| module_function(module, name));
    found.map_or(Value::None, Value::Native)
}

fn reduce(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function, iterable, initial] = args.between(vm, "reduce", 2)?;
    let iterator = match vm.iterate(iterable) {
        Err(raised) if vm.is_raised(raised, Type::TypeError) => {
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
        iterator => iterator?,
    };
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

fn cached_property(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let get = args.one(vm, "cached_property")?;
    let doc = vm.get_attr_or(get, names::DOC)?.unwrap_or(Value::None);
    let nothing = Value::None;
    let property = Property {
        get,
        set: nothing,
        delete: nothing,
        doc,
        name: Value::Unbound,
        cached: true,
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Property(Box::new(property)))))
}

pub(super) static OPERATOR: Module = Module {
    name: "operator",
    functions: &[
        function("add", |vm, args| binary(vm, args, "add", Binary::Add)),
        function("and_", |vm, args| binary(vm, args, "and_", Binary::BitAnd)),
        function("attrgetter", |vm, args| {
            getter_of(vm, args, "attrgetter.get")
        }),
        function("attrgetter.get", get_attributes),
        function("contains", |vm, args| {
            let [container, item] = args.between(vm, "contains", 2)?;
            vm.contains(container, item).map(Value::Bool)
        }),
        function("eq", |vm, args| compared(vm, args, "eq", Comparison::Eq)),
        function("floordiv", |vm, args| {
            binary(vm, args, "floordiv", Binary::FloorDiv)
        }),
        function("ge", |vm, args| compared(vm, args, "ge", Comparison::Ge)),
        function("getitem", |vm, args| {
            let [object, key] = args.between(vm, "getitem", 2)?;
            vm.get_item(object, key)
        }),
        function("gt", |vm, args| compared(vm, args, "gt", Comparison::Gt)),
        function("itemgetter", |vm, args| {
            getter_of(vm, args, "itemgetter.get")
        }),
        function("itemgetter.get", get_items),
        function("le", |vm, args| compared(vm, args, "le", Comparison::Le)),
        function("lt", |vm, args| compared(vm, args, "lt", Comparison::Lt)),
        function("mod", |vm, args| binary(vm, args, "mod", Binary::Mod)),
        function("mul", |vm, args| binary(vm, args, "mul", Binary::Mul)),
        function("ne", |vm, args| compared(vm, args, "ne", Comparison::Ne)),
        function("not_", |vm, args| {
            let value = args.one(vm, "not_")?;
            Ok(Value::Bool(!vm.truthy(value)?))
        }),
        function("or_", |vm, args| binary(vm, args, "or_", Binary::BitOr)),
        function("pow", |vm, args| binary(vm, args, "pow", Binary::Pow)),
        function("sub", |vm, args| binary(vm, args, "sub", Binary::Sub)),
        function("truediv", |vm, args| {
            binary(vm, args, "truediv", Binary::TrueDiv)
        }),
        function("truth", |vm, args| {
            let value = args.one(vm, "truth")?;
            vm.truthy(value).map(Value::Bool)
        }),
        function("xor", |vm, args| binary(vm, args, "xor", Binary::BitXor)),
    ],
    types: &[],
    constant: no_constant,
};

fn binary(vm: &mut Vm, args: &Args<'_>, name: &str, op: Binary) -> Answer {
    let [a, b] = args.between(vm, name, 2)?;
    vm.binary(op, a, b)
}

fn compared(vm: &mut Vm, args: &Args<'_>, name: &str, op: Comparison) -> Answer {
    let [a, b] = args.between(vm, name, 2)?;
    vm.compare(op, a, b)
}

/// `itemgetter(a, b)`: the function that reads, with what to read given.
fn getter_of(vm: &mut Vm, args: &Args<'_>, name: &str) -> Answer {
    let shown = name.trim_end_matches(".get");
    args.no_keywords(vm, shown)?;
    if shown == "attrgetter"
        && args
            .positional
            .iter()
            .any(|each| vm.heap.str(*each).is_none())
    {
        return Err(vm.type_error("attribute name must be a string"));
    }
    if args.positional.is_empty() {
        let name = shown;
        return Err(vm.type_error(format!("{name} expected 1 argument, got 0")));
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
