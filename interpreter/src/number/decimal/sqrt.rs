//! The square root, rounded half to even whatever the context says.

use super::arithmetic::sticky;
use super::digits;
use super::round::finish;
use super::{Condition, Context, Decimal, Rounding, Status, invalid, nan_of, too_long};

pub fn sqrt(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[value], context, status) {
        return nan;
    }
    let context = context.with_rounding(Rounding::HalfEven);
    let ideal = value.exponent.div_euclid(2);
    if value.is_zero() {
        return finish(Decimal::zero(value.negative, ideal), &context, status);
    }
    if value.negative {
        return invalid(status, Condition::InvalidOperation);
    }
    if value.is_infinite() {
        return value.clone();
    }
    // An even exponent, and digits for one more than the precision.
    let odd = value.exponent.rem_euclid(2);
    let length = value.digits() + odd;
    let pairs = (context.prec + 1) - (length + 1) / 2;
    let scaled = digits::power_of_ten((odd + 2 * pairs).max(0));
    let Some(unit) = scaled else {
        return too_long(status);
    };
    let mut scaled = &value.coefficient * unit;
    let mut exact = true;
    if odd + 2 * pairs < 0 {
        let (kept, rest) = digits::dropped(&scaled, -(odd + 2 * pairs));
        scaled = kept;
        exact = rest.is_none();
    }
    let root = scaled.sqrt();
    exact &= &root * &root == scaled;
    let exponent = ideal - pairs;
    let found = if exact {
        let (coefficient, gone) = digits::stripped(&root, (ideal - exponent).max(0));
        Decimal::finite(false, coefficient, exponent + gone)
    } else {
        Decimal::finite(false, sticky(root), exponent)
    };
    finish(found, &context, status)
}
