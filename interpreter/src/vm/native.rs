//! How builtin functions are declared, found and called.
//!
//! A builtin function is a row of a static table: [`Native`]. `builtins::methods(Type)` names the table of each builtin class,
//! `stdlib::MODULES` those of the modules (`builtins` is the first of them). To add a function, write
//! `fn name(vm: &mut Vm, args: &Args) -> Answer` and add its row; to add a type's file, add it to the match in `builtins/mod.rs`.

use crate::value::{NativeId, Sym, Type, Value, native::Owner};

use super::{Raised, Vm};

/// What a builtin function returns: a value, or the Python exception instead of it.
pub type Answer = Result<Value, Raised>;

/// The code of a builtin function.
pub type NativeFn = fn(&mut Vm, &Args<'_>) -> Answer;

/// A row of a table.
pub struct Native {
    pub name: &'static str,
    pub kind: NativeKind,
    pub call: NativeFn,
}

/// What the function's first argument is and how it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NativeKind {
    /// Of a module: `len(x)`.
    Function,
    /// `x.name(...)`: `args.this` is `x`; for an instance of a user's subclass of `int`, `str`, `dict`, ... it is the builtin value inside.
    Method,
    /// As `Method`, but `args.this` is the instance itself even where it has a builtin value inside.
    Whole,
    /// `T.name(...)`: `args.this` is the class it was asked of.
    Class,
    /// `T.name(...)` without anything.
    Static,
    /// An attribute that is computed: `x.name`.
    Getter,
    /// A value of the class that its instances see too: `timezone.utc`.
    ClassValue,
    /// `T(...)`: makes a value of the builtin class itself; `args.this` is that `Value::Type`. For a user's subclass the machine
    /// wraps the value into an instance. (`object.__new__` and exceptions are the machine's own.)
    New,
}

/// Rows, shortly: `method("append", append)`.
pub const fn function(name: &'static str, call: NativeFn) -> Native {
    Native {
        name,
        kind: NativeKind::Function,
        call,
    }
}

pub const fn method(name: &'static str, call: NativeFn) -> Native {
    Native {
        name,
        kind: NativeKind::Method,
        call,
    }
}

pub const fn whole(name: &'static str, call: NativeFn) -> Native {
    Native {
        name,
        kind: NativeKind::Whole,
        call,
    }
}

pub const fn class_method(name: &'static str, call: NativeFn) -> Native {
    Native {
        name,
        kind: NativeKind::Class,
        call,
    }
}

pub const fn static_method(name: &'static str, call: NativeFn) -> Native {
    Native {
        name,
        kind: NativeKind::Static,
        call,
    }
}

pub const fn getter(name: &'static str, call: NativeFn) -> Native {
    Native {
        name,
        kind: NativeKind::Getter,
        call,
    }
}

pub const fn class_value(name: &'static str, call: NativeFn) -> Native {
    Native {
        name,
        kind: NativeKind::ClassValue,
        call,
    }
}

pub const fn new(call: NativeFn) -> Native {
    Native {
        name: "__new__",
        kind: NativeKind::New,
        call,
    }
}

/// A module of the standard library that the machine provides.
pub struct Module {
    /// Dotted.
    pub name: &'static str,
    pub functions: &'static [Native],
    /// Under their `__name__`.
    pub types: &'static [Type],
    /// Members that are neither: `math.pi`, `datetime.timezone.utc`. Made once for each program that names one.
    pub constant: fn(&mut Vm, &str) -> Option<Answer>,
}

/// For modules without constants.
pub fn no_constant(_: &mut Vm, _: &str) -> Option<Answer> {
    None
}

/// What a builtin function is called with.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// See [`NativeKind`]; unbound for functions and static methods.
    pub this: Value,
    pub positional: &'a [Value],
    pub keywords: &'a [(Sym, Value)],
}

impl<'a> Args<'a> {
    pub fn of(positional: &'a [Value]) -> Self {
        Self {
            this: Value::Unbound,
            positional,
            keywords: &[],
        }
    }

    /// The i-th positional argument, or unbound.
    pub fn get(&self, index: usize) -> Value {
        self.positional
            .get(index)
            .copied()
            .unwrap_or(Value::Unbound)
    }

    /// No arguments at all. `name` is as CPython shows it: `list.clear`, `dir`.
    pub fn none(&self, vm: &mut Vm, name: &str) -> Result<(), Raised> {
        self.no_keywords(vm, name)?;
        match self.positional.len() {
            0 => Ok(()),
            given => Err(vm.type_error(format!("{name}() takes no arguments ({given} given)"))),
        }
    }

    /// Exactly one, positional: `list.append`, `len`.
    pub fn one(&self, vm: &mut Vm, name: &str) -> Answer {
        self.no_keywords(vm, name)?;
        match self.positional {
            [only] => Ok(*only),
            given => Err(vm.type_error(format!(
                "{name}() takes exactly one argument ({} given)",
                given.len()
            ))),
        }
    }

    /// From `min` to `max` positional ones and no keywords: `pop`, `getattr`. Missing ones are unbound. `name` is without its class.
    pub fn between<const N: usize>(
        &self,
        vm: &mut Vm,
        name: &str,
        min: usize,
    ) -> Result<[Value; N], Raised> {
        self.no_keywords(vm, name)?;
        let given = self.positional.len();
        if given < min || given > N {
            let (bound, count) = if given < min {
                ("at least", min)
            } else {
                ("at most", N)
            };
            let bound = if min == N {
                String::new()
            } else {
                format!("{bound} ")
            };
            return Err(vm.type_error(format!(
                "{name} expected {bound}{count} argument{}, got {given}",
                plural(count)
            )));
        }
        let mut bound = [Value::Unbound; N];
        bound[..given].copy_from_slice(self.positional);
        Ok(bound)
    }

    /// By position or keyword. The first `required` must be there; from the `positional`-th on they are keyword-only. Names that
    /// begin with an empty string are positional-only. Missing ones are unbound. `name` is without its class.
    pub fn bind<const N: usize>(
        &self,
        vm: &mut Vm,
        name: &str,
        names: [&str; N],
        required: usize,
        positional: usize,
    ) -> Result<[Value; N], Raised> {
        let given = self.positional.len();
        // What CPython has no name for is called `function`.
        let (name, target) = match name {
            "function" => ("function".to_owned(), "this function".to_owned()),
            _ => (format!("{name}()"), format!("{name}()")),
        };
        let total = given + self.keywords.len();
        if name == "function" && total > N {
            let message = format!("function takes at most {N} arguments ({total} given)");
            return Err(vm.type_error(message));
        }
        if given > positional {
            let most = if required == positional && target == name {
                "exactly"
            } else {
                "at most"
            };
            let kind = if positional < N { "positional " } else { "" };
            let total = if positional < N { given } else { total };
            return Err(vm.type_error(format!(
                "{name} takes {most} {positional} {kind}argument{} ({total} given)",
                plural(positional)
            )));
        }
        let mut bound = [Value::Unbound; N];
        bound[..given].copy_from_slice(self.positional);
        for (keyword, value) in self.keywords {
            let text = vm.symbols.shared(*keyword);
            let Some(index) = names
                .iter()
                .position(|each| !each.is_empty() && **each == *text)
            else {
                return Err(vm.type_error(format!(
                    "'{text}' is an invalid keyword argument for {target}"
                )));
            };
            if !bound[index].is_unbound() {
                return Err(vm.type_error(format!(
                    "argument for {target} given by name ('{text}') and position ({})",
                    index + 1
                )));
            }
            bound[index] = *value;
        }
        match bound[..required]
            .iter()
            .position(|value| value.is_unbound())
        {
            Some(index) if names[index].is_empty() => Err(vm.type_error(format!(
                "{} expected at least {required} argument{}, got {given}",
                name.trim_end_matches("()"),
                plural(required)
            ))),
            Some(index) => Err(vm.type_error(format!(
                "{name} missing required argument '{}' (pos {})",
                names[index],
                index + 1
            ))),
            None => Ok(bound),
        }
    }

    /// The value of a keyword, if it was given.
    pub fn keyword(&self, vm: &Vm, name: &str) -> Option<Value> {
        self.keywords
            .iter()
            .find(|(key, _)| vm.symbols.text(*key) == name)
            .map(|(_, value)| *value)
    }

    pub fn no_keywords(&self, vm: &mut Vm, name: &str) -> Result<(), Raised> {
        if self.keywords.is_empty() {
            return Ok(());
        }
        Err(vm.type_error(format!("{name}() takes no keyword arguments")))
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The row of a builtin function.
pub fn row(id: NativeId) -> &'static Native {
    let table = match id.owner() {
        Owner::Type(owner) => crate::builtins::methods(owner),
        Owner::Module(module) => crate::stdlib::MODULES[usize::from(module)].functions,
    };
    &table[id.index()]
}

/// A builtin class's own method or attribute, bases not searched.
pub fn own_method(owner: Type, name: &str) -> Option<NativeId> {
    let index = crate::builtins::methods(owner)
        .iter()
        .position(|row| row.name == name)?;
    Some(NativeId::of_type(owner, index))
}

/// A module by its dotted name.
pub fn find_module(name: &str) -> Option<u16> {
    crate::stdlib::MODULES
        .iter()
        .position(|module| module.name == name)
        .map(|index| index as u16)
}

/// A function of a module.
pub fn module_function(module: u16, name: &str) -> Option<NativeId> {
    let index = crate::stdlib::MODULES[usize::from(module)]
        .functions
        .iter()
        .position(|row| row.name == name)?;
    Some(NativeId::of_module(usize::from(module), index))
}

/// Whether CPython has this function of a module in Python, so that it becomes a method where a class has it: `replace = dataclasses.replace`.
pub(crate) fn is_python_of_cpython(id: NativeId) -> bool {
    match id.owner() {
        Owner::Module(module) => matches!(
            crate::stdlib::MODULES[usize::from(module)].name,
            "asyncio" | "dataclasses" | "enum" | "json" | "re" | "typing"
        ),
        Owner::Type(_) => false,
    }
}

/// Whether CPython has a function of our library in C, or as a method of an object of its own, so that it never becomes a method.
pub(crate) fn is_native_of_cpython(module: &str, name: &str) -> bool {
    match module {
        // A method of one of its classes.
        _ if name.contains('.') => false,
        "binascii" | "bisect" | "builtins" | "operator" | "struct" => true,
        "heapq" => matches!(
            name,
            "heappush" | "heappop" | "heapify" | "heapreplace" | "heappushpop"
        ),
        "hashlib" => !matches!(name, "new" | "file_digest"),
        "asyncio" => matches!(name, "get_running_loop" | "get_event_loop"),
        "contextvars" => name == "copy_context",
        "csv" | "calendar" => matches!(
            name,
            "register_dialect"
                | "unregister_dialect"
                | "get_dialect"
                | "list_dialects"
                | "field_size_limit"
                | "firstweekday"
                | "monthcalendar"
                | "prweek"
                | "week"
                | "weekheader"
                | "prmonth"
                | "month"
                | "calendar"
                | "prcal"
        ),
        "hmac" => name == "compare_digest",
        "warnings" => name == "warn",
        _ => false,
    }
}
