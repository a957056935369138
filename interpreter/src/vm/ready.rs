//! The event loop: rounds over the ready queue, timers, callbacks.

use crate::effect::Effect;
use crate::value::future::{Callback, FutureKind, FutureState, Ready, UNSENT};
use crate::value::{Ref, Value};

use super::errors::Limit;
use super::{Raised, Vm};

impl Vm {
    /// Runs what is ready until nothing is. As asyncio's loop, it takes what is there in a round, after what fell due in the last.
    pub(crate) fn run_ready(&mut self) -> Result<(), Raised> {
        loop {
            self.queue_due();
            let mut count = self.instance.ready.len();
            while count > 0 {
                count -= 1;
                let Some(entry) = self.instance.ready.pop_front() else {
                    break;
                };
                match self.run_entry(entry) {
                    Err(Raised::Limit(Limit::Pause)) => {
                        count += 1;
                        self.write_and_read()?;
                    }
                    done => done?,
                }
            }
            self.end_round()?;
            if self.instance.ready.is_empty() && self.due.is_empty() {
                return Ok(());
            }
        }
    }

    fn run_entry(&mut self, entry: Ready) -> Result<(), Raised> {
        match entry {
            Ready::Step(task) => self.step_task(task),
            Ready::Callback { callback, future } => self.call_back(callback, future),
            Ready::Call {
                function,
                args,
                context,
            } => self.call_in(function, &args, context),
            Ready::Fire(timer) => self.fire(timer),
            Ready::Stop => {
                self.stopping = true;
                Ok(())
            }
        }
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
            Callback::Call { function, context } => {
                self.call_in(function, &[Value::Ref(future)], context)
            }
        }
    }

    /// A callback's exception goes to asyncio's exception handler: it is printed, and the loop goes on.
    fn call_in(&mut self, function: Value, args: &[Value], context: Value) -> Result<(), Raised> {
        let before = std::mem::replace(&mut self.context, context);
        let answer = self.call(function, args);
        self.context = before;
        match answer {
            Ok(_) => Ok(()),
            Err(Raised::Exception(exception)) => {
                let text = format!("Exception in callback\n{}", self.traceback_text(exception));
                self.effects.push(Effect::Print { text, stderr: true });
                Ok(())
            }
            Err(limit) => Err(limit),
        }
    }

    /// `loop.call_soon(function)`.
    pub(crate) fn call_soon(&mut self, function: Value, context: Value) {
        self.instance.ready.push_back(Ready::Call {
            function,
            args: Vec::new(),
            context,
        });
    }

    /// `loop.call_at(when, function)`.
    pub(crate) fn new_alarm(&mut self, due_micros: i64, function: Value, context: Value) -> Value {
        let alarm = self.new_future(FutureKind::Alarm {
            seq: UNSENT,
            function,
            context,
        });
        self.start_timer(alarm, due_micros);
        Value::Ref(alarm)
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
        let kind = self.heap.future(Value::Ref(handle)).map(|it| &it.kind);
        match kind {
            Some(FutureKind::Action {
                seq: UNSENT,
                call: Some(call),
            }) => {
                let call = *call;
                self.send_action(handle, call)
            }
            Some(FutureKind::Timer {
                seq: UNSENT,
                micros,
                ..
            }) if self.is_pending(handle) => {
                let due = self.now_micros.saturating_add(*micros);
                self.start_timer(handle, due);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// A timer or an alarm runs from now on.
    pub(crate) fn start_timer(&mut self, handle: Ref, due_micros: i64) {
        if due_micros <= self.now_micros {
            self.due.push((due_micros, handle));
            return;
        }
        let number = self.next_seq(handle);
        if let Some(FutureKind::Timer { seq, .. } | FutureKind::Alarm { seq, .. }) =
            self.future_at(handle).map(|it| &mut it.kind)
        {
            *seq = number;
        }
        self.effects.push(Effect::StartTimer {
            seq: number,
            due_micros,
        });
    }

    /// The number of a new action or timer, whose outcome the future awaits.
    pub(crate) fn next_seq(&mut self, future: Ref) -> u32 {
        let seq = self.instance.next_seq;
        self.instance.next_seq += 1;
        self.instance.pending.insert(seq, future);
        seq
    }

    /// Timers that were due when they were started fire in the next round.
    fn queue_due(&mut self) {
        let mut due = std::mem::take(&mut self.due);
        due.sort_by_key(|(at, _)| *at);
        let fired = due.into_iter().map(|(_, timer)| Ready::Fire(timer));
        self.instance.ready.extend(fired);
    }

    fn fire(&mut self, timer: Ref) -> Result<(), Raised> {
        if !self.is_pending(timer) {
            return Ok(());
        }
        let kind = self.heap.future(Value::Ref(timer)).map(|it| &it.kind);
        match kind {
            Some(FutureKind::Timer { result, .. }) => {
                let result = *result;
                self.settle(timer, FutureState::Result(result));
                Ok(())
            }
            Some(FutureKind::Alarm {
                function, context, ..
            }) => {
                let (function, context) = (*function, *context);
                self.settle(timer, FutureState::Result(Value::None));
                self.call_in(function, &[], context)
            }
            _ => Ok(()),
        }
    }
}
