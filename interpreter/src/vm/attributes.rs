//! Attributes: of instances, classes, builtin objects and modules; descriptors.

use crate::ir::Suspends;
use crate::value::class::{Instance, Property, Super};
use crate::value::coroutine::Progress;
use crate::value::symbol::names;
use crate::value::{NativeId, Obj, Ref, Sym, Type, Value};

use super::native::{self, NativeKind};
use super::{Answer, Raised, Vm};

impl Vm {
    /// `object.name`.
    pub fn get_attr(&mut self, object: Value, name: Sym) -> Answer {
        match self.find_attr(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// `object.name`, or nothing if it has no such attribute (AttributeError of a property or `__getattr__` included).
    pub fn get_attr_or(&mut self, object: Value, name: Sym) -> Result<Option<Value>, Raised> {
        match self.find_attr(object, name) {
            Err(raised) if self.is_raised(raised, Type::AttributeError) => Ok(None),
            found => found,
        }
    }

    /// `object.name`, or nothing if no class, instance or hook knows it; what a property or hook raises is raised.
    fn find_attr(&mut self, object: Value, name: Sym) -> Result<Option<Value>, Raised> {
        let class = self.class_of(object);
        if self
            .heap
            .class(class)
            .is_some_and(|class| class.flags.getattr)
        {
            return self.get_attr_by_hooks(object, class, name);
        }
        self.plain_attr(object, class, name)
    }

    fn get_attr_by_hooks(
        &mut self,
        object: Value,
        class: Value,
        name: Sym,
    ) -> Result<Option<Value>, Raised> {
        let text = self.sym_value(name);
        let found = match self.user_method(object, names::GETATTRIBUTE) {
            Some(method) => {
                let method = self.bind_method(method, object);
                self.call(method, &[text]).map(Some)
            }
            None => self.plain_attr(object, class, name),
        };
        let missing = match found {
            Ok(Some(value)) => return Ok(Some(value)),
            Ok(None) => None,
            Err(raised) if self.is_raised(raised, Type::AttributeError) => Some(raised),
            Err(raised) => return Err(raised),
        };
        match (self.user_method(object, names::GETATTR), missing) {
            (Some(method), _) => {
                let method = self.bind_method(method, object);
                self.call(method, &[text]).map(Some)
            }
            (None, Some(raised)) => Err(raised),
            (None, None) => Ok(None),
        }
    }

    /// `object.__getattribute__(name)` as `object` has it.
    pub(crate) fn plain_attr(
        &mut self,
        object: Value,
        class: Value,
        name: Sym,
    ) -> Result<Option<Value>, Raised> {
        match object {
            Value::Type(_) | Value::External(_) => return self.class_attr(object, name),
            Value::Module(module) => return self.module_attr(module, name),
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Class(_) => return self.class_attr(object, name),
                Obj::Super(parts) => {
                    let parts = **parts;
                    return self.super_attr(parts, name);
                }
                Obj::Record(record) if record.class == Type::GenericAlias => {
                    return crate::builtins::generic_alias::attribute(self, object, name);
                }
                _ => {}
            },
            _ => {}
        }
        match self.own_or_inherited(object, class, name)? {
            None if crate::builtins::generic_alias::is_alias(self, object) => {
                crate::builtins::generic_alias::attribute(self, object, name)
            }
            found => Ok(found),
        }
    }

    /// What stands in an object that is no class, or in its class.
    pub(crate) fn own_or_inherited(
        &mut self,
        object: Value,
        class: Value,
        name: Sym,
    ) -> Result<Option<Value>, Raised> {
        let found = self.lookup(class, name);
        if let Some(descriptor) = found {
            if self.is_data_descriptor(descriptor) {
                return self.descriptor_get(descriptor, object, class).map(Some);
            }
        }
        if let Some(value) = self.own_attr(object, name)? {
            return Ok(Some(value));
        }
        match found {
            Some(value) => self.descriptor_get(value, object, class).map(Some),
            None => self.implicit_attr(object, name),
        }
    }

    /// What stands in the object itself.
    fn own_attr(&mut self, object: Value, name: Sym) -> Result<Option<Value>, Raised> {
        let Value::Ref(handle) = object else {
            return Ok(None);
        };
        Ok(match self.heap.get(handle) {
            Obj::Instance(instance) => instance.attrs.get(name),
            Obj::Function(function) => function.attrs.get(name),
            Obj::Partial(partial) => partial.attrs.get(name),
            Obj::Exception(exception) => exception.attrs.get(name),
            _ => None,
        })
    }

    /// Attributes that every object has, or that the machine computes.
    fn implicit_attr(&mut self, object: Value, name: Sym) -> Result<Option<Value>, Raised> {
        match name {
            names::CLASS => return Ok(Some(self.class_of(object))),
            names::DOC => return Ok(Some(self.doc_of(object))),
            names::MODULE if self.heap.instance(object).is_some() => {
                let class = self.class_of(object);
                return Ok(self.class_fact(class, name));
            }
            _ => {}
        }
        let Value::Ref(handle) = object else {
            return self.immediate_attr(object, name);
        };
        match self.heap.get(handle) {
            Obj::Instance(instance)
                if name == names::DICT && self.has_slots_only(instance.class) =>
            {
                Ok(None)
            }
            Obj::Instance(_) | Obj::Exception(_) | Obj::Partial(_) if name == names::DICT => {
                Ok(Some(Value::Ref(self.heap.alloc(Obj::Namespace(handle)))))
            }
            Obj::Exception(_) => self.exception_attr(handle, name),
            Obj::Traceback(_) => Ok(self.traceback_attr(handle, name)),
            Obj::Function(_) => self.function_attr(handle, name),
            Obj::BoundMethod(method) => {
                let method = **method;
                match name {
                    names::FUNC => Ok(Some(method.function)),
                    names::SELF => Ok(Some(method.object)),
                    _ => self.get_attr_or(method.function, name),
                }
            }
            Obj::Property(_) => self.property_attr(object, name),
            Obj::Instance(instance) if self.property_of(instance.payload).is_some() => {
                let inner = instance.payload;
                self.property_attr(inner, name)
            }
            Obj::StaticMethod(inner) | Obj::ClassMethod(inner) => {
                let inner = *inner;
                self.wrapper_attr(inner, name)
            }
            Obj::Coroutine(coroutine) if matches!(name, names::NAME | names::QUALNAME) => {
                let function = &self.program.functions[coroutine.frame.code as usize];
                let text = if name == names::NAME {
                    function.name.clone()
                } else {
                    function.qualname.clone()
                };
                Ok(Some(self.heap.new_str(text)))
            }
            Obj::Coroutine(coroutine) => {
                let text = self.symbols.text(name);
                let (kind, part) = text.split_once('_').unwrap_or_default();
                let prefix = match coroutine.kind {
                    Suspends::AsyncGenerator => "ag",
                    Suspends::Coroutine => "cr",
                    _ => "gi",
                };
                Ok(match part {
                    _ if kind != prefix => None,
                    "running" => Some(Value::Bool(self.is_running(handle))),
                    "suspended" if kind != "ag" => {
                        let suspended = coroutine.state == Progress::Suspended;
                        Some(Value::Bool(suspended && coroutine.awaiter.is_none()))
                    }
                    "yieldfrom" if kind == "gi" => Some(self.delegate_of(handle)),
                    "await" if kind != "gi" => Some(self.delegate_of(handle)),
                    _ => None,
                })
            }
            _ => Ok(None),
        }
    }

    /// Whether a generator or coroutine runs, or what it delegates to does.
    fn is_running(&self, handle: Ref) -> bool {
        self.frames.iter().any(|frame| {
            let mut of = frame.owner;
            while let Some(owner) = of {
                if owner == handle {
                    return true;
                }
                of = self.awaiter_of(owner);
            }
            false
        })
    }

    /// What a generator or coroutine delegates to.
    fn delegate_of(&self, handle: Ref) -> Value {
        let running = self.frames.iter().find(|frame| frame.owner == Some(handle));
        let saved = match self.heap.get(handle) {
            Obj::Coroutine(coroutine) => coroutine.frame.delegate,
            _ => Value::Unbound,
        };
        let delegate = running.map_or(saved, |frame| frame.delegate);
        delegate.bound().unwrap_or(Value::None)
    }

    fn immediate_attr(&mut self, object: Value, name: Sym) -> Result<Option<Value>, Raised> {
        let text = match (object, name) {
            (Value::Native(_), names::NAME) => self.native_name(object).to_owned(),
            (Value::Native(_), names::QUALNAME) => self.callable_qualname(object),
            (Value::Native(_), names::MODULE) => "builtins".to_owned(),
            (Value::Action(index), names::NAME | names::QUALNAME) => {
                let name = self.program.actions[index as usize].name.clone();
                name.rsplit(':').next().unwrap_or_default().to_owned()
            }
            (Value::Action(index), names::MODULE) => {
                self.program.actions[index as usize].module.clone()
            }
            (Value::Native(id), _) => return Ok(self.function_member(id, name)),
            _ => return Ok(None),
        };
        Ok(Some(self.heap.new_str(text)))
    }

    /// `chain.from_iterable`: a function of a module whose row bears both names.
    fn function_member(&self, id: NativeId, name: Sym) -> Option<Value> {
        let crate::value::native::Owner::Module(module) = id.owner() else {
            return None;
        };
        let path = format!("{}.{}", native::row(id).name, self.symbols.text(name));
        native::module_function(module, &path).map(Value::Native)
    }

    fn function_attr(&mut self, handle: Ref, name: Sym) -> Result<Option<Value>, Raised> {
        let Obj::Function(function) = self.heap.get(handle) else {
            return Ok(None);
        };
        let (defaults, keyword_defaults) = (function.defaults, function.keyword_defaults);
        let shape = &self.program.clone().functions[function.code as usize];
        let text = match name {
            names::NAME => shape.name.clone(),
            names::QUALNAME => shape.qualname.clone(),
            names::MODULE => shape.module.clone(),
            names::TYPE_PARAMS => return Ok(Some(self.heap.new_tuple([]))),
            names::DEFAULTS => return Ok(Some(defaults.bound().unwrap_or(Value::None))),
            names::KWDEFAULTS => return Ok(Some(keyword_defaults.bound().unwrap_or(Value::None))),
            names::ANNOTATIONS => {
                let annotations = Value::Ref(self.heap.new_dict());
                self.set_own(handle, name, annotations);
                return Ok(Some(annotations));
            }
            names::DICT => return Ok(Some(Value::Ref(self.heap.alloc(Obj::Namespace(handle))))),
            _ => return Ok(self.function_closure(handle, name)),
        };
        Ok(Some(self.heap.new_str(text)))
    }

    fn doc_of(&mut self, object: Value) -> Value {
        let Some(handle) = object.as_ref() else {
            return Value::None;
        };
        match self.heap.get(handle) {
            Obj::Function(function) => {
                let text = self.program.functions[function.code as usize].doc.clone();
                text.map_or(Value::None, |text| self.heap.new_str(text))
            }
            Obj::Property(property) => match (property.doc, property.get) {
                (Value::Unbound, Value::Unbound | Value::None) => Value::None,
                (Value::Unbound, getter) => self.doc_or_none(getter),
                (doc, _) => doc,
            },
            Obj::BoundMethod(method) => {
                let function = method.function;
                self.doc_or_none(function)
            }
            Obj::StaticMethod(inner) | Obj::ClassMethod(inner) => {
                let inner = *inner;
                self.doc_or_none(inner)
            }
            _ => Value::None,
        }
    }

    fn doc_or_none(&mut self, of: Value) -> Value {
        let found = self.get_attr_or(of, names::DOC).ok().flatten();
        found.unwrap_or(Value::None)
    }

    fn module_attr(&mut self, module: u16, name: Sym) -> Result<Option<Value>, Raised> {
        let text = self.symbols.shared(name);
        if name == names::NAME {
            return Ok(Some(
                self.heap
                    .new_str(crate::stdlib::MODULES[usize::from(module)].name),
            ));
        }
        self.module_member(module, &text)
    }

    /// A member of a module of the standard library.
    pub(crate) fn module_member(
        &mut self,
        module: u16,
        name: &str,
    ) -> Result<Option<Value>, Raised> {
        let entry = crate::stdlib::MODULES[usize::from(module)];
        if let Some(id) = native::module_function(module, name) {
            return Ok(Some(Value::Native(id)));
        }
        if let Some(class) = entry.types.iter().find(|class| class.name() == name) {
            return Ok(Some(Value::Type(*class)));
        }
        match (entry.constant)(self, name) {
            Some(value) => value.map(Some),
            None => Ok(native::find_module(&format!("{}.{name}", entry.name)).map(Value::Module)),
        }
    }

    /// `C.name`.
    pub(crate) fn class_attr(&mut self, class: Value, name: Sym) -> Result<Option<Value>, Raised> {
        let meta = self.class_of(class);
        let by_meta = self.lookup(meta, name);
        if let Some(descriptor) = by_meta {
            if self.is_data_descriptor(descriptor) && !matches!(descriptor, Value::Native(_)) {
                return self.descriptor_get(descriptor, class, meta).map(Some);
            }
        }
        if let Some(value) = self.class_fact(class, name) {
            return Ok(Some(value));
        }
        if let Some(value) = self.lookup(class, name) {
            if let Value::Native(_) = value {
                if let method @ Value::Ref(_) = self.of_dataclass(class, value) {
                    return Ok(Some(method));
                }
            }
            return self.bind_to_class(value, class).map(Some);
        }
        match by_meta {
            Some(value) => self.descriptor_get(value, class, meta).map(Some),
            None if name == names::CLASS => Ok(Some(meta)),
            None if name == names::DOC => Ok(Some(Value::None)),
            None => Ok(None),
        }
    }

    /// A method that `@dataclass` made, with the class that it was made for; anything else as it is.
    fn of_dataclass(&mut self, class: Value, value: Value) -> Value {
        match value {
            Value::Native(id) if self.native_owner(id).is_none() => {
                crate::stdlib::dataclass_methods::of_class(self, class, value)
            }
            _ => value,
        }
    }

    /// What is found in a class, seen through the class: functions as they are, class methods bound.
    pub(crate) fn bind_to_class(&mut self, value: Value, class: Value) -> Answer {
        match value {
            Value::Native(id) => {
                let row = native::row(id);
                match row.kind {
                    NativeKind::Class => Ok(self.bind(value, class)),
                    NativeKind::ClassValue => self.call_native(id, class, &[], &[]),
                    _ => Ok(value),
                }
            }
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::StaticMethod(inner) => Ok(*inner),
                Obj::ClassMethod(inner) => {
                    let inner = *inner;
                    self.of_class_method(inner, class)
                }
                Obj::Instance(_) => match self.user_method(value, names::GET) {
                    Some(method) => {
                        let method = self.bind_method(method, value);
                        self.call(method, &[Value::None, class])
                    }
                    None => Ok(value),
                },
                _ => Ok(value),
            },
            _ => Ok(value),
        }
    }

    /// What a `classmethod` gives: its callable bound to the class, or what that says itself if it is a descriptor.
    fn of_class_method(&mut self, inner: Value, class: Value) -> Answer {
        let is_descriptor = match inner.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Property(_) | Obj::StaticMethod(_) | Obj::ClassMethod(_)) => true,
            Some(Obj::Instance(_)) => self.user_method(inner, names::GET).is_some(),
            _ => false,
        };
        if is_descriptor {
            return self.descriptor_get(inner, class, class);
        }
        Ok(self.bind(inner, class))
    }

    /// A bound method object.
    pub(crate) fn bind(&mut self, function: Value, object: Value) -> Value {
        let method = crate::value::callable::BoundMethod { function, object };
        Value::Ref(self.heap.alloc(Obj::BoundMethod(Box::new(method))))
    }

    /// As a method found in the class is seen through an instance, where it is a function; anything else by its own binding.
    pub(crate) fn bind_method(&mut self, function: Value, object: Value) -> Value {
        match function {
            Value::Native(_) => self.bind(function, object),
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Function(of) if !self.shapes[of.code as usize].binds => function,
                Obj::Function(_) => self.bind(function, object),
                Obj::StaticMethod(inner) => *inner,
                Obj::ClassMethod(inner) => {
                    let (inner, class) = (*inner, self.class_of(object));
                    self.bind(inner, class)
                }
                _ => function,
            },
            _ => function,
        }
    }

    /// Has `__set__` or `__delete__`, or is a property or a computed attribute of a builtin class.
    fn is_data_descriptor(&mut self, value: Value) -> bool {
        match self.as_descriptor(value) {
            Value::Native(id) => native::row(id).kind == NativeKind::Getter,
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Property(property) => !property.cached,
                // Without `__get__` what stands in the object is read.
                Obj::Instance(_) => {
                    self.user_method(value, names::GET).is_some()
                        && (self.user_method(value, names::SET).is_some()
                            || self.user_method(value, names::DELETE).is_some())
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// `value.__get__(object, class)` for what was found in the class.
    pub(crate) fn descriptor_get(&mut self, value: Value, object: Value, class: Value) -> Answer {
        let value = self.as_descriptor(value);
        match value {
            Value::Native(id) => match native::row(id).kind {
                NativeKind::Getter => {
                    let this = self.payload_of(id, object);
                    self.call_native(id, this, &[], &[])
                }
                NativeKind::Class => Ok(self.bind(value, class)),
                NativeKind::ClassValue => self.call_native(id, class, &[], &[]),
                NativeKind::Function if native::is_python_of_cpython(id) => Ok(
                    crate::stdlib::functools::new_partial(self, value, vec![object], Vec::new()),
                ),
                NativeKind::Static | NativeKind::New | NativeKind::Function => Ok(value),
                NativeKind::Method | NativeKind::Whole => Ok(self.bind(value, object)),
            },
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Function(of) if !self.shapes[of.code as usize].binds => Ok(value),
                Obj::Function(_) => Ok(self.bind(value, object)),
                Obj::StaticMethod(inner) => Ok(*inner),
                Obj::ClassMethod(inner) => {
                    let inner = *inner;
                    self.of_class_method(inner, class)
                }
                Obj::Property(property) => {
                    let property = property.as_ref().clone();
                    self.property_get(&property, object)
                }
                Obj::Instance(_) => match self.user_method(value, names::GET) {
                    Some(method) => {
                        let method = self.bind_method(method, value);
                        self.call(method, &[object, class])
                    }
                    None => Ok(value),
                },
                _ => Ok(value),
            },
            _ => Ok(value),
        }
    }

    fn property_get(&mut self, property: &Property, object: Value) -> Answer {
        if property.get.is_none() || property.get.is_unbound() {
            let (name, class) = (self.property_name(property)?, self.owner_name(object));
            return Err(
                self.attribute_error(format!("property {name}of '{class}' object has no getter"))
            );
        }
        if property.cached {
            return self.cached_get(property, object);
        }
        self.call(property.get, &[object])
    }

    /// `functools.cached_property`: from then on the value is the instance's own.
    fn cached_get(&mut self, property: &Property, object: Value) -> Answer {
        if property.name.is_unbound() || property.name.is_none() {
            return Err(self.type_error(
                "Cannot use cached_property instance without calling __set_name__ on it.",
            ));
        }
        let name = self.name_of(property.name)?;
        let own = self.heap.instance(object).map(|instance| instance.class);
        if own.is_some_and(|class| self.has_slots_only(class)) {
            let (class, name) = (self.owner_name(object), self.symbols.shared(name));
            return Err(self.type_error(format!(
                "No '__dict__' attribute on '{class}' instance to cache '{name}' property."
            )));
        }
        let value = self.call(property.get, &[object])?;
        if let Value::Ref(handle) = object {
            self.set_own(handle, name, value);
        }
        Ok(value)
    }

    fn property_name(&mut self, property: &Property) -> Result<String, Raised> {
        match property.name {
            Value::Unbound | Value::None => Ok(String::new()),
            name => Ok(format!("{} ", self.repr(name)?)),
        }
    }

    fn super_attr(&mut self, parts: Super, name: Sym) -> Result<Option<Value>, Raised> {
        if name == names::CLASS {
            return Ok(Some(Value::Type(Type::Super)));
        }
        let mro = self.mro_of(parts.class);
        let after = mro
            .iter()
            .position(|class| class.is(parts.after))
            .map_or(mro.len(), |at| at + 1);
        for class in &mro[after..] {
            let Some(found) = self.own_member(*class, name) else {
                continue;
            };
            let method = self.of_dataclass(*class, found);
            if !method.is(found) {
                return Ok(Some(self.bind(method, parts.object)));
            }
            if self.is_class(parts.object) && parts.object.is(parts.class) {
                return self.bind_to_class(found, parts.class).map(Some);
            }
            return self
                .descriptor_get(found, parts.object, parts.class)
                .map(Some);
        }
        Ok(None)
    }

    /// `object.name = value`.
    pub fn set_attr(&mut self, object: Value, name: Sym, value: Value) -> Result<(), Raised> {
        let class = self.class_of(object);
        if self
            .heap
            .class(class)
            .is_some_and(|class| class.flags.setattr)
        {
            if let Some(method) = self.user_method(object, names::SETATTR) {
                let (method, text) = (self.bind_method(method, object), self.sym_value(name));
                return self.call(method, &[text, value]).map(drop);
            }
        }
        self.plain_set_attr(object, name, value)
    }

    /// `object.__setattr__(name, value)` as `object` has it.
    pub fn plain_set_attr(&mut self, object: Value, name: Sym, value: Value) -> Result<(), Raised> {
        let class = self.class_of(object);
        if let Some(handle) = object.as_ref() {
            if self.set_factory(object, name, value) {
                return Ok(());
            }
            if let Some(descriptor) = self.lookup(class, name) {
                if self.set_by_descriptor(descriptor, object, value)? {
                    return Ok(());
                }
            }
            if name == names::CLASS && matches!(self.heap.get(handle), Obj::Instance(_)) {
                return self.set_class(handle, value);
            }
            match self.heap.get(handle) {
                Obj::Class(_) => return self.set_class_attr(handle, name, value),
                Obj::Exception(_) => {
                    if !self.set_exception_attr(handle, name, value)? {
                        self.set_own(handle, name, value);
                    }
                    return Ok(());
                }
                Obj::Instance(instance) if instance.class == Value::Type(Type::Object) => {}
                Obj::Instance(_) if self.is_fixed_part(class, name) => {
                    let name = self.symbols.shared(name);
                    return Err(self
                        .attribute_error(format!("<enum 'Enum'> cannot set attribute '{name}'")));
                }
                Obj::Instance(instance)
                    if self.has_slots_only(class) && instance.attrs.get(name).is_none() =>
                {
                    if !self.is_slot(class, name) {
                        return Err(self.cannot_set(object, name));
                    }
                    self.set_own(handle, name, value);
                    return Ok(());
                }
                Obj::Record(record) => {
                    let method = super::native::own_method(record.class, "__setattr__");
                    if let Some(method) = method {
                        let text = self.sym_value(name);
                        return self
                            .call_native(method, object, &[text, value], &[])
                            .map(drop);
                    }
                }
                Obj::Function(_) => return self.set_function_attr(handle, name, value),
                Obj::Property(_) if name == names::DOC => {
                    if let Obj::Property(property) = self.heap.get_mut(handle) {
                        property.doc = value;
                    }
                    return Ok(());
                }
                Obj::Cell(_) if self.symbols.text(name) == "cell_contents" => {
                    if let Obj::Cell(content) = self.heap.get_mut(handle) {
                        *content = value;
                    }
                    return Ok(());
                }
                Obj::Partial(_) if crate::stdlib::functools::is_part(self.symbols.text(name)) => {
                    return Err(self.attribute_error("readonly attribute"));
                }
                Obj::Instance(_) | Obj::Partial(_) => {
                    self.set_own(handle, name, value);
                    return Ok(());
                }
                _ => {}
            }
        }
        Err(self.cannot_set(object, name))
    }

    /// `name` and `value` of a member.
    fn is_fixed_part(&self, class: Value, name: Sym) -> bool {
        let is_member = self
            .heap
            .class(class)
            .is_some_and(|class| self.is_subclass(class.meta, Value::Type(Type::EnumMeta)));
        is_member && matches!(self.symbols.text(name), "name" | "value")
    }

    /// Whether a class is an enumeration with a member of that name.
    fn has_member(&mut self, class: Value, name: Sym) -> bool {
        let map = self.symbols.find("_member_map_");
        let map = map.and_then(|map| self.heap.class(class)?.attrs.get(map));
        map.is_some_and(|map| self.dict_get_str(map, &self.symbols.shared(name)).is_some())
    }

    fn cannot_set(&mut self, object: Value, name: Sym) -> Raised {
        let text = self.symbols.shared(name);
        if self.is_class(object) {
            let class = self.class_name(object);
            return self.type_error(format!(
                "cannot set '{text}' attribute of immutable type '{class}'"
            ));
        }
        let class = self.type_name(object);
        let own = self.class_of(object);
        if own.is(Value::Type(Type::Uuid)) {
            return self.type_error("UUID objects are immutable");
        }
        if self.lookup(own, name).is_some() {
            return self
                .attribute_error(format!("'{class}' object attribute '{text}' is read-only"));
        }
        self.attribute_error(format!("'{class}' object has no attribute '{text}'"))
    }

    fn set_class(&mut self, handle: Ref, class: Value) -> Result<(), Raised> {
        if !self.is_class(class) {
            let name = self.type_name(class);
            return Err(self.type_error(format!(
                "__class__ must be set to a class, not '{name}' object"
            )));
        }
        if let Obj::Instance(instance) = self.heap.get_mut(handle) {
            instance.class = class;
        }
        Ok(())
    }

    pub(crate) fn set_by_descriptor(
        &mut self,
        descriptor: Value,
        object: Value,
        value: Value,
    ) -> Result<bool, Raised> {
        let descriptor = self.as_descriptor(descriptor);
        let Value::Ref(handle) = descriptor else {
            return Ok(false);
        };
        match self.heap.get(handle) {
            Obj::Property(property) if !property.cached => {
                let property = property.as_ref().clone();
                if property.set.is_none() || property.set.is_unbound() {
                    let (name, class) = (self.property_name(&property)?, self.owner_name(object));
                    return Err(self.attribute_error(format!(
                        "property {name}of '{class}' object has no setter"
                    )));
                }
                self.call(property.set, &[object, value])?;
                Ok(true)
            }
            Obj::Instance(_) => match self.user_method(descriptor, names::SET) {
                Some(method) => {
                    let method = self.bind_method(method, descriptor);
                    self.call(method, &[object, value])?;
                    Ok(true)
                }
                None if self.user_method(descriptor, names::DELETE).is_some() => {
                    Err(self.attribute_error("__set__"))
                }
                None => Ok(false),
            },
            _ => Ok(false),
        }
    }

    /// `defaultdict.default_factory`, which alone of what builtin dicts have can be set.
    fn set_factory(&mut self, object: Value, name: Sym, value: Value) -> bool {
        let inner = self.heap.payload(object);
        if self.type_of(inner) != Type::DefaultDict || self.symbols.text(name) != "default_factory"
        {
            return false;
        }
        if let Some(Obj::Dict(dict)) = inner.as_ref().map(|inner| self.heap.get_mut(inner)) {
            dict.factory = value;
        }
        true
    }

    /// Sets an attribute in the object itself.
    pub fn set_own(&mut self, handle: Ref, name: Sym, value: Value) {
        let attrs = match self.heap.get_mut(handle) {
            Obj::Instance(instance) => &mut instance.attrs,
            Obj::Function(function) => &mut function.attrs,
            Obj::Partial(partial) => &mut partial.attrs,
            Obj::Exception(exception) => &mut exception.attrs,
            Obj::Class(class) => {
                self.epoch += 1;
                &mut class.attrs
            }
            _ => return,
        };
        if attrs.set(name, value) {
            self.heap.charge(24);
        }
    }

    fn set_class_attr(&mut self, handle: Ref, name: Sym, value: Value) -> Result<(), Raised> {
        let meta = self.class_of(Value::Ref(handle));
        if self.has_member(Value::Ref(handle), name) {
            let name = self.symbols.shared(name);
            return Err(self.attribute_error(format!("cannot reassign member '{name}'")));
        }
        if let Some(descriptor) = self.lookup(meta, name) {
            if self.set_by_descriptor(descriptor, Value::Ref(handle), value)? {
                return Ok(());
            }
        }
        match (name, self.heap.get_mut(handle)) {
            (names::NAME, Obj::Class(_)) => {
                let text = self.name_of(value)?;
                if let Obj::Class(class) = self.heap.get_mut(handle) {
                    class.name = text;
                }
            }
            (names::QUALNAME, Obj::Class(class)) => class.qualname = value,
            (names::BASES | names::MRO, Obj::Class(_)) => {
                let name = self.symbols.shared(name);
                return Err(self.attribute_error(format!(
                    "{name} of a class cannot be changed in a workflow"
                )));
            }
            (names::MODULE, Obj::Class(class)) => class.module = value,
            _ => self.set_own(handle, name, value),
        }
        self.class_changed(handle);
        Ok(())
    }

    /// `del object.name`.
    pub fn del_attr(&mut self, object: Value, name: Sym) -> Result<(), Raised> {
        if let Some(method) = self.user_method(object, names::DELATTR) {
            let (method, text) = (self.bind_method(method, object), self.sym_value(name));
            return self.call(method, &[text]).map(drop);
        }
        self.plain_del_attr(object, name)
    }

    /// `object.__delattr__(name)` as `object` has it.
    pub fn plain_del_attr(&mut self, object: Value, name: Sym) -> Result<(), Raised> {
        let class = self.class_of(object);
        if let Some(descriptor) = self.lookup(class, name) {
            if self.delete_by_descriptor(descriptor, object)? {
                return Ok(());
            }
        }
        let Some(handle) = object.as_ref() else {
            return Err(self.no_attribute(object, name));
        };
        if self.has_member(object, name) {
            let (class, name) = (self.class_name(object), self.symbols.shared(name));
            return Err(self.attribute_error(format!("'{class}' cannot delete member '{name}'.")));
        }
        if self.is_fixed_part(class, name) {
            let name = self.symbols.shared(name);
            let message = format!("<enum 'Enum'> cannot delete attribute '{name}'");
            return Err(self.attribute_error(message));
        }
        if matches!(self.heap.get(handle), Obj::Function(_))
            && self.del_function_attr(handle, name)?
        {
            return Ok(());
        }
        let removed = match self.heap.get_mut(handle) {
            Obj::Instance(instance) => instance.attrs.remove(name),
            Obj::Function(function) => function.attrs.remove(name),
            Obj::Exception(exception) => exception.attrs.remove(name),
            Obj::Class(class) => class.attrs.remove(name),
            _ => None,
        };
        if matches!(self.heap.get(handle), Obj::Class(_)) {
            self.class_changed(handle);
        }
        match removed {
            Some(_) => Ok(()),
            None => Err(self.no_own_attribute(object, name)),
        }
    }

    fn no_own_attribute(&mut self, object: Value, name: Sym) -> Raised {
        match self.heap.class(object) {
            Some(_) => self.no_attribute(object, name),
            None => {
                let own = self.class_of(object);
                let text = self.symbols.shared(name);
                if self.has_slots_only(own) && self.is_slot(own, name) {
                    return self.attribute_error(&*text);
                }
                let class = self.type_name(object);
                if self.has_slots_only(own) && self.lookup(own, name).is_some() {
                    let message = format!("'{class}' object attribute '{text}' is read-only");
                    return self.attribute_error(message);
                }
                self.attribute_error(format!("'{class}' object has no attribute '{text}'"))
            }
        }
    }

    pub(crate) fn delete_by_descriptor(
        &mut self,
        descriptor: Value,
        object: Value,
    ) -> Result<bool, Raised> {
        let descriptor = self.as_descriptor(descriptor);
        let Value::Ref(handle) = descriptor else {
            return Ok(false);
        };
        match self.heap.get(handle) {
            Obj::Property(property) if !property.cached => {
                let property = property.as_ref().clone();
                if property.delete.is_none() || property.delete.is_unbound() {
                    let (name, class) = (self.property_name(&property)?, self.owner_name(object));
                    return Err(self.attribute_error(format!(
                        "property {name}of '{class}' object has no deleter"
                    )));
                }
                self.call(property.delete, &[object])?;
                Ok(true)
            }
            Obj::Instance(_) => match self.user_method(descriptor, names::DELETE) {
                Some(method) => {
                    let method = self.bind_method(method, descriptor);
                    self.call(method, &[object])?;
                    Ok(true)
                }
                None if self.user_method(descriptor, names::SET).is_some() => {
                    Err(self.attribute_error("__delete__"))
                }
                None => Ok(false),
            },
            _ => Ok(false),
        }
    }

    /// The AttributeError of `object.name`.
    pub(crate) fn no_attribute(&mut self, object: Value, name: Sym) -> Raised {
        let text = self.symbols.shared(name);
        let own = self.class_of(object);
        if self.is_stand_in(own) {
            let class = self.class_path(own);
            return self.attribute_error(format!(
                "'{}' object has no attribute '{text}': the class {class} is not part of the workflow's program; \
                 annotate the action's return type with it to bring it in",
                self.class_name(own)
            ));
        }
        let message = match object {
            Value::Module(module) => {
                format!(
                    "module '{}' has no attribute '{text}'",
                    crate::stdlib::MODULES[usize::from(module)].name
                )
            }
            _ if own == Value::Type(Type::EnumMeta) => text.to_string(),
            _ if self.is_class(object) => format!(
                "type object '{}' has no attribute '{text}'",
                self.class_name(object)
            ),
            _ => format!(
                "'{}' object has no attribute '{text}'",
                self.type_name(object)
            ),
        };
        let raised = self.attribute_error(message);
        if let Raised::Exception(exception) = raised {
            let value = self.sym_value(name);
            self.set_own(exception, names::NAME_ATTR, value);
            self.set_own(exception, names::OBJ, object);
        }
        raised
    }

    /// The method of a type for an object, bound: how operators find their methods.
    pub fn special(&mut self, object: Value, name: Sym) -> Option<Value> {
        let class = self.class_of(object);
        let found = self.lookup(class, name)?;
        if found.is_none() {
            return None;
        }
        match found {
            Value::Native(id) => {
                if native::row(id).kind == NativeKind::Getter {
                    return None;
                }
                Some(self.bind(found, object))
            }
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Function(_) | Obj::StaticMethod(_) | Obj::ClassMethod(_) => {
                    Some(self.bind_method(found, object))
                }
                _ => self.descriptor_get(found, object, class).ok(),
            },
            _ => Some(found),
        }
    }

    /// As `lookup`, not remembered.
    pub(super) fn find_in_mro(&mut self, class: Value, name: Sym) -> Option<Value> {
        match class {
            Value::Type(class) => self.native_method(class, name).map(Value::Native),
            Value::Ref(handle) => {
                let count = match self.heap.get(handle) {
                    Obj::Class(class) => class.mro.len(),
                    _ => return None,
                };
                for index in 0..count {
                    let Obj::Class(class) = self.heap.get(handle) else {
                        return None;
                    };
                    let each = class.mro[index];
                    if let Some(found) = self.own_member(each, name) {
                        return Some(found);
                    }
                }
                None
            }
            Value::External(index) => {
                let ancestor = self.external_native(index);
                self.native_method(ancestor, name).map(Value::Native)
            }
            _ => None,
        }
    }

    /// What a class defines itself.
    pub(crate) fn own_member(&mut self, class: Value, name: Sym) -> Option<Value> {
        match class {
            Value::Type(class) => self.own_native(class, name).map(Value::Native),
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Class(class) => class.attrs.get(name),
                _ => None,
            },
            _ => None,
        }
    }

    fn own_native(&mut self, class: Type, name: Sym) -> Option<NativeId> {
        let found = self.native_method(class, name)?;
        (self.native_owner(found) == Some(class)).then_some(found)
    }

    /// A method of a builtin class or of its bases, remembered.
    pub fn native_method(&mut self, class: Type, name: Sym) -> Option<NativeId> {
        if let Some(found) = self.found_methods.get(&(class, name)) {
            return *found;
        }
        let text = self.symbols.shared(name);
        let found = class
            .mro()
            .into_iter()
            .find_map(|each| native::own_method(each, &text));
        self.found_methods.insert((class, name), found);
        found
    }

    /// The class whose table a builtin method stands in.
    pub(crate) fn native_owner(&self, id: NativeId) -> Option<Type> {
        match id.owner() {
            crate::value::native::Owner::Type(class) => Some(class),
            crate::value::native::Owner::Module(_) => None,
        }
    }

    /// The names of a class's or an instance's own attributes.
    pub(crate) fn namespace_names(&self, of: Ref) -> Vec<Sym> {
        match self.heap.get(of) {
            Obj::Instance(instance) => {
                let names = instance.attrs.iter().map(|(name, _)| name);
                names
                    .filter(|name| !self.is_slot(instance.class, *name))
                    .collect()
            }
            Obj::Class(class) => class.attrs.iter().map(|(name, _)| name).collect(),
            Obj::Exception(exception) => exception.attrs.iter().map(|(name, _)| name).collect(),
            Obj::Function(function) => function
                .attrs
                .iter()
                .map(|(name, _)| name)
                .filter(|name| !is_function_slot(*name))
                .collect(),
            Obj::Partial(partial) => partial.attrs.iter().map(|(name, _)| name).collect(),
            _ => Vec::new(),
        }
    }

    /// An attribute of the object itself, by a `Namespace`.
    pub(crate) fn namespace_get(&self, of: Ref, name: Sym) -> Option<Value> {
        match self.heap.get(of) {
            Obj::Instance(instance) => instance.attrs.get(name),
            Obj::Class(class) => class.attrs.get(name),
            Obj::Exception(exception) => exception.attrs.get(name),
            Obj::Function(function) => {
                (!is_function_slot(name)).then(|| function.attrs.get(name))?
            }
            Obj::Partial(partial) => partial.attrs.get(name),
            _ => None,
        }
    }

    pub(crate) fn namespace_item(&mut self, of: Ref, key: Value) -> Answer {
        let found = self
            .heap
            .str(key)
            .and_then(|text| self.symbols.find(text))
            .and_then(|name| self.namespace_get(of, name));
        match found {
            Some(value) => Ok(value),
            None => Err(self.key_error(key)),
        }
    }

    /// A name as a `str` object.
    pub fn sym_value(&mut self, name: Sym) -> Value {
        let text = self.symbols.shared(name);
        self.heap.new_str(&*text)
    }

    /// A `str` object as a name; TypeError for anything else.
    pub fn name_of(&mut self, value: Value) -> Result<Sym, Raised> {
        match self.heap.str(value) {
            Some(text) => {
                let text = text.to_owned();
                Ok(self.symbols.intern(&text))
            }
            None => {
                let class = self.type_name(value);
                Err(self.type_error(format!("attribute name must be string, not '{class}'")))
            }
        }
    }

    /// An object with attributes only, of any class.
    pub fn new_instance(&mut self, class: Value, payload: Value) -> Ref {
        self.heap.alloc(Obj::Instance(Box::new(Instance {
            class,
            attrs: Default::default(),
            payload,
        })))
    }
}

/// What a function has besides its `__dict__`, even if it was set.
pub(super) fn is_function_slot(name: Sym) -> bool {
    matches!(
        name,
        names::NAME
            | names::QUALNAME
            | names::DOC
            | names::MODULE
            | names::ANNOTATIONS
            | names::DEFAULTS
            | names::KWDEFAULTS
            | names::TYPE_PARAMS
    )
}
