//! f-strings.

use rustpython_ruff_python_ast::{
    self as ast, ConversionFlag, FStringPart, InterpolatedStringElement,
};
use rustpython_ruff_text_size::{Ranged, TextRange};

use super::constant;
use super::frame::Reg;
use super::lowerer::Lowerer;
use crate::ir::{Constant, NONE, Op};

/// More pieces than this are joined in groups.
const PIECES_MAX: usize = 30;

enum Piece<'a> {
    Text(TextRange, String),
    Value(&'a ast::InterpolatedElement),
}

impl<'a> Lowerer<'a, '_> {
    pub(super) fn f_string(&mut self, fstring: &'a ast::ExprFString, to: Reg) {
        let ast::ExprFString {
            node_index: _,
            range,
            value,
        } = fstring;
        let mut pieces = Vec::new();
        for part in value {
            match part {
                FStringPart::Literal(ast::StringLiteral {
                    range,
                    node_index: _,
                    value,
                    flags,
                }) => {
                    self.check_literal(*range, flags.prefix().is_raw());
                    push_text(&mut pieces, *range, value);
                }
                FStringPart::FString(ast::FString {
                    range: _,
                    node_index: _,
                    elements,
                    flags,
                }) => {
                    self.pieces(elements, flags.prefix().is_raw(), &mut pieces);
                }
            }
        }
        self.join(*range, &pieces, to);
    }

    fn pieces(
        &mut self,
        elements: &'a ast::InterpolatedStringElements,
        is_raw: bool,
        pieces: &mut Vec<Piece<'a>>,
    ) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let ast::InterpolatedStringLiteralElement {
                        range,
                        node_index: _,
                        value,
                    } = literal;
                    self.check_literal(*range, is_raw);
                    push_text(pieces, *range, value);
                }
                InterpolatedStringElement::Interpolation(value) => {
                    if let Some(debug) = &value.debug_text {
                        let ast::DebugText { leading, trailing } = debug;
                        let written = format!(
                            "{leading}{}{trailing}",
                            self.source.text(value.expression.as_ref())
                        );
                        push_text(pieces, value.range, &written);
                    }
                    pieces.push(Piece::Value(value));
                }
            }
        }
    }

    fn check_literal(&mut self, at: TextRange, is_raw: bool) {
        if !is_raw && constant::escapes_surrogate(self.source.text(at)) {
            self.reject(
                at,
                "a text cannot hold a lone surrogate in a workflow",
                "use the character itself",
            );
        }
    }

    fn join(&mut self, at: TextRange, pieces: &[Piece<'a>], to: Reg) {
        match pieces {
            [] => self.load_constant(Constant::Str(String::new()), at, to),
            [piece] => self.piece(piece, to),
            pieces if pieces.len() <= PIECES_MAX => {
                let first = self.f.temps(pieces.len());
                for (index, piece) in pieces.iter().enumerate() {
                    self.piece(piece, first + index as Reg);
                }
                self.f
                    .op(at, Op::BuildString, to, first, pieces.len() as Reg);
            }
            pieces => {
                let groups: Vec<_> = pieces.chunks(pieces.len().div_ceil(PIECES_MAX)).collect();
                let first = self.f.temps(groups.len());
                for (index, group) in groups.iter().enumerate() {
                    let mark = self.f.mark();
                    self.join(at, group, first + index as Reg);
                    self.f.release(mark);
                }
                self.f
                    .op(at, Op::BuildString, to, first, groups.len() as Reg);
            }
        }
    }

    fn piece(&mut self, piece: &Piece<'a>, to: Reg) {
        match piece {
            Piece::Text(at, text) => self.load_constant(Constant::Str(text.clone()), *at, to),
            Piece::Value(value) => self.formatted(value, to),
        }
    }

    fn formatted(&mut self, element: &'a ast::InterpolatedElement, to: Reg) {
        let ast::InterpolatedElement {
            range,
            node_index: _,
            expression,
            debug_text,
            conversion,
            format_spec,
        } = element;
        let mark = self.f.mark();
        let value = self.expr(expression);
        let conversion = match conversion {
            // `{x=}` shows the repr, unless it says how to format.
            ConversionFlag::None if debug_text.is_some() && format_spec.is_none() => Some(1),
            ConversionFlag::None => None,
            ConversionFlag::Str => Some(0),
            ConversionFlag::Repr => Some(1),
            ConversionFlag::Ascii => Some(2),
        };
        let value = match conversion {
            Some(how) => {
                let converted = self.f.temp();
                self.f.op(*range, Op::Convert, converted, value, how);
                converted
            }
            None => value,
        };
        let spec = match format_spec {
            Some(spec) => {
                let ast::InterpolatedStringFormatSpec {
                    range,
                    node_index: _,
                    elements,
                } = spec.as_ref();
                let register = self.f.temp();
                let mut pieces = Vec::new();
                self.pieces(elements, false, &mut pieces);
                self.join(*range, &pieces, register);
                register
            }
            None => NONE,
        };
        self.f.op(expression.range(), Op::Format, to, value, spec);
        self.f.release(mark);
    }
}

/// Neighbouring texts are one.
fn push_text(pieces: &mut Vec<Piece<'_>>, at: TextRange, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(_, before)) => before.push_str(text),
        _ => pieces.push(Piece::Text(at, text.to_owned())),
    }
}
