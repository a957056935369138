//! Futures: what waits for them, how they are settled and cancelled.

use crate::effect::Effect;
use crate::value::future::{Callback, Future, FutureKind, FutureState, Ready, UNSENT};
use crate::value::{Obj, Ref, Type, Value};

use super::{Raised, Vm};

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
        let is_task = matches!(future.kind, FutureKind::Task(_));
        for callback in std::mem::take(&mut future.callbacks) {
            self.instance.ready.push_back(Ready::Callback {
                callback,
                future: handle,
            });
        }
        if is_task {
            self.task_ended(handle);
        }
        self.stop_after(handle);
    }

    pub(crate) fn new_cancelled(&mut self, message: Value) -> Ref {
        let args: &[Value] = if message.is_none() || message.is_unbound() {
            &[]
        } else {
            &[message]
        };
        self.new_exception(Value::Type(Type::CancelledError), args)
    }

    /// The CancelledError of a cancelled future. The one that ended a task is raised where the task is first asked; a task that was
    /// to be cancelled but returned has only the message of one.
    pub(crate) fn cancelled_error(&mut self, handle: Ref) -> Raised {
        let Some(future) = self.future_at(handle) else {
            return Raised::Exception(self.new_cancelled(Value::None));
        };
        let ended = matches!(
            (&future.kind, future.state),
            (FutureKind::Task(_), FutureState::Cancelled)
        );
        let message = future.cancel_message;
        if !ended || !self.is_instance(message, Type::CancelledError) {
            return Raised::Exception(self.new_cancelled(message));
        }
        if let Some(future) = self.future_at(handle) {
            future.cancel_message = Value::None;
        }
        match message.as_ref() {
            Some(error) => Raised::Exception(error),
            None => Raised::Exception(self.new_cancelled(Value::None)),
        }
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
            FutureKind::Task(_) => self.cancel_task(handle, message),
            FutureKind::Gather(gather) => {
                let children = gather.children.clone();
                self.cancel_gather(handle, &children, message)
            }
            _ => {
                future.cancel_message = message;
                self.withdraw(handle);
                self.let_go(handle);
                self.settle(handle, FutureState::Cancelled);
                true
            }
        }
    }

    fn cancel_task(&mut self, handle: Ref, message: Value) -> bool {
        let waiting = match self.future_at(handle) {
            Some(Future {
                kind: FutureKind::Task(task),
                ..
            }) => {
                task.cancel_requests += 1;
                task.waiting
            }
            _ => None,
        };
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

    /// The outer future of a `shield` is cancelled: the inner one need not tell it.
    fn let_go(&mut self, outer: Ref) {
        if let Some(Future {
            kind: FutureKind::Shield { inner },
            ..
        }) = self.future_at(outer)
        {
            let inner = *inner;
            self.remove_callbacks(
                inner,
                |callback| matches!(callback, Callback::Shielded(of) if *of == outer),
            );
        }
    }

    /// Tells the host that an outcome is no longer wanted.
    pub(crate) fn withdraw(&mut self, handle: Ref) {
        self.due.retain(|(_, timer)| *timer != handle);
        let kind = self.heap.future(Value::Ref(handle)).map(|it| &it.kind);
        let (seq, effect) = match kind {
            Some(FutureKind::Action { seq, .. }) => (*seq, Effect::CancelAction { seq: *seq }),
            Some(FutureKind::Timer { seq, .. } | FutureKind::Alarm { seq, .. }) => {
                (*seq, Effect::CancelTimer { seq: *seq })
            }
            _ => return,
        };
        // What has come already, or was never asked for, is not outstanding.
        if seq == UNSENT || self.instance.pending.remove(&seq).is_none() {
            return;
        }
        // What was asked for in this very step needs no asking back.
        let asked = self.effects.iter().position(
            |each| matches!(each, Effect::CallAction { seq: of, .. } | Effect::StartTimer { seq: of, .. } if *of == seq),
        );
        match asked {
            Some(at) => drop(self.effects.remove(at)),
            None => self.effects.push(effect),
        }
    }
}
