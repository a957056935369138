//! Inline caches: what an instruction, or a search through a class, found the last time.
//!
//! They are never saved and change nothing but speed. A change of any class begins a new epoch, and what was found in an older one is
//! not believed.

use crate::ir;
use crate::value::symbol::names;
use crate::value::{Obj, Ref, Sym, Type, Value};

use super::frame::{Entry, Flow};
use super::native::{self, NativeKind};
use super::{Raised, Vm};

/// Instructions and names that fall on the same place displace each other.
const PLACES: usize = 1024;
/// So many at first: most machines take a step or two of a few instructions, and what is not touched need not be cleared.
const PLACES_AT_FIRST: usize = 32;
/// After so many finds that were noted the tables have all places.
const WARM: usize = 128;

/// Marks the key of a builtin class; a class of a program has its handle as its key.
const BUILTIN: u32 = 1 << 31;
/// The key of what is not remembered.
const UNKNOWN: u32 = u32::MAX;

/// Tables of a power of two.
pub(crate) struct Caches {
    sites: Box<[Site]>,
    members: Box<[Member]>,
    noted: usize,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            sites: vec![Site::EMPTY; PLACES_AT_FIRST].into(),
            members: vec![Member::EMPTY; PLACES_AT_FIRST].into(),
            noted: 0,
        }
    }
}

/// Of one instruction.
#[derive(Clone, Copy)]
pub(super) struct Site {
    at: usize,
    epoch: u32,
    class: u32,
    pub(super) name: Sym,
    pub(super) found: Found,
}

impl Site {
    const EMPTY: Site = Site {
        at: 0,
        epoch: 0,
        class: UNKNOWN,
        name: Sym(0),
        found: Found::Nothing,
    };
}

/// What an instruction found for objects of one class.
#[derive(Clone, Copy)]
pub(super) enum Found {
    Nothing,
    /// In the instance at this position, and nothing in the class goes before it.
    Slot(u32),
    /// Not yet in the instance, which then had so many attributes.
    New(u32),
    /// A method, for which no bound object need be made.
    Method(Value),
    /// A value of the class, not of the instance.
    Plain(Value),
    /// A property's function.
    Getter(Ref),
    /// What calling the class runs.
    Init(Ref),
    /// Calling the class makes an exception of the arguments and runs nothing.
    Exception,
}

/// What a class has under a name, its bases included.
#[derive(Clone, Copy)]
struct Member {
    class: u32,
    name: Sym,
    epoch: u32,
    found: Option<Value>,
}

impl Member {
    const EMPTY: Member = Member {
        class: UNKNOWN,
        name: Sym(0),
        epoch: 0,
        found: None,
    };
}

impl Caches {
    /// Instructions are words.
    #[inline(always)]
    fn site(&self, at: usize) -> &Site {
        &self.sites[(at / size_of::<u32>()) & (self.sites.len() - 1)]
    }

    fn place_of_site(&mut self, at: usize) -> &mut Site {
        self.note();
        let last = self.sites.len() - 1;
        &mut self.sites[(at / size_of::<u32>()) & last]
    }

    #[inline]
    fn member(&self, class: u32, name: Sym) -> &Member {
        &self.members[mixed(class, name) & (self.members.len() - 1)]
    }

    fn place_of_member(&mut self, class: u32, name: Sym) -> &mut Member {
        self.note();
        let last = self.members.len() - 1;
        &mut self.members[mixed(class, name) & last]
    }

    fn note(&mut self) {
        self.noted += 1;
        if self.noted == WARM {
            self.sites = vec![Site::EMPTY; PLACES].into();
            self.members = vec![Member::EMPTY; PLACES].into();
        }
    }
}

fn mixed(class: u32, name: Sym) -> usize {
    (class.wrapping_mul(0x9e37_79b1) ^ name.0.wrapping_mul(0x85eb_ca6b)) as usize >> 16
}

impl Vm {
    /// What the instruction found the last time, if that was for an object of this class.
    #[inline(always)]
    pub(super) fn found_for(&self, at: usize, class: Value) -> Option<&Site> {
        let site = self.caches.site(at);
        let same = site.at == at && site.epoch == self.epoch;
        (same && matches!(class, Value::Ref(handle) if handle.0 == site.class)).then_some(site)
    }

    fn remember(&mut self, at: usize, class: u32, name: Sym, found: Found) {
        let epoch = self.epoch;
        *self.caches.place_of_site(at) = Site {
            at,
            epoch,
            class,
            name,
            found,
        };
    }

    /// A class's attribute through its MRO, not bound.
    pub fn lookup(&mut self, class: Value, name: Sym) -> Option<Value> {
        let key = match class {
            Value::Ref(handle) => handle.0,
            Value::Type(class) => BUILTIN | class as u32,
            _ => return self.find_in_mro(class, name),
        };
        let known = self.caches.member(key, name);
        if known.class == key && known.name == name && known.epoch == self.epoch {
            return known.found;
        }
        let found = self.find_in_mro(class, name);
        let epoch = self.epoch;
        *self.caches.place_of_member(key, name) = Member {
            class: key,
            name,
            epoch,
            found,
        };
        found
    }

    /// The key of an object's class, for builtin containers too.
    fn class_key(&self, object: Value) -> u32 {
        let Value::Ref(handle) = object else {
            return UNKNOWN;
        };
        let class = match self.heap.get(handle) {
            Obj::Instance(instance) => {
                return match instance.class {
                    Value::Ref(class) => class.0,
                    _ => UNKNOWN,
                };
            }
            Obj::Str(_) => Type::Str,
            Obj::List(_) => Type::List,
            Obj::Tuple(_) => Type::Tuple,
            Obj::Dict(dict) => dict.class,
            Obj::Set(_) => Type::Set,
            Obj::Bytes(_) => Type::Bytes,
            Obj::Deque(_) => Type::Deque,
            _ => return UNKNOWN,
        };
        BUILTIN | class as u32
    }

    /// `GetAttr`.
    pub(super) fn attribute_instruction(
        &mut self,
        word: u32,
        name: u32,
        at: usize,
        base: usize,
    ) -> Result<Flow, Raised> {
        let (object, name) = (self.reg(base, ir::b(word)), self.names[name as usize]);
        if let Some(Obj::Instance(instance)) = object.as_ref().map(|handle| self.heap.get(handle)) {
            let class = instance.class;
            if self.found_for(at, class).is_none() {
                self.remember_attribute(at, object, class, name);
            }
            if let Some(found) = self.found_for(at, class).map(|site| site.found) {
                if let Some(flow) = self.found_attribute(found, object, (word, name), base)? {
                    return Ok(flow);
                }
            }
        }
        let value = self.get_attr(object, name)?;
        self.set_reg(base, ir::a(word), value);
        Ok(Flow::Next)
    }

    /// What was found in the class; nothing if it is hidden by an attribute of the instance, or not remembered.
    fn found_attribute(
        &mut self,
        found: Found,
        object: Value,
        (word, name): (u32, Sym),
        base: usize,
    ) -> Result<Option<Flow>, Raised> {
        match found {
            Found::Plain(value) if self.own_position(object, name).is_none() => {
                self.set_reg(base, ir::a(word), value);
                Ok(Some(Flow::Next))
            }
            Found::Getter(function) => {
                self.check_recursion()?;
                self.charge_call()?;
                self.push_function(function, object, &[], &[], Entry::Call)?;
                Ok(Some(Flow::Frame))
            }
            _ => Ok(None),
        }
    }

    fn remember_attribute(&mut self, at: usize, object: Value, class: Value, name: Sym) {
        let Value::Ref(key) = class else { return };
        if self.custom_lookup(class) {
            return;
        }
        let found = match (self.lookup(class, name), self.own_position(object, name)) {
            (None, Some(position)) => Found::Slot(position as u32),
            (Some(value), own) => self.seen_through_instance(value, own.is_some()),
            (None, None) => Found::Nothing,
        };
        self.remember(at, key.0, name, found);
    }

    fn seen_through_instance(&self, value: Value, hidden: bool) -> Found {
        let Value::Ref(handle) = value else {
            let descriptor = matches!(value, Value::Native(_));
            return if hidden || descriptor {
                Found::Nothing
            } else {
                Found::Plain(value)
            };
        };
        match self.heap.get(handle) {
            Obj::Property(property) if !property.cached => match property.get.as_ref() {
                Some(function) if self.is_plain_function(function) => Found::Getter(function),
                _ => Found::Nothing,
            },
            Obj::Str(_) | Obj::List(_) | Obj::Tuple(_) | Obj::Dict(_) | Obj::Set(_) if !hidden => {
                Found::Plain(value)
            }
            _ => Found::Nothing,
        }
    }

    fn is_plain_function(&self, function: Ref) -> bool {
        match self.heap.get(function) {
            Obj::Function(function) => self.shapes[function.code as usize].plain.is_some(),
            _ => false,
        }
    }

    fn own_position(&self, object: Value, name: Sym) -> Option<usize> {
        self.heap.instance(object)?.attrs.position(name)
    }

    /// `SetAttr`.
    pub(super) fn set_attribute_instruction(
        &mut self,
        word: u32,
        name: u32,
        at: usize,
        base: usize,
    ) -> Result<(), Raised> {
        let (object, value) = (self.reg(base, ir::a(word)), self.reg(base, ir::b(word)));
        let name = self.names[name as usize];
        let stood = self.heap.instance(object).map(|instance| {
            let found = match instance.attrs.position(name) {
                Some(position) => Found::Slot(position as u32),
                None => Found::New(instance.attrs.len() as u32),
            };
            (instance.class, found)
        });
        self.set_attr(object, name, value)?;
        if let Some((Value::Ref(class), found)) = stood {
            if self.sets_plainly(Value::Ref(class), name) {
                self.remember(at, class.0, name, found);
            }
        }
        Ok(())
    }

    /// Whether setting an attribute of that name is putting it into the instance, whatever the instance.
    fn sets_plainly(&mut self, class: Value, name: Sym) -> bool {
        let open = self.heap.class(class).is_some_and(|class| {
            !class.flags.setattr && !class.flags.closed && class.meta.is(Value::Type(Type::Type))
        });
        open && name != names::CLASS && self.lookup(class, name).is_none()
    }

    /// `LoadMethod`: the function and its self where that saves a bound method, else the attribute alone.
    pub(super) fn load_method(
        &mut self,
        word: u32,
        name: u32,
        at: usize,
        base: usize,
    ) -> Result<(), Raised> {
        let (object, to) = (self.reg(base, ir::b(word)), ir::a(word));
        let name = self.names[name as usize];
        let (function, this) = match self.method_at(object, name, at) {
            Some(function) => (function, object),
            None => (self.get_attr(object, name)?, Value::Unbound),
        };
        self.set_reg(base, to, function);
        self.set_reg(base, to + 1, this);
        Ok(())
    }

    fn method_at(&mut self, object: Value, name: Sym, at: usize) -> Option<Value> {
        let key = self.class_key(object);
        let site = self.caches.site(at);
        if key != UNKNOWN && site.at == at && site.epoch == self.epoch && site.class == key {
            if let Found::Method(function) = site.found {
                return self
                    .own_position(object, name)
                    .is_none()
                    .then_some(function);
            }
        }
        let found = self.quick_method(object, name)?;
        if key != UNKNOWN {
            self.remember(at, key, name, Found::Method(found));
        }
        Some(found)
    }

    /// A plain method found in the class, which nothing in the object hides.
    fn quick_method(&mut self, object: Value, name: Sym) -> Option<Value> {
        if self.is_class(object) || matches!(object, Value::Module(_)) {
            return None;
        }
        let own = match object.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Instance(instance)) => instance.attrs.get(name),
            Some(Obj::Exception(exception)) => exception.attrs.get(name),
            Some(Obj::Function(_) | Obj::Super(_) | Obj::Partial(_)) => return None,
            _ => None,
        };
        if own.is_some() {
            return None;
        }
        let class = self.class_of(object);
        if self.custom_lookup(class) {
            return None;
        }
        let found = self.lookup(class, name)?;
        match found {
            Value::Native(id) => {
                let kind = native::row(id).kind;
                matches!(kind, NativeKind::Method | NativeKind::Whole).then_some(found)
            }
            _ => {
                let function = self.heap.function(found)?;
                self.shapes[function.code as usize].binds.then_some(found)
            }
        }
    }

    fn custom_lookup(&self, class: Value) -> bool {
        self.heap
            .class(class)
            .is_some_and(|class| class.flags.getattr)
    }

    /// The `__init__` of a class whose instances are made of nothing else: no `__new__`, no metaclass, nothing inherited from builtin
    /// classes, nothing abstract.
    pub(super) fn plain_init(&mut self, class: Ref, at: usize) -> Option<Ref> {
        if let Some(site) = self.found_for(at, Value::Ref(class)) {
            return match site.found {
                Found::Init(init) => Some(init),
                _ => None,
            };
        }
        let init = self.find_plain_init(class);
        let found = init.map_or(Found::Nothing, Found::Init);
        self.remember(at, class.0, names::INIT, found);
        init
    }

    /// Whether calling a class of exceptions only keeps the arguments: no `__new__` or `__init__` but `BaseException`'s, no metaclass.
    pub(super) fn makes_plain_exception(&mut self, class: Ref, at: usize) -> bool {
        if let Some(site) = self.found_for(at, Value::Ref(class)) {
            return matches!(site.found, Found::Exception);
        }
        let plain = self.find_plain_exception(class);
        if plain {
            self.remember(at, class.0, names::INIT, Found::Exception);
        }
        plain
    }

    fn find_plain_exception(&mut self, class: Ref) -> bool {
        let Obj::Class(object) = self.heap.get(class) else {
            return false;
        };
        if !object.meta.is(Value::Type(Type::Type)) || !object.layout.is_exception() {
            return false;
        }
        let class = Value::Ref(class);
        let plain_new = matches!(
            self.lookup(class, names::NEW),
            None | Some(Value::Native(_))
        );
        plain_new
            && matches!(self.lookup(class, names::INIT), Some(Value::Native(id)) if self.native_owner(id) == Some(Type::BaseException))
    }

    fn find_plain_init(&mut self, class: Ref) -> Option<Ref> {
        let Obj::Class(object) = self.heap.get(class) else {
            return None;
        };
        if !object.meta.is(Value::Type(Type::Type)) || object.layout != Type::Object {
            return None;
        }
        let class = Value::Ref(class);
        if self.is_abstract(class) {
            return None;
        }
        let plain_new = match self.lookup(class, names::NEW) {
            None => true,
            Some(Value::Native(id)) => self.native_owner(id) == Some(Type::Object),
            Some(_) => false,
        };
        let init = self.lookup(class, names::INIT)?.as_ref()?;
        (plain_new && self.is_plain_function(init)).then_some(init)
    }
}
