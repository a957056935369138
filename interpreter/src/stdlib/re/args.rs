//! Arguments of functions that CPython has in Python: its words for what is wrong with them.

use crate::value::Value;
use crate::vm::{Args, Raised, Vm};

/// By position or keyword; the first `required` must be there. Missing ones are unbound.
pub(super) fn bind<const N: usize>(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    names: [&str; N],
    required: usize,
) -> Result<[Value; N], Raised> {
    let given = args.positional.len();
    if given > N {
        return Err(vm.type_error(too_many(name, required, N, given)));
    }
    let mut bound = [Value::Unbound; N];
    bound[..given].copy_from_slice(args.positional);
    for (keyword, value) in args.keywords {
        let text = vm.symbols.shared(*keyword);
        let Some(index) = names.iter().position(|each| **each == *text) else {
            return Err(vm.type_error(format!(
                "{name}() got an unexpected keyword argument '{text}'"
            )));
        };
        if !bound[index].is_unbound() {
            return Err(vm.type_error(format!(
                "{name}() got multiple values for argument '{text}'"
            )));
        }
        bound[index] = *value;
    }
    let missing: Vec<String> = (0..required)
        .filter(|index| bound[*index].is_unbound())
        .map(|index| format!("'{}'", names[index]))
        .collect();
    if missing.is_empty() {
        return Ok(bound);
    }
    let plural = if missing.len() == 1 { "" } else { "s" };
    Err(vm.type_error(format!(
        "{name}() missing {} required positional argument{plural}: {}",
        missing.len(),
        listed(&missing)
    )))
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}

fn too_many(name: &str, required: usize, most: usize, given: usize) -> String {
    let takes = if required == most {
        format!("{most}")
    } else {
        format!("from {required} to {most}")
    };
    let plural = if most == 1 && required == most {
        ""
    } else {
        "s"
    };
    let verb = if given == 1 { "was" } else { "were" };
    format!("{name}() takes {takes} positional argument{plural} but {given} {verb} given")
}
