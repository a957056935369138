//! Python's regular expressions: patterns to programs, and programs over texts.
//!
//! Written here instead of taken from a crate, because a pattern in a workflow must mean what CPython's `re` means, to the letter: its
//! syntax and its messages, backtracking with the first match rather than the longest, which group keeps what in a repetition, what
//! an empty match is followed by, lookarounds, conditions and references to groups, and the rules by which it ignores case. The crates
//! either lack these (`regex` has no lookaround and no references) or mean something else by them, and each brings another table of
//! Unicode, which would disagree with what `str` does here. Moreover a workflow must neither overflow the native stack nor hang:
//! the [`matcher`] keeps its stack in the heap and counts every step.
//!
//! The way of a pattern: [`source`] (tokens) -> [`parse`], [`group`], [`escape`] ([`node`]s) -> [`compile`] ([`program`]) -> [`search`].
//! Nothing here knows of Python's objects: `stdlib::re` does.

mod case;
mod charset;
mod compile;
mod error;
mod escape;
pub mod flags;
mod group;
mod input;
mod matcher;
mod node;
mod parse;
mod program;
mod search;
mod source;
mod start;
mod template;

pub use error::{Kind, PatternError};
pub use flags::Flags;
pub use matcher::Stop;
pub use program::Program;
pub use search::{Budget, Found, Place, Subject, find, find_all};
pub use template::{Part, parse_template};

/// The program of a pattern. Of bytes, each character is one.
pub fn compile(chars: Vec<char>, is_text: bool, flags: Flags) -> Result<Program, PatternError> {
    let parsed = parse::parse(chars, is_text, flags)?;
    let refused = [
        (
            flags::LOCALE,
            "re.LOCALE asks for the machine's locale, and a workflow has none",
        ),
        (
            flags::DEBUG,
            "re.DEBUG prints what CPython makes of a pattern, and a workflow makes something else of it",
        ),
    ];
    match refused.iter().find(|(flag, _)| parsed.flags & flag != 0) {
        Some((_, why)) => Err(PatternError::new(Kind::Unsupported, *why)),
        None => compile::compile(&parsed, is_text),
    }
}
