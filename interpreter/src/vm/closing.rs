//! The end of `asyncio.run`, and of a workflow: tasks that are left are cancelled and awaited, then the loop is closed.

use crate::value::coroutine::Resume;
use crate::value::future::{FutureKind, FutureState, Ready};
use crate::value::{Ref, Value};

use super::{Answer, Raised, Vm};

/// Rounds that asyncio's runner still gives to what is ready once the tasks that were left are done.
const LAST_ROUNDS: u8 = 4;

impl Vm {
    /// `asyncio.run(coroutine)` in a plain file: a future of its outcome.
    pub(crate) fn run_coroutine(&mut self, coroutine: Value) -> Answer {
        if self.instance.running.is_some() {
            return Err(
                self.runtime_error("asyncio.run() cannot be called from a running event loop")
            );
        }
        let Some(handle) = coroutine
            .as_ref()
            .filter(|_| self.is_coroutine_like(coroutine))
        else {
            let text = self.repr(coroutine)?;
            return Err(self.value_error(format!("a coroutine was expected, got {text}")));
        };
        let task = self.create_task(handle, Value::None, None);
        let outer = self.new_future(FutureKind::Plain);
        self.instance.running = Some(task);
        self.instance.outer = Some(outer);
        Ok(Value::Ref(outer))
    }

    /// The loop stops after the round in which this future's callbacks run, if it is what runs the loop.
    pub(crate) fn stop_after(&mut self, handle: Ref) {
        let stops = [self.instance.running, self.instance.closing];
        if stops.contains(&Some(handle)) {
            self.instance.ready.push_back(Ready::Stop);
        }
    }

    /// A round of the loop is over.
    pub(crate) fn end_round(&mut self) -> Result<(), Raised> {
        if let Some(left) = self.rounds_left {
            self.rounds_left = Some(left.saturating_sub(1));
        } else if std::mem::take(&mut self.stopping)
            && !self.cancel_what_is_left()?
            && !self.close_what_rests()?
        {
            self.rounds_left = Some(LAST_ROUNDS);
        }
        let idle = self.instance.ready.is_empty() && self.due.is_empty();
        if self.rounds_left == Some(0) || self.rounds_left.is_some() && idle {
            self.close_loop();
        }
        Ok(())
    }

    /// Whether there was something.
    fn cancel_what_is_left(&mut self) -> Result<bool, Raised> {
        if self.instance.closing.is_some() || self.instance.alive.is_empty() {
            return Ok(false);
        }
        let left = self.instance.alive.clone();
        for task in &left {
            self.cancel(*task, Value::None);
        }
        let all = self.gather_futures(left, true)?;
        self.instance.closing = all.as_ref();
        Ok(true)
    }

    /// Asynchronous generators that nobody closed, as `loop.shutdown_asyncgens()` does it; whether there were any.
    fn close_what_rests(&mut self) -> Result<bool, Raised> {
        if self.instance.closes_generators || self.instance.resting.is_empty() {
            return Ok(false);
        }
        let resting = std::mem::take(&mut self.instance.resting);
        self.count_task();
        let mut tasks = Vec::with_capacity(resting.len());
        for generator in resting {
            let step = self.async_step(generator, Resume::Close);
            tasks.extend(
                step.as_ref()
                    .map(|step| self.create_task(step, Value::None, None)),
            );
        }
        let all = self.gather_futures(tasks, true)?;
        self.instance.closing = all.as_ref();
        self.instance.closes_generators = true;
        Ok(true)
    }

    /// What is still ready never runs, and nothing that was asked for is wanted any more.
    fn close_loop(&mut self) {
        let made = if std::mem::take(&mut self.instance.closes_generators) {
            1
        } else {
            2
        };
        self.rounds_left = None;
        self.instance.resting.clear();
        self.instance.ready.clear();
        self.due.clear();
        let pending: Vec<Ref> = self.instance.pending.values().copied().collect();
        for future in pending {
            self.withdraw(future);
        }
        self.instance.alive.clear();
        self.instance.closing = None;
        let task = self.instance.running.take();
        if let (Some(task), Some(outer)) = (task, self.instance.outer.take()) {
            // asyncio's runner makes two tasks of its own at the end.
            self.instance.tasks += made;
            let state = match self.state_of(task) {
                FutureState::Cancelled => match self.cancelled_error(task) {
                    Raised::Exception(error) => FutureState::Error(Value::Ref(error)),
                    Raised::Limit(_) => FutureState::Cancelled,
                },
                state => state,
            };
            self.settle(outer, state);
        }
    }
}
