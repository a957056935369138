//! The scheduler's tasks, in asyncio's order.

use crate::ir::Suspends;
use crate::value::coroutine::{Progress, Resume};
use crate::value::future::{Callback, Future, FutureKind, FutureState, Ready, Task};
use crate::value::symbol::names;
use crate::value::{Obj, Ref, Type, Value};

use super::errors::Limit;
use super::{Answer, Raised, Vm};

impl Vm {
    /// `create_task(coroutine)`, in a copy of the current context or in the one that is given.
    pub fn create_task(&mut self, coroutine: Ref, name: Value, context: Option<Value>) -> Ref {
        let name = match name {
            Value::Unbound | Value::None => {
                self.count_task();
                Value::Int(i64::from(self.instance.tasks))
            }
            name => name,
        };
        let context = context.unwrap_or_else(|| self.copy_context());
        let handle = self.new_task(coroutine, name, context);
        self.instance.alive.push(handle);
        handle
    }

    /// The next unnamed task has the next number.
    pub(crate) fn count_task(&mut self) {
        self.instance.tasks += 1;
    }

    /// A task that `all_tasks` does not know.
    pub(crate) fn new_task(&mut self, coroutine: Ref, name: Value, context: Value) -> Ref {
        let task = Task {
            coroutine,
            innermost: coroutine,
            name,
            waiting: None,
            must_cancel: false,
            cancel_requests: 0,
            context,
        };
        let handle = self.new_future(FutureKind::Task(Box::new(task)));
        self.instance.ready.push_back(Ready::Step(handle));
        handle
    }

    pub(crate) fn task_ended(&mut self, handle: Ref) {
        if let Some(at) = self.instance.alive.iter().position(|task| *task == handle) {
            self.instance.alive.remove(at);
        }
    }

    /// The tasks that are not done, in the order in which they were made.
    pub(crate) fn alive_tasks(&self) -> Vec<Value> {
        self.instance
            .alive
            .iter()
            .copied()
            .map(Value::Ref)
            .collect()
    }

    pub(crate) fn task_at(&mut self, handle: Ref) -> Option<&mut Task> {
        match self.future_at(handle) {
            Some(Future {
                kind: FutureKind::Task(task),
                ..
            }) => Some(task),
            _ => None,
        }
    }

    /// What asyncio takes for a coroutine: `sleep(...)` and action calls are, too.
    pub(crate) fn is_coroutine_like(&self, value: Value) -> bool {
        match value.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Coroutine(coroutine)) => coroutine.kind == Suspends::Coroutine,
            Some(Obj::ActionCall(_) | Obj::AsyncStep(_)) => true,
            Some(Obj::Future(future)) => matches!(future.kind, FutureKind::Timer { .. }),
            _ => false,
        }
    }

    /// `ensure_future(awaitable)`: a future for anything that can be awaited.
    pub fn ensure_future(&mut self, value: Value) -> Result<Ref, Raised> {
        let Some(handle) = value.as_ref() else {
            return Err(self.not_awaitable());
        };
        if self.is_coroutine_like(value) {
            return Ok(self.create_task(handle, Value::None, None));
        }
        if matches!(self.heap.get(handle), Obj::Future(_)) {
            return Ok(handle);
        }
        if self.special(value, names::AWAIT).is_some() {
            return Ok(self.create_task(handle, Value::None, None));
        }
        Err(self.not_awaitable())
    }

    fn not_awaitable(&mut self) -> Raised {
        self.type_error("An asyncio.Future, a coroutine or an awaitable is required")
    }

    /// One step of a task: until it waits or ends.
    pub(crate) fn step_task(&mut self, handle: Ref) -> Result<(), Raised> {
        if !self.is_pending(handle) {
            return Ok(());
        }
        let message = self
            .future_at(handle)
            .map_or(Value::None, |future| future.cancel_message);
        let Some(task) = self.task_at(handle) else {
            return Ok(());
        };
        let woken_by = task.waiting.take();
        let context = task.context;
        let cancels = std::mem::take(&mut task.must_cancel);
        // One CancelledError is enough: that of the future goes before the one that was asked for since.
        let thrown = if cancels && !self.ended_by_cancel(woken_by) {
            Some(self.new_cancelled(message))
        } else {
            self.thrown_by(handle, woken_by)
        };
        self.suspended = None;
        let task_before = self.current_task.replace(handle);
        let context_before = std::mem::replace(&mut self.context, context);
        let result = self.go_on(handle, thrown);
        // Whoever awaits the task is raised its exception anew.
        self.passed = None;
        let context = std::mem::replace(&mut self.context, context_before);
        self.current_task = task_before;
        if let Some(task) = self.task_at(handle) {
            task.context = context;
        }
        if matches!(result, Err(Raised::Limit(Limit::Pause))) {
            self.step_again(handle);
        }
        self.after_step(handle, result)
    }

    /// Runs what the task runs: a coroutine, or nothing but one future.
    fn go_on(&mut self, handle: Ref, thrown: Option<Ref>) -> Answer {
        let Some(task) = self.task_at(handle) else {
            return Ok(Value::None);
        };
        // Where it rested is not held by the task while it runs.
        let innermost = std::mem::replace(&mut task.innermost, task.coroutine);
        let innermost = match self.heap.get(innermost) {
            Obj::Coroutine(_) | Obj::Future(_) => innermost,
            Obj::AsyncStep(step) => {
                let mut step = **step;
                // What has not begun passes it on to the generator, as in CPython.
                if let Some(error) = thrown {
                    if self.is_done(step.generator) {
                        return Err(Raised::Exception(error));
                    }
                    step.resume = Resume::Throw(Value::Ref(error));
                }
                let result = self.run_lone_step(innermost, step);
                return self.end_of_step(handle, result);
            }
            _ if thrown.is_some() => innermost,
            _ => self.begin_awaiting(handle, innermost)?,
        };
        match self.heap.get(innermost) {
            Obj::Coroutine(coroutine) => match coroutine.state {
                Progress::Created | Progress::Suspended => {}
                Progress::Done => {
                    return Err(self.runtime_error("cannot reuse already awaited coroutine"));
                }
                Progress::Running => return Err(self.value_error("coroutine already executing")),
            },
            _ => return self.go_on_with_future(innermost, thrown),
        }
        let how = match thrown {
            Some(error) => Resume::Throw(Value::Ref(error)),
            None => Resume::Send(Value::None),
        };
        // While it runs, the stack holds what it runs; what it leaves on the way is not held by where it last waited.
        if let Some(task) = self.task_at(handle) {
            task.innermost = task.coroutine;
        }
        let collected_at = std::mem::replace(&mut self.collect_depth, self.depth + 1);
        let result = self.resume(innermost, how);
        self.collect_depth = collected_at;
        let yields = matches!(
            self.heap.get(innermost),
            Obj::Coroutine(it) if it.kind == Suspends::Generator && it.state != Progress::Done
        );
        if result.is_ok() && self.suspended.is_none() && yields {
            // A generator that is what `__await__` returned.
            self.suspended = Some(innermost);
        }
        self.end_of_step(handle, result)
    }

    /// A task over one step of an asynchronous generator ends as that does.
    fn end_of_step(&mut self, handle: Ref, result: Answer) -> Answer {
        let runs = self.task_at(handle).map(|task| task.coroutine);
        match runs.map(|runs| self.heap.get(runs)) {
            Some(Obj::AsyncStep(step)) if self.suspended.is_none() => {
                let step = **step;
                self.end_lone_step(step, result)
            }
            _ => result,
        }
    }

    /// The first step of a task over what is no coroutine: it becomes a task over what that awaits.
    fn begin_awaiting(&mut self, handle: Ref, object: Ref) -> Result<Ref, Raised> {
        let awaits = self.awaitable_of(Value::Ref(object))?;
        let Some(awaits) = awaits.as_ref() else {
            return Err(self.broken("awaiting a plain value"));
        };
        if !matches!(self.heap.get(awaits), Obj::Coroutine(_) | Obj::Future(_)) {
            return Err(self.type_error(
                "only a coroutine, a generator or a future can be what __await__ of a task returns",
            ));
        }
        if let Some(task) = self.task_at(handle) {
            task.coroutine = awaits;
            task.innermost = awaits;
        }
        Ok(awaits)
    }

    fn go_on_with_future(&mut self, future: Ref, thrown: Option<Ref>) -> Answer {
        if let Some(error) = thrown {
            return Err(Raised::Exception(error));
        }
        if let Some(value) = self.result_of(future)? {
            return Ok(value);
        }
        self.suspended = Some(future);
        if self.yield_once(future) {
            return Ok(Value::None);
        }
        self.start_waiting(future)?;
        Ok(Value::Ref(future))
    }

    fn ended_by_cancel(&self, future: Option<Ref>) -> bool {
        match future.map(|future| self.state_of(future)) {
            Some(FutureState::Cancelled) => true,
            Some(FutureState::Error(error)) => self.is_instance(error, Type::CancelledError),
            _ => false,
        }
    }

    /// What the future that woke a task raises in it, where the coroutine itself will not ask it.
    fn thrown_by(&mut self, handle: Ref, woken_by: Option<Ref>) -> Option<Ref> {
        let future = woken_by?;
        let error = match self.state_of(future) {
            FutureState::Error(error) => error.as_ref(),
            FutureState::Cancelled => None,
            FutureState::Pending | FutureState::Result(_) => return None,
        };
        let innermost = self.task_at(handle)?.innermost;
        if self.delegates_to(innermost, future) {
            return None;
        }
        error.or_else(|| match self.cancelled_error(future) {
            Raised::Exception(error) => Some(error),
            Raised::Limit(_) => None,
        })
    }

    /// Whether a coroutine, or the generators behind the `__await__` that it awaits, awaits this future.
    fn delegates_to(&self, innermost: Ref, future: Ref) -> bool {
        let mut at = innermost;
        while let Obj::Coroutine(coroutine) = self.heap.get(at) {
            match coroutine.frame.delegate.as_ref() {
                Some(delegate) => at = delegate,
                None => return false,
            }
        }
        at == future || !matches!(self.heap.get(at), Obj::Future(_))
    }

    fn after_step(&mut self, handle: Ref, result: Answer) -> Result<(), Raised> {
        match result {
            Ok(value) => match self.suspended.take() {
                Some(innermost) => self.task_waits(handle, innermost, value),
                None => self.task_returns(handle, value),
            },
            Err(Raised::Exception(exception)) => {
                self.task_raises(handle, exception);
                Ok(())
            }
            Err(limit) => Err(limit),
        }
    }

    fn task_returns(&mut self, handle: Ref, value: Value) -> Result<(), Raised> {
        let cancels = self
            .task_at(handle)
            .is_some_and(|task| std::mem::take(&mut task.must_cancel));
        let state = if cancels {
            FutureState::Cancelled
        } else {
            FutureState::Result(value)
        };
        self.settle(handle, state);
        Ok(())
    }

    fn task_raises(&mut self, handle: Ref, exception: Ref) {
        let error = Value::Ref(exception);
        if !self.is_instance(error, Type::CancelledError) {
            self.settle(handle, FutureState::Error(error));
            return;
        }
        if let Some(future) = self.future_at(handle) {
            future.cancel_message = error;
        }
        self.settle(handle, FutureState::Cancelled);
    }

    fn task_waits(&mut self, handle: Ref, innermost: Ref, value: Value) -> Result<(), Raised> {
        let waiting = value
            .as_ref()
            .filter(|future| matches!(self.heap.get(*future), Obj::Future(_)));
        let message = self
            .future_at(handle)
            .map_or(Value::None, |future| future.cancel_message);
        let Some(task) = self.task_at(handle) else {
            return Ok(());
        };
        task.innermost = innermost;
        let cancels = task.must_cancel;
        match waiting {
            Some(future) if future == handle => {
                let text = self.repr(Value::Ref(handle))?;
                let error = self.runtime_error(format!("Task cannot await on itself: {text}"));
                self.throw_soon(handle, error);
            }
            Some(future) if !self.delegates_to(innermost, future) => {
                let task = self.repr(Value::Ref(handle))?;
                let what = self.repr(value)?;
                let error = self.runtime_error(format!(
                    "yield was used instead of yield from in task {task} with {what}"
                ));
                self.throw_soon(handle, error);
            }
            Some(future) => {
                if let Some(task) = self.task_at(handle) {
                    task.waiting = waiting;
                }
                self.add_callback(future, Callback::Wake(handle));
                if cancels && self.cancel(future, message) {
                    if let Some(task) = self.task_at(handle) {
                        task.must_cancel = false;
                    }
                }
            }
            None if value.is_none() => self.instance.ready.push_back(Ready::Step(handle)),
            None => {
                let text = self.repr(value)?;
                let error = self.runtime_error(format!("Task got bad yield: {text}"));
                self.throw_soon(handle, error);
            }
        }
        Ok(())
    }

    /// What a task did wrong is raised in it at its next step.
    fn throw_soon(&mut self, handle: Ref, error: Raised) {
        let Raised::Exception(error) = error else {
            return;
        };
        let failed = self.new_future(FutureKind::Plain);
        self.settle(failed, FutureState::Error(Value::Ref(error)));
        if let Some(task) = self.task_at(handle) {
            task.waiting = Some(failed);
        }
        self.instance.ready.push_back(Ready::Step(handle));
    }
}
