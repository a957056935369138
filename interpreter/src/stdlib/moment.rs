//! The values of `datetime` as plain numbers, and the records that hold them.

use super::calendar::{self, DAY_MICROS};
use crate::value::{Type, Value};
use crate::vm::{Raised, Vm};

/// A `date`, a `time` or a `datetime` (`class` says which); what one lacks is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    pub(super) class: Type,
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) micro: i64,
    pub(super) fold: i64,
    /// A `timezone`, or `None`.
    pub(super) zone: Value,
}

impl Moment {
    pub(super) fn date(year: i64, month: i64, day: i64) -> Self {
        let class = Type::Date;
        Self {
            class,
            year,
            month,
            day,
            hour: 0,
            minute: 0,
            second: 0,
            micro: 0,
            fold: 0,
            zone: Value::None,
        }
    }

    /// Reads a record of one of the three classes.
    pub(super) fn of(vm: &Vm, value: Value) -> Option<Self> {
        let record = vm.heap.record(vm.heap.payload(value))?;
        let int = |index: usize| match record.fields.get(index) {
            Some(Value::Int(value)) => *value,
            _ => 0,
        };
        let zone = record.fields.last().copied().unwrap_or(Value::None);
        match record.class {
            Type::Date => Some(Self::date(int(0), int(1), int(2))),
            Type::DateTime => Some(Self {
                class: Type::DateTime,
                hour: int(3),
                minute: int(4),
                second: int(5),
                micro: int(6),
                fold: int(7),
                zone,
                ..Self::date(int(0), int(1), int(2))
            }),
            Type::Time => Some(Self {
                class: Type::Time,
                hour: int(0),
                minute: int(1),
                second: int(2),
                micro: int(3),
                fold: int(4),
                zone,
                ..Self::date(1, 1, 1)
            }),
            _ => None,
        }
    }

    pub(super) fn to_value(self, vm: &mut Vm) -> Value {
        let day = [self.year, self.month, self.day].map(Value::Int);
        let clock = [self.hour, self.minute, self.second, self.micro, self.fold].map(Value::Int);
        let fields = match self.class {
            Type::Date => day.to_vec(),
            Type::Time => [&clock[..], &[self.zone]].concat(),
            _ => [&day[..], &clock[..], &[self.zone]].concat(),
        };
        vm.heap.new_record(self.class, fields)
    }

    /// Refuses fields out of range with CPython's words.
    pub(super) fn checked(self, vm: &mut Vm) -> Result<Self, Raised> {
        if self.class != Type::Time {
            if !(1..=9999).contains(&self.year) {
                return Err(vm.value_error(format!("year {} is out of range", self.year)));
            }
            if !(1..=12).contains(&self.month) {
                return Err(vm.value_error("month must be in 1..12"));
            }
            if !(1..=calendar::days_in_month(self.year, self.month)).contains(&self.day) {
                return Err(vm.value_error("day is out of range for month"));
            }
        }
        let clock = [
            (self.hour, 23, "hour must be in 0..23"),
            (self.minute, 59, "minute must be in 0..59"),
            (self.second, 59, "second must be in 0..59"),
            (self.micro, 999_999, "microsecond must be in 0..999999"),
            (self.fold, 1, "fold must be either 0 or 1"),
        ];
        for (value, most, message) in clock {
            if !(0..=most).contains(&value) {
                return Err(vm.value_error(message));
            }
        }
        if !self.zone.is_none() && !vm.is_instance(self.zone, Type::TzInfo) {
            let name = vm.type_name(self.zone);
            return Err(vm.type_error(format!(
                "tzinfo argument must be None or of a tzinfo subclass, not type '{name}'"
            )));
        }
        Ok(self)
    }

    pub(super) fn ordinal(&self) -> i64 {
        calendar::ordinal(self.year, self.month, self.day)
    }

    /// Microseconds since midnight.
    pub(super) fn of_day(&self) -> i64 {
        ((self.hour * 60 + self.minute) * 60 + self.second) * 1_000_000 + self.micro
    }

    /// Microseconds since the beginning of year 1, on its own clock.
    pub(super) fn absolute(&self) -> i64 {
        (self.ordinal() - 1) * DAY_MICROS + self.of_day()
    }

    /// The datetime (or date) at that many microseconds; nothing if the year is out of range.
    pub(super) fn at(class: Type, micros: i64, zone: Value) -> Option<Self> {
        let (day, rest) = (
            micros.div_euclid(DAY_MICROS) + 1,
            micros.rem_euclid(DAY_MICROS),
        );
        if !(1..=calendar::LAST).contains(&day) {
            return None;
        }
        let (year, month, of_month) = calendar::from_ordinal(day);
        let date = Self {
            class,
            zone,
            ..Self::date(year, month, of_month)
        };
        Some(if class == Type::Date {
            date
        } else {
            date.with_clock(rest)
        })
    }

    /// The same day at that many microseconds past midnight.
    pub(super) fn with_clock(self, of_day: i64) -> Self {
        let seconds = of_day / 1_000_000;
        Self {
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            micro: of_day % 1_000_000,
            ..self
        }
    }

    /// Microseconds east of UTC, if it is aware.
    pub(super) fn offset(&self, vm: &mut Vm) -> Result<Option<i64>, Raised> {
        let moment = (self.class == Type::DateTime).then_some(self);
        super::zones::offset(vm, self.zone, moment)
    }
}

/// A `timedelta` in microseconds.
pub(super) fn delta_of(vm: &Vm, value: Value) -> Option<i128> {
    let record = vm
        .heap
        .record(vm.heap.payload(value))
        .filter(|record| record.class == Type::TimeDelta)?;
    match record.fields[..] {
        [Value::Int(days), Value::Int(seconds), Value::Int(micros)] => {
            Some((i128::from(days) * 86_400 + i128::from(seconds)) * 1_000_000 + i128::from(micros))
        }
        _ => None,
    }
}

/// A new `timedelta`; OverflowError beyond its range.
pub(super) fn new_delta(vm: &mut Vm, micros: i128) -> Result<Value, Raised> {
    let day = i128::from(DAY_MICROS);
    let (days, rest) = (micros.div_euclid(day), micros.rem_euclid(day) as i64);
    if !(-999_999_999..=999_999_999).contains(&days) {
        let message = match i32::try_from(days) {
            Ok(days) => format!("days={days}; must have magnitude <= 999999999"),
            Err(_) => "Python int too large to convert to C int".to_owned(),
        };
        return Err(vm.error(Type::OverflowError, message));
    }
    let fields = vec![
        Value::Int(days as i64),
        Value::Int(rest / 1_000_000),
        Value::Int(rest % 1_000_000),
    ];
    Ok(vm.heap.new_record(Type::TimeDelta, fields))
}

/// `+05:30`, `-00:00:30.5` and the like.
pub(super) fn offset_text(micros: i64, colon: bool) -> String {
    let sign = if micros < 0 { '-' } else { '+' };
    let micros = micros.abs();
    let seconds = micros / 1_000_000;
    let colon = if colon { ":" } else { "" };
    let mut text = format!("{sign}{:02}{colon}{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 != 0 || micros % 1_000_000 != 0 {
        text += &format!("{colon}{:02}", seconds % 60);
    }
    if micros % 1_000_000 != 0 {
        text += &format!(".{:06}", micros % 1_000_000);
    }
    text
}
