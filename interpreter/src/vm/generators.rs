//! Frames that are set aside and go on: returning, yielding, resuming.

use crate::ir::{self, Op, Suspends};
use crate::value::coroutine::{Progress, Resume};
use crate::value::symbol::names;
use crate::value::{Obj, Ref, Type, Value};

use super::frame::{Entry, Flow, Frame};
use super::{Answer, Raised, Vm};

impl Vm {
    /// `Return`: the value goes where the frame was entered from.
    pub(crate) fn return_value(&mut self, value: Value, floor: usize) -> Result<Flow, Raised> {
        let dying = self.registers_of_top(0);
        let variables = self.first_temporary_of(&dying);
        let Some(frame) = self.pop_frame() else {
            return Err(self.broken("a return without a frame"));
        };
        let awaiter = frame.owner.and_then(|owner| self.awaiter_of(owner));
        let closes = frame.owner.is_some_and(|owner| self.is_closing(owner));
        let kind = frame
            .owner
            .map_or(Suspends::No, |owner| self.finish_coroutine(owner));
        self.forsake(&dying, variables, value)?;
        match frame.entry {
            Entry::Rust if kind == Suspends::AsyncGenerator => {
                Err(self.error_with(Type::StopAsyncIteration, &[]))
            }
            Entry::Rust => Ok(Flow::Exit(value)),
            Entry::Operator if value == Value::NotImplemented => {
                let value = self.operator_declined()?;
                Ok(self.deliver(value))
            }
            Entry::Call | Entry::Operator => Ok(self.deliver(value)),
            Entry::Init(instance) => {
                self.check_init(value)?;
                Ok(self.deliver(instance))
            }
            Entry::Loop => Ok(self.end_loop()),
            Entry::Delegate => {
                self.restore_awaiter(awaiter, floor);
                if kind == Suspends::AsyncGenerator && !closes {
                    return Err(self.error_with(Type::StopAsyncIteration, &[]));
                }
                Ok(self.deliver(value))
            }
        }
    }

    /// Whether `aclose` runs this asynchronous generator.
    fn is_closing(&self, owner: Ref) -> bool {
        matches!(self.heap.get(owner), Obj::Coroutine(coroutine) if coroutine.closing)
    }

    /// The result of the instruction that the top frame stands at; it goes on after it.
    pub(crate) fn deliver(&mut self, value: Value) -> Flow {
        let Some(frame) = self.frames.last_mut() else {
            return Flow::Exit(value);
        };
        let word = self.program.functions[frame.code as usize].code[frame.pc as usize];
        let extra = ir::Op::from_byte(word as u8).map_or(0, Op::extra_words);
        frame.pc += 1 + extra as u32;
        let waits = [Op::Await, Op::YieldFrom].map(|op| op as u8);
        if waits.contains(&(word as u8)) {
            frame.delegate = Value::Unbound;
        }
        let base = frame.base as usize;
        self.set_reg(base, ir::a(word), value);
        Flow::Frame
    }

    /// The generator of a `for` ended.
    fn end_loop(&mut self) -> Flow {
        if let Some(frame) = self.frames.last_mut() {
            let offset =
                self.program.functions[frame.code as usize].code[frame.pc as usize + 1] as i32;
            frame.pc = (i64::from(frame.pc) + 2 + i64::from(offset)) as u32;
        }
        Flow::Frame
    }

    pub(crate) fn awaiter_of(&self, coroutine: Ref) -> Option<Ref> {
        match self.heap.get(coroutine) {
            Obj::Coroutine(coroutine) => coroutine.awaiter,
            _ => None,
        }
    }

    pub(crate) fn restore_awaiter(&mut self, awaiter: Option<Ref>, floor: usize) {
        if self.frames.len() == floor {
            if let Some(awaiter) = awaiter {
                self.push_saved(awaiter);
            }
        }
    }

    /// After an exception left a frame: whether a coroutine that awaited it is there to receive it.
    pub(crate) fn resume_awaiter_of_last(&mut self) -> bool {
        match self.last_awaiter.take() {
            Some(awaiter) => {
                self.push_saved(awaiter);
                true
            }
            None => false,
        }
    }

    /// The frame is over: the object keeps nothing.
    pub(crate) fn finish_coroutine(&mut self, owner: Ref) -> Suspends {
        let Obj::Coroutine(coroutine) = self.heap.get_mut(owner) else {
            return Suspends::No;
        };
        coroutine.state = Progress::Done;
        coroutine.awaiter = None;
        coroutine.frame.registers = Vec::new();
        coroutine.frame.handling = Value::Unbound;
        coroutine.frame.delegate = Value::Unbound;
        coroutine.kind
    }

    /// A frame that was set aside (or never begun) onto the stack.
    pub(crate) fn push_saved(&mut self, owner: Ref) {
        let Obj::Coroutine(coroutine) = self.heap.get(owner) else {
            return;
        };
        if self.shapes[coroutine.frame.code as usize].protects && self.stands_protected(owner) {
            self.unfinished = self.unfinished.saturating_sub(1);
            if !self.instance.resting.is_empty() {
                self.instance.resting.retain(|each| *each != owner);
            }
        }
        let Obj::Coroutine(coroutine) = self.heap.get_mut(owner) else {
            return;
        };
        coroutine.state = Progress::Running;
        let saved = &mut coroutine.frame;
        let frame = Frame {
            code: saved.code,
            pc: saved.pc,
            base: self.registers.len() as u32,
            entry: if coroutine.awaiter.is_some() {
                Entry::Delegate
            } else {
                Entry::Rust
            },
            owner: Some(owner),
            // It holds neither beside the frame: what it let go of would live on.
            handling: std::mem::replace(&mut saved.handling, Value::Unbound),
            delegate: std::mem::replace(&mut saved.delegate, Value::Unbound),
        };
        let (code, base) = (frame.code as usize, frame.base as usize);
        self.registers.extend_from_slice(&saved.registers);
        // The memory stays for the next time.
        saved.registers.clear();
        // What was saved may end before the registers that were unbound.
        let count = usize::from(self.shapes[code].registers);
        self.registers.resize(base + count, Value::Unbound);
        self.frames.push(frame);
    }

    /// The top frame into its object; returns it.
    pub(crate) fn set_aside(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        let base = frame.base as usize;
        let Some(owner) = frame.owner else {
            self.registers.truncate(base);
            return None;
        };
        if let Obj::Coroutine(coroutine) = self.heap.get_mut(owner) {
            coroutine.state = Progress::Suspended;
            let saved = &mut coroutine.frame;
            saved.pc = frame.pc;
            saved.registers.clear();
            saved.registers.extend_from_slice(&self.registers[base..]);
            saved.handling = frame.handling;
            saved.delegate = frame.delegate;
        }
        self.registers.truncate(base);
        if self.shapes[frame.code as usize].protects && self.stands_protected(owner) {
            self.unfinished += 1;
            if self.rests(owner) {
                self.instance.resting.push(owner);
            }
        }
        Some(frame)
    }

    /// `Yield`.
    pub(crate) fn yield_value(&mut self, value: Value, floor: usize) -> Result<Flow, Raised> {
        loop {
            let Some(frame) = self.set_aside() else {
                return Err(self.broken("a yield without a generator"));
            };
            let owner = frame.owner.unwrap_or(Ref(0));
            match frame.entry {
                Entry::Rust => return Ok(Flow::Exit(value)),
                Entry::Loop => return Ok(self.deliver(value)),
                Entry::Delegate => {
                    let Obj::Coroutine(generator) = self.heap.get_mut(owner) else {
                        return Ok(Flow::Exit(value));
                    };
                    let awaiter = generator.awaiter.take();
                    if generator.kind == Suspends::AsyncGenerator {
                        let closing = std::mem::take(&mut generator.closing);
                        self.restore_awaiter(awaiter, floor);
                        if closing {
                            return Err(self.runtime_error("async generator ignored GeneratorExit"));
                        }
                        return Ok(self.deliver(value));
                    }
                    // A generator that another one delegates to: the outer one yields the value in turn.
                    generator.awaiter = None;
                }
                Entry::Call | Entry::Operator | Entry::Init(_) => {
                    return Err(self.broken("a generator that was entered by a call"));
                }
            }
        }
    }

    /// `ForNext`.
    pub(crate) fn for_next(&mut self, word: u32, base: usize) -> Result<Flow, Raised> {
        let iter = self.reg(base, ir::b(word));
        if let Value::Ref(handle) = iter {
            if let Obj::Coroutine(generator) = self.heap.get(handle) {
                if generator.kind == Suspends::Generator {
                    return self.loop_generator(handle, generator.state);
                }
            }
        }
        match self.next(iter)? {
            Some(item) => {
                self.set_reg(base, ir::a(word), item);
                Ok(Flow::Next)
            }
            None => Ok(Flow::Jump),
        }
    }

    fn loop_generator(&mut self, handle: Ref, state: Progress) -> Result<Flow, Raised> {
        match state {
            Progress::Done => return Ok(Flow::Jump),
            Progress::Running => return Err(self.value_error("generator already executing")),
            Progress::Created | Progress::Suspended => {}
        }
        self.check_recursion()?;
        self.charge(4)?;
        self.push_saved(handle);
        self.set_entry(Entry::Loop);
        self.prepare_send(state, Value::None);
        Ok(Flow::Frame)
    }

    pub(crate) fn set_entry(&mut self, entry: Entry) {
        if let Some(frame) = self.frames.last_mut() {
            frame.entry = entry;
        }
    }

    /// The top frame, just pushed, receives a value where it was suspended.
    pub(crate) fn prepare_send(&mut self, state: Progress, value: Value) {
        if state == Progress::Created {
            return;
        }
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let word = self.program.functions[frame.code as usize].code[frame.pc as usize];
        match ir::Op::from_byte(word as u8) {
            Some(Op::Yield) => {
                frame.pc += 1;
                let base = frame.base as usize;
                self.set_reg(base, ir::a(word), value);
            }
            // Executed again: it goes on with what it delegates to.
            _ => self.sent = value,
        }
    }

    /// Runs a coroutine or generator that is not running, from Rust, until it yields, suspends or ends.
    pub(crate) fn resume(&mut self, owner: Ref, how: Resume) -> Answer {
        if self.depth >= super::convert::DEPTH_MAX {
            return Err(self.recursion_error());
        }
        self.check_recursion()?;
        let state = match self.heap.get(owner) {
            Obj::Coroutine(coroutine) => coroutine.state,
            _ => return Err(self.broken("resuming what is no coroutine")),
        };
        if state == Progress::Created && !matches!(how, Resume::Send(_)) {
            return self.never_began(owner, how);
        }
        let floor = self.frames.len();
        self.push_saved(owner);
        match how {
            Resume::Send(value) => self.prepare_send(state, value),
            Resume::Throw(_) | Resume::Close => {
                let mut raised = match how {
                    Resume::Throw(exception) => Raised::Exception(self.to_exception(exception)?),
                    _ => self.error_with(Type::GeneratorExit, &[]),
                };
                if self.is_generator(owner) && self.is_raised(raised, Type::GeneratorExit) {
                    raised = self.close_delegate(raised);
                } else {
                    self.push_delegates();
                }
                self.depth += 1;
                let unwound = self.unwind(raised, floor);
                self.depth -= 1;
                unwound?;
            }
        }
        self.run(floor)
    }

    /// Something is thrown into what has not begun: none of its code runs.
    fn never_began(&mut self, owner: Ref, how: Resume) -> Answer {
        let kind = self.finish_coroutine(owner);
        match how {
            Resume::Throw(exception) => {
                let exception = self.to_exception(exception)?;
                Err(Raised::Exception(self.converted(exception, kind)))
            }
            _ => Err(self.error_with(Type::GeneratorExit, &[])),
        }
    }

    fn is_generator(&self, owner: Ref) -> bool {
        matches!(self.heap.get(owner), Obj::Coroutine(each) if each.kind == Suspends::Generator)
    }

    /// A generator that ends while it delegates closes what it delegates to; what is raised in it then.
    fn close_delegate(&mut self, raised: Raised) -> Raised {
        let Some(frame) = self.frames.last_mut() else {
            return raised;
        };
        let delegate = std::mem::take(&mut frame.delegate);
        let closed = match delegate
            .as_ref()
            .map(|handle| (handle, self.heap.get(handle)))
        {
            None => Ok(()),
            Some((handle, Obj::Coroutine(_))) => self.generator_close(handle),
            Some(_) => match self.get_attr_or(delegate, names::CLOSE) {
                Ok(Some(close)) => self.call(close, &[]).map(drop),
                Ok(None) => Ok(()),
                Err(failed) => Err(failed),
            },
        };
        closed.err().unwrap_or(raised)
    }

    /// What is thrown into a generator that delegates goes to the innermost one.
    fn push_delegates(&mut self) {
        loop {
            let Some((delegate, outer)) = self
                .frames
                .last()
                .map(|frame| (frame.delegate, frame.owner))
            else {
                return;
            };
            let Some(handle) = delegate.as_ref() else {
                return;
            };
            let Obj::Coroutine(inner) = self.heap.get_mut(handle) else {
                return;
            };
            if inner.state != Progress::Suspended {
                return;
            }
            inner.awaiter = outer;
            self.push_saved(handle);
        }
    }

    /// `next(generator)`; what it returned at its end is in `returned`.
    pub(crate) fn generator_next(&mut self, handle: Ref) -> Result<Option<Value>, Raised> {
        self.generator_send(handle, Resume::Send(Value::None))
    }

    /// `send`, `throw`: the next yielded value, or nothing when it ended.
    pub(crate) fn generator_send(
        &mut self,
        handle: Ref,
        how: Resume,
    ) -> Result<Option<Value>, Raised> {
        let Obj::Coroutine(generator) = self.heap.get(handle) else {
            return Ok(None);
        };
        let (state, kind) = (generator.state, generator.kind);
        match (state, how) {
            (Progress::Running, _) => {
                let what = if kind == Suspends::Generator {
                    "generator"
                } else {
                    "coroutine"
                };
                return Err(self.value_error(format!("{what} already executing")));
            }
            (Progress::Done, Resume::Throw(exception)) => {
                return self
                    .to_exception(exception)
                    .and_then(|e| Err(Raised::Exception(e)));
            }
            (Progress::Done, _) if kind == Suspends::Coroutine => {
                return Err(self.runtime_error("cannot reuse already awaited coroutine"));
            }
            (Progress::Done, _) => {
                self.returned = Value::None;
                return Ok(None);
            }
            (Progress::Created, Resume::Send(value)) if !value.is_none() => {
                let what = if kind == Suspends::Generator {
                    "generator"
                } else {
                    "coroutine"
                };
                return Err(self.type_error(format!(
                    "can't send non-None value to a just-started {what}"
                )));
            }
            _ => {}
        }
        let owner = if kind == Suspends::Coroutine {
            self.innermost(handle)
        } else {
            handle
        };
        let value = self.resume(owner, how)?;
        // Who drives a coroutine by hand sees what it waits for; the task that runs does not wait for it.
        self.suspended = None;
        if self.is_done(handle) {
            self.returned = value;
            return Ok(None);
        }
        Ok(Some(value))
    }

    /// The end of a coroutine's chain of awaits.
    pub(crate) fn innermost(&self, mut coroutine: Ref) -> Ref {
        while let Obj::Coroutine(object) = self.heap.get(coroutine) {
            match object.frame.delegate.as_ref() {
                Some(inner) if matches!(self.heap.get(inner), Obj::Coroutine(each) if each.awaiter == Some(coroutine)) => {
                    coroutine = inner
                }
                _ => break,
            }
        }
        coroutine
    }

    pub(crate) fn is_done(&self, coroutine: Ref) -> bool {
        matches!(self.heap.get(coroutine), Obj::Coroutine(object) if object.state == Progress::Done)
    }

    /// `generator.close()`.
    pub(crate) fn generator_close(&mut self, handle: Ref) -> Result<(), Raised> {
        match self.heap.get(handle) {
            Obj::Coroutine(generator) if generator.state == Progress::Created => {
                self.finish_coroutine(handle);
                return Ok(());
            }
            Obj::Coroutine(generator) if generator.state == Progress::Done => return Ok(()),
            _ => {}
        }
        match self.generator_send(handle, Resume::Close) {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err(self.runtime_error("generator ignored GeneratorExit")),
            Err(raised)
                if self.is_raised(raised, Type::GeneratorExit)
                    || self.is_raised(raised, Type::StopIteration) =>
            {
                Ok(())
            }
            Err(raised) => Err(raised),
        }
    }

    /// `YieldFrom`.
    pub(crate) fn yield_from(
        &mut self,
        word: u32,
        base: usize,
        floor: usize,
    ) -> Result<Flow, Raised> {
        let sent = std::mem::take(&mut self.sent)
            .bound()
            .unwrap_or(Value::None);
        let top = self.frames.len() - 1;
        if self.frames[top].delegate.is_unbound() {
            let value = self.reg(base, ir::b(word));
            let iter = match value.as_ref().map(|handle| self.heap.get(handle)) {
                Some(Obj::Future(_)) => value,
                Some(Obj::Record(record)) if record.class == Type::CoroutineWrapper => {
                    self.unwrapped(value)
                }
                _ => self.iterate(value)?,
            };
            self.frames[top].delegate = iter;
        }
        let delegate = self.frames[top].delegate;
        if let Some(handle) = delegate.as_ref() {
            if matches!(self.heap.get(handle), Obj::Future(_)) {
                return self.yield_future(handle, word, base, floor);
            }
            if let Obj::Coroutine(generator) = self.heap.get(handle) {
                return self.delegate_to(handle, generator.state, sent);
            }
        }
        match self.next_or_result(delegate, sent)? {
            Ok(item) => self.yield_value(item, floor),
            Err(result) => {
                self.frames[top].delegate = Value::Unbound;
                self.set_reg(base, ir::a(word), result);
                Ok(Flow::Next)
            }
        }
    }

    /// `yield from` a future, as generators behind `__await__` do.
    fn yield_future(
        &mut self,
        handle: Ref,
        word: u32,
        base: usize,
        floor: usize,
    ) -> Result<Flow, Raised> {
        if let Some(result) = self.result_of(handle)? {
            let top = self.frames.len() - 1;
            self.frames[top].delegate = Value::Unbound;
            self.set_reg(base, ir::a(word), result);
            return Ok(Flow::Next);
        }
        if self.yield_once(handle) {
            return self.yield_value(Value::None, floor);
        }
        self.start_waiting(handle)?;
        self.yield_value(Value::Ref(handle), floor)
    }

    fn delegate_to(&mut self, handle: Ref, state: Progress, sent: Value) -> Result<Flow, Raised> {
        let is_coroutine = matches!(
            self.heap.get(handle),
            Obj::Coroutine(coroutine) if coroutine.kind == Suspends::Coroutine
        );
        match state {
            Progress::Done if is_coroutine => {
                return Err(self.runtime_error("cannot reuse already awaited coroutine"));
            }
            Progress::Done => return Ok(self.deliver(Value::None)),
            Progress::Running => return Err(self.value_error("generator already executing")),
            Progress::Created | Progress::Suspended => {}
        }
        self.check_recursion()?;
        let outer = self.frames.last().and_then(|frame| frame.owner);
        if let Obj::Coroutine(generator) = self.heap.get_mut(handle) {
            generator.awaiter = outer;
        }
        self.push_saved(handle);
        self.prepare_send(state, sent);
        Ok(Flow::Frame)
    }

    /// The next item of an iterator that `yield from` or `await` runs, or (as the inner `Err`) what it returns at its end.
    pub(crate) fn next_or_result(
        &mut self,
        iter: Value,
        sent: Value,
    ) -> Result<Result<Value, Value>, Raised> {
        if let Some(handle) = iter.as_ref() {
            if matches!(self.heap.get(handle), Obj::Coroutine(_)) {
                let next = self.generator_send(handle, Resume::Send(sent))?;
                return Ok(next.ok_or(self.returned));
            }
            if sent.is_none() && matches!(self.heap.get(handle), Obj::Iter(_)) {
                return Ok(self.next(iter)?.ok_or(Value::None));
            }
        }
        let answer = if sent.is_none() {
            self.call_next(iter)
        } else {
            self.call_method(iter, names::SEND, &[sent])
        };
        match answer {
            Ok(item) => Ok(Ok(item)),
            Err(Raised::Exception(exception))
                if self.is_instance(Value::Ref(exception), Type::StopIteration) =>
            {
                Ok(Err(self
                    .exception_attr(exception, names::VALUE)?
                    .unwrap_or(Value::None)))
            }
            Err(raised) => Err(raised),
        }
    }

    fn call_next(&mut self, iter: Value) -> Answer {
        match self.special(iter, names::NEXT) {
            Some(method) => self.call(method, &[]),
            None => {
                let class = self.type_name(iter);
                Err(self.type_error(format!("'{class}' object is not an iterator")))
            }
        }
    }
}
