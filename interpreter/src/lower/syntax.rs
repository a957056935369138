//! From text to a tree: CPython's limits of nesting, the parser's errors, and those that only the whole tree shows.

use rustpython_ruff_python_ast::token::TokenKind;
use rustpython_ruff_python_ast::{ModModule, PythonVersion};
use rustpython_ruff_python_parser::{Mode, ParseOptions, lexer, parse_unchecked};
use rustpython_ruff_text_size::{Ranged, TextRange, TextSize};

use super::check;
use super::rules;
use super::scope::Scopes;
use super::source::Source;
use crate::LowerError;

/// CPython's own limits.
const BRACKETS_MAX: usize = 200;
const INDENTS_MAX: usize = 100;
/// Operators that one expression may chain or nest: trees are walked recursively.
const OPERATORS_MAX: usize = 3_000;
/// Characters of one definition.
const SOURCE_MAX: usize = 8 << 20;

/// Parses the text of a definition.
pub(super) fn parse(source: &Source<'_>, python: (u8, u8)) -> Result<ModModule, Vec<LowerError>> {
    if let Some(error) = too_deep(source) {
        return Err(vec![error]);
    }
    let version = PythonVersion {
        major: python.0,
        minor: python.1,
    };
    let text = &source.definition.source;
    let parsed = parse_unchecked(
        text,
        ParseOptions::from(Mode::Module).with_target_version(version),
    );
    let mut errors = Vec::new();
    for error in parsed.errors() {
        let message = format!("invalid syntax: {}", error.error);
        errors.push(source.error(error.location, message, "this is not Python".to_owned()));
    }
    for error in parsed.unsupported_syntax_errors() {
        let advice = format!("write it as Python {version} has it");
        errors.push(source.error(error.range(), lower_first(&error.to_string()), advice));
    }
    let Some(parsed) = parsed.try_into_module() else {
        return Err(errors);
    };
    if errors.is_empty() {
        errors = check_tree(source, parsed.syntax(), version);
    }
    if errors.is_empty() {
        Ok(parsed.into_syntax())
    } else {
        Err(errors)
    }
}

fn check_tree(source: &Source<'_>, module: &ModModule, version: PythonVersion) -> Vec<LowerError> {
    let scopes = Scopes::of(&module.body, false);
    let mut found = check::check(&source.definition.source, module, &scopes, version);
    if found.is_empty() {
        found = rules::check(module);
    }
    let error = |(at, message): (TextRange, String)| {
        source.error(
            at,
            format!("invalid syntax: {}", lower_first(&message)),
            "this is not Python".to_owned(),
        )
    };
    found.into_iter().map(error).collect()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Scans the tokens, which takes no recursion, for what would take too much of it later.
fn too_deep(source: &Source<'_>) -> Option<LowerError> {
    let text = &source.definition.source;
    let at_start = TextRange::default();
    if text.len() > SOURCE_MAX {
        let advice = "split it into several modules".to_owned();
        return Some(source.error(at_start, "the source is too long".to_owned(), advice));
    }
    let what = depth_error(text)?;
    // The lexer does not tell where it is: the first line up to which the text is too deep already is found by halving.
    let ends: Vec<usize> = text
        .match_indices('\n')
        .map(|(end, _)| end)
        .chain([text.len()])
        .collect();
    let line = ends
        .partition_point(|end| depth_error(&text[..*end]).is_none())
        .min(ends.len() - 1);
    let start = if line == 0 { 0 } else { ends[line - 1] + 1 };
    let at = TextRange::new(offset(start), offset(ends[line]));
    Some(source.error(
        at,
        what.to_owned(),
        "split it into smaller parts".to_owned(),
    ))
}

fn offset(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or_default()
}

fn depth_error(text: &str) -> Option<&'static str> {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut depth = Depth::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return None,
            kind => {
                if let Some(what) = depth.take(kind) {
                    return Some(what);
                }
            }
        }
    }
}

/// How deep the tree is at a token, as far as tokens tell.
struct Depth {
    /// Operators chained so far, on each level of brackets.
    chains: Vec<usize>,
    /// Their sum.
    chained: usize,
    indents: usize,
}

impl Default for Depth {
    fn default() -> Self {
        Self {
            chains: vec![0],
            chained: 0,
            indents: 0,
        }
    }
}

impl Depth {
    fn take(&mut self, kind: TokenKind) -> Option<&'static str> {
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                self.chain();
                self.chains.push(0);
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => self.close(),
            TokenKind::Comma => self.begin(),
            TokenKind::Newline | TokenKind::Semi => {
                self.chains.truncate(1);
                self.chained = 0;
                self.begin();
            }
            TokenKind::Indent => self.indents += 1,
            TokenKind::Dedent => self.indents = self.indents.saturating_sub(1),
            kind if kind.is_operator() || nests(kind) => self.chain(),
            _ => {}
        }
        if self.chains.len() > BRACKETS_MAX {
            Some("too many nested brackets")
        } else if self.indents >= INDENTS_MAX {
            Some("too many levels of indentation")
        } else if self.chained > OPERATORS_MAX {
            Some("the expression is too long")
        } else {
            None
        }
    }

    fn chain(&mut self) {
        self.chained += 1;
        if let Some(chain) = self.chains.last_mut() {
            *chain += 1;
        }
    }

    fn begin(&mut self) {
        if let Some(chain) = self.chains.last_mut() {
            self.chained = self.chained.saturating_sub(*chain);
            *chain = 0;
        }
    }

    fn close(&mut self) {
        if self.chains.len() > 1 {
            let inside = self.chains.pop().unwrap_or(0);
            self.chained = self.chained.saturating_sub(inside);
        }
    }
}

/// Keywords that a tree nests by.
fn nests(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Await
            | TokenKind::Else
            | TokenKind::Lambda
            | TokenKind::Not
            | TokenKind::Or
            | TokenKind::And
            | TokenKind::Yield
    )
}
