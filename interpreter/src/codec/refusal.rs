//! Why a value cannot be written, and where inside it the culprit is.

use std::fmt::Write as _;

/// How many steps of a path are shown: those of a cycle are hundreds and tell nothing new.
const STEPS_SHOWN: usize = 12;

/// A value that cannot leave the workflow.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The steps that lead to it, innermost first.
    steps: Vec<String>,
    why: String,
}

impl Refusal {
    pub(super) fn new(why: impl Into<String>) -> Box<Refusal> {
        Box::new(Refusal {
            steps: Vec::new(),
            why: why.into(),
        })
    }

    /// It is found under this step.
    pub(super) fn under(mut self: Box<Self>, step: impl FnOnce() -> String) -> Box<Refusal> {
        self.steps.push(step());
        self
    }

    /// The message: `order.lines[3].callback: a function cannot leave the workflow`.
    pub(super) fn message(&self, root: &str) -> String {
        let mut text = root.to_owned();
        self.steps
            .iter()
            .rev()
            .take(STEPS_SHOWN)
            .for_each(|step| text.push_str(step));
        if self.steps.len() > STEPS_SHOWN {
            text.push_str("...");
        }
        // Writing into a String cannot fail.
        let _ = write!(text, ": {}", self.why);
        text
    }
}
