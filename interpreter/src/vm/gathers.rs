//! `gather` and its outer future.

use std::collections::{BTreeMap, BTreeSet};

use crate::value::future::{Callback, Future, FutureKind, FutureState, Gather};
use crate::value::{Ref, Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// `gather(*values)`.
    pub(crate) fn gather(&mut self, values: &[Value], return_exceptions: bool) -> Answer {
        if values.is_empty() {
            let done = self.new_future(FutureKind::Plain);
            let list = self.heap.new_list(Vec::new());
            self.settle(done, FutureState::Result(list));
            return Ok(Value::Ref(done));
        }
        let mut children = Vec::with_capacity(values.len());
        // One task for each coroutine, however often it stands there.
        let mut made: BTreeMap<Ref, Ref> = BTreeMap::new();
        for value in values {
            let known = value.as_ref().and_then(|handle| made.get(&handle)).copied();
            let child = match known {
                Some(child) => child,
                None => self.ensure_future(*value)?,
            };
            made.extend(value.as_ref().map(|handle| (handle, child)));
            children.push(child);
        }
        self.gather_futures(children, return_exceptions)
    }

    /// The outer future of some that are there.
    pub(crate) fn gather_futures(&mut self, children: Vec<Ref>, return_exceptions: bool) -> Answer {
        let gather = Gather {
            distinct: Gather::count(&children),
            children: children.clone(),
            finished: 0,
            return_exceptions,
            cancel_requested: false,
        };
        let outer = self.new_future(FutureKind::Gather(Box::new(gather)));
        let mut told = BTreeSet::new();
        for child in children {
            if told.insert(child) {
                self.add_callback(child, Callback::Gathered(outer));
            }
        }
        Ok(Value::Ref(outer))
    }

    pub(crate) fn cancel_gather(&mut self, outer: Ref, children: &[Ref], message: Value) -> bool {
        let mut any = false;
        for child in children {
            any |= self.cancel(*child, message);
        }
        if let Some(gather) = self.gather_at(outer) {
            gather.cancel_requested |= any;
        }
        any
    }

    fn gather_at(&mut self, outer: Ref) -> Option<&mut Gather> {
        match self.future_at(outer) {
            Some(Future {
                kind: FutureKind::Gather(gather),
                ..
            }) => Some(gather),
            _ => None,
        }
    }

    /// A child is done.
    pub(crate) fn gathered(&mut self, outer: Ref, child: Ref) -> Result<(), Raised> {
        let pending = self.is_pending(outer);
        let Some(gather) = self.gather_at(outer) else {
            return Ok(());
        };
        gather.finished += 1;
        if !pending {
            return Ok(());
        }
        if !gather.return_exceptions {
            match self.state_of(child) {
                FutureState::Cancelled => {
                    self.settle_cancelled(outer, child);
                    return Ok(());
                }
                FutureState::Error(error) => {
                    self.settle(outer, FutureState::Error(error));
                    return Ok(());
                }
                FutureState::Pending | FutureState::Result(_) => {}
            }
        }
        self.finish_gather(outer);
        Ok(())
    }

    /// The outer future fails with the CancelledError of a child.
    fn settle_cancelled(&mut self, outer: Ref, child: Ref) {
        if let Raised::Exception(error) = self.cancelled_error(child) {
            self.settle(outer, FutureState::Error(Value::Ref(error)));
        }
    }

    fn finish_gather(&mut self, outer: Ref) {
        let Some(gather) = self.gather_at(outer) else {
            return;
        };
        if gather.finished < gather.distinct {
            return;
        }
        let (children, requested) = (gather.children.clone(), gather.cancel_requested);
        let mut results = Vec::with_capacity(children.len());
        for child in &children {
            results.push(self.gathered_value(*child));
        }
        match children.last() {
            Some(last) if requested => self.settle_cancelled(outer, *last),
            _ => {
                let list = self.heap.new_list(results);
                self.settle(outer, FutureState::Result(list));
            }
        }
    }

    /// What a child contributes to the list of results.
    fn gathered_value(&mut self, child: Ref) -> Value {
        match self.state_of(child) {
            FutureState::Result(value) | FutureState::Error(value) => value,
            FutureState::Cancelled | FutureState::Pending => {
                let message = self
                    .heap
                    .future(Value::Ref(child))
                    .map_or(Value::None, |future| future.cancel_message);
                // That which ended a task is not the message of another.
                let message =
                    if message.is_none() || self.is_instance(message, Type::CancelledError) {
                        self.heap.new_str("")
                    } else {
                        message
                    };
                let error = self.new_exception(Value::Type(Type::CancelledError), &[message]);
                Value::Ref(error)
            }
        }
    }
}
