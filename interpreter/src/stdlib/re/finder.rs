//! What `finditer` gives: matches, each looked for when it is asked for.

use super::matched;
use super::programs::program_of;
use super::subject::{Bounds, find_one};
use crate::regex::Place;
use crate::value::iter::Iter;
use crate::value::{Obj, Ref, Value};
use crate::vm::{Raised, Vm};

/// The number of this tool in snapshots.
pub(crate) const FINDER: u16 = 64;

/// Its state: the pattern, the text, `pos`, `endpos`, the bytes where it goes on and where it ends, whether what comes must not be empty.
pub(super) fn new(vm: &mut Vm, pattern: Value, string: Value, bounds: Bounds) -> Value {
    let numbers = [bounds.pos, bounds.endpos, bounds.begin, bounds.end];
    let mut state = vec![pattern, string];
    state.extend(numbers.map(|number| Value::Int(number as i64)));
    state.push(Value::Bool(false));
    let iter = Iter::Tool {
        tool: FINDER,
        state,
    };
    Value::Ref(vm.heap.alloc(Obj::Iter(Box::new(iter))))
}

/// The next match.
pub(crate) fn next_found(
    vm: &mut Vm,
    handle: Ref,
    state: &[Value],
) -> Result<Option<Value>, Raised> {
    let [pattern, string, rest @ .., filled] = state else {
        return Ok(None);
    };
    let numbers: Vec<usize> = rest.iter().copied().map(natural).collect();
    let [pos, endpos, begin, end] = numbers[..] else {
        return Ok(None);
    };
    let bounds = Bounds {
        pos,
        endpos,
        begin,
        end,
    };
    let program = program_of(vm, *pattern)?;
    let filled = *filled == Value::Bool(true);
    let found = find_one(vm, &program, *string, bounds, Place::Anywhere, filled)?;
    let next = match &found {
        None => Iter::Done,
        Some(found) => {
            let (first, last) = found.span();
            let mut state = state.to_vec();
            state[4] = Value::Int(last as i64);
            state[6] = Value::Bool(first == last);
            Iter::Tool {
                tool: FINDER,
                state,
            }
        }
    };
    if let Obj::Iter(iter) = vm.heap.get_mut(handle) {
        **iter = next;
    }
    Ok(found.map(|found| matched::new(vm, *pattern, *string, bounds, &found)))
}

/// A number of a state, which a snapshot may have forged.
fn natural(value: Value) -> usize {
    match value {
        Value::Int(number) => usize::try_from(number).unwrap_or(0),
        _ => 0,
    }
}
