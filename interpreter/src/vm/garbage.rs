//! The collector: marks what an instance can still reach and frees the rest. Objects of the base image always stay.
//!
//! It runs where no value lives in a Rust local: between instructions of the outermost loop, and at the end of a step.

use super::{Raised, Vm};
use crate::value::{Heap, Ref, Value};

/// The heap may grow by this much, or double, before the next collection.
const ROOM: usize = 1 << 20;

impl Vm {
    /// Whether a collection is worth its time.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.heap.bytes() > self.collect_at
    }

    /// Collects, and fails if what is left is more than the instance may have.
    #[cold]
    pub(crate) fn make_room(&mut self) -> Result<(), Raised> {
        self.collect_garbage();
        self.reserve(0)
    }

    /// Frees what nothing reaches.
    pub(crate) fn collect_garbage(&mut self) {
        let mut marks = Marks::new(&self.heap);
        self.mark_roots(&mut marks);
        for handle in self.abandoned.iter().chain(&self.instance.resting) {
            marks.mark(Value::Ref(*handle));
        }
        while let Some(handle) = marks.queue.pop() {
            self.heap.get(handle).trace(&mut |value| marks.mark(value));
            self.instance
                .foreign
                .trace(handle, &mut |value| marks.mark(value));
        }
        self.instance.foreign.retain(|handle| marks.is_live(handle));
        self.instance.ids.retain(|handle, _| marks.is_live(*handle));
        if self.heap.sweep(|handle| marks.is_live(handle)) {
            // A class that is gone may be remembered by its number, which another one can get.
            self.epoch = self.epoch.wrapping_add(1);
        }
        if self.unfinished > 0 {
            self.count_unfinished();
        }
        let limit = self.limits.heap_bytes as usize;
        self.collect_at = (self.heap.bytes() * 2)
            .max(self.heap.bytes() + ROOM)
            .min(limit.max(self.heap.bytes()));
    }

    /// Those that nothing reaches; nearest things are looked at first, until all were found.
    pub(crate) fn unreached(&self, wanted: Vec<Ref>) -> Vec<Ref> {
        let mut marks = Marks::new(&self.heap);
        for value in self.registers.iter().rev() {
            marks.mark(*value);
        }
        self.mark_roots(&mut marks);
        let mut next = 0;
        while let Some(handle) = marks.queue.get(next).copied() {
            next += 1;
            if wanted.contains(&handle) && wanted.iter().all(|each| marks.is_live(*each)) {
                break;
            }
            self.heap.get(handle).trace(&mut |value| marks.mark(value));
            self.instance
                .foreign
                .trace(handle, &mut |value| marks.mark(value));
        }
        let mut left = wanted;
        left.retain(|handle| !marks.is_live(*handle));
        left
    }

    fn mark_roots(&self, marks: &mut Marks) {
        let visit = &mut |value| marks.mark(value);
        self.registers
            .iter()
            .chain(&self.globals)
            .chain(&self.held)
            .for_each(|value| visit(*value));
        for frame in &self.frames {
            frame.values().into_iter().for_each(&mut *visit);
        }
        [self.sent, self.returned, self.context]
            .into_iter()
            .for_each(&mut *visit);
        let current = [self.current_task, self.suspended, self.last_awaiter];
        current
            .iter()
            .flatten()
            .chain(&self.shown)
            .for_each(|handle| visit(Value::Ref(*handle)));
        let instance = &self.instance;
        instance.ready.iter().for_each(|entry| entry.trace(visit));
        instance
            .pending
            .values()
            .chain(&instance.main)
            .chain(&instance.running)
            .chain(&instance.outer)
            .chain(&instance.closing)
            .chain(&instance.alive)
            .chain(self.due.iter().map(|(_, timer)| timer))
            .for_each(|handle| visit(Value::Ref(*handle)));
        for handle in self.heap.changed_base() {
            self.heap.get(handle).trace(visit);
        }
    }
}

/// Which instance objects were reached, and those whose contents were not looked at yet.
struct Marks {
    base: u32,
    live: Vec<bool>,
    queue: Vec<Ref>,
}

impl Marks {
    fn new(heap: &Heap) -> Self {
        let slots = heap.len() - heap.base_len();
        Self {
            base: heap.base_len(),
            live: vec![false; slots as usize],
            queue: Vec::new(),
        }
    }

    fn mark(&mut self, value: Value) {
        let Value::Ref(handle) = value else { return };
        let Some(slot) = handle.0.checked_sub(self.base) else {
            return;
        };
        if !std::mem::replace(&mut self.live[slot as usize], true) {
            self.queue.push(handle);
        }
    }

    fn is_live(&self, handle: Ref) -> bool {
        handle
            .0
            .checked_sub(self.base)
            .is_none_or(|slot| self.live[slot as usize])
    }
}
