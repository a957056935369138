//! Fractions to integers, and to simpler fractions.

use super::{Parts, new, operators, this};
use crate::number::{Int, divide};
use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

type Rounding = fn(&Parts) -> Int;

pub(super) fn whole(vm: &mut Vm, args: &Args<'_>, round: Rounding) -> Answer {
    let whole = round(&this(vm, args));
    Ok(vm.from_int(whole))
}

pub(super) fn floor((top, bottom): &Parts) -> Int {
    divide::int_floordiv(top, bottom).unwrap_or(Int::Small(0))
}

pub(super) fn ceil((top, bottom): &Parts) -> Int {
    floor(&(top.neg(), bottom.clone())).neg()
}

pub(super) fn trunc(parts: &Parts) -> Int {
    if parts.0.is_negative() {
        ceil(parts)
    } else {
        floor(parts)
    }
}

/// To the nearest, the even one of two.
fn nearest((top, bottom): &Parts) -> Int {
    let unit = bottom.to_big();
    Int::from(divide::round_to(&top.to_big(), &unit) / unit)
}

/// `round(fraction, digits)`.
pub(super) fn round(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [digits] = args.between(vm, "__round__", 0)?;
    let (top, bottom) = this(vm, args);
    if digits.is_unbound() || digits.is_none() {
        let whole = nearest(&(top, bottom));
        return Ok(vm.from_int(whole));
    }
    let digits = operators::whole_of(vm, digits)?.clamp_i64();
    let size = vm.from_int(Int::Small(digits.saturating_abs()));
    let shift = vm.binary(crate::vm::Binary::Pow, Value::Int(10), size)?;
    let shift = vm.as_int(shift).unwrap_or(Int::Small(1));
    if digits > 0 {
        let scaled = (vm.lift(top.mul(&shift))?, bottom);
        return new(vm, nearest(&scaled), shift);
    }
    let scaled = (top, vm.lift(bottom.mul(&shift))?);
    let whole = vm.lift(nearest(&scaled).mul(&shift))?;
    new(vm, whole, Int::Small(1))
}

/// The nearest fraction with a denominator not above `max_denominator`: from the continued fraction.
pub(super) fn limit_denominator(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [most] = args.bind(vm, "limit_denominator", ["max_denominator"], 0, 1)?;
    let most = match most.bound() {
        Some(most) => operators::whole_of(vm, most)?,
        None => Int::Small(1_000_000),
    };
    if most < Int::Small(1) {
        return Err(vm.value_error("max_denominator should be at least 1"));
    }
    let mine = this(vm, args);
    if mine.1 <= most {
        return new(vm, mine.0, mine.1);
    }
    let (top, bottom) = closest(vm, &mine, &most)?;
    new(vm, top, bottom)
}

fn closest(vm: &mut Vm, mine: &Parts, most: &Int) -> Result<Parts, Raised> {
    let (mut before, mut last) = (
        (Int::Small(0), Int::Small(1)),
        (Int::Small(1), Int::Small(0)),
    );
    let (mut n, mut d) = mine.clone();
    loop {
        let a = floor(&(n.clone(), d.clone()));
        let bottom = before.1.add(&vm.lift(a.mul(&last.1))?);
        if bottom > *most {
            break;
        }
        let top = before.0.add(&vm.lift(a.mul(&last.0))?);
        before = std::mem::replace(&mut last, (top, bottom));
        let rest = n.sub(&vm.lift(a.mul(&d))?);
        n = std::mem::replace(&mut d, rest);
    }
    let k = floor(&(most.sub(&before.1), last.1.clone()));
    let other = (
        before.0.add(&vm.lift(k.mul(&last.0))?),
        before.1.add(&vm.lift(k.mul(&last.1))?),
    );
    let (to_last, to_other) = (distance(vm, &last, mine)?, distance(vm, &other, mine)?);
    let last_is_nearer = operators::order(vm, &to_last, &to_other)?.is_le();
    Ok(if last_is_nearer { last } else { other })
}

fn distance(vm: &mut Vm, a: &Parts, b: &Parts) -> Result<Parts, Raised> {
    let top = vm.lift(a.0.mul(&b.1))?.sub(&vm.lift(b.0.mul(&a.1))?);
    Ok((top.abs(), vm.lift(a.1.mul(&b.1))?))
}
