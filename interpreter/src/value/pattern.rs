//! `re.Pattern`: what was compiled, and the program.

use std::cell::OnceCell;
use std::rc::Rc;

use super::Value;
use crate::regex::{Flags, Program};

/// A compiled pattern. Snapshots hold its text and flags; the program is made again when it is first used.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// A `str` or `bytes`.
    pub text: Value,
    /// Those in force: what `Pattern.flags` shows.
    pub flags: Flags,
    pub program: OnceCell<Rc<Program>>,
}

impl Pattern {
    /// One that is not compiled yet.
    pub fn new(text: Value, flags: Flags) -> Self {
        Self {
            text,
            flags,
            program: OnceCell::new(),
        }
    }
}
