//! Context variables: each task and each callback has a context, which is a dict that is made when the first variable is set.

use crate::value::{Obj, Value};

use super::Vm;

impl Vm {
    /// A context of its own with what the current one holds.
    pub(crate) fn copy_context(&mut self) -> Value {
        self.copy_variables(self.context)
    }

    /// A copy of a context's dict; nothing of nothing.
    pub(crate) fn copy_variables(&mut self, variables: Value) -> Value {
        match self.heap.dict(variables).cloned() {
            Some(dict) if !dict.table.is_empty() => {
                Value::Ref(self.heap.alloc(Obj::Dict(Box::new(dict))))
            }
            _ => Value::Unbound,
        }
    }

    /// The dict of the current context.
    pub(crate) fn variables(&mut self) -> Value {
        if self.context.is_unbound() {
            self.context = Value::Ref(self.heap.new_dict());
        }
        self.context
    }
}
