//! `isinstance` and `issubclass` beyond real classes: objects that say otherwise by `__class__`, and those that stand for classes by
//! having `__bases__`.

use crate::value::symbol::names;
use crate::value::{Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// As `type` decides it for a real class: by the object's class, else by what it says its `__class__` is.
    pub(crate) fn is_of(
        &mut self,
        class: Value,
        value: Option<Value>,
        of: Value,
    ) -> Result<bool, Raised> {
        let Some(value) = value else {
            return match self.is_class(class) {
                true => Ok(self.is_subclass(class, of)),
                false => self.derives(class, of),
            };
        };
        if self.is_subclass(class, of) {
            return Ok(true);
        }
        if !self.says_its_class(class) {
            return Ok(false);
        }
        let said = self.get_attr_or(value, names::CLASS)?;
        let said = said.filter(|said| !said.is(class) && self.is_class(*said));
        Ok(said.is_some_and(|said| self.is_subclass(said, of)))
    }

    /// Whether `__class__` of its instances may be another.
    fn says_its_class(&mut self, class: Value) -> bool {
        let hooks = self
            .heap
            .class(class)
            .is_some_and(|class| class.flags.getattr);
        hooks || self.lookup(class, names::CLASS).is_some()
    }

    /// `classes` is neither a class nor several: it has a hook, or `__bases__`, or it is a mistake.
    pub(super) fn check_stand_in(
        &mut self,
        class: Value,
        value: Option<Value>,
        of: Value,
    ) -> Result<bool, Raised> {
        let hook = match value {
            Some(_) => names::INSTANCECHECK,
            None => names::SUBCLASSCHECK,
        };
        // `typing.List[int]` and what else says itself what it is an instance of.
        if let Some(method) = self.special(of, hook) {
            let answer = self.call(method, &[value.unwrap_or(class)])?;
            return self.truthy(answer);
        }
        if value.is_none() {
            self.need_bases(class, "issubclass() arg 1 must be a class")?;
        }
        self.need_bases(
            of,
            match value {
                Some(_) => "isinstance() arg 2 must be a type, a tuple of types, or a union",
                None => "issubclass() arg 2 must be a class, a tuple of classes, or a union",
            },
        )?;
        let class = match value {
            Some(value) => match self.get_attr_or(value, names::CLASS)? {
                Some(class) => class,
                None => return Ok(false),
            },
            None => class,
        };
        self.is_below(class, of)
    }

    /// `issubclass(class, of)` for a `class` that is none but has `__bases__`.
    fn derives(&mut self, class: Value, of: Value) -> Result<bool, Raised> {
        self.need_bases(class, "issubclass() arg 1 must be a class")?;
        self.is_below(class, of)
    }

    fn is_below(&mut self, class: Value, of: Value) -> Result<bool, Raised> {
        if class.is(of) {
            return Ok(true);
        }
        let Some(bases) = self.stand_in_bases(class)? else {
            return Ok(false);
        };
        for base in bases {
            self.charge_builtin(1)?;
            if self.deeper(|vm| vm.is_below(base, of))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn need_bases(&mut self, class: Value, otherwise: &str) -> Result<(), Raised> {
        match self.stand_in_bases(class)? {
            Some(_) => Ok(()),
            None => Err(self.type_error(otherwise)),
        }
    }

    fn stand_in_bases(&mut self, class: Value) -> Result<Option<Vec<Value>>, Raised> {
        if let Value::Type(Type::Object) = class {
            return Ok(Some(Vec::new()));
        }
        let bases = self.get_attr_or(class, names::BASES)?;
        Ok(bases.and_then(|bases| self.heap.tuple(bases).map(|bases| bases.to_vec())))
    }

    /// `type.__instancecheck__(of, value)`.
    pub(crate) fn plain_instance_check(&mut self, value: Value, of: Value) -> Answer {
        let class = self.class_of(value);
        self.is_of(class, Some(value), of).map(Value::Bool)
    }
}
