//! The number of a builtin function: which table, and where in it.

use super::Type;

/// A builtin function, method or property: a row of a static table. Snapshots write it as its owner's and its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NativeId {
    owner: u16,
    index: u16,
}

/// Whose table a builtin function stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Type(Type),
    /// Index into `stdlib::MODULES`.
    Module(u16),
}

impl NativeId {
    pub fn of_type(owner: Type, index: usize) -> Self {
        Self {
            owner: owner as u16,
            index: index as u16,
        }
    }

    pub fn of_module(module: usize, index: usize) -> Self {
        Self {
            owner: (Type::ALL.len() + module) as u16,
            index: index as u16,
        }
    }

    pub fn owner(self) -> Owner {
        match Type::ALL.get(usize::from(self.owner)) {
            Some(owner) => Owner::Type(*owner),
            None => Owner::Module(self.owner - Type::ALL.len() as u16),
        }
    }

    pub fn index(self) -> usize {
        usize::from(self.index)
    }
}
