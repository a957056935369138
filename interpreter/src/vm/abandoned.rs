//! Generators that are abandoned: what is suspended inside a `try` or `with`, and what nothing reaches any more, is closed at once, as
//! CPython's reference counts have it.
//!
//! There are no counts here. Where something is let go of (a loop left early, the arguments of a call that is over, `del`, the
//! frame of a function that returns or is left by an exception), what was held there is looked at: if a suspended generator with a
//! `finally` is among it, the heap is searched for another way to it, nearest things first. It costs nothing while there are no such
//! generators (`Vm::unfinished`).

use crate::ir::{Op, Suspends};
use crate::value::coroutine::{Progress, Resume};
use crate::value::future::Ready;
use crate::value::{Obj, Ref, Value};

use super::{Raised, Vm};

/// What holds more than this is not looked into.
const ITEMS_MAX: usize = 8;
/// So many objects are looked at from one value on.
const OBJECTS_MAX: usize = 32;

impl Vm {
    /// Whether closing a suspended generator runs any of its code, or of what it delegates to.
    fn is_unfinished(&self, owner: Ref) -> bool {
        let Obj::Coroutine(generator) = self.heap.get(owner) else {
            return false;
        };
        let inner = generator.frame.delegate.as_ref();
        self.stands_protected(owner)
            || generator.state == Progress::Suspended
                && inner.is_some_and(|inner| self.stands_protected(inner))
    }

    /// Whether a generator is suspended inside a `try` or `with`.
    pub(crate) fn stands_protected(&self, owner: Ref) -> bool {
        let Obj::Coroutine(generator) = self.heap.get(owner) else {
            return false;
        };
        if generator.kind == Suspends::Coroutine || generator.state != Progress::Suspended {
            return false;
        }
        let pc = generator.frame.pc;
        let function = &self.program.functions[generator.frame.code as usize];
        // What an asynchronous generator awaits holds it.
        if generator.kind == Suspends::AsyncGenerator
            && function.code.get(pc as usize).map(|word| *word as u8) != Some(Op::Yield as u8)
        {
            return false;
        }
        function
            .handlers
            .iter()
            .any(|each| each.start <= pc && pc < each.end)
    }

    /// How many generators have something left to do when they are closed.
    pub(crate) fn count_unfinished(&mut self) {
        let handles = self.heap.handles();
        let count = handles
            .filter(|handle| self.stands_protected(*handle))
            .count();
        self.unfinished = count as u32;
    }

    /// The registers of the top frame from one on; nothing where that does not matter.
    pub(crate) fn registers_of_top(&self, from: usize) -> Vec<Value> {
        match self.frames.last() {
            Some(frame) if self.unfinished > 0 => {
                let first = (frame.base as usize + from).min(self.registers.len());
                self.registers[first..].to_vec()
            }
            _ => Vec::new(),
        }
    }

    /// As `first_temporary`, if there are registers to tell apart.
    pub(crate) fn first_temporary_of(&self, dying: &[Value]) -> usize {
        if dying.is_empty() {
            0
        } else {
            self.first_temporary()
        }
    }

    /// The first register of the top frame that is no variable.
    pub(crate) fn first_temporary(&self) -> usize {
        let Some(frame) = self.frames.last() else {
            return 0;
        };
        let function = &self.program.functions[frame.code as usize];
        let variables = function
            .locals
            .iter()
            .map(|(register, _)| usize::from(*register) + 1);
        variables.max().unwrap_or(0).max(function.parameters.len())
    }

    /// `Drop`: the registers of the top frame from one on, but one, are not read again.
    pub(crate) fn drop_registers(&mut self, from: u8, kept: Option<u8>) -> Result<(), Raised> {
        let from = usize::from(from);
        let mut dying = self.registers_of_top(from);
        if let Some(kept) = kept.and_then(|kept| usize::from(kept).checked_sub(from)) {
            if let Some(value) = dying.get_mut(kept) {
                *value = Value::Unbound;
            }
        }
        self.forsake_registers(from, &dying)
    }

    /// As `forsake`, of values that stand in registers of the top frame still.
    pub(crate) fn forsake_registers(&mut self, from: usize, dying: &[Value]) -> Result<(), Raised> {
        if dying.is_empty() {
            return Ok(());
        }
        let first = self.frames.last().map_or(0, |frame| frame.base as usize) + from;
        let swap = |vm: &mut Vm, value: &dyn Fn(Value) -> Value| {
            for (at, dead) in dying.iter().enumerate() {
                if let Some(register) = vm.registers.get_mut(first + at) {
                    if !dead.is_unbound() {
                        *register = value(*dead);
                    }
                }
            }
        };
        swap(self, &|_| Value::Unbound);
        let done = self.forsake(dying, 0, Value::Unbound);
        // What lives on may be forsaken again later, when what holds it now is gone.
        swap(self, &|value| value);
        done
    }

    /// What nothing holds any more, though these did until now, is closed: the temporary values first, then the variables, of which
    /// there are so many at the beginning. `kept` is held by Rust alone.
    pub(crate) fn forsake(
        &mut self,
        dying: &[Value],
        variables: usize,
        kept: Value,
    ) -> Result<(), Raised> {
        // Elsewhere values live in Rust's variables.
        if self.unfinished == 0 || self.depth != self.collect_depth {
            return Ok(());
        }
        let candidates = self.unfinished_in_order(dying, variables);
        if candidates.is_empty() {
            return Ok(());
        }
        let (held, pending) = (self.held.len(), self.abandoned.len());
        self.held.push(kept);
        let abandoned = self.unreached(candidates);
        self.abandoned.extend(&abandoned);
        let closed = abandoned
            .into_iter()
            .try_for_each(|each| self.close_abandoned(each));
        self.held.truncate(held);
        self.abandoned.truncate(pending);
        closed
    }

    /// Whether letting go of a value may run code.
    pub(crate) fn holds_unfinished(&self, value: Value) -> bool {
        self.unfinished > 0 && !self.unfinished_among(value).is_empty()
    }

    /// A variable that is named twice lives until its last name is gone.
    fn unfinished_in_order(&self, dying: &[Value], variables: usize) -> Vec<Ref> {
        let (variables, temporary) = dying.split_at(variables.min(dying.len()));
        let mut ordered = Vec::new();
        for value in variables.iter().rev() {
            for each in self.unfinished_among(*value).into_iter().rev() {
                if !ordered.contains(&each) {
                    ordered.push(each);
                }
            }
        }
        for value in temporary.iter().rev() {
            for each in self.unfinished_among(*value).into_iter().rev() {
                if !ordered.contains(&each) {
                    ordered.push(each);
                }
            }
        }
        ordered.reverse();
        ordered
    }

    /// As in CPython, what closing raises goes nowhere.
    fn close_abandoned(&mut self, generator: Ref) -> Result<(), Raised> {
        if !self.is_unfinished(generator) {
            return Ok(());
        }
        if self.rests(generator) {
            self.close_soon(generator);
            return Ok(());
        }
        let (passed, rethrown) = (self.passed.take(), std::mem::take(&mut self.rethrown));
        let (awaiter, returned) = (self.last_awaiter.take(), self.returned);
        let depth = std::mem::replace(&mut self.collect_depth, self.depth + 1);
        let closed = self.generator_close(generator);
        self.collect_depth = depth;
        (self.passed, self.rethrown) = (passed, rethrown);
        (self.last_awaiter, self.returned) = (awaiter, returned);
        match closed {
            Err(limit @ Raised::Limit(_)) => Err(limit),
            Ok(()) | Err(Raised::Exception(_)) => Ok(()),
        }
    }

    /// Whether it is an asynchronous generator that stands in a `try` or `with`.
    pub(crate) fn rests(&self, owner: Ref) -> bool {
        self.stands_protected(owner)
            && matches!(self.heap.get(owner), Obj::Coroutine(each) if each.kind == Suspends::AsyncGenerator)
    }

    /// As asyncio's loop does it: a task of its own awaits `aclose()`.
    fn close_soon(&mut self, generator: Ref) {
        let create_task = super::native::find_module("asyncio")
            .and_then(|module| super::native::module_function(module, "create_task"));
        let (Some(create_task), Some(_)) = (create_task, self.instance.running) else {
            return;
        };
        self.instance.resting.retain(|each| *each != generator);
        let step = self.async_step(generator, Resume::Close);
        let context = self.copy_context();
        self.instance.ready.push_back(Ready::Call {
            function: Value::Native(create_task),
            args: vec![step],
            context,
        });
    }

    /// The unfinished generators that a value holds, by other generators, iterators and small things.
    fn unfinished_among(&self, value: Value) -> Vec<Ref> {
        let mut seen: Vec<Ref> = Vec::new();
        let mut found = Vec::new();
        let mut queue = vec![value];
        while let Some(value) = queue.pop() {
            let Value::Ref(handle) = value else { continue };
            let looked_into = match self.heap.get(handle) {
                Obj::Coroutine(each) => each.kind != Suspends::Coroutine,
                Obj::AsyncStep(_) | Obj::Iter(_) | Obj::BoundMethod(_) => true,
                Obj::Tuple(items) => items.len() <= ITEMS_MAX,
                Obj::List(items) => items.len() <= ITEMS_MAX,
                Obj::Instance(instance) => instance.attrs.len() <= ITEMS_MAX,
                _ => false,
            };
            if !looked_into || seen.len() >= OBJECTS_MAX || seen.contains(&handle) {
                continue;
            }
            seen.push(handle);
            if self.is_unfinished(handle) {
                found.push(handle);
            }
            let first = queue.len();
            self.heap.get(handle).trace(&mut |value| queue.push(value));
            queue[first..].reverse();
        }
        found
    }
}
