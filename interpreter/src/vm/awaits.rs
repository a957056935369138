//! `await`, `async for`, and suspending a chain of coroutines.

use crate::ir::{self, Suspends};
use crate::value::coroutine::{AsyncStep, Progress, Resume};
use crate::value::future::{Future, FutureKind, FutureState, UNSENT};
use crate::value::symbol::names;
use crate::value::{Obj, Ref, Type, Value};

use super::frame::Flow;
use super::{Answer, Raised, Vm};

impl Vm {
    /// `Await`. Executed again when what it waits for is done; `delegate` then holds it.
    pub(crate) fn await_value(
        &mut self,
        word: u32,
        base: usize,
        floor: usize,
    ) -> Result<Flow, Raised> {
        let top = self.frames.len() - 1;
        let awaitable = match self.frames[top].delegate {
            Value::Unbound => {
                let awaitable = self.awaitable_of(self.reg(base, ir::b(word)))?;
                self.frames[top].delegate = awaitable;
                awaitable
            }
            delegate => delegate,
        };
        let Some(handle) = awaitable.as_ref() else {
            return Err(self.broken("awaiting a plain value"));
        };
        let result = match self.heap.get(handle) {
            Obj::Coroutine(coroutine) if coroutine.kind == Suspends::Coroutine => {
                return self.await_coroutine(handle);
            }
            Obj::AsyncStep(step) => {
                let step = **step;
                return self.await_step(handle, step);
            }
            Obj::Future(_) => self.result_of(handle)?,
            _ => match self.next_or_result(awaitable, Value::None)? {
                Ok(yielded) => return self.suspend(yielded, floor),
                Err(result) => Some(result),
            },
        };
        match result {
            Some(value) => {
                self.frames[top].delegate = Value::Unbound;
                self.set_reg(base, ir::a(word), value);
                Ok(Flow::Next)
            }
            None => self.suspend_for(handle, floor),
        }
    }

    /// What `await` really waits for: a coroutine, a future, a step of an asynchronous generator, or an iterator.
    pub(crate) fn awaitable_of(&mut self, value: Value) -> Answer {
        match value.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Coroutine(coroutine)) if coroutine.kind == Suspends::Coroutine => {
                return Ok(value);
            }
            Some(Obj::Future(future)) if was_started(future) => {
                return Err(self.runtime_error("cannot reuse already awaited coroutine"));
            }
            Some(Obj::AsyncStep(_) | Obj::Future(_)) => return Ok(value),
            Some(Obj::ActionCall(call)) => {
                if !call.future.is_unbound() {
                    return Err(self.runtime_error("cannot reuse already awaited action call"));
                }
                return Ok(Value::Ref(
                    self.future_of_action(value.as_ref().unwrap_or(Ref(0))),
                ));
            }
            _ => {}
        }
        let Some(method) = self.special(value, names::AWAIT) else {
            let class = self.type_name(value);
            return Err(self.type_error(format!(
                "object {class} can't be used in 'await' expression"
            )));
        };
        let iter = self.call(method, &[])?;
        let iter = self.unwrapped(iter);
        if self.is_iterator(iter)
            || matches!(
                iter.as_ref().map(|h| self.heap.get(h)),
                Some(Obj::Future(_) | Obj::Coroutine(_))
            )
        {
            return Ok(iter);
        }
        let class = self.type_name(iter);
        Err(self.type_error(format!(
            "__await__() returned non-iterator of type '{class}'"
        )))
    }

    /// The coroutine of what its `__await__` gave; anything else as it is.
    pub(crate) fn unwrapped(&self, value: Value) -> Value {
        match self.heap.record(value) {
            Some(record) if record.class == Type::CoroutineWrapper => record.fields[0],
            _ => value,
        }
    }

    fn await_coroutine(&mut self, handle: Ref) -> Result<Flow, Raised> {
        let state = match self.heap.get(handle) {
            Obj::Coroutine(coroutine) => coroutine.state,
            _ => Progress::Done,
        };
        match state {
            Progress::Created => {}
            Progress::Done => {
                return Err(self.runtime_error("cannot reuse already awaited coroutine"));
            }
            Progress::Suspended | Progress::Running => {
                return Err(self.runtime_error("coroutine is being awaited already"));
            }
        }
        self.check_recursion()?;
        self.charge(8)?;
        self.link(handle);
        self.push_saved(handle);
        Ok(Flow::Frame)
    }

    /// The top frame's coroutine awaits another.
    fn link(&mut self, inner: Ref) {
        let awaiter = self.frames.last().and_then(|frame| frame.owner);
        if let Obj::Coroutine(coroutine) = self.heap.get_mut(inner) {
            coroutine.awaiter = awaiter;
        }
    }

    fn await_step(&mut self, handle: Ref, step: AsyncStep) -> Result<Flow, Raised> {
        match self.begin_step(handle, step)? {
            Some(state) => self.run_step(step.generator, state, step.resume),
            None => Ok(self.delivered(Value::None)),
        }
    }

    /// The state of the generator that the step sets going; nothing if there is nothing to do.
    pub(crate) fn begin_step(
        &mut self,
        handle: Ref,
        step: AsyncStep,
    ) -> Result<Option<Progress>, Raised> {
        let (name, again) = match step.resume {
            Resume::Send(_) => ("anext", "__anext__()/asend()"),
            Resume::Throw(_) => ("athrow", "aclose()/athrow()"),
            Resume::Close => ("aclose", "aclose()/athrow()"),
        };
        if step.used {
            return Err(self.runtime_error(format!("cannot reuse already awaited {again}")));
        }
        if let Obj::AsyncStep(step) = self.heap.get_mut(handle) {
            step.used = true;
        }
        let Obj::Coroutine(generator) = self.heap.get(step.generator) else {
            return Err(self.broken("an asynchronous generator"));
        };
        let state = generator.state;
        if state == Progress::Running || self.is_amid_a_step(step.generator) {
            let text = format!("{name}(): asynchronous generator is already running");
            return Err(self.runtime_error(text));
        }
        match (state, step.resume) {
            (Progress::Done, Resume::Close | Resume::Throw(_)) => Ok(None),
            (Progress::Done, Resume::Send(_)) => {
                Err(self.error_with(Type::StopAsyncIteration, &[]))
            }
            (Progress::Created, Resume::Close) => {
                self.finish_coroutine(step.generator);
                Ok(None)
            }
            (Progress::Created, Resume::Throw(exception)) => {
                self.finish_coroutine(step.generator);
                Err(Raised::Exception(self.to_exception(exception)?))
            }
            (Progress::Created, Resume::Send(value)) if !value.is_none() => {
                Err(self.type_error("can't send non-None value to a just-started async generator"))
            }
            _ => Ok(Some(state)),
        }
    }

    /// Whether a generator is suspended by an await of its own, so that a step of it is under way.
    fn is_amid_a_step(&self, generator: Ref) -> bool {
        let Obj::Coroutine(generator) = self.heap.get(generator) else {
            return false;
        };
        let frame = &generator.frame;
        let code = &self.program.functions[frame.code as usize].code;
        generator.state == Progress::Suspended
            && code
                .get(frame.pc as usize)
                .is_some_and(|word| *word as u8 == ir::Op::Await as u8)
    }

    /// A step of an asynchronous generator that a task runs by itself.
    pub(crate) fn run_lone_step(&mut self, handle: Ref, step: AsyncStep) -> Answer {
        if self.begin_step(handle, step)?.is_none() {
            return Ok(Value::None);
        }
        if matches!(step.resume, Resume::Close) {
            if let Obj::Coroutine(generator) = self.heap.get_mut(step.generator) {
                generator.closing = true;
            }
        }
        self.resume(step.generator, step.resume)
    }

    /// What a step that a task ran by itself comes to.
    pub(crate) fn end_lone_step(&mut self, step: AsyncStep, result: Answer) -> Answer {
        if !matches!(step.resume, Resume::Close) {
            return result;
        }
        if let Obj::Coroutine(generator) = self.heap.get_mut(step.generator) {
            generator.closing = false;
        }
        match result {
            Ok(_) if !self.is_done(step.generator) => {
                Err(self.runtime_error("async generator ignored GeneratorExit"))
            }
            Err(raised)
                if self.is_raised(raised, Type::GeneratorExit)
                    || self.is_raised(raised, Type::StopAsyncIteration) =>
            {
                Ok(Value::None)
            }
            result => result,
        }
    }

    fn delivered(&mut self, value: Value) -> Flow {
        if let Some(frame) = self.frames.last_mut() {
            let word = self.program.functions[frame.code as usize].code[frame.pc as usize];
            frame.delegate = Value::Unbound;
            let base = frame.base as usize;
            self.set_reg(base, ir::a(word), value);
        }
        Flow::Next
    }

    fn run_step(
        &mut self,
        generator: Ref,
        state: Progress,
        resume: Resume,
    ) -> Result<Flow, Raised> {
        self.check_recursion()?;
        self.link(generator);
        self.push_saved(generator);
        match resume {
            Resume::Send(value) => {
                self.prepare_send(state, value);
                Ok(Flow::Frame)
            }
            Resume::Throw(exception) => Err(Raised::Exception(self.to_exception(exception)?)),
            Resume::Close => {
                if let Obj::Coroutine(generator) = self.heap.get_mut(generator) {
                    generator.closing = true;
                }
                Err(self.error_with(Type::GeneratorExit, &[]))
            }
        }
    }

    /// The result of a future, if it has one; what it raised is raised.
    pub(crate) fn result_of(&mut self, handle: Ref) -> Result<Option<Value>, Raised> {
        let Some(future) = self.heap.future(Value::Ref(handle)) else {
            return Ok(None);
        };
        match future.state {
            FutureState::Pending => Ok(None),
            FutureState::Result(value) => Ok(Some(value)),
            FutureState::Error(exception) => match exception.as_ref() {
                Some(exception) => Err(Raised::Exception(exception)),
                None => Err(self.broken("a future's exception")),
            },
            FutureState::Cancelled => Err(self.cancelled_error(handle)),
        }
    }

    /// Waits for a pending future.
    fn suspend_for(&mut self, handle: Ref, floor: usize) -> Result<Flow, Raised> {
        if self.yield_once(handle) {
            return self.suspend(Value::None, floor);
        }
        self.start_waiting(handle)?;
        self.suspend(Value::Ref(handle), floor)
    }

    /// Sets aside every frame of this run of the loop; who drives it sees what is waited for.
    pub(crate) fn suspend(&mut self, value: Value, floor: usize) -> Result<Flow, Raised> {
        if self.frames[floor..]
            .iter()
            .any(|frame| frame.owner.is_none())
        {
            return Err(self.runtime_error("cannot wait within a function that is not a coroutine"));
        }
        self.suspended = self.frames.last().and_then(|frame| frame.owner);
        while self.frames.len() > floor {
            self.set_aside();
        }
        Ok(Flow::Exit(value))
    }

    /// `aiter(value)`.
    pub fn async_iterate(&mut self, value: Value) -> Answer {
        if matches!(value.as_ref().map(|h| self.heap.get(h)), Some(Obj::Coroutine(each)) if each.kind == Suspends::AsyncGenerator)
        {
            return Ok(value);
        }
        let Some(method) = self.special(value, names::AITER) else {
            let class = self.type_name(value);
            return Err(self.type_error(format!(
                "'async for' requires an object with __aiter__ method, got {class}"
            )));
        };
        let iter = self.call(method, &[])?;
        let has_next = self.special(iter, names::ANEXT).is_some();
        if has_next
            || matches!(
                iter.as_ref().map(|h| self.heap.get(h)),
                Some(Obj::Coroutine(_))
            )
        {
            return Ok(iter);
        }
        let class = self.type_name(iter);
        Err(self.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {class}"
        )))
    }

    /// The awaitable of `anext(iter)`.
    pub fn async_next(&mut self, iter: Value) -> Answer {
        if let Some(handle) = iter.as_ref() {
            if matches!(self.heap.get(handle), Obj::Coroutine(each) if each.kind == Suspends::AsyncGenerator)
            {
                return Ok(self.async_step(handle, Resume::Send(Value::None)));
            }
        }
        match self.special(iter, names::ANEXT) {
            Some(method) => self.call(method, &[]),
            None => {
                let class = self.type_name(iter);
                Err(self.type_error(format!(
                    "'async for' requires an iterator with __anext__ method, got {class}"
                )))
            }
        }
    }

    pub(crate) fn async_step(&mut self, generator: Ref, resume: Resume) -> Value {
        Value::Ref(self.heap.alloc(Obj::AsyncStep(Box::new(AsyncStep {
            generator,
            resume,
            used: false,
        }))))
    }
}

/// Whether this is a `sleep` that somebody awaited before.
fn was_started(future: &Future) -> bool {
    match future.kind {
        FutureKind::Timer { seq, .. } => {
            seq != UNSENT || !matches!(future.state, FutureState::Pending)
        }
        _ => false,
    }
}
