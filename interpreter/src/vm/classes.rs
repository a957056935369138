//! What class an object is of, and how classes are made.

use crate::ir::Suspends;
use crate::value::class::{Class, ClassFlags};
use crate::value::iter::Iter;
use crate::value::symbol::names;
use crate::value::{Attrs, Obj, Ref, Sym, Type, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// `type(value)`, as a class value.
    pub fn class_of(&self, value: Value) -> Value {
        if let Value::Ref(handle) = value {
            match self.heap.get(handle) {
                Obj::Instance(instance) => return instance.class,
                Obj::Exception(exception) => return exception.class,
                Obj::Class(class) => return class.meta,
                _ => {}
            }
        }
        Value::Type(self.type_of(value))
    }

    /// The builtin class of a value; for an instance of a program's class, that of its layout.
    pub fn type_of(&self, value: Value) -> Type {
        match value {
            Value::Unbound | Value::None => Type::NoneType,
            Value::Ellipsis => Type::Ellipsis,
            Value::NotImplemented => Type::NotImplemented,
            Value::Bool(_) => Type::Bool,
            Value::Int(_) => Type::Int,
            Value::Float(_) => Type::Float,
            Value::Type(class) => builtin_meta(class),
            Value::External(_) => Type::Type,
            Value::Native(id) => match id.owner() {
                crate::value::native::Owner::Type(_) => Type::MethodDescriptor,
                crate::value::native::Owner::Module(_) => Type::BuiltinFunction,
            },
            Value::Module(_) => Type::Module,
            Value::Action(_) => Type::Action,
            Value::Ref(handle) => self.type_of_object(handle),
        }
    }

    fn type_of_object(&self, handle: Ref) -> Type {
        match self.heap.get(handle) {
            Obj::Free => Type::Object,
            Obj::Str(_) => Type::Str,
            Obj::Bytes(_) => Type::Bytes,
            Obj::ByteArray(_) => Type::ByteArray,
            Obj::BigInt(_) => Type::Int,
            Obj::Complex(..) => Type::Complex,
            Obj::List(_) => Type::List,
            Obj::Tuple(_) => Type::Tuple,
            Obj::Dict(dict) => dict.class,
            Obj::Set(_) => Type::Set,
            Obj::FrozenSet(_) => Type::FrozenSet,
            Obj::Range(_) => Type::Range,
            Obj::Slice(_) => Type::Slice,
            Obj::Iter(iter) => iter_type(iter),
            Obj::DictView { view, .. } => match view {
                crate::value::iter::View::Keys => Type::DictKeys,
                crate::value::iter::View::Values => Type::DictValues,
                crate::value::iter::View::Items => Type::DictItems,
            },
            Obj::Namespace(of) => match self.heap.get(*of) {
                Obj::Class(_) => Type::MappingProxy,
                _ => Type::Dict,
            },
            Obj::Cell(_) => Type::Cell,
            Obj::Function(_) => Type::Function,
            Obj::BoundMethod(method) => match method.function {
                Value::Native(_) => Type::BuiltinFunction,
                _ => Type::Method,
            },
            Obj::Partial(_) => Type::Partial,
            Obj::Class(class) => self.layout_of(class.meta),
            Obj::Instance(instance) => self.layout_of(instance.class),
            Obj::Exception(exception) => self.layout_of(exception.class),
            Obj::Traceback(_) => Type::Traceback,
            Obj::Property(_) => Type::Property,
            Obj::StaticMethod(_) => Type::StaticMethod,
            Obj::ClassMethod(_) => Type::ClassMethod,
            Obj::Super(_) => Type::Super,
            Obj::Coroutine(coroutine) => match coroutine.kind {
                Suspends::Generator => Type::Generator,
                Suspends::AsyncGenerator => Type::AsyncGenerator,
                Suspends::Coroutine | Suspends::No => Type::Coroutine,
            },
            Obj::AsyncStep(_) => Type::AsyncGeneratorStep,
            Obj::Future(future) => match future.kind {
                crate::value::future::FutureKind::Task(_) => Type::Task,
                crate::value::future::FutureKind::Gather(_) => Type::GatheringFuture,
                crate::value::future::FutureKind::Timer { .. } => Type::Coroutine,
                _ => Type::Future,
            },
            Obj::ActionCall(_) => Type::ActionCall,
            Obj::Deque(_) => Type::Deque,
            Obj::Pattern(_) => Type::Pattern,
            Obj::Record(record) => record.class,
        }
    }

    /// A variable of a module of the program.
    pub(crate) fn global_named(&self, module: &str, name: &str) -> Option<Value> {
        let at = self
            .program
            .globals
            .iter()
            .position(|global| global.name == name && global.module == module)?;
        self.globals[at].bound()
    }

    /// The builtin class that decides what instances of a class are.
    pub fn layout_of(&self, class: Value) -> Type {
        match class {
            Value::Type(class) => class,
            Value::External(index) => self.external_native(index),
            _ => self
                .heap
                .class(class)
                .map_or(Type::Object, |class| class.layout),
        }
    }

    /// The nearest builtin ancestor of a class without source.
    pub(crate) fn external_native(&self, index: u32) -> Type {
        let mro = &self.program.external_classes[index as usize];
        let native = mro.iter().find_map(|path| {
            let (module, name) = path.split_once(':')?;
            Type::find(module, name)
        });
        native.unwrap_or(Type::Object)
    }

    pub fn is_class(&self, value: Value) -> bool {
        matches!(value, Value::Type(_) | Value::External(_)) || self.heap.class(value).is_some()
    }

    /// `__name__` of a class.
    pub fn class_name(&self, class: Value) -> String {
        match class {
            Value::Type(class) => class.name().to_owned(),
            Value::External(index) => {
                let path = &self.program.external_classes[index as usize][0];
                path.rsplit([':', '.'])
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            }
            _ => self.heap.class(class).map_or_else(String::new, |class| {
                self.symbols.text(class.name).to_owned()
            }),
        }
    }

    /// Module and qualified name of a class: "module", "qualname".
    pub fn class_place(&self, class: Value) -> (String, String) {
        match class {
            Value::Type(class) => (class.module().to_owned(), class.name().to_owned()),
            Value::External(index) => {
                let path = &self.program.external_classes[index as usize][0];
                let (module, name) = path.split_once(':').unwrap_or(("", path));
                (module.to_owned(), name.to_owned())
            }
            _ => match self.heap.class(class) {
                Some(class) => {
                    let text = |value: Value| self.heap.str(value).unwrap_or_default().to_owned();
                    (text(class.module), text(class.qualname))
                }
                None => (String::new(), String::new()),
            },
        }
    }

    /// As `repr` and tracebacks show a class: without "builtins." (tracebacks leave out "__main__." as well).
    pub fn class_path(&self, class: Value) -> String {
        let (module, name) = self.class_place(class);
        if module == "builtins" || module.is_empty() {
            name
        } else {
            format!("{module}.{name}")
        }
    }

    /// The name of a value's class, for messages.
    pub fn type_name(&self, value: Value) -> String {
        // Objects of one class here and of two in CPython.
        if let Some(Obj::Property(property)) = value.as_ref().map(|handle| self.heap.get(handle)) {
            if property.cached {
                return "cached_property".to_owned();
            }
        }
        self.class_shown(self.class_of(value))
    }

    /// A class as messages name it.
    pub fn class_shown(&self, class: Value) -> String {
        match class {
            // CPython's is a class in Python, whose messages name it alone.
            Value::Type(Type::Counter) => "Counter".to_owned(),
            Value::Type(class) if class.module() != "builtins" && !class.is_exception() => {
                match class.module() {
                    "asyncio" | "carabiner" | "fractions" | "random" | "uuid" => {
                        class.name().to_owned()
                    }
                    module => format!("{module}.{}", class.name()),
                }
            }
            _ => self.class_name(class),
        }
    }

    /// From the class itself to `object`.
    pub fn mro_of(&self, class: Value) -> Vec<Value> {
        match class {
            Value::Type(class) => class.mro().into_iter().map(Value::Type).collect(),
            Value::External(index) => {
                let mut order = vec![class];
                order.extend(
                    self.external_native(index)
                        .mro()
                        .into_iter()
                        .map(Value::Type),
                );
                order
            }
            _ => self
                .heap
                .class(class)
                .map_or_else(Vec::new, |class| class.mro.clone()),
        }
    }

    /// `issubclass(class, base)` without hooks.
    pub fn is_subclass(&self, class: Value, base: Value) -> bool {
        if class.is(base) {
            return true;
        }
        match (class, base) {
            (Value::Type(class), Value::Type(base)) => class.is_subtype(base),
            (Value::External(_), Value::Type(Type::Object)) => true,
            (Value::External(class), _) => {
                let (module, name) = self.class_place(base);
                let path = format!("{module}:{name}");
                self.program.external_classes[class as usize].contains(&path)
            }
            (Value::Ref(_), Value::Type(base)) => self.heap.class(class).is_some_and(|own| {
                own.layout.is_subtype(base) || own.mro.iter().any(|each| each.is(Value::Type(base)))
            }),
            (Value::Ref(_), _) => self.heap.class(class).is_some_and(|own| {
                own.mro.iter().any(|each| {
                    each.is(base)
                        || (matches!(each, Value::External(_)) && self.is_subclass(*each, base))
                })
            }),
            _ => false,
        }
    }

    /// `isinstance(value, classes)`: a class, a tuple of them or a union; `__instancecheck__` of metaclasses included.
    pub fn check_instance(&mut self, value: Value, classes: Value) -> Result<bool, Raised> {
        let own = self.class_of(value);
        self.check_class(own, Some(value), classes)
    }

    /// `issubclass(class, classes)`.
    pub fn check_subclass(&mut self, class: Value, classes: Value) -> Result<bool, Raised> {
        self.check_class(class, None, classes)
    }

    fn check_class(
        &mut self,
        class: Value,
        value: Option<Value>,
        classes: Value,
    ) -> Result<bool, Raised> {
        if self.is_class(classes) {
            let hook = if value.is_some() {
                names::INSTANCECHECK
            } else {
                names::SUBCLASSCHECK
            };
            if value.is_some() && class.is(classes) {
                return Ok(true);
            }
            return match self.user_method(classes, hook) {
                Some(method) => {
                    let method = self.bind_method(method, classes);
                    let answer = self.call(method, &[value.unwrap_or(class)])?;
                    self.truthy(answer)
                }
                None => self.is_of(class, value, classes),
            };
        }
        if let Some(items) = self.heap.tuple(classes).cloned() {
            for each in items {
                if self.deeper(|vm| vm.check_class(class, value, each))? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if classes.is_none() {
            return Ok(class.is(Value::Type(Type::NoneType)));
        }
        if let Some(record) = self
            .heap
            .record(classes)
            .filter(|record| record.class == Type::UnionType)
        {
            let members = record.fields.clone();
            for each in members {
                if self.deeper(|vm| vm.check_class(class, value, each))? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        self.check_stand_in(class, value, classes)
    }

    /// Facts of a class that are no attributes of it: `__name__`, `__mro__`, ...
    pub(crate) fn class_fact(&mut self, class: Value, name: Sym) -> Option<Value> {
        Some(match name {
            names::NAME => {
                let text = self.class_name(class);
                self.heap.new_str(text)
            }
            names::QUALNAME => match self.heap.class(class) {
                Some(own) => own.qualname,
                None => {
                    let text = self.class_place(class).1;
                    self.heap.new_str(text)
                }
            },
            names::MODULE => match self.heap.class(class) {
                Some(own) => own.module,
                None => {
                    let text = self.class_place(class).0;
                    self.heap.new_str(text)
                }
            },
            names::MRO => {
                let mro = self.mro_of(class);
                self.heap.new_tuple(mro)
            }
            names::BASES => {
                let bases = self.bases_of(class);
                self.heap.new_tuple(bases)
            }
            names::DICT => match class {
                Value::Ref(handle) => Value::Ref(self.heap.alloc(Obj::Namespace(handle))),
                Value::Type(native) => self.native_namespace(native),
                _ => Value::Ref(self.heap.new_dict()),
            },
            names::TYPE_PARAMS => {
                let own = self.heap.class(class);
                match own.and_then(|class| class.attrs.get(name)) {
                    Some(own) => own,
                    None => self.heap.new_tuple([]),
                }
            }
            names::ANNOTATIONS => match self.heap.class(class)?.attrs.get(name) {
                Some(own) => own,
                None => {
                    let annotations = Value::Ref(self.heap.new_dict());
                    self.set_own(class.as_ref()?, name, annotations);
                    annotations
                }
            },
            _ => return None,
        })
    }

    /// A builtin class's own methods, as a dict.
    fn native_namespace(&mut self, class: Type) -> Value {
        let dict = Value::Ref(self.heap.new_dict());
        for row in crate::builtins::methods(class) {
            let found = super::native::own_method(class, row.name);
            let value = found.map_or(Value::None, Value::Native);
            // Its keys are texts, which always hash.
            let _ = self.dict_set_str(dict, row.name, value);
        }
        dict
    }

    pub(crate) fn bases_of(&self, class: Value) -> Vec<Value> {
        match class {
            Value::Type(class) => class.bases().iter().copied().map(Value::Type).collect(),
            Value::External(_) => self.mro_of(class).into_iter().skip(1).take(1).collect(),
            _ => self
                .heap
                .class(class)
                .map_or_else(Vec::new, |class| class.bases.clone()),
        }
    }

    /// `__mro_entries__` of bases that are no classes.
    pub(super) fn resolve_bases(&mut self, bases: &[Value]) -> Result<Vec<Value>, Raised> {
        let mut resolved = Vec::with_capacity(bases.len());
        for base in bases {
            if self.is_class(*base) {
                resolved.push(*base);
                continue;
            }
            let Some(method) = self.special(*base, names::MRO_ENTRIES) else {
                let class = self.type_name(*base);
                return Err(self.type_error(format!("bases must be types, not '{class}' object")));
            };
            let all = self.heap.new_tuple(bases);
            let entries = self.call(method, &[all])?;
            let Some(entries) = self.heap.tuple(entries).cloned() else {
                return Err(self.type_error("__mro_entries__ must return a tuple"));
            };
            resolved.extend(entries.iter().copied());
        }
        Ok(resolved)
    }

    pub(crate) fn pick_metaclass(&mut self, given: Option<Value>, bases: &[Value]) -> Answer {
        let mut winner = given.unwrap_or(Value::Type(Type::Type));
        if !self.is_class(winner) {
            return Ok(winner);
        }
        for base in bases {
            let meta = self.class_of(*base);
            if self.is_subclass(winner, meta) {
                continue;
            }
            if !self.is_subclass(meta, winner) {
                return Err(self.type_error(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
                ));
            }
            winner = meta;
        }
        Ok(winner)
    }

    /// `type.__new__(meta, name, bases, namespace)` and what follows it: `__set_name__`, `__init_subclass__`, enum and tuple forms.
    pub fn make_class(
        &mut self,
        meta: Value,
        name: Value,
        bases: &[Value],
        mut attrs: Attrs,
        keywords: &[(Sym, Value)],
    ) -> Answer {
        let bases = if bases.is_empty() {
            vec![Value::Type(Type::Object)]
        } else {
            bases.to_vec()
        };
        if let Some(made) = crate::builtins::special_class(self, name, &bases, &attrs, keywords)? {
            return Ok(made);
        }
        let body = self.symbols.intern(crate::stdlib::enum_body::BODY);
        let body = attrs.remove(body);
        let cell = self.class_cell(&mut attrs)?;
        if body.is_some() {
            let text = self.str(name)?;
            crate::stdlib::enum_make::data_type(self, &text, &bases)?;
        }
        let class = self.new_class(meta, name, bases, attrs)?;
        if let Some(Obj::Cell(content)) = cell.map(|cell| self.heap.get_mut(cell)) {
            *content = class;
        }
        self.name_descriptors(class)?;
        match body {
            Some(body) => self.finish_enum(class, body, keywords)?,
            None => self.init_subclass(class, keywords)?,
        }
        Ok(class)
    }

    /// The members come into being before `__init_subclass__` is called.
    fn finish_enum(
        &mut self,
        class: Value,
        body: Value,
        keywords: &[(Sym, Value)],
    ) -> Result<(), Raised> {
        let is_boundary = |(key, _): &&(Sym, Value)| self.symbols.text(*key) == "boundary";
        let boundary = keywords.iter().find(is_boundary).map(|(_, value)| *value);
        let rest: Vec<(Sym, Value)> = keywords
            .iter()
            .filter(|pair| !is_boundary(pair))
            .copied()
            .collect();
        crate::stdlib::enum_make::finish(self, class, body, boundary)?;
        self.init_subclass(class, &rest)
    }

    /// A class object, without any hook.
    pub fn new_class(
        &mut self,
        meta: Value,
        name: Value,
        bases: Vec<Value>,
        mut attrs: Attrs,
    ) -> Answer {
        let name = self.name_of(name)?;
        self.check_bases(&bases)?;
        let tail = self.linearize(&bases)?;
        let layout = self.pick_layout(&bases)?;
        let pattern = tail.iter().find_map(|base| self.collection_of(*base));
        let text = self.symbols.shared(name);
        self.check_slots(&text, &bases, layout, &attrs)?;
        let qualname = attrs.remove(names::QUALNAME);
        let qualname = match qualname {
            Some(text) => text,
            None => self.sym_value(name),
        };
        let module = attrs.remove(names::MODULE);
        let module = match module {
            Some(text) => text,
            None => {
                let module = self.current_module();
                self.heap.new_str(module)
            }
        };
        if attrs.get(names::EQ).is_some() && attrs.get(names::HASH).is_none() {
            attrs.set(names::HASH, Value::None);
        }
        if attrs.get(names::DOC).is_none() {
            attrs.set(names::DOC, Value::None);
        }
        self.wrap_implicit(&mut attrs);
        let class = Class {
            name,
            qualname,
            module,
            bases: bases.clone(),
            mro: Vec::new(),
            attrs,
            layout,
            meta,
            subclasses: Vec::new(),
            flags: ClassFlags {
                pattern,
                ..ClassFlags::default()
            },
        };
        let handle = self.heap.alloc(Obj::Class(Box::new(class)));
        if let Obj::Class(class) = self.heap.get_mut(handle) {
            class.mro.push(Value::Ref(handle));
            class.mro.extend(tail);
        }
        for base in bases {
            if let Some(base) = self.heap.class_mut(base) {
                base.subclasses.push(Value::Ref(handle));
            }
        }
        self.class_changed(handle);
        self.order_by_metaclass(handle, meta)?;
        Ok(Value::Ref(handle))
    }

    /// `mro()` of a metaclass of the program decides where attributes are looked for.
    fn order_by_metaclass(&mut self, handle: Ref, meta: Value) -> Result<(), Raised> {
        let name = self.symbols.intern("mro");
        let Some(method @ Value::Ref(_)) = self.lookup(meta, name) else {
            return Ok(());
        };
        let method = self.bind_method(method, Value::Ref(handle));
        let order = self.call(method, &[])?;
        let order = self.collect(order)?;
        if let Some(wrong) = order.iter().find(|each| !self.is_class(**each)) {
            let kind = self.type_name(*wrong);
            return Err(self.type_error(format!("mro() returned a non-class ('{kind}')")));
        }
        let own = self.layout_of(Value::Ref(handle));
        if let Some(wrong) = order.iter().find(|each| {
            let layout = self.layout_of(**each);
            !is_marker(layout) && !own.is_subtype(layout)
        }) {
            let name = self.class_name(*wrong);
            return Err(self.type_error(format!(
                "mro() returned base with unsuitable layout ('{name}')"
            )));
        }
        if let Obj::Class(class) = self.heap.get_mut(handle) {
            class.mro = order;
        }
        self.class_changed(handle);
        Ok(())
    }

    /// `__init_subclass__` and `__class_getitem__` are class methods, `__new__` is a static one, without saying so.
    fn wrap_implicit(&mut self, attrs: &mut Attrs) {
        for name in [names::INIT_SUBCLASS, names::CLASS_GETITEM] {
            if let Some(function) = attrs
                .get(name)
                .filter(|value| self.heap.function(*value).is_some())
            {
                attrs.set(
                    name,
                    Value::Ref(self.heap.alloc(Obj::ClassMethod(function))),
                );
            }
        }
        if let Some(function) = attrs
            .get(names::NEW)
            .filter(|value| self.heap.function(*value).is_some())
        {
            attrs.set(
                names::NEW,
                Value::Ref(self.heap.alloc(Obj::StaticMethod(function))),
            );
        }
    }

    fn check_bases(&mut self, bases: &[Value]) -> Result<(), Raised> {
        for (index, base) in bases.iter().enumerate() {
            if bases[..index].iter().any(|other| other.is(*base)) {
                let name = self.class_name(*base);
                return Err(self.type_error(format!("duplicate base class {name}")));
            }
            let closed = [
                Type::Bool,
                Type::NoneType,
                Type::Function,
                Type::Range,
                Type::Slice,
                Type::Generator,
                Type::Coroutine,
                Type::AsyncGenerator,
                Type::Future,
                Type::Task,
            ];
            if let Value::Type(class) = base {
                if closed.contains(class) {
                    return Err(self.type_error(format!(
                        "type '{}' is not an acceptable base type",
                        class.name()
                    )));
                }
            }
        }
        Ok(())
    }

    /// C3: the MRO after the class itself.
    fn linearize(&mut self, bases: &[Value]) -> Result<Vec<Value>, Raised> {
        let mut lists: Vec<Vec<Value>> = bases.iter().map(|base| self.mro_of(*base)).collect();
        lists.push(bases.to_vec());
        let mut order = Vec::new();
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return Ok(order);
            }
            let head = lists.iter().map(|list| list[0]).find(|head| {
                !lists
                    .iter()
                    .any(|list| list[1..].iter().any(|each| each.is(*head)))
            });
            let Some(head) = head else {
                let names = bases
                    .iter()
                    .map(|base| self.class_name(*base))
                    .collect::<Vec<_>>()
                    .join(", ");
                return Err(self.type_error(format!(
                    "Cannot create a consistent method resolution\norder (MRO) for bases {names}"
                )));
            };
            order.push(head);
            for list in &mut lists {
                if list[0].is(head) {
                    list.remove(0);
                }
            }
        }
    }

    fn pick_layout(&mut self, bases: &[Value]) -> Result<Type, Raised> {
        let mut layout = Type::Object;
        for base in bases {
            let other = self.layout_of(*base);
            let other = if is_marker(other) {
                Type::Object
            } else {
                other
            };
            if layout == Type::Object || other.is_subtype(layout) {
                layout = other;
            } else if other != Type::Object
                && !layout.is_subtype(other)
                && !(layout.is_exception() && other.is_exception())
            {
                return Err(self.type_error("multiple bases have instance lay-out conflict"));
            }
        }
        Ok(layout)
    }

    fn name_descriptors(&mut self, class: Value) -> Result<(), Raised> {
        let Some(members) = self.heap.class(class).map(|class| class.attrs.clone()) else {
            return Ok(());
        };
        for (name, value) in members.iter() {
            if let Some(method) = self.user_method(value, names::SET_NAME) {
                let (method, text) = (self.bind_method(method, value), self.sym_value(name));
                if let Err(raised) = self.call(method, &[class, text]) {
                    return Err(self.name_failed(raised, class, name, value));
                }
            } else {
                self.name_property(value, name);
            }
        }
        Ok(())
    }

    /// A property takes the name that it is first bound to.
    fn name_property(&mut self, value: Value, name: Sym) {
        let inner = self.heap.payload(value);
        if !self
            .property_of(inner)
            .is_some_and(|own| own.name.is_unbound())
        {
            return;
        }
        let text = self.sym_value(name);
        if let Some(Obj::Property(property)) = inner.as_ref().map(|it| self.heap.get_mut(it)) {
            property.name = text;
        }
    }

    /// As CPython 3.11 tells it: 3.12 notes it in the exception itself.
    fn name_failed(&mut self, raised: Raised, class: Value, name: Sym, value: Value) -> Raised {
        let Raised::Exception(cause) = raised else {
            return raised;
        };
        let (kind, owner) = (self.type_name(value), self.class_name(class));
        let name = self.symbols.shared(name);
        let message =
            format!("Error calling __set_name__ on '{kind}' instance '{name}' in '{owner}'");
        let wrapped = self.error(Type::RuntimeError, message);
        if let Raised::Exception(handle) = wrapped {
            if let Obj::Exception(exception) = self.heap.get_mut(handle) {
                exception.cause = Value::Ref(cause);
                exception.context = Value::Ref(cause);
            }
        }
        wrapped
    }

    fn init_subclass(&mut self, class: Value, keywords: &[(Sym, Value)]) -> Result<(), Raised> {
        let mro = self.mro_of(class);
        for base in &mro[1..] {
            let Some(method) = self.own_member(*base, names::INIT_SUBCLASS) else {
                continue;
            };
            if matches!(method, Value::Native(_)) {
                break;
            }
            let method = self.bind_to_class(method, class)?;
            return self.call_with(method, &[], keywords).map(drop);
        }
        let is_form = |each: &Value| match each {
            Value::Type(each) => *each != Type::Object && is_marker(*each),
            _ => false,
        };
        if keywords.is_empty() || mro.iter().any(is_form) {
            return Ok(());
        }
        let name = self.class_place(class).1;
        Err(self.type_error(format!(
            "{name}.__init_subclass__() takes no keyword arguments"
        )))
    }

    /// After a change of a class's namespace: caches and flags of it and of what derives from it.
    pub(crate) fn class_changed(&mut self, handle: Ref) {
        self.epoch += 1;
        let mro = self.mro_of(Value::Ref(handle));
        let defines = |vm: &Vm, name: Sym| {
            mro.iter().any(|each| {
                vm.heap
                    .class(*each)
                    .is_some_and(|class| class.attrs.get(name).is_some())
            })
        };
        let own = self.heap.class(Value::Ref(handle));
        let pattern = own.and_then(|class| class.flags.pattern);
        let flags = ClassFlags {
            pattern,
            getattr: defines(self, names::GETATTR) || defines(self, names::GETATTRIBUTE),
            setattr: defines(self, names::SETATTR),
            closed: self.is_closed(&mro),
            plain_eq: !defines(self, names::EQ) && !defines(self, names::HASH),
            ready: true,
        };
        let mut below = Vec::new();
        if let Obj::Class(class) = self.heap.get_mut(handle) {
            class.flags = flags;
            below.clone_from(&class.subclasses);
        }
        below
            .into_iter()
            .filter_map(Value::as_ref)
            .for_each(|each| self.class_changed(each));
    }
}

/// The metaclass of a builtin class.
fn builtin_meta(class: Type) -> Type {
    match class {
        Type::Enum
        | Type::ReprEnum
        | Type::IntEnum
        | Type::StrEnum
        | Type::Flag
        | Type::IntFlag => Type::EnumMeta,
        Type::Abc => Type::AbcMeta,
        _ => Type::Type,
    }
}

/// Builtin classes that say something of a class but do not decide what its instances are.
fn is_marker(class: Type) -> bool {
    matches!(
        class,
        Type::Enum
            | Type::ReprEnum
            | Type::Flag
            | Type::Generic
            | Type::Protocol
            | Type::Abc
            | Type::Workflow
            | Type::Object
    )
}

fn iter_type(iter: &Iter) -> Type {
    use crate::value::iter::View;
    match iter {
        Iter::Done => Type::Iterator,
        Iter::List { .. } => Type::ListIterator,
        Iter::ListReversed { .. } => Type::ListReverseIterator,
        Iter::Tuple { .. } => Type::TupleIterator,
        Iter::Str { .. } => Type::StrIterator,
        Iter::Bytes { .. } => Type::BytesIterator,
        Iter::Range { .. } | Iter::BigRange { .. } => Type::RangeIterator,
        Iter::Dict { view, .. } => match view {
            View::Keys => Type::DictKeyIterator,
            View::Values => Type::DictValueIterator,
            View::Items => Type::DictItemIterator,
        },
        Iter::Set { .. } => Type::SetIterator,
        Iter::Enumerate { .. } => Type::Enumerate,
        Iter::Zip { .. } => Type::Zip,
        Iter::Map { .. } => Type::Map,
        Iter::Filter { .. } => Type::Filter,
        Iter::Sentinel { .. } => Type::CallableIterator,
        Iter::Sequence { reversed: true, .. } => Type::Reversed,
        Iter::Sequence { .. } | Iter::Deque { .. } => Type::Iterator,
        Iter::Tool { tool, .. } if *tool == crate::stdlib::re::FINDER => Type::CallableIterator,
        Iter::Tool { .. } => Type::IterTool,
    }
}
