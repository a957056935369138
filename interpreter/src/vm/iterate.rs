//! `iter()`, `next()` and what loops over them.

use num_traits::Signed;

use crate::number::Int;
use crate::value::iter::{Iter, View};
use crate::value::symbol::names;
use crate::value::{Obj, Ref, Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// `iter(value)`.
    pub fn iterate(&mut self, value: Value) -> Answer {
        if let Some(method) = self.user_method(value, names::ITER) {
            return self.iterate_by(method, value);
        }
        let inner = self.heap.payload(value);
        if let Some(iter) = self.builtin_iter(inner) {
            return Ok(match iter {
                Some(iter) => self.new_iter(iter),
                None => inner,
            });
        }
        if let Some(method) = self.special(inner, names::ITER) {
            return self.call(method, &[]);
        }
        let class = self.class_of(value);
        if self.lookup(class, names::GETITEM).is_some() && self.heap.class(class).is_some() {
            return Ok(self.new_iter(Iter::Sequence {
                object: value,
                index: 0,
                reversed: false,
            }));
        }
        let class = self.type_name(value);
        Err(self.type_error(format!("'{class}' object is not iterable")))
    }

    fn iterate_by(&mut self, method: Value, value: Value) -> Answer {
        if method.is_none() {
            let class = self.type_name(value);
            return Err(self.type_error(format!("'{class}' object is not iterable")));
        }
        let method = self.bind_method(method, value);
        let iter = self.call(method, &[])?;
        if self.is_iterator(iter) {
            return Ok(iter);
        }
        let class = self.type_name(iter);
        Err(self.type_error(format!("iter() returned non-iterator of type '{class}'")))
    }

    /// Has `__next__`.
    pub fn is_iterator(&mut self, value: Value) -> bool {
        match value.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Iter(_)) => true,
            Some(Obj::Coroutine(coroutine)) => coroutine.kind == crate::ir::Suspends::Generator,
            _ => {
                let class = self.class_of(value);
                self.lookup(class, names::NEXT).is_some()
            }
        }
    }

    /// Whether `iter` would find a way.
    pub fn is_iterable(&mut self, value: Value) -> bool {
        let inner = self.heap.payload(value);
        self.builtin_iter(inner).is_some() || self.special(inner, names::ITER).is_some()
    }

    /// Whether `iter(value)` would give something: by `__iter__`, or by `__getitem__` of a user's class.
    pub fn can_iterate(&mut self, value: Value) -> bool {
        let class = self.class_of(value);
        self.is_iterable(value)
            || self
                .user_method(value, names::ITER)
                .is_some_and(|method| !method.is_none())
            || (self.heap.class(class).is_some() && self.lookup(class, names::GETITEM).is_some())
    }

    pub fn new_iter(&mut self, iter: Iter) -> Value {
        Value::Ref(self.heap.alloc(Obj::Iter(Box::new(iter))))
    }

    /// The iterator over a builtin object; `Some(None)` if it is one itself.
    fn builtin_iter(&mut self, value: Value) -> Option<Option<Iter>> {
        let handle = value.as_ref()?;
        Some(Some(match self.heap.get(handle) {
            Obj::List(_) => Iter::List {
                list: handle,
                index: 0,
            },
            Obj::Tuple(_) => Iter::Tuple {
                tuple: handle,
                index: 0,
            },
            Obj::Str(_) => Iter::Str {
                text: handle,
                offset: 0,
            },
            Obj::Bytes(_) | Obj::ByteArray(_) => Iter::Bytes {
                bytes: handle,
                index: 0,
            },
            Obj::Dict(dict) => dict_iter(handle, &dict.table, View::Keys),
            Obj::DictView { dict, view } => {
                let (dict, view) = (*dict, *view);
                dict_iter(dict, self.heap.table(Value::Ref(dict))?, view)
            }
            Obj::Set(table) | Obj::FrozenSet(table) => Iter::Set {
                set: handle,
                position: 0,
                length: table.len(),
            },
            Obj::Range(parts) => {
                let parts = **parts;
                self.range_iter(parts)
            }
            Obj::Deque(deque) => Iter::Deque {
                deque: handle,
                index: 0,
                reversed: false,
                length: deque.version as usize,
            },
            Obj::Iter(_) => return Some(None),
            Obj::Coroutine(coroutine) if coroutine.kind == crate::ir::Suspends::Generator => {
                return Some(None);
            }
            Obj::Namespace(of) => {
                let names = self.namespace_names(*of);
                let names = names
                    .into_iter()
                    .map(|name| self.sym_value(name))
                    .collect::<Vec<_>>();
                let list = self.heap.new_list(names);
                Iter::List {
                    list: list.as_ref()?,
                    index: 0,
                }
            }
            _ => return None,
        }))
    }

    pub(crate) fn range_iter(&mut self, parts: [Value; 3]) -> Iter {
        let [start, stop, step] = parts;
        match (start, step, self.range_count(parts)) {
            (Value::Int(next), Value::Int(step), Int::Small(left))
                if stays_small(next, step, left) =>
            {
                Iter::Range {
                    next,
                    step,
                    left: left as u64,
                }
            }
            _ => Iter::BigRange {
                next: start,
                step,
                stop,
            },
        }
    }

    /// How many numbers a range names.
    pub fn range_count(&self, parts: [Value; 3]) -> Int {
        let [start, stop, step] =
            parts.map(|part| self.as_int(part).unwrap_or(Int::Small(0)).to_big());
        let (low, high) = if step.is_negative() {
            (stop, start)
        } else {
            (start, stop)
        };
        if low >= high {
            return Int::Small(0);
        }
        ((high - low - 1_i32) / step.abs() + 1_i32).into()
    }

    /// The next item of an iterator, or nothing at its end.
    pub fn next(&mut self, iter: Value) -> Result<Option<Value>, Raised> {
        if let Value::Ref(handle) = iter {
            match self.heap.get(handle) {
                // Some iterators never end, and who asks them may run no instruction in between.
                Obj::Iter(_) => {
                    self.charge_builtin(1)?;
                    return self.advance(handle);
                }
                Obj::Coroutine(coroutine) if coroutine.kind == crate::ir::Suspends::Generator => {
                    return self.generator_next(handle);
                }
                _ => {}
            }
        }
        let Some(method) = self.special(iter, names::NEXT) else {
            let class = self.type_name(iter);
            return Err(self.type_error(format!("'{class}' object is not an iterator")));
        };
        match self.call(method, &[]) {
            Ok(value) => Ok(Some(value)),
            Err(raised) if self.is_raised(raised, Type::StopIteration) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    /// As `collect`, where CPython first asks how much will come: by `__len__` or `__length_hint__`, which may fail.
    pub fn collect_sized(&mut self, iterable: Value) -> Result<Vec<Value>, Raised> {
        if self.heap.instance(iterable).is_none() {
            return self.collect(iterable);
        }
        let iter = self.iterate(iterable)?;
        self.check_length_hint(iterable)?;
        self.collect(iter)
    }

    /// Asks an object for its length and for what it expects it to be; only what they raise matters.
    pub(crate) fn check_length_hint(&mut self, object: Value) -> Result<(), Raised> {
        if self.heap.instance(object).is_none() {
            return Ok(());
        }
        if self.user_method(object, names::LEN).is_some() {
            match self.length(object) {
                Err(raised) if self.is_raised(raised, Type::TypeError) => {}
                length => return length.map(drop),
            }
        }
        let Some(method) = self.user_method(object, names::LENGTH_HINT) else {
            return Ok(());
        };
        let method = self.bind_method(method, object);
        let hint = match self.call(method, &[]) {
            Err(raised) if self.is_raised(raised, Type::TypeError) => return Ok(()),
            hint => hint?,
        };
        if hint == Value::NotImplemented {
            return Ok(());
        }
        match self.as_int(hint).map(|hint| hint.to_i64()) {
            None => {
                let class = self.type_name(hint);
                Err(self.type_error(format!("__length_hint__ must be an integer, not {class}")))
            }
            Some(None) => Err(self.error(
                Type::OverflowError,
                "Python int too large to convert to C ssize_t",
            )),
            Some(Some(hint)) if hint < 0 => {
                Err(self.value_error("__length_hint__() should return >= 0"))
            }
            Some(Some(_)) => Ok(()),
        }
    }

    /// Everything an iterable gives.
    pub fn collect(&mut self, iterable: Value) -> Result<Vec<Value>, Raised> {
        if self.is_plain(iterable) {
            if let Some(items) = self.heap.items(iterable) {
                return Ok(items.to_vec());
            }
        }
        let iter = self.iterate(iterable)?;
        let mut items = Vec::new();
        while let Some(item) = self.next(iter)? {
            items.push(item);
            if items.len() % 1024 == 0 {
                self.reserve(items.len() * size_of::<Value>())?;
                self.charge_builtin(1024)?;
            }
        }
        Ok(items)
    }

    /// Advances an `Obj::Iter`.
    fn advance(&mut self, handle: Ref) -> Result<Option<Value>, Raised> {
        let Obj::Iter(iter) = self.heap.get(handle) else {
            return Ok(None);
        };
        match **iter {
            Iter::Dict {
                dict,
                position,
                length,
                left,
                version: _,
                view,
                reversed: false,
            } if !self.is_ordered(dict) => {
                return self.advance_along_dict(handle, dict, (position, length, left), view);
            }
            Iter::Str { text, offset } => return Ok(self.advance_text(handle, text, offset)),
            Iter::Enumerate { iter, count } => return self.advance_count(handle, iter, count),
            Iter::Zip { ref iters, strict } if iters.len() == 2 => {
                let iters = [iters[0], iters[1]];
                return self.advance_zip(handle, &iters, strict);
            }
            Iter::Set {
                set,
                position,
                length,
            } => return self.advance_set(handle, set, position, length),
            _ => {}
        }
        match iter.as_ref().clone() {
            Iter::Done | Iter::Str { .. } | Iter::Enumerate { .. } | Iter::Set { .. } => Ok(None),
            Iter::List { list, index } => {
                let item = self
                    .heap
                    .items(Value::Ref(list))
                    .and_then(|items| items.get(index))
                    .copied();
                Ok(self.step(
                    handle,
                    item,
                    Iter::List {
                        list,
                        index: index + 1,
                    },
                ))
            }
            Iter::ListReversed { list, index } => {
                let item = index
                    .checked_sub(1)
                    .and_then(|at| self.heap.items(Value::Ref(list))?.get(at).copied());
                Ok(self.step(
                    handle,
                    item,
                    Iter::ListReversed {
                        list,
                        index: index.saturating_sub(1),
                    },
                ))
            }
            Iter::Tuple { tuple, index } => {
                let item = self
                    .heap
                    .items(Value::Ref(tuple))
                    .and_then(|items| items.get(index))
                    .copied();
                Ok(self.step(
                    handle,
                    item,
                    Iter::Tuple {
                        tuple,
                        index: index + 1,
                    },
                ))
            }
            Iter::Bytes { bytes, index } => {
                let item = self
                    .heap
                    .bytes_like(Value::Ref(bytes))
                    .and_then(|bytes| bytes.get(index))
                    .map(|byte| Value::Int(i64::from(*byte)));
                Ok(self.step(
                    handle,
                    item,
                    Iter::Bytes {
                        bytes,
                        index: index + 1,
                    },
                ))
            }
            Iter::Range { next, step, left } => {
                let item = (left > 0).then_some(Value::Int(next));
                Ok(self.step(
                    handle,
                    item,
                    Iter::Range {
                        next: next.wrapping_add(step),
                        step,
                        left: left.saturating_sub(1),
                    },
                ))
            }
            Iter::BigRange { next, step, stop } => self.advance_big_range(handle, next, step, stop),
            Iter::Dict {
                dict,
                position,
                length,
                left,
                version,
                view,
                reversed,
            } => {
                let state = (position, length, left, version);
                self.advance_dict(handle, dict, state, view, reversed)
            }
            Iter::Deque {
                deque,
                index,
                reversed,
                length,
            } => {
                let Some(items) = self.heap.deque(Value::Ref(deque)) else {
                    return Ok(None);
                };
                if items.version as usize != length {
                    return Err(self.runtime_error("deque mutated during iteration"));
                }
                let at = if reversed {
                    items.items.len().checked_sub(index + 1)
                } else {
                    Some(index)
                };
                let item = at.and_then(|at| items.items.get(at)).copied();
                Ok(self.step(
                    handle,
                    item,
                    Iter::Deque {
                        deque,
                        index: index + 1,
                        reversed,
                        length,
                    },
                ))
            }
            Iter::Zip { iters, strict } => self.advance_zip(handle, &iters, strict),
            Iter::Map { function, iters } => {
                let mut args = Vec::with_capacity(iters.len());
                for iter in iters {
                    let Some(item) = self.next(iter)? else {
                        return Ok(None);
                    };
                    args.push(item);
                }
                self.call(function, &args).map(Some)
            }
            Iter::Filter { function, iter } => {
                while let Some(item) = self.next(iter)? {
                    let kept = if function.is_none() {
                        item
                    } else {
                        self.call(function, &[item])?
                    };
                    if self.truthy(kept)? {
                        return Ok(Some(item));
                    }
                    self.charge_builtin(1)?;
                }
                Ok(None)
            }
            Iter::Sentinel { function, sentinel } => {
                let item = self.call(function, &[])?;
                let ended = self.eq(item, sentinel)?;
                Ok(if ended {
                    self.step(handle, None, Iter::Done)
                } else {
                    Some(item)
                })
            }
            Iter::Sequence {
                object,
                index,
                reversed,
            } => self.advance_sequence(handle, object, index, reversed),
            Iter::Tool { tool, state } => crate::stdlib::advance(self, handle, tool, state),
        }
    }

    /// Of `enumerate`.
    fn advance_count(
        &mut self,
        handle: Ref,
        iter: Value,
        count: Value,
    ) -> Result<Option<Value>, Raised> {
        let item = match self.quick_next(iter) {
            Some(item) => item,
            None => match self.next(iter)? {
                Some(item) => item,
                None => return Ok(None),
            },
        };
        let next = match count {
            Value::Int(count) if count < i64::MAX => Value::Int(count + 1),
            _ => self.binary(super::operators::Binary::Add, count, Value::Int(1))?,
        };
        let pair = self.heap.new_tuple([count, item]);
        Ok(self.step(handle, Some(pair), Iter::Enumerate { iter, count: next }))
    }

    fn advance_set(
        &mut self,
        handle: Ref,
        set: Ref,
        position: usize,
        length: usize,
    ) -> Result<Option<Value>, Raised> {
        let Some(table) = self.heap.table(Value::Ref(set)) else {
            return Ok(None);
        };
        if table.len() != length {
            return Err(self.runtime_error("Set changed size during iteration"));
        }
        let found = table.next_from(position);
        let next = Iter::Set {
            set,
            position: found.map_or(position, |(at, ..)| at + 1),
            length,
        };
        Ok(self.step(handle, found.map(|(_, key, _)| key), next))
    }

    fn advance_text(&mut self, handle: Ref, text: Ref, offset: usize) -> Option<Value> {
        let Obj::Str(whole) = self.heap.get(text) else {
            return None;
        };
        let rest = whole.as_str().get(offset..).unwrap_or_default();
        let Some(next) = rest.chars().next() else {
            return self.step(handle, None, Iter::Done);
        };
        let item = self.new_char(next);
        if let Obj::Iter(iter) = self.heap.get_mut(handle) {
            if let Iter::Str { offset, .. } = &mut **iter {
                *offset += next.len_utf8();
            }
        }
        Some(item)
    }

    fn advance_along_dict(
        &mut self,
        handle: Ref,
        dict: Ref,
        (position, length, left): (usize, usize, usize),
        view: View,
    ) -> Result<Option<Value>, Raised> {
        let Obj::Dict(of) = self.heap.get(dict) else {
            return self.advance_dict(handle, dict, (position, length, left, 0), view, false);
        };
        if of.table.len() != length {
            return Err(self.dict_changed(dict, "dictionary changed size during iteration"));
        }
        let Some((at, key, value)) = of.table.next_from(position) else {
            return Ok(self.step(handle, None, Iter::Done));
        };
        if left == 0 {
            return Err(self.keys_changed(handle, dict));
        }
        if let Obj::Iter(iter) = self.heap.get_mut(handle) {
            if let Iter::Dict { position, left, .. } = &mut **iter {
                *position = at + 1;
                *left -= 1;
            }
        }
        Ok(Some(match view {
            View::Keys => key,
            View::Values => value,
            View::Items => self.heap.new_tuple([key, value]),
        }))
    }

    /// Notes where an iterator stands; at its end it stays.
    fn step(&mut self, handle: Ref, item: Option<Value>, next: Iter) -> Option<Value> {
        let next = if item.is_some() { next } else { Iter::Done };
        if let Obj::Iter(iter) = self.heap.get_mut(handle) {
            **iter = next;
        }
        item
    }

    fn advance_big_range(
        &mut self,
        handle: Ref,
        next: Value,
        step: Value,
        stop: Value,
    ) -> Result<Option<Value>, Raised> {
        if self.range_count([next, stop, step]).is_zero() {
            return Ok(self.step(handle, None, Iter::Done));
        }
        let after = self.binary(super::operators::Binary::Add, next, step)?;
        Ok(self.step(
            handle,
            Some(next),
            Iter::BigRange {
                next: after,
                step,
                stop,
            },
        ))
    }

    fn advance_dict(
        &mut self,
        handle: Ref,
        dict: Ref,
        (position, length, left, version): (usize, usize, usize, u32),
        view: View,
        reversed: bool,
    ) -> Result<Option<Value>, Raised> {
        let is_ordered = self.is_ordered(dict);
        let Some(table) = self.heap.table(Value::Ref(dict)) else {
            return Ok(None);
        };
        if is_ordered && length > 0 && table.version() != version {
            self.step(handle, None, Iter::Done);
            return Err(self.runtime_error("OrderedDict mutated during iteration"));
        }
        if table.len() != length {
            return Err(self.dict_changed(dict, "dictionary changed size during iteration"));
        }
        let found = if reversed {
            table.last_before(position)
        } else {
            table.next_from(position)
        };
        let Some((at, key, value)) = found else {
            return Ok(self.step(handle, None, Iter::Done));
        };
        if left == 0 && !reversed {
            return Err(self.keys_changed(handle, dict));
        }
        let position = if reversed { at } else { at + 1 };
        // An OrderedDict's iterator knows the next key beforehand: behind the last one it sees no change any more.
        let is_last = is_ordered
            && match reversed {
                true => table.last_before(position).is_none(),
                false => table.next_from(position).is_none(),
            };
        let item = match view {
            View::Keys => key,
            View::Values => value,
            View::Items => self.heap.new_tuple([key, value]),
        };
        let next = match is_last {
            true => Iter::Done,
            false => Iter::Dict {
                dict,
                position,
                length,
                left: left.saturating_sub(1),
                version,
                view,
                reversed,
            },
        };
        Ok(self.step(handle, Some(item), next))
    }

    /// More keys come than there were: some were removed and others added.
    fn keys_changed(&mut self, handle: Ref, dict: Ref) -> Raised {
        self.step(handle, None, Iter::Done);
        self.dict_changed(dict, "dictionary keys changed during iteration")
    }

    fn is_ordered(&self, dict: Ref) -> bool {
        matches!(self.heap.get(dict), Obj::Dict(of) if of.class == Type::OrderedDict)
    }

    fn dict_changed(&mut self, dict: Ref, message: &str) -> Raised {
        if self.is_ordered(dict) {
            return self.runtime_error("OrderedDict mutated during iteration");
        }
        self.runtime_error(message)
    }

    fn advance_zip(
        &mut self,
        handle: Ref,
        iters: &[Value],
        strict: bool,
    ) -> Result<Option<Value>, Raised> {
        let mut items = Vec::with_capacity(iters.len());
        for (index, iter) in iters.iter().enumerate() {
            match self.next(*iter)? {
                Some(item) => items.push(item),
                None if strict => return self.end_strict_zip(handle, iters, index),
                None => return Ok(self.step(handle, None, Iter::Done)),
            }
        }
        Ok(if iters.is_empty() {
            None
        } else {
            Some(self.heap.new_tuple(items))
        })
    }

    fn end_strict_zip(
        &mut self,
        handle: Ref,
        iters: &[Value],
        ended: usize,
    ) -> Result<Option<Value>, Raised> {
        self.step(handle, None, Iter::Done);
        let others = |count: usize| {
            if count == 1 {
                "argument 1".to_owned()
            } else {
                format!("arguments 1-{count}")
            }
        };
        if ended > 0 {
            let before = others(ended);
            return Err(self.value_error(format!(
                "zip() argument {} is shorter than {before}",
                ended + 1
            )));
        }
        for (index, iter) in iters.iter().enumerate().skip(1) {
            if self.next(*iter)?.is_some() {
                let before = others(index);
                return Err(self.value_error(format!(
                    "zip() argument {} is longer than {before}",
                    index + 1
                )));
            }
        }
        Ok(None)
    }

    fn advance_sequence(
        &mut self,
        handle: Ref,
        object: Value,
        index: i64,
        reversed: bool,
    ) -> Result<Option<Value>, Raised> {
        if index < 0 {
            return Ok(self.step(handle, None, Iter::Done));
        }
        match self.get_item(object, Value::Int(index)) {
            Ok(item) => {
                let index = if reversed { index - 1 } else { index + 1 };
                Ok(self.step(
                    handle,
                    Some(item),
                    Iter::Sequence {
                        object,
                        index,
                        reversed,
                    },
                ))
            }
            Err(raised)
                if self.is_raised(raised, Type::IndexError)
                    || self.is_raised(raised, Type::StopIteration) =>
            {
                Ok(self.step(handle, None, Iter::Done))
            }
            Err(raised) => Err(raised),
        }
    }

    /// Whether what was raised is an exception of a class.
    pub fn is_raised(&self, raised: Raised, class: Type) -> bool {
        match raised {
            Raised::Exception(exception) => self.is_instance(Value::Ref(exception), class),
            Raised::Limit(_) => false,
        }
    }
}

fn dict_iter(dict: Ref, table: &crate::value::Table, view: View) -> Iter {
    Iter::Dict {
        dict,
        position: 0,
        length: table.len(),
        left: table.len(),
        version: table.version(),
        view,
        reversed: false,
    }
}

/// Whether so many numbers of a range are all small ones.
pub(super) fn stays_small(start: i64, step: i64, count: i64) -> bool {
    let way = step.checked_mul((count - 1).max(0));
    way.and_then(|way| start.checked_add(way)).is_some()
}
