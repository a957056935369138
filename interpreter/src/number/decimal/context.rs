//! What rounds: precision, rounding mode and limits; and the conditions that an operation meets.

use std::cmp::Ordering;

/// CPython's limits on 64-bit machines.
pub const PREC_MAX: i64 = 999_999_999_999_999_999;
pub const EMAX_MAX: i64 = 999_999_999_999_999_999;
pub const EMIN_MIN: i64 = -999_999_999_999_999_999;
pub const ETINY_MIN: i64 = EMIN_MIN - (PREC_MAX - 1);

macro_rules! rounding {
    ($($name:ident $text:literal,)*) => {
        /// A rounding mode, by CPython's names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rounding { $($name,)* }

        impl Rounding {
            pub const ALL: &'static [Rounding] = &[$(Rounding::$name,)*];

            pub fn name(self) -> &'static str {
                match self { $(Rounding::$name => $text,)* }
            }
        }
    };
}

rounding! {
    Up "ROUND_UP",
    Down "ROUND_DOWN",
    Ceiling "ROUND_CEILING",
    Floor "ROUND_FLOOR",
    HalfUp "ROUND_HALF_UP",
    HalfDown "ROUND_HALF_DOWN",
    HalfEven "ROUND_HALF_EVEN",
    ZeroFiveUp "ROUND_05UP",
}

impl Rounding {
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.name() == name)
    }

    /// Whether the magnitude grows by one unit: `last` is the last digit that stays, `rest` how what is dropped compares with half
    /// a unit. Something is dropped.
    pub(super) fn grows(self, negative: bool, last: u8, rest: Ordering) -> bool {
        match self {
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
            Rounding::HalfUp => rest != Ordering::Less,
            Rounding::HalfDown => rest == Ordering::Greater,
            Rounding::HalfEven => {
                rest == Ordering::Greater || (rest == Ordering::Equal && last % 2 == 1)
            }
            Rounding::ZeroFiveUp => last == 0 || last == 5,
        }
    }
}

/// What an operation can meet. The first four are reported as `InvalidOperation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Condition {
    InvalidOperation,
    ConversionSyntax,
    DivisionImpossible,
    DivisionUndefined,
    InvalidContext,
    FloatOperation,
    DivisionByZero,
    Overflow,
    Underflow,
    Subnormal,
    Inexact,
    Rounded,
    Clamped,
    /// No room for the digits.
    Memory,
}

/// The signals, in CPython's order.
pub const SIGNALS: [Condition; 9] = [
    Condition::InvalidOperation,
    Condition::FloatOperation,
    Condition::DivisionByZero,
    Condition::Overflow,
    Condition::Underflow,
    Condition::Subnormal,
    Condition::Inexact,
    Condition::Rounded,
    Condition::Clamped,
];

/// A set of conditions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status(pub u16);

impl Status {
    pub fn raise(&mut self, condition: Condition) {
        self.0 |= 1 << condition as u8;
    }

    pub fn clear(&mut self, condition: Condition) {
        self.0 &= !(1 << condition as u8);
    }

    pub fn has(self, condition: Condition) -> bool {
        self.0 & (1 << condition as u8) != 0
    }

    /// Its conditions as signals: the kinds of invalid operation become one.
    pub fn signals(self) -> Status {
        let mut signals = Status(self.0 & !0b1_1110);
        if self.is_invalid() {
            signals.raise(Condition::InvalidOperation);
        }
        signals
    }

    pub fn is_invalid(self) -> bool {
        self.0 & 0b1_1111 != 0
    }

    /// Conditions that leave no result.
    pub fn is_error(self) -> bool {
        self.is_invalid() || self.has(Condition::DivisionByZero) || self.has(Condition::Memory)
    }
}

/// What an operation rounds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    pub prec: i64,
    pub rounding: Rounding,
    pub emin: i64,
    pub emax: i64,
    /// `E` and not `e`.
    pub capitals: bool,
    /// Exponents stay so small that the full precision fits.
    pub clamp: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            prec: 28,
            rounding: Rounding::HalfEven,
            emin: -999_999,
            emax: 999_999,
            capitals: true,
            clamp: false,
        }
    }
}

impl Context {
    /// What rounds nothing.
    pub fn exact() -> Self {
        Self {
            prec: PREC_MAX,
            emin: EMIN_MIN,
            emax: EMAX_MAX,
            ..Self::default()
        }
    }

    /// The exponent of the last digit of the smallest number.
    pub fn etiny(&self) -> i64 {
        self.emin - (self.prec - 1)
    }

    /// The exponent of the last digit of the largest number.
    pub fn etop(&self) -> i64 {
        self.emax - (self.prec - 1)
    }

    pub fn with_rounding(self, rounding: Rounding) -> Self {
        Self { rounding, ..self }
    }
}
