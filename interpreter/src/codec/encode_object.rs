//! Instances, exceptions and the standard library's records to wire bytes.

use super::classes::Model;
use super::encode::{Encoder, Written};
use super::models::SCHEMA;
use super::refusal::Refusal;
use crate::number::decimal;
use crate::value::class::Instance;
use crate::value::exception::Exception;
use crate::value::object::Record;
use crate::value::{Attrs, Obj, Ref, Sym, Type, Value};
use crate::wire::{Writer, ext, shape};

impl Encoder<'_> {
    pub(super) fn instance(&mut self, handle: Ref, instance: &Instance) -> Written {
        if self.is_enum(instance.class) {
            return self.member(instance);
        }
        let name = self.class_of(instance.class)?;
        let shape = self.shape(instance.class);
        let items = self
            .vm
            .heap
            .tuple(instance.payload)
            .map(|items| items.to_vec());
        if !instance.payload.is_unbound() && (items.is_none() || shape != shape::NAMED_TUPLE) {
            let base = self.vm.type_name(instance.payload);
            return Err(Refusal::new(format!(
                "an instance of {name}, a subclass of {base}, cannot leave the workflow; pass a plain {base}"
            )));
        }
        let model = self.vm.instance.foreign.models.get(&handle).cloned();
        self.within(ext::INSTANCE, |it| {
            it.writer.array(3);
            it.writer.str(&name);
            match (items, model) {
                (Some(items), _) => {
                    it.writer.uint(u64::from(shape::NAMED_TUPLE));
                    it.items(&items)
                }
                (None, Some(model)) => {
                    it.writer.uint(u64::from(shape::PYDANTIC));
                    it.model(&instance.attrs, &model)
                }
                (None, None) => {
                    it.writer.uint(u64::from(shape));
                    match shape {
                        shape::PYDANTIC => it.lowered_model(&instance.attrs),
                        _ => it.attrs(&instance.attrs),
                    }
                }
            }
        })
    }

    /// A class that can be found by its name elsewhere.
    fn class_of(&mut self, class: Value) -> Result<String, Box<Refusal>> {
        let name = self.vm.class_reference(class);
        if name.contains("<locals>") {
            let why = format!(
                "an instance of {name}, a class made inside a function, cannot leave the workflow; define it at module level"
            );
            return Err(Refusal::new(why));
        }
        Ok(name)
    }

    fn shape(&mut self, class: Value) -> u8 {
        let foreign = &self.vm.instance.foreign;
        let known = match class {
            Value::External(index) => foreign.external.get(&index).copied(),
            Value::Ref(handle) => foreign
                .classes
                .values()
                .find(|(known, _)| *known == handle)
                .map(|(_, shape)| *shape),
            _ => None,
        };
        let own = || match () {
            () if self.vm.class_defines(class, SCHEMA) => shape::PYDANTIC,
            () if self.vm.class_defines(class, "__attrs_attrs__") => shape::ATTRS,
            () if self.vm.class_defines(class, "__struct_fields__") => shape::MSGSPEC,
            () if self.vm.class_defines(class, "__dataclass_fields__") => shape::DATACLASS,
            () if self.vm.class_defines(class, "_fields") => shape::NAMED_TUPLE,
            () => shape::PLAIN,
        };
        known.unwrap_or_else(own)
    }

    fn is_enum(&self, class: Value) -> bool {
        self.vm
            .heap
            .class(class)
            .is_some_and(|class| class.meta == Value::Type(Type::EnumMeta))
    }

    fn member(&mut self, instance: &Instance) -> Written {
        let class = self.class_of(instance.class)?;
        let part = |it: &Self, name: &str| {
            it.vm
                .symbols
                .find(name)
                .and_then(|sym| instance.attrs.get(sym))
                .unwrap_or(Value::None)
        };
        let (name, value) = (part(self, "_name_"), part(self, "_value_"));
        let name = self.vm.heap.str(name).unwrap_or_default().to_owned();
        self.within(ext::ENUM, |it| {
            it.writer.array(3);
            it.writer.str(&class);
            it.writer.str(&name);
            it.value(value)
                .map_err(|refusal| refusal.under(|| ".value".into()))
        })
    }

    fn attrs(&mut self, attrs: &Attrs) -> Written {
        let pairs: Vec<(Sym, Value)> = attrs.iter().collect();
        self.pairs(&pairs)
    }

    pub(super) fn pairs(&mut self, pairs: &[(Sym, Value)]) -> Written {
        self.writer.map(pairs.len());
        for (name, value) in pairs {
            let name = self.vm.symbols.shared(*name);
            self.writer.str(&name);
            self.value(*value)
                .map_err(|refusal| refusal.under(|| format!(".{name}")))?;
        }
        Ok(())
    }

    /// `[fields, names set, extra or nil, private or nil]`.
    fn model(&mut self, attrs: &Attrs, model: &Model) -> Written {
        let is_in = |names: &Option<Vec<Sym>>, name: &Sym| {
            names.as_ref().is_some_and(|names| names.contains(name))
        };
        let (extra, rest): (Vec<_>, Vec<_>) = attrs
            .iter()
            .partition(|(name, _)| is_in(&model.extra, name));
        let (private, fields): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|(name, _)| is_in(&model.private, name));
        self.writer.array(4);
        self.pairs(&fields)?;
        self.names_set(&fields, &extra, model);
        self.optional(model.extra.is_some(), &extra)?;
        self.optional(model.private.is_some(), &private)
    }

    fn optional(&mut self, present: bool, pairs: &[(Sym, Value)]) -> Written {
        if present {
            return self.pairs(pairs);
        }
        self.writer.nil();
        Ok(())
    }

    /// Sorted, as the SDK writes it: what was given, what was set since, and the extra ones, which are always given.
    fn names_set(&mut self, fields: &[(Sym, Value)], extra: &[(Sym, Value)], model: &Model) {
        let is_unset = |name: &Sym, value: &Value| {
            model
                .unset
                .iter()
                .any(|(unset, default)| unset == name && default == value)
        };
        let given = fields
            .iter()
            .filter(|(name, value)| !is_unset(name, value))
            .chain(extra)
            .map(|(name, _)| *name);
        let mut names: Vec<_> = given
            .chain(model.stray.iter().copied())
            .map(|name| self.vm.symbols.shared(name))
            .collect();
        names.sort();
        names.dedup();
        self.writer.array(names.len());
        names.iter().for_each(|name| self.writer.str(name));
    }

    /// `vars(x)`: its attributes, as a dict.
    pub(super) fn namespace(&mut self, of: Ref) -> Written {
        let attrs = match self.vm.heap.get(of) {
            Obj::Instance(instance) => instance.attrs.clone(),
            Obj::Exception(exception) => exception.attrs.clone(),
            _ => return Err(self.unfit(Value::Ref(of))),
        };
        self.attrs(&attrs)
    }

    pub(super) fn exception(&mut self, handle: Ref, exception: &Exception) -> Written {
        let order = self.vm.class_order(exception.class);
        let order = order
            .into_iter()
            .filter(|class| *class != Value::Type(Type::Object));
        let order: Vec<String> = order.map(|class| self.vm.class_reference(class)).collect();
        let class = self.vm.class_reference(exception.class);
        let args = self
            .vm
            .heap
            .tuple(exception.args)
            .map(|items| items.to_vec())
            .unwrap_or_default();
        let notes = self
            .vm
            .heap
            .list(exception.notes)
            .cloned()
            .unwrap_or_default();
        let traceback = self.traceback(handle, exception);
        self.within(ext::EXCEPTION, |it| {
            it.writer.array(9);
            it.writer.str(&class);
            it.writer.array(order.len());
            order.iter().for_each(|name| it.writer.str(name));
            it.writer.array(args.len());
            args.iter().for_each(|arg| it.or_shown(*arg));
            it.leftovers(&exception.attrs);
            it.value(exception.cause)?;
            it.value(exception.context)?;
            it.writer.bool(exception.suppress_context);
            it.writer.array(notes.len());
            notes.iter().for_each(|note| it.or_shown(*note));
            match traceback {
                Some(text) => it.writer.str(&text),
                None => it.writer.nil(),
            }
            Ok(())
        })
    }

    /// An exception that carries what cannot be sent must still arrive as what it is, so that it can be caught by its class: such
    /// a part is replaced by its `repr`.
    fn or_shown(&mut self, value: Value) {
        let outer = std::mem::replace(&mut self.writer, Writer::new());
        let depth = self.depth();
        let written = self.value(value);
        let inner = std::mem::replace(&mut self.writer, outer).finish();
        match written {
            Ok(()) => self.writer.raw(&inner),
            Err(_) => {
                self.rise(depth);
                let text = self.shown(value);
                self.writer.str(&text);
            }
        }
    }

    fn leftovers(&mut self, attrs: &Attrs) {
        self.writer.map(attrs.len());
        for (name, value) in attrs.iter() {
            let name = self.vm.symbols.shared(name);
            self.writer.str(&name);
            self.or_shown(value);
        }
    }

    /// The text that came with it if it did not pass through the workflow, else that and the workflow's own frames.
    fn traceback(&mut self, handle: Ref, exception: &Exception) -> Option<String> {
        if exception.traceback.is_empty() {
            return self.vm.heap.str(exception.remote).map(str::to_owned);
        }
        // What led to it is written with it, and has a text of its own.
        if self.depth() == 1 {
            Some(self.vm.traceback_text(handle))
        } else {
            Some(self.vm.one_traceback(handle))
        }
    }

    /// Records keep the payload of their extension, item by item.
    pub(super) fn record(&mut self, handle: Ref, record: &Record) -> Written {
        let fields = &record.fields[..];
        match record.class {
            Type::Date => self.within(ext::DATE, |it| it.items(fields)),
            Type::Time => self.within(ext::TIME, |it| it.clock(fields)),
            Type::DateTime => self.within(ext::DATETIME, |it| it.clock(fields)),
            Type::TimeDelta => self.within(ext::TIMEDELTA, |it| it.items(fields)),
            Type::TimeZone | Type::ZoneInfo => {
                self.within(ext::TIMEZONE, |it| it.zone(Value::Ref(handle)))
            }
            Type::Fraction => self.within(ext::FRACTION, |it| it.items(fields)),
            Type::Decimal => {
                let value = crate::stdlib::decimal::get(self.vm, Value::Ref(handle));
                let text = value.map_or_else(String::new, |value| decimal::to_sci(&value, true));
                self.writer.ext(ext::DECIMAL, text.as_bytes());
                Ok(())
            }
            Type::Uuid => {
                let bytes = fields
                    .first()
                    .and_then(|bytes| self.vm.heap.bytes_like(*bytes))
                    .unwrap_or_default()
                    .to_vec();
                self.writer.ext(ext::UUID, &bytes);
                Ok(())
            }
            class if class.is_subtype(Type::PurePath) => {
                self.within(ext::PATH, |it| it.items(fields))
            }
            _ => Err(self.unfit(Value::Ref(handle))),
        }
    }

    /// The last field is a time zone, which stands there without an extension of its own.
    fn clock(&mut self, fields: &[Value]) -> Written {
        let Some((zone, numbers)) = fields.split_last() else {
            return Ok(());
        };
        self.writer.array(fields.len());
        numbers.iter().try_for_each(|number| self.value(*number))?;
        self.zone(*zone)
    }

    fn zone(&mut self, zone: Value) -> Written {
        let Some(record) = self.vm.heap.record(zone).cloned() else {
            return self.value(zone);
        };
        match record.class {
            Type::TimeZone => self.items(&record.fields),
            Type::ZoneInfo => record.fields.first().map_or(Ok(()), |key| self.value(*key)),
            _ => Err(self.unfit(zone)),
        }
    }
}
