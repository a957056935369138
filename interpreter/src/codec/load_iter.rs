//! Bytes to iterators: the mirror of `save_iter`.

use super::bytes::corrupt;
use super::load::Loader;
use super::tags::iter as tag;
use crate::error::Corrupt;
use crate::value::iter::{Iter, View};

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
    Ok(Iter::Dict {
        dict,
        position,
        length,
        view: view(kind >> 1)?,
        reversed: kind & 1 == 1,
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
