//! The scheduler: tasks, futures and the ready queue, in asyncio's order.

use crate::effect::Effect;
use crate::value::coroutine::Resume;
use crate::value::future::{
    Callback, Future, FutureKind, FutureState, Gather, Ready, Task, UNSENT,
};
use crate::value::{Obj, Ref, Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    pub(crate) fn new_future(&mut self, kind: FutureKind) -> Ref {
        let future = Future {
            kind,
            state: FutureState::Pending,
            callbacks: Vec::new(),
            cancel_message: Value::None,
        };
        self.heap.alloc(Obj::Future(Box::new(future)))
    }

    pub(crate) fn future_at(&mut self, handle: Ref) -> Option<&mut Future> {
        self.heap.future_mut(Value::Ref(handle))
    }

    pub(crate) fn state_of(&self, handle: Ref) -> FutureState {
        self.heap
            .future(Value::Ref(handle))
            .map_or(FutureState::Cancelled, |future| future.state)
    }

    pub(crate) fn is_pending(&self, handle: Ref) -> bool {
        matches!(self.state_of(handle), FutureState::Pending)
    }

    /// `create_task(coroutine)`.
    pub fn create_task(&mut self, coroutine: Ref, name: Value) -> Ref {
        self.instance.tasks += 1;
        let name = match name {
            Value::Unbound | Value::None => {
                let text = format!("Task-{}", self.instance.tasks);
                self.heap.new_str(text)
            }
            name => name,
        };
        let task = Task {
            coroutine,
            innermost: coroutine,
            name,
            waiting: None,
            must_cancel: false,
            cancel_requests: 0,
        };
        let handle = self.new_future(FutureKind::Task(Box::new(task)));
        self.instance.ready.push_back(Ready::Step(handle));
        handle
    }

    /// `ensure_future(awaitable)`: a future for anything that can be awaited.
    pub fn ensure_future(&mut self, value: Value) -> Result<Ref, Raised> {
        let Some(handle) = value.as_ref() else {
            return Err(self.not_awaitable(value));
        };
        match self.heap.get(handle) {
            Obj::Future(future) => {
                let unsent =
                    is_unsent(&future.kind) && matches!(future.state, FutureState::Pending);
                if unsent
                    && !self
                        .instance
                        .ready
                        .iter()
                        .any(|ready| matches!(ready, Ready::Send(each) if *each == handle))
                {
                    self.instance.ready.push_back(Ready::Send(handle));
                }
                Ok(handle)
            }
            Obj::Coroutine(coroutine) if coroutine.kind == crate::ir::Suspends::Coroutine => {
                Ok(self.create_task(handle, Value::None))
            }
            Obj::ActionCall(call) => {
                if !call.future.is_unbound() {
                    return Err(self.runtime_error("cannot reuse already awaited action call"));
                }
                let future = self.future_of_action(handle);
                self.instance.ready.push_back(Ready::Send(future));
                Ok(future)
            }
            _ => Err(self.not_awaitable(value)),
        }
    }

    fn not_awaitable(&mut self, _value: Value) -> Raised {
        self.type_error("An asyncio.Future, a coroutine or an awaitable is required")
    }

    /// `gather(*values)`.
    pub(crate) fn gather(&mut self, values: &[Value], return_exceptions: bool) -> Answer {
        let mut children = Vec::with_capacity(values.len());
        let mut made: Vec<(Value, Ref)> = Vec::new();
        for value in values {
            let child = match made.iter().find(|(known, _)| known.is(*value)) {
                Some((_, child)) => *child,
                None => {
                    let child = self.ensure_future(*value)?;
                    made.push((*value, child));
                    child
                }
            };
            children.push(child);
        }
        let empty = children.is_empty();
        let gather = Gather {
            children,
            finished: 0,
            return_exceptions,
            cancel_requested: false,
        };
        let outer = self.new_future(FutureKind::Gather(Box::new(gather)));
        if empty {
            let list = self.heap.new_list(Vec::new());
            self.settle(outer, FutureState::Result(list));
        }
        for (_, child) in made {
            self.add_callback(child, Callback::Gathered(outer));
        }
        Ok(Value::Ref(outer))
    }

    /// Calls back when a future is done: later, even if it is done already.
    pub(crate) fn add_callback(&mut self, future: Ref, callback: Callback) {
        if !self.is_pending(future) {
            self.instance
                .ready
                .push_back(Ready::Callback { callback, future });
        } else if let Some(future) = self.future_at(future) {
            future.callbacks.push(callback);
        }
    }

    pub(crate) fn remove_callbacks(&mut self, future: Ref, unwanted: impl Fn(&Callback) -> bool) {
        if let Some(future) = self.future_at(future) {
            future.callbacks.retain(|callback| !unwanted(callback));
        }
    }

    /// A future is done: who waits for it becomes ready, in order. Nothing happens if it was done before.
    pub(crate) fn settle(&mut self, handle: Ref, state: FutureState) {
        let Some(future) = self.future_at(handle) else {
            return;
        };
        if !matches!(future.state, FutureState::Pending) {
            return;
        }
        future.state = state;
        for callback in std::mem::take(&mut future.callbacks) {
            self.instance.ready.push_back(Ready::Callback {
                callback,
                future: handle,
            });
        }
    }

    /// Runs what is ready until nothing is.
    pub(crate) fn run_ready(&mut self) -> Result<(), Raised> {
        while let Some(ready) = self.instance.ready.pop_front() {
            match ready {
                Ready::Step(task) => self.step_task(task)?,
                Ready::Send(future) => {
                    if self.is_pending(future) {
                        self.start_waiting(future)?;
                    }
                }
                Ready::Callback { callback, future } => self.call_back(callback, future)?,
                Ready::Call { function, args } => self.call_ready(function, &args)?,
            }
        }
        Ok(())
    }

    fn call_back(&mut self, callback: Callback, future: Ref) -> Result<(), Raised> {
        match callback {
            Callback::Wake(task) => self.step_task(task),
            Callback::Gathered(outer) => self.gathered(outer, future),
            Callback::Shielded(outer) => {
                let state = self.state_of(future);
                self.settle(outer, state);
                Ok(())
            }
            Callback::Waited(outer) => self.waited(outer, future),
            Callback::Call(function) => self.call_ready(function, &[Value::Ref(future)]),
        }
    }

    /// A callback's exception goes to asyncio's exception handler: it is printed, and the loop goes on.
    fn call_ready(&mut self, function: Value, args: &[Value]) -> Result<(), Raised> {
        match self.call(function, args) {
            Ok(_) => Ok(()),
            Err(Raised::Exception(exception)) => {
                let text = format!("Exception in callback\n{}", self.traceback_text(exception));
                self.effects.push(Effect::Print { text, stderr: true });
                Ok(())
            }
            Err(limit) => Err(limit),
        }
    }

    fn gathered(&mut self, outer: Ref, child: Ref) -> Result<(), Raised> {
        let state = self.state_of(child);
        let message = self
            .heap
            .future(Value::Ref(child))
            .map_or(Value::None, |future| future.cancel_message);
        let pending = self.is_pending(outer);
        let Some(Future {
            kind: FutureKind::Gather(gather),
            ..
        }) = self.future_at(outer)
        else {
            return Ok(());
        };
        gather.finished += 1;
        if !pending {
            return Ok(());
        }
        if !gather.return_exceptions {
            match state {
                FutureState::Cancelled => {
                    let error = self.new_cancelled(message);
                    self.settle(outer, FutureState::Error(Value::Ref(error)));
                    return Ok(());
                }
                FutureState::Error(error) => {
                    self.settle(outer, FutureState::Error(error));
                    return Ok(());
                }
                FutureState::Pending | FutureState::Result(_) => {}
            }
        }
        self.finish_gather(outer)
    }

    fn finish_gather(&mut self, outer: Ref) -> Result<(), Raised> {
        let Some(Future {
            kind: FutureKind::Gather(gather),
            ..
        }) = self.future_at(outer)
        else {
            return Ok(());
        };
        let (children, requested) = (gather.children.clone(), gather.cancel_requested);
        let mut distinct = children.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if (gather.finished as usize) < distinct.len() {
            return Ok(());
        }
        if requested {
            let message = self
                .heap
                .future(Value::Ref(outer))
                .map_or(Value::None, |future| future.cancel_message);
            let error = self.new_cancelled(message);
            self.settle(outer, FutureState::Error(Value::Ref(error)));
            return Ok(());
        }
        let mut results = Vec::with_capacity(children.len());
        for child in children {
            results.push(match self.state_of(child) {
                FutureState::Result(value) | FutureState::Error(value) => value,
                FutureState::Cancelled | FutureState::Pending => {
                    let message = self
                        .heap
                        .future(Value::Ref(child))
                        .map_or(Value::None, |future| future.cancel_message);
                    Value::Ref(self.new_cancelled(message))
                }
            });
        }
        let list = self.heap.new_list(results);
        self.settle(outer, FutureState::Result(list));
        Ok(())
    }

    pub(crate) fn new_cancelled(&mut self, message: Value) -> Ref {
        let args: &[Value] = if message.is_none() || message.is_unbound() {
            &[]
        } else {
            &[message]
        };
        self.new_exception(Value::Type(Type::CancelledError), args)
    }

    /// The CancelledError of a cancelled future.
    pub(crate) fn cancelled_error(&mut self, handle: Ref) -> Raised {
        let message = self
            .heap
            .future(Value::Ref(handle))
            .map_or(Value::None, |future| future.cancel_message);
        Raised::Exception(self.new_cancelled(message))
    }

    /// One step of a task: until it waits or ends.
    fn step_task(&mut self, handle: Ref) -> Result<(), Raised> {
        if !self.is_pending(handle) {
            return Ok(());
        }
        let Some(Future {
            kind: FutureKind::Task(task),
            cancel_message,
            ..
        }) = self.future_at(handle)
        else {
            return Ok(());
        };
        task.waiting = None;
        let (innermost, message) = (task.innermost, *cancel_message);
        let cancels = std::mem::take(&mut task.must_cancel);
        let how = if cancels {
            Resume::Throw(Value::Ref(self.new_cancelled(message)))
        } else {
            Resume::Send(Value::None)
        };
        self.suspended = None;
        let before = self.current_task.replace(handle);
        // The task holds all that it runs; nothing here does.
        let collected_at = std::mem::replace(&mut self.collect_depth, self.depth + 1);
        let result = self.resume(innermost, how);
        self.collect_depth = collected_at;
        self.current_task = before;
        self.after_step(handle, result)
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
        let Some(Future {
            kind: FutureKind::Task(task),
            ..
        }) = self.future_at(handle)
        else {
            return Ok(());
        };
        let state = if std::mem::take(&mut task.must_cancel) {
            FutureState::Cancelled
        } else {
            FutureState::Result(value)
        };
        self.settle(handle, state);
        Ok(())
    }

    fn task_raises(&mut self, handle: Ref, exception: Ref) {
        if !self.is_instance(Value::Ref(exception), Type::CancelledError) {
            self.settle(handle, FutureState::Error(Value::Ref(exception)));
            return;
        }
        let args = self
            .heap
            .exception(Value::Ref(exception))
            .map(|object| object.args)
            .unwrap_or_default();
        let message = self
            .heap
            .items(args)
            .and_then(|args| args.first())
            .copied()
            .unwrap_or(Value::None);
        if let Some(future) = self.future_at(handle) {
            future.cancel_message = message;
        }
        self.settle(handle, FutureState::Cancelled);
    }

    fn task_waits(&mut self, handle: Ref, innermost: Ref, value: Value) -> Result<(), Raised> {
        let waiting = value
            .as_ref()
            .filter(|future| matches!(self.heap.get(*future), Obj::Future(_)));
        let Some(Future {
            kind: FutureKind::Task(task),
            cancel_message,
            ..
        }) = self.future_at(handle)
        else {
            return Ok(());
        };
        task.innermost = innermost;
        task.waiting = waiting;
        let (cancels, message) = (task.must_cancel, *cancel_message);
        match waiting {
            Some(future) => {
                self.add_callback(future, Callback::Wake(handle));
                if cancels && self.cancel(future, message) {
                    if let Some(Future {
                        kind: FutureKind::Task(task),
                        ..
                    }) = self.future_at(handle)
                    {
                        task.must_cancel = false;
                    }
                }
            }
            None if value.is_none() => self.instance.ready.push_back(Ready::Step(handle)),
            None => {
                let text = self.repr(value)?;
                let error = self.runtime_error(format!("Task got bad yield: {text}"));
                if let Raised::Exception(error) = error {
                    self.settle(handle, FutureState::Error(Value::Ref(error)));
                }
            }
        }
        Ok(())
    }

    /// `future.cancel(message)`.
    pub fn cancel(&mut self, handle: Ref, message: Value) -> bool {
        if !self.is_pending(handle) {
            return false;
        }
        let Some(future) = self.future_at(handle) else {
            return false;
        };
        match &mut future.kind {
            FutureKind::Task(task) => {
                task.cancel_requests += 1;
                let waiting = task.waiting;
                if waiting.is_some_and(|waiting| self.cancel(waiting, message)) {
                    return true;
                }
                if let Some(Future {
                    kind: FutureKind::Task(task),
                    cancel_message,
                    ..
                }) = self.future_at(handle)
                {
                    task.must_cancel = true;
                    *cancel_message = message;
                }
                true
            }
            FutureKind::Gather(gather) => {
                let children = gather.children.clone();
                let mut any = false;
                for child in children {
                    any |= self.cancel(child, message);
                }
                if let Some(Future {
                    kind: FutureKind::Gather(gather),
                    cancel_message,
                    ..
                }) = self.future_at(handle)
                {
                    gather.cancel_requested |= any;
                    *cancel_message = message;
                }
                any
            }
            FutureKind::WaitFor {
                inner: Some(inner), ..
            } => {
                let inner = *inner;
                self.cancel(inner, message)
            }
            _ => {
                future.cancel_message = message;
                self.withdraw(handle);
                self.settle(handle, FutureState::Cancelled);
                true
            }
        }
    }

    /// Tells the host that an outcome is no longer wanted.
    fn withdraw(&mut self, handle: Ref) {
        let effect = match self
            .heap
            .future(Value::Ref(handle))
            .map(|future| &future.kind)
        {
            Some(FutureKind::Action { seq, .. }) if *seq != UNSENT => {
                Effect::CancelAction { seq: *seq }
            }
            Some(FutureKind::Timer { seq, .. }) if *seq != UNSENT => {
                Effect::CancelTimer { seq: *seq }
            }
            _ => return,
        };
        let (Effect::CancelAction { seq } | Effect::CancelTimer { seq }) = effect else {
            return;
        };
        self.instance.pending.remove(&seq);
        // What was asked for in this very step needs no asking back.
        let asked = self.effects.iter().position(
            |each| matches!(each, Effect::CallAction { seq: of, .. } | Effect::StartTimer { seq: of, .. } if *of == seq),
        );
        match asked {
            Some(at) => drop(self.effects.remove(at)),
            None => self.effects.push(effect),
        }
    }

    /// `sleep(0)`: gives way once.
    pub(crate) fn yield_once(&mut self, handle: Ref) -> bool {
        let Some(future) = self.future_at(handle) else {
            return false;
        };
        match (&future.kind, future.state) {
            (
                FutureKind::Timer {
                    seq: UNSENT,
                    micros,
                    result,
                },
                FutureState::Pending,
            ) if *micros <= 0 => {
                future.state = FutureState::Result(*result);
                true
            }
            _ => false,
        }
    }

    /// What a future needs to get going: an action is sent, a timer started. Done once.
    pub(crate) fn start_waiting(&mut self, handle: Ref) -> Result<(), Raised> {
        let Some(future) = self.future_at(handle) else {
            return Ok(());
        };
        match future.kind {
            FutureKind::Action { seq: UNSENT, call } => self.send_action(handle, call),
            FutureKind::Timer {
                seq: UNSENT,
                micros,
                result,
            } => {
                if micros <= 0 {
                    self.settle(handle, FutureState::Result(result));
                    return Ok(());
                }
                self.start_timer(handle, micros);
                Ok(())
            }
            FutureKind::WaitFor { inner: None, .. } => self.start_wait_for(handle),
            _ => Ok(()),
        }
    }

    fn start_timer(&mut self, handle: Ref, micros: i64) {
        let seq = self.next_seq(handle);
        if let Some(Future {
            kind: FutureKind::Timer { seq: own, .. },
            ..
        }) = self.future_at(handle)
        {
            *own = seq;
        }
        let due_micros = self.now_micros.saturating_add(micros);
        self.effects.push(Effect::StartTimer { seq, due_micros });
    }

    /// The number of a new action or timer, whose outcome the future awaits.
    pub(crate) fn next_seq(&mut self, future: Ref) -> u32 {
        let seq = self.instance.next_seq;
        self.instance.next_seq += 1;
        self.instance.pending.insert(seq, future);
        seq
    }

    /// A timer that runs from now on.
    pub(crate) fn new_timer(&mut self, micros: i64) -> Ref {
        let timer = self.new_future(FutureKind::Timer {
            seq: UNSENT,
            micros,
            result: Value::None,
        });
        self.start_timer(timer, micros);
        timer
    }

    fn start_wait_for(&mut self, handle: Ref) -> Result<(), Raised> {
        let Some(Future {
            kind: FutureKind::WaitFor {
                awaitable, micros, ..
            },
            ..
        }) = self.future_at(handle)
        else {
            return Ok(());
        };
        let (awaitable, micros) = (*awaitable, *micros);
        let child = self.ensure_future(awaitable)?;
        let clock = match micros {
            Some(micros) if micros > 0 => Some(self.new_timer(micros)),
            _ => None,
        };
        if let Some(Future {
            kind: FutureKind::WaitFor { inner, timer, .. },
            ..
        }) = self.future_at(handle)
        {
            *inner = Some(child);
            *timer = clock;
        }
        self.add_callback(child, Callback::Waited(handle));
        if let Some(clock) = clock {
            self.add_callback(clock, Callback::Waited(handle));
        }
        if micros.is_some_and(|micros| micros <= 0) && self.is_pending(child) {
            self.expire(handle, child);
        }
        Ok(())
    }

    fn expire(&mut self, handle: Ref, child: Ref) {
        if let Some(Future {
            kind: FutureKind::WaitFor { expired, .. },
            ..
        }) = self.future_at(handle)
        {
            *expired = true;
        }
        self.cancel(child, Value::None);
    }

    /// The inner future of a `wait_for` is done, or its time is over.
    fn waited(&mut self, outer: Ref, which: Ref) -> Result<(), Raised> {
        if !self.is_pending(outer) {
            return Ok(());
        }
        let Some(Future {
            kind:
                FutureKind::WaitFor {
                    inner: Some(inner),
                    timer,
                    expired,
                    ..
                },
            ..
        }) = self.future_at(outer)
        else {
            return Ok(());
        };
        let (inner, timer, expired) = (*inner, *timer, *expired);
        if which != inner {
            if matches!(self.state_of(which), FutureState::Result(_)) && self.is_pending(inner) {
                self.expire(outer, inner);
            }
            return Ok(());
        }
        if let Some(timer) = timer {
            self.cancel(timer, Value::None);
        }
        let state = match self.state_of(inner) {
            FutureState::Cancelled if expired => {
                let cancelled = self.cancelled_error(inner);
                let timeout = self.new_exception(Value::Type(Type::TimeoutError), &[]);
                if let (Raised::Exception(cancelled), Obj::Exception(object)) =
                    (cancelled, self.heap.get_mut(timeout))
                {
                    object.cause = Value::Ref(cancelled);
                    object.context = Value::Ref(cancelled);
                    object.suppress_context = true;
                }
                FutureState::Error(Value::Ref(timeout))
            }
            state => state,
        };
        self.settle(outer, state);
        Ok(())
    }
}

fn is_unsent(kind: &FutureKind) -> bool {
    matches!(
        kind,
        FutureKind::Action { seq: UNSENT, .. }
            | FutureKind::Timer { seq: UNSENT, .. }
            | FutureKind::WaitFor { inner: None, .. }
    )
}
