//! Calls: of functions, methods, classes, builtins and actions.

use crate::ir::{self, Op, Suspends};
use crate::value::coroutine::{Coroutine, Progress, SavedFrame};
use crate::value::symbol::names;
use crate::value::{NativeId, Obj, Ref, Sym, Type, Value};

use super::frame::{Entry, Flow, Frame};
use super::native::{self, Args, Native, NativeKind};
use super::{Answer, Raised, Vm, registers};

/// As CPython's default.
pub(crate) const FRAMES_MAX: usize = 1000;

/// What entering a callable did.
pub(crate) enum Called {
    Value(Value),
    /// A frame was pushed; it returns into the instruction of the frame below.
    Frame,
}

impl Vm {
    /// Calls anything with positional arguments.
    pub fn call(&mut self, callee: Value, args: &[Value]) -> Answer {
        self.call_with(callee, args, &[])
    }

    /// Calls anything.
    pub fn call_with(
        &mut self,
        callee: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        self.call_bound(callee, Value::Unbound, args, keywords)
    }

    /// Calls a function found in a class for an object: `function(object, *args)`.
    pub(crate) fn call_on(&mut self, function: Value, object: Value, args: &[Value]) -> Answer {
        self.call_bound(function, object, args, &[])
    }

    fn call_bound(
        &mut self,
        callee: Value,
        this: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        if self.depth >= super::convert::DEPTH_MAX {
            return Err(self.recursion_error());
        }
        let given = args.len() + usize::from(!this.is_unbound());
        if let (Some(code), []) = (self.simple_function(callee, given), keywords) {
            self.check_recursion()?;
            let floor = self.frames.len();
            let base = self.push_frame(code, Entry::Rust);
            let all = this.bound().into_iter().chain(args.iter().copied());
            for (register, value) in self.registers[base..].iter_mut().zip(all) {
                *register = value;
            }
            return self.run(floor);
        }
        match self.enter(callee, this, args, keywords)? {
            Called::Value(value) => Ok(value),
            Called::Frame => {
                let floor = self.frames.len() - 1;
                match self.frames[floor].entry {
                    Entry::Init(instance) => {
                        self.frames[floor].entry = Entry::Rust;
                        let result = self.run(floor)?;
                        self.check_init(result)?;
                        Ok(instance)
                    }
                    _ => {
                        self.frames[floor].entry = Entry::Rust;
                        self.run(floor)
                    }
                }
            }
        }
    }

    /// `object.name(*args)`.
    pub fn call_method(&mut self, object: Value, name: Sym, args: &[Value]) -> Answer {
        let method = self.get_attr(object, name)?;
        self.call(method, args)
    }

    pub(crate) fn check_init(&mut self, result: Value) -> Result<(), Raised> {
        if result.is_none() {
            return Ok(());
        }
        let class = self.type_name(result);
        Err(self.type_error(format!("__init__() should return None, not '{class}'")))
    }

    /// The call instructions.
    pub(super) fn call_instruction(
        &mut self,
        word: u32,
        ext: u32,
        base: usize,
        site: usize,
    ) -> Result<Flow, Raised> {
        self.charge_call()?;
        let op = registers::op(word);
        let (b, count) = (base + usize::from(ir::b(word)), usize::from(ir::c(word)));
        let callee = self.registers[b];
        let (this, first) = match op {
            Op::CallMethod | Op::CallMethodKw => (self.registers[b + 1], b + 2),
            Op::CallEx => return self.call_spread(word, base),
            _ => (Value::Unbound, b + 1),
        };
        if matches!(op, Op::Call | Op::CallMethod) {
            let made = match callee {
                Value::Native(id) => match self.quick_builtin(id, this) {
                    Some(row) => Some(self.call_row(row, this, first, count)?),
                    None => None,
                },
                Value::Type(class) if this.is_unbound() => match count {
                    1 => self.quick_conversion(class, self.registers[first]),
                    _ => None,
                }
                .or_else(|| self.quick_exception(callee, first, count, site)),
                Value::Ref(_) if this.is_unbound() => {
                    self.quick_exception(callee, first, count, site)
                }
                _ => None,
            };
            if let Some(value) = made {
                self.set_reg(base, ir::a(word), value);
                return Ok(Flow::Next);
            }
            if let Some(function) = self.quick_function(callee, this, count) {
                return self.quick_call(function, (callee, this), first, count);
            }
            if let Some(flow) = self.quick_instance(callee, this, first, count, site)? {
                return Ok(flow);
            }
        }
        let mut buffer = [Value::Unbound; 8];
        let spilled: Vec<Value>;
        let args: &[Value] = if count <= buffer.len() {
            buffer[..count].copy_from_slice(&self.registers[first..first + count]);
            &buffer[..count]
        } else {
            spilled = self.registers[first..first + count].to_vec();
            &spilled
        };
        let called = if matches!(op, Op::CallKw | Op::CallMethodKw) {
            let keywords = self.keyword_names(ext)?;
            let split = count - keywords.len();
            let keywords: Vec<(Sym, Value)> = keywords
                .into_iter()
                .zip(args[split..].iter().copied())
                .collect();
            self.enter(callee, this, &args[..split], &keywords)?
        } else {
            self.enter(callee, this, args, &[])?
        };
        Ok(self.finish_call(called, base, ir::a(word)))
    }

    fn finish_call(&mut self, called: Called, base: usize, to: u8) -> Flow {
        match called {
            Called::Value(value) => {
                self.set_reg(base, to, value);
                Flow::Next
            }
            Called::Frame => Flow::Frame,
        }
    }

    fn keyword_names(&mut self, constant: u32) -> Result<Vec<Sym>, Raised> {
        let tuple = self.constants[constant as usize];
        let items = self
            .heap
            .items(tuple)
            .map_or_else(Vec::new, <[Value]>::to_vec);
        items.into_iter().map(|name| self.name_of(name)).collect()
    }

    fn call_spread(&mut self, word: u32, base: usize) -> Result<Flow, Raised> {
        let at = base + usize::from(ir::b(word));
        let (callee, args, keywords) = (
            self.registers[at],
            self.registers[at + 1],
            self.registers[at + 2],
        );
        if !self.can_iterate(args) {
            let (name, class) = (self.callable_name(callee), self.type_name(args));
            return Err(self.type_error(format!(
                "{name} argument after * must be an iterable, not {class}"
            )));
        }
        let args = self.collect_sized(args)?;
        if !self.is_callable(callee) {
            return Err(self.not_callable(callee));
        }
        let keywords = self.spread_keywords(keywords)?;
        let called = self.enter(callee, Value::Unbound, &args, &keywords)?;
        Ok(self.finish_call(called, base, ir::a(word)))
    }

    fn spread_keywords(&mut self, keywords: Value) -> Result<Vec<(Sym, Value)>, Raised> {
        if keywords.is_unbound() {
            return Ok(Vec::new());
        }
        let mut named = Vec::new();
        for (key, value) in self.mapping_pairs(keywords)? {
            if self.heap.str(key).is_none() {
                return Err(self.type_error("keywords must be strings"));
            }
            named.push((self.name_of(key)?, value));
        }
        Ok(named)
    }

    /// A plain function with exactly these arguments.
    #[inline]
    fn quick_function(&self, callee: Value, this: Value, count: usize) -> Option<u32> {
        let function = self.heap.function(callee)?;
        let given = count + usize::from(!this.is_unbound());
        (self.shapes[function.code as usize].plain == Some(given as u8)).then_some(function.code)
    }

    /// The code of a function that takes so many arguments by position and runs at once.
    pub(super) fn plain_method(&self, method: Value, given: u8) -> Option<u32> {
        let function = self.heap.function(method)?;
        (self.shapes[function.code as usize].plain == Some(given)).then_some(function.code)
    }

    fn quick_call(
        &mut self,
        code: u32,
        (callee, this): (Value, Value),
        first: usize,
        count: usize,
    ) -> Result<Flow, Raised> {
        self.check_recursion()?;
        self.push_call(code, this, first, count);
        let base = self.frames.last().map_or(0, |frame| frame.base as usize);
        self.fill_cells(code, callee, base);
        Ok(Flow::Frame)
    }

    /// A builtin function, or a method that was found in the class of a builtin container: nothing about its receiver needs checking.
    fn quick_builtin(&self, id: NativeId, this: Value) -> Option<&'static Native> {
        let row = native::row(id);
        let fits = match row.kind {
            NativeKind::Function => this.is_unbound(),
            NativeKind::Method => self.is_container(this) && !row.name.starts_with("__"),
            _ => false,
        };
        fits.then_some(row)
    }

    /// `str(x)`, `int(x)`, `float(x)` of texts and small numbers, and `type(x)`.
    fn quick_conversion(&mut self, class: Type, value: Value) -> Option<Value> {
        match (class, value) {
            (Type::Str, Value::Int(number)) => Some(self.heap.new_decimal(number)),
            (Type::Str, Value::Ref(_)) => self.heap.text(value).map(|_| value),
            (Type::Int, Value::Ref(_)) => {
                let text = self.heap.text(value)?;
                crate::text::decimal::few_digits(text.as_str()).map(Value::Int)
            }
            (Type::Int, Value::Int(_)) | (Type::Float, Value::Float(_)) => Some(value),
            (Type::Int, Value::Float(number)) if number.abs() < (1_i64 << 62) as f64 => {
                Some(Value::Int(number as i64))
            }
            (Type::Float, Value::Int(number)) if number.unsigned_abs() <= 1 << 53 => {
                Some(Value::float(number as f64))
            }
            (Type::Type, _) => Some(self.class_of(value)),
            _ => None,
        }
    }

    /// An exception of a class that only keeps its arguments.
    fn quick_exception(
        &mut self,
        class: Value,
        first: usize,
        count: usize,
        site: usize,
    ) -> Option<Value> {
        let plain = match class {
            // The class of an `OSError` depends on its arguments.
            Value::Type(Type::OSError) => false,
            Value::Type(class) => {
                let init = self.native_method(class, names::INIT);
                init.and_then(|id| self.native_owner(id)) == Some(Type::BaseException)
            }
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Class(of) if of.layout != Type::Object => {
                    self.makes_plain_exception(handle, site)
                }
                _ => false,
            },
            _ => false,
        };
        if !plain {
            return None;
        }
        let args = self.registers[first..first + count].to_vec();
        let args = self.heap.new_tuple(args);
        Some(Value::Ref(self.new_exception_of(class, args)))
    }

    fn is_container(&self, value: Value) -> bool {
        let object = value.as_ref().map(|handle| self.heap.get(handle));
        matches!(
            object,
            Some(
                Obj::Str(_)
                    | Obj::List(_)
                    | Obj::Tuple(_)
                    | Obj::Dict(_)
                    | Obj::Set(_)
                    | Obj::Bytes(_)
            )
        )
    }

    fn call_row(&mut self, row: &Native, this: Value, first: usize, count: usize) -> Answer {
        let call = |vm: &mut Vm, positional: &[Value]| {
            (row.call)(
                vm,
                &Args {
                    this,
                    positional,
                    keywords: &[],
                },
            )
        };
        match self.registers[first..first + count] {
            [] => call(self, &[]),
            [a] => call(self, &[a]),
            [a, b] => call(self, &[a, b]),
            [a, b, c] => call(self, &[a, b, c]),
            ref several => {
                let several = several.to_vec();
                call(self, &several)
            }
        }
    }

    /// `C(...)` where making the instance is calling `__init__` with exactly these arguments.
    fn quick_instance(
        &mut self,
        callee: Value,
        this: Value,
        first: usize,
        count: usize,
        site: usize,
    ) -> Result<Option<Flow>, Raised> {
        let (Value::Ref(class), Value::Unbound) = (callee, this) else {
            return Ok(None);
        };
        if !matches!(self.heap.get(class), Obj::Class(_)) {
            return Ok(None);
        }
        let Some(init) = self.plain_init(class, site) else {
            return Ok(None);
        };
        let Some(code) = self.quick_function(Value::Ref(init), callee, count) else {
            return Ok(None);
        };
        let instance = Value::Ref(self.new_instance(callee, Value::Unbound));
        let flow = self.quick_call(code, (Value::Ref(init), instance), first, count)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.entry = Entry::Init(instance);
        }
        Ok(Some(flow))
    }

    /// Begins a call: runs it if it is a builtin, pushes a frame (to return into the frame below) if it is a function.
    pub(crate) fn enter(
        &mut self,
        callee: Value,
        this: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Result<Called, Raised> {
        match callee {
            Value::Native(id) => self
                .call_builtin(id, this, args, keywords)
                .map(Called::Value),
            Value::Ref(handle) => self.enter_object(handle, this, args, keywords),
            _ if !this.is_unbound() => {
                let args = [&[this], args].concat();
                self.enter(callee, Value::Unbound, &args, keywords)
            }
            Value::Type(_) | Value::External(_) => self.enter_class(callee, args, keywords),
            Value::Action(index) => self.call_action(index, args, keywords).map(Called::Value),
            _ => Err(self.not_callable(callee)),
        }
    }

    fn enter_object(
        &mut self,
        handle: Ref,
        this: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Result<Called, Raised> {
        match self.heap.get(handle) {
            Obj::Function(_) => {
                self.check_recursion()?;
                self.push_function(handle, this, args, keywords, Entry::Call)
            }
            _ if !this.is_unbound() => {
                let args = [&[this], args].concat();
                self.enter_object(handle, Value::Unbound, &args, keywords)
            }
            Obj::BoundMethod(method) => {
                let method = **method;
                self.enter(method.function, method.object, args, keywords)
            }
            Obj::Class(_) => self.enter_class(Value::Ref(handle), args, keywords),
            Obj::StaticMethod(inner) => {
                let inner = *inner;
                self.enter(inner, Value::Unbound, args, keywords)
            }
            Obj::Partial(partial) => {
                let partial = partial.as_ref().clone();
                let args = [&partial.args[..], args].concat();
                let mut named = Vec::new();
                for (key, value) in partial.keywords {
                    let key = self.name_of(key)?;
                    if !keywords.iter().any(|(given, _)| *given == key) {
                        named.push((key, value));
                    }
                }
                named.extend_from_slice(keywords);
                self.enter(partial.function, Value::Unbound, &args, &named)
            }
            _ => match self.special(Value::Ref(handle), names::CALL) {
                // What `__call__` is may be an object with a `__call__` in turn.
                Some(method) => self.deeper(|vm| vm.enter(method, Value::Unbound, args, keywords)),
                None => Err(self.not_callable(Value::Ref(handle))),
            },
        }
    }

    fn not_callable(&mut self, callee: Value) -> Raised {
        let class = self.type_name(callee);
        self.type_error(format!("'{class}' object is not callable"))
    }

    /// `callable(value)`.
    pub fn is_callable(&mut self, value: Value) -> bool {
        match value {
            Value::Native(_) | Value::Type(_) | Value::External(_) | Value::Action(_) => true,
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Function(_)
                | Obj::BoundMethod(_)
                | Obj::Class(_)
                | Obj::StaticMethod(_)
                | Obj::Partial(_) => true,
                _ => {
                    let class = self.class_of(value);
                    self.lookup(class, names::CALL).is_some()
                }
            },
            _ => false,
        }
    }

    /// A builtin as Python code calls it: the receiver is checked.
    fn call_builtin(
        &mut self,
        id: NativeId,
        this: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        if let Some(of) = self.namespace_of(this) {
            return self.call_on_namespace(id, of, args, keywords);
        }
        let row = native::row(id);
        match row.kind {
            NativeKind::Function | NativeKind::Static | NativeKind::ClassValue => {
                if this.is_unbound() {
                    return self.call_native(id, Value::Unbound, args, keywords);
                }
                let args = [&[this], args].concat();
                self.call_native(id, Value::Unbound, &args, keywords)
            }
            NativeKind::New => self.call_new(id, this, args, keywords),
            NativeKind::Class if !this.is_unbound() => self.call_native(id, this, args, keywords),
            NativeKind::Class => {
                let owner = self.native_owner(id).map_or(Value::Unbound, Value::Type);
                self.call_native(id, owner, args, keywords)
            }
            NativeKind::Method | NativeKind::Whole | NativeKind::Getter => {
                let (this, args) = match (this, args) {
                    (Value::Unbound, [first, rest @ ..]) => (*first, rest),
                    (Value::Unbound, []) => return Err(self.unbound_method(id, None)),
                    (this, args) => (this, args),
                };
                let owner = self.native_owner(id).unwrap_or(Type::Object);
                if !self.is_instance(this, owner)
                    && !self.is_subclass(this, Value::Type(Type::Object))
                {
                    return Err(self.unbound_method(id, Some(this)));
                }
                let this = self.payload_of(id, this);
                super::arity::check(self, row.name, owner, args.len(), keywords.is_empty())?;
                self.call_native(id, this, args, keywords)
            }
        }
    }

    fn unbound_method(&mut self, id: NativeId, this: Option<Value>) -> Raised {
        let (name, owner) = (
            native::row(id).name,
            self.native_owner(id).map_or("object", Type::name),
        );
        match this {
            None => self.type_error(format!("unbound method {owner}.{name}() needs an argument")),
            Some(this) => {
                let class = self.type_name(this);
                self.type_error(format!(
                    "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"
                ))
            }
        }
    }

    /// What a builtin method receives for an object.
    pub(crate) fn payload_of(&self, id: NativeId, object: Value) -> Value {
        if native::row(id).kind == NativeKind::Whole {
            object
        } else {
            self.heap.payload(object)
        }
    }

    pub(crate) fn row_is_whole(&self, id: NativeId) -> bool {
        native::row(id).kind == NativeKind::Whole
    }

    /// `T.__new__(class, ...)`, called by name.
    fn call_new(
        &mut self,
        id: NativeId,
        this: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        let (class, args) = match (this, args) {
            (Value::Unbound, [class, rest @ ..]) => (*class, rest),
            (Value::Unbound, []) => return Err(self.unbound_method(id, None)),
            (class, args) => (class, args),
        };
        let owner = self.native_owner(id).unwrap_or(Type::Object);
        if class.is(Value::Type(owner)) {
            return self.call_native(id, class, args, keywords);
        }
        self.check_new(owner, class)?;
        match owner {
            Type::Object => self.allocate(class, None, args, keywords),
            Type::Type => self.call_native(id, class, args, keywords),
            _ => {
                let (args, keywords) = match is_filled_by_init(owner) {
                    true => (&[][..], &[][..]),
                    false => (args, keywords),
                };
                let payload = self.call_native(id, Value::Type(owner), args, keywords)?;
                Ok(Value::Ref(self.new_instance(class, payload)))
            }
        }
    }

    /// `int.__new__(class)` makes instances of what derives from `int` in Python only.
    fn check_new(&mut self, owner: Type, class: Value) -> Result<(), Raised> {
        let made = owner.name();
        if !self.is_class(class) {
            let kind = self.type_name(class);
            return Err(self.type_error(format!(
                "{made}.__new__(X): X is not a type object ({kind})"
            )));
        }
        let name = self.class_name(class);
        if !self.is_subclass(class, Value::Type(owner)) {
            return Err(self.type_error(format!(
                "{made}.__new__({name}): {name} is not a subtype of {made}"
            )));
        }
        let layout = self.layout_of(class);
        let new = self.native_method(layout, names::NEW);
        let by = new.and_then(|new| self.native_owner(new));
        match by {
            Some(by) if owner == Type::Object && by != owner && !layout.is_exception() => {
                let by = by.name();
                Err(self.type_error(format!(
                    "{made}.__new__({name}) is not safe, use {by}.__new__()"
                )))
            }
            Some(by) if by != owner && matches!(class, Value::Type(_)) => {
                let by = by.name();
                Err(self.type_error(format!(
                    "{made}.__new__({name}) is not safe, use {by}.__new__()"
                )))
            }
            _ => Ok(()),
        }
    }

    /// Runs the code of a builtin.
    pub fn call_native(
        &mut self,
        id: NativeId,
        this: Value,
        positional: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        if !keywords.is_empty() {
            self.calling = Some(id);
        }
        (native::row(id).call)(
            self,
            &Args {
                this,
                positional,
                keywords,
            },
        )
    }

    /// `C(...)`.
    fn enter_class(
        &mut self,
        class: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Result<Called, Raised> {
        if let Some(only) = singleton_of(class) {
            if !args.is_empty() || !keywords.is_empty() {
                let name = self.class_name(class);
                let called = if only.is_some() { "" } else { "()" };
                return Err(self.type_error(format!("{name}{called} takes no arguments")));
            }
            if let Some(only) = only {
                return Ok(Called::Value(only));
            }
        }
        let meta = self.class_of(class);
        if !meta.is(Value::Type(Type::Type)) {
            if let Some(method) = self.lookup(meta, names::CALL) {
                let own = matches!(method, Value::Native(id) if self.native_owner(id) == Some(Type::Type));
                if !own {
                    return self.enter(method, class, args, keywords);
                }
            }
        }
        self.construct(class, args, keywords)
    }

    /// `type.__call__`: `__new__`, then `__init__`.
    pub(crate) fn construct(
        &mut self,
        class: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Result<Called, Raised> {
        if let Value::Type(builtin) = class {
            return self
                .construct_builtin(builtin, args, keywords)
                .map(Called::Value);
        }
        let instance = match self.lookup(class, names::NEW) {
            Some(Value::Native(id)) => self.allocate(class, Some(id), args, keywords)?,
            None => self.allocate(class, None, args, keywords)?,
            Some(new) => {
                let new = self.bind_to_class(new, class)?;
                let all = [&[class], args].concat();
                let made = self.call_with(new, &all, keywords)?;
                let own = self.class_of(made);
                if !self.is_subclass(own, class) {
                    return Ok(Called::Value(made));
                }
                made
            }
        };
        let own = self.class_of(instance);
        match self.lookup(own, names::INIT) {
            Some(init @ Value::Ref(_)) => {
                if self.heap.function(init).is_none() {
                    let init = self.descriptor_get(init, instance, own)?;
                    let result = self.call_with(init, args, keywords)?;
                    self.check_init(result)?;
                    return Ok(Called::Value(instance));
                }
                match self.enter(init, instance, args, keywords)? {
                    Called::Frame => {
                        if let Some(frame) = self.frames.last_mut() {
                            frame.entry = Entry::Init(instance);
                        }
                        Ok(Called::Frame)
                    }
                    Called::Value(result) => {
                        self.check_init(result)?;
                        Ok(Called::Value(instance))
                    }
                }
            }
            Some(Value::Native(init)) if self.native_owner(init) != Some(Type::Object) => {
                let this = self.payload_of(init, instance);
                let own_new = matches!(self.lookup(class, names::NEW), Some(Value::Ref(_)));
                let is_list = own_new && self.native_owner(init) == Some(Type::List);
                // A subclass with its own `__new__` may have taken them.
                let keywords = if is_list { &[] } else { keywords };
                self.call_native(init, this, args, keywords)?;
                Ok(Called::Value(instance))
            }
            _ => {
                let takes_none = self.layout_of(class) == Type::Object
                    && !self
                        .lookup(class, names::NEW)
                        .is_some_and(|new| matches!(new, Value::Ref(_)));
                if takes_none && !(args.is_empty() && keywords.is_empty()) {
                    let name = self.class_name(class);
                    return Err(self.type_error(format!("{name}() takes no arguments")));
                }
                Ok(Called::Value(instance))
            }
        }
    }

    /// As `construct`, to the end.
    pub(crate) fn construct_value(
        &mut self,
        class: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        match self.construct(class, args, keywords)? {
            Called::Value(value) => Ok(value),
            Called::Frame => {
                let floor = self.frames.len() - 1;
                let instance = match self.frames[floor].entry {
                    Entry::Init(instance) => instance,
                    _ => Value::None,
                };
                self.frames[floor].entry = Entry::Rust;
                let result = self.run(floor)?;
                self.check_init(result)?;
                Ok(instance)
            }
        }
    }

    fn construct_builtin(
        &mut self,
        class: Type,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        if class == Type::Type {
            if let ([value], []) = (args, keywords) {
                return Ok(self.class_of(*value));
            }
        }
        if class.is_exception() {
            return self.construct_exception(Value::Type(class), args, keywords);
        }
        match self.native_method(class, names::NEW) {
            Some(id) => self.call_native(id, Value::Type(class), args, keywords),
            None => Err(self.type_error(format!("cannot create '{}' instances", class.name()))),
        }
    }

    fn construct_exception(
        &mut self,
        class: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        let class = match (class, args) {
            (Value::Type(Type::OSError), [Value::Int(errno), _, ..]) => {
                Value::Type(os_error(*errno))
            }
            _ => class,
        };
        let exception = Value::Ref(self.new_exception(class, args));
        let init = self.native_method(self.layout_of(class), names::INIT);
        match init {
            Some(init) => self
                .call_native(init, exception, args, keywords)
                .map(|_| exception),
            None => Ok(exception),
        }
    }

    /// `object.__new__(class)` or its like for what the class derives from.
    pub(crate) fn allocate(
        &mut self,
        class: Value,
        new: Option<NativeId>,
        args: &[Value],
        keywords: &[(Sym, Value)],
    ) -> Answer {
        let layout = self.layout_of(class);
        if layout.is_exception() {
            return Ok(Value::Ref(self.new_exception(class, args)));
        }
        self.check_abstract(class)?;
        let owner = new.and_then(|id| self.native_owner(id));
        match (new, owner) {
            // What a metaclass makes is a class, not an instance around one.
            (Some(id), Some(Type::Type)) => self.call_native(id, class, args, keywords),
            (Some(id), Some(owner)) if owner != Type::Object => {
                // Their `__init__` fills them.
                let filled = is_filled_by_init(owner);
                // A subclass with its own `__init__` may take arguments that the builtin class does not know.
                let own_init = self
                    .lookup(class, names::INIT)
                    .is_some_and(|init| matches!(init, Value::Ref(_)));
                let mutable = matches!(
                    owner,
                    Type::DefaultDict | Type::OrderedDict | Type::Counter | Type::Deque
                );
                // Those without keywords of their own leave them to the subclass's `__init__`.
                let unnamed = matches!(owner, Type::Tuple | Type::Float | Type::FrozenSet);
                let (args, keywords) = if filled || own_init && mutable {
                    (&[][..], &[][..])
                } else if own_init && unnamed {
                    (args, &[][..])
                } else {
                    (args, keywords)
                };
                let payload = self.call_native(id, Value::Type(owner), args, keywords)?;
                Ok(Value::Ref(self.new_instance(class, payload)))
            }
            _ => {
                if layout == Type::Object && !(args.is_empty() && keywords.is_empty()) {
                    self.check_excess(class)?;
                }
                Ok(Value::Ref(self.new_instance(class, Value::Unbound)))
            }
        }
    }

    /// Whether a class has a method other than `object`'s.
    pub(crate) fn has_own(&mut self, class: Value, name: Sym) -> bool {
        match self.lookup(class, name) {
            Some(Value::Native(id)) => self.native_owner(id) != Some(Type::Object),
            found => found.is_some(),
        }
    }

    /// `object.__new__` was given arguments that it does not take.
    fn check_excess(&mut self, class: Value) -> Result<(), Raised> {
        if self.has_own(class, names::NEW) {
            return Err(self.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if self.has_own(class, names::INIT) {
            return Ok(());
        }
        let name = self.class_name(class);
        Err(self.type_error(format!("{name}() takes no arguments")))
    }

    /// `__abstractmethods__` of a class, if it has some.
    fn abstract_names(&self, class: Value) -> Option<Value> {
        let marker = self.symbols.find("__abstractmethods__")?;
        self.heap.class(class)?.attrs.get(marker)
    }

    pub(super) fn is_abstract(&self, class: Value) -> bool {
        self.abstract_names(class).is_some()
    }

    fn check_abstract(&mut self, class: Value) -> Result<(), Raised> {
        let Some(names) = self.abstract_names(class) else {
            return Ok(());
        };
        let names = self.collect(names)?;
        if names.is_empty() {
            return Ok(());
        }
        let mut texts = names
            .into_iter()
            .map(|name| self.str(name))
            .collect::<Result<Vec<_>, _>>()?;
        texts.sort();
        let (class, s) = (
            self.class_name(class),
            if texts.len() == 1 { "" } else { "s" },
        );
        Err(self.type_error(format!(
            "Can't instantiate abstract class {class} with abstract method{s} {}",
            texts.join(", ")
        )))
    }

    pub(crate) fn check_recursion(&mut self) -> Result<(), Raised> {
        if self.frames.len() >= FRAMES_MAX {
            return Err(self.recursion_error());
        }
        Ok(())
    }

    /// The top frame away.
    pub(crate) fn pop_frame(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        self.registers.truncate(frame.base as usize);
        Some(frame)
    }

    /// A frame with bound arguments; or, for a function that suspends, the object that stands for it.
    pub(crate) fn push_function(
        &mut self,
        function: Ref,
        this: Value,
        args: &[Value],
        keywords: &[(Sym, Value)],
        entry: Entry,
    ) -> Result<Called, Raised> {
        let Obj::Function(object) = self.heap.get(function) else {
            return Err(self.broken("a call of what is no function"));
        };
        let code = object.code;
        let base = self.push_frame(code, entry);
        if let Err(raised) = self.bind_arguments(function, base, this, args, keywords) {
            self.pop_frame();
            return Err(raised);
        }
        self.fill_cells(code, Value::Ref(function), base);
        let kind = self.shapes[code as usize].suspends;
        if kind == Suspends::No {
            return Ok(Called::Frame);
        }
        let registers = self.registers[base..].to_vec();
        self.pop_frame();
        let frame = SavedFrame {
            code,
            pc: 0,
            registers,
            handling: Value::Unbound,
            delegate: Value::Unbound,
        };
        let coroutine = Coroutine {
            kind,
            state: Progress::Created,
            frame,
            awaiter: None,
            name: Value::Unbound,
            closing: false,
        };
        Ok(Called::Value(Value::Ref(
            self.heap.alloc(Obj::Coroutine(Box::new(coroutine))),
        )))
    }

    /// The captured cells into their registers, and new cells around the locals that closures share.
    pub(super) fn fill_cells(&mut self, code: u32, function: Value, base: usize) {
        let program = self.program.clone();
        let shape = &program.functions[code as usize];
        for (index, capture) in shape.free.iter().enumerate() {
            let cell = self
                .heap
                .function(function)
                .and_then(|function| function.cells.get(index))
                .copied();
            self.registers[base + usize::from(capture.to)] = cell.unwrap_or(Value::Unbound);
        }
        for register in &shape.cells {
            let at = base + usize::from(*register);
            self.registers[at] = self.make_cell(self.registers[at]);
        }
    }

    /// `f()` as messages name a callable.
    pub(crate) fn callable_name(&mut self, callee: Value) -> String {
        let class = self.class_of(callee);
        let plain = !self.is_callable(callee) || self.heap.instance(callee).is_some();
        if plain && !self.is_class(callee) && !class.is(Value::Type(Type::Type)) {
            // What has no name is shown itself.
            if let Ok(shown) = self.str(callee) {
                return shown;
            }
        }
        let name = self.callable_qualname(callee);
        let module = match callee {
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Function(function) => Some(
                    self.program.functions[function.code as usize]
                        .module
                        .clone(),
                ),
                Obj::BoundMethod(method) => {
                    let function = method.function;
                    return self.callable_name(function);
                }
                Obj::Class(_) => Some(self.class_place(callee).0),
                _ => None,
            },
            _ => None,
        };
        match module {
            Some(module) => format!("{module}.{name}()"),
            None => format!("{name}()"),
        }
    }

    /// `__qualname__` of a callable.
    pub(crate) fn callable_qualname(&mut self, callee: Value) -> String {
        match callee {
            Value::Native(id) => match self.native_owner(id) {
                Some(owner) => format!("{}.{}", owner.name(), native::row(id).name),
                None => native::row(id).name.to_owned(),
            },
            Value::Action(index) => self.program.actions[index as usize]
                .name
                .rsplit(':')
                .next()
                .unwrap_or_default()
                .to_owned(),
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Function(function) => {
                    let shown = function
                        .attrs
                        .get(names::QUALNAME)
                        .and_then(|text| self.heap.str(text));
                    match shown {
                        Some(text) => text.to_owned(),
                        None => self.program.functions[function.code as usize]
                            .qualname
                            .clone(),
                    }
                }
                Obj::BoundMethod(method) => {
                    let function = method.function;
                    self.callable_qualname(function)
                }
                Obj::Class(_) => self.class_place(callee).1,
                _ => self.type_name(callee),
            },
            _ if self.is_class(callee) => self.class_name(callee),
            _ => self.type_name(callee),
        }
    }

    pub(crate) fn native_name(&self, value: Value) -> &'static str {
        match value {
            Value::Native(id) => native::row(id).name,
            _ => "",
        }
    }

    pub(crate) fn native_repr(&self, value: Value) -> String {
        let Value::Native(id) = value else {
            return String::new();
        };
        match self.native_owner(id) {
            Some(owner) => format!(
                "<method '{}' of '{}' objects>",
                native::row(id).name,
                owner.name()
            ),
            None => format!("<built-in function {}>", native::row(id).name),
        }
    }
}

/// Builtin classes whose `__new__` makes an empty object for their subclasses.
fn is_filled_by_init(class: Type) -> bool {
    matches!(
        class,
        Type::List | Type::Dict | Type::Set | Type::ByteArray | Type::Counter
    )
}

/// The subclass of `OSError` for an error number, as on Linux.
fn os_error(errno: i64) -> Type {
    match errno {
        1 | 13 => Type::PermissionError,
        2 => Type::FileNotFoundError,
        3 => Type::ProcessLookupError,
        4 => Type::InterruptedError,
        10 => Type::ChildProcessError,
        11 | 114 | 115 => Type::BlockingIOError,
        17 => Type::FileExistsError,
        20 => Type::NotADirectoryError,
        21 => Type::IsADirectoryError,
        32 | 108 => Type::BrokenPipeError,
        103 => Type::ConnectionAbortedError,
        104 => Type::ConnectionResetError,
        110 => Type::TimeoutError,
        111 => Type::ConnectionRefusedError,
        _ => Type::OSError,
    }
}

/// The only instance of a class that has one; nothing inside for `object`, which takes no arguments either.
fn singleton_of(class: Value) -> Option<Option<Value>> {
    match class {
        Value::Type(Type::Object) => Some(None),
        Value::Type(Type::NoneType) => Some(Some(Value::None)),
        Value::Type(Type::Ellipsis) => Some(Some(Value::Ellipsis)),
        Value::Type(Type::NotImplemented) => Some(Some(Value::NotImplemented)),
        _ => None,
    }
}
