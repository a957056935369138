//! A Python exception that a pure function asks for, before there is a heap to make it in.

use std::fmt;

macro_rules! kinds {
    ($($name:ident)*) => {
        /// The builtin exception class to raise.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($name,)* }

        impl Kind {
            /// The class's `__name__`.
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$name => stringify!($name),)* }
            }
        }
    };
}

kinds! {
    AttributeError IndexError KeyError LookupError MemoryError NotImplementedError OverflowError RuntimeError
    StopIteration TypeError UnicodeDecodeError UnicodeEncodeError ValueError ZeroDivisionError
}

/// What the exception carries besides its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// `args` is the message alone.
    Message,
    /// `args` is the number, then the message.
    Errno(i32),
    /// `args` is (encoding, object, start, end, message).
    Encode {
        encoding: String,
        object: String,
        start: usize,
        end: usize,
    },
    /// The same, of bytes.
    Decode {
        encoding: String,
        object: Vec<u8>,
        start: usize,
        end: usize,
    },
}

/// An exception to raise: CPython's class and CPython's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: Kind,
    pub message: String,
    pub detail: Detail,
}

impl Fault {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            detail: Detail::Message,
        }
    }

    pub fn type_error(message: impl Into<String>) -> Self {
        Self::new(Kind::TypeError, message)
    }

    pub fn value_error(message: impl Into<String>) -> Self {
        Self::new(Kind::ValueError, message)
    }

    pub fn overflow(message: impl Into<String>) -> Self {
        Self::new(Kind::OverflowError, message)
    }

    pub fn zero_division(message: impl Into<String>) -> Self {
        Self::new(Kind::ZeroDivisionError, message)
    }

    pub fn index_error(message: impl Into<String>) -> Self {
        Self::new(Kind::IndexError, message)
    }

    /// What C's `ERANGE` becomes.
    pub fn out_of_range() -> Self {
        let message = "Numerical result out of range".to_owned();
        Self {
            kind: Kind::OverflowError,
            message,
            detail: Detail::Errno(34),
        }
    }

    /// A result that no instance's heap could hold.
    pub fn memory() -> Self {
        Self::new(Kind::MemoryError, "")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.kind.name(), self.message)
    }
}

/// A result, or the Python exception instead of it.
pub type Outcome<T> = Result<T, Fault>;
