//! Attributes of functions, of `property`, `staticmethod` and `classmethod`, and what may be set on functions.

use crate::value::class::Property;
use crate::value::symbol::names;
use crate::value::{Attrs, Obj, Ref, Sym, Value};

use super::attributes::is_function_slot;
use super::{Raised, Vm};

impl Vm {
    /// An instance of a subclass of `property` that defines no `__get__` is the property inside it.
    pub(super) fn as_descriptor(&mut self, value: Value) -> Value {
        let Some(Obj::Instance(instance)) = value.as_ref().map(|handle| self.heap.get(handle))
        else {
            return value;
        };
        let inner = instance.payload;
        if self.property_of(inner).is_none() || self.user_method(value, names::GET).is_some() {
            return value;
        }
        inner
    }

    pub(super) fn property_of(&self, value: Value) -> Option<&Property> {
        match value.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Property(property)) => Some(property),
            _ => None,
        }
    }

    pub(super) fn property_attr(
        &mut self,
        property: Value,
        name: Sym,
    ) -> Result<Option<Value>, Raised> {
        let Some(own) = self.property_of(property) else {
            return Ok(None);
        };
        let own = own.clone();
        let part = match name {
            names::FGET => own.get,
            names::FSET => own.set,
            names::FDEL => own.delete,
            names::DOC => own.doc,
            names::NAME => own.name,
            _ if self.symbols.text(name) == "__isabstractmethod__" => {
                let parts = [own.get, own.set, own.delete];
                return self
                    .any_abstract(&parts, name)
                    .map(|it| Some(Value::Bool(it)));
            }
            _ => return Ok(None),
        };
        Ok(Some(part.bound().unwrap_or(Value::None)))
    }

    fn any_abstract(&mut self, parts: &[Value], name: Sym) -> Result<bool, Raised> {
        for part in parts.iter().filter(|part| !part.is_unbound()) {
            if let Some(found) = self.get_attr_or(*part, name)? {
                if self.truthy(found)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// What `staticmethod` and `classmethod` take over from the function inside.
    pub(super) fn wrapper_attr(
        &mut self,
        inner: Value,
        name: Sym,
    ) -> Result<Option<Value>, Raised> {
        match name {
            names::FUNC | names::WRAPPED => Ok(Some(inner)),
            names::NAME | names::QUALNAME | names::MODULE | names::ANNOTATIONS => {
                self.get_attr_or(inner, name)
            }
            names::DICT => self.wrapper_dict(inner).map(Some),
            _ if self.symbols.text(name) == "__isabstractmethod__" => self
                .any_abstract(&[inner], name)
                .map(|it| Some(Value::Bool(it))),
            _ => Ok(None),
        }
    }

    fn wrapper_dict(&mut self, inner: Value) -> Result<Value, Raised> {
        let dict = Value::Ref(self.heap.new_dict());
        for name in [
            names::MODULE,
            names::NAME,
            names::QUALNAME,
            names::DOC,
            names::ANNOTATIONS,
        ] {
            if let Some(value) = self.get_attr_or(inner, name)? {
                let key = self.sym_value(name);
                self.dict_set(dict, key, value)?;
            }
        }
        Ok(dict)
    }

    /// The class of an object as messages about its properties name it: with what it stands in.
    pub(super) fn owner_name(&self, object: Value) -> String {
        let class = self.class_of(object);
        match self.heap.class(class) {
            Some(_) => self.class_place(class).1,
            None => self.type_name(object),
        }
    }

    /// `__closure__`: the cells of the variables that a function takes from around it.
    pub(super) fn function_closure(&mut self, handle: Ref, name: Sym) -> Option<Value> {
        let Obj::Function(function) = self.heap.get(handle) else {
            return None;
        };
        if self.symbols.text(name) != "__closure__" {
            return None;
        }
        let cells = function.cells.to_vec();
        match cells.is_empty() {
            true => Some(Value::None),
            false => Some(self.heap.new_tuple(cells)),
        }
    }

    /// `function.name = value`.
    pub(super) fn set_function_attr(
        &mut self,
        handle: Ref,
        name: Sym,
        value: Value,
    ) -> Result<(), Raised> {
        let text = self.symbols.shared(name);
        let wrong = match name {
            names::NAME | names::QUALNAME if self.heap.str(value).is_none() => Some("a string"),
            names::DEFAULTS if !value.is_none() && self.heap.tuple(value).is_none() => {
                Some("a tuple")
            }
            names::KWDEFAULTS | names::ANNOTATIONS
                if !value.is_none() && self.heap.dict(value).is_none() =>
            {
                Some("a dict")
            }
            _ => None,
        };
        if let Some(kind) = wrong {
            return Err(self.type_error(format!("{text} must be set to {kind} object")));
        }
        if matches!(&*text, "__closure__" | "__globals__" | "__builtins__") {
            return Err(self.attribute_error("readonly attribute"));
        }
        if &*text == "__code__" {
            return Err(self.attribute_error("__code__ of a function cannot be set in a workflow"));
        }
        let kept = if value.is_none() {
            Value::Unbound
        } else {
            value
        };
        match name {
            names::DEFAULTS => self.change_function(handle, |function| function.defaults = kept),
            names::KWDEFAULTS => {
                self.change_function(handle, |function| function.keyword_defaults = kept);
            }
            names::DICT => return self.set_function_dict(handle, value),
            names::ANNOTATIONS if value.is_none() => self.forget(handle, name),
            _ => self.set_own(handle, name, value),
        }
        Ok(())
    }

    fn change_function(
        &mut self,
        handle: Ref,
        change: impl FnOnce(&mut crate::value::callable::Function),
    ) {
        if let Obj::Function(function) = self.heap.get_mut(handle) {
            change(function);
        }
    }

    fn forget(&mut self, handle: Ref, name: Sym) {
        self.change_function(handle, |function| {
            function.attrs.remove(name);
        });
    }

    fn set_function_dict(&mut self, handle: Ref, dict: Value) -> Result<(), Raised> {
        if self.heap.dict(dict).is_none() {
            let kind = self.type_name(dict);
            return Err(self.type_error(format!(
                "__dict__ must be set to a dictionary, not a '{kind}'"
            )));
        }
        let mut attrs = Attrs::default();
        if let Obj::Function(function) = self.heap.get(handle) {
            for (name, value) in function
                .attrs
                .iter()
                .filter(|(name, _)| is_function_slot(*name))
            {
                attrs.set(name, value);
            }
        }
        for (key, value) in self.mapping_pairs(dict)? {
            let key = self.name_of(key)?;
            attrs.set(key, value);
        }
        self.change_function(handle, |function| function.attrs = attrs);
        Ok(())
    }

    /// `del function.name` of what every function has; whether it is such.
    pub(super) fn del_function_attr(&mut self, handle: Ref, name: Sym) -> Result<bool, Raised> {
        match name {
            names::DICT => Err(self.type_error("cannot delete __dict__")),
            names::NAME | names::QUALNAME => {
                let text = self.symbols.shared(name);
                Err(self.type_error(format!("{text} must be set to a string object")))
            }
            names::DEFAULTS | names::KWDEFAULTS => {
                self.set_function_attr(handle, name, Value::None)?;
                Ok(true)
            }
            names::ANNOTATIONS => {
                self.forget(handle, name);
                Ok(true)
            }
            names::DOC => {
                self.set_own(handle, name, Value::None);
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}
