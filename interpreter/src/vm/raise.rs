//! Raising, catching and handling exceptions.

use crate::ir::{self, Op};
use crate::value::exception::TraceEntry;
use crate::value::symbol::names;
use crate::value::{Obj, Ref, Sym, Type, Value};

use super::frame::Entry;
use super::{Raised, Vm};

impl Vm {
    /// Looks for a handler in the frames of this run of the loop; what none of them handles goes on to who started it.
    pub(crate) fn unwind(&mut self, raised: Raised, floor: usize) -> Result<(), Raised> {
        let Raised::Exception(exception) = raised else {
            self.drop_frames(floor);
            return Err(raised);
        };
        let mut exception = exception;
        // What comes out of a call from Rust had its context set where it was raised.
        let passed = self.passed.take() == Some(exception);
        if !self.rethrown && !passed {
            self.set_context(exception);
        }
        loop {
            if !std::mem::take(&mut self.rethrown) {
                self.add_traceback(exception);
            }
            if let Some((register, dying)) = self.go_to_handler(exception) {
                // The first of them holds the exception now.
                let from = usize::from(register) + 1;
                let Some((first, rest)) = dying.split_first() else {
                    return Ok(());
                };
                self.forsake_registers(from, rest)?;
                return self.forsake(&[*first], 0, Value::Unbound);
            }
            let closed = self.is_closed_by(exception);
            // The variables live on with the traceback.
            let dying = match self.unfinished {
                0 => Vec::new(),
                _ => self.registers_of_top(self.first_temporary()),
            };
            exception = self.leave_frame(exception);
            self.forsake(&dying, 0, Value::Ref(exception))?;
            if self.frames.len() == floor && !self.resume_awaiter_of_last() {
                self.passed = Some(exception);
                return Err(Raised::Exception(exception));
            }
            if closed {
                self.deliver(Value::None);
                return Ok(());
            }
        }
    }

    fn drop_frames(&mut self, floor: usize) {
        while self.frames.len() > floor {
            self.pop_frame();
        }
    }

    fn add_traceback(&mut self, exception: Ref) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        let entry = TraceEntry {
            code: frame.code,
            pc: frame.pc,
        };
        if let Obj::Exception(object) = self.heap.get_mut(exception) {
            object.traceback.push(entry);
            object.traceback_object = Value::Unbound;
        }
    }

    /// `__context__` of what is newly raised is what is being handled.
    pub(crate) fn set_context(&mut self, exception: Ref) {
        let Some(handled) = self.handled() else {
            return;
        };
        if handled == Value::Ref(exception) {
            return;
        }
        // A chain that comes back to the exception is cut there, as CPython does.
        let (mut link, mut slow, mut even) = (handled, handled, false);
        while let Some(next) = self.heap.exception(link).map(|object| object.context) {
            if next == Value::Ref(exception) {
                if let Some(object) = self.heap.exception_mut(link) {
                    object.context = Value::None;
                }
                break;
            }
            // A cycle that the program made itself is not ours to cut.
            if even {
                slow = self
                    .heap
                    .exception(slow)
                    .map_or(slow, |object| object.context);
            }
            if next == slow {
                break;
            }
            even = !even;
            link = next;
        }
        if let Obj::Exception(object) = self.heap.get_mut(exception) {
            object.context = handled;
        }
    }

    /// The exception being handled: by the innermost frame that handles one.
    pub fn handled(&self) -> Option<Value> {
        for (index, frame) in self.frames.iter().enumerate().rev() {
            if !frame.handling.is_unbound() {
                return Some(frame.handling);
            }
            if matches!(frame.entry, Entry::Delegate) {
                if let Some(handled) = self.handled_by_awaiters(index) {
                    return Some(handled);
                }
            }
        }
        None
    }

    /// Coroutines that wait for a frame and are not on the stack.
    fn handled_by_awaiters(&self, index: usize) -> Option<Value> {
        let owner = self.frames[index].owner?;
        let mut awaiter = self.awaiter_of(owner);
        if index > 0 && self.frames[index - 1].owner == awaiter {
            return None;
        }
        while let Some(coroutine) = awaiter {
            if let Obj::Coroutine(object) = self.heap.get(coroutine) {
                if !object.frame.handling.is_unbound() {
                    return Some(object.frame.handling);
                }
            }
            awaiter = self.awaiter_of(coroutine);
        }
        None
    }

    /// The register that holds the exception there, and what that and those above it held.
    fn go_to_handler(&mut self, exception: Ref) -> Option<(u8, Vec<Value>)> {
        let frame = self.frames.last().copied()?;
        let (pc, base) = (frame.pc, frame.base as usize);
        let handlers = &self.program.functions[frame.code as usize].handlers;
        let handler = handlers
            .iter()
            .find(|each| each.start <= pc && pc < each.end)
            .copied()?;
        let dying = self.registers_of_top(usize::from(handler.register));
        self.set_reg(base, handler.register, Value::Ref(exception));
        let keeps_namespace = self.shapes_is_class_body(frame.code);
        if let Some(frame) = self.frames.last_mut() {
            frame.pc = handler.target;
            if !keeps_namespace {
                frame.delegate = Value::Unbound;
            }
        }
        Some((handler.register, dying))
    }

    /// Leaves the top frame because of an exception; a generator turns `StopIteration` into RuntimeError.
    fn leave_frame(&mut self, exception: Ref) -> Ref {
        let Some(frame) = self.pop_frame() else {
            return exception;
        };
        let Some(owner) = frame.owner else {
            self.last_awaiter = None;
            return exception;
        };
        self.last_awaiter = match frame.entry {
            Entry::Delegate => self.awaiter_of(owner),
            _ => None,
        };
        let kind = self.finish_coroutine(owner);
        let is_module =
            self.program.functions[frame.code as usize].kind == ir::FunctionKind::Module;
        if is_module {
            return exception;
        }
        self.converted(exception, kind)
    }

    /// An asynchronous generator that `aclose` ends, and that lets the GeneratorExit out.
    fn is_closed_by(&self, exception: Ref) -> bool {
        let Some(Obj::Coroutine(owner)) = self
            .frames
            .last()
            .and_then(|frame| frame.owner)
            .map(|owner| self.heap.get(owner))
        else {
            return false;
        };
        let class = self.class_of(Value::Ref(exception));
        owner.closing && self.is_subclass(class, Value::Type(Type::GeneratorExit))
    }

    /// What comes out of a generator or coroutine in place of the exception that ends an iteration.
    pub(super) fn converted(&mut self, exception: Ref, kind: ir::Suspends) -> Ref {
        let is = |vm: &Vm, class| vm.is_instance(Value::Ref(exception), class);
        let what = match kind {
            ir::Suspends::Generator if is(self, Type::StopIteration) => {
                "generator raised StopIteration"
            }
            ir::Suspends::Coroutine if is(self, Type::StopIteration) => {
                "coroutine raised StopIteration"
            }
            ir::Suspends::AsyncGenerator if is(self, Type::StopIteration) => {
                "async generator raised StopIteration"
            }
            ir::Suspends::AsyncGenerator if is(self, Type::StopAsyncIteration) => {
                "async generator raised StopAsyncIteration"
            }
            _ => return exception,
        };
        let Raised::Exception(converted) = self.runtime_error(what) else {
            return exception;
        };
        if let Obj::Exception(object) = self.heap.get_mut(converted) {
            object.cause = Value::Ref(exception);
            object.context = Value::Ref(exception);
            object.suppress_context = true;
        }
        converted
    }

    /// `Raise`, `RaiseFrom`, `Reraise`, `Rethrow`.
    pub(crate) fn raise_instruction(&mut self, op: Op, word: u32, base: usize) -> Raised {
        self.passed = None;
        let value = match op {
            Op::Reraise => {
                let Some(handled) = self.handled().and_then(Value::as_ref) else {
                    return self.runtime_error("No active exception to reraise");
                };
                self.rethrown = true;
                return Raised::Exception(handled);
            }
            _ => self.reg(base, ir::a(word)),
        };
        if op == Op::Rethrow {
            self.rethrown = true;
            return match value.as_ref() {
                Some(exception) => Raised::Exception(exception),
                None => self.broken("rethrowing nothing"),
            };
        }
        let exception = match self.to_exception(value) {
            Ok(exception) => exception,
            Err(raised) => return raised,
        };
        if op == Op::RaiseFrom {
            let cause = self.reg(base, ir::b(word));
            if let Err(raised) = self.set_cause(exception, cause) {
                return raised;
            }
        }
        Raised::Exception(exception)
    }

    fn set_cause(&mut self, exception: Ref, cause: Value) -> Result<(), Raised> {
        let cause = if cause.is_none() {
            cause
        } else if self.is_class(cause) && self.layout_of(cause).is_exception() {
            self.call(cause, &[])?
        } else if self.heap.exception(cause).is_some() {
            cause
        } else {
            return Err(self.type_error("exception causes must derive from BaseException"));
        };
        if let Obj::Exception(object) = self.heap.get_mut(exception) {
            object.cause = cause;
            object.suppress_context = true;
        }
        Ok(())
    }

    /// What `raise value` raises: an exception, or an instance of an exception class.
    pub fn to_exception(&mut self, value: Value) -> Result<Ref, Raised> {
        if let (Some(_), Some(handle)) = (self.heap.exception(value), value.as_ref()) {
            return Ok(handle);
        }
        if self.is_class(value) && self.layout_of(value).is_exception() {
            let made = self.call(value, &[])?;
            if let (Some(_), Some(exception)) = (self.heap.exception(made), made.as_ref()) {
                return Ok(exception);
            }
            let (class, made) = (self.class_path(value), self.type_name(made));
            return Err(self.type_error(format!(
                "calling <class '{class}'> should have returned an instance of BaseException, not <class '{made}'>"
            )));
        }
        Err(self.type_error("exceptions must derive from BaseException"))
    }

    /// `EnterHandler`: the frame handles r[a]; r[b] remembers what it handled before.
    pub(crate) fn enter_handler(&mut self, word: u32, base: usize) {
        let exception = self.reg(base, ir::a(word));
        let before = match self.frames.last_mut() {
            Some(frame) => std::mem::replace(&mut frame.handling, exception),
            None => Value::Unbound,
        };
        self.set_reg(base, ir::b(word), before);
    }

    pub(crate) fn leave_handler(&mut self, before: Value) {
        if let Some(frame) = self.frames.last_mut() {
            frame.handling = before;
        }
    }

    /// `except classes:`.
    pub(crate) fn matches_exception(
        &mut self,
        exception: Value,
        classes: Value,
    ) -> Result<bool, Raised> {
        // Its own class, which is one of exceptions.
        if let Some(object) = self.heap.exception(exception) {
            if object.class.is(classes) {
                return Ok(true);
            }
        }
        if let (Value::Type(wanted), own @ Value::Type(class)) = (classes, self.class_of(exception))
        {
            if own.is(classes) && wanted.is_exception() {
                return Ok(true);
            }
            if wanted.is_exception() {
                return Ok(class.is_subtype(wanted));
            }
        }
        let several = self.heap.tuple(classes).map(|items| items.to_vec());
        let single = [classes];
        let many = several.as_deref().unwrap_or(&single);
        for class in many {
            if !(self.is_class(*class) && self.layout_of(*class).is_exception()) {
                return Err(self.type_error(
                    "catching classes that do not inherit from BaseException is not allowed",
                ));
            }
        }
        let own = self.class_of(exception);
        Ok(many.iter().any(|class| self.is_subclass(own, *class)))
    }

    /// `ExitArgs`: what `__exit__` is called with.
    pub(crate) fn exit_args(&mut self, word: u32, base: usize) {
        let exception = self.reg(base, ir::b(word));
        let (class, traceback) = (self.class_of(exception), self.traceback_object(exception));
        let to = ir::a(word);
        self.set_reg(base, to, class);
        self.set_reg(base, to + 1, exception);
        self.set_reg(base, to + 2, traceback);
    }

    pub(crate) fn traceback_object(&mut self, exception: Value) -> Value {
        let Some(object) = self.heap.exception(exception) else {
            return Value::None;
        };
        if !object.traceback_object.is_unbound() {
            return object.traceback_object;
        }
        let entries = object.traceback.clone();
        let made = self.traceback_of(entries);
        if let Some(object) = self.heap.exception_mut(exception) {
            object.traceback_object = made;
        }
        made
    }

    fn traceback_of(&mut self, entries: Vec<TraceEntry>) -> Value {
        if entries.is_empty() {
            return Value::None;
        }
        Value::Ref(self.heap.alloc(Obj::Traceback(entries.into())))
    }

    /// `tb_lineno` and `tb_next`: the outermost frame comes first.
    pub(crate) fn traceback_attr(&mut self, handle: Ref, name: Sym) -> Option<Value> {
        let Obj::Traceback(entries) = self.heap.get(handle) else {
            return None;
        };
        let (outermost, inner) = entries.split_last()?;
        match self.symbols.text(name) {
            "tb_lineno" => {
                let line = self.line_of(*outermost)?.line;
                Some(Value::Int(i64::from(line)))
            }
            "tb_next" => {
                let inner = inner.to_vec();
                Some(self.traceback_of(inner))
            }
            _ => None,
        }
    }

    /// Attributes of exceptions that stand outside their own dictionary.
    pub(crate) fn exception_attr(
        &mut self,
        handle: Ref,
        name: Sym,
    ) -> Result<Option<Value>, Raised> {
        let Obj::Exception(object) = self.heap.get(handle) else {
            return Ok(None);
        };
        let args = self.heap.items(object.args).unwrap_or_default();
        let at = |index: usize| args.get(index).copied().unwrap_or(Value::None);
        let class = self.layout_of(object.class);
        Ok(Some(match name {
            names::ARGS => object.args,
            names::CAUSE => object.cause,
            names::CONTEXT => object.context,
            names::SUPPRESS_CONTEXT => Value::Bool(object.suppress_context),
            names::TRACEBACK => self.traceback_object(Value::Ref(handle)),
            names::NOTES if !object.notes.is_unbound() => object.notes,
            names::VALUE if class.is_subtype(Type::StopIteration) => at(0),
            names::CODE if class.is_subtype(Type::SystemExit) => at(0),
            names::ERRNO if class.is_subtype(Type::OSError) => {
                if args.len() >= 2 {
                    at(0)
                } else {
                    Value::None
                }
            }
            names::STRERROR if class.is_subtype(Type::OSError) => {
                if args.len() >= 2 {
                    at(1)
                } else {
                    Value::None
                }
            }
            names::FILENAME if class.is_subtype(Type::OSError) => at(2),
            names::MSG if class.is_subtype(Type::ImportError) => match args {
                [message] => *message,
                _ => Value::None,
            },
            _ if class.is_subtype(Type::ImportError) => match self.symbols.text(name) {
                "name" | "path" => Value::None,
                _ => return Ok(None),
            },
            _ if class.is_subtype(Type::SyntaxError) => {
                return Ok(self.syntax_error_attr(handle, name));
            }
            names::NAME_ATTR | names::OBJ
                if class.is_subtype(Type::NameError) || class.is_subtype(Type::AttributeError) =>
            {
                Value::None
            }
            names::MESSAGE if class.is_subtype(Type::BaseExceptionGroup) => at(0),
            names::EXCEPTIONS if class.is_subtype(Type::BaseExceptionGroup) => {
                let members = at(1);
                let items = self
                    .heap
                    .items(members)
                    .map_or_else(Vec::new, <[Value]>::to_vec);
                self.heap.new_tuple(items)
            }
            _ if class.is_subtype(Type::UnicodeError) => {
                let index = match self.symbols.text(name) {
                    "encoding" => 0,
                    "object" => 1,
                    "start" => 2,
                    "end" => 3,
                    "reason" => 4,
                    _ => return Ok(None),
                };
                at(index)
            }
            _ => return Ok(None),
        }))
    }

    /// Sets one of them; false if the name is an ordinary attribute.
    pub(crate) fn set_exception_attr(
        &mut self,
        handle: Ref,
        name: Sym,
        value: Value,
    ) -> Result<bool, Raised> {
        self.check_fixed_part(handle, name, value)?;
        let is_exception = value.is_none() || self.heap.exception(value).is_some();
        if matches!(name, names::CAUSE | names::CONTEXT) && !is_exception {
            let what = if name == names::CAUSE {
                "cause"
            } else {
                "context"
            };
            return Err(self.type_error(format!(
                "exception {what} must be None or derive from BaseException"
            )));
        }
        let args = if name == names::ARGS {
            Some(self.collect(value)?)
        } else {
            None
        };
        let truth = name == names::SUPPRESS_CONTEXT && self.truthy(value)?;
        let args = args.map(|items| self.heap.new_tuple(items));
        let entries = match value.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Traceback(entries)) => entries.to_vec(),
            _ => Vec::new(),
        };
        let Obj::Exception(object) = self.heap.get_mut(handle) else {
            return Ok(false);
        };
        match name {
            names::ARGS => object.args = args.unwrap_or(object.args),
            names::CAUSE => {
                object.cause = value;
                object.suppress_context = true;
            }
            names::CONTEXT => object.context = value,
            names::SUPPRESS_CONTEXT => object.suppress_context = truth,
            names::TRACEBACK => {
                object.traceback = entries;
                object.traceback_object = value;
            }
            names::NOTES => object.notes = value,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// What nobody may set, or not to that.
    fn check_fixed_part(&mut self, handle: Ref, name: Sym, value: Value) -> Result<(), Raised> {
        let is_traceback = |vm: &Vm| {
            matches!(
                value.as_ref().map(|of| vm.heap.get(of)),
                Some(Obj::Traceback(_))
            )
        };
        if name == names::TRACEBACK && !value.is_none() && !is_traceback(self) {
            return Err(self.type_error("__traceback__ must be a traceback or None"));
        }
        let fixed = matches!(name, names::MESSAGE | names::EXCEPTIONS)
            && self.is_instance(Value::Ref(handle), Type::BaseExceptionGroup);
        if fixed {
            return Err(self.attribute_error("readonly attribute"));
        }
        Ok(())
    }

    /// What a SyntaxError was made with: a text, then perhaps where it is.
    fn syntax_error_attr(&self, handle: Ref, name: Sym) -> Option<Value> {
        let args = self.heap.exception(Value::Ref(handle))?.args;
        let args = self.heap.items(args)?;
        let place = match args {
            [_, place] => self.heap.items(*place).unwrap_or_default(),
            _ => &[],
        };
        let at = |index: usize| place.get(index).copied().unwrap_or(Value::None);
        Some(match self.symbols.text(name) {
            "msg" => args.first().copied().unwrap_or(Value::None),
            "filename" => at(0),
            "lineno" => at(1),
            "offset" => at(2),
            "text" => at(3),
            "end_lineno" => at(4),
            "end_offset" => at(5),
            "print_file_and_line" => Value::None,
            _ => return None,
        })
    }

    /// `SyntaxError.__str__`.
    fn syntax_error_text(&mut self, exception: Value) -> Result<String, Raised> {
        let [message, file, line] =
            ["msg", "filename", "lineno"].map(|name| self.symbols.intern(name));
        let message = self.get_attr(exception, message)?;
        let message = self.str(message)?;
        let file = self.get_attr(exception, file)?;
        let line = self.get_attr(exception, line)?;
        let file = self.heap.str(file).map(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.to_owned()
        });
        Ok(match (file, line) {
            (Some(file), Value::Int(line)) => format!("{message} ({file}, line {line})"),
            (Some(file), _) => format!("{message} ({file})"),
            (None, Value::Int(line)) => format!("{message} (line {line})"),
            (None, _) => message,
        })
    }

    /// `str(exception)`.
    pub(crate) fn exception_text(&mut self, exception: Value) -> Result<String, Raised> {
        if let Some(method) = self.user_method(exception, names::STR) {
            let method = self.bind_method(method, exception);
            let text = self.call(method, &[])?;
            return match self.heap.str(text) {
                Some(text) => Ok(text.to_owned()),
                None => {
                    let class = self.type_name(text);
                    Err(self.type_error(format!("__str__ returned non-string (type {class})")))
                }
            };
        }
        self.plain_exception_text(exception)
    }

    /// `BaseException.__str__` and that of the builtin classes below it.
    pub(crate) fn plain_exception_text(&mut self, exception: Value) -> Result<String, Raised> {
        let class = self.type_of(exception);
        let args = self
            .heap
            .exception(exception)
            .map(|object| object.args)
            .unwrap_or_default();
        let args = self
            .heap
            .items(args)
            .map_or_else(Vec::new, <[Value]>::to_vec);
        if class.is_subtype(Type::BaseExceptionGroup) {
            return self.group_text(&args);
        }
        if class.is_subtype(Type::SyntaxError) {
            return self.syntax_error_text(exception);
        }
        if class.is_subtype(Type::UnicodeDecodeError) || class.is_subtype(Type::UnicodeEncodeError)
        {
            let args = self.codec_parts(exception, &args);
            if let Some(text) = self.codec_text(class, &args) {
                return Ok(text);
            }
        }
        match args[..] {
            [] => Ok(String::new()),
            [only] if class.is_subtype(Type::KeyError) => self.repr(only),
            [only] => self.str(only),
            [errno, text] if class.is_subtype(Type::OSError) => {
                Ok(format!("[Errno {}] {}", self.str(errno)?, self.str(text)?))
            }
            [errno, text, file] if class.is_subtype(Type::OSError) => Ok(format!(
                "[Errno {}] {}: {}",
                self.str(errno)?,
                self.str(text)?,
                self.repr(file)?
            )),
            _ => {
                let tuple = self.heap.new_tuple(args);
                self.repr(tuple)
            }
        }
    }

    fn group_text(&mut self, args: &[Value]) -> Result<String, Raised> {
        let count = args.get(1).map_or(0, |members| {
            self.heap.items(*members).map_or(0, <[Value]>::len)
        });
        let s = if count == 1 { "" } else { "s" };
        let message = self.str(args.first().copied().unwrap_or(Value::None))?;
        Ok(format!("{message} ({count} sub-exception{s})"))
    }

    /// The parts of a UnicodeError: what was set later instead of what it was made with.
    fn codec_parts(&mut self, exception: Value, args: &[Value]) -> Vec<Value> {
        let names = ["encoding", "object", "start", "end", "reason"];
        let symbols = names.map(|name| self.symbols.intern(name));
        let Some(object) = self.heap.exception(exception) else {
            return args.to_vec();
        };
        args.iter()
            .enumerate()
            .map(|(index, arg)| {
                let set = symbols.get(index).and_then(|name| object.attrs.get(*name));
                set.unwrap_or(*arg)
            })
            .collect()
    }

    fn codec_text(&mut self, class: Type, args: &[Value]) -> Option<String> {
        let [encoding, object, Value::Int(start), Value::Int(end), reason] = *args else {
            return None;
        };
        let (encoding, reason) = (self.heap.str(encoding)?, self.heap.str(reason)?);
        let (start, end) = (start as usize, end as usize);
        if class.is_subtype(Type::UnicodeEncodeError) {
            return Some(crate::text::codec::encode_message(
                encoding,
                self.heap.str(object)?,
                start,
                end,
                reason,
            ));
        }
        Some(crate::text::codec::decode_message(
            encoding,
            self.heap.bytes_like(object)?,
            start,
            end,
            reason,
        ))
    }
}
