//! Tracebacks as CPython 3.11 prints them.

use crate::ir::{Line, Op};
use crate::value::exception::TraceEntry;
use crate::value::symbol::names;
use crate::value::{Ref, Type, Value};

use super::Vm;
use super::anchor::Anchor;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// How many links of a chain are shown: one can be made as long as one likes.
const CHAIN_MAX: usize = 100;

/// How many members of a group are shown, and how deep groups are.
const GROUP_WIDTH_MAX: usize = 15;
const GROUP_DEPTH_MAX: usize = 10;

/// What is written so far, and how far groups indent what follows.
#[derive(Default)]
struct Page {
    text: String,
    depth: usize,
    /// The line below the last member of a group is still to be drawn.
    open: bool,
}

impl Page {
    fn emit(&mut self, text: &str) {
        self.emit_behind(text, '|');
    }

    fn emit_behind(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.text.push_str(text);
            return;
        }
        let lead = format!("{}{margin} ", self.indent());
        for line in text.split_inclusive('\n') {
            self.text.push_str(&lead);
            self.text.push_str(line);
        }
    }

    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    fn rule(&mut self, before: &str, title: &str) {
        let line = format!(
            "{}{before}+---------------- {title} ----------------\n",
            self.indent()
        );
        self.text.push_str(&line);
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.open) {
            let line = format!("{}+------------------------------------\n", self.indent());
            self.text.push_str(&line);
        }
    }
}

impl Vm {
    /// The whole text, chained exceptions first, with a newline at the end.
    pub fn traceback_text(&mut self, exception: Ref) -> String {
        let mut page = Page::default();
        self.write_chain(exception, &mut page);
        page.text
    }

    /// The part of one exception alone.
    pub(crate) fn one_traceback(&mut self, exception: Ref) -> String {
        let mut page = Page::default();
        self.write_one(exception, &mut page);
        page.text
    }

    fn write_chain(&mut self, exception: Ref, page: &mut Page) {
        let mut chain = vec![(exception, "")];
        while let Some((next, join)) = self.previous(chain[chain.len() - 1].0) {
            if chain.len() == CHAIN_MAX || chain.iter().any(|(known, _)| *known == next) {
                break;
            }
            chain.push((next, join));
        }
        let joins: Vec<&str> = chain.iter().map(|(_, join)| *join).collect();
        for (at, (each, _)) in chain.iter().enumerate().rev() {
            self.write_one(*each, page);
            page.emit(joins[at]);
        }
    }

    fn write_one(&mut self, exception: Ref, page: &mut Page) {
        let Some(members) = self.members(exception) else {
            let frames = self.frames_text(exception, "Traceback");
            page.emit(&frames);
            let said = self.said(exception);
            return page.emit(&said);
        };
        if page.depth > GROUP_DEPTH_MAX {
            return page.emit(&format!("... (max_group_depth is {GROUP_DEPTH_MAX})\n"));
        }
        let is_outermost = page.depth == 0;
        page.depth = page.depth.max(1);
        let frames = self.frames_text(exception, "Exception Group Traceback");
        if let Some((head, rest)) = frames.split_once('\n') {
            page.emit_behind(&format!("{head}\n"), if is_outermost { '+' } else { '|' });
            page.emit(rest);
        }
        let said = self.said(exception);
        page.emit(&said);
        self.write_members(&members, page);
        if is_outermost {
            page.depth = 0;
        }
    }

    fn write_members(&mut self, members: &[Ref], page: &mut Page) {
        page.open = false;
        let shown = members.len().min(GROUP_WIDTH_MAX + 1);
        for (at, member) in members.iter().take(shown).enumerate() {
            let is_last = at + 1 == shown;
            page.open |= is_last;
            let before = if at == 0 { "+-" } else { "  " };
            if at == GROUP_WIDTH_MAX {
                page.rule(before, "...");
                page.depth += 1;
                let left = members.len() - at;
                let s = if left == 1 { "" } else { "s" };
                page.emit(&format!("and {left} more exception{s}\n"));
            } else {
                page.rule(before, &(at + 1).to_string());
                page.depth += 1;
                self.write_chain(*member, page);
            }
            if is_last {
                page.close();
            }
            page.depth -= 1;
        }
    }

    /// The members of a group; none of another exception.
    fn members(&mut self, exception: Ref) -> Option<Vec<Ref>> {
        let value = Value::Ref(exception);
        if !self.is_instance(value, Type::BaseExceptionGroup) {
            return None;
        }
        let members = self.get_attr(value, names::EXCEPTIONS).ok()?;
        let members = self.heap.items(members)?.to_vec();
        Some(members.into_iter().filter_map(Value::as_ref).collect())
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

    /// What came with it, and the frames that it passed here.
    fn frames_text(&mut self, exception: Ref, title: &str) -> String {
        let Some(object) = self.heap.exception(Value::Ref(exception)).cloned() else {
            return String::new();
        };
        let mut text = String::new();
        if let Some(remote) = self.heap.str(object.remote) {
            text.push_str(remote.trim_end());
            text.push_str("\n\n");
        }
        if !object.traceback.is_empty() {
            text.push_str(&format!("{title} (most recent call last):\n"));
            text.push_str(&self.entries_text(&object.traceback));
        }
        text
    }

    /// The last line, and the notes below it.
    fn said(&mut self, exception: Ref) -> String {
        let mut text = self.exception_line(exception);
        text.push('\n');
        let notes = self
            .heap
            .exception(Value::Ref(exception))
            .map_or(Value::Unbound, |object| object.notes);
        for note in self
            .heap
            .items(notes)
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

    pub(crate) fn line_of(&self, entry: TraceEntry) -> Option<Line> {
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
            let anchor = self.anchor_of(entry);
            text.push_str(&source_text(source, span, anchor));
        }
        text
    }
}

impl Vm {
    /// What of an instruction's text the carets point at.
    fn anchor_of(&self, entry: TraceEntry) -> Anchor {
        let code = &self.program.functions[entry.code as usize].code;
        let word = code.get(entry.pc as usize).copied().unwrap_or_default();
        Op::from_byte(word as u8).map_or(Anchor::Whole, Anchor::of)
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
fn source_text(source: &str, span: Line, anchor: Anchor) -> String {
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
    if start >= end {
        return text;
    }
    let segment: Vec<char> = stripped.chars().skip(start).take(end - start).collect();
    let found = anchor.find(&segment).filter(|_| span.end_column != 0);
    if found.is_none() && start == 0 && end == length {
        return text;
    }
    let carets = match found {
        Some((from, to)) => format!(
            "{}{}{}",
            "~".repeat(from),
            "^".repeat(to - from),
            "~".repeat(segment.len() - to)
        ),
        None => "^".repeat(segment.len()),
    };
    text.push_str(&format!("    {}{carets}\n", " ".repeat(start)));
    text
}
