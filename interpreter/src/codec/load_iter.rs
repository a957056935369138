//! Bytes to iterators: the mirror of `save_iter`.

use super::bytes::corrupt;
use super::load::Loader;
use super::save_iter::usual_left;
use super::tags::iter as tag;
use crate::error::Corrupt;
use crate::value::iter::{Iter, View};

/// The mark of an iterator over a dict that says how many keys are left.
const SAYS_LEFT: u8 = 8;

/// The OrderedDict was changed since.
const CHANGED: u8 = 16;

pub(super) fn iter(from: &mut Loader<'_, '_>) -> Result<Iter, Corrupt> {
    Ok(match from.input.byte()? {
        tag::DONE => Iter::Done,
        tag::LIST => Iter::List {
            list: from.handle()?,
            index: from.input.size()?,
        },
        tag::LIST_REVERSED => Iter::ListReversed {
            list: from.handle()?,
            index: from.input.size()?,
        },
        tag::TUPLE => Iter::Tuple {
            tuple: from.handle()?,
            index: from.input.size()?,
        },
        tag::STR => Iter::Str {
            text: from.handle()?,
            offset: from.input.size()?,
        },
        tag::BYTES => Iter::Bytes {
            bytes: from.handle()?,
            index: from.input.size()?,
        },
        tag::RANGE => Iter::Range {
            next: from.input.signed()?,
            step: from.input.signed()?,
            left: from.input.number()?,
        },
        tag::BIG_RANGE => {
            let [next, step, stop] = from.array()?;
            Iter::BigRange { next, step, stop }
        }
        tag::DICT => over_dict(from)?,
        tag::SET => Iter::Set {
            set: from.handle()?,
            position: from.input.size()?,
            length: from.input.size()?,
        },
        tag::DEQUE => Iter::Deque {
            deque: from.handle()?,
            index: from.input.size()?,
            length: from.input.size()?,
            reversed: from.flag()?,
        },
        tag::ENUMERATE => {
            let [iter, count] = from.array()?;
            Iter::Enumerate { iter, count }
        }
        tag::ZIP => Iter::Zip {
            strict: from.flag()?,
            iters: from.values()?,
        },
        tag::MAP => Iter::Map {
            function: from.value()?,
            iters: from.values()?,
        },
        tag::FILTER => {
            let [function, iter] = from.array()?;
            Iter::Filter { function, iter }
        }
        tag::SENTINEL => {
            let [function, sentinel] = from.array()?;
            Iter::Sentinel { function, sentinel }
        }
        tag::SEQUENCE => Iter::Sequence {
            object: from.value()?,
            index: from.input.signed()?,
            reversed: from.flag()?,
        },
        tag::TOOL => Iter::Tool {
            tool: u16::try_from(from.input.number()?)
                .map_err(|_| corrupt("an iterator is of no known kind"))?,
            state: from.values()?,
        },
        _ => return Err(corrupt("an iterator is of no known kind")),
    })
}

fn over_dict(from: &mut Loader<'_, '_>) -> Result<Iter, Corrupt> {
    let dict = from.handle()?;
    let position = from.input.size()?;
    let length = from.input.size()?;
    let kind = from.input.byte()?;
    let reversed = kind & 1 == 1;
    let left = if kind & SAYS_LEFT == 0 {
        usual_left(position, length, reversed)
    } else {
        from.input.size()?
    };
    // A table that was read has had one change an entry.
    let version = length as u32 + u32::from(kind & CHANGED != 0);
    Ok(Iter::Dict {
        dict,
        position,
        length,
        left,
        version,
        view: view((kind & !SAYS_LEFT & !CHANGED) >> 1)?,
        reversed,
    })
}

pub(super) fn view(number: u8) -> Result<View, Corrupt> {
    match number {
        0 => Ok(View::Keys),
        1 => Ok(View::Values),
        2 => Ok(View::Items),
        _ => Err(corrupt("a view of a dict is of no known kind")),
    }
}
