//! Instances, enum members, exceptions and classes out of wire bytes. No constructor runs: an object has the attributes it had.

use super::classes::{Kind, Model};
use super::decode::{Decoder, Read, malformed};
use super::models::SCHEMA;
use crate::value::class::Instance;
use crate::value::exception::Exception;
use crate::value::{Attrs, Obj, Sym, Type, Value};
use crate::wire::{DEPTH_MAX, Reader, Token, shape};

impl Decoder<'_> {
    pub(super) fn class(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        let name = self.text(reader)?;
        self.class_or_stand_in(name)
    }

    pub(super) fn class_or_stand_in(&mut self, name: &str) -> Read<Value> {
        if !name.contains(':') {
            return malformed("a class is named module:qualname");
        }
        Ok(self.vm.class_for(name, Kind::instance(shape::PLAIN), |_| {
            vec![Value::Type(Type::Object)]
        }))
    }

    /// `[class, name, value]`: the class's own member, so that `is` holds.
    pub(super) fn member(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        self.parts(reader, 3)?;
        let name = self.text(reader)?;
        let member = self.text(reader)?;
        let value = self.value(reader)?;
        if !name.contains(':') {
            return malformed("a class is named module:qualname");
        }
        let class = self.vm.class_for(name, Kind::ENUM, |_| {
            vec![Value::Type(Type::Enum), Value::Type(Type::Object)]
        });
        let known = self.member_of(class, member, value);
        match known.or_else(|| crate::stdlib::enums::combination(self.vm, class, value)) {
            Some(known) => Ok(known),
            None => Ok(self.new_member(class, member, value)),
        }
    }

    /// A member by its name, else by its value (an alias, or a combination of flags that was met before).
    fn member_of(&mut self, class: Value, name: &str, value: Value) -> Option<Value> {
        let attrs = self.vm.heap.class(class)?.attrs.clone();
        let named = self.vm.symbols.find(name).and_then(|name| attrs.get(name));
        if let Some(found) = named.filter(|found| self.is_of(*found, class)) {
            return Some(found);
        }
        let key = self.vm.symbols.intern("_value_");
        for (_, found) in attrs.iter() {
            let own = self
                .vm
                .heap
                .instance(found)
                .filter(|it| it.class == class)
                .and_then(|it| it.attrs.get(key));
            if own.is_some_and(|own| self.vm.eq(own, value).unwrap_or(false)) {
                return Some(found);
            }
        }
        None
    }

    fn is_of(&self, value: Value, class: Value) -> bool {
        self.vm
            .heap
            .instance(value)
            .is_some_and(|instance| instance.class == class)
    }

    /// A member of an enum that the program does not have: it is remembered in the class that stands for it.
    fn new_member(&mut self, class: Value, name: &str, value: Value) -> Value {
        let text = self.vm.heap.new_str(name);
        let keys = ["_value_", "_name_", "value", "name"].map(|key| self.vm.symbols.intern(key));
        let attrs = keys.into_iter().zip([value, text, value, text]).collect();
        let made = Value::Ref(self.vm.heap.alloc(Obj::Instance(Box::new(Instance {
            class,
            attrs,
            payload: Value::Unbound,
        }))));
        let key = self.vm.symbols.intern(name);
        self.vm.epoch += 1;
        if let Some(class) = self.vm.heap.class_mut(class) {
            class.attrs.set(key, made);
        }
        made
    }

    /// `[class, shape, state]`.
    pub(super) fn instance(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        self.parts(reader, 3)?;
        let name = self.text(reader)?;
        let Token::Int(shape) = reader.next()? else {
            return malformed("a shape is missing");
        };
        let shape = match u8::try_from(shape) {
            Ok(shape) if shape <= shape::NAMED_TUPLE => shape,
            _ => return malformed("a shape is of no known number"),
        };
        if !name.contains(':') {
            return malformed("a class is named module:qualname");
        }
        let base = if shape == shape::NAMED_TUPLE {
            vec![Value::Type(Type::Tuple)]
        } else {
            Vec::new()
        };
        let class = self.vm.class_for(name, Kind::instance(shape), |_| {
            [base, vec![Value::Type(Type::Object)]].concat()
        });
        if let Value::External(index) = class {
            self.vm.instance.foreign.external.insert(index, shape);
        }
        self.fits(class, shape)?;
        match shape {
            shape::NAMED_TUPLE => self.named_tuple(class, reader),
            shape::PYDANTIC if self.vm.class_defines(class, SCHEMA) => {
                self.lowered_model(class, reader)
            }
            shape::PYDANTIC => self.model(class, reader),
            _ => {
                let attrs = self.attrs(reader)?;
                Ok(self.new_instance(class, attrs, Value::Unbound))
            }
        }
    }

    fn new_instance(&mut self, class: Value, attrs: Attrs, payload: Value) -> Value {
        Value::Ref(self.vm.heap.alloc(Obj::Instance(Box::new(Instance {
            class,
            attrs,
            payload,
        }))))
    }

    /// A program's class that changed its kind since the value was written must not get instances of another build.
    fn fits(&mut self, class: Value, shape: u8) -> Read<()> {
        let layout = match class {
            Value::Type(Type::SimpleNamespace) | Value::External(_) => return Ok(()),
            Value::Type(_) => return malformed("a builtin class has no such instances"),
            _ => self
                .vm
                .heap
                .class(class)
                .map_or(Type::Object, |class| class.layout),
        };
        let wanted = if shape == shape::NAMED_TUPLE {
            layout.is_subtype(Type::Tuple)
        } else {
            layout == Type::Object
        };
        if wanted {
            return Ok(());
        }
        let name = self.vm.class_reference(class);
        Err(self
            .vm
            .type_error(format!(
                "a value of {name} was written when the class was of another kind"
            ))
            .into())
    }

    fn named_tuple(&mut self, class: Value, reader: &mut Reader<'_>) -> Read<Value> {
        let items = self.array(reader)?;
        let payload = self.vm.heap.new_tuple(items);
        Ok(self.new_instance(class, Attrs::default(), payload))
    }

    pub(super) fn attrs(&mut self, reader: &mut Reader<'_>) -> Read<Attrs> {
        match reader.next()? {
            Token::Map(count) => self.attrs_of(reader, count),
            _ => malformed("attributes are a map"),
        }
    }

    fn attrs_of(&mut self, reader: &mut Reader<'_>, count: usize) -> Read<Attrs> {
        let mut pairs: Vec<(Sym, Value)> = Vec::with_capacity(count);
        let mut known = crate::value::symbol::FnvMap::<Sym, usize>::default();
        for _ in 0..count {
            let name = self.text(reader)?;
            let name = self.vm.symbols.intern(name);
            let value = self.value(reader)?;
            match known.insert(name, pairs.len()) {
                None => pairs.push((name, value)),
                Some(_) => return malformed("an attribute stands twice"),
            }
        }
        Ok(pairs.into_iter().collect())
    }

    fn optional_attrs(&mut self, reader: &mut Reader<'_>) -> Read<Option<Attrs>> {
        match reader.next()? {
            Token::Nil => Ok(None),
            Token::Map(count) => self.attrs_of(reader, count).map(Some),
            _ => malformed("attributes are a map"),
        }
    }

    /// `[fields, names set, extra or nil, private or nil]`: all of them are attributes, as pydantic shows them.
    fn model(&mut self, class: Value, reader: &mut Reader<'_>) -> Read<Value> {
        self.parts(reader, 4)?;
        let mut attrs = self.attrs(reader)?;
        let set = self.names(reader)?;
        let extra = self.optional_attrs(reader)?;
        let private = self.optional_attrs(reader)?;
        let unset = attrs
            .iter()
            .filter(|(name, _)| !set.contains(name))
            .collect();
        for (name, value) in extra.iter().chain(&private).flat_map(Attrs::iter) {
            if !attrs.set(name, value) {
                return malformed("an attribute stands twice");
            }
        }
        let stray = set
            .into_iter()
            .filter(|name| attrs.get(*name).is_none())
            .collect();
        let names =
            |attrs: Option<Attrs>| attrs.map(|attrs| attrs.iter().map(|(name, _)| name).collect());
        let model = Model {
            unset,
            stray,
            extra: names(extra),
            private: names(private),
        };
        let made = self.new_instance(class, attrs, Value::Unbound);
        if let Some(handle) = made.as_ref() {
            self.vm.instance.foreign.models.insert(handle, model);
        }
        Ok(made)
    }

    fn names(&mut self, reader: &mut Reader<'_>) -> Read<Vec<Sym>> {
        let Token::Array(count) = reader.next()? else {
            return malformed("names are an array");
        };
        let mut names = Vec::with_capacity(count);
        for _ in 0..count {
            let name = self.text(reader)?;
            names.push(self.vm.symbols.intern(name));
        }
        Ok(names)
    }

    /// `[class, mro, args, attributes, cause, context, suppress_context, notes, traceback]`.
    pub(super) fn exception(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        self.parts(reader, 9)?;
        let name = self.text(reader)?;
        let class = self.exception_class(name, reader)?;
        let args = self.array(reader)?;
        let args = self.vm.heap.new_tuple(args);
        let attrs = self.attrs(reader)?;
        let cause = self.linked(reader)?;
        let context = self.linked(reader)?;
        let Token::Bool(suppress_context) = reader.next()? else {
            return malformed("a flag is missing");
        };
        let notes = self.array(reader)?;
        let notes = if notes.is_empty() {
            Value::Unbound
        } else {
            self.vm.heap.new_list(notes)
        };
        let remote = match reader.next()? {
            Token::Nil => Value::Unbound,
            Token::Str(text) => self.vm.heap.new_str(text),
            _ => return malformed("a traceback is a text"),
        };
        let traceback = Vec::new();
        let exception = Exception {
            class,
            args,
            attrs,
            cause,
            context,
            suppress_context,
            notes,
            traceback,
            traceback_object: Value::Unbound,
            remote,
        };
        Ok(Value::Ref(
            self.vm.heap.alloc(Obj::Exception(Box::new(exception))),
        ))
    }

    /// A cause or context: an exception or none.
    fn linked(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        let value = self.value(reader)?;
        if value.is_none() || self.vm.heap.exception(value).is_some() {
            return Ok(value);
        }
        malformed("the cause of an exception is no exception")
    }

    /// The class, with its bases made up as far as they are not known, so that `except Base` matches.
    fn exception_class(&mut self, name: &str, reader: &mut Reader<'_>) -> Read<Value> {
        let Token::Array(count) = reader.next()? else {
            return malformed("an mro is missing");
        };
        if count > DEPTH_MAX {
            return malformed("an mro is too long");
        }
        let mut order = Vec::with_capacity(count);
        for _ in 0..count {
            order.push(self.text(reader)?);
        }
        if order.first() != Some(&name)
            || !order.contains(&"builtins:BaseException")
            || order.iter().any(|name| !name.contains(':'))
        {
            return malformed("an exception's classes do not lead to BaseException");
        }
        let mut above = vec![Value::Type(Type::Object)];
        for name in order
            .into_iter()
            .rev()
            .filter(|name| *name != "builtins:object")
        {
            let layout = above.iter().find_map(|class| match class {
                Value::Type(class) if class.is_exception() => Some(*class),
                _ => None,
            });
            let kind = layout.map_or(Kind::instance(shape::PLAIN), Kind::exception);
            let class = self.vm.class_for(name, kind, |_| above.clone());
            above.insert(0, class);
        }
        let class = above[0];
        if !self.is_exception_class(class) {
            return malformed("an exception is of a class that is none");
        }
        Ok(class)
    }

    fn is_exception_class(&mut self, class: Value) -> bool {
        match class {
            Value::Type(class) => class.is_exception(),
            Value::External(index) => self.vm.program.external_classes[index as usize]
                .iter()
                .any(|name| name == "builtins:BaseException"),
            _ => self
                .vm
                .heap
                .class(class)
                .is_some_and(|class| class.layout.is_exception()),
        }
    }
}
