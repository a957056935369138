//! `except*`.

use crate::ir;
use crate::value::symbol::names;
use crate::value::{Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// `SplitGroup`: the part that an `except*` clause handles, and the rest.
    pub(crate) fn split_group_instruction(&mut self, word: u32, base: usize) -> Result<(), Raised> {
        let (exception, classes, to) = (
            self.reg(base, ir::b(word)),
            self.reg(base, ir::c(word)),
            ir::a(word),
        );
        if !exception.is_none() {
            self.check_not_groups(classes)?;
        }
        let (matched, rest) = if exception.is_none() {
            (Value::None, Value::None)
        } else if self.is_instance(exception, Type::BaseExceptionGroup) {
            match self.split_group(exception, classes)? {
                // Where nothing matches the whole goes on, not a copy.
                (Value::None, _) => (Value::None, exception),
                split => split,
            }
        } else if self.matches_exception(exception, classes)? {
            let message = self.heap.new_str("");
            let members = self.heap.new_tuple([exception]);
            let plain = self.is_instance(exception, Type::Exception);
            let class = if plain {
                Type::ExceptionGroup
            } else {
                Type::BaseExceptionGroup
            };
            let group = self.new_exception(Value::Type(class), &[message, members]);
            (Value::Ref(group), Value::None)
        } else {
            (Value::None, exception)
        };
        self.set_reg(base, to, matched);
        self.set_reg(base, to + 1, rest);
        Ok(())
    }

    /// `except*` takes what groups hold, never groups.
    fn check_not_groups(&mut self, classes: Value) -> Result<(), Raised> {
        let all = match self.heap.tuple(classes).cloned() {
            Some(items) => items.to_vec(),
            None => vec![classes],
        };
        let group = Value::Type(Type::BaseExceptionGroup);
        for class in all {
            if self.is_subclass(class, group) {
                return Err(self.type_error(
                    "catching ExceptionGroup with except* is not allowed. Use except instead.",
                ));
            }
        }
        Ok(())
    }

    /// `JoinGroup`: what goes on being raised after the clauses; `list` holds what they raised and what none handled.
    pub(crate) fn join_group(&mut self, list: Value, original: Value) -> Answer {
        let items = self
            .heap
            .items(list)
            .map_or_else(Vec::new, <[Value]>::to_vec);
        let items: Vec<Value> = items
            .into_iter()
            .filter(|item| !item.is_none() && !item.is_unbound())
            .collect();
        if !self.is_instance(original, Type::BaseExceptionGroup) {
            // Only one clause can have handled what is no group.
            return Ok(items.first().copied().unwrap_or(Value::None));
        }
        let (again, mut raised): (Vec<Value>, Vec<Value>) = items
            .into_iter()
            .partition(|item| self.is_part_of(*item, original));
        if !again.is_empty() {
            let mut leaves = Vec::new();
            for part in again {
                self.leaves_of(part, &mut leaves)?;
            }
            raised.push(self.project(original, &leaves)?);
        }
        match raised[..] {
            [] => Ok(Value::None),
            [only] => Ok(only),
            _ => {
                let message = self.heap.new_str("");
                self.new_group(message, raised)
            }
        }
    }

    /// Whether it was split off the original and not raised anew: they share what a split copies.
    fn is_part_of(&self, item: Value, original: Value) -> bool {
        let (Some(part), Some(whole)) = (self.heap.exception(item), self.heap.exception(original))
        else {
            return false;
        };
        self.is_instance(item, Type::BaseExceptionGroup)
            && part.cause == whole.cause
            && part.context == whole.context
            && part.traceback == whole.traceback
    }

    fn leaves_of(&mut self, value: Value, leaves: &mut Vec<Value>) -> Result<(), Raised> {
        if !self.is_instance(value, Type::BaseExceptionGroup) {
            leaves.push(value);
            return Ok(());
        }
        let members = self.get_attr(value, names::EXCEPTIONS)?;
        for member in self.collect(members)? {
            self.deeper(|vm| vm.leaves_of(member, leaves))?;
        }
        Ok(())
    }

    /// The part of a group that holds these leaves.
    fn project(&mut self, group: Value, leaves: &[Value]) -> Answer {
        if !self.is_instance(group, Type::BaseExceptionGroup) {
            let kept = leaves.iter().any(|leaf| leaf.is(group));
            return Ok(if kept { group } else { Value::None });
        }
        let members = self.get_attr(group, names::EXCEPTIONS)?;
        let members = self.collect(members)?;
        let mut kept = Vec::new();
        for member in members {
            let part = self.deeper(|vm| vm.project(member, leaves))?;
            kept.extend(Some(part).filter(|part| !part.is_none()));
        }
        self.derived(group, kept)
    }
}
