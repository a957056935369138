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
        let (matched, rest) = if exception.is_none() {
            (Value::None, Value::None)
        } else if self.is_instance(exception, Type::BaseExceptionGroup) {
            self.split_group(exception, classes)?
        } else if self.matches_exception(exception, classes)? {
            let message = self.heap.new_str("");
            (self.new_group(message, vec![exception])?, Value::None)
        } else {
            (Value::None, exception)
        };
        self.set_reg(base, to, matched);
        self.set_reg(base, to + 1, rest);
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
        match items[..] {
            [] => Ok(Value::None),
            [only] => Ok(only),
            _ if self.is_instance(original, Type::BaseExceptionGroup) => {
                let message = self.get_attr(original, names::MESSAGE)?;
                self.new_group(message, items)
            }
            _ => {
                let message = self.heap.new_str("");
                self.new_group(message, items)
            }
        }
    }
}
