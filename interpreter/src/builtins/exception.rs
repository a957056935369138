//! `BaseException` and the groups.

use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{Native, whole};
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) const METHODS: &[Native] = &[
    whole("__init__", init),
    whole("__str__", str),
    whole("with_traceback", with_traceback),
    whole("add_note", add_note),
];

/// Exceptions that take keywords of their own.
pub(super) const KEYWORDED: &[Native] = &[whole("__init__", init_keyworded)];

pub(super) const GROUP: &[Native] = &[
    whole("__init__", init_group),
    whole("subgroup", subgroup),
    whole("split", split),
    whole("derive", derive),
    crate::builtins::generic_alias::CLASS_GETITEM,
];

fn init(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if !args.keywords.is_empty() {
        let class = vm.type_name(args.this);
        return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
    }
    set_args(vm, args.this, args.positional);
    Ok(Value::None)
}

fn set_args(vm: &mut Vm, exception: Value, args: &[Value]) {
    let args = vm.heap.new_tuple(args);
    if let Some(exception) = vm.heap.exception_mut(exception) {
        exception.args = args;
    }
}

/// `AttributeError(text, name=, obj=)`, `NameError(text, name=)`, `ImportError(text, name=, path=)`.
fn init_keyworded(vm: &mut Vm, args: &Args<'_>) -> Answer {
    set_args(vm, args.this, args.positional);
    for name in ["name", "obj", "path"] {
        let name = vm.symbols.intern(name);
        if let Some(exception) = vm.heap.exception_mut(args.this) {
            exception.attrs.remove(name);
        }
    }
    for (name, value) in args.keywords {
        if !matches!(vm.symbols.text(*name), "name" | "obj" | "path") {
            let (class, name) = (vm.type_name(args.this), vm.symbols.shared(*name));
            return Err(vm.type_error(format!(
                "'{name}' is an invalid keyword argument for {class}()"
            )));
        }
        if let Value::Ref(handle) = args.this {
            vm.set_own(handle, *name, *value);
        }
    }
    Ok(Value::None)
}

fn str(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = vm.plain_exception_text(args.this)?;
    Ok(vm.heap.new_str(text))
}

fn with_traceback(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let traceback = args.one(vm, "BaseException.with_traceback")?;
    vm.set_attr(args.this, names::TRACEBACK, traceback)?;
    Ok(args.this)
}

fn add_note(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let note = args.one(vm, "BaseException.add_note")?;
    if vm.heap.str(note).is_none() {
        let class = vm.type_name(note);
        return Err(vm.type_error(format!("note must be a str, not '{class}'")));
    }
    let notes = vm
        .heap
        .exception(args.this)
        .map_or(Value::Unbound, |exception| exception.notes);
    let notes = match notes {
        Value::Unbound => vm.heap.new_list(Vec::new()),
        notes => notes,
    };
    vm.list_push(notes, note);
    if let Some(exception) = vm.heap.exception_mut(args.this) {
        exception.notes = notes;
    }
    Ok(Value::None)
}

fn init_group(vm: &mut Vm, args: &Args<'_>) -> Answer {
    // What a class with its own `__new__` takes besides is no affair of ours.
    let own = vm.class_of(args.this);
    let own_new = matches!(vm.lookup(own, names::NEW), Some(Value::Ref(_)));
    let ([message, members], true) = (
        match args.positional {
            [message, members, ..] => [message, members],
            _ => [&Value::Unbound; 2],
        },
        args.positional.len() == 2 || own_new && args.positional.len() > 2,
    ) else {
        let given = args.positional.len();
        let class = match vm.class_of(args.this) {
            Value::Type(_) => "BaseExceptionGroup".to_owned(),
            _ => vm.type_name(args.this),
        };
        return Err(vm.type_error(format!(
            "{class}.__new__() takes exactly 2 arguments ({given} given)"
        )));
    };
    if vm.heap.str(*message).is_none() {
        let class = vm.type_name(*message);
        return Err(vm.type_error(format!("argument 1 must be str, not {class}")));
    }
    if vm.heap.items(*members).is_none() {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.collect(*members)?;
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    for (index, item) in items.iter().enumerate() {
        if vm.heap.exception(*item).is_none() {
            return Err(vm.value_error(format!(
                "Item {index} of second argument (exceptions) is not an exception"
            )));
        }
    }
    let all_plain = items
        .iter()
        .all(|item| vm.is_instance(*item, Type::Exception));
    if vm.is_subclass(own, Value::Type(Type::Exception)) && !all_plain {
        if own.is(Value::Type(Type::ExceptionGroup)) {
            return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
        }
        let class = vm.class_name(own);
        return Err(vm.type_error(format!("Cannot nest BaseExceptions in '{class}'")));
    }
    if own.is(Value::Type(Type::BaseExceptionGroup)) && all_plain {
        if let Some(exception) = vm.heap.exception_mut(args.this) {
            exception.class = Value::Type(Type::ExceptionGroup);
        }
    }
    set_args(vm, args.this, args.positional);
    Ok(Value::None)
}

fn subgroup(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let condition = args.one(vm, "BaseExceptionGroup.subgroup")?;
    Ok(vm.split_group(args.this, condition)?.0)
}

fn split(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let condition = args.one(vm, "BaseExceptionGroup.split")?;
    let (matched, rest) = vm.split_group(args.this, condition)?;
    Ok(vm.heap.new_tuple([matched, rest]))
}

fn derive(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let members = args.one(vm, "BaseExceptionGroup.derive")?;
    let items = vm.collect(members)?;
    let message = vm.get_attr(args.this, names::MESSAGE)?;
    vm.new_group(message, items)
}

impl Vm {
    /// A group of these exceptions: `ExceptionGroup` if all are `Exception`.
    pub fn new_group(&mut self, message: Value, items: Vec<Value>) -> Answer {
        let plain = items
            .iter()
            .all(|item| self.is_instance(*item, Type::Exception));
        let class = if plain {
            Type::ExceptionGroup
        } else {
            Type::BaseExceptionGroup
        };
        let members = self.heap.new_list(items);
        Ok(Value::Ref(
            self.new_exception(Value::Type(class), &[message, members]),
        ))
    }

    /// The parts of a group that match a condition (classes or a function) and that do not; None for an empty part.
    pub(crate) fn split_group(
        &mut self,
        group: Value,
        condition: Value,
    ) -> Result<(Value, Value), Raised> {
        if self.group_matches(group, condition)? {
            return Ok((group, Value::None));
        }
        if !self.is_instance(group, Type::BaseExceptionGroup) {
            return Ok((Value::None, group));
        }
        let members = self.get_attr(group, names::EXCEPTIONS)?;
        let (mut matched, mut rest) = (Vec::new(), Vec::new());
        for member in self.collect(members)? {
            let (yes, no) = self.deeper(|vm| vm.split_group(member, condition))?;
            matched.extend(Some(yes).filter(|part| !part.is_none()));
            rest.extend(Some(no).filter(|part| !part.is_none()));
        }
        Ok((self.derived(group, matched)?, self.derived(group, rest)?))
    }

    fn group_matches(&mut self, value: Value, condition: Value) -> Result<bool, Raised> {
        if self.is_class(condition) || self.heap.tuple(condition).is_some() {
            return self.matches_exception(value, condition);
        }
        let answer = self.call(condition, &[value])?;
        self.truthy(answer)
    }

    pub(crate) fn derived(&mut self, group: Value, items: Vec<Value>) -> Answer {
        if items.is_empty() {
            return Ok(Value::None);
        }
        let list = self.heap.new_list(items);
        let derive = self.symbols.intern("derive");
        let part = self.call_method(group, derive, &[list])?;
        let traceback = self.traceback_object(group);
        let Some(whole) = self.heap.exception(group).cloned() else {
            return Ok(part);
        };
        if let Value::Ref(handle) = part {
            if let Obj::Exception(object) = self.heap.get_mut(handle) {
                object.traceback = whole.traceback;
                object.traceback_object = traceback;
                object.cause = whole.cause;
                object.context = whole.context;
                object.suppress_context = whole.suppress_context;
            }
        }
        // The parts have notes of their own, if the whole's are a list.
        if let Some(notes) = self.heap.list(whole.notes).cloned() {
            let notes = self.heap.new_list(notes);
            if let Some(object) = self.heap.exception_mut(part) {
                object.notes = notes;
            }
        }
        Ok(part)
    }
}
