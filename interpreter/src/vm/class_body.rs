//! The body of a `class` statement: the namespace that it runs in, and how a class comes of it.

use crate::ir::FunctionKind;
use crate::value::symbol::names;
use crate::value::{Attrs, Obj, Ref, Sym, Type, Value};

use super::{Answer, Args, Raised, Vm};

impl Vm {
    /// `__build_class__(body, name, *bases, metaclass=M, **keywords)`.
    pub(crate) fn build_class(&mut self, args: &Args<'_>) -> Answer {
        let [body, name, written @ ..] = args.positional else {
            return Err(self.broken("a class without a body"));
        };
        let keywords: Vec<(Sym, Value)> = args
            .keywords
            .iter()
            .filter(|(key, _)| self.symbols.text(*key) != "metaclass")
            .copied()
            .collect();
        let meta = args.keyword(self, "metaclass");
        let bases = match meta {
            Some(meta) if !self.is_class(meta) => written.to_vec(),
            _ => self.resolve_bases(written)?,
        };
        let meta = self.pick_metaclass(meta, &bases)?;
        let namespace = self.class_namespace(*body);
        if bases != written {
            let (key, written) = (
                self.symbols.intern("__orig_bases__"),
                self.heap.new_tuple(written),
            );
            self.set_own(namespace, key, written);
        }
        if self.is_subclass(meta, Value::Type(Type::EnumMeta)) {
            let known = crate::stdlib::enum_body::begin(self, *name, &bases)?;
            self.keep_enum_body(namespace, known);
        } else if let Some(mapping) = self.prepare(meta, *name, &bases, &keywords)? {
            self.run_in_mapping(namespace, mapping)?;
        }
        let cell = self.run_class_body(*body, namespace)?;
        let class = self.class_of_body(meta, *name, &bases, namespace, cell, &keywords)?;
        self.check_class_cell(cell, *name, class)?;
        Ok(class)
    }

    fn class_of_body(
        &mut self,
        meta: Value,
        name: Value,
        bases: &[Value],
        namespace: Ref,
        cell: Value,
        keywords: &[(Sym, Value)],
    ) -> Answer {
        if let Some(mapping) = self.body_mapping(namespace) {
            if cell.as_ref().is_some() {
                let key = self.sym_value(names::CLASSCELL);
                self.set_item(mapping, key, cell)?;
            }
            let bases = self.heap.new_tuple(bases);
            return self.call_with(meta, &[name, bases, mapping], keywords);
        }
        let mut attrs = self.take_namespace(namespace);
        if cell.as_ref().is_some() {
            attrs.set(names::CLASSCELL, cell);
        }
        if self.is_called(meta) {
            return self.call_metaclass(meta, name, bases, attrs, keywords);
        }
        self.make_class(meta, name, bases, attrs, keywords)
    }

    /// `__prepare__` of a metaclass of the program, called: the mapping that the body fills.
    fn prepare(
        &mut self,
        meta: Value,
        name: Value,
        bases: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Result<Option<Value>, Raised> {
        let hook = self.symbols.intern("__prepare__");
        let hook = match self.is_class(meta) {
            true if matches!(self.lookup(meta, hook), None | Some(Value::Native(_))) => None,
            true => Some(self.get_attr(meta, hook)?),
            false => self.get_attr_or(meta, hook)?,
        };
        let Some(hook) = hook else {
            return Ok(None);
        };
        let bases = self.heap.new_tuple(bases);
        let mapping = self.call_with(hook, &[name, bases], keywords)?;
        if self.special(mapping, names::GETITEM).is_none() {
            let owner = match self.is_class(meta) {
                true => self.class_name(meta),
                false => "<metaclass>".to_owned(),
            };
            let kind = self.type_name(mapping);
            return Err(self.type_error(format!(
                "{owner}.__prepare__() must return a mapping, not {kind}"
            )));
        }
        Ok(Some(mapping))
    }

    /// From now on the body's names are the mapping's items; what every body begins with is stored first.
    fn run_in_mapping(&mut self, namespace: Ref, mapping: Value) -> Result<(), Raised> {
        let attrs = self.take_namespace(namespace);
        for (name, value) in attrs.iter() {
            let key = self.sym_value(name);
            self.set_item(mapping, key, value)?;
        }
        if let Obj::Instance(instance) = self.heap.get_mut(namespace) {
            instance.class = Value::Type(Type::MappingProxy);
            instance.payload = mapping;
        }
        Ok(())
    }

    /// The mapping that a metaclass prepared for the body that runs in this namespace.
    pub(super) fn body_mapping(&self, namespace: Ref) -> Option<Value> {
        match self.heap.get(namespace) {
            Obj::Instance(instance) if instance.class == Value::Type(Type::MappingProxy) => {
                Some(instance.payload)
            }
            _ => None,
        }
    }

    /// What a class body has under a name.
    pub(crate) fn body_name(&mut self, namespace: Ref, name: Sym) -> Result<Option<Value>, Raised> {
        match self.body_mapping(namespace) {
            Some(mapping) => self.body_item(mapping, name),
            None => Ok(self.namespace_get(namespace, name)),
        }
    }

    /// `mapping[name]`, None where it raises KeyError.
    pub(super) fn body_item(&mut self, mapping: Value, name: Sym) -> Result<Option<Value>, Raised> {
        let key = self.sym_value(name);
        match self.get_item(mapping, key) {
            Ok(value) => Ok(Some(value)),
            Err(raised) if self.is_raised(raised, Type::KeyError) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    /// Takes the cell of `__class__` out of what becomes a class's namespace.
    pub(super) fn class_cell(&mut self, attrs: &mut Attrs) -> Result<Option<Ref>, Raised> {
        let Some(cell) = attrs.remove(names::CLASSCELL) else {
            return Ok(None);
        };
        match cell.as_ref() {
            Some(handle) if matches!(self.heap.get(handle), Obj::Cell(_)) => Ok(Some(handle)),
            _ => {
                let class = self.class_of(cell);
                let shown = self.repr(class)?;
                Err(self.type_error(format!(
                    "type.__new__(): __classcell__ must be a nonlocal cell, not {shown}"
                )))
            }
        }
    }

    /// Methods that name `__class__` must see the class that the statement made.
    fn check_class_cell(&mut self, cell: Value, name: Value, class: Value) -> Result<(), Raised> {
        let content = match cell.as_ref().map(|cell| self.heap.get(cell)) {
            Some(Obj::Cell(content)) if self.is_class(class) => *content,
            _ => return Ok(()),
        };
        if content.is(class) {
            return Ok(());
        }
        let (name, class) = (self.repr(name)?, self.repr(class)?);
        if content.is_unbound() {
            return Err(self.error(
                Type::RuntimeError,
                format!("__class__ not set defining {name} as {class}. Was __classcell__ propagated to type.__new__?"),
            ));
        }
        let content = self.repr(content)?;
        Err(self.type_error(format!(
            "__class__ set to {content} defining {name} as {class}"
        )))
    }

    /// A fresh namespace with what every class body begins with. It is an instance without a class.
    fn class_namespace(&mut self, body: Value) -> Ref {
        let code = self.heap.function(body).map_or(0, |function| function.code);
        let program = self.program.clone();
        let shape = &program.functions[code as usize];
        debug_assert!(shape.kind == FunctionKind::ClassBody);
        let mut attrs = Attrs::default();
        attrs.set(names::MODULE, self.heap.new_str(shape.module.clone()));
        attrs.set(names::QUALNAME, self.heap.new_str(shape.qualname.clone()));
        if let Some(doc) = &shape.doc {
            attrs.set(names::DOC, self.heap.new_str(doc.clone()));
        }
        let namespace = self.new_instance(Value::Type(Type::Object), Value::Unbound);
        if let Obj::Instance(instance) = self.heap.get_mut(namespace) {
            instance.attrs = attrs;
        }
        namespace
    }

    fn run_class_body(&mut self, body: Value, namespace: Ref) -> Answer {
        let Some(handle) = body.as_ref() else {
            return Err(self.broken("a class body that is no function"));
        };
        self.check_recursion()?;
        self.push_function(handle, Value::Unbound, &[], &[], super::frame::Entry::Rust)?;
        let floor = self.frames.len() - 1;
        self.frames[floor].delegate = Value::Ref(namespace);
        self.run(floor)
    }

    /// Marks the namespace as an enumeration's: what is stored there is looked at.
    fn keep_enum_body(&mut self, namespace: Ref, known: Value) {
        if let Obj::Instance(instance) = self.heap.get_mut(namespace) {
            instance.class = Value::Type(Type::EnumMeta);
            instance.payload = known;
        }
    }

    fn take_namespace(&mut self, namespace: Ref) -> Attrs {
        let body = self.symbols.intern(crate::stdlib::enum_body::BODY);
        let Obj::Instance(instance) = self.heap.get(namespace) else {
            return Attrs::default();
        };
        // A copy, because the type parameters in the class may still ask for its names.
        let mut attrs = instance.attrs.clone();
        if !instance.payload.is_unbound() {
            attrs.set(body, instance.payload);
        }
        attrs
    }

    /// Whether a metaclass does more than `type` does: it has a `__new__` or `__init__` of the program's, or is no class.
    fn is_called(&mut self, meta: Value) -> bool {
        if !self.is_class(meta) {
            return true;
        }
        let hooks = [names::NEW, names::INIT].map(|name| self.lookup(meta, name));
        let called = hooks.iter().any(|hook| matches!(hook, Some(Value::Ref(_))));
        let meta = self.class_of(meta);
        called || matches!(self.lookup(meta, names::CALL), Some(Value::Ref(_)))
    }

    /// `M(name, bases, namespace, **keywords)` for a metaclass of the program.
    fn call_metaclass(
        &mut self,
        meta: Value,
        name: Value,
        bases: &[Value],
        attrs: Attrs,
        keywords: &[(Sym, Value)],
    ) -> Answer {
        let namespace = Value::Ref(self.heap.new_dict());
        for (key, value) in attrs.iter() {
            let key = self.sym_value(key);
            self.dict_set(namespace, key, value)?;
        }
        let bases = self.heap.new_tuple(bases);
        self.call_with(meta, &[name, bases, namespace], keywords)
    }
}
