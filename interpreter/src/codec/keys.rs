//! Which keys of tables have a hash that can be computed again without running the program's code.

use crate::value::{Heap, Obj, Value};

pub(super) fn is_plain(heap: &Heap, key: Value) -> bool {
    match key {
        Value::Ref(handle) => matches!(
            heap.get(handle),
            Obj::Str(_) | Obj::Bytes(_) | Obj::BigInt(_)
        ),
        _ => true,
    }
}
