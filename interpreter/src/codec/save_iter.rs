//! Iterators to bytes. A position in a table is written as the number of live entries before it, because a loaded table has no gaps.

use super::save::Saver;
use super::tags::iter as tag;
use crate::value::iter::{Iter, View};
use crate::value::{Ref, Type, Value};

pub(super) fn iter(to: &mut Saver<'_>, iter: &Iter) {
    match iter {
        Iter::Done => to.out.byte(tag::DONE),
        Iter::List { list, index } => at(to, tag::LIST, *list, *index),
        Iter::ListReversed { list, index } => at(to, tag::LIST_REVERSED, *list, *index),
        Iter::Tuple { tuple, index } => at(to, tag::TUPLE, *tuple, *index),
        Iter::Str { text, offset } => at(to, tag::STR, *text, *offset),
        Iter::Bytes { bytes, index } => at(to, tag::BYTES, *bytes, *index),
        Iter::Range { next, step, left } => {
            to.out.byte(tag::RANGE);
            to.out.signed(*next);
            to.out.signed(*step);
            to.out.number(*left);
        }
        Iter::BigRange { next, step, stop } => {
            to.out.byte(tag::BIG_RANGE);
            to.each(&[*next, *step, *stop]);
        }
        Iter::Dict {
            dict,
            position,
            length,
            left,
            version,
            view: kind,
            reversed,
        } => {
            let rank = rank(to, *dict, *position);
            at(to, tag::DICT, *dict, rank);
            to.out.size(*length);
            // Usually it follows from the rest: no key was removed and another added.
            let follows = *left == usual_left(rank, *length, *reversed);
            let table = to.vm.heap.table(Value::Ref(*dict));
            let ordered = to.vm.type_of(Value::Ref(*dict)) == Type::OrderedDict;
            let changed = ordered && table.is_some_and(|table| table.version() != *version);
            to.out.byte(
                u8::from(changed) << 4
                    | u8::from(!follows) << 3
                    | view(*kind) << 1
                    | u8::from(*reversed),
            );
            if !follows {
                to.out.size(*left);
            }
        }
        Iter::Set {
            set,
            position,
            length,
        } => {
            at(to, tag::SET, *set, rank(to, *set, *position));
            to.out.size(*length);
        }
        Iter::Deque {
            deque,
            index,
            reversed,
            length,
        } => {
            at(to, tag::DEQUE, *deque, *index);
            to.out.size(changes(to, *deque, *length));
            to.out.byte(u8::from(*reversed));
        }
        Iter::Enumerate { iter, count } => {
            to.out.byte(tag::ENUMERATE);
            to.each(&[*iter, *count]);
        }
        Iter::Zip { iters, strict } => {
            to.out.byte(tag::ZIP);
            to.out.byte(u8::from(*strict));
            to.values(iters);
        }
        Iter::Map { function, iters } => {
            to.out.byte(tag::MAP);
            to.value(*function);
            to.values(iters);
        }
        Iter::Filter { function, iter } => {
            to.out.byte(tag::FILTER);
            to.each(&[*function, *iter]);
        }
        Iter::Sentinel { function, sentinel } => {
            to.out.byte(tag::SENTINEL);
            to.each(&[*function, *sentinel]);
        }
        Iter::Sequence {
            object,
            index,
            reversed,
        } => {
            to.out.byte(tag::SEQUENCE);
            to.value(*object);
            to.out.signed(*index);
            to.out.byte(u8::from(*reversed));
        }
        Iter::Tool { tool, state } => {
            to.out.byte(tag::TOOL);
            to.out.number(u64::from(*tool));
            to.values(state);
        }
    }
}

pub(super) fn view(view: View) -> u8 {
    match view {
        View::Keys => 0,
        View::Values => 1,
        View::Items => 2,
    }
}

fn at(to: &mut Saver<'_>, tag: u8, of: Ref, index: usize) {
    to.out.byte(tag);
    to.handle(of);
    to.out.size(index);
}

/// How many keys an iterator over a dict that did not change may still give.
pub(super) fn usual_left(rank: usize, length: usize, reversed: bool) -> usize {
    if reversed {
        rank
    } else {
        length.saturating_sub(rank)
    }
}

/// A loaded deque counts its changes from 0: whether it has changed since the iterator was made.
fn changes(to: &Saver<'_>, of: Ref, version: usize) -> usize {
    let deque = to.vm.heap.deque(Value::Ref(of));
    usize::from(deque.is_none_or(|deque| deque.version as usize != version))
}

/// Live entries before a position.
fn rank(to: &Saver<'_>, of: Ref, position: usize) -> usize {
    let Some(table) = to.vm.heap.table(Value::Ref(of)) else {
        return position;
    };
    (0..position.min(table.positions()))
        .filter(|each| table.at(*each).is_some())
        .count()
}
