//! Functions of floats that CPython leaves to the C library, or makes itself of others. The formulas are those of fdlibm, which the C
//! library under CPython has; so results differ from its in the last digit only where its own exponential or logarithm is not
//! correctly rounded: once in some hundred or thousand arguments. `cbrt` is correctly rounded, which that of glibc is not.

use std::f64::consts::{LN_2, PI};

/// Beyond it a value is so large that the formula is a logarithm or an exponential alone.
const LARGE: f64 = 268_435_456.0;

/// `pxfm` loses digits in turning a large angle into a small one; `libm` does not.
const MANY_TURNS: f64 = 100_000.0;

pub(crate) fn sin(x: f64) -> f64 {
    if x.abs() < MANY_TURNS {
        pxfm::f_sin(x)
    } else {
        libm::sin(x)
    }
}

pub(crate) fn cos(x: f64) -> f64 {
    if x.abs() < MANY_TURNS {
        pxfm::f_cos(x)
    } else {
        libm::cos(x)
    }
}

pub(crate) fn tan(x: f64) -> f64 {
    if x.abs() < MANY_TURNS {
        pxfm::f_tan(x)
    } else {
        libm::tan(x)
    }
}

pub(crate) fn log10(x: f64) -> f64 {
    const LOG10_2_HIGH: f64 = f64::from_bits(0x3FD3_4413_509F_6000);
    const LOG10_2_LOW: f64 = f64::from_bits(0x3D59_FEF3_11F1_2B36);
    const ONE_OVER_LN_10: f64 = f64::from_bits(0x3FDB_CB7B_1526_E50E);
    if !x.is_finite() || x <= 0.0 {
        return libm::log10(x);
    }
    let (mantissa, exponent) = libm::frexp(x);
    // The mantissa from 1 up to 2 for exponents from 0 on, from one half up to 1 for those below.
    let (mantissa, exponent) = match exponent > 0 {
        true => (mantissa * 2.0, exponent - 1),
        false => (mantissa, exponent),
    };
    let exponent = f64::from(exponent);
    let rest = exponent * LOG10_2_LOW + ONE_OVER_LN_10 * pxfm::f_log(mantissa);
    rest + exponent * LOG10_2_HIGH
}

pub(crate) fn cosh(x: f64) -> f64 {
    let size = x.abs();
    if size < 0.5 * LN_2 {
        let less = libm::expm1(size);
        let more = 1.0 + less;
        return if size < f64::EPSILON / 4.0 {
            more
        } else {
            1.0 + less * less / (more + more)
        };
    }
    if size < 22.0 {
        let power = pxfm::f_exp(size);
        return 0.5 * power + 0.5 / power;
    }
    half_exp(size)
}

/// Half of an exponential, which may be finite where the exponential is not.
fn half_exp(size: f64) -> f64 {
    if size <= 709.782_712_893_384 {
        return 0.5 * pxfm::f_exp(size);
    }
    let root = pxfm::f_exp(0.5 * size);
    0.5 * root * root
}

pub(crate) fn sinh(x: f64) -> f64 {
    let size = x.abs();
    let half = libm::copysign(0.5, x);
    if size < 1.0 / LARGE {
        return x;
    }
    if size < 22.0 {
        let less = libm::expm1(size);
        return if size < 1.0 {
            half * (2.0 * less - less * less / (less + 1.0))
        } else {
            half * (less + less / (less + 1.0))
        };
    }
    libm::copysign(half_exp(size), x)
}

pub(crate) fn tanh(x: f64) -> f64 {
    let size = x.abs();
    if x.is_nan() || size < f64::EPSILON / 8.0 {
        return x;
    }
    let found = if size >= 22.0 {
        1.0
    } else if size >= 1.0 {
        1.0 - 2.0 / (libm::expm1(2.0 * size) + 2.0)
    } else {
        let less = libm::expm1(-2.0 * size);
        -less / (less + 2.0)
    };
    libm::copysign(found, x)
}

pub(crate) fn asinh(x: f64) -> f64 {
    let size = x.abs();
    if !x.is_finite() || size < 1.0 / LARGE {
        return x;
    }
    let found = if size > LARGE {
        pxfm::f_log(size) + LN_2
    } else if size > 2.0 {
        pxfm::f_log(2.0 * size + 1.0 / (libm::sqrt(x * x + 1.0) + size))
    } else {
        let square = x * x;
        libm::log1p(size + square / (1.0 + libm::sqrt(1.0 + square)))
    };
    libm::copysign(found, x)
}

pub(crate) fn acosh(x: f64) -> f64 {
    if x.is_nan() || x < 1.0 {
        f64::NAN
    } else if x > LARGE {
        pxfm::f_log(x) + LN_2
    } else if x > 2.0 {
        pxfm::f_log(2.0 * x - 1.0 / (x + libm::sqrt(x * x - 1.0)))
    } else {
        let over = x - 1.0;
        libm::log1p(over + libm::sqrt(2.0 * over + over * over))
    }
}

// --- the gamma function, which CPython makes itself: Lanczos' approximation with 13 terms

/// Lanczos' g, less one half.
const G_LESS_HALF: f64 = 5.524_680_040_776_73;
const G: f64 = 6.024_680_040_776_73;

const ABOVE: [f64; 13] = [
    23_531_376_880.410_76,
    42_919_803_642.649_1,
    35_711_959_237.355_67,
    17_921_034_426.037_21,
    6_039_542_586.352_028,
    1_439_720_407.311_721_6,
    248_874_557.862_054_17,
    31_426_415.585_400_194,
    2_876_370.628_935_372_5,
    186_056.265_395_223_48,
    8_071.672_002_365_816,
    210.824_277_751_579_36,
    2.506_628_274_631_000_2,
];

const BELOW: [f64; 13] = [
    0.0,
    39_916_800.0,
    120_543_840.0,
    150_917_976.0,
    105_258_076.0,
    45_995_730.0,
    13_339_535.0,
    2_637_558.0,
    357_423.0,
    32_670.0,
    1_925.0,
    66.0,
    1.0,
];

fn lanczos(x: f64) -> f64 {
    let (mut above, mut below) = (0.0, 0.0);
    if x < 5.0 {
        for (up, down) in ABOVE.iter().zip(&BELOW).rev() {
            above = above * x + up;
            below = below * x + down;
        }
    } else {
        for (up, down) in ABOVE.iter().zip(&BELOW) {
            above = above / x + up;
            below = below / x + down;
        }
    }
    above / below
}

fn sin_of_pi_times(x: f64) -> f64 {
    let turn = x.abs() % 2.0;
    let found = match libm::round(2.0 * turn) as i64 {
        0 => pxfm::f_sin(PI * turn),
        1 => pxfm::f_cos(PI * (turn - 0.5)),
        2 => pxfm::f_sin(PI * (1.0 - turn)),
        3 => -pxfm::f_cos(PI * (turn - 1.5)),
        _ => pxfm::f_sin(PI * (turn - 2.0)),
    };
    libm::copysign(1.0, x) * found
}

/// Infinite at a pole, and where the result is too large.
pub(crate) fn gamma(x: f64) -> f64 {
    if !x.is_finite() {
        return if x == f64::NEG_INFINITY { f64::NAN } else { x };
    }
    if x == 0.0 {
        return 1.0 / x;
    }
    if x == libm::floor(x) {
        if x < 0.0 {
            return f64::INFINITY;
        }
        if x <= 23.0 {
            return (2..x as u64).fold(1.0, |product, factor| product * factor as f64);
        }
    }
    let size = x.abs();
    if size < 1e-20 {
        return 1.0 / x;
    }
    if size > 200.0 {
        return if x < 0.0 {
            0.0 / sin_of_pi_times(x)
        } else {
            f64::INFINITY
        };
    }
    let y = size + G_LESS_HALF;
    // What the sum lost of its smaller part.
    let lost = if size > G_LESS_HALF {
        (y - size) - G_LESS_HALF
    } else {
        (y - G_LESS_HALF) - size
    };
    let correction = lost * G / y;
    let power = |value: f64, up: bool| {
        let scale = |value: f64, factor: f64| if up { value * factor } else { value / factor };
        if size < 140.0 {
            return scale(value, pxfm::f_pow(y, size - 0.5));
        }
        let root = pxfm::f_pow(y, size / 2.0 - 0.25);
        scale(scale(value, root), root)
    };
    if x < 0.0 {
        let value = -PI / sin_of_pi_times(size) / size * pxfm::f_exp(y) / lanczos(size);
        power(value - correction * value, false)
    } else {
        let value = lanczos(size) / pxfm::f_exp(y);
        power(value + correction * value, true)
    }
}

pub(crate) fn lgamma(x: f64) -> f64 {
    const LOG_PI: f64 = 1.144_729_885_849_400_2;
    if !x.is_finite() {
        return if x.is_nan() { x } else { f64::INFINITY };
    }
    if x == libm::floor(x) && x <= 2.0 {
        return if x <= 0.0 { f64::INFINITY } else { 0.0 };
    }
    let size = x.abs();
    if size < 1e-20 {
        return -pxfm::f_log(size);
    }
    let mut value = pxfm::f_log(lanczos(size)) - G;
    value += (size - 0.5) * (pxfm::f_log(size + G - 0.5) - 1.0);
    if x < 0.0 {
        value = LOG_PI - pxfm::f_log(sin_of_pi_times(size).abs()) - pxfm::f_log(size) - value;
    }
    value
}

// --- lengths

/// The absolute value of a complex, by Borges's "An Improved Algorithm for hypot(a, b)" (2019, without a fused multiply-add), which is
/// that of the C library under CPython; [`length`] is more exact, as is `math.hypot`.
pub(crate) fn hypot(x: f64, y: f64) -> f64 {
    if x.is_infinite() || y.is_infinite() {
        return f64::INFINITY;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let (long, short) = (x.abs().max(y.abs()), x.abs().min(y.abs()));
    let scale = if long > 2_f64.powi(511) {
        2_f64.powi(-600)
    } else if short < 2_f64.powi(-459) {
        2_f64.powi(600)
    } else {
        1.0
    };
    if short <= long * (f64::EPSILON / 4.0) {
        return long + short;
    }
    corrected_root(long * scale, short * scale) / scale
}

/// The root of the sum of squares, less its error.
fn corrected_root(long: f64, short: f64) -> f64 {
    let root = libm::sqrt(long * long + short * short);
    let (one, other) = if root <= 2.0 * short {
        let beyond = root - short;
        let one = long * (2.0 * beyond - long);
        (one, (beyond - 2.0 * (long - short)) * beyond)
    } else {
        let beyond = root - long;
        let one = 2.0 * beyond * (long - 2.0 * short);
        (one, (4.0 * beyond - short) * short + beyond * beyond)
    };
    root - (one + other) / (2.0 * root)
}

/// The root of the sum of squares, as exact as CPython's: squares and their sum in two floats each, and a step of Newton's.
pub(crate) fn length(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if values.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if values.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || values.len() < 2 {
        return largest;
    }
    let (_, exponent) = libm::frexp(largest);
    if exponent < -1023 {
        // Scaled up first, as the reciprocal of the scale is too large a number.
        let scaled: Vec<f64> = values.iter().map(|x| x * 2_f64.powi(600)).collect();
        return length(&scaled) / 2_f64.powi(600);
    }
    let scale = libm::ldexp(1.0, -exponent);
    let mut sum = Sum {
        high: 1.0,
        lows: [0.0; 3],
    };
    for x in values {
        sum.add_square(x * scale, 1.0);
    }
    let root = libm::sqrt(sum.total());
    sum.add_square(root, -1.0);
    (root + sum.total() / (2.0 * root)) / scale
}

struct Sum {
    high: f64,
    lows: [f64; 3],
}

impl Sum {
    fn add_square(&mut self, x: f64, sign: f64) {
        // Veltkamp's split into halves whose products are exact.
        let spread = x * 134_217_729.0;
        let high = spread - (spread - x);
        let low = x - high;
        self.add(sign * high * high, 0);
        self.add(sign * 2.0 * high * low, 1);
        self.add(sign * low * low, 2);
    }

    fn add(&mut self, part: f64, place: usize) {
        if place == 2 {
            self.lows[2] += part;
            return;
        }
        let before = self.high;
        self.high += part;
        self.lows[place] += (before - self.high) + part;
    }

    fn total(&self) -> f64 {
        self.high - 1.0 + (self.lows[0] + self.lows[1] + self.lows[2])
    }
}
