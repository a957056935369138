//! What a loaded instance must be for the machine to trust it: every reference of the kind that its place needs.

use super::bytes::corrupt;
use crate::error::Corrupt;
use crate::ir::Op;
use crate::value::callable::ActionCall;
use crate::value::class::Class;
use crate::value::coroutine::{Coroutine, Progress};
use crate::value::exception::TraceEntry;
use crate::value::future::{Callback, Future, FutureKind, Ready};
use crate::value::iter::Iter;
use crate::value::{Heap, Obj, Ref, Value};
use crate::vm::Vm;

/// Checks the objects above the base image, the changed ones in it, and the roots.
pub(super) fn objects(vm: &Vm) -> Result<(), Corrupt> {
    let check = Check { vm, heap: &vm.heap };
    check.roots()?;
    let changed = vm.heap.changed_base();
    let own = (vm.heap.base_len()..vm.heap.len()).map(Ref);
    changed
        .into_iter()
        .chain(own)
        .try_for_each(|handle| check.object(vm.heap.get(handle)))
}

struct Check<'a> {
    vm: &'a Vm,
    heap: &'a Heap,
}

/// An error unless something holds.
fn need(holds: bool, what: &str) -> Result<(), Corrupt> {
    if holds { Ok(()) } else { Err(corrupt(what)) }
}

impl Check<'_> {
    fn roots(&self) -> Result<(), Corrupt> {
        let it = &self.vm.instance;
        it.main.iter().try_for_each(|main| self.task(*main))?;
        it.pending
            .values()
            .try_for_each(|future| self.future(*future))?;
        it.ready.iter().try_for_each(|entry| self.ready(entry))
    }

    fn object(&self, object: &Obj) -> Result<(), Corrupt> {
        match object {
            Obj::Free => Err(corrupt("an object is missing")),
            Obj::Range(parts) => need(
                parts.iter().all(|part| self.is_int(*part)),
                "a range is not of integers",
            ),
            Obj::Iter(iter) => self.iter(iter),
            Obj::DictView { dict, .. } => need(
                self.heap.dict(Value::Ref(*dict)).is_some(),
                "a view is of no dict",
            ),
            Obj::Namespace(of) => need(
                self.has_namespace(*of),
                "a namespace is of nothing that has one",
            ),
            Obj::Function(it) => {
                self.function(it.code, &it.cells, it.defaults, it.keyword_defaults)
            }
            Obj::Class(class) => self.class(class),
            Obj::Instance(it) => need(self.is_class(it.class), "an instance has no class"),
            Obj::Exception(it) => {
                need(self.is_class(it.class), "an exception has no class")?;
                need(
                    self.heap.tuple(it.args).is_some(),
                    "an exception's args are no tuple",
                )?;
                need(
                    it.notes.is_unbound() || self.heap.list(it.notes).is_some(),
                    "an exception's notes are no list",
                )?;
                self.trace(&it.traceback)
            }
            Obj::Traceback(entries) => self.trace(entries),
            Obj::Super(it) => need(
                self.is_class(it.class) && self.is_class(it.after),
                "a super() has no class",
            ),
            Obj::Coroutine(it) => self.coroutine(it),
            Obj::AsyncStep(step) => need(
                self.is_coroutine(step.generator),
                "a step is of no generator",
            ),
            Obj::Future(it) => self.future_parts(it),
            Obj::ActionCall(call) => self.action_call(call),
            Obj::Pattern(it) => need(
                self.heap.str(it.text).is_some() || self.heap.bytes_like(it.text).is_some(),
                "a pattern is of no text",
            ),
            _ => self.no_hole(object),
        }
    }

    /// A value that Python code sees is never unbound, in containers; cells and registers may be.
    fn no_hole(&self, object: &Obj) -> Result<(), Corrupt> {
        let mut holes = false;
        if matches!(
            object,
            Obj::List(_) | Obj::Tuple(_) | Obj::Deque(_) | Obj::Set(_) | Obj::FrozenSet(_)
        ) {
            object.trace(&mut |value| holes |= value.is_unbound());
        }
        need(!holes, "a container holds nothing where a value should be")
    }

    fn is_int(&self, value: Value) -> bool {
        matches!(value, Value::Int(_)) || self.heap.big_int(value).is_some()
    }

    fn is_class(&self, value: Value) -> bool {
        matches!(value, Value::Type(_) | Value::External(_)) || self.heap.class(value).is_some()
    }

    fn is_coroutine(&self, handle: Ref) -> bool {
        self.heap.coroutine(Value::Ref(handle)).is_some()
    }

    fn has_namespace(&self, of: Ref) -> bool {
        matches!(
            self.heap.get(of),
            Obj::Class(_)
                | Obj::Instance(_)
                | Obj::Exception(_)
                | Obj::Function(_)
                | Obj::Partial(_)
        )
    }

    fn function(
        &self,
        code: u32,
        cells: &[Value],
        defaults: Value,
        keyword_defaults: Value,
    ) -> Result<(), Corrupt> {
        let free = self.vm.program.functions[code as usize].free.len();
        need(
            cells.len() == free,
            "a function captures another number of cells",
        )?;
        need(
            cells.iter().all(|cell| self.is_cell(*cell)),
            "a function captures what is no cell",
        )?;
        need(
            defaults.is_unbound() || self.heap.tuple(defaults).is_some(),
            "a function's defaults are no tuple",
        )?;
        let keywords = keyword_defaults.is_unbound() || self.heap.dict(keyword_defaults).is_some();
        need(keywords, "a function's keyword defaults are no dict")
    }

    fn is_cell(&self, value: Value) -> bool {
        value
            .as_ref()
            .is_some_and(|handle| matches!(self.heap.get(handle), Obj::Cell(_)))
    }

    fn class(&self, it: &Class) -> Result<(), Corrupt> {
        let classes = [&it.bases, &it.mro, &it.subclasses]
            .into_iter()
            .flatten()
            .chain([&it.meta]);
        need(
            classes.into_iter().all(|class| self.is_class(*class)),
            "a class derives from what is none",
        )?;
        need(!it.mro.is_empty(), "a class has no mro")
    }

    fn trace(&self, entries: &[TraceEntry]) -> Result<(), Corrupt> {
        entries.iter().try_for_each(|entry| {
            need(
                (entry.pc as usize) < self.words(entry.code),
                "a traceback leaves its function",
            )
        })
    }

    fn words(&self, code: u32) -> usize {
        self.vm.program.functions[code as usize].code.len()
    }

    fn coroutine(&self, it: &Coroutine) -> Result<(), Corrupt> {
        let function = &self.vm.program.functions[it.frame.code as usize];
        if it.state == Progress::Suspended {
            need(
                suspends_at(
                    &function.code,
                    it.frame.pc as usize,
                    self.vm.pauses.every > 0,
                ),
                "a frame is suspended where it cannot be",
            )?;
        } else {
            need(
                (it.frame.pc as usize) < function.code.len(),
                "a frame stands outside its function",
            )?;
        }
        it.awaiter.iter().try_for_each(|awaiter| {
            need(
                self.is_coroutine(*awaiter),
                "a coroutine is awaited by what is none",
            )
        })?;
        if it.state == Progress::Done {
            return Ok(());
        }
        let cells = function
            .cells
            .iter()
            .copied()
            .chain(function.free.iter().map(|capture| capture.to));
        need(
            cells
                .into_iter()
                .all(|register| self.holds_cell(it, register)),
            "a frame lacks a cell",
        )
    }

    /// A register that the function made a cell may have died since, and is then unbound.
    fn holds_cell(&self, it: &Coroutine, register: u8) -> bool {
        let value = it
            .frame
            .registers
            .get(usize::from(register))
            .copied()
            .unwrap_or_default();
        it.state == Progress::Created || value.is_unbound() || self.is_cell(value)
    }

    fn is_future(&self, handle: Ref) -> bool {
        self.heap.future(Value::Ref(handle)).is_some()
    }

    fn future(&self, handle: Ref) -> Result<(), Corrupt> {
        need(self.is_future(handle), "a future is missing")
    }

    fn of_kind(&self, handle: Ref, fits: impl Fn(&FutureKind) -> bool) -> Result<(), Corrupt> {
        let fits = self
            .heap
            .future(Value::Ref(handle))
            .is_some_and(|future| fits(&future.kind));
        need(fits, "a future is of the wrong kind")
    }

    fn task(&self, handle: Ref) -> Result<(), Corrupt> {
        self.of_kind(handle, |kind| matches!(kind, FutureKind::Task(_)))
    }

    fn callback(&self, callback: Callback) -> Result<(), Corrupt> {
        match callback {
            Callback::Wake(of) => self.task(of),
            Callback::Gathered(of) => {
                self.of_kind(of, |kind| matches!(kind, FutureKind::Gather(_)))
            }
            Callback::Shielded(of) => {
                self.of_kind(of, |kind| matches!(kind, FutureKind::Shield { .. }))
            }
            Callback::Call { context, .. } => self.context(context),
        }
    }

    fn ready(&self, entry: &Ready) -> Result<(), Corrupt> {
        match entry {
            Ready::Step(of) => self.task(*of),
            Ready::Callback { callback, future } => {
                self.callback(*callback).and_then(|()| self.future(*future))
            }
            Ready::Call { context, .. } => self.context(*context),
            Ready::Fire(of) => self.future(*of),
            Ready::Stop => Ok(()),
        }
    }

    fn context(&self, variables: Value) -> Result<(), Corrupt> {
        need(
            variables.is_unbound() || self.heap.dict(variables).is_some(),
            "a context is no dict",
        )
    }

    fn is_action_call(&self, handle: Ref) -> bool {
        matches!(self.heap.get(handle), Obj::ActionCall(_))
    }

    fn future_parts(&self, it: &Future) -> Result<(), Corrupt> {
        it.callbacks
            .iter()
            .try_for_each(|each| self.callback(*each))?;
        match &it.kind {
            FutureKind::Plain | FutureKind::Timer { .. } => Ok(()),
            FutureKind::Action { call, .. } => need(
                call.is_none_or(|call| self.is_action_call(call)),
                "an action has no call",
            ),
            FutureKind::Alarm { context, .. } => self.context(*context),
            FutureKind::Gather(gather) => {
                need(
                    gather.finished as usize <= gather.children.len(),
                    "a gather finished more than it has",
                )?;
                gather
                    .children
                    .iter()
                    .try_for_each(|child| self.future(*child))
            }
            FutureKind::Shield { inner } => self.future(*inner),
            FutureKind::Task(task) => {
                self.context(task.context)?;
                task.waiting
                    .iter()
                    .try_for_each(|future| self.future(*future))
            }
        }
    }

    fn action_call(&self, it: &ActionCall) -> Result<(), Corrupt> {
        let bound = it.args.is_none() || self.heap.tuple(it.args).is_some();
        let keywords = it.keywords.is_none() || self.heap.dict(it.keywords).is_some();
        need(bound && keywords, "a call has no arguments")?;
        it.future
            .as_ref()
            .into_iter()
            .try_for_each(|future| self.future(future))
    }

    fn iter(&self, iter: &Iter) -> Result<(), Corrupt> {
        let is = |handle: &Ref, fits: fn(&Obj) -> bool| {
            need(
                fits(self.heap.get(*handle)),
                "an iterator is over the wrong thing",
            )
        };
        match iter {
            Iter::List { list, .. } | Iter::ListReversed { list, .. } => {
                is(list, |it| matches!(it, Obj::List(_)))
            }
            Iter::Tuple { tuple, .. } => is(tuple, |it| matches!(it, Obj::Tuple(_))),
            Iter::Str { text, offset } => match self.heap.text(Value::Ref(*text)) {
                Some(text) => need(
                    text.as_str().is_char_boundary(*offset),
                    "an iterator stands inside a character",
                ),
                None => Err(corrupt("an iterator is over the wrong thing")),
            },
            Iter::Bytes { bytes, .. } => {
                is(bytes, |it| matches!(it, Obj::Bytes(_) | Obj::ByteArray(_)))
            }
            Iter::Dict { dict, .. } => is(dict, |it| matches!(it, Obj::Dict(_))),
            Iter::Set { set, .. } => is(set, |it| matches!(it, Obj::Set(_) | Obj::FrozenSet(_))),
            Iter::Deque { deque, .. } => is(deque, |it| matches!(it, Obj::Deque(_))),
            Iter::BigRange { next, step, stop } => need(
                [next, step, stop]
                    .into_iter()
                    .all(|part| self.is_int(*part)),
                "a range is not of integers",
            ),
            _ => Ok(()),
        }
    }
}

/// Whether an instruction that suspends begins there; where pauses are forced, any instruction.
fn suspends_at(code: &[u32], pc: usize, forced: bool) -> bool {
    let mut at = 0;
    while at < pc {
        let Some(op) = code.get(at).and_then(|word| Op::from_byte(*word as u8)) else {
            return false;
        };
        at += 1 + op.extra_words();
    }
    let op = code.get(at).and_then(|word| Op::from_byte(*word as u8));
    at == pc && (forced || matches!(op, Some(Op::Await | Op::Yield | Op::YieldFrom)))
}
