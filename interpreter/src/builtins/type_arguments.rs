//! What parametrised types have in common: how their arguments are shown, which parameters are left in them, and what takes
//! the places of those. The parameters themselves (`TypeVar` and its kin) are the library's, which answers by `__typing_subst__`.

use crate::value::{Type, Value};
use crate::vm::{Answer, Raised, Vm};

/// An argument as the text of the whole shows it: a class by its path, anything else by its repr.
pub(super) fn shown(vm: &mut Vm, argument: Value) -> Result<String, Raised> {
    match argument {
        Value::Ellipsis => return Ok("...".to_owned()),
        Value::Type(Type::NoneType) => return Ok("None".to_owned()),
        _ => {}
    }
    if vm.is_class(argument) {
        return Ok(vm.class_path(argument));
    }
    let is_parametrised = attribute(vm, argument, "__origin__")?.is_some()
        && attribute(vm, argument, "__args__")?.is_some();
    if !is_parametrised {
        let name = attribute(vm, argument, "__qualname__")?;
        let module = attribute(vm, argument, "__module__")?;
        if let (Some(name), Some(module)) = (name, module.filter(|module| !module.is_none())) {
            let (name, module) = (vm.str(name)?, vm.str(module)?);
            return Ok(if module == "builtins" {
                name
            } else {
                format!("{module}.{name}")
            });
        }
    }
    vm.deeper(|vm| vm.repr(argument))
}

pub(super) fn attribute(vm: &mut Vm, object: Value, name: &str) -> Result<Option<Value>, Raised> {
    let name = vm.symbols.intern(name);
    vm.get_attr_or(object, name)
}

/// The distinct type parameters in these arguments, in the order in which they come.
pub(super) fn parameters(vm: &mut Vm, arguments: &[Value]) -> Result<Vec<Value>, Raised> {
    let mut found: Vec<Value> = Vec::new();
    for argument in arguments {
        if vm.is_class(*argument) {
            continue;
        }
        let inner = if attribute(vm, *argument, "__typing_subst__")?.is_some() {
            vec![*argument]
        } else {
            own_parameters(vm, *argument)?
        };
        for each in inner {
            if position(vm, &found, each)?.is_none() {
                found.push(each);
            }
        }
    }
    Ok(found)
}

fn own_parameters(vm: &mut Vm, argument: Value) -> Result<Vec<Value>, Raised> {
    let parameters = attribute(vm, argument, "__parameters__")?;
    let items = parameters.and_then(|parameters| vm.heap.tuple(parameters).cloned());
    Ok(items.map_or_else(Vec::new, |items| items.to_vec()))
}

fn position(vm: &mut Vm, all: &[Value], one: Value) -> Result<Option<usize>, Raised> {
    for (at, each) in all.iter().enumerate() {
        if vm.eq(*each, one)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// The arguments of `this` with `item` in the places of its parameters: `dict[K, int][str]`.
pub(super) fn substituted(
    vm: &mut Vm,
    this: Value,
    arguments: &[Value],
    item: Value,
) -> Result<Vec<Value>, Raised> {
    let parameters = parameters(vm, arguments)?;
    if parameters.is_empty() {
        let shown = vm.repr(this)?;
        return Err(vm.type_error(format!("{shown} is not a generic class")));
    }
    let given = unpacked_items(vm, item)?;
    let mut given = vm.heap.new_tuple(given);
    for parameter in &parameters {
        if let Some(prepare) = attribute(vm, *parameter, "__typing_prepare_subst__")? {
            given = vm.call(prepare, &[this, given])?;
        }
    }
    let given = vm.collect(given)?;
    if given.len() != parameters.len() {
        let shown = vm.repr(this)?;
        let amount = if given.len() > parameters.len() {
            "many"
        } else {
            "few"
        };
        return Err(vm.type_error(format!(
            "Too {amount} arguments for {shown}; actual {}, expected {}",
            given.len(),
            parameters.len()
        )));
    }
    let mut made = Vec::with_capacity(arguments.len());
    for argument in arguments {
        replace(vm, *argument, &parameters, &given, &mut made)?;
    }
    Ok(made)
}

/// One argument with its parameters replaced; one that stands for several, several.
fn replace(
    vm: &mut Vm,
    argument: Value,
    parameters: &[Value],
    given: &[Value],
    made: &mut Vec<Value>,
) -> Result<(), Raised> {
    if vm.is_class(argument) {
        made.push(argument);
        return Ok(());
    }
    let is_several = match attribute(vm, argument, "__typing_is_unpacked_typevartuple__")? {
        Some(answer) => vm.truthy(answer)?,
        None => false,
    };
    let replaced = match attribute(vm, argument, "__typing_subst__")? {
        Some(substitute) => {
            let at = position(vm, parameters, argument)?.unwrap_or_default();
            vm.call(substitute, &[given[at]])?
        }
        None => inside(vm, argument, parameters, given)?,
    };
    if is_several {
        made.extend(vm.collect(replaced)?);
    } else {
        made.push(replaced);
    }
    Ok(())
}

/// `list[T]` among the arguments: what is given for the parameters that it has itself.
fn inside(vm: &mut Vm, argument: Value, parameters: &[Value], given: &[Value]) -> Answer {
    let own = own_parameters(vm, argument)?;
    if own.is_empty() {
        return Ok(argument);
    }
    let mut items = Vec::new();
    for parameter in own {
        let Some(at) = position(vm, parameters, parameter)? else {
            items.push(parameter);
            continue;
        };
        match vm.heap.tuple(given[at]).cloned() {
            Some(several) if vm.is_iterable(parameter) => items.extend(several.iter().copied()),
            _ => items.push(given[at]),
        }
    }
    let items = vm.heap.new_tuple(items);
    vm.get_item(argument, items)
}

/// What stands between the brackets, `*tuple[int, str]` as what it holds.
fn unpacked_items(vm: &mut Vm, item: Value) -> Result<Vec<Value>, Raised> {
    let items = match vm.heap.tuple(item).cloned() {
        Some(items) => items.to_vec(),
        None => vec![item],
    };
    let mut all = Vec::with_capacity(items.len());
    for each in items {
        let inner = match vm.is_class(each) {
            true => None,
            false => attribute(vm, each, "__typing_unpacked_tuple_args__")?,
        };
        match inner.and_then(|inner| vm.heap.tuple(inner).cloned()) {
            Some(inner) if inner.last() != Some(&Value::Ellipsis) => {
                all.extend(inner.iter().copied());
            }
            _ => all.push(each),
        }
    }
    Ok(all)
}
