//! Literals as constants, and the folding that no program can notice.

use num_bigint::BigInt;
use rustpython_ruff_python_ast::{self as ast, Expr, Number, UnaryOp};
use rustpython_ruff_text_size::Ranged;

use crate::ir::Constant;

/// The constant that an expression is: a literal, a negative number, or a tuple of such.
pub(super) fn of(expr: &Expr) -> Option<Constant> {
    match expr {
        Expr::NoneLiteral(ast::ExprNoneLiteral {
            node_index: _,
            range: _,
        }) => Some(Constant::None),
        Expr::EllipsisLiteral(ast::ExprEllipsisLiteral {
            node_index: _,
            range: _,
        }) => Some(Constant::Ellipsis),
        Expr::BooleanLiteral(ast::ExprBooleanLiteral {
            node_index: _,
            range: _,
            value,
        }) => Some(Constant::Bool(*value)),
        Expr::StringLiteral(ast::ExprStringLiteral {
            node_index: _,
            range: _,
            value,
        }) => Some(Constant::Str(value.to_str().to_owned())),
        Expr::BytesLiteral(ast::ExprBytesLiteral {
            node_index: _,
            range: _,
            value,
        }) => Some(Constant::Bytes(value.bytes().collect())),
        Expr::NumberLiteral(ast::ExprNumberLiteral {
            node_index: _,
            range: _,
            value,
        }) => number(value),
        Expr::UnaryOp(ast::ExprUnaryOp {
            node_index: _,
            range: _,
            op: UnaryOp::USub,
            operand,
        }) => match operand.as_ref() {
            Expr::NumberLiteral(literal) => number(&literal.value).map(negated),
            _ => None,
        },
        Expr::Tuple(ast::ExprTuple {
            node_index: _,
            range: _,
            elts,
            ctx: _,
            parenthesized: _,
        }) => elts
            .iter()
            .map(of)
            .collect::<Option<Vec<_>>>()
            .map(Constant::Tuple),
        _ => None,
    }
}

fn number(value: &Number) -> Option<Constant> {
    Some(match value {
        Number::Int(int) => match int.as_i64() {
            Some(small) => Constant::Int(small),
            None => Constant::BigInt(big(&int.to_string())?.to_string()),
        },
        Number::Float(float) => Constant::Float(float.to_bits()),
        Number::Complex { real, imag } => Constant::Complex(real.to_bits(), imag.to_bits()),
    })
}

/// A literal beyond 64 bits, as it was written.
fn big(text: &str) -> Option<BigInt> {
    let text = text.replace('_', "").to_ascii_lowercase();
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0o") => (&text[2..], 8),
        Some("0b") => (&text[2..], 2),
        _ => (text.as_str(), 10),
    };
    BigInt::parse_bytes(digits.as_bytes(), radix)
}

fn negated(constant: Constant) -> Constant {
    let flipped = |bits: u64| (-f64::from_bits(bits)).to_bits();
    match constant {
        Constant::Int(value) => Constant::Int(-value),
        Constant::BigInt(text) if text == "9223372036854775808" => Constant::Int(i64::MIN),
        Constant::BigInt(text) => Constant::BigInt(format!("-{text}")),
        Constant::Float(bits) => Constant::Float(flipped(bits)),
        Constant::Complex(real, imag) => Constant::Complex(flipped(real), flipped(imag)),
        other => other,
    }
}

/// The right side of `x + 1`, if it fits an operand.
pub(super) fn small_int(expr: &Expr) -> Option<i8> {
    match of(expr) {
        Some(Constant::Int(value)) => i8::try_from(value).ok(),
        _ => None,
    }
}

/// Whether a constant is true, where that is plain.
pub(super) fn truth(constant: &Constant) -> Option<bool> {
    match constant {
        Constant::None => Some(false),
        Constant::Ellipsis | Constant::BigInt(_) => Some(true),
        Constant::Bool(value) => Some(*value),
        Constant::Int(value) => Some(*value != 0),
        Constant::Float(bits) => Some(f64::from_bits(*bits) != 0.0),
        Constant::Complex(real, imag) => {
            Some(f64::from_bits(*real) != 0.0 || f64::from_bits(*imag) != 0.0)
        }
        Constant::Str(text) => Some(!text.is_empty()),
        Constant::Bytes(bytes) => Some(!bytes.is_empty()),
        Constant::Tuple(items) | Constant::FrozenSet(items) => Some(!items.is_empty()),
        Constant::Encoded(_) => None,
    }
}

/// Whether a text literal is written with an escape for half of a surrogate pair, which the parser replaces.
pub(super) fn has_surrogate(expr: &Expr, source: &str) -> bool {
    let Expr::StringLiteral(literal) = expr else {
        return false;
    };
    literal.value.iter().any(|part| {
        let text = source.get(part.range().to_std_range()).unwrap_or("");
        !part.flags.prefix().is_raw() && escapes_surrogate(text)
    })
}

pub(super) fn escapes_surrogate(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let escape = &rest[at + 1..];
        let digits = match escape.chars().next() {
            Some('u') => escape.get(1..5),
            Some('U') => escape.get(1..9),
            _ => None,
        };
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if code.is_some_and(|code| (0xd800..0xe000).contains(&code)) {
            return true;
        }
        rest = escape
            .get(escape.chars().next().map_or(0, char::len_utf8)..)
            .unwrap_or("");
    }
    false
}
