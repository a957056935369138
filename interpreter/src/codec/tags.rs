//! What the first bytes of values and objects in a snapshot say. Numbers here are format version 1: add, never renumber.

/// How a value begins.
pub(super) mod value {
    pub(in crate::codec) const UNBOUND: u64 = 0;
    pub(in crate::codec) const NONE: u64 = 1;
    pub(in crate::codec) const ELLIPSIS: u64 = 2;
    pub(in crate::codec) const NOT_IMPLEMENTED: u64 = 3;
    pub(in crate::codec) const FALSE: u64 = 4;
    pub(in crate::codec) const TRUE: u64 = 5;
    pub(in crate::codec) const INT: u64 = 6;
    pub(in crate::codec) const FLOAT: u64 = 7;
    pub(in crate::codec) const TYPE: u64 = 8;
    pub(in crate::codec) const NATIVE: u64 = 9;
    pub(in crate::codec) const MODULE: u64 = 10;
    pub(in crate::codec) const ACTION: u64 = 11;
    pub(in crate::codec) const EXTERNAL: u64 = 12;
    /// An object of the base image.
    pub(in crate::codec) const BASE: u64 = 13;
    /// The ints from 0 to 9.
    pub(in crate::codec) const DIGIT: u64 = 14;
    /// The objects of the snapshot.
    pub(in crate::codec) const OBJECT: u64 = 24;
}

/// How an object begins.
pub(super) mod object {
    pub(in crate::codec) const STR: u8 = 1;
    pub(in crate::codec) const BYTES: u8 = 2;
    pub(in crate::codec) const BYTE_ARRAY: u8 = 3;
    pub(in crate::codec) const BIG_INT: u8 = 4;
    pub(in crate::codec) const COMPLEX: u8 = 5;
    pub(in crate::codec) const LIST: u8 = 6;
    pub(in crate::codec) const TUPLE: u8 = 7;
    /// A plain `dict`.
    pub(in crate::codec) const DICT: u8 = 8;
    /// One of `collections`.
    pub(in crate::codec) const DICT_OF: u8 = 9;
    pub(in crate::codec) const SET: u8 = 10;
    pub(in crate::codec) const FROZEN_SET: u8 = 11;
    pub(in crate::codec) const RANGE: u8 = 12;
    pub(in crate::codec) const SLICE: u8 = 13;
    pub(in crate::codec) const ITER: u8 = 14;
    pub(in crate::codec) const DICT_VIEW: u8 = 15;
    pub(in crate::codec) const NAMESPACE: u8 = 16;
    pub(in crate::codec) const CELL: u8 = 17;
    pub(in crate::codec) const FUNCTION: u8 = 18;
    pub(in crate::codec) const BOUND_METHOD: u8 = 19;
    pub(in crate::codec) const PARTIAL: u8 = 20;
    pub(in crate::codec) const CLASS: u8 = 21;
    pub(in crate::codec) const INSTANCE: u8 = 22;
    pub(in crate::codec) const EXCEPTION: u8 = 23;
    pub(in crate::codec) const TRACEBACK: u8 = 24;
    pub(in crate::codec) const PROPERTY: u8 = 25;
    pub(in crate::codec) const STATIC_METHOD: u8 = 26;
    pub(in crate::codec) const CLASS_METHOD: u8 = 27;
    pub(in crate::codec) const SUPER: u8 = 28;
    pub(in crate::codec) const COROUTINE: u8 = 29;
    pub(in crate::codec) const ASYNC_STEP: u8 = 30;
    pub(in crate::codec) const FUTURE: u8 = 31;
    pub(in crate::codec) const ACTION_CALL: u8 = 32;
    pub(in crate::codec) const DEQUE: u8 = 33;
    pub(in crate::codec) const RECORD: u8 = 34;
    pub(in crate::codec) const PATTERN: u8 = 35;
}

/// How an iterator begins.
pub(super) mod iter {
    pub(in crate::codec) const DONE: u8 = 0;
    pub(in crate::codec) const LIST: u8 = 1;
    pub(in crate::codec) const LIST_REVERSED: u8 = 2;
    pub(in crate::codec) const TUPLE: u8 = 3;
    pub(in crate::codec) const STR: u8 = 4;
    pub(in crate::codec) const BYTES: u8 = 5;
    pub(in crate::codec) const RANGE: u8 = 6;
    pub(in crate::codec) const BIG_RANGE: u8 = 7;
    pub(in crate::codec) const DICT: u8 = 8;
    pub(in crate::codec) const SET: u8 = 9;
    pub(in crate::codec) const DEQUE: u8 = 10;
    pub(in crate::codec) const ENUMERATE: u8 = 11;
    pub(in crate::codec) const ZIP: u8 = 12;
    pub(in crate::codec) const MAP: u8 = 13;
    pub(in crate::codec) const FILTER: u8 = 14;
    pub(in crate::codec) const SENTINEL: u8 = 15;
    pub(in crate::codec) const SEQUENCE: u8 = 16;
    pub(in crate::codec) const TOOL: u8 = 17;
}

/// What a future is; its state is two more bits.
pub(super) mod future {
    pub(in crate::codec) const PLAIN: u8 = 0;
    pub(in crate::codec) const ACTION: u8 = 1;
    pub(in crate::codec) const TIMER: u8 = 2;
    pub(in crate::codec) const GATHER: u8 = 3;
    pub(in crate::codec) const SHIELD: u8 = 4;
    /// Of the first builds, which had no contexts and named every task.
    pub(in crate::codec) const NAMED_TASK: u8 = 5;
    /// 6 was `wait_for`, which is Python of our own now.
    pub(in crate::codec) const SENT_ACTION: u8 = 7;
    pub(in crate::codec) const TASK: u8 = 8;
    pub(in crate::codec) const ALARM: u8 = 9;
}
