//! The machine: frames, calls, classes, exceptions and the scheduler, over the values of [`value`](crate::value).
//!
//! # Adding a builtin
//! A builtin function is `fn(&mut Vm, &Args) -> Answer`, and a row in a static table ([`native`]):
//! ```ignore
//! // builtins/list.rs
//! pub(super) const METHODS: &[Native] = &[new(make), method("append", append), method("__len__", len)];
//!
//! fn append(vm: &mut Vm, args: &Args<'_>) -> Answer {
//!     let item = args.one(vm, "list.append")?;
//!     vm.list_push(args.this, item);
//!     Ok(Value::None)
//! }
//! ```
//! `builtins/mod.rs` maps each [`Type`] to its table; `stdlib/mod.rs` lists the modules (the functions of `builtins` are the first
//! module). Operators and protocols find special methods by name in the same tables (`__add__`, `__len__`, `__getitem__`, `__iter__`,
//! `__next__`, `__repr__`, `__format__`, `__eq__`, `__lt__`, `__hash__`, `__bool__`, `__contains__`, `__call__`, `__enter__`, ...), after
//! the fast paths that the machine has of its own: see `operators`, `compare`, `convert`, `iterate`. A method that does not handle its
//! argument returns `Value::NotImplemented`, as in Python.
//!
//! A builtin class whose state is a few values needs no new object kind: `vm.heap.new_record(Type::X, fields)`, read with
//! `vm.heap.record(value)`. `object::Obj` has a variant only where that would be slow or unnatural.
//!
//! # The doors that builtins use
//! | call | what |
//! |---|---|
//! | `vm.call(f, &[a, b])`, `vm.call_with(f, &[a], &[(sym, v)])` | call back into Python; `Err(Raised)` is passed on with `?` |
//! | `vm.call_method(x, names::KEYS, &[])` | `x.keys()` |
//! | `vm.iterate(x)` then `vm.next(it)? -> Option<Value>`; `vm.collect(x) -> Vec<Value>` | iteration |
//! | `vm.eq(a, b) -> bool`, `vm.compare(Comparison::Lt, a, b) -> Value`, `vm.lt(a, b) -> bool` | comparison, user methods included |
//! | `vm.hash(x) -> i64`, `vm.truthy(x) -> bool`, `vm.length(x) -> i64` | |
//! | `vm.repr(x) -> String`, `vm.str(x) -> String`, `vm.format(x, spec) -> String` | |
//! | `vm.binary(Binary::Add, a, b)`, `vm.unary(Unary::Neg, a)` | operators |
//! | `vm.get_attr(x, sym)`, `vm.get_attr_or(x, sym) -> Option`, `vm.set_attr(x, sym, v)`, `vm.del_attr(x, sym)` | attributes |
//! | `vm.get_item(x, k)`, `vm.set_item(x, k, v)`, `vm.del_item(x, k)`, `vm.contains(x, k) -> bool` | items |
//! | `vm.class_of(x) -> Value`, `vm.type_of(x) -> Type`, `vm.type_name(x) -> String`, `vm.is_instance(x, Type)`, `vm.is_subclass(a, b)` | classes |
//! | `vm.lookup(class, sym) -> Option<Value>`, `vm.special(x, sym) -> Option<Value>` (bound) | through the MRO |
//! | `vm.dict_get(d, k)`, `vm.dict_set(d, k, v)`, `vm.dict_remove(d, k)`, `vm.set_add(s, k)`, `vm.set_has`, `vm.set_discard` | tables |
//! | `vm.list_push(list, x)`, `vm.reserve(bytes)?` before something big | the heap limit |
//! | `vm.type_error(text)`, `vm.value_error(..)`, `vm.error(Type::X, text)`, `vm.error_with(Type::X, &[args])` | make an exception: `Err(vm.type_error(..))` |
//! | `vm.fault(fault)` | the exception of a `Fault` of `number` or `text` |
//! | `vm.to_index(x) -> i64`, `vm.as_int(x) -> Option<Int>`, `vm.from_int(Int) -> Value`, `vm.as_float(x)` | numbers |
//! | `vm.now_micros()`, `vm.random.next()` | the step's time, the instance's randomness |
//! | `vm.heap.str(x) -> Option<&str>`, `vm.heap.items(x)`, `vm.heap.new_str(..)`, ... | see [`value::heap`](crate::value::heap) |
//!
//! The collector runs only between instructions of the outermost loop, never inside a builtin: values in Rust locals are safe.
//! Recursion over values (nested lists and the like) passes through `vm.deeper(|vm| ...)`, which raises `RecursionError` in time.

mod abandoned;
mod actions;
mod anchor;
mod arity;
mod attributes;
mod awaits;
mod bind;
mod caches;
mod calls;
mod class_body;
mod classes;
mod closing;
pub mod compare;
mod context;
mod control;
mod convert;
mod data;
mod dict;
mod dispatch;
pub mod errors;
pub mod frame;
mod futures;
mod garbage;
mod gathers;
mod generators;
mod groups;
mod instances;
mod items;
mod iterate;
pub mod machine;
mod namespaces;
pub mod native;
mod numbers;
pub mod operators;
mod patterns;
mod pauses;
mod quick;
mod quick_native;
mod raise;
pub mod random;
mod ready;
mod recorded;
mod registers;
mod run;
mod slots;
mod slow;
mod tasks;
mod traceback;
mod wrappers;

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

pub use compare::Comparison;
pub use errors::Raised;
pub use machine::Machine;
pub use native::{Answer, Args, Native, NativeFn, NativeKind};
pub use operators::{Binary, Unary};

use crate::effect::{Effect, Limits};
use crate::ir::Program;
use crate::value::future::Ready;
use crate::value::symbol::FnvMap;
use crate::value::{Heap, NativeId, Ref, Sym, Symbols, Type, Value};
use frame::Frame;

/// Everything of one machine: the program, the base image and the instance that is loaded.
pub struct Vm {
    pub heap: Heap,
    pub symbols: Symbols,
    pub program: Rc<Program>,
    /// `program.names`, interned.
    pub(crate) names: Vec<Sym>,
    /// `program.constants`, made once; part of the base image.
    pub(crate) constants: Vec<Value>,
    /// What `LoadBuiltin` gives for each name that one uses; part of the base image.
    pub(crate) builtins: Vec<Value>,
    /// By number as in `program.globals`.
    pub(crate) globals: Vec<Value>,
    /// `globals` after init.
    pub(crate) base_globals: Vec<Value>,
    pub(crate) registers: Vec<Value>,
    pub(crate) frames: Vec<Frame>,
    /// Rust calls of the loop inside each other, and recursion over values.
    pub(crate) depth: u32,
    pub(crate) instance: Persistent,
    pub random: random::Random,
    pub(crate) effects: Vec<Effect>,
    /// What the step asked a worker for in the midst of plain code.
    pub(crate) recorded: recorded::Recorded,
    pub(crate) now_micros: i64,
    pub(crate) limits: Limits,
    /// Instructions left in this step.
    pub(crate) fuel: u64,
    pub(crate) pauses: pauses::Pauses,
    /// Methods of builtin classes that were looked up already.
    pub(crate) found_methods: FnvMap<(Type, Sym), Option<NativeId>>,
    /// Counts changes of classes, so that inline caches notice.
    pub(crate) epoch: u32,
    pub(crate) caches: caches::Caches,
    pub(crate) quick_natives: quick_native::QuickNatives,
    /// The builtin that was last called with keywords, for what it says of them.
    pub(crate) calling: Option<NativeId>,
    /// Of each function of the program.
    pub(crate) shapes: Vec<bind::Shape>,
    /// Containers whose `repr` is being made: what comes again is a cycle.
    pub(crate) shown: Vec<Ref>,
    /// What is raised goes on unchanged: nothing is added to its traceback or context.
    pub(crate) rethrown: bool,
    /// The exception that the last run of the loop ended with.
    pub(crate) passed: Option<Ref>,
    /// Who awaited the coroutine that an exception just left.
    pub(crate) last_awaiter: Option<Ref>,
    /// Suspended generators that have something left to do when they are closed.
    pub(crate) unfinished: u32,
    /// What only Rust holds while it closes generators.
    pub(crate) held: Vec<Value>,
    /// Generators that are about to be closed.
    pub(crate) abandoned: Vec<Ref>,
    /// What was sent into a frame that goes on with what it delegates to.
    pub(crate) sent: Value,
    /// What the last generator returned at its end.
    pub(crate) returned: Value,
    /// The innermost coroutine of the chain that was suspended.
    pub(crate) suspended: Option<Ref>,
    pub(crate) current_task: Option<Ref>,
    /// The dict of the current context variables; unbound for none.
    pub(crate) context: Value,
    /// Timers that are due in the next round of the loop, each with its time.
    pub(crate) due: Vec<(i64, Ref)>,
    /// The loop stops after this round.
    pub(crate) stopping: bool,
    /// The loop is about to be closed: the rounds that are left.
    pub(crate) rounds_left: Option<u8>,
    /// What the last run of the loop ended with.
    pub(crate) ending: Answer,
    /// The size of the heap at which it is worth collecting.
    pub(crate) collect_at: usize,
    /// The depth of the loop at which no value lives in a Rust local, so that it may collect; 0 for none.
    pub(crate) collect_depth: u32,
    /// The programs of patterns.
    pub(crate) programs: crate::stdlib::re::Programs,
    /// What the codecs found out about the program and its base image.
    pub(crate) known: crate::codec::Known,
}

/// What an instance keeps from step to step besides its heap, its globals and its randomness: with those, all that a snapshot holds.
#[derive(Clone, Debug, Default)]
pub struct Persistent {
    pub instance_id: String,
    /// FIFO; empty at the end of a step.
    pub ready: VecDeque<Ready>,
    /// The futures of actions and timers whose outcome has not come.
    pub pending: BTreeMap<u32, Ref>,
    /// The next number of an action or timer.
    pub next_seq: u32,
    /// What `id()` said of objects, and the next it will say.
    pub ids: BTreeMap<Ref, u64>,
    pub next_id: u64,
    /// The task that runs the entry.
    pub main: Option<Ref>,
    /// The task that `asyncio.run`, or the host for a workflow, runs; none once its loop is closed.
    pub running: Option<Ref>,
    /// What the module awaits that called `asyncio.run`.
    pub outer: Option<Ref>,
    /// `running` is done: the gather of the tasks that were left and are cancelled.
    pub closing: Option<Ref>,
    /// The tasks that are not done, in the order in which they were made; not the one of a plain file itself.
    pub alive: Vec<Ref>,
    /// The number in the name of the last task.
    pub tasks: u32,
    /// A cancel was delivered.
    pub cancelled: bool,
    /// Asynchronous generators that rest inside a `try` or `with`: whoever abandons them, the loop closes them.
    pub resting: Vec<Ref>,
    /// `closing` is of those.
    pub closes_generators: bool,
    /// Classes of values that came in and are not the program's.
    pub foreign: crate::codec::Foreign,
}
