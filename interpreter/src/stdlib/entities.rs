//! `html`: the named characters of the HTML standard.

use crate::value::Value;
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Answer, Args, Vm};

pub(super) static MODULE: Module = Module {
    name: "html",
    functions: &[function("_entity", entity)],
    types: &[],
    constant: no_constant,
};

/// A line for each: the name, with its `;` where it has one, and the code points in base 16.
const TABLE: &str = include_str!("entities.txt");

/// The text of a name, or None.
fn entity(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let name = args.one(vm, "_entity")?;
    let name = vm.str(name)?;
    Ok(match find(&name) {
        Some(text) => vm.heap.new_str(text),
        None => Value::None,
    })
}

fn find(name: &str) -> Option<String> {
    let wanted = format!("\n{name} ");
    let after = TABLE.find(&wanted)? + wanted.len();
    let codes = TABLE.get(after..)?.lines().next()?;
    let letters = codes
        .split(' ')
        .map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn names_of_one_and_two_characters_are_found() {
        assert_eq!(find("amp;").as_deref(), Some("&"));
        assert_eq!(find("amp").as_deref(), Some("&"));
        assert_eq!(find("NotEqualTilde;").as_deref(), Some("\u{2242}\u{338}"));
        assert_eq!(find("ampersand;"), None);
    }
}
