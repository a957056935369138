//! Which part of an expression the carets of a traceback point at: the operator, or the brackets of a subscript.

use crate::ir::Op;

/// What to look for in the text of the instruction that raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// All of it.
    Whole,
    /// `left op right`.
    Operator(&'static str),
    /// `object[key]`.
    Subscript,
}

impl Anchor {
    pub(super) fn of(op: Op) -> Self {
        Anchor::Operator(match op {
            Op::Add | Op::AddInt => "+",
            Op::Sub | Op::SubInt => "-",
            Op::Mul => "*",
            Op::TrueDiv => "/",
            Op::FloorDiv => "//",
            Op::Mod => "%",
            Op::Pow => "**",
            Op::MatMul => "@",
            Op::LShift => "<<",
            Op::RShift => ">>",
            Op::BitAnd => "&",
            Op::BitOr => "|",
            Op::BitXor => "^",
            Op::GetItem | Op::SetItem | Op::DelItem => return Anchor::Subscript,
            _ => return Anchor::Whole,
        })
    }

    /// From where to where, in characters; none for all of it.
    pub(super) fn find(self, text: &[char]) -> Option<(usize, usize)> {
        match self {
            Anchor::Whole => None,
            Anchor::Operator(operator) => find_operator(text, operator),
            Anchor::Subscript => find_subscript(text),
        }
    }
}

/// The operator that was executed last: the last one outside of brackets, but the first `**`, which groups to the right.
fn find_operator(text: &[char], operator: &str) -> Option<(usize, usize)> {
    let found = tokens(text).filter(|token| token.depth == 0 && token.is_binary);
    let mut same = found.filter(|token| {
        text[token.start..token.end]
            .iter()
            .copied()
            .eq(operator.chars())
    });
    let token = if operator == "**" {
        same.next()
    } else {
        same.last()
    }?;
    Some((token.start, token.end))
}

/// The last bracket outside of others, to its end.
fn find_subscript(text: &[char]) -> Option<(usize, usize)> {
    let open = tokens(text)
        .filter(|token| token.depth == 0 && text[token.start] == '[')
        .last()?;
    let close = text.iter().rposition(|char| *char == ']')?;
    (open.start < close).then_some((open.start, close + 1))
}

/// An operator or an opening bracket.
struct Token {
    start: usize,
    end: usize,
    /// Brackets that are open around it.
    depth: usize,
    /// It stands behind an operand.
    is_binary: bool,
}

/// Operators and opening brackets outside of texts.
fn tokens(text: &[char]) -> impl Iterator<Item = Token> + '_ {
    let (mut at, mut depth, mut after_operand) = (0, 0_usize, false);
    std::iter::from_fn(move || {
        while at < text.len() {
            let (start, char) = (at, text[at]);
            match char {
                '\'' | '"' => {
                    at = end_of_text(text, at);
                    after_operand = true;
                }
                _ if char.is_whitespace() => at += 1,
                _ if char.is_alphanumeric() || char == '_' || char == '.' => {
                    at = end_of_word(text, at);
                    let word: String = text[start..at].iter().collect();
                    after_operand = !matches!(
                        &*word,
                        "await" | "not" | "and" | "or" | "in" | "is" | "if" | "else" | "lambda"
                    );
                }
                '(' | '[' | '{' => {
                    at += 1;
                    depth += 1;
                    let is_binary = std::mem::take(&mut after_operand);
                    return Some(Token {
                        start,
                        end: at,
                        depth: depth - 1,
                        is_binary,
                    });
                }
                ')' | ']' | '}' => {
                    at += 1;
                    depth = depth.saturating_sub(1);
                    after_operand = true;
                }
                _ => {
                    let double =
                        matches!(char, '*' | '/' | '<' | '>') && text.get(at + 1) == Some(&char);
                    at += if double { 2 } else { 1 };
                    let is_binary = std::mem::take(&mut after_operand);
                    return Some(Token {
                        start,
                        end: at,
                        depth,
                        is_binary,
                    });
                }
            }
        }
        None
    })
}

fn end_of_word(text: &[char], start: usize) -> usize {
    let mut at = start;
    while let Some(char) = text.get(at) {
        let exponent = text[start].is_ascii_digit()
            && matches!(char, '+' | '-')
            && matches!(text[at - 1], 'e' | 'E')
            && !text[start..at].contains(&'x');
        if !(char.is_alphanumeric() || matches!(char, '_' | '.') || exponent) {
            break;
        }
        at += 1;
    }
    at
}

fn end_of_text(text: &[char], start: usize) -> usize {
    let quote = text[start];
    let tripled = text.get(start + 1) == Some(&quote) && text.get(start + 2) == Some(&quote);
    let length = if tripled { 3 } else { 1 };
    let mut at = start + length;
    while at < text.len() {
        if text[at] == '\\' {
            at += 2;
        } else if text[at..]
            .iter()
            .take(length)
            .filter(|char| **char == quote)
            .count()
            == length
        {
            return at + length;
        } else {
            at += 1;
        }
    }
    text.len()
}
