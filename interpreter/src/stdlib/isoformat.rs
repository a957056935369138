//! `fromisoformat`: the forms of ISO 8601 that CPython 3.11 reads.

use super::calendar;
use super::moment::Moment;
use crate::value::{Type, Value};
use crate::vm::Vm;

fn digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let head = text
        .get(..count)
        .filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((head.parse().ok()?, &text[count..]))
}

/// `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www[-D]`: the date, and what follows.
fn day(text: &str) -> Option<(Moment, &str)> {
    let (year, rest) = digits(text, 4)?;
    let (dashed, rest) = rest
        .strip_prefix('-')
        .map_or((false, rest), |rest| (true, rest));
    if let Some(rest) = rest.strip_prefix('W') {
        return week(year, dashed, rest);
    }
    let (month, rest) = digits(rest, 2)?;
    let rest = if dashed {
        rest.strip_prefix('-')?
    } else {
        rest
    };
    let (day, rest) = digits(rest, 2)?;
    Some((Moment::date(year, month, day), rest))
}

fn week(year: i64, dashed: bool, rest: &str) -> Option<(Moment, &str)> {
    let (week, rest) = digits(rest, 2)?;
    let with_day = if dashed {
        rest.strip_prefix('-')
    } else {
        Some(rest)
    };
    let (weekday, rest) = with_day
        .and_then(|rest| digits(rest, 1))
        .unwrap_or((1, rest));
    from_week(year, week, weekday).map(|moment| (moment, rest))
}

/// `date.fromisocalendar`, if there is such a day.
pub(super) fn from_week(year: i64, week: i64, weekday: i64) -> Option<Moment> {
    let weeks = (calendar::iso_week_one(year + 1) - calendar::iso_week_one(year)) / 7;
    if !(1..=9999).contains(&year) || !(1..=weeks).contains(&week) || !(1..=7).contains(&weekday) {
        return None;
    }
    let at = calendar::iso_week_one(year) + (week - 1) * 7 + weekday - 1;
    let (year, month, day) = calendar::from_ordinal(at);
    Some(Moment::date(year, month, day))
}

/// `HH[:MM[:SS[.ffffff]]]` in microseconds, and what follows.
fn clock(text: &str) -> Option<([i64; 4], &str)> {
    let (hour, mut rest) = digits(text, 2)?;
    let mut parts = [hour, 0, 0, 0];
    let colon = rest.starts_with(':');
    for part in &mut parts[1..3] {
        let next = if colon {
            rest.strip_prefix(':')
        } else {
            Some(rest)
        };
        let Some((value, after)) = next.and_then(|next| digits(next, 2)) else {
            break;
        };
        *part = value;
        rest = after;
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let count = fraction.bytes().take_while(u8::is_ascii_digit).count();
        let (value, _) = digits(fraction, count.min(6)).filter(|_| count > 0)?;
        parts[3] = value * 10_i64.pow(6 - count.min(6) as u32);
        rest = &fraction[count..];
    }
    Some((parts, rest))
}

/// `Z` or `+HH:MM[:SS[.ffffff]]`, in microseconds east of UTC.
pub(super) fn offset(text: &str) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some((0, rest));
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let ([hours, minutes, seconds, micros], rest) = clock(rest)?;
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    Some((
        sign * (((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros),
        rest,
    ))
}

fn zoned(vm: &mut Vm, moment: Moment, rest: &str) -> Option<Moment> {
    if rest.is_empty() {
        return Some(moment);
    }
    let (offset, rest) = offset(rest)?;
    if !rest.is_empty() {
        return None;
    }
    let fields = vec![Value::float(offset as f64 / 1e6), Value::None];
    Some(Moment {
        zone: vm.heap.new_record(Type::TimeZone, fields),
        ..moment
    })
}

fn with_clock(moment: Moment, [hour, minute, second, micro]: [i64; 4]) -> Moment {
    Moment {
        hour,
        minute,
        second,
        micro,
        ..moment
    }
}

/// A whole text as a date, time or datetime; nothing if it is none.
pub(super) fn parse(vm: &mut Vm, class: Type, text: &str) -> Option<Moment> {
    match class {
        Type::Date => day(text)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(moment, _)| moment),
        Type::Time => {
            let (parts, rest) = clock(text.strip_prefix('T').unwrap_or(text))?;
            let moment = with_clock(
                Moment {
                    class,
                    ..Moment::date(1, 1, 1)
                },
                parts,
            );
            zoned(vm, moment, rest)
        }
        _ => {
            let (moment, rest) = day(text)?;
            let moment = Moment { class, ..moment };
            let mut chars = rest.chars();
            if chars.next().is_none() {
                return Some(moment);
            }
            let (parts, rest) = clock(chars.as_str())?;
            zoned(vm, with_clock(moment, parts), rest)
        }
    }
}
