//! `bool()`, `len()`, `repr()`, `str()`, `format()`.

use crate::number::{float_text, int_text};
use crate::text;
use crate::value::iter::{Iter, View};
use crate::value::symbol::names;
use crate::value::{Obj, Ref, Type, Value};

use super::{Answer, Raised, Vm};

/// Recursion of the loop and of values in Rust: what the guest's stack holds with room to spare.
pub(crate) const DEPTH_MAX: u32 = 180;

impl Vm {
    /// Runs something that recurses over values; RecursionError beyond the depth that the native stack bears.
    pub fn deeper<T>(
        &mut self,
        run: impl FnOnce(&mut Vm) -> Result<T, Raised>,
    ) -> Result<T, Raised> {
        if self.depth >= DEPTH_MAX {
            return Err(self.recursion_error());
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        result
    }

    /// `bool(value)`.
    pub fn truthy(&mut self, value: Value) -> Result<bool, Raised> {
        match value {
            Value::None | Value::Unbound => return Ok(false),
            Value::Bool(truth) => return Ok(truth),
            Value::Int(number) => return Ok(number != 0),
            Value::Float(number) => return Ok(number != 0.0),
            Value::Ref(handle) => match self.heap.get(handle) {
                Obj::Str(text) => return Ok(!text.as_str().is_empty()),
                Obj::List(items) => return Ok(!items.is_empty()),
                Obj::Tuple(items) => return Ok(!items.is_empty()),
                Obj::Dict(dict) => return Ok(!dict.table.is_empty()),
                Obj::Set(table) | Obj::FrozenSet(table) => return Ok(!table.is_empty()),
                Obj::BigInt(_) => return Ok(true),
                Obj::Range(parts) => return Ok(!self.range_count(**parts).is_zero()),
                Obj::Complex(real, imaginary) => return Ok(*real != 0.0 || *imaginary != 0.0),
                _ => {}
            },
            _ => return Ok(true),
        }
        self.truthy_object(value)
    }

    fn truthy_object(&mut self, value: Value) -> Result<bool, Raised> {
        if let Some(method) = self.special(value, names::BOOL) {
            return match self.call(method, &[])? {
                Value::Bool(truth) => Ok(truth),
                other => {
                    let class = self.type_name(other);
                    Err(self.type_error(format!("__bool__ should return bool, returned {class}")))
                }
            };
        }
        let class = self.class_of(value);
        if self.lookup(class, names::BOOL) == Some(Value::None) {
            return Err(self.type_error("'NoneType' object is not callable"));
        }
        if self.special(value, names::LEN).is_some() {
            return Ok(self.length(value)? != 0);
        }
        let inner = self.heap.payload(value);
        if inner.is(value) {
            self.has_length(value)
        } else {
            self.truthy(inner)
        }
    }

    /// For builtin containers without a row for `__len__`.
    fn has_length(&mut self, value: Value) -> Result<bool, Raised> {
        match self.builtin_length(value) {
            Some(length) => Ok(length? != 0),
            None => Ok(true),
        }
    }

    /// `len(value)`, in 64 bits even where an address has fewer: of a range it is beyond any memory.
    pub fn length(&mut self, value: Value) -> Result<i64, Raised> {
        if let Some(length) = self.builtin_length(value) {
            return length;
        }
        if let Some(method) = self.user_method(value, names::LEN) {
            let method = self.bind_method(method, value);
            let length = self.call(method, &[])?;
            return match self.to_int(length)?.to_i64() {
                Some(length) if length >= 0 => Ok(length),
                Some(_) => Err(self.value_error("__len__() should return >= 0")),
                None if self.to_int(length)?.is_negative() => {
                    Err(self.value_error("__len__() should return >= 0"))
                }
                None => Err(self.error(
                    Type::OverflowError,
                    "cannot fit 'int' into an index-sized integer",
                )),
            };
        }
        let inner = self.heap.payload(value);
        if let Some(length) = self.builtin_length(inner) {
            return length;
        }
        match self.special(inner, names::LEN) {
            Some(method) => {
                let length = self.call(method, &[])?;
                self.to_index(length)
            }
            None => {
                let class = self.type_name(value);
                Err(self.type_error(format!("object of type '{class}' has no len()")))
            }
        }
    }

    fn builtin_length(&mut self, value: Value) -> Option<Result<i64, Raised>> {
        let handle = value.as_ref()?;
        let length = match self.heap.get(handle) {
            Obj::Str(text) => text.chars(),
            Obj::List(items) => items.len(),
            Obj::Tuple(items) => items.len(),
            Obj::Bytes(bytes) => bytes.len(),
            Obj::ByteArray(bytes) => bytes.len(),
            Obj::Dict(dict) => dict.table.len(),
            Obj::Set(table) | Obj::FrozenSet(table) => table.len(),
            Obj::Deque(deque) => deque.items.len(),
            Obj::DictView { dict, .. } => {
                let dict = Value::Ref(*dict);
                return Some(self.length(dict));
            }
            Obj::Namespace(of) => self.namespace_names(*of).len(),
            Obj::Range(parts) => {
                let parts = **parts;
                return Some(self.range_length(parts));
            }
            _ => return None,
        };
        Some(Ok(length as i64))
    }

    fn range_length(&mut self, parts: [Value; 3]) -> Result<i64, Raised> {
        match self.range_count(parts).to_i64() {
            Some(count) => Ok(count),
            None => Err(self.error(
                Type::OverflowError,
                "Python int too large to convert to C ssize_t",
            )),
        }
    }

    /// `repr(value)`.
    pub fn repr(&mut self, value: Value) -> Result<String, Raised> {
        let simple = match value {
            Value::None => "None".to_owned(),
            Value::Ellipsis => "Ellipsis".to_owned(),
            Value::NotImplemented => "NotImplemented".to_owned(),
            Value::Unbound => "<unbound>".to_owned(),
            Value::Bool(truth) => if truth { "True" } else { "False" }.to_owned(),
            Value::Int(number) => number.to_string(),
            Value::Float(number) => float_text::to_repr(number),
            Value::Type(_) | Value::External(_) => self.class_repr(value),
            Value::Native(_) => self.native_repr(value),
            Value::Module(index) => format!(
                "<module '{}'>",
                crate::stdlib::MODULES[usize::from(index)].name
            ),
            Value::Action(index) => {
                format!("<action {}>", self.program.actions[index as usize].name)
            }
            Value::Ref(handle) => return self.deeper(|vm| vm.repr_object(handle)),
        };
        Ok(simple)
    }

    fn repr_object(&mut self, handle: Ref) -> Result<String, Raised> {
        let value = Value::Ref(handle);
        if let Some(method) = self.user_method(value, names::REPR) {
            return self.text_of_call(method, value, "__repr__");
        }
        match self.heap.get(handle) {
            Obj::Str(text) => return Ok(text::repr::str(text.as_str())),
            Obj::Bytes(bytes) => return Ok(text::repr::bytes(bytes)),
            Obj::List(_)
            | Obj::Tuple(_)
            | Obj::Dict(_)
            | Obj::Set(_)
            | Obj::FrozenSet(_)
            | Obj::DictView { .. }
            | Obj::Iter(_)
            | Obj::Deque(_) => {
                return self.repr_container(handle);
            }
            Obj::BigInt(_) => {
                let int = self.as_int(value).unwrap_or(crate::number::Int::Small(0));
                let text = int_text::to_decimal(&int);
                return self.checked(text);
            }
            _ => {}
        }
        let class = self.type_of(value);
        let found = self.native_method(class, names::REPR);
        if let Some(method) = found.filter(|id| self.native_owner(*id) != Some(Type::Object)) {
            let inner = if self.row_is_whole(method) {
                value
            } else {
                self.heap.payload(value)
            };
            let text = self.call_native(method, inner, &[], &[])?;
            let text = self.expect_text(text, "__repr__")?;
            let inner = self.heap.payload(value);
            return Ok(match inner.is(value) {
                true => text,
                false => self.under_own_name(value, inner, text),
            });
        }
        let inner = self.heap.payload(value);
        if !inner.is(value) {
            let text = self.repr(inner)?;
            return Ok(self.under_own_name(value, inner, text));
        }
        self.repr_other(handle)
    }

    fn text_of_call(&mut self, method: Value, value: Value, name: &str) -> Result<String, Raised> {
        let method = self.bind_method(method, value);
        let text = self.call(method, &[])?;
        self.expect_text(text, name)
    }

    fn expect_text(&mut self, value: Value, name: &str) -> Result<String, Raised> {
        match self.heap.str(value) {
            Some(text) => Ok(text.to_owned()),
            None => {
                let class = self.type_name(value);
                Err(self.type_error(format!("{name} returned non-string (type {class})")))
            }
        }
    }

    fn repr_container(&mut self, handle: Ref) -> Result<String, Raised> {
        if self.shown.contains(&handle) {
            return Ok(match self.heap.get(handle) {
                Obj::Set(_) => "set(...)",
                Obj::FrozenSet(_) => "frozenset(...)",
                _ => self.repr_cycle(handle),
            }
            .to_owned());
        }
        self.shown.push(handle);
        let text = self.repr_contents(handle);
        self.shown.pop();
        text
    }

    fn repr_cycle(&self, handle: Ref) -> &'static str {
        match self.heap.get(handle) {
            Obj::List(_) | Obj::Deque(_) => "[...]",
            Obj::Tuple(_) => "(...)",
            Obj::Dict(_) => "{...}",
            _ => "...",
        }
    }

    fn repr_contents(&mut self, handle: Ref) -> Result<String, Raised> {
        match self.heap.get(handle) {
            Obj::List(items) => {
                let items = items.clone();
                Ok(format!("[{}]", self.repr_all(&items)?))
            }
            Obj::Tuple(items) => {
                let items = items.clone();
                let comma = if items.len() == 1 { "," } else { "" };
                Ok(format!("({}{comma})", self.repr_all(&items)?))
            }
            Obj::Dict(dict) => {
                let (class, factory) = (dict.class, dict.factory);
                self.repr_dict(handle, class, factory)
            }
            Obj::Set(table) => {
                let items: Vec<Value> = table.keys().collect();
                Ok(if items.is_empty() {
                    "set()".to_owned()
                } else {
                    format!("{{{}}}", self.repr_all(&items)?)
                })
            }
            Obj::FrozenSet(table) => {
                let items: Vec<Value> = table.keys().collect();
                Ok(if items.is_empty() {
                    "frozenset()".to_owned()
                } else {
                    format!("frozenset({{{}}})", self.repr_all(&items)?)
                })
            }
            Obj::Deque(deque) => {
                let (items, limit) = (deque.items.iter().copied().collect::<Vec<_>>(), deque.limit);
                let limit = limit.map_or(String::new(), |limit| format!(", maxlen={limit}"));
                Ok(format!("deque([{}]{limit})", self.repr_all(&items)?))
            }
            Obj::DictView { view, .. } => {
                let name = match view {
                    View::Keys => "dict_keys",
                    View::Values => "dict_values",
                    View::Items => "dict_items",
                };
                let items = self.collect(Value::Ref(handle))?;
                Ok(format!("{name}([{}])", self.repr_all(&items)?))
            }
            Obj::Iter(iter) => {
                let shown = match &**iter {
                    Iter::Tool { tool, state } => {
                        let (tool, state) = (*tool, state.clone());
                        crate::stdlib::itertools::shown(self, tool, &state)?
                    }
                    _ => None,
                };
                match shown {
                    Some(text) => Ok(text),
                    None => self.repr_other(handle),
                }
            }
            _ => self.repr_other(handle),
        }
    }

    fn repr_all(&mut self, items: &[Value]) -> Result<String, Raised> {
        let mut text = String::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_str(&self.repr(*item)?);
            self.reserve(text.len())?;
        }
        Ok(text)
    }

    fn repr_pairs(&mut self, handle: Ref) -> Result<String, Raised> {
        let pairs: Vec<(Value, Value)> = self
            .heap
            .table(Value::Ref(handle))
            .map_or_else(Vec::new, |table| table.iter().collect());
        let mut text = String::from("{");
        for (index, (key, value)) in pairs.into_iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_str(&self.repr(key)?);
            text.push_str(": ");
            text.push_str(&self.repr(value)?);
            self.reserve(text.len())?;
        }
        text.push('}');
        Ok(text)
    }

    fn repr_dict(&mut self, handle: Ref, class: Type, factory: Value) -> Result<String, Raised> {
        if class != Type::Dict {
            if let Some(method) = crate::vm::native::own_method(class, "__repr__") {
                let text = self.call_native(method, Value::Ref(handle), &[], &[])?;
                return self.expect_text(text, "__repr__");
            }
        }
        let pairs = self.repr_pairs(handle)?;
        match class {
            Type::DefaultDict => {
                let factory = if factory.is_unbound() {
                    Value::None
                } else {
                    factory
                };
                Ok(format!("defaultdict({}, {pairs})", self.repr(factory)?))
            }
            _ => Ok(pairs),
        }
    }

    /// Objects whose text says what they are rather than what they hold.
    fn repr_other(&mut self, handle: Ref) -> Result<String, Raised> {
        let value = Value::Ref(handle);
        match self.heap.get(handle) {
            Obj::Namespace(of) => {
                let of = *of;
                let of_class = matches!(self.heap.get(of), Obj::Class(_));
                let dict = self.namespace_dict(of)?;
                let text = self.repr(dict)?;
                return Ok(if of_class {
                    format!("mappingproxy({text})")
                } else {
                    text
                });
            }
            Obj::Complex(real, imaginary) => return Ok(text::complex::repr(*real, *imaginary)),
            Obj::Class(_) => return Ok(self.class_repr(value)),
            Obj::ByteArray(bytes) => return Ok(text::repr::byte_array(bytes)),
            Obj::Range(parts) => {
                let [start, stop, step] = **parts;
                let (start, stop) = (self.repr(start)?, self.repr(stop)?);
                return Ok(match step {
                    Value::Int(1) => format!("range({start}, {stop})"),
                    step => format!("range({start}, {stop}, {})", self.repr(step)?),
                });
            }
            Obj::Slice(parts) => {
                let parts = **parts;
                return Ok(format!("slice({})", self.repr_all(&parts)?));
            }
            Obj::Exception(exception) => {
                let (class, args) = (exception.class, exception.args);
                let name = self.class_name(class);
                let args = self
                    .heap
                    .items(args)
                    .map_or_else(Vec::new, <[Value]>::to_vec);
                return Ok(format!("{name}({})", self.repr_all(&args)?));
            }
            Obj::Function(_) => {
                let name = self.callable_qualname(value);
                return Ok(format!("<function {name} at {}>", self.address(handle)));
            }
            Obj::BoundMethod(method) => {
                let (function, object) = (method.function, method.object);
                let name = self.callable_qualname(function);
                if matches!(function, Value::Native(_)) {
                    let (name, class) = (
                        self.native_name(function).to_owned(),
                        self.type_name(object),
                    );
                    return Ok(format!(
                        "<built-in method {name} of {class} object at {}>",
                        self.address(handle)
                    ));
                }
                return Ok(format!("<bound method {name} of {}>", self.repr(object)?));
            }
            Obj::Coroutine(coroutine) => {
                let function = self.program.functions[coroutine.frame.code as usize]
                    .qualname
                    .clone();
                let kind = self.type_of(value).name();
                return Ok(format!(
                    "<{kind} object {function} at {}>",
                    self.address(handle)
                ));
            }
            _ => {}
        }
        let path = self.class_path(self.class_of(value));
        Ok(format!("<{path} object at {}>", self.address(handle)))
    }

    fn class_repr(&self, class: Value) -> String {
        if crate::stdlib::enums::is_flag(self, class) {
            format!("<flag '{}'>", self.class_name(class))
        } else if crate::stdlib::enums::is_enum(self, class) {
            format!("<enum '{}'>", self.class_name(class))
        } else {
            format!("<class '{}'>", self.class_path(class))
        }
    }

    /// `object.__repr__`, and that of the builtin class that a class derives from.
    pub(crate) fn plain_repr(&mut self, value: Value) -> Result<String, Raised> {
        let inner = self.heap.payload(value);
        match inner {
            Value::Ref(handle) if inner.is(value) => self.deeper(|vm| vm.repr_contents(handle)),
            _ => {
                let text = self.repr(inner)?;
                Ok(self.under_own_name(value, inner, text))
            }
        }
    }

    /// Sets and bytearrays are shown under the name of the class that they are of.
    fn under_own_name(&self, value: Value, inner: Value, text: String) -> String {
        let class = self.class_name(self.class_of(value));
        match self.type_of(inner) {
            Type::Set if text == "set()" => format!("{class}()"),
            Type::Set => format!("{class}({text})"),
            Type::FrozenSet | Type::ByteArray | Type::DefaultDict => match text.find('(') {
                Some(at) => format!("{class}{}", &text[at..]),
                None => text,
            },
            _ => text,
        }
    }

    pub(crate) fn address(&mut self, handle: Ref) -> String {
        format!("{:#x}", self.identity(handle))
    }

    /// `str(value)`.
    pub fn str(&mut self, value: Value) -> Result<String, Raised> {
        let Value::Ref(handle) = value else {
            return self.repr(value);
        };
        match self.heap.get(handle) {
            Obj::Str(text) => return Ok(text.as_str().to_owned()),
            Obj::Exception(_) => return self.deeper(|vm| vm.exception_text(value)),
            _ => {}
        }
        if let Some(method) = self.user_method(value, names::STR) {
            return self.text_of_call(method, value, "__str__");
        }
        if self.user_method(value, names::REPR).is_none() {
            let class = self.class_of(value);
            if let Some(Value::Native(method)) = self.lookup(class, names::STR) {
                if self.native_owner(method) != Some(Type::Object) {
                    let inner = if self.row_is_whole(method) {
                        value
                    } else {
                        self.heap.payload(value)
                    };
                    let text = self.call_native(method, inner, &[], &[])?;
                    return self.expect_text(text, "__str__");
                }
            }
            if let Some(text) = self.heap.str(value) {
                return Ok(text.to_owned());
            }
        }
        self.repr(value)
    }

    /// A new `str` object of `str(value)`; a str itself as it is.
    pub fn to_str_value(&mut self, value: Value) -> Answer {
        if let Value::Int(number) = value {
            return Ok(self.heap.new_decimal(number));
        }
        if self.heap.text(value).is_some() {
            return Ok(value);
        }
        let text = self.str(value)?;
        Ok(self.heap.new_str(text))
    }

    /// `format(value, spec)`.
    pub fn format(&mut self, value: Value, spec: &str) -> Result<String, Raised> {
        if let Some(method) = self.user_method(value, names::FORMAT) {
            let spec = self.heap.new_str(spec);
            let method = self.bind_method(method, value);
            let text = self.call(method, &[spec])?;
            return self.expect_text(text, "__format__");
        }
        let inner = self.heap.payload(value);
        let differs = !inner.is(value)
            && (self.user_method(value, names::STR).is_some()
                || self.user_method(value, names::REPR).is_some());
        let kept = if differs { value } else { inner };
        match kept {
            Value::Float(number) if !spec.is_empty() => {
                let text = text::float_format::format(number, spec, "float");
                return self.checked(text);
            }
            _ => {}
        }
        if spec.is_empty() {
            return self.str(value);
        }
        if let Some(int) = self.as_int(inner) {
            let name = self.type_name(value);
            let text = text::int_format::format(&int, spec, &name);
            return self.checked(text);
        }
        if let Some(content) = self.heap.str(inner) {
            let text = text::format::str(content, spec);
            return self.checked(text);
        }
        let class = self.type_of(inner);
        if let Some(method) = self.native_method(class, names::FORMAT) {
            if self.native_owner(method) != Some(Type::Object) {
                let spec = self.heap.new_str(spec);
                let is_whole = matches!(super::native::row(method).kind, super::NativeKind::Whole);
                let this = if is_whole { value } else { inner };
                let text = self.call_native(method, this, &[spec], &[])?;
                return self.expect_text(text, "__format__");
            }
        }
        let class = self.type_name(value);
        Err(self.type_error(format!(
            "unsupported format string passed to {class}.__format__"
        )))
    }
}
