//! Iterators of the builtin kinds: their state is data, so that a snapshot can hold them.

use super::{Ref, Value};

/// An iterator that is not a generator and not an object with `__next__`. `vm::iterate` advances it.
#[derive(Clone, Debug)]
pub enum Iter {
    /// At its end; stays there.
    Done,
    /// A list, live: it sees what is appended while it runs.
    List {
        list: Ref,
        index: usize,
    },
    ListReversed {
        list: Ref,
        index: usize,
    },
    Tuple {
        tuple: Ref,
        index: usize,
    },
    /// Byte offset into the text.
    Str {
        text: Ref,
        offset: usize,
    },
    Bytes {
        bytes: Ref,
        index: usize,
    },
    Range {
        next: i64,
        step: i64,
        left: u64,
    },
    /// A range beyond 64 bits: current, step, stop.
    BigRange {
        next: Value,
        step: Value,
        stop: Value,
    },
    /// Over a dict's table: position in it, the length at the start for "changed size during iteration", and how many may still come.
    Dict {
        dict: Ref,
        position: usize,
        length: usize,
        left: usize,
        /// Of the table, for what an OrderedDict notices.
        version: u32,
        view: View,
        reversed: bool,
    },
    Set {
        set: Ref,
        position: usize,
        length: usize,
    },
    Deque {
        deque: Ref,
        index: usize,
        reversed: bool,
        length: usize,
    },
    Enumerate {
        iter: Value,
        count: Value,
    },
    Zip {
        iters: Vec<Value>,
        strict: bool,
    },
    Map {
        function: Value,
        iters: Vec<Value>,
    },
    Filter {
        function: Value,
        iter: Value,
    },
    /// `iter(callable, sentinel)`.
    Sentinel {
        function: Value,
        sentinel: Value,
    },
    /// `iter` or `reversed` of an object with `__getitem__` only.
    Sequence {
        object: Value,
        index: i64,
        reversed: bool,
    },
    /// Everything of `itertools` and the like: which one, and its values. `stdlib::itertools` advances it.
    Tool {
        tool: u16,
        state: Vec<Value>,
    },
}

/// Which of a dict's three views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Keys,
    Values,
    Items,
}
