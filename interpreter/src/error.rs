//! The errors of the crate's door.

use std::fmt;

/// An author's mistake, or a construct that a workflow cannot contain, with where it stands and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerError {
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The source line, and how many characters of it to underline.
    pub text: String,
    pub width: u32,
    /// What is wrong: a lowercase sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub advice: String,
    /// How the workflow gets there: who refers to whom, from `run` on.
    pub chain: Vec<String>,
}

impl fmt::Display for LowerError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gutter = format!("{:>5} | ", self.line);
        writeln!(
            out,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.message
        )?;
        writeln!(out, "{gutter}{}", self.text)?;
        let lead = " ".repeat(gutter.len() - 2)
            + "| "
            + &" ".repeat(self.column.saturating_sub(1) as usize);
        write!(
            out,
            "{lead}{} {}",
            "^".repeat(self.width.max(1) as usize),
            self.advice
        )?;
        match self.chain.len() {
            0 | 1 => Ok(()),
            _ => write!(
                out,
                "\n{lead}reached by {}",
                self.chain.join(" -> "),
                lead = " ".repeat(gutter.len())
            ),
        }
    }
}

impl std::error::Error for LowerError {}

/// Bytes that are not what they should be: a program, a snapshot or a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Corrupt(pub String);
