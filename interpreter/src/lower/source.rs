//! The text of a definition: where its ranges are in the author's file.

use rustpython_ruff_text_size::{Ranged, TextRange, TextSize};

use crate::LowerError;
use crate::ir::Line;
use crate::source::{Definition, DefinitionKind};

pub(super) struct Source<'a> {
    pub(super) definition: &'a Definition,
    /// Index among the program's files.
    pub(super) file: u32,
    line_starts: Vec<usize>,
}

/// A place in the author's file: line from 1, column from 0 in characters.
#[derive(Clone, Copy)]
struct Position {
    line: u32,
    column: u32,
}

impl<'a> Source<'a> {
    pub(super) fn new(definition: &'a Definition, file: u32) -> Self {
        let newlines = definition
            .source
            .match_indices('\n')
            .map(|(offset, _)| offset + 1);
        Self {
            definition,
            file,
            line_starts: std::iter::once(0).chain(newlines).collect(),
        }
    }

    pub(super) fn module(&self) -> &'a str {
        &self.definition.module
    }

    /// The qualified name of what the module's body defines: the definition itself has its own.
    pub(super) fn qualname(&self, name: &str) -> String {
        let qualname = &self.definition.qualname;
        let last = qualname.rsplit('.').next();
        if self.definition.kind != DefinitionKind::Module && last == Some(name) {
            qualname.clone()
        } else {
            name.to_owned()
        }
    }

    pub(super) fn text(&self, at: impl Ranged) -> &'a str {
        self.definition
            .source
            .get(at.range().to_std_range())
            .unwrap_or("")
    }

    /// The end of the text, as a range.
    pub(super) fn end(&self) -> TextRange {
        let end = self.definition.source.trim_end().len();
        TextRange::empty(TextSize::try_from(end).unwrap_or_default())
    }

    fn position(&self, offset: TextSize) -> Position {
        let offset = offset.to_usize().min(self.definition.source.len());
        let line = self.line_starts.partition_point(|start| *start <= offset) - 1;
        let before = self
            .definition
            .source
            .get(self.line_starts[line]..offset)
            .unwrap_or("");
        Position {
            line: self.definition.first_line + line as u32,
            column: self.definition.column + before.chars().count() as u32,
        }
    }

    fn line_text(&self, line: u32) -> &'a str {
        let index = (line - self.definition.first_line) as usize;
        self.definition.shown().split('\n').nth(index).unwrap_or("")
    }

    pub(super) fn error(&self, at: TextRange, message: String, advice: String) -> LowerError {
        let (start, end) = (self.position(at.start()), self.position(at.end()));
        let text = self.line_text(start.line);
        let shown = self.definition.column + text.chars().count() as u32;
        let stop = if end.line == start.line {
            end.column
        } else {
            shown
        };
        LowerError {
            file: self.definition.file.clone(),
            line: start.line,
            column: start.column + 1,
            text: " ".repeat(self.definition.column as usize) + text,
            width: stop.saturating_sub(start.column).max(1),
            message,
            advice,
            chain: self.definition.chain.clone(),
        }
    }

    /// The line table of a function.
    pub(super) fn lines(&self, spans: &[(u32, TextRange)]) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::with_capacity(spans.len());
        for (pc, at) in spans {
            let (start, end) = (self.position(at.start()), self.position(at.end()));
            let end_column = if end.line == start.line {
                end.column
            } else {
                0
            };
            let line = Line {
                pc: *pc,
                line: start.line,
                column: start.column,
                end_column,
            };
            match lines.last_mut() {
                Some(last) if last.pc == line.pc => *last = line,
                _ => lines.push(line),
            }
        }
        lines
    }
}
