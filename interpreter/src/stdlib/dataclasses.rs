//! `dataclasses`. The methods that the decorator puts into a class are rows of this module; what is the class's own they read from
//! its `__dataclass_fields__`.

use super::dataclass_init as init;
use crate::builtins::read;
use crate::value::callable::Partial;
use crate::value::symbol::names;
use crate::value::{Attrs, NativeId, Obj, Sym, Type, Value};
use crate::vm::native::{Module, find_module, function, getter, module_function, whole};
use crate::vm::{Answer, Args, Comparison, Native, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "dataclasses",
    functions: FUNCTIONS,
    types: &[Type::Field, Type::FrozenInstanceError],
    constant,
};

const FUNCTIONS: &[Native] = &[
    whole("__delattr__", frozen_delattr),
    whole("__eq__", eq),
    whole("__ge__", ge),
    whole("__gt__", gt),
    whole("__hash__", hash),
    whole("__init__", init::init),
    whole("__le__", le),
    whole("__lt__", lt),
    whole("__repr__", repr),
    whole("__setattr__", frozen_setattr),
    function("asdict", asdict),
    function("astuple", astuple),
    function("dataclass", dataclass),
    function("field", field),
    function("fields", fields),
    function("is_dataclass", is_dataclass),
    function("replace", replace),
];

/// `dataclasses.Field`: the getters of [`Field`]'s parts.
pub(crate) const FIELD_METHODS: &[Native] = &[
    getter("compare", |vm, args| Ok(part(vm, args, COMPARE))),
    getter("default", |vm, args| {
        Ok(part(vm, args, DEFAULT)
            .bound()
            .unwrap_or(Value::Type(Type::Missing)))
    }),
    getter("default_factory", |vm, args| {
        Ok(part(vm, args, FACTORY)
            .bound()
            .unwrap_or(Value::Type(Type::Missing)))
    }),
    getter("init", |vm, args| Ok(part(vm, args, INIT))),
    getter("kw_only", |vm, args| Ok(part(vm, args, KW_ONLY))),
    getter("metadata", |vm, args| Ok(part(vm, args, METADATA))),
    getter("name", |vm, args| Ok(part(vm, args, NAME))),
    getter("repr", |vm, args| Ok(part(vm, args, REPR))),
    getter("type", |vm, args| Ok(part(vm, args, TYPE))),
];

fn constant(_: &mut Vm, name: &str) -> Option<Answer> {
    match name {
        "MISSING" => Some(Ok(Value::Type(Type::Missing))),
        // Annotations are texts here, which is where these two are looked for.
        "KW_ONLY" | "InitVar" => Some(Ok(Value::Ellipsis)),
        _ => None,
    }
}

// What stands where in a `Field` record.
pub(super) const NAME: usize = 0;
const TYPE: usize = 1;
pub(super) const DEFAULT: usize = 2;
pub(super) const FACTORY: usize = 3;
pub(super) const INIT: usize = 4;
const REPR: usize = 5;
const HASH: usize = 6;
const COMPARE: usize = 7;
pub(super) const KW_ONLY: usize = 8;
/// 0 is a field, 1 an `InitVar`.
const KIND: usize = 9;
const METADATA: usize = 10;

fn part(vm: &Vm, args: &Args<'_>, index: usize) -> Value {
    vm.heap
        .record(args.this)
        .map_or(Value::None, |record| record.fields[index])
}

/// A field as its parts.
#[derive(Clone)]
pub(super) struct Field {
    pub(super) name: Sym,
    pub(super) parts: Vec<Value>,
}

impl Field {
    pub(super) fn is(&self, index: usize) -> bool {
        self.parts[index] == Value::Bool(true)
    }

    pub(super) fn is_init_var(&self) -> bool {
        self.parts[KIND] == Value::Int(1)
    }

    fn hashed(&self) -> bool {
        if self.parts[HASH].is_none() {
            self.is(COMPARE)
        } else {
            self.is(HASH)
        }
    }
}

fn native(name: &str) -> Value {
    let found = find_module("dataclasses").and_then(|module| module_function(module, name));
    found.map_or(Value::None, |id: NativeId| Value::Native(id))
}

/// The fields of a dataclass (or of an instance), `InitVar`s included; nothing if it is none.
pub(super) fn fields_of(vm: &mut Vm, object: Value) -> Option<Vec<Field>> {
    let class = if vm.is_class(object) {
        object
    } else {
        vm.class_of(object)
    };
    let dict = vm.lookup(class, names::DATACLASS_FIELDS)?;
    let pairs: Vec<(Value, Value)> = vm.heap.table(dict)?.iter().collect();
    let mut fields = Vec::with_capacity(pairs.len());
    for (name, record) in pairs {
        let name = vm.heap.str(name)?.to_owned();
        let parts = vm.heap.record(record)?.fields.clone();
        fields.push(Field {
            name: vm.symbols.intern(&name),
            parts,
        });
    }
    Some(fields)
}

fn real_fields(vm: &mut Vm, object: Value) -> Vec<Field> {
    let fields = fields_of(vm, object).unwrap_or_default();
    fields
        .into_iter()
        .filter(|field| !field.is_init_var())
        .collect()
}

/// The options of `@dataclass(...)`.
#[derive(Clone, Copy)]
struct Options {
    init: bool,
    repr: bool,
    eq: bool,
    order: bool,
    unsafe_hash: bool,
    frozen: bool,
    match_args: bool,
    kw_only: bool,
}

const OPTIONS: [&str; 11] = [
    "",
    "init",
    "repr",
    "eq",
    "order",
    "unsafe_hash",
    "frozen",
    "match_args",
    "kw_only",
    "slots",
    "weakref_slot",
];

fn dataclass(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.bind(vm, "dataclass", OPTIONS, 0, 1)?;
    let class = given[0];
    if class.is_unbound() || class.is_none() {
        return decorator(vm, args);
    }
    let mut flags = [true, true, true, false, false, false, true, false];
    for (index, flag) in flags.iter_mut().enumerate() {
        *flag = read::flag(vm, given[index + 1], *flag)?;
    }
    let [
        init,
        repr,
        eq,
        order,
        unsafe_hash,
        frozen,
        match_args,
        kw_only,
    ] = flags;
    process(
        vm,
        class,
        Options {
            init,
            repr,
            eq,
            order,
            unsafe_hash,
            frozen,
            match_args,
            kw_only,
        },
    )?;
    Ok(class)
}

/// `dataclass(...)` without a class: the same function with its options.
fn decorator(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let keywords = args.keywords.to_vec();
    let keywords = keywords
        .into_iter()
        .map(|(key, value)| (vm.sym_value(key), value))
        .collect();
    let partial = Partial {
        function: native("dataclass"),
        args: Vec::new(),
        keywords,
        attrs: Attrs::default(),
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Partial(Box::new(partial)))))
}

fn process(vm: &mut Vm, class: Value, options: Options) -> Result<(), Raised> {
    let collected = collect_fields(vm, class, options)?;
    let dict = Value::Ref(vm.heap.new_dict());
    for field in &collected {
        let key = vm.sym_value(field.name);
        let record = vm.heap.new_record(Type::Field, field.parts.clone());
        vm.dict_set(dict, key, record)?;
    }
    vm.set_attr(class, names::DATACLASS_FIELDS, dict)?;
    check_order_of_defaults(vm, &collected)?;
    let params = [
        options.init,
        options.repr,
        options.eq,
        options.order,
        options.unsafe_hash,
        options.frozen,
    ];
    let params = vm.heap.new_tuple(params.map(Value::Bool));
    vm.set_attr(class, names::DATACLASS_PARAMS, params)?;
    if options.init {
        vm.set_attr(class, names::INIT, native("__init__"))?;
    }
    if options.repr {
        define(vm, class, names::REPR, "__repr__")?;
    }
    let explicit_hash = own(vm, class, names::HASH).filter(|hash| !hash.is_none());
    if options.eq {
        define(vm, class, names::EQ, "__eq__")?;
    }
    define_order(vm, class, options)?;
    if options.frozen {
        vm.set_attr(class, names::DELATTR, native("__delattr__"))?;
        vm.set_attr(class, names::SETATTR, native("__setattr__"))?;
    }
    match (
        options.unsafe_hash,
        options.eq,
        options.frozen,
        explicit_hash,
    ) {
        (true, ..) | (false, true, true, None) => {
            vm.set_attr(class, names::HASH, native("__hash__"))?
        }
        (false, true, false, None) => vm.set_attr(class, names::HASH, Value::None)?,
        _ => {}
    }
    if options.match_args && own(vm, class, names::MATCH_ARGS).is_none() {
        let positional = collected
            .iter()
            .filter(|field| field.is(INIT) && !field.is(KW_ONLY));
        let positional: Vec<Sym> = positional.map(|field| field.name).collect();
        let items: Vec<Value> = positional
            .into_iter()
            .map(|name| vm.sym_value(name))
            .collect();
        let tuple = vm.heap.new_tuple(items);
        vm.set_attr(class, names::MATCH_ARGS, tuple)?;
    }
    Ok(())
}

fn define_order(vm: &mut Vm, class: Value, options: Options) -> Result<(), Raised> {
    if !options.order {
        return Ok(());
    }
    if !options.eq {
        return Err(vm.value_error("eq must be true if order is true"));
    }
    let methods = [
        (names::LT, "__lt__"),
        (names::LE, "__le__"),
        (names::GT, "__gt__"),
        (names::GE, "__ge__"),
    ];
    for (name, text) in methods {
        if own(vm, class, name).is_some() {
            let shown = vm.class_name(class);
            return Err(vm.type_error(format!(
                "Cannot overwrite attribute {text} in class {shown}. Consider using functools.total_ordering"
            )));
        }
        vm.set_attr(class, name, native(text))?;
    }
    Ok(())
}

/// What stands in the class's own namespace.
fn own(vm: &Vm, class: Value, name: Sym) -> Option<Value> {
    vm.heap.class(class).and_then(|class| class.attrs.get(name))
}

fn define(vm: &mut Vm, class: Value, name: Sym, text: &str) -> Result<(), Raised> {
    if own(vm, class, name).is_some() {
        return Ok(());
    }
    vm.set_attr(class, name, native(text))
}

fn collect_fields(vm: &mut Vm, class: Value, options: Options) -> Result<Vec<Field>, Raised> {
    let mut fields: Vec<Field> = Vec::new();
    let Some(definition) = vm.heap.class(class) else {
        return Err(vm.type_error("dataclass() should be called on a class of the workflow"));
    };
    let (mro, annotations) = (
        definition.mro.clone(),
        definition.attrs.get(names::ANNOTATIONS),
    );
    for base in mro.into_iter().skip(1).rev() {
        check_frozen(vm, base, options.frozen)?;
        if own(vm, base, names::DATACLASS_FIELDS).is_none() {
            continue;
        }
        for field in fields_of(vm, base).unwrap_or_default() {
            put(&mut fields, field);
        }
    }
    let annotated: Vec<(Value, Value)> = annotations
        .and_then(|dict| vm.heap.table(dict))
        .map(|table| table.iter().collect())
        .unwrap_or_default();
    let mut kw_only = options.kw_only;
    for (name, annotation) in annotated {
        let (Some(name), Some(text)) = (vm.heap.str(name), vm.heap.str(annotation)) else {
            continue;
        };
        let text = text
            .trim()
            .trim_start_matches("dataclasses.")
            .trim_start_matches("typing.")
            .to_owned();
        let name = name.to_owned();
        match text.split('[').next().unwrap_or("") {
            "KW_ONLY" => kw_only = true,
            "ClassVar" => {}
            kind => {
                let init_var = kind == "InitVar";
                let field = own_field(vm, class, &name, annotation, kw_only, init_var)?;
                put(&mut fields, field);
            }
        }
    }
    Ok(fields)
}

/// A field defined again keeps its first place.
fn put(fields: &mut Vec<Field>, field: Field) {
    match fields.iter_mut().find(|known| known.name == field.name) {
        Some(known) => *known = field,
        None => fields.push(field),
    }
}

fn check_frozen(vm: &mut Vm, base: Value, frozen: bool) -> Result<(), Raised> {
    let Some(params) = own(vm, base, names::DATACLASS_PARAMS) else {
        return Ok(());
    };
    let base_frozen = vm
        .heap
        .tuple(params)
        .and_then(|params| params.get(5).copied())
        == Some(Value::Bool(true));
    match (base_frozen, frozen) {
        (true, false) => {
            Err(vm.type_error("cannot inherit non-frozen dataclass from a frozen one"))
        }
        (false, true) => {
            Err(vm.type_error("cannot inherit frozen dataclass from a non-frozen one"))
        }
        _ => Ok(()),
    }
}

fn own_field(
    vm: &mut Vm,
    class: Value,
    name: &str,
    annotation: Value,
    kw_only: bool,
    init_var: bool,
) -> Result<Field, Raised> {
    let name = vm.symbols.intern(name);
    let default = own(vm, class, name).unwrap_or(Value::Unbound);
    let written = vm
        .heap
        .record(default)
        .filter(|record| record.class == Type::Field);
    let mut parts = match written {
        Some(record) => record.fields.clone(),
        None => plain_parts(vm, default),
    };
    parts[NAME] = vm.sym_value(name);
    parts[TYPE] = annotation;
    if !matches!(parts[KW_ONLY], Value::Bool(_)) {
        parts[KW_ONLY] = Value::Bool(kw_only);
    }
    parts[KIND] = Value::Int(i64::from(init_var));
    let value = parts[DEFAULT];
    if vm
        .heap
        .record(default)
        .is_some_and(|record| record.class == Type::Field)
    {
        if value.is_unbound() {
            vm.del_attr(class, name)?;
        } else {
            vm.set_attr(class, name, value)?;
        }
    }
    let inner = vm.heap.payload(value);
    if vm.heap.list(inner).is_some()
        || vm.heap.dict(inner).is_some()
        || vm.heap.set(inner).is_some()
    {
        let (kind, name) = (vm.type_name(value), vm.symbols.text(name).to_owned());
        return Err(vm.value_error(format!(
            "mutable default <class '{kind}'> for field {name} is not allowed: use default_factory"
        )));
    }
    Ok(Field { name, parts })
}

fn plain_parts(vm: &mut Vm, default: Value) -> Vec<Value> {
    let metadata = Value::Ref(vm.heap.new_dict());
    let yes = Value::Bool(true);
    vec![
        Value::None,
        Value::None,
        default,
        Value::Unbound,
        yes,
        yes,
        Value::None,
        yes,
        Value::None,
        Value::Int(0),
        metadata,
    ]
}

fn check_order_of_defaults(vm: &mut Vm, fields: &[Field]) -> Result<(), Raised> {
    let mut seen = false;
    for field in fields
        .iter()
        .filter(|field| field.is(INIT) && !field.is(KW_ONLY))
    {
        let has = !field.parts[DEFAULT].is_unbound() || !field.parts[FACTORY].is_unbound();
        if seen && !has {
            let name = vm.symbols.text(field.name).to_owned();
            return Err(vm.type_error(
                format!("non-default argument {name:?} follows default argument").replace('"', "'"),
            ));
        }
        seen |= has;
    }
    Ok(())
}

fn field(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let names = [
        "default",
        "default_factory",
        "init",
        "repr",
        "hash",
        "compare",
        "metadata",
        "kw_only",
    ];
    let [
        default,
        factory,
        init,
        repr,
        hash,
        compare,
        metadata,
        kw_only,
    ] = args.bind(vm, "field", names, 0, 0)?;
    let absent = |value: Value| {
        if value == Value::Type(Type::Missing) {
            Value::Unbound
        } else {
            value
        }
    };
    let (default, factory) = (absent(default), absent(factory));
    if !default.is_unbound() && !factory.is_unbound() {
        return Err(vm.value_error("cannot specify both default and default_factory"));
    }
    let mut parts = plain_parts(vm, default);
    parts[FACTORY] = factory;
    for (index, given) in [
        (INIT, init),
        (REPR, repr),
        (COMPARE, compare),
        (HASH, hash),
        (KW_ONLY, kw_only),
    ] {
        if !given.is_unbound() && !given.is_none() && given != Value::Type(Type::Missing) {
            parts[index] = Value::Bool(vm.truthy(given)?);
        }
    }
    if !metadata.is_unbound() && !metadata.is_none() {
        parts[METADATA] = metadata;
    }
    Ok(vm.heap.new_record(Type::Field, parts))
}

fn needs_instance(vm: &mut Vm, name: &str) -> Raised {
    vm.type_error(format!("{name}() should be called on dataclass instances"))
}

fn fields(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let object = args.one(vm, "fields")?;
    if fields_of(vm, object).is_none() {
        return Err(vm.type_error("must be called with a dataclass type or instance"));
    }
    let fields = real_fields(vm, object);
    let items: Vec<Value> = fields
        .into_iter()
        .map(|field| vm.heap.new_record(Type::Field, field.parts))
        .collect();
    Ok(vm.heap.new_tuple(items))
}

fn is_dataclass(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let object = args.one(vm, "is_dataclass")?;
    Ok(Value::Bool(fields_of(vm, object).is_some()))
}

fn is_dataclass_instance(vm: &mut Vm, object: Value) -> bool {
    vm.heap.instance(object).is_some() && fields_of(vm, object).is_some()
}

fn replace(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!(
            "replace() takes 1 positional argument but {given} were given"
        )));
    };
    if !is_dataclass_instance(vm, *object) {
        return Err(needs_instance(vm, "replace"));
    }
    let mut keywords = args.keywords.to_vec();
    for field in fields_of(vm, *object).unwrap_or_default() {
        let given = keywords.iter().any(|(name, _)| *name == field.name);
        let name = vm.symbols.text(field.name).to_owned();
        match (field.is(INIT), given) {
            (false, true) => {
                return Err(vm.value_error(format!(
                    "field {name} is declared with init=False, it cannot be specified with replace()"
                )));
            }
            (true, false) if field.is_init_var() && field.parts[DEFAULT].is_unbound() => {
                return Err(
                    vm.value_error(format!("InitVar '{name}' must be specified with replace()"))
                );
            }
            (true, false) if !field.is_init_var() => {
                let value = vm.get_attr(*object, field.name)?;
                keywords.push((field.name, value));
            }
            _ => {}
        }
    }
    let class = vm.class_of(*object);
    vm.call_with(class, &[], &keywords)
}

fn asdict(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, factory] = args.bind(vm, "asdict", ["obj", "dict_factory"], 1, 1)?;
    if !is_dataclass_instance(vm, object) {
        return Err(needs_instance(vm, "asdict"));
    }
    converted(
        vm,
        object,
        factory.bound().unwrap_or(Value::Type(Type::Dict)),
        true,
    )
}

fn astuple(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, factory] = args.bind(vm, "astuple", ["obj", "tuple_factory"], 1, 1)?;
    if !is_dataclass_instance(vm, object) {
        return Err(needs_instance(vm, "astuple"));
    }
    converted(
        vm,
        object,
        factory.bound().unwrap_or(Value::Type(Type::Tuple)),
        false,
    )
}

/// Dataclasses inside lists, tuples and dicts are converted too; the rest stays.
fn converted(vm: &mut Vm, value: Value, factory: Value, named: bool) -> Answer {
    vm.deeper(|vm| converted_one(vm, value, factory, named))
}

fn converted_one(vm: &mut Vm, value: Value, factory: Value, named: bool) -> Answer {
    if is_dataclass_instance(vm, value) {
        let mut items = Vec::new();
        for field in real_fields(vm, value) {
            let inner = vm.get_attr(value, field.name)?;
            let inner = converted(vm, inner, factory, named)?;
            let name = vm.sym_value(field.name);
            items.push(if named {
                vm.heap.new_tuple([name, inner])
            } else {
                inner
            });
        }
        let items = vm.heap.new_list(items);
        return vm.call(factory, &[items]);
    }
    if let Some(items) = vm.heap.list(value).cloned() {
        let items = converted_all(vm, items, factory, named)?;
        return Ok(vm.heap.new_list(items));
    }
    if let Some(items) = vm.heap.tuple(value).map(|items| items.to_vec()) {
        let items = converted_all(vm, items, factory, named)?;
        return Ok(vm.heap.new_tuple(items));
    }
    if vm
        .heap
        .dict(value)
        .is_some_and(|dict| dict.class == Type::Dict)
    {
        let pairs: Vec<(Value, Value)> = vm
            .heap
            .table(value)
            .map(|table| table.iter().collect())
            .unwrap_or_default();
        let copy = Value::Ref(vm.heap.new_dict());
        for (key, inner) in pairs {
            let key = converted(vm, key, factory, named)?;
            let inner = converted(vm, inner, factory, named)?;
            vm.dict_set(copy, key, inner)?;
        }
        return Ok(copy);
    }
    Ok(value)
}

fn converted_all(
    vm: &mut Vm,
    items: Vec<Value>,
    factory: Value,
    named: bool,
) -> Result<Vec<Value>, Raised> {
    items
        .into_iter()
        .map(|item| converted(vm, item, factory, named))
        .collect()
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let mut text = vm.class_place(class).1;
    text.push('(');
    let mut first = true;
    for field in real_fields(vm, args.this) {
        if !field.is(REPR) {
            continue;
        }
        let value = vm.get_attr(args.this, field.name)?;
        let shown = vm.repr(value)?;
        text.push_str(if first { "" } else { ", " });
        first = false;
        text.push_str(vm.symbols.text(field.name));
        text.push('=');
        text.push_str(&shown);
    }
    text.push(')');
    vm.lift_str(Ok(text))
}

/// The values that comparisons compare, as a tuple.
fn compared(vm: &mut Vm, object: Value, which: fn(&Field) -> bool) -> Answer {
    let mut items = Vec::new();
    for field in real_fields(vm, object) {
        if which(&field) {
            items.push(vm.get_attr(object, field.name)?);
        }
    }
    Ok(vm.heap.new_tuple(items))
}

fn comparison(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let other = args.get(0);
    if !vm.class_of(other).is(vm.class_of(args.this)) {
        return Ok(Value::NotImplemented);
    }
    let mine = compared(vm, args.this, |field| field.is(COMPARE))?;
    let theirs = compared(vm, other, |field| field.is(COMPARE))?;
    vm.compare(op, mine, theirs)
}

fn eq(vm: &mut Vm, args: &Args<'_>) -> Answer {
    comparison(vm, args, Comparison::Eq)
}

fn lt(vm: &mut Vm, args: &Args<'_>) -> Answer {
    comparison(vm, args, Comparison::Lt)
}

fn le(vm: &mut Vm, args: &Args<'_>) -> Answer {
    comparison(vm, args, Comparison::Le)
}

fn gt(vm: &mut Vm, args: &Args<'_>) -> Answer {
    comparison(vm, args, Comparison::Gt)
}

fn ge(vm: &mut Vm, args: &Args<'_>) -> Answer {
    comparison(vm, args, Comparison::Ge)
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let values = compared(vm, args.this, Field::hashed)?;
    vm.hash(values).map(Value::Int)
}

fn frozen_setattr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    frozen(vm, args, "assign to")
}

fn frozen_delattr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    frozen(vm, args, "delete")
}

fn frozen(vm: &mut Vm, args: &Args<'_>, verb: &str) -> Answer {
    let name = vm.str(args.get(0))?;
    Err(vm.error(
        Type::FrozenInstanceError,
        format!("cannot {verb} field '{name}'"),
    ))
}
