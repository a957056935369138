//! Decimal floating-point arithmetic, as the General Decimal Arithmetic Specification (Cowlishaw, 1.70) defines it and CPython's
//! `decimal` does it: a coefficient, a power of ten, and a context that rounds. Pure: contexts come in, conditions go out.

mod arithmetic;
mod compare;
mod context;
mod convert;
mod digits;
mod format;
mod logical;
mod order;
mod power;
mod round;
mod sqrt;
mod step;
mod text;
mod transcendental;

pub use arithmetic::{
    add, divide, divide_int, divmod, fma, multiply, remainder, remainder_near, subtract,
};
pub use compare::{compare, compare_numbers, compare_signal, compare_total, compare_total_mag};
pub use context::{
    Condition, Context, EMAX_MAX, EMIN_MIN, ETINY_MIN, PREC_MAX, Rounding, SIGNALS, Status,
};
pub use convert::{from_float, from_int, hash, to_int, to_ratio};
pub use format::format;
pub use logical::{logical_and, logical_invert, logical_or, logical_xor, rotate, shift};
pub use order::{max, max_mag, min, min_mag};
pub use power::{power, power_modulo};
pub use round::{
    absolute, finish as rounded, minus, normalize, plus, quantize, to_integral_exact,
    to_integral_value,
};
pub use sqrt::sqrt;
pub use step::{logb, next_minus, next_plus, next_toward, scaleb};
pub use text::{parse, to_eng, to_sci};
pub use transcendental::{exp, ln, log10};

use num_bigint::BigUint;

/// What a decimal is besides its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Finite,
    Infinite,
    /// NaN; the coefficient is its payload.
    Quiet,
    /// sNaN; the coefficient is its payload.
    Signaling,
}

/// `(-1)^negative * coefficient * 10^exponent`, or what is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    pub negative: bool,
    pub kind: Kind,
    pub coefficient: BigUint,
    pub exponent: i64,
}

impl Decimal {
    pub fn finite(negative: bool, coefficient: BigUint, exponent: i64) -> Self {
        Self {
            negative,
            kind: Kind::Finite,
            coefficient,
            exponent,
        }
    }

    pub fn zero(negative: bool, exponent: i64) -> Self {
        Self::finite(negative, BigUint::ZERO, exponent)
    }

    pub fn one() -> Self {
        Self::finite(false, BigUint::from(1_u8), 0)
    }

    pub fn infinity(negative: bool) -> Self {
        Self {
            kind: Kind::Infinite,
            ..Self::zero(negative, 0)
        }
    }

    pub fn nan() -> Self {
        Self {
            kind: Kind::Quiet,
            ..Self::zero(false, 0)
        }
    }

    pub fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    pub fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinite
    }

    pub fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Quiet | Kind::Signaling)
    }

    pub fn is_signaling(&self) -> bool {
        self.kind == Kind::Signaling
    }

    pub fn is_zero(&self) -> bool {
        self.is_finite() && self.coefficient == BigUint::ZERO
    }

    /// Digits of the coefficient; 1 for zero.
    pub fn digits(&self) -> i64 {
        digits::count(&self.coefficient)
    }

    /// The exponent of the first digit.
    pub fn adjusted(&self) -> i64 {
        self.exponent + self.digits() - 1
    }

    /// Whether it is a whole number, perhaps with zeros after the point.
    pub fn is_integer(&self) -> bool {
        self.is_finite()
            && (self.exponent >= 0
                || self.is_zero()
                || (-self.exponent < self.digits()
                    && digits::trailing_zeros(&self.coefficient) >= -self.exponent))
    }

    pub fn with_sign(mut self, negative: bool) -> Self {
        self.negative = negative;
        self
    }

    /// Between the smallest normal number and the largest.
    pub fn is_normal(&self, context: &Context) -> bool {
        self.is_finite() && !self.is_zero() && self.adjusted() >= context.emin
    }

    /// Nonzero, and smaller than every normal number.
    pub fn is_subnormal(&self, context: &Context) -> bool {
        self.is_finite() && !self.is_zero() && self.adjusted() < context.emin
    }

    /// The name of its class in the specification.
    pub fn class(&self, context: &Context) -> &'static str {
        match self.kind {
            Kind::Quiet => "NaN",
            Kind::Signaling => "sNaN",
            Kind::Infinite if self.negative => "-Infinity",
            Kind::Infinite => "+Infinity",
            Kind::Finite => match (self.is_zero(), self.is_subnormal(context), self.negative) {
                (true, _, true) => "-Zero",
                (true, _, false) => "+Zero",
                (false, true, true) => "-Subnormal",
                (false, true, false) => "+Subnormal",
                (false, false, true) => "-Normal",
                (false, false, false) => "+Normal",
            },
        }
    }
}

/// The NaN that an operation of these operands gives, if one is a NaN: a signaling one first, then the first.
fn nan_of(operands: &[&Decimal], context: &Context, status: &mut Status) -> Option<Decimal> {
    let signaling = operands.iter().find(|each| each.kind == Kind::Signaling);
    if signaling.is_some() {
        status.raise(Condition::InvalidOperation);
    }
    let found = signaling.or_else(|| operands.iter().find(|each| each.is_nan()))?;
    Some(round::fit_payload(
        Decimal {
            kind: Kind::Quiet,
            ..(*found).clone()
        },
        context,
    ))
}

/// A NaN, because of a condition.
fn invalid(status: &mut Status, condition: Condition) -> Decimal {
    status.raise(condition);
    Decimal::nan()
}

/// What stands for a result too long to be computed.
fn too_long(status: &mut Status) -> Decimal {
    invalid(status, Condition::Memory)
}
