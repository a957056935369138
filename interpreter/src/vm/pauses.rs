//! Pauses that a test forces between two instructions: the instance is written, everything is forgotten, and what was written is read.
//!
//! A loop may be left at a jump backwards, while every frame is of a coroutine, or of a generator that a `for` runs: those can be set
//! aside where they stand, and go on when the task is stepped again. Instructions are given out in small parts, so that nothing is
//! asked of the loop itself: it notices that its part is used up where it would notice the limit.

use crate::codec;
use crate::ir::{Op, Suspends};
use crate::value::{Obj, Ref, Value};

use super::errors::Limit;
use super::frame::{Entry, Frame};
use super::{Raised, Vm};

#[derive(Debug, Default)]
pub(crate) struct Pauses {
    /// Instructions between two of them; 0 for none.
    pub(crate) every: u64,
    /// Instructions of this step that were not given out yet.
    pub(crate) reserve: u64,
    pub(crate) count: u64,
}

impl Vm {
    /// A step begins: it gets the first part only.
    pub(crate) fn divide_fuel(&mut self) {
        self.pauses.reserve = 0;
        if self.pauses.every > 0 {
            let part = self.pauses.every.min(self.fuel);
            self.pauses.reserve = self.fuel - part;
            self.fuel = part;
        }
    }

    /// All that is left of the step at once, for what counts by itself.
    pub(crate) fn gather_fuel(&mut self) {
        self.fuel += std::mem::take(&mut self.pauses.reserve);
    }

    /// Instructions are used up.
    pub(crate) fn spend(&mut self, instructions: u64) -> Result<(), Raised> {
        if self.fuel < instructions && self.pauses.reserve > 0 {
            let part = self.pauses.every.max(instructions).min(self.pauses.reserve);
            self.pauses.reserve -= part;
            self.fuel += part;
        }
        match self.fuel.checked_sub(instructions) {
            Some(left) => self.fuel = left,
            None => return Err(Raised::Limit(Limit::Instructions)),
        }
        Ok(())
    }

    /// At a jump backwards that used up its part: whether to pause behind it.
    pub(crate) fn pauses_behind(&mut self, pc: u32) -> bool {
        let Some(frame) = self.frames.last() else {
            return false;
        };
        let code = &self.program.functions[frame.code as usize].code;
        let offset = code[pc as usize + 1] as i32;
        let target = (i64::from(pc) + 2 + i64::from(offset)) as u32;
        let op = Op::from_byte(code[target as usize] as u8);
        // What suspends would be taken for what has suspended.
        let suspends = matches!(op, Some(Op::Await | Op::Yield | Op::YieldFrom));
        let calm = self.depth == self.collect_depth && self.due.is_empty() && self.held.is_empty();
        let steps = self.current_task.is_some_and(|task| self.is_pending(task));
        if suspends
            || !calm
            || !steps
            || !self.frames.iter().all(|each| self.can_be_set_aside(each))
        {
            return false;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.pc = target;
        }
        true
    }

    fn can_be_set_aside(&self, frame: &Frame) -> bool {
        let Some(Obj::Coroutine(owner)) = frame.owner.map(|owner| self.heap.get(owner)) else {
            return false;
        };
        match owner.kind {
            Suspends::Coroutine => matches!(frame.entry, Entry::Rust | Entry::Delegate),
            Suspends::Generator => matches!(frame.entry, Entry::Loop),
            Suspends::AsyncGenerator | Suspends::No => false,
        }
    }

    pub(crate) fn set_all_aside(&mut self) {
        while !self.frames.is_empty() {
            self.set_aside();
        }
    }

    /// The task goes on, before all others, where it was left.
    pub(crate) fn step_again(&mut self, task: Ref) {
        let first = self.task_at(task).map(|task| task.coroutine);
        let innermost = first.map(|first| self.innermost(first));
        if let (Some(task), Some(innermost)) = (self.task_at(task), innermost) {
            task.innermost = innermost;
        }
        self.instance
            .ready
            .push_front(crate::value::future::Ready::Step(task));
    }

    /// Writes the instance, forgets it and reads it.
    pub(crate) fn write_and_read(&mut self) -> Result<(), Raised> {
        self.pauses.count += 1;
        self.collect_garbage();
        let bytes = codec::save(self);
        let (depth, stopping, rounds_left) = (self.depth, self.stopping, self.rounds_left);
        self.reset();
        self.returned = Value::None;
        (self.depth, self.stopping, self.rounds_left) = (depth, stopping, rounds_left);
        if let Err(corrupt) = codec::load(self, &bytes) {
            return Err(self.broken(&corrupt.0));
        }
        self.epoch += 1;
        self.count_unfinished();
        if codec::save(self) != bytes {
            return Err(self.broken("what was read is written otherwise"));
        }
        Ok(())
    }
}
