//! Why a pattern or a template cannot be used.

/// What Python raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `re.error`.
    Pattern,
    Index,
    Overflow,
    Recursion,
    Value,
    /// CPython has it, the machine has not.
    Unsupported,
}

/// What is wrong, and where in the pattern if that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    pub kind: Kind,
    pub message: String,
    /// In characters.
    pub position: Option<usize>,
}

impl PatternError {
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            position: None,
        }
    }

    pub(super) fn at(position: usize, message: impl Into<String>) -> Self {
        Self {
            position: Some(position),
            ..Self::new(Kind::Pattern, message)
        }
    }

    /// Without a position, as the checks say it that run when the whole pattern was read.
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self::new(Kind::Pattern, message)
    }
}
