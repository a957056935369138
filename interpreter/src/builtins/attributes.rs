//! What asks about objects and their classes: `getattr`, `isinstance`, `vars` and their kin.

use crate::value::symbol::names;
use crate::value::{Obj, Sym, Value};
use crate::vm::{Answer, Args, Raised, Vm};

/// The name of an attribute as an argument.
fn name_of(vm: &mut Vm, value: Value) -> Result<Sym, Raised> {
    if let Some(text) = vm.heap.str(value).map(str::to_owned) {
        return Ok(vm.symbols.intern(&text));
    }
    let kind = vm.type_name(value);
    Err(vm.type_error(format!("attribute name must be string, not '{kind}'")))
}

/// Annotations are evaluated only in programs that say `__annotations__`: one that reaches them by a name that it made up must not
/// be given what stands for them otherwise.
fn check_annotations(vm: &mut Vm, object: Value, name: Sym) -> Result<(), Raised> {
    if name != names::ANNOTATIONS || !(vm.is_class(object) || vm.heap.function(object).is_some()) {
        return Ok(());
    }
    let program = vm.program.clone();
    let asks = vm
        .frames
        .last()
        .map(|frame| &program.functions[frame.code as usize]);
    let file = asks.and_then(|function| program.files.get(function.file as usize));
    // What the library only passes on, as `functools.wraps` does, nobody reads.
    if file.is_some_and(|file| file.path.starts_with("<carabiner>")) {
        return Ok(());
    }
    let is_said = |text: &String| text == "__annotations__";
    let in_constants = || {
        let mut texts = program.constants.iter();
        texts.any(|each| matches!(each, crate::ir::Constant::Str(text) if is_said(text)))
    };
    if program.names.iter().any(is_said) || in_constants() {
        return Ok(());
    }
    Err(vm.error(
        crate::value::Type::NotImplementedError,
        "annotations are kept only where a source of the workflow says `__annotations__`",
    ))
}

pub(super) fn getattr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, name, default] = args.between(vm, "getattr", 2)?;
    let name = name_of(vm, name)?;
    check_annotations(vm, object, name)?;
    if default.is_unbound() {
        return vm.get_attr(object, name);
    }
    Ok(vm.get_attr_or(object, name)?.unwrap_or(default))
}

pub(super) fn hasattr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, name] = args.between(vm, "hasattr", 2)?;
    let name = name_of(vm, name)?;
    check_annotations(vm, object, name)?;
    Ok(Value::Bool(vm.get_attr_or(object, name)?.is_some()))
}

pub(super) fn setattr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, name, value] = args.between(vm, "setattr", 3)?;
    let name = name_of(vm, name)?;
    vm.set_attr(object, name, value)?;
    Ok(Value::None)
}

pub(super) fn delattr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, name] = args.between(vm, "delattr", 2)?;
    let name = name_of(vm, name)?;
    vm.del_attr(object, name)?;
    Ok(Value::None)
}

pub(super) fn callable(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "callable")?;
    Ok(Value::Bool(is_callable(vm, value)))
}

/// Whether a value can be called.
pub(crate) fn is_callable(vm: &mut Vm, value: Value) -> bool {
    match value {
        Value::Type(_) | Value::Native(_) | Value::Action(_) | Value::External(_) => true,
        Value::Ref(handle) => match vm.heap.get(handle) {
            Obj::Function(_)
            | Obj::BoundMethod(_)
            | Obj::Class(_)
            | Obj::Partial(_)
            | Obj::StaticMethod(_) => true,
            _ => vm.special(value, names::CALL).is_some(),
        },
        _ => false,
    }
}

pub(super) fn isinstance(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, classes] = args.between(vm, "isinstance", 2)?;
    vm.check_instance(object, classes).map(Value::Bool)
}

pub(super) fn issubclass(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [class, classes] = args.between(vm, "issubclass", 2)?;
    vm.check_subclass(class, classes).map(Value::Bool)
}

/// Whether a value is a class.
pub(crate) fn is_class(vm: &Vm, value: Value) -> bool {
    matches!(value, Value::Type(_) | Value::External(_)) || vm.heap.class(value).is_some()
}

pub(super) fn vars(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let object = args.one(vm, "vars")?;
    match vm.get_attr_or(object, names::DICT)? {
        Some(found) => Ok(found),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

/// The names of an object's attributes: its own and those of its class, sorted.
pub(super) fn dir(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let object = args.one(vm, "dir")?;
    if let Some(method) = vm.special(object, names::DIR) {
        let found = vm.call(method, &[])?;
        let mut found = vm.collect(found)?;
        super::order::sort(vm, &mut found, Value::Unbound, Value::Unbound)?;
        return Ok(vm.heap.new_list(found));
    }
    let mut found: Vec<Sym> = Vec::new();
    if let Some(instance) = vm.heap.instance(object) {
        found.extend(instance.attrs.iter().map(|(name, _)| name));
    }
    if let Some(exception) = vm.heap.exception(object) {
        found.extend(exception.attrs.iter().map(|(name, _)| name));
    }
    let class = if is_class(vm, object) {
        object
    } else {
        vm.class_of(object)
    };
    let mut texts: Vec<String> = found
        .iter()
        .map(|name| vm.symbols.text(*name).to_owned())
        .collect();
    class_names(vm, class, &mut texts);
    texts.sort_unstable();
    texts.dedup();
    let items = texts
        .into_iter()
        .map(|text| vm.heap.new_str(text))
        .collect();
    Ok(vm.heap.new_list(items))
}

fn class_names(vm: &Vm, class: Value, texts: &mut Vec<String>) {
    let mro = match vm.heap.class(class) {
        Some(found) => found.mro.clone(),
        None => match class {
            Value::Type(builtin) => builtin.mro().into_iter().map(Value::Type).collect(),
            _ => Vec::new(),
        },
    };
    for base in mro {
        match base {
            Value::Type(builtin) => texts.extend(
                super::methods(builtin)
                    .iter()
                    .map(|row| row.name.to_owned()),
            ),
            _ => {
                if let Some(found) = vm.heap.class(base) {
                    texts.extend(
                        found
                            .attrs
                            .iter()
                            .map(|(name, _)| vm.symbols.text(name).to_owned()),
                    );
                }
            }
        }
    }
}
