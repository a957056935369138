//! How many arguments the special methods of builtin classes take when Python code calls them by name. Operators always pass the
//! right number, so the methods themselves do not look.

use crate::value::Type;

use super::{Raised, Vm};

/// Refuses a wrong number of arguments of a special method.
pub(super) fn check(
    vm: &mut Vm,
    name: &str,
    owner: Type,
    given: usize,
    no_keywords: bool,
) -> Result<(), Raised> {
    if !name.starts_with("__") {
        return Ok(());
    }
    let Some(wanted) = wanted(name) else {
        return Ok(());
    };
    if !no_keywords {
        return Err(vm.type_error(format!("wrapper {name}() takes no keyword arguments")));
    }
    if given == wanted || (given == 2 && name == "__pow__") {
        return Ok(());
    }
    if wanted == 1 && is_plain_method(name, owner) {
        let owner = owner.name();
        return Err(vm.type_error(format!(
            "{owner}.{name}() takes exactly one argument ({given} given)"
        )));
    }
    // CPython puts an empty name before the words where it unpacks several.
    Err(vm.type_error(match (name, wanted) {
        ("__pow__", _) if given == 0 => " expected at least 1 argument, got 0".to_owned(),
        ("__pow__", _) => format!(" expected at most 2 arguments, got {given}"),
        (_, 1) => format!("expected 1 argument, got {given}"),
        (_, 2) => format!(" expected 2 arguments, got {given}"),
        _ => format!("expected {wanted} arguments, got {given}"),
    }))
}

fn wanted(name: &str) -> Option<usize> {
    Some(match name {
        "__abs__" | "__bool__" | "__float__" | "__hash__" | "__index__" | "__int__"
        | "__invert__" | "__iter__" | "__len__" | "__neg__" | "__next__" | "__pos__"
        | "__repr__" | "__str__" => 0,
        "__add__" | "__and__" | "__contains__" | "__delitem__" | "__divmod__" | "__eq__"
        | "__floordiv__" | "__format__" | "__ge__" | "__getitem__" | "__gt__" | "__iadd__"
        | "__iand__" | "__imul__" | "__ior__" | "__isub__" | "__ixor__" | "__le__"
        | "__lshift__" | "__lt__" | "__mod__" | "__mul__" | "__ne__" | "__or__" | "__pow__"
        | "__radd__" | "__rand__" | "__rdivmod__" | "__rfloordiv__" | "__rlshift__"
        | "__rmod__" | "__rmul__" | "__ror__" | "__rpow__" | "__rrshift__" | "__rshift__"
        | "__rsub__" | "__rtruediv__" | "__rxor__" | "__sub__" | "__truediv__" | "__xor__" => 1,
        "__setitem__" => 2,
        _ => return None,
    })
}

/// What CPython has as a method, not as a slot: the words differ.
fn is_plain_method(name: &str, owner: Type) -> bool {
    match name {
        "__format__" => true,
        "__getitem__" => matches!(owner, Type::Dict | Type::List),
        "__contains__" => matches!(owner, Type::Dict | Type::Set | Type::FrozenSet),
        _ => false,
    }
}
