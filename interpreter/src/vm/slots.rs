//! `__slots__`: classes whose instances have no `__dict__`.

use crate::value::symbol::names;
use crate::value::{Attrs, Sym, Type, Value};

use super::{Raised, Vm};

impl Vm {
    /// What `__slots__` of a class names, private names mangled.
    pub(crate) fn slot_names(&mut self, class: Value, slots: Value) -> Result<Vec<Sym>, Raised> {
        let name = self.class_name(class);
        self.slot_names_in(&name, slots)
    }

    fn slot_names_in(&mut self, class: &str, slots: Value) -> Result<Vec<Sym>, Raised> {
        let items = match self.heap.str(slots) {
            Some(_) => vec![slots],
            None => self.collect(slots)?,
        };
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            let Some(text) = self.heap.str(item).map(str::to_owned) else {
                let kind = self.type_name(item);
                return Err(
                    self.type_error(format!("__slots__ items must be strings, not '{kind}'"))
                );
            };
            if !is_identifier(&text) {
                return Err(self.type_error("__slots__ must be identifiers"));
            }
            let short = class.trim_start_matches('_');
            let private = text.starts_with("__") && !text.ends_with("__") && !short.is_empty();
            let text = match private {
                true => format!("_{short}{text}"),
                false => text,
            };
            found.push(self.symbols.intern(&text));
        }
        Ok(found)
    }

    /// What a new class's `__slots__` may not say.
    pub(super) fn check_slots(
        &mut self,
        class: &str,
        bases: &[Value],
        layout: Type,
        attrs: &Attrs,
    ) -> Result<(), Raised> {
        self.check_solid(bases)?;
        let Some(slots) = attrs.get(names::SLOTS) else {
            return Ok(());
        };
        let slots = self.slot_names_in(class, slots)?;
        let fixed = [Type::Int, Type::Tuple, Type::Bytes];
        if !slots.is_empty() && fixed.contains(&layout) {
            let layout = layout.name();
            return Err(self.type_error(format!(
                "nonempty __slots__ not supported for subtype of '{layout}'"
            )));
        }
        match slots.iter().find(|slot| attrs.get(**slot).is_some()) {
            Some(slot) => {
                let slot = self.symbols.shared(*slot);
                Err(self.value_error(format!(
                    "'{slot}' in __slots__ conflicts with class variable"
                )))
            }
            None => Ok(()),
        }
    }

    /// Two bases with slots of their own do not fit into one instance.
    fn check_solid(&mut self, bases: &[Value]) -> Result<(), Raised> {
        let mut solid: Vec<Value> = Vec::new();
        for base in bases {
            let order = self.mro_of(*base);
            let found = order.into_iter().find(|each| self.adds_slots(*each));
            solid.extend(found);
        }
        for (index, one) in solid.iter().enumerate() {
            for other in &solid[..index] {
                if !self.is_subclass(*one, *other) && !self.is_subclass(*other, *one) {
                    return Err(self.type_error("multiple bases have instance lay-out conflict"));
                }
            }
        }
        Ok(())
    }

    fn adds_slots(&mut self, class: Value) -> bool {
        let slots = self
            .heap
            .class(class)
            .and_then(|class| class.attrs.get(names::SLOTS));
        let slots = slots.map(|slots| self.slot_names(class, slots));
        let Some(Ok(slots)) = slots else { return false };
        slots
            .iter()
            .any(|slot| !matches!(self.symbols.text(*slot), "__dict__" | "__weakref__"))
    }

    /// Whether instances have only what `__slots__` of the classes in this order name.
    pub(super) fn is_closed(&mut self, order: &[Value]) -> bool {
        let dict = names::DICT;
        order.iter().all(|each| match each {
            Value::Type(native) => {
                !native.is_exception() && !matches!(native, Type::Workflow | Type::SimpleNamespace)
            }
            Value::Ref(_) => {
                let slots = self
                    .heap
                    .class(*each)
                    .and_then(|class| class.attrs.get(names::SLOTS));
                match slots.map(|slots| self.slot_names(*each, slots)) {
                    Some(Ok(slots)) => !slots.contains(&dict),
                    _ => false,
                }
            }
            _ => false,
        })
    }

    /// Whether instances of a class have no `__dict__`.
    pub(super) fn has_slots_only(&self, class: Value) -> bool {
        self.heap
            .class(class)
            .is_some_and(|class| class.flags.closed)
    }

    /// Whether a slot of that name is in the class or one above it.
    pub(super) fn is_slot(&self, class: Value, name: Sym) -> bool {
        let Some(class) = self.heap.class(class) else {
            return false;
        };
        let name = self.symbols.text(name);
        class.mro.iter().any(|each| {
            let own = self.heap.class(*each);
            let slots = own.and_then(|own| Some((own.name, own.attrs.get(names::SLOTS)?)));
            slots.is_some_and(|(class, slots)| self.names_slot(class, slots, name))
        })
    }

    fn names_slot(&self, class: Sym, slots: Value, name: &str) -> bool {
        let prefix = format!("_{}__", self.symbols.text(class).trim_start_matches('_'));
        let is_it = |slot: Value| match self.heap.str(slot) {
            Some(slot) if slot == name => true,
            Some(slot) => match (slot.strip_prefix("__"), name.strip_prefix(&prefix)) {
                (Some(slot), Some(name)) => slot == name,
                _ => false,
            },
            None => false,
        };
        match (self.heap.items(slots), self.heap.table(slots)) {
            (Some(items), _) => items.iter().any(|slot| is_it(*slot)),
            (_, Some(table)) => table.keys().any(is_it),
            _ => is_it(slots),
        }
    }

    /// Whether objects of the value's class say that they cannot be hashed.
    pub(crate) fn is_unhashable(&mut self, value: Value) -> bool {
        let class = self.class_of(value);
        if self.heap.class(class).is_some() {
            if let Some(found) = self.user_method(value, names::HASH) {
                return found.is_none();
            }
        }
        let inner = self.heap.payload(value);
        matches!(
            self.type_of(inner),
            Type::List
                | Type::Dict
                | Type::Set
                | Type::ByteArray
                | Type::Deque
                | Type::DefaultDict
                | Type::OrderedDict
                | Type::Counter
        )
    }
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first))
        && chars.all(unicode_ident::is_xid_continue)
}
