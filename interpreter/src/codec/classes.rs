//! Classes by the name that the wire gives them, and those that a program has not: they are made up when a value of them comes.

use std::collections::BTreeMap;

use crate::value::class::{Class, ClassFlags};
use crate::value::{Attrs, Obj, Ref, Sym, Type, Value};
use crate::vm::Vm;
use crate::wire::shape;

/// Classes by "module:qualname".
pub(super) type ClassIndex = BTreeMap<String, Ref>;

/// What an instance met of classes that are not in its program. A class stays as long as something refers to it.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// By "module:qualname": the class that stands for it, and the shape of its instances.
    pub(super) classes: BTreeMap<String, (Ref, u8)>,
    /// The shape of instances whose class is in the program's list only by name.
    pub(super) external: BTreeMap<u32, u8>,
    /// What pydantic models hold besides attributes.
    pub(super) models: BTreeMap<Ref, Model>,
}

/// Which attributes of a pydantic model are what.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// Fields that were not given, with their defaults: one that holds something else by now was set.
    pub(super) unset: Vec<(Sym, Value)>,
    /// Names given that are no attributes.
    pub(super) stray: Vec<Sym>,
    pub(super) extra: Option<Vec<Sym>>,
    pub(super) private: Option<Vec<Sym>>,
}

impl Foreign {
    /// Forgets what was freed.
    pub(crate) fn retain(&mut self, live: impl Fn(Ref) -> bool) {
        self.classes.retain(|_, (class, _)| live(*class));
        self.models.retain(|model, _| live(*model));
    }

    /// The defaults that a model is compared with live as long as it does.
    pub(crate) fn trace(&self, of: Ref, visit: &mut dyn FnMut(Value)) {
        if let Some(model) = self.models.get(&of) {
            model.unset.iter().for_each(|(_, value)| visit(*value));
        }
    }
}

impl Vm {
    /// The class called "module:qualname": a builtin one, the program's, or one met before.
    pub(super) fn class_named(&mut self, name: &str) -> Option<Value> {
        let (module, qualname) = name.split_once(':')?;
        if let Some(builtin) = Type::find(module, qualname) {
            return Some(Value::Type(builtin));
        }
        if let Some(own) = self.program_class(name) {
            return Some(Value::Ref(own));
        }
        if let Some(index) = self
            .program
            .external_classes
            .iter()
            .position(|mro| mro.first().is_some_and(|first| first == name))
        {
            return Some(Value::External(index as u32));
        }
        self.instance
            .foreign
            .classes
            .get(name)
            .map(|(class, _)| Value::Ref(*class))
    }

    /// A class that the program defines at module level. While init runs there are some already, and no index yet.
    fn program_class(&self, name: &str) -> Option<Ref> {
        if self.heap.base_len() == 0 {
            return self.index_classes(self.heap.len()).get(name).copied();
        }
        self.known
            .classes
            .get_or_init(|| self.index_classes(self.heap.base_len()))
            .get(name)
            .copied()
    }

    /// The last of several that are called the same.
    fn index_classes(&self, end: u32) -> ClassIndex {
        let is_class = |handle: &Ref| matches!(self.heap.get(*handle), Obj::Class(_));
        (0..end)
            .map(Ref)
            .filter(is_class)
            .map(|handle| (self.class_reference(Value::Ref(handle)), handle))
            .collect()
    }

    /// "module:qualname".
    pub(crate) fn class_reference(&self, class: Value) -> String {
        match class {
            Value::Type(class) => format!("{}:{}", class.module(), class.name()),
            Value::External(index) => self.program.external_classes[index as usize]
                .first()
                .cloned()
                .unwrap_or_default(),
            _ => match self.heap.class(class) {
                Some(class) => {
                    let text = |value| self.heap.str(value).unwrap_or("?");
                    format!("{}:{}", text(class.module), text(class.qualname))
                }
                None => "builtins:object".to_owned(),
            },
        }
    }

    /// The classes from a class to `object`.
    pub(super) fn class_order(&mut self, class: Value) -> Vec<Value> {
        match class {
            Value::Type(class) => class.mro().into_iter().map(Value::Type).collect(),
            Value::External(index) => {
                let names = self.program.external_classes[index as usize].clone();
                names
                    .iter()
                    .filter_map(|name| self.class_named(name))
                    .collect()
            }
            _ => self
                .heap
                .class(class)
                .map(|class| class.mro.clone())
                .unwrap_or_default(),
        }
    }

    /// The class for a name that comes with values, made up if nothing is called so. `rest` is what it derives from, up to `object`.
    pub(super) fn class_for(
        &mut self,
        name: &str,
        kind: Kind,
        rest: impl FnOnce(&mut Vm) -> Vec<Value>,
    ) -> Value {
        if let Some(known) = self.class_named(name) {
            return known;
        }
        let rest = rest(self);
        let made = self.stand_in(name, kind, rest);
        self.instance
            .foreign
            .classes
            .insert(name.to_owned(), (made, kind.shape));
        Value::Ref(made)
    }

    /// Whether a class only stands for one that the program does not have.
    pub(crate) fn is_stand_in(&self, class: Value) -> bool {
        match class {
            Value::External(_) => true,
            Value::Ref(handle) => self
                .instance
                .foreign
                .classes
                .values()
                .any(|(known, _)| *known == handle),
            _ => false,
        }
    }

    fn stand_in(&mut self, name: &str, kind: Kind, rest: Vec<Value>) -> Ref {
        let (module, qualname) = name.split_once(':').unwrap_or(("?", name));
        let short = qualname.rsplit('.').next().unwrap_or(qualname);
        let class = Class {
            name: self.symbols.intern(short),
            qualname: self.heap.new_str(qualname),
            module: self.heap.new_str(module),
            bases: rest.first().copied().into_iter().collect(),
            mro: Vec::new(),
            attrs: Attrs::default(),
            layout: kind.layout,
            meta: Value::Type(kind.meta),
            subclasses: Vec::new(),
            flags: ClassFlags {
                plain_eq: true,
                ready: true,
                ..ClassFlags::default()
            },
        };
        let made = self.heap.alloc(Obj::Class(Box::new(class)));
        if let Some(class) = self.heap.class_mut(Value::Ref(made)) {
            class.mro = [Value::Ref(made)].into_iter().chain(rest).collect();
        }
        made
    }
}

/// What a class that is made up must be.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub(super) layout: Type,
    pub(super) meta: Type,
    pub(super) shape: u8,
}

impl Kind {
    pub(super) fn instance(shape: u8) -> Kind {
        let layout = if shape == shape::NAMED_TUPLE {
            Type::Tuple
        } else {
            Type::Object
        };
        Kind {
            layout,
            meta: Type::Type,
            shape,
        }
    }

    pub(super) const ENUM: Kind = Kind {
        layout: Type::Object,
        meta: Type::EnumMeta,
        shape: shape::PLAIN,
    };

    pub(super) fn exception(layout: Type) -> Kind {
        Kind {
            layout,
            meta: Type::Type,
            shape: shape::PLAIN,
        }
    }
}
