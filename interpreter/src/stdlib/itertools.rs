//! `itertools`. The state of each iterator is a list of values in [`Iter::Tool`], so that a snapshot can hold it.

use crate::builtins::read;
use crate::value::iter::Iter;
use crate::value::{Obj, Ref, Value};
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Answer, Args, Binary, Native, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "itertools",
    functions: FUNCTIONS,
    types: &[],
    constant: no_constant,
};

const FUNCTIONS: &[Native] = &[
    function("accumulate", accumulate),
    function("chain", chain),
    function("chain.from_iterable", chain_from),
    function("combinations", |vm, args| {
        chosen(vm, args, "combinations", COMBINATIONS)
    }),
    function("combinations_with_replacement", |vm, args| {
        chosen(vm, args, "combinations_with_replacement", WITH_REPLACEMENT)
    }),
    function("compress", compress),
    function("count", count),
    function("cycle", cycle),
    function("dropwhile", |vm, args| {
        by_predicate(vm, args, "dropwhile", DROP_WHILE)
    }),
    function("filterfalse", |vm, args| {
        by_predicate(vm, args, "filterfalse", FILTER_FALSE)
    }),
    function("groupby", group_by),
    function("islice", islice),
    function("pairwise", pairwise),
    function("permutations", permutations),
    function("product", product),
    function("repeat", repeat),
    function("starmap", |vm, args| {
        by_predicate(vm, args, "starmap", STARMAP)
    }),
    function("takewhile", |vm, args| {
        by_predicate(vm, args, "takewhile", TAKE_WHILE)
    }),
    function("tee", tee),
    function("zip_longest", zip_longest),
];

// Snapshots hold these numbers: never change one.
const CHAIN_OF: u16 = 1;
const COUNT: u16 = 2;
const CYCLE: u16 = 3;
const ISLICE: u16 = 4;
const ZIP_LONGEST: u16 = 5;
const ACCUMULATE: u16 = 7;
const GROUP_BY: u16 = 8;
const GROUP: u16 = 9;
pub(crate) const REPEAT: u16 = 10;
const TAKE_WHILE: u16 = 11;
const DROP_WHILE: u16 = 12;
const STARMAP: u16 = 13;
const PAIRWISE: u16 = 14;
const FILTER_FALSE: u16 = 15;
const COMPRESS: u16 = 16;
const TEE: u16 = 18;
const PRODUCT: u16 = 19;
const PERMUTATIONS: u16 = 20;
const COMBINATIONS: u16 = 21;
const WITH_REPLACEMENT: u16 = 22;

fn tool(vm: &mut Vm, tool: u16, state: Vec<Value>) -> Answer {
    Ok(Value::Ref(
        vm.heap
            .alloc(Obj::Iter(Box::new(Iter::Tool { tool, state }))),
    ))
}

/// Puts a new state in place.
fn store(vm: &mut Vm, handle: Ref, tool: u16, state: Vec<Value>) {
    if let Obj::Iter(iter) = vm.heap.get_mut(handle) {
        **iter = Iter::Tool { tool, state };
    }
}

fn end(vm: &mut Vm, handle: Ref) -> Result<Option<Value>, Raised> {
    if let Obj::Iter(iter) = vm.heap.get_mut(handle) {
        **iter = Iter::Done;
    }
    Ok(None)
}

/// What `count` and `repeat` show of themselves; the others are plain objects.
pub(crate) fn shown(vm: &mut Vm, tool: u16, state: &[Value]) -> Result<Option<String>, Raised> {
    let (name, state) = match (tool, state) {
        (COUNT, [start, Value::Int(1)]) => ("count", &[*start][..]),
        (COUNT, _) => ("count", state),
        (REPEAT, [item, Value::None]) => ("repeat", &[*item][..]),
        (REPEAT, _) => ("repeat", state),
        _ => return Ok(None),
    };
    let mut parts = Vec::new();
    for value in state {
        parts.push(vm.repr(*value)?);
    }
    Ok(Some(format!("{name}({})", parts.join(", "))))
}

/// The next item of a tool.
pub(crate) fn advance(
    vm: &mut Vm,
    handle: Ref,
    tool: u16,
    state: Vec<Value>,
) -> Result<Option<Value>, Raised> {
    match tool {
        CHAIN_OF => next_of_chain(vm, handle, state),
        COUNT => {
            let after = vm.binary(Binary::Add, state[0], state[1])?;
            store(vm, handle, COUNT, vec![after, state[1]]);
            Ok(Some(state[0]))
        }
        CYCLE => next_of_cycle(vm, handle, state),
        ISLICE => next_of_slice(vm, handle, state),
        ZIP_LONGEST => next_longest(vm, handle, state),
        ACCUMULATE => next_accumulated(vm, handle, state),
        GROUP_BY => next_group(vm, handle, state),
        GROUP => next_in_group(vm, state),
        REPEAT => next_repeated(vm, handle, state),
        TAKE_WHILE => next_taken(vm, handle, state),
        DROP_WHILE => next_kept(vm, handle, state),
        STARMAP => match vm.next(state[1])? {
            Some(item) => {
                let args = vm.collect(item)?;
                vm.call(state[0], &args).map(Some)
            }
            None => end(vm, handle),
        },
        PAIRWISE => next_pair(vm, handle, state),
        FILTER_FALSE => next_false(vm, handle, state),
        COMPRESS => next_compressed(vm, handle, state),
        TEE => next_of_tee(vm, handle, state),
        PRODUCT => next_indexed(vm, handle, PRODUCT, state, advance_product),
        PERMUTATIONS => next_indexed(vm, handle, PERMUTATIONS, state, advance_permutation),
        COMBINATIONS => next_indexed(vm, handle, COMBINATIONS, state, advance_combination),
        WITH_REPLACEMENT => next_indexed(
            vm,
            handle,
            WITH_REPLACEMENT,
            state,
            advance_with_replacement,
        ),
        _ => Ok(None),
    }
}

fn chain(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.no_keywords(vm, "chain")?;
    let all = vm.heap.new_tuple(args.positional);
    let iterables = vm.iterate(all)?;
    tool(vm, CHAIN_OF, vec![iterables, Value::Unbound])
}

fn chain_from(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "from_iterable")?;
    let iterables = vm.iterate(iterable)?;
    tool(vm, CHAIN_OF, vec![iterables, Value::Unbound])
}

/// State: the iterator of iterables, the current one.
fn next_of_chain(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    let mut current = state[1];
    loop {
        if !current.is_unbound() {
            if let Some(item) = vm.next(current)? {
                return Ok(Some(item));
            }
        }
        let Some(iterable) = vm.next(state[0])? else {
            return end(vm, handle);
        };
        current = vm.iterate(iterable)?;
        store(vm, handle, CHAIN_OF, vec![state[0], current]);
    }
}

fn count(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [start, step] = args.bind(vm, "count", ["start", "step"], 0, 2)?;
    let state = vec![
        start.bound().unwrap_or(Value::Int(0)),
        step.bound().unwrap_or(Value::Int(1)),
    ];
    if state
        .iter()
        .any(|value| vm.as_int(*value).is_none() && !matches!(value, Value::Float(_)))
    {
        return Err(vm.type_error("a number is required"));
    }
    tool(vm, COUNT, state)
}

fn cycle(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "cycle")?;
    let iterator = vm.iterate(iterable)?;
    let saved = vm.heap.new_list(Vec::new());
    tool(vm, CYCLE, vec![iterator, saved, Value::Int(-1)])
}

/// State: the iterator, what it gave, and where the repetition stands (-1 while it still gives).
fn next_of_cycle(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    let mut at = match state[2] {
        Value::Int(at) => at,
        _ => 0,
    };
    if at < 0 {
        if let Some(item) = vm.next(state[0])? {
            vm.list_push(state[1], item);
            return Ok(Some(item));
        }
        at = 0;
    }
    let length = vm.heap.list(state[1]).map_or(0, Vec::len);
    if length == 0 {
        return end(vm, handle);
    }
    let item = vm
        .heap
        .list(state[1])
        .and_then(|items| items.get(at as usize % length).copied());
    store(
        vm,
        handle,
        CYCLE,
        vec![state[0], state[1], Value::Int((at + 1) % length as i64)],
    );
    Ok(item)
}

fn islice(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable, first, second, step] = args.between(vm, "islice", 2)?;
    let (start, stop) = if second.is_unbound() {
        (Value::None, first)
    } else {
        (first, second)
    };
    let read = |vm: &mut Vm, value: Value, message: &str| -> Result<Option<i64>, Raised> {
        if value.is_none() || value.is_unbound() {
            return Ok(None);
        }
        match vm
            .as_int(value)
            .and_then(|int| int.to_i64())
            .filter(|value| *value >= 0)
        {
            Some(value) => Ok(Some(value)),
            None => Err(vm.value_error(message)),
        }
    };
    let indices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    let is_below = |vm: &Vm, value| {
        let int = vm.as_int(value).and_then(|int| int.to_i64());
        int.is_some_and(|int| int < -1)
    };
    let stops = if is_below(vm, stop) {
        indices
    } else {
        "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    };
    let stop = read(vm, stop, stops)?.map_or(Value::None, Value::Int);
    let start = read(vm, start, indices)?.unwrap_or(0);
    let step = read(
        vm,
        step,
        "Step for islice() must be a positive integer or None.",
    )?
    .unwrap_or(1);
    if step == 0 {
        return Err(vm.value_error("Step for islice() must be a positive integer or None."));
    }
    let iterator = vm.iterate(iterable)?;
    tool(
        vm,
        ISLICE,
        vec![
            iterator,
            Value::Int(start),
            stop,
            Value::Int(step),
            Value::Int(0),
        ],
    )
}

/// State: the iterator, the next wanted position, the stop, the step, the position of the iterator.
fn next_of_slice(vm: &mut Vm, handle: Ref, mut state: Vec<Value>) -> Result<Option<Value>, Raised> {
    let (Value::Int(wanted), Value::Int(step), Value::Int(mut at)) = (state[1], state[3], state[4])
    else {
        return end(vm, handle);
    };
    let stop = if let Value::Int(stop) = state[2] {
        stop
    } else {
        i64::MAX
    };
    let goal = wanted.min(stop);
    while at < goal {
        if vm.next(state[0])?.is_none() {
            return end(vm, handle);
        }
        at += 1;
    }
    if wanted >= stop {
        return end(vm, handle);
    }
    let Some(item) = vm.next(state[0])? else {
        return end(vm, handle);
    };
    state[1] = Value::Int(wanted.saturating_add(step).min(stop));
    state[4] = Value::Int(at + 1);
    store(vm, handle, ISLICE, state);
    Ok(Some(item))
}

fn zip_longest(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let options = Args {
        this: Value::Unbound,
        positional: &[],
        keywords: args.keywords,
    };
    let [fill] = options.bind(vm, "zip_longest", ["fillvalue"], 0, 0)?;
    let mut state = vec![fill.bound().unwrap_or(Value::None)];
    for iterable in args.positional {
        state.push(vm.iterate(*iterable)?);
    }
    tool(vm, ZIP_LONGEST, state)
}

/// State: the fill value, then the iterators (none in place of those at their end).
fn next_longest(vm: &mut Vm, handle: Ref, mut state: Vec<Value>) -> Result<Option<Value>, Raised> {
    let mut items = Vec::with_capacity(state.len() - 1);
    for index in 1..state.len() {
        let next = if state[index].is_none() {
            None
        } else {
            vm.next(state[index])?
        };
        if next.is_none() {
            state[index] = Value::None;
        }
        items.push(next.unwrap_or(state[0]));
    }
    if state[1..].iter().all(|iterator| iterator.is_none()) {
        return end(vm, handle);
    }
    store(vm, handle, ZIP_LONGEST, state);
    Ok(Some(vm.heap.new_tuple(items)))
}

fn accumulate(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable, function, initial] =
        args.bind(vm, "accumulate", ["iterable", "func", "initial"], 1, 2)?;
    let iterator = vm.iterate(iterable)?;
    let initial = if initial.is_none() {
        Value::Unbound
    } else {
        initial
    };
    let function = function.bound().unwrap_or(Value::None);
    tool(
        vm,
        ACCUMULATE,
        vec![iterator, function, Value::Unbound, initial],
    )
}

/// State: the iterator, the function, the total so far, an initial value not given out yet.
fn next_accumulated(
    vm: &mut Vm,
    handle: Ref,
    mut state: Vec<Value>,
) -> Result<Option<Value>, Raised> {
    let total = if !state[3].is_unbound() {
        std::mem::take(&mut state[3])
    } else {
        let Some(item) = vm.next(state[0])? else {
            return end(vm, handle);
        };
        match (state[2].is_unbound(), state[1].is_none()) {
            (true, _) => item,
            (false, true) => vm.binary(Binary::Add, state[2], item)?,
            (false, false) => vm.call(state[1], &[state[2], item])?,
        }
    };
    state[2] = total;
    store(vm, handle, ACCUMULATE, state);
    Ok(Some(total))
}

fn group_by(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable, key] = args.bind(vm, "groupby", ["iterable", "key"], 1, 2)?;
    let iterator = vm.iterate(iterable)?;
    // What the groups share with it: key and item read last, the key of the current group, and its number.
    let parts = vm.heap.new_list(Vec::new());
    let state = vec![iterator, key.bound().unwrap_or(Value::None), parts];
    let [nothing, number] = [Value::Unbound, Value::Int(0)];
    share(vm, &state, [nothing, nothing, nothing, number]);
    tool(vm, GROUP_BY, state)
}

fn shared(vm: &Vm, state: &[Value]) -> [Value; 4] {
    let parts = vm
        .heap
        .list(state[2])
        .and_then(|parts| <[Value; 4]>::try_from(&parts[..]).ok());
    let nothing = |part: Value| {
        if part.is(state[2]) {
            Value::Unbound
        } else {
            part
        }
    };
    parts.map_or([Value::Unbound; 4], |parts| parts.map(nothing))
}

/// A list holds values only: itself, which no key and no item is, stands for none.
fn share(vm: &mut Vm, state: &[Value], parts: [Value; 4]) {
    if let Some(list) = vm.heap.list_mut(state[2]) {
        let kept = |part: Value| if part.is_unbound() { state[2] } else { part };
        *list = parts.map(kept).to_vec();
    }
}

/// Reads one item on; false at the end.
fn read_on(vm: &mut Vm, state: &[Value]) -> Result<bool, Raised> {
    let Some(item) = vm.next(state[0])? else {
        return Ok(false);
    };
    let key = if state[1].is_none() {
        item
    } else {
        vm.call(state[1], &[item])?
    };
    let [_, _, target, number] = shared(vm, state);
    share(vm, state, [key, item, target, number]);
    Ok(true)
}

fn next_group(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    loop {
        let [key, _, target, number] = shared(vm, &state);
        let fresh = !key.is_unbound() && (target.is_unbound() || !vm.eq(key, target)?);
        if fresh {
            let Value::Int(number) = number else {
                return end(vm, handle);
            };
            let [_, item, ..] = shared(vm, &state);
            share(vm, &state, [key, item, key, Value::Int(number + 1)]);
            let group = tool(
                vm,
                GROUP,
                vec![state[0], state[1], state[2], Value::Int(number + 1)],
            )?;
            return Ok(Some(vm.heap.new_tuple([key, group])));
        }
        if !read_on(vm, &state)? {
            return end(vm, handle);
        }
    }
}

/// State: as its groupby's, and the group's number. An item is given out once: then its place is unbound.
fn next_in_group(vm: &mut Vm, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    let [_, item, _, number] = shared(vm, &state);
    if number != state[3] {
        return Ok(None);
    }
    if item.is_unbound() && !read_on(vm, &state)? {
        let [.., target, number] = shared(vm, &state);
        share(vm, &state, [Value::Unbound, Value::Unbound, target, number]);
        return Ok(None);
    }
    let [key, item, target, number] = shared(vm, &state);
    if key.is_unbound() || !vm.eq(key, target)? {
        return Ok(None);
    }
    share(vm, &state, [key, Value::Unbound, target, number]);
    Ok(Some(item))
}

fn repeat(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, times] = args.bind(vm, "repeat", ["object", "times"], 1, 2)?;
    let times = if times.is_unbound() {
        Value::None
    } else {
        Value::Int(read::word(vm, times)?.max(0))
    };
    tool(vm, REPEAT, vec![object, times])
}

fn next_repeated(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    match state[1] {
        Value::Int(left) if left <= 0 => end(vm, handle),
        Value::Int(left) => {
            store(vm, handle, REPEAT, vec![state[0], Value::Int(left - 1)]);
            Ok(Some(state[0]))
        }
        _ => Ok(Some(state[0])),
    }
}

fn by_predicate(vm: &mut Vm, args: &Args<'_>, name: &str, which: u16) -> Answer {
    let [function, iterable] = args.between(vm, name, 2)?;
    let iterator = vm.iterate(iterable)?;
    tool(vm, which, vec![function, iterator])
}

fn holds(vm: &mut Vm, function: Value, item: Value) -> Result<bool, Raised> {
    let answer = if function.is_none() {
        item
    } else {
        vm.call(function, &[item])?
    };
    vm.truthy(answer)
}

/// The same, where None is no function.
fn answers(vm: &mut Vm, function: Value, item: Value) -> Result<bool, Raised> {
    let answer = vm.call(function, &[item])?;
    vm.truthy(answer)
}

fn next_taken(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    match vm.next(state[1])? {
        Some(item) if answers(vm, state[0], item)? => Ok(Some(item)),
        _ => end(vm, handle),
    }
}

/// State: the predicate (unbound once it has failed), the iterator.
fn next_kept(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    while let Some(item) = vm.next(state[1])? {
        if state[0].is_unbound() {
            return Ok(Some(item));
        }
        if !answers(vm, state[0], item)? {
            store(vm, handle, DROP_WHILE, vec![Value::Unbound, state[1]]);
            return Ok(Some(item));
        }
    }
    end(vm, handle)
}

fn next_false(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    while let Some(item) = vm.next(state[1])? {
        if !holds(vm, state[0], item)? {
            return Ok(Some(item));
        }
    }
    end(vm, handle)
}

fn pairwise(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "pairwise")?;
    let iterator = vm.iterate(iterable)?;
    tool(vm, PAIRWISE, vec![iterator, Value::Unbound])
}

fn next_pair(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    let first = if state[1].is_unbound() {
        vm.next(state[0])?
    } else {
        Some(state[1])
    };
    let Some(first) = first else {
        return end(vm, handle);
    };
    let Some(second) = vm.next(state[0])? else {
        return end(vm, handle);
    };
    store(vm, handle, PAIRWISE, vec![state[0], second]);
    Ok(Some(vm.heap.new_tuple([first, second])))
}

fn compress(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [data, selectors] = args.bind(vm, "compress", ["data", "selectors"], 2, 2)?;
    let state = vec![vm.iterate(data)?, vm.iterate(selectors)?];
    tool(vm, COMPRESS, state)
}

fn next_compressed(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    while let (Some(item), Some(selected)) = (vm.next(state[0])?, vm.next(state[1])?) {
        if vm.truthy(selected)? {
            return Ok(Some(item));
        }
    }
    end(vm, handle)
}

/// The iterators share one list of what was read; each keeps its place in it.
fn tee(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable, count] = args.between(vm, "tee", 1)?;
    let count = read::word_or(vm, count, 2)?;
    if count < 0 {
        return Err(vm.value_error("n must be >= 0"));
    }
    let iterator = vm.iterate(iterable)?;
    let read = vm.heap.new_list(Vec::new());
    let mut items = Vec::new();
    for _ in 0..count {
        items.push(tool(vm, TEE, vec![iterator, read, Value::Int(0)])?);
    }
    Ok(vm.heap.new_tuple(items))
}

fn next_of_tee(vm: &mut Vm, handle: Ref, state: Vec<Value>) -> Result<Option<Value>, Raised> {
    let Value::Int(at) = state[2] else {
        return end(vm, handle);
    };
    let known = vm
        .heap
        .list(state[1])
        .and_then(|items| items.get(at as usize).copied());
    let item = match known {
        Some(item) => item,
        None => {
            let Some(item) = vm.next(state[0])? else {
                return end(vm, handle);
            };
            vm.list_push(state[1], item);
            item
        }
    };
    store(
        vm,
        handle,
        TEE,
        vec![state[0], state[1], Value::Int(at + 1)],
    );
    Ok(Some(item))
}

fn product(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let options = Args {
        this: Value::Unbound,
        positional: &[],
        keywords: args.keywords,
    };
    let [times] = options.bind(vm, "product", ["repeat"], 0, 0)?;
    let times = read::word_or(vm, times, 1)?;
    if times < 0 {
        return Err(vm.value_error("repeat argument cannot be negative"));
    }
    let mut pools = Vec::new();
    for iterable in args.positional {
        let items = vm.collect(*iterable)?;
        pools.push(vm.heap.new_tuple(items));
    }
    vm.reserve(
        pools
            .len()
            .saturating_mul(times as usize)
            .saturating_mul(16),
    )?;
    let pools = pools.repeat(times as usize);
    let indices = vec![Value::Int(0); pools.len()];
    indexed(vm, PRODUCT, pools, indices)
}

fn pool_and_size(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    required: usize,
) -> Result<(Vec<Value>, usize), Raised> {
    let [iterable, size] = args.bind(vm, name, ["iterable", "r"], required, 2)?;
    // Of permutations all are taken unless a number is given, and the pool is read first.
    let (pool, size) = match (required, size) {
        (1, Value::Unbound | Value::None) => {
            let pool = vm.collect(iterable)?;
            let all = pool.len() as i64;
            (pool, all)
        }
        (1, size) => {
            let pool = vm.collect(iterable)?;
            if vm.as_int(size).is_none() {
                return Err(vm.type_error("Expected int as r"));
            }
            (pool, read::word(vm, size)?)
        }
        (_, size) => {
            let size = read::word(vm, size)?;
            (vm.collect(iterable)?, size)
        }
    };
    match usize::try_from(size) {
        Ok(size) => Ok((pool, size)),
        Err(_) => Err(vm.value_error("r must be non-negative")),
    }
}

fn permutations(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (pool, size) = pool_and_size(vm, args, "permutations", 1)?;
    choosing(vm, PERMUTATIONS, pool, size)
}

fn chosen(vm: &mut Vm, args: &Args<'_>, name: &str, which: u16) -> Answer {
    let (pool, size) = pool_and_size(vm, args, name, 2)?;
    choosing(vm, which, pool, size)
}

fn choosing(vm: &mut Vm, which: u16, pool: Vec<Value>, size: usize) -> Answer {
    let impossible = if which == WITH_REPLACEMENT {
        pool.is_empty() && size > 0
    } else {
        size > pool.len()
    };
    if impossible {
        return Ok(Value::Ref(vm.heap.alloc(Obj::Iter(Box::new(Iter::Done)))));
    }
    vm.reserve(size.saturating_mul(2 * size_of::<Value>()))?;
    let first = |index: usize| {
        Value::Int(if which == WITH_REPLACEMENT {
            0
        } else {
            index as i64
        })
    };
    let indices = (0..size).map(first).collect();
    let pool = vm.heap.new_tuple(pool);
    indexed(vm, which, vec![pool], indices)
}

/// State: the pools, the indices of the next result, whether there is one.
fn indexed(vm: &mut Vm, which: u16, pools: Vec<Value>, indices: Vec<Value>) -> Answer {
    let (pools, indices) = (vm.heap.new_tuple(pools), vm.heap.new_tuple(indices));
    tool(vm, which, vec![pools, indices])
}

type Step = fn(&mut [usize], &[usize]) -> bool;

fn next_indexed(
    vm: &mut Vm,
    handle: Ref,
    which: u16,
    state: Vec<Value>,
    step: Step,
) -> Result<Option<Value>, Raised> {
    let pools: Vec<Vec<Value>> = vm
        .heap
        .items(state[0])
        .unwrap_or_default()
        .to_vec()
        .into_iter()
        .map(|pool| vm.heap.items(pool).unwrap_or_default().to_vec())
        .collect();
    let mut indices: Vec<usize> = vm
        .heap
        .items(state[1])
        .unwrap_or_default()
        .iter()
        .map(|index| {
            if let Value::Int(index) = index {
                *index as usize
            } else {
                0
            }
        })
        .collect();
    let sizes: Vec<usize> = pools.iter().map(Vec::len).collect();
    if which == PRODUCT && sizes.contains(&0) {
        return end(vm, handle);
    }
    let pool_of = |place: usize| {
        if which == PRODUCT {
            &pools[place]
        } else {
            &pools[0]
        }
    };
    let items: Vec<Value> = indices
        .iter()
        .enumerate()
        .map(|(place, index)| pool_of(place)[*index])
        .collect();
    if step(&mut indices, &sizes) {
        let indices: Vec<Value> = indices
            .into_iter()
            .map(|index| Value::Int(index as i64))
            .collect();
        let indices = vm.heap.new_tuple(indices);
        store(vm, handle, which, vec![state[0], indices]);
    } else {
        end(vm, handle)?;
    }
    Ok(Some(vm.heap.new_tuple(items)))
}

fn advance_product(indices: &mut [usize], sizes: &[usize]) -> bool {
    for (index, size) in indices.iter_mut().zip(sizes).rev() {
        *index += 1;
        if *index < *size {
            return true;
        }
        *index = 0;
    }
    false
}

/// The next arrangement in the order of positions.
fn advance_permutation(indices: &mut [usize], sizes: &[usize]) -> bool {
    for place in (0..indices.len()).rev() {
        let used = |candidate: usize| indices[..place].contains(&candidate);
        let Some(next) = (indices[place] + 1..sizes[0]).find(|candidate| !used(*candidate)) else {
            continue;
        };
        indices[place] = next;
        for later in place + 1..indices.len() {
            let free = (0..sizes[0]).find(|candidate| !indices[..later].contains(candidate));
            indices[later] = free.unwrap_or(0);
        }
        return true;
    }
    false
}

fn advance_combination(indices: &mut [usize], sizes: &[usize]) -> bool {
    let (size, count) = (sizes[0], indices.len());
    let Some(place) = (0..count)
        .rev()
        .find(|place| indices[*place] != place + size - count)
    else {
        return false;
    };
    indices[place] += 1;
    for later in place + 1..count {
        indices[later] = indices[later - 1] + 1;
    }
    true
}

fn advance_with_replacement(indices: &mut [usize], sizes: &[usize]) -> bool {
    let last = sizes[0].saturating_sub(1);
    let Some(place) = (0..indices.len())
        .rev()
        .find(|place| indices[*place] != last)
    else {
        return false;
    };
    let next = indices[place] + 1;
    indices[place..].fill(next);
    true
}
