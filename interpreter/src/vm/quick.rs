//! What the loop does without a call: the commonest cases of items, attributes and iteration, which need no method and cannot fail.
//! Each returns nothing (or false), with nothing changed, where the case is another.

use crate::ir::{self, Program};
use crate::value::iter::Iter;
use crate::value::{Obj, Value};

use super::Vm;
use super::caches::Found;
use super::calls::FRAMES_MAX;
use super::frame::{Entry, Frame};
use super::registers;
use super::slow::At;

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
        if let Some(found) = self.quick_key(object, key) {
            return found;
        }
        let (Value::Ref(handle), Value::Int(index)) = (object, key) else {
            return None;
        };
        let Obj::Str(text) = self.heap.get(handle) else {
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
