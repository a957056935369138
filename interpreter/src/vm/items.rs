//! `object[key]`, setting and deleting items.

use num_traits::Signed;

use crate::number::Int;
use crate::text::slice::{self, Slice};
use crate::value::symbol::names;
use crate::value::{Obj, Ref, Str, Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// `object[key]`.
    pub fn get_item(&mut self, object: Value, key: Value) -> Answer {
        if let Value::Ref(handle) = object {
            match (self.heap.get(handle), key) {
                (Obj::Dict(_), _) => return self.dict_item(object, object, key),
                (Obj::Str(text), Value::Int(index)) => {
                    let at = slice::position(index, text.chars());
                    if let Some(char) = at.and_then(|at| text.char_at(at)) {
                        return Ok(self.new_char(char));
                    }
                }
                _ => {}
            }
        }
        if let Some(method) = self.user_method(object, names::GETITEM) {
            let method = self.bind_method(method, object);
            return self.call(method, &[key]);
        }
        let inner = self.heap.payload(object);
        if let Value::Ref(handle) = inner {
            match self.heap.get(handle) {
                Obj::Dict(_) => return self.dict_item(object, inner, key),
                Obj::List(_)
                | Obj::Tuple(_)
                | Obj::Str(_)
                | Obj::Bytes(_)
                | Obj::ByteArray(_)
                | Obj::Range(_) => {
                    return self.sequence_subscript(handle, key);
                }
                Obj::Namespace(of) => {
                    let of = *of;
                    return self.namespace_item(of, key);
                }
                Obj::Class(_) => return self.class_item(object, key),
                _ => {}
            }
        }
        if matches!(object, Value::Type(_) | Value::External(_)) {
            return self.class_item(object, key);
        }
        match self.special(inner, names::GETITEM) {
            Some(method) => self.call(method, &[key]),
            None => {
                let class = self.type_name(object);
                Err(self.type_error(format!("'{class}' object is not subscriptable")))
            }
        }
    }

    /// A text of one character.
    pub(crate) fn new_char(&mut self, char: char) -> Value {
        self.heap.new_char(char)
    }

    fn dict_item(&mut self, object: Value, dict: Value, key: Value) -> Answer {
        if let Some(value) = self.dict_get(dict, key)? {
            return Ok(value);
        }
        if let Some(method) = self.user_method(object, names::MISSING) {
            let method = self.bind_method(method, object);
            return self.call(method, &[key]);
        }
        match self.heap.dict(dict).map(|dict| (dict.class, dict.factory)) {
            Some((Type::Counter, _)) => Ok(Value::Int(0)),
            Some((Type::DefaultDict, factory)) if !factory.is_unbound() && !factory.is_none() => {
                let value = self.call(factory, &[])?;
                self.dict_set(dict, key, value)?;
                Ok(value)
            }
            _ => Err(self.key_error(key)),
        }
    }

    fn sequence_subscript(&mut self, handle: Ref, key: Value) -> Answer {
        if let Some(parts) = self.heap.slice(key).copied() {
            return self.get_slice(handle, parts);
        }
        if let Obj::Range(parts) = self.heap.get(handle) {
            let parts = **parts;
            if self.as_int(key).is_some() || self.special(key, names::INDEX).is_some() {
                let index = self.to_int(key)?;
                return self.range_item(parts, index);
            }
        }
        let index = self.subscript_index(handle, key)?;
        let length = self.length(Value::Ref(handle))? as usize;
        let Some(at) = slice::position(index, length) else {
            let kind = sequence_name(self.heap.get(handle));
            let text = if kind == "index" {
                "index out of range".to_owned()
            } else {
                format!("{kind} index out of range")
            };
            return Err(self.index_error(text));
        };
        Ok(match self.heap.get(handle) {
            Obj::List(items) => items[at],
            Obj::Tuple(items) => items[at],
            Obj::Bytes(bytes) => Value::Int(i64::from(bytes[at])),
            Obj::ByteArray(bytes) => Value::Int(i64::from(bytes[at])),
            Obj::Str(text) => {
                let char = text.char_at(at).unwrap_or_default();
                self.heap.new_char(char)
            }
            _ => Value::None,
        })
    }

    fn subscript_index(&mut self, handle: Ref, key: Value) -> Result<i64, Raised> {
        if self.as_int(key).is_none() && self.special(key, names::INDEX).is_none() {
            let class = self.type_name(key);
            let kind = self.type_of(Value::Ref(handle));
            return Err(match kind {
                Type::Str => {
                    self.type_error(format!("string indices must be integers, not '{class}'"))
                }
                Type::Bytes => self.type_error(format!(
                    "byte indices must be integers or slices, not {class}"
                )),
                Type::ByteArray => self.type_error(format!(
                    "bytearray indices must be integers or slices, not {class}"
                )),
                _ => self.type_error(format!(
                    "{} indices must be integers or slices, not {class}",
                    kind.name()
                )),
            });
        }
        let index = self.to_int(key)?;
        match index.to_i64() {
            Some(index) => Ok(index),
            None => {
                let class = self.type_name(key);
                Err(self.index_error(format!("cannot fit '{class}' into an index-sized integer")))
            }
        }
    }

    fn range_item(&mut self, parts: [Value; 3], index: Int) -> Answer {
        let (count, index) = (self.range_count(parts).to_big(), index.to_big());
        let at = if index.is_negative() {
            index + &count
        } else {
            index
        };
        if at.is_negative() || at >= count {
            return Err(self.index_error("range object index out of range"));
        }
        let at = self.from_int(at.into());
        let offset = self.binary(super::operators::Binary::Mul, parts[2], at)?;
        self.binary(super::operators::Binary::Add, parts[0], offset)
    }

    /// The positions that a slice names in a sequence of a length.
    pub fn resolve_slice(&mut self, parts: [Value; 3], length: usize) -> Result<Slice, Raised> {
        let [start, stop, step] = self.slice_bounds(parts)?;
        let slice = Slice::resolve(start, stop, step, length);
        self.checked(slice)
    }

    /// The step is read first, and refused if it is zero, before the others are looked at.
    fn slice_bounds(&mut self, parts: [Value; 3]) -> Result<[Option<i64>; 3], Raised> {
        let step = self.slice_bound(parts[2])?;
        if step == Some(0) {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let start = self.slice_bound(parts[0])?;
        let stop = self.slice_bound(parts[1])?;
        Ok([start, stop, step])
    }

    fn get_slice(&mut self, handle: Ref, parts: [Value; 3]) -> Answer {
        let length = self.length(Value::Ref(handle))? as usize;
        let slice = self.resolve_slice(parts, length)?;
        let sliced = match self.heap.get(handle) {
            Obj::List(items) if slice.step == 1 => Obj::List(slice.of(items).to_vec()),
            Obj::List(items) => Obj::List(slice.positions().map(|at| items[at]).collect()),
            Obj::Tuple(items) => Obj::Tuple(slice.positions().map(|at| items[at]).collect()),
            Obj::Bytes(bytes) => Obj::Bytes(slice.positions().map(|at| bytes[at]).collect()),
            Obj::ByteArray(bytes) => {
                Obj::ByteArray(slice.positions().map(|at| bytes[at]).collect())
            }
            Obj::Str(text) if slice.step == 1 => {
                let (start, stop) = (slice.start as usize, slice.stop.max(slice.start) as usize);
                let part = Str::of_parts(&[text.slice(start, stop)]);
                self.reserve(part.as_str().len())?;
                return Ok(self.heap.new_text(part));
            }
            Obj::Str(text) => Obj::str(slice::of_text(text.as_str(), &slice)),
            Obj::Range(parts) => {
                let parts = **parts;
                return self.slice_range(parts, slice);
            }
            _ => return Err(self.broken("a slice of what is no sequence")),
        };
        self.reserve(sliced.size())?;
        Ok(Value::Ref(self.heap.alloc(sliced)))
    }

    fn slice_range(&mut self, parts: [Value; 3], slice: Slice) -> Answer {
        use super::operators::Binary::{Add, Mul};
        let at = |vm: &mut Vm, index: i64| {
            let offset = vm.binary(Mul, parts[2], Value::Int(index))?;
            vm.binary(Add, parts[0], offset)
        };
        let start = at(self, slice.start)?;
        let stop = at(self, slice.stop)?;
        let step = self.binary(Mul, parts[2], Value::Int(slice.step))?;
        Ok(Value::Ref(
            self.heap.alloc(Obj::Range(Box::new([start, stop, step]))),
        ))
    }

    /// `object[key] = value`.
    pub fn set_item(&mut self, object: Value, key: Value, value: Value) -> Result<(), Raised> {
        if self.heap.dict(object).is_some() {
            return self.dict_set(object, key, value);
        }
        if let Some(method) = self.user_method(object, names::SETITEM) {
            let method = self.bind_method(method, object);
            return self.call(method, &[key, value]).map(drop);
        }
        let inner = self.heap.payload(object);
        if let Value::Ref(handle) = inner {
            match self.heap.get(handle) {
                Obj::Dict(_) => return self.dict_set(inner, key, value),
                Obj::List(_) => return self.set_list_item(handle, key, value),
                Obj::Namespace(of) => {
                    let of = *of;
                    let name = self.name_of(key)?;
                    if matches!(self.heap.get(of), Obj::Class(_)) {
                        return Err(self
                            .type_error("'mappingproxy' object does not support item assignment"));
                    }
                    self.set_own(of, name, value);
                    return Ok(());
                }
                _ => {}
            }
        }
        match self.special(inner, names::SETITEM) {
            Some(method) => self.call(method, &[key, value]).map(drop),
            None => {
                let class = self.type_name(object);
                Err(self.type_error(format!("'{class}' object does not support item assignment")))
            }
        }
    }

    fn set_list_item(&mut self, handle: Ref, key: Value, value: Value) -> Result<(), Raised> {
        if let Some(parts) = self.heap.slice(key).copied() {
            return self.set_list_slice(handle, parts, value);
        }
        let index = self.subscript_index(handle, key)?;
        let Some(at) = slice::position(index, self.list_len(handle)) else {
            return Err(self.index_error("list assignment index out of range"));
        };
        if let Obj::List(items) = self.heap.get_mut(handle) {
            items[at] = value;
        }
        Ok(())
    }

    fn set_list_slice(
        &mut self,
        handle: Ref,
        parts: [Value; 3],
        value: Value,
    ) -> Result<(), Raised> {
        let parts = self
            .slice_bounds(parts)?
            .map(|bound| bound.map_or(Value::None, Value::Int));
        if !self.is_iterable(value) && self.user_method(value, names::ITER).is_none() {
            return Err(
                self.type_error(if parts[2].is_none() || parts[2] == Value::Int(1) {
                    "can only assign an iterable"
                } else {
                    "must assign iterable to extended slice"
                }),
            );
        }
        let new = self.collect(value)?;
        let slice = self.resolve_slice(parts, self.list_len(handle))?;
        if slice.step == 1 {
            let (start, stop) = (slice.start as usize, slice.stop.max(slice.start) as usize);
            self.reserve(new.len() * size_of::<Value>())?;
            self.heap.charge(new.len() * size_of::<Value>());
            if let Obj::List(items) = self.heap.get_mut(handle) {
                items.splice(start..stop, new);
            }
            return Ok(());
        }
        if new.len() != slice.count() {
            return Err(self.value_error(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                new.len(),
                slice.count()
            )));
        }
        if let Obj::List(items) = self.heap.get_mut(handle) {
            for (at, item) in slice.positions().zip(new) {
                items[at] = item;
            }
        }
        Ok(())
    }

    /// `del object[key]`.
    pub fn del_item(&mut self, object: Value, key: Value) -> Result<(), Raised> {
        if let Some(method) = self.user_method(object, names::DELITEM) {
            let method = self.bind_method(method, object);
            return self.call(method, &[key]).map(drop);
        }
        let inner = self.heap.payload(object);
        if let Value::Ref(handle) = inner {
            match self.heap.get(handle) {
                Obj::Dict(_) => {
                    return match self.dict_remove(inner, key)? {
                        Some(_) => Ok(()),
                        // A counter counts none of what it does not have.
                        None if self.type_of(inner) == Type::Counter => Ok(()),
                        None => Err(self.key_error(key)),
                    };
                }
                Obj::List(_) => return self.del_list_item(handle, key),
                Obj::Namespace(of) => {
                    let of = *of;
                    return self.del_namespace_item(of, key);
                }
                _ => {}
            }
        }
        match self.special(inner, names::DELITEM) {
            Some(method) => self.call(method, &[key]).map(drop),
            None => {
                let class = self.type_name(object);
                // CPython's sequences say it in other words than the rest, where the key is an index.
                let sequence = matches!(
                    self.type_of(inner),
                    Type::Str
                        | Type::Bytes
                        | Type::Tuple
                        | Type::Range
                        | Type::Set
                        | Type::FrozenSet
                        | Type::DictKeys
                        | Type::DictValues
                        | Type::DictItems
                ) || self.heap.instance(object).is_some();
                let words = if sequence && self.as_int(key).is_some() {
                    "doesn't support item deletion"
                } else {
                    "does not support item deletion"
                };
                Err(self.type_error(format!("'{class}' object {words}")))
            }
        }
    }

    fn del_list_item(&mut self, handle: Ref, key: Value) -> Result<(), Raised> {
        let length = self.list_len(handle);
        if let Some(parts) = self.heap.slice(key).copied() {
            let slice = self.resolve_slice(parts, length)?;
            let mut doomed = vec![false; length];
            slice.positions().for_each(|at| doomed[at] = true);
            if let Obj::List(items) = self.heap.get_mut(handle) {
                let mut at = 0;
                items.retain(|_| {
                    at += 1;
                    !doomed[at - 1]
                });
            }
            return Ok(());
        }
        let index = self.subscript_index(handle, key)?;
        let Some(at) = slice::position(index, length) else {
            return Err(self.index_error("list assignment index out of range"));
        };
        if let Obj::List(items) = self.heap.get_mut(handle) {
            items.remove(at);
        }
        Ok(())
    }

    /// `list[int]`, `C[T]`: what `__class_getitem__` says.
    fn class_item(&mut self, class: Value, key: Value) -> Answer {
        let meta = self.class_of(class);
        if let Some(method) = self.lookup(meta, names::GETITEM) {
            let method = self.bind_method(method, class);
            return self.call(method, &[key]);
        }
        match self.lookup(class, names::CLASS_GETITEM) {
            Some(method) if !method.is_none() => {
                let method = self.bind_to_class(method, class)?;
                self.call(method, &[key])
            }
            None if class == Value::Type(Type::Type) => {
                Ok(crate::builtins::generic_alias::of(self, class, key))
            }
            _ => {
                let name = self.class_name(class);
                Err(self.type_error(format!("type '{name}' is not subscriptable")))
            }
        }
    }
}

fn sequence_name(object: &Obj) -> &'static str {
    match object {
        Obj::Str(_) => "string",
        Obj::Tuple(_) => "tuple",
        Obj::Bytes(_) => "index",
        Obj::ByteArray(_) => "bytearray",
        _ => "list",
    }
}
