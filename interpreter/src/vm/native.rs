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
            given => {
                let name = self.of_this(vm, name);
                Err(vm.type_error(format!("{name}() takes no arguments ({given} given)")))
            }
        }
    }

    /// Exactly one, positional: `list.append`, `len`.
    pub fn one(&self, vm: &mut Vm, name: &str) -> Answer {
        self.no_keywords(vm, name)?;
        match self.positional {
            [only] => Ok(*only),
            given => {
                let (name, given) = (self.of_this(vm, name), given.len());
                Err(vm.type_error(format!(
                    "{name}() takes exactly one argument ({given} given)"
                )))
            }
        }
    }

    /// A method's name with the class that it was asked of, where two classes share it.
    fn of_this(&self, vm: &Vm, name: &str) -> String {
        let class = match self.this {
            Value::Type(class) => class,
            this => vm.type_of(vm.heap.payload(this)),
        };
        match (name.split_once('.'), class) {
            (Some(("bytes", name)), Type::ByteArray) => format!("bytearray.{name}"),
            (Some(("set", name)), Type::FrozenSet) => format!("frozenset.{name}"),
            (Some(("dict", name)), Type::OrderedDict) => format!("OrderedDict.{name}"),
            (Some(("dict", "copy")), Type::DefaultDict) => "defaultdict.copy".to_owned(),
            _ => name.to_owned(),
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
    /// are empty are positional-only. Missing ones are unbound. `name` is without its class; what CPython has no name for is
    /// called `function`.
    pub fn bind<const N: usize>(
        &self,
        vm: &mut Vm,
        name: &str,
        names: [&str; N],
        required: usize,
        positional: usize,
    ) -> Result<[Value; N], Raised> {
        self.bind_read(vm, name, names, required, positional, |_, _, _| Ok(()))
    }

    /// The same, where CPython reads each argument before it looks for the next: what is wrong first is told.
    pub fn bind_read<const N: usize>(
        &self,
        vm: &mut Vm,
        name: &str,
        names: [&str; N],
        required: usize,
        positional: usize,
        mut read: impl FnMut(&mut Vm, usize, Value) -> Result<(), Raised>,
    ) -> Result<[Value; N], Raised> {
        let called = called(name);
        self.check_count(vm, &called, N, required, positional)?;
        let given = self.positional.len();
        let unnamed = names.iter().take_while(|name| name.is_empty()).count();
        let mut bound = [Value::Unbound; N];
        bound[..given].copy_from_slice(self.positional);
        for (index, name) in names.iter().enumerate() {
            if bound[index].is_unbound() && !name.is_empty() {
                bound[index] = self.keyword(vm, name).unwrap_or(Value::Unbound);
            }
            match bound[index] {
                Value::Unbound if index >= required => {}
                Value::Unbound if index < unnamed => {
                    return Err(self.too_few(vm, &called, unnamed.min(required), positional));
                }
                Value::Unbound => {
                    let place = index + 1;
                    let message =
                        format!("{called} missing required argument '{name}' (pos {place})");
                    return Err(vm.type_error(message));
                }
                value => read(vm, index, value)?,
            }
        }
        self.check_names(vm, name, &names)?;
        Ok(bound)
    }

    fn check_count(
        &self,
        vm: &mut Vm,
        called: &str,
        all: usize,
        required: usize,
        positional: usize,
    ) -> Result<(), Raised> {
        let given = self.positional.len();
        let total = given + self.keywords.len();
        let message = if total > all {
            let kind = if given == 0 { "keyword " } else { "" };
            let s = plural(all);
            format!("{called} takes at most {all} {kind}argument{s} ({total} given)")
        } else if given > positional && positional == 0 {
            format!("{called} takes no positional arguments")
        } else if given > positional {
            let bound = bound_word(required >= positional, "at most");
            let s = plural(positional);
            format!("{called} takes {bound} {positional} positional argument{s} ({given} given)")
        } else {
            return Ok(());
        };
        Err(vm.type_error(message))
    }

    fn too_few(&self, vm: &mut Vm, called: &str, least: usize, positional: usize) -> Raised {
        let (given, s) = (self.positional.len(), plural(least));
        let bound = bound_word(least >= positional, "at least");
        vm.type_error(format!(
            "{called} takes {bound} {least} positional argument{s} ({given} given)"
        ))
    }

    /// Refuses a keyword that stands for what was given by position, then one that nothing has.
    fn check_names(&self, vm: &mut Vm, name: &str, names: &[&str]) -> Result<(), Raised> {
        let called = called(name);
        for (index, each) in names.iter().take(self.positional.len()).enumerate() {
            if !each.is_empty() && self.keyword(vm, each).is_some() {
                let place = index + 1;
                let message = format!(
                    "argument for {called} given by name ('{each}') and position ({place})"
                );
                return Err(vm.type_error(message));
            }
        }
        let unknown = self.keywords.iter().find(|(keyword, _)| {
            let keyword = vm.symbols.text(*keyword);
            keyword.is_empty() || !names.contains(&keyword)
        });
        let Some((keyword, _)) = unknown else {
            return Ok(());
        };
        let target = match name {
            "function" => "this function",
            _ => &called,
        };
        let keyword = vm.symbols.shared(*keyword);
        Err(vm.type_error(format!(
            "'{keyword}' is an invalid keyword argument for {target}"
        )))
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
        let name = match vm.calling.map(qualified) {
            Some(Some(qualified)) => qualified,
            _ => name.to_owned(),
        };
        Err(vm.type_error(format!("{name}() takes no keyword arguments")))
    }

    /// From `min` to `max` by position, as CPython's oldest functions count them. `name` is without its class.
    pub fn count_from(
        &self,
        vm: &mut Vm,
        name: &str,
        min: usize,
        max: usize,
    ) -> Result<(), Raised> {
        self.no_keywords(vm, name)?;
        let given = self.positional.len();
        if (min..=max).contains(&given) {
            return Ok(());
        }
        let (bound, count) = match (min == max, given < min) {
            (true, _) => ("exactly", min),
            (false, true) => ("at least", min),
            (false, false) => ("at most", max),
        };
        let s = plural(count);
        Err(vm.type_error(format!(
            "{name}() takes {bound} {count} argument{s} ({given} given)"
        )))
    }
}

/// As messages about arguments begin.
fn called(name: &str) -> String {
    match name {
        "function" => name.to_owned(),
        _ => format!("{name}()"),
    }
}

fn bound_word(exactly: bool, else_word: &'static str) -> &'static str {
    if exactly { "exactly" } else { else_word }
}

/// A method with its class, a function with its module, as CPython shows them; nothing for what is called by its class.
fn qualified(id: NativeId) -> Option<String> {
    let row = row(id);
    let owner = match (id.owner(), row.kind) {
        (_, NativeKind::New) => return None,
        (Owner::Type(owner), _) => owner.name(),
        (Owner::Module(module), _) => crate::stdlib::MODULES[usize::from(module)].name,
    };
    Some(match owner {
        "builtins" => row.name.to_owned(),
        owner => format!("{owner}.{}", row.name),
    })
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
