//! What is searched: positions that Python counts in characters, and those of bytes that the engine has.

use super::error::stopped;
use crate::regex::{Budget, Found, Place, Program, Stop, Subject, find, find_all};
use crate::value::{Heap, Value};
use crate::vm::{Raised, Vm};

/// The whole of a text or of bytes.
pub(super) fn view(heap: &Heap, value: Value) -> Option<Subject<'_>> {
    let inner = heap.payload(value);
    match heap.text(inner) {
        Some(text) if text.is_ascii() => Some(Subject::Octets(text.as_str().as_bytes())),
        Some(text) => Some(Subject::Text(text.as_str())),
        None => heap.bytes_like(inner).map(Subject::Octets),
    }
}

/// Where a search begins and ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// In characters, as `Match.pos` and `Match.endpos` show them.
    pub(super) pos: usize,
    pub(super) endpos: usize,
    /// In bytes.
    pub(super) begin: usize,
    pub(super) end: usize,
}

impl Bounds {
    /// `pos` and `endpos` of a method, put into what is searched.
    pub(super) fn new(heap: &Heap, value: Value, pos: i64, endpos: i64) -> Bounds {
        let length = length(heap, value);
        // An address of wasm has 32 bits: what is beyond them is the end, not the beginning.
        let within = |index: i64| index.clamp(0, length as i64) as usize;
        let (pos, endpos) = (within(pos), within(endpos));
        let at = |index| match view(heap, value) {
            Some(Subject::Text(text)) if index == length => text.len(),
            Some(Subject::Text(text)) => crate::text::slice::byte_of(text, index),
            _ => index,
        };
        Bounds {
            pos,
            endpos,
            begin: at(pos),
            end: at(endpos),
        }
    }
}

/// In characters.
pub(super) fn length(heap: &Heap, value: Value) -> usize {
    let inner = heap.payload(value);
    match heap.text(inner) {
        Some(text) => text.chars(),
        None => heap.bytes_like(inner).map_or(0, <[u8]>::len),
    }
}

/// The character that a byte belongs to.
pub(super) fn index_of(heap: &Heap, value: Value, byte: usize) -> usize {
    match view(heap, value) {
        Some(Subject::Text(text)) => {
            let before = text.get(..byte).unwrap_or(text);
            before.chars().count()
        }
        _ => byte,
    }
}

/// What stands between two bytes, as a new value.
pub(super) fn slice(vm: &mut Vm, value: Value, begin: usize, end: usize) -> Value {
    let inner = vm.heap.payload(value);
    if let Some(text) = vm.heap.text(inner) {
        let text = text.as_str();
        if begin == 0 && end == text.len() {
            return inner;
        }
        let part = text.get(begin..end).unwrap_or_default().to_owned();
        return vm.heap.new_str(part);
    }
    let bytes = vm.heap.bytes_like(inner).unwrap_or_default();
    // A bytearray may have become shorter since.
    let end = end.min(bytes.len());
    let part = bytes.get(begin.min(end)..end).unwrap_or_default().to_vec();
    vm.heap.new_bytes(part)
}

/// Refuses what the program cannot search.
pub(super) fn check(vm: &mut Vm, program: &Program, value: Value) -> Result<(), Raised> {
    let is_text = vm.heap.str(value).is_some();
    let message = if !is_text && vm.heap.bytes_like(value).is_none() {
        let kind = vm.type_name(value);
        format!("expected string or bytes-like object, got '{kind}'")
    } else if is_text && !program.is_text {
        "cannot use a bytes pattern on a string-like object".to_owned()
    } else if !is_text && program.is_text {
        "cannot use a string pattern on a bytes-like object".to_owned()
    } else {
        return Ok(());
    };
    Err(vm.type_error(message))
}

fn cut<'t>(subject: Subject<'t>, end: usize) -> Subject<'t> {
    match subject {
        Subject::Octets(bytes) => Subject::Octets(bytes.get(..end).unwrap_or(bytes)),
        Subject::Text(text) => Subject::Text(text.get(..end).unwrap_or(text)),
    }
}

/// One match. `filled` if it must not be empty where the search begins.
pub(super) fn find_one(
    vm: &mut Vm,
    program: &Program,
    value: Value,
    bounds: Bounds,
    place: Place,
    filled: bool,
) -> Result<Option<Found>, Raised> {
    run(vm, value, bounds.end, |subject, budget| {
        find(program, subject, bounds.begin, place, filled, budget)
    })
}

/// At most `limit` matches.
pub(super) fn find_many(
    vm: &mut Vm,
    program: &Program,
    value: Value,
    bounds: Bounds,
    limit: usize,
) -> Result<Vec<Found>, Raised> {
    run(vm, value, bounds.end, |subject, budget| {
        find_all(program, subject, bounds.begin, limit, budget)
    })
}

fn run<T: Default>(
    vm: &mut Vm,
    value: Value,
    end: usize,
    search: impl FnOnce(Subject<'_>, &mut Budget) -> Result<T, Stop>,
) -> Result<T, Raised> {
    let limit = usize::try_from(vm.limits.heap_bytes).unwrap_or(usize::MAX);
    vm.gather_fuel();
    let mut budget = Budget {
        steps: vm.fuel,
        room_bytes: limit.saturating_sub(vm.heap.bytes()),
    };
    let Some(subject) = view(&vm.heap, value) else {
        return Ok(T::default());
    };
    if end > u32::MAX as usize - 1 {
        return Err(stopped(Stop::Room));
    }
    let found = search(cut(subject, end), &mut budget);
    vm.fuel = budget.steps;
    vm.divide_fuel();
    found.map_err(stopped)
}
