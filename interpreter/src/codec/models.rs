//! Models of pydantic whose class is lowered with the program: what they hold besides fields is in attributes of its own there
//! (`library/_pydantic.py`), and not in the side table of those whose class only has a name.

use super::decode::{Decoder, Read, malformed};
use super::encode::{Encoder, Written};
use crate::value::class::Instance;
use crate::value::object::Dict;
use crate::value::{Attrs, Obj, Sym, Table, Value};
use crate::vm::Vm;
use crate::wire::{Reader, Token};

/// Marks the lowered classes of models.
pub(super) const SCHEMA: &str = "__pydantic_schema__";
const FIELDS_SET: &str = "__pydantic_fields_set__";
const EXTRA: &str = "__pydantic_extra__";
const PRIVATE: &str = "__pydantic_private__";

impl Vm {
    /// Whether a class of the program, or one that it derives from, has an attribute.
    pub(super) fn class_defines(&self, class: Value, name: &str) -> bool {
        let (Some(sym), Some(class)) = (self.symbols.find(name), self.heap.class(class)) else {
            return false;
        };
        class.mro.iter().any(|each| {
            self.heap
                .class(*each)
                .is_some_and(|each| each.attrs.get(sym).is_some())
        })
    }
}

impl Decoder<'_> {
    /// `[fields, names set, extra or nil, private or nil]`.
    pub(super) fn lowered_model(&mut self, class: Value, reader: &mut Reader<'_>) -> Read<Value> {
        self.parts(reader, 4)?;
        let mut attrs = self.attrs(reader)?;
        let given = self.array(reader)?;
        let set = Value::Ref(self.vm.heap.alloc(Obj::Set(Box::<Table>::default())));
        for name in given {
            self.vm.set_add(set, name)?;
        }
        let extra = self.names_and_values(reader)?;
        let private = self.names_and_values(reader)?;
        for (name, value) in [(FIELDS_SET, set), (EXTRA, extra), (PRIVATE, private)] {
            let name = self.vm.symbols.intern(name);
            if !attrs.set(name, value) {
                return malformed("an attribute stands twice");
            }
        }
        Ok(Value::Ref(self.vm.heap.alloc(Obj::Instance(Box::new(
            Instance {
                class,
                attrs,
                payload: Value::Unbound,
            },
        )))))
    }

    fn names_and_values(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        match reader.next()? {
            Token::Nil => Ok(Value::None),
            Token::Map(count) => self.map(reader, count, Dict::default()),
            _ => malformed("attributes are a map"),
        }
    }
}

impl Encoder<'_> {
    pub(super) fn lowered_model(&mut self, attrs: &Attrs) -> Written {
        let part = |it: &Self, name: &str| {
            it.vm
                .symbols
                .find(name)
                .and_then(|sym| attrs.get(sym))
                .unwrap_or(Value::None)
        };
        let own: Vec<Option<Sym>> = [FIELDS_SET, EXTRA, PRIVATE]
            .iter()
            .map(|name| self.vm.symbols.find(name))
            .collect();
        let fields: Vec<(Sym, Value)> = attrs
            .iter()
            .filter(|(name, _)| !own.contains(&Some(*name)))
            .collect();
        let (given, extra, private) = (
            part(self, FIELDS_SET),
            part(self, EXTRA),
            part(self, PRIVATE),
        );
        self.writer.array(4);
        self.pairs(&fields)?;
        self.sorted_names(given);
        self.value(extra)?;
        self.value(private)
    }

    fn sorted_names(&mut self, set: Value) {
        let items: Vec<Value> = match set {
            Value::Ref(handle) => match self.vm.heap.get(handle) {
                Obj::Set(table) | Obj::FrozenSet(table) => table.keys().collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let mut names: Vec<String> = items
            .into_iter()
            .filter_map(|name| self.vm.heap.str(name).map(str::to_owned))
            .collect();
        names.sort();
        self.writer.array(names.len());
        names.iter().for_each(|name| self.writer.str(name));
    }
}
