//! Tracebacks as CPython 3.11 prints them.

use crate::ir::Line;
use crate::value::exception::TraceEntry;
use crate::value::{Ref, Type, Value};

use super::Vm;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// How many links of a chain are shown: one can be made as long as one likes.
const CHAIN_MAX: usize = 100;

impl Vm {
    /// The whole text, chained exceptions first, with a newline at the end.
    pub fn traceback_text(&mut self, exception: Ref) -> String {
        let mut chain = vec![(exception, "")];
        while let Some((next, join)) = self.previous(chain[chain.len() - 1].0) {
            if chain.len() == CHAIN_MAX || chain.iter().any(|(known, _)| *known == next) {
                break;
            }
            chain.push((next, join));
        }
        let mut text = String::new();
        for (each, join) in chain.into_iter().rev() {
            text.push_str(&self.one_traceback(each));
            text.push_str(join);
        }
        text
    }

    /// What is shown before an exception, and the line between.
    fn previous(&self, exception: Ref) -> Option<(Ref, &'static str)> {
        let object = self.heap.exception(Value::Ref(exception))?;
        if let Value::Ref(cause) = object.cause {
            return Some((cause, CAUSE));
        }
        match object.context {
            Value::Ref(context) if !object.suppress_context => Some((context, CONTEXT)),
            _ => None,
        }
    }

    /// The part of one exception alone.
    pub(crate) fn one_traceback(&mut self, exception: Ref) -> String {
        let Some(object) = self.heap.exception(Value::Ref(exception)).cloned() else {
            return String::new();
        };
        let mut text = String::new();
        if let Some(remote) = self.heap.str(object.remote) {
            text.push_str(remote.trim_end());
            text.push_str("\n\n");
        }
        if !object.traceback.is_empty() {
            text.push_str("Traceback (most recent call last):\n");
            text.push_str(&self.entries_text(&object.traceback));
        }
        text.push_str(&self.exception_line(exception));
        text.push('\n');
        for note in self
            .heap
            .items(object.notes)
            .map_or_else(Vec::new, <[Value]>::to_vec)
        {
            if let Ok(note) = self.str(note) {
                text.push_str(&note);
                text.push('\n');
            }
        }
        text
    }

    /// `module.Class: message`.
    pub fn exception_line(&mut self, exception: Ref) -> String {
        let class = self.class_of(Value::Ref(exception));
        let (module, name) = self.class_place(class);
        let name = if matches!(&*module, "builtins" | "__main__" | "") {
            name
        } else {
            format!("{module}.{name}")
        };
        let message = match self.str(Value::Ref(exception)) {
            Ok(message) => message,
            Err(_) => "<exception str() failed>".to_owned(),
        };
        let kind = self.type_of(Value::Ref(exception));
        if message.is_empty() || (kind == Type::KeyboardInterrupt && message.is_empty()) {
            name
        } else {
            format!("{name}: {message}")
        }
    }

    fn entries_text(&self, entries: &[TraceEntry]) -> String {
        let mut text = String::new();
        let mut repeated = 0;
        let mut last: Option<(u32, u32)> = None;
        for entry in entries.iter().rev() {
            let line = self.line_of(*entry).map_or(0, |line| line.line);
            let place = Some((entry.code, line));
            repeated = if place == last { repeated + 1 } else { 0 };
            if place != last {
                close_repetition(&mut text, &mut last, place);
            }
            // CPython shows the same line three times, then counts.
            if repeated < 3 {
                text.push_str(&self.entry_text(*entry));
            }
            if repeated >= 3 {
                note_repetition(&mut text, repeated - 2);
            }
        }
        text
    }

    fn line_of(&self, entry: TraceEntry) -> Option<Line> {
        let lines = &self.program.functions[entry.code as usize].lines;
        let after = lines.partition_point(|line| line.pc <= entry.pc);
        after.checked_sub(1).map(|at| lines[at])
    }

    fn entry_text(&self, entry: TraceEntry) -> String {
        let function = &self.program.functions[entry.code as usize];
        let file = self.program.files.get(function.file as usize);
        let path = file.map_or("<unknown>", |file| &file.path);
        let Some(span) = self.line_of(entry) else {
            return format!("  File \"{path}\", in {}\n", function.name);
        };
        let mut text = format!(
            "  File \"{path}\", line {}, in {}\n",
            span.line, function.name
        );
        if let Some(source) = file.and_then(|file| file.lines.get(&span.line)) {
            text.push_str(&source_text(source, span));
        }
        text
    }
}

fn close_repetition(_text: &mut String, last: &mut Option<(u32, u32)>, place: Option<(u32, u32)>) {
    *last = place;
}

/// Replaces the count that stands at the end, or begins it.
fn note_repetition(text: &mut String, times: usize) {
    const HEAD: &str = "  [Previous line repeated ";
    if times > 1 {
        if let Some(at) = text.rfind(HEAD) {
            text.truncate(at);
        }
    }
    let s = if times == 1 { "" } else { "s" };
    text.push_str(&format!("{HEAD}{times} more time{s}]\n"));
}

/// The source line, and the carets under it unless they would underline all of it.
fn source_text(source: &str, span: Line) -> String {
    let stripped = source.trim();
    let mut text = format!("    {stripped}\n");
    let lead = source.chars().take_while(|c| c.is_whitespace()).count();
    let start = (span.column as usize).saturating_sub(lead);
    let length = stripped.chars().count();
    let end = if span.end_column == 0 {
        length
    } else {
        (span.end_column as usize).saturating_sub(lead).min(length)
    };
    if start >= end || (start == 0 && end == length) {
        return text;
    }
    text.push_str(&format!(
        "    {}{}\n",
        " ".repeat(start),
        "^".repeat(end - start)
    ));
    text
}
