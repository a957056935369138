//! `dataclasses`. The methods that the decorator puts into a class are rows of this module; what is the class's own they read from
//! its `__dataclass_fields__`.

use super::dataclass_methods as methods;
use crate::builtins::read;
use crate::value::callable::Partial;
use crate::value::symbol::names;
use crate::value::{Attrs, NativeId, Obj, Sym, Type, Value};
use crate::vm::native::{Module, find_module, function, getter, module_function, whole};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "dataclasses",
    functions: FUNCTIONS,
    types: &[Type::Field, Type::FrozenInstanceError],
    constant,
};

const FUNCTIONS: &[Native] = &[
    whole("__delattr__", |vm, args| {
        methods::implied(vm, args, "__delattr__")
    }),
    whole("__eq__", |vm, args| methods::implied(vm, args, "__eq__")),
    whole("__ge__", |vm, args| methods::implied(vm, args, "__ge__")),
    whole("__gt__", |vm, args| methods::implied(vm, args, "__gt__")),
    whole("__hash__", |vm, args| {
        methods::implied(vm, args, "__hash__")
    }),
    whole("__init__", |vm, args| {
        methods::implied(vm, args, "__init__")
    }),
    whole("__le__", |vm, args| methods::implied(vm, args, "__le__")),
    whole("__lt__", |vm, args| methods::implied(vm, args, "__lt__")),
    whole("__repr__", |vm, args| {
        methods::implied(vm, args, "__repr__")
    }),
    whole("__setattr__", |vm, args| {
        methods::implied(vm, args, "__setattr__")
    }),
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
    getter("hash", |vm, args| Ok(part(vm, args, HASH))),
    getter("init", |vm, args| Ok(part(vm, args, INIT))),
    getter("kw_only", |vm, args| Ok(part(vm, args, KW_ONLY))),
    getter("metadata", |vm, args| Ok(part(vm, args, METADATA))),
    getter("name", |vm, args| Ok(part(vm, args, NAME))),
    getter("repr", |vm, args| Ok(part(vm, args, REPR))),
    getter("type", |vm, args| Ok(part(vm, args, TYPE))),
    whole("__repr__", repr_field),
    whole("__setattr__", set_part),
];

const PARTS: [(&str, usize); 10] = [
    ("name", NAME),
    ("type", TYPE),
    ("default", DEFAULT),
    ("default_factory", FACTORY),
    ("init", INIT),
    ("repr", REPR),
    ("hash", HASH),
    ("compare", COMPARE),
    ("metadata", METADATA),
    ("kw_only", KW_ONLY),
];

fn set_part(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [name, value] = args.between(vm, "__setattr__", 2)?;
    let text = vm.str(name)?;
    let Some((_, index)) = PARTS.iter().find(|(part, _)| *part == text) else {
        return Err(vm.attribute_error(format!("'Field' object has no attribute '{text}'")));
    };
    if let Some(Obj::Record(record)) = args.this.as_ref().map(|this| vm.heap.get_mut(this)) {
        record.fields[*index] = value;
    }
    Ok(Value::None)
}

fn repr_field(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let mut text = "Field(".to_owned();
    for (name, index) in PARTS {
        let value = part(vm, args, index);
        let missing = Value::Type(Type::Missing);
        let shown = match value.bound().unwrap_or(missing) {
            own if own.is(args.this) => "...".to_owned(),
            value if index == METADATA => format!("mappingproxy({})", vm.repr(value)?),
            value => vm.repr(value)?,
        };
        text.push_str(&format!("{name}={shown},"));
    }
    let kind = match part(vm, args, KIND) {
        Value::Int(1) => "_FIELD_INITVAR",
        _ if part(vm, args, NAME).is_none() => "None",
        _ => "_FIELD",
    };
    Ok(vm.heap.new_str(format!("{text}_field_type={kind})")))
}

fn constant(_: &mut Vm, name: &str) -> Option<Answer> {
    match name {
        "MISSING" => Some(Ok(Value::Type(Type::Missing))),
        _ => None,
    }
}

// What stands where in a `Field` record.
pub(super) const NAME: usize = 0;
const TYPE: usize = 1;
pub(super) const DEFAULT: usize = 2;
pub(super) const FACTORY: usize = 3;
pub(super) const INIT: usize = 4;
pub(super) const REPR: usize = 5;
const HASH: usize = 6;
pub(super) const COMPARE: usize = 7;
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

    pub(super) fn hashed(&self) -> bool {
        if self.parts[HASH].is_none() {
            self.is(COMPARE)
        } else {
            self.is(HASH)
        }
    }
}

pub(super) fn native(name: &str) -> Value {
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

pub(super) fn real_fields(vm: &mut Vm, object: Value) -> Vec<Field> {
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
    slots: bool,
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
    let mut flags = [
        true, true, true, false, false, false, true, false, false, false,
    ];
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
        slots,
        weakref_slot,
    ] = flags;
    if weakref_slot {
        return Err(vm.type_error(match slots {
            true => "weakref_slot is not supported in a workflow",
            false => "weakref_slot is True but slots is False",
        }));
    }
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
            slots,
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
    if options.init {
        check_order_of_defaults(vm, &collected)?;
    }
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
        define(vm, class, names::INIT, "__init__")?;
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
        for (name, text) in [
            (names::SETATTR, "__setattr__"),
            (names::DELATTR, "__delattr__"),
        ] {
            if own(vm, class, name).is_some() {
                return Err(cannot_overwrite(vm, class, text, ""));
            }
            vm.set_attr(class, name, native(text))?;
        }
    }
    if options.unsafe_hash && explicit_hash.is_some() {
        return Err(cannot_overwrite(vm, class, "__hash__", ""));
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
    if options.slots {
        add_slots(vm, class, &collected)?;
    }
    Ok(())
}

/// `slots=True`: the class is changed in place, where CPython makes another one.
fn add_slots(vm: &mut Vm, class: Value, fields: &[Field]) -> Result<(), Raised> {
    if own(vm, class, names::SLOTS).is_some() {
        let name = vm.class_name(class);
        return Err(vm.type_error(format!("{name} already specifies __slots__")));
    }
    let mut inherited: Vec<Sym> = Vec::new();
    for base in vm.mro_of(class).into_iter().skip(1) {
        if let Some(slots) = own(vm, base, names::SLOTS) {
            inherited.extend(vm.slot_names(base, slots)?);
        }
    }
    let mut slots = Vec::new();
    for field in fields.iter().filter(|field| !field.is_init_var()) {
        if !inherited.contains(&field.name) {
            slots.push(vm.sym_value(field.name));
        }
        if own(vm, class, field.name).is_some() {
            vm.del_attr(class, field.name)?;
        }
    }
    let slots = vm.heap.new_tuple(slots);
    vm.set_attr(class, names::SLOTS, slots)
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
            let advice = ". Consider using functools.total_ordering";
            return Err(cannot_overwrite(vm, class, text, advice));
        }
        vm.set_attr(class, name, native(text))?;
    }
    Ok(())
}

fn cannot_overwrite(vm: &mut Vm, class: Value, attribute: &str, advice: &str) -> Raised {
    let class = vm.class_name(class);
    vm.type_error(format!(
        "Cannot overwrite attribute {attribute} in class {class}{advice}"
    ))
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
    for base in mro.iter().copied().skip(1).rev() {
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
    let mut separated = false;
    let mut known = Vec::with_capacity(annotated.len());
    for (name, annotation) in annotated {
        let Some(name) = vm.heap.str(name).map(str::to_owned) else {
            continue;
        };
        let name = vm.symbols.intern(&name);
        known.push(name);
        match Kind::of(vm, class, annotation) {
            Kind::KeywordOnly if separated => {
                let name = vm.symbols.shared(name);
                return Err(vm.type_error(format!(
                    "'{name}' is KW_ONLY, but KW_ONLY has already been specified"
                )));
            }
            Kind::KeywordOnly => (kw_only, separated) = (true, true),
            Kind::ClassVar => class_variable(vm, class, name)?,
            kind => {
                let init_var = kind == Kind::InitVar;
                let field = own_field(vm, class, name, annotation, kw_only, init_var)?;
                put(&mut fields, field);
            }
        }
    }
    check_unannotated(vm, class, &known)?;
    for base in mro.into_iter().skip(1).rev() {
        check_frozen(vm, base, options.frozen)?;
    }
    Ok(fields)
}

/// What an annotation makes of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Field,
    ClassVar,
    InitVar,
    KeywordOnly,
}

impl Kind {
    fn of(vm: &Vm, class: Value, annotation: Value) -> Self {
        let Some(text) = vm.heap.str(annotation) else {
            return Self::of_value(vm, annotation);
        };
        let text = text.split('[').next().unwrap_or_default().trim();
        if let Some(meant) = vm.global_named(&vm.class_place(class).0, text) {
            return Self::of_value(vm, meant);
        }
        match text.rsplit('.').next().unwrap_or_default() {
            "ClassVar" => Kind::ClassVar,
            "InitVar" => Kind::InitVar,
            "KW_ONLY" => Kind::KeywordOnly,
            _ => Kind::Field,
        }
    }

    /// Of an annotation that was evaluated.
    fn of_value(vm: &Vm, annotation: Value) -> Self {
        let class = match vm.is_class(annotation) {
            true => annotation,
            false => vm.class_of(annotation),
        };
        let (module, name) = vm.class_place(class);
        match (module.as_str(), name.as_str()) {
            ("dataclasses", "InitVar") => Kind::InitVar,
            ("dataclasses", "_KW_ONLY_TYPE") => Kind::KeywordOnly,
            ("typing", "_SpecialForm" | "_GenericAlias") if is_class_var(vm, annotation) => {
                Kind::ClassVar
            }
            _ => Kind::Field,
        }
    }
}

/// `ClassVar`, or `ClassVar[int]`, whose origin it is.
fn is_class_var(vm: &Vm, annotation: Value) -> bool {
    let attribute = |object: Value, name: &str| {
        let name = vm.symbols.find(name)?;
        vm.heap.instance(object)?.attrs.get(name)
    };
    let form = attribute(annotation, "__origin__").unwrap_or(annotation);
    let name = attribute(form, "_name").and_then(|name| vm.heap.str(name));
    name == Some("ClassVar")
}

fn written_field(vm: &Vm, value: Value) -> Option<Vec<Value>> {
    let record = vm.heap.record(value)?;
    (record.class == Type::Field).then(|| record.fields.clone())
}

/// A class variable may have a default, written plainly or by `field`.
fn class_variable(vm: &mut Vm, class: Value, name: Sym) -> Result<(), Raised> {
    let default = own(vm, class, name).unwrap_or(Value::Unbound);
    let Some(parts) = written_field(vm, default) else {
        return Ok(());
    };
    if !parts[FACTORY].is_unbound() {
        return Err(no_factory(vm, name));
    }
    match parts[DEFAULT].is_unbound() {
        true => vm.del_attr(class, name),
        false => vm.set_attr(class, name, parts[DEFAULT]),
    }
}

fn no_factory(vm: &mut Vm, name: Sym) -> Raised {
    let name = vm.symbols.shared(name);
    vm.type_error(format!("field {name} cannot have a default factory"))
}

fn check_unannotated(vm: &mut Vm, class: Value, known: &[Sym]) -> Result<(), Raised> {
    let attrs = vm.heap.class(class).map(|class| class.attrs.clone());
    for (name, value) in attrs.iter().flat_map(Attrs::iter) {
        if !known.contains(&name) && written_field(vm, value).is_some() {
            let name = vm.symbols.shared(name);
            return Err(vm.type_error(format!("'{name}' is a field but has no type annotation")));
        }
    }
    Ok(())
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
    name: Sym,
    annotation: Value,
    kw_only: bool,
    init_var: bool,
) -> Result<Field, Raised> {
    // As `getattr` finds it: of a base too, and what a descriptor gives for the class.
    let default = vm.get_attr_or(class, name)?.unwrap_or(Value::Unbound);
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
    if init_var && !parts[FACTORY].is_unbound() {
        return Err(no_factory(vm, name));
    }
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
            if let Some(method) = vm.user_method(value, names::SET_NAME) {
                let (method, text) = (vm.bind_method(method, value), vm.sym_value(name));
                vm.call(method, &[class, text])?;
            }
        }
    }
    if !value.is_unbound() && vm.is_unhashable(value) {
        let (kind, name) = (vm.class_of(value), vm.symbols.shared(name));
        let kind = vm.repr(kind)?;
        return Err(vm.value_error(format!(
            "mutable default {kind} for field {name} is not allowed: use default_factory"
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
    let class = match vm.is_class(object) {
        true => object,
        false => vm.class_of(object),
    };
    let dict = vm.lookup(class, names::DATACLASS_FIELDS);
    let table = dict.and_then(|dict| vm.heap.table(dict));
    let all: Vec<Value> =
        table.map_or_else(Vec::new, |table| table.iter().map(|it| it.1).collect());
    let is_real = |field: &Value| {
        let record = vm.heap.record(*field);
        record.is_some_and(|record| record.fields[KIND] == Value::Int(0))
    };
    let items: Vec<Value> = all.into_iter().filter(is_real).collect();
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
