//! What the loop does without a call: the commonest cases of items, attributes and iteration, which need no method and cannot fail.
//! Each returns nothing (or false), with nothing changed, where the case is another.

use crate::ir::{self, Op, Program};
use crate::text::slice::Slice;
use crate::value::iter::{Iter, View};
use crate::value::{Obj, Ref, Str, Value};

use super::Vm;
use super::caches::Found;
use super::calls::FRAMES_MAX;
use super::compare::Comparison;
use super::frame::{Entry, Frame};
use super::registers;
use super::slow::{At, Next};

/// Slices of more items are made where the heap is asked for room.
const SLICE_MAX: usize = 1 << 12;

/// A position in a sequence, counted from its end if negative.
#[inline(always)]
fn position(index: i64, length: usize) -> usize {
    let at = if index < 0 {
        index.wrapping_add(length as i64)
    } else {
        index
    };
    usize::try_from(at).unwrap_or(usize::MAX)
}

impl Vm {
    /// `list[int]`, `tuple[int]`
    #[inline(always)]
    pub(super) fn quick_item(&self, object: Value, key: Value) -> Option<Value> {
        let (Value::Ref(handle), Value::Int(index)) = (object, key) else {
            return None;
        };
        let items: &[Value] = match self.heap.get(handle) {
            Obj::List(items) => items,
            Obj::Tuple(items) => items,
            _ => return None,
        };
        items.get(position(index, items.len())).copied()
    }

    /// `dict[text or int]` that is there, `text[int]`
    pub(super) fn quick_key_or_char(&mut self, object: Value, key: Value) -> Option<Value> {
        let Value::Ref(handle) = object else {
            return None;
        };
        let Obj::Str(text) = self.heap.get(handle) else {
            return self.quick_key(object, key)?;
        };
        let Value::Int(index) = key else {
            return None;
        };
        let char = text.char_at(position(index, text.chars()))?;
        Some(self.heap.new_char(char))
    }

    /// `a, b = value`, of a list or tuple of the right length.
    pub(super) fn quick_unpack(&mut self, at: At) -> bool {
        let Value::Ref(handle) = self.reg(at.base, ir::b(at.word)) else {
            return false;
        };
        let items: &[Value] = match self.heap.get(handle) {
            Obj::Tuple(items) => items,
            Obj::List(items) => items,
            _ => return false,
        };
        let first = at.base + usize::from(ir::a(at.word));
        if items.is_empty() || items.len() != usize::from(ir::c(at.word)) {
            return false;
        }
        for (register, item) in self.registers[first..].iter_mut().zip(items) {
            *register = *item;
        }
        true
    }

    /// What a cell holds, if anything.
    #[inline(always)]
    pub(super) fn quick_cell(&self, cell: Value) -> Option<Value> {
        match cell {
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Cell(content) => content.bound(),
                _ => None,
            },
            _ => None,
        }
    }

    /// `list[int] = value`
    #[inline(always)]
    pub(super) fn quick_set_item(&mut self, object: Value, key: Value, value: Value) -> bool {
        let (Value::Ref(handle), Value::Int(index)) = (object, key) else {
            return false;
        };
        if !matches!(self.heap.get(handle), Obj::List(_)) {
            return false;
        }
        let Obj::List(items) = self.heap.get_mut(handle) else {
            return false;
        };
        let at = position(index, items.len());
        match items.get_mut(at) {
            Some(item) => {
                *item = value;
                true
            }
            None => false,
        }
    }

    /// The next of a list or tuple.
    #[inline(always)]
    pub(super) fn quick_next(&mut self, iter: Value) -> Option<Value> {
        let Value::Ref(handle) = iter else {
            return None;
        };
        let Obj::Iter(state) = self.heap.get(handle) else {
            return None;
        };
        let item = match **state {
            Iter::List { list, index } => match self.heap.get(list) {
                Obj::List(items) => *items.get(index)?,
                _ => return None,
            },
            Iter::Tuple { tuple, index } => match self.heap.get(tuple) {
                Obj::Tuple(items) => *items.get(index)?,
                _ => return None,
            },
            Iter::Range { next, left, .. } if left > 0 => Value::Int(next),
            _ => return None,
        };
        if let Obj::Iter(state) = self.heap.get_mut(handle) {
            match &mut **state {
                Iter::List { index, .. } | Iter::Tuple { index, .. } => *index += 1,
                Iter::Range { next, step, left } => {
                    *next = next.wrapping_add(*step);
                    *left -= 1;
                }
                _ => {}
            }
        }
        Some(item)
    }

    /// The next of a text, a dict or an `enumerate` or `zip` of what is simple, in a loop; one that makes pairs which the next
    /// instruction would take apart puts their parts there and makes no tuple. None, with nothing changed, where it is none of these
    /// or at its end.
    pub(super) fn quick_unpacked_pair(&mut self, iter: Value, behind: u32, at: At) -> Option<Next> {
        let Value::Ref(handle) = iter else {
            return None;
        };
        let Obj::Iter(state) = self.heap.get(handle) else {
            return None;
        };
        let (first, second) = match **state {
            Iter::Str { text, offset } => {
                let item = self.quick_char(handle, text, offset)?;
                self.set_reg(at.base, ir::a(at.word), item);
                return Some(Next::Instruction);
            }
            Iter::Dict {
                view,
                reversed: false,
                ..
            } => {
                let (key, value) = self.quick_entry(handle)?;
                let single = match view {
                    View::Keys => key,
                    View::Values => value,
                    View::Items => return Some(self.deliver_pair(key, value, behind, at)),
                };
                self.set_reg(at.base, ir::a(at.word), single);
                return Some(Next::Instruction);
            }
            Iter::Enumerate {
                iter,
                count: count @ Value::Int(number @ 0..=0xffff_ffff),
            } => {
                let item = self.quick_next(iter)?;
                if let Obj::Iter(state) = self.heap.get_mut(handle) {
                    if let Iter::Enumerate { count, .. } = &mut **state {
                        *count = Value::Int(number + 1);
                    }
                }
                (count, item)
            }
            Iter::Zip {
                ref iters,
                strict: false,
            } => {
                let &[first, second] = &iters[..] else {
                    return None;
                };
                // The second is asked only once the first has something, and may be the first.
                if first == second || !self.has_quick_next(first) || !self.has_quick_next(second) {
                    return None;
                }
                (self.quick_next(first)?, self.quick_next(second)?)
            }
            _ => return None,
        };
        Some(self.deliver_pair(first, second, behind, at))
    }

    fn deliver_pair(&mut self, first: Value, second: Value, behind: u32, at: At) -> Next {
        let whole = ir::a(at.word);
        let parted = registers::op(behind) == Op::Unpack
            && ir::b(behind) == whole
            && ir::c(behind) == 2
            && self.is_temporary(whole);
        if parted {
            self.set_reg(at.base, whole, Value::Unbound);
            self.set_reg(at.base, ir::a(behind), first);
            self.set_reg(at.base, ir::a(behind) + 1, second);
            return Next::Pair;
        }
        let pair = self.heap.new_tuple([first, second]);
        self.set_reg(at.base, whole, pair);
        Next::Instruction
    }

    /// Whether a register of the top frame has no name: what unpacks it is the only one that reads it.
    fn is_temporary(&self, register: u8) -> bool {
        self.frames
            .last()
            .is_some_and(|frame| register >= self.shapes[frame.code as usize].first_temporary)
    }

    /// Whether `quick_next` gives something.
    fn has_quick_next(&self, iter: Value) -> bool {
        let Value::Ref(handle) = iter else {
            return false;
        };
        let Obj::Iter(state) = self.heap.get(handle) else {
            return false;
        };
        match **state {
            Iter::List { list, index } => index < self.list_len(list),
            Iter::Tuple { tuple, index } => match self.heap.get(tuple) {
                Obj::Tuple(items) => index < items.len(),
                _ => false,
            },
            Iter::Range { left, .. } => left > 0,
            _ => false,
        }
    }

    fn quick_char(&mut self, handle: Ref, text: Ref, at: usize) -> Option<Value> {
        let Obj::Str(whole) = self.heap.get(text) else {
            return None;
        };
        let byte = *whole.as_str().as_bytes().get(at)?;
        if !byte.is_ascii() {
            return None;
        }
        if let Obj::Iter(state) = self.heap.get_mut(handle) {
            if let Iter::Str { offset, .. } = &mut **state {
                *offset = at + 1;
            }
        }
        Some(self.heap.new_char(char::from(byte)))
    }

    /// The next entry of an iterator over a dict that has not changed.
    fn quick_entry(&mut self, handle: Ref) -> Option<(Value, Value)> {
        let Obj::Iter(state) = self.heap.get(handle) else {
            return None;
        };
        let Iter::Dict {
            dict,
            position,
            length,
            left: 1..,
            ..
        } = **state
        else {
            return None;
        };
        let Obj::Dict(of) = self.heap.get(dict) else {
            return None;
        };
        // An OrderedDict notices more.
        if of.table.len() != length || of.class == crate::value::Type::OrderedDict {
            return None;
        }
        let (at, key, value) = of.table.next_from(position)?;
        if let Obj::Iter(state) = self.heap.get_mut(handle) {
            if let Iter::Dict { position, left, .. } = &mut **state {
                *position = at + 1;
                *left -= 1;
            }
        }
        Some((key, value))
    }

    /// `text in text`, and keys of dicts and sets that need no method.
    pub(super) fn quick_contains(&self, container: Value, item: Value) -> Option<bool> {
        let Value::Ref(handle) = container else {
            return None;
        };
        match self.heap.get(handle) {
            Obj::Str(text) => {
                let part = self.heap.text(item)?;
                Some(match part.as_str().as_bytes() {
                    [byte] => text.as_str().as_bytes().contains(byte),
                    _ => text.as_str().contains(part.as_str()),
                })
            }
            Obj::Dict(_) => Some(self.quick_key(container, item)?.is_some()),
            Obj::Set(table) | Obj::FrozenSet(table) => self.quick_member(table, item),
            _ => None,
        }
    }

    /// `==` and `!=` of texts.
    #[inline]
    pub(super) fn quick_equal(&self, comparison: Comparison, x: Value, y: Value) -> Option<bool> {
        let (Value::Ref(x), Value::Ref(y)) = (x, y) else {
            return None;
        };
        let (Obj::Str(one), Obj::Str(other)) = (self.heap.get(x), self.heap.get(y)) else {
            return None;
        };
        match comparison {
            Comparison::Eq => Some(x == y || one.same(other)),
            Comparison::Ne => Some(x != y && !one.same(other)),
            _ => None,
        }
    }

    /// `sequence[start:stop]` of small ints or nothing, where no slice need be made for it.
    pub(super) fn quick_slice(&mut self, behind: u32, at: At) -> bool {
        if ir::c(at.word) == 0 || registers::op(behind) != Op::GetItem {
            return false;
        }
        let Value::Ref(handle) = self.reg(at.base, ir::b(behind)) else {
            return false;
        };
        let bound = |register: u8| match self.reg(at.base, register) {
            Value::Int(bound) => Some(Some(bound)),
            Value::None => Some(None),
            _ => None,
        };
        let first = ir::b(at.word);
        let (Some(start), Some(stop), Some(None)) =
            (bound(first), bound(first + 1), bound(first + 2))
        else {
            return false;
        };
        let length = match self.heap.get(handle) {
            Obj::Str(text) => text.chars(),
            Obj::List(items) => items.len(),
            Obj::Tuple(items) => items.len(),
            _ => return false,
        };
        let Ok(slice) = Slice::resolve(start, stop, None, length) else {
            return false;
        };
        // Large ones ask for room first.
        if slice.count() > SLICE_MAX || self.is_full() {
            return false;
        }
        let part = match self.heap.get(handle) {
            Obj::Str(text) => {
                let (start, stop) = (slice.start as usize, slice.stop.max(slice.start) as usize);
                let part = Str::of_parts(&[text.slice(start, stop)]);
                self.heap.new_text(part)
            }
            Obj::List(items) => {
                let items = slice.of(items).to_vec();
                self.heap.new_list(items)
            }
            Obj::Tuple(items) if slice.count() < items.len() => {
                let items = slice.of(items).to_vec();
                self.heap.new_tuple(items)
            }
            _ => return false,
        };
        self.set_reg(at.base, ir::a(at.word), Value::Unbound);
        self.set_reg(at.base, ir::a(behind), part);
        true
    }

    /// An attribute that stands in the instance where it stood the last time.
    #[inline(always)]
    pub(super) fn quick_attribute(&self, object: Value, site: usize) -> Option<Value> {
        let instance = self.heap.instance(object)?;
        let site = self.found_for(site, instance.class)?;
        match site.found {
            Found::Slot(position) => instance.attrs.at(position as usize, site.name),
            _ => None,
        }
    }

    #[inline(always)]
    pub(super) fn quick_set_attribute(&mut self, object: Value, value: Value, site: usize) -> bool {
        let Value::Ref(handle) = object else {
            return false;
        };
        let Obj::Instance(instance) = self.heap.get(handle) else {
            return false;
        };
        let Some(site) = self.found_for(site, instance.class) else {
            return false;
        };
        let (found, name) = (site.found, site.name);
        let Obj::Instance(instance) = self.heap.get_mut(handle) else {
            return false;
        };
        match found {
            Found::Slot(position) => instance.attrs.set_at(position as usize, name, value),
            Found::New(count) if instance.attrs.len() == count as usize => {
                if instance.attrs.set(name, value) {
                    self.heap.charge(24);
                }
                true
            }
            _ => false,
        }
    }

    /// The method that the class of an instance had the last time, if nothing in the instance hides it.
    #[inline(always)]
    pub(super) fn quick_method_of_instance(&self, object: Value, site: usize) -> Option<Value> {
        let instance = self.heap.instance(object)?;
        let site = self.found_for(site, instance.class)?;
        match site.found {
            Found::Method(function) if instance.attrs.position(site.name).is_none() => {
                Some(function)
            }
            _ => None,
        }
    }

    /// Whether another frame is below the limit of recursion.
    #[inline(always)]
    pub(super) fn has_room(&self) -> bool {
        self.frames.len() < FRAMES_MAX
    }

    /// A frame for a function that takes exactly these arguments by position, out of the caller's registers. Cells are not filled.
    #[inline(always)]
    pub(super) fn push_call(&mut self, code: u32, this: Value, first: usize, count: usize) {
        let base = self.push_frame(code, Entry::Call);
        let mut to = base;
        if !this.is_unbound() {
            self.registers[to] = this;
            to += 1;
        }
        for index in 0..count {
            self.registers[to + index] = self.registers[first + index];
        }
    }

    /// What a call returned, to the instruction that the top frame stands at; it goes on after it.
    #[inline(always)]
    pub(super) fn deliver_call(&mut self, program: &Program, value: Value) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let word = program.functions[frame.code as usize].code[frame.pc as usize];
        frame.pc += 1 + registers::op(word).extra_words() as u32;
        let base = frame.base as usize;
        self.set_reg(base, ir::a(word), value);
    }

    /// A frame with unbound registers; returns its base.
    #[inline(always)]
    pub(crate) fn push_frame(&mut self, code: u32, entry: Entry) -> usize {
        let base = self.registers.len();
        let count = usize::from(self.shapes[code as usize].registers);
        self.registers.resize(base + count, Value::Unbound);
        self.frames.push(Frame {
            code,
            pc: 0,
            base: base as u32,
            entry,
            owner: None,
            handling: Value::Unbound,
            delegate: Value::Unbound,
        });
        base
    }
}
