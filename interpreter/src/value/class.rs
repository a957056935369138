//! Classes that a program defines.

use super::{Attrs, Sym, Type, Value};

/// A class made by a `class` statement (or by `NamedTuple`, `Enum`, `dataclass` and their functional forms).
#[derive(Clone, Debug)]
pub struct Class {
    pub name: Sym,
    pub qualname: Value,
    pub module: Value,
    /// Direct bases, each `Value::Type`, `Value::External` or a class object.
    pub bases: Vec<Value>,
    /// From the class itself to `object`.
    pub mro: Vec<Value>,
    /// The class's own namespace.
    pub attrs: Attrs,
    /// The builtin class that decides what an instance is: `Object` (an `Instance` with attributes only), `BaseException` or one
    /// below it (an `Exception` object), or `Int`, `Str`, `Dict`, ... (an `Instance` with a payload).
    pub layout: Type,
    /// The metaclass: `Type::Type`, `Type::EnumMeta`, or a class.
    pub meta: Value,
    /// Classes derived from it directly.
    pub subclasses: Vec<Value>,
    pub flags: ClassFlags,
}

/// What the machine wants to know of a class quickly. Inherited; computed when the class is made and when its namespace changes.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClassFlags {
    /// It or a base defines `__getattr__` or `__getattribute__` in Python.
    pub getattr: bool,
    /// ... `__setattr__` or `__delattr__`.
    pub setattr: bool,
    /// Instances have the attributes that `__slots__` names and no others.
    pub closed: bool,
    /// Instances compare by identity and hash by it: no `__eq__` nor `__hash__` in Python.
    pub plain_eq: bool,
    /// Its body is complete; the machine makes no instances before.
    pub ready: bool,
    /// What its instances are to patterns; not computed again, for `register` says it too.
    pub pattern: Option<Collection>,
}

/// What `match` takes an object for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    Sequence,
    Mapping,
}

/// An instance of a class that a program defines.
#[derive(Clone, Debug)]
pub struct Instance {
    /// A class object, or a builtin class for what the standard library makes of plain attributes (`SimpleNamespace`).
    pub class: Value,
    pub attrs: Attrs,
    /// For a class that derives from `int`, `str`, `list`, `dict`, ...: the value of that builtin class. Else unbound.
    pub payload: Value,
}

/// A descriptor that wraps functions.
#[derive(Clone, Debug)]
pub struct Property {
    pub get: Value,
    pub set: Value,
    pub delete: Value,
    pub doc: Value,
    pub name: Value,
    /// `functools.cached_property`: `get` is called once, the result kept in the instance under `name`.
    pub cached: bool,
}

/// `super()`: attributes of `object` found in the MRO of its class after `after`.
#[derive(Clone, Copy, Debug)]
pub struct Super {
    pub after: Value,
    /// The instance, or the class for class methods and `__new__`.
    pub object: Value,
    /// The class whose MRO is searched.
    pub class: Value,
}
