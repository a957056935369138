//! `object.__dict__` and `vars(object)`: a view of the attributes that behaves as a dict.

use crate::value::{NativeId, Obj, Ref, Sym, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// Whose attributes a value shows, if it is a `__dict__`.
    pub(crate) fn namespace_of(&self, value: Value) -> Option<Ref> {
        match self.heap.get(value.as_ref()?) {
            Obj::Namespace(of) => Some(*of),
            _ => None,
        }
    }

    /// The attributes as a dict of their own.
    pub(crate) fn namespace_dict(&mut self, of: Ref) -> Answer {
        let dict = Value::Ref(self.heap.new_dict());
        for name in self.namespace_names(of) {
            let (key, value) = (self.sym_value(name), self.namespace_get(of, name));
            self.dict_set(dict, key, value.unwrap_or(Value::None))?;
        }
        Ok(dict)
    }

    /// A dict's method, called on a `__dict__`: what it changes is changed in the object.
    pub(crate) fn call_on_namespace(
        &mut self,
        id: NativeId,
        of: Ref,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        let dict = self.namespace_dict(of)?;
        let result = self.call_native(id, dict, args, keywords)?;
        self.store_namespace(of, dict)?;
        Ok(result)
    }

    pub(super) fn del_namespace_item(&mut self, of: Ref, key: Value) -> Result<(), Raised> {
        if matches!(self.heap.get(of), Obj::Class(_)) {
            return Err(self.type_error("'mappingproxy' object doesn't support item deletion"));
        }
        let name = self
            .heap
            .str(key)
            .and_then(|text| self.symbols.find(text))
            .filter(|name| self.namespace_get(of, *name).is_some());
        match name {
            Some(name) => {
                self.remove_own(of, name);
                Ok(())
            }
            None => Err(self.key_error(key)),
        }
    }

    /// Removes an attribute from the object itself, without asking a descriptor.
    fn remove_own(&mut self, of: Ref, name: Sym) {
        match self.heap.get_mut(of) {
            Obj::Instance(instance) => drop(instance.attrs.remove(name)),
            Obj::Function(function) => drop(function.attrs.remove(name)),
            Obj::Exception(exception) => drop(exception.attrs.remove(name)),
            _ => {}
        }
    }

    fn store_namespace(&mut self, of: Ref, dict: Value) -> Result<(), Raised> {
        let mut kept = Vec::new();
        for (key, value) in self.mapping_pairs(dict)? {
            let name = self.name_of(key)?;
            kept.push(name);
            if self.namespace_get(of, name) != Some(value) {
                self.set_own(of, name, value);
            }
        }
        for name in self.namespace_names(of) {
            if !kept.contains(&name) {
                self.remove_own(of, name);
            }
        }
        Ok(())
    }
}
