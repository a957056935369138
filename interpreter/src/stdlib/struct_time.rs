//! `time.struct_time`, and the functions of `time` that make and read it. A workflow's local time is UTC.

use super::calendar::{self, DAY_MICROS, EPOCH, MONTHS, WEEKDAYS};
use super::moment::Moment;
use super::{named, strftime, strptime as parsing};
use crate::builtins::read;
use crate::value::{Type, Value};
use crate::vm::native::{class_value, getter, method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

const FIELDS: [&str; 9] = [
    "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
];

/// `tm_zone` and `tm_gmtoff` are no items: they stand beside them.
pub(crate) const METHODS: &[Native] = &[
    new(make),
    method("__repr__", |vm, args| {
        named::repr(vm, args, "time.struct_time", &FIELDS)
    }),
    class_value("n_fields", |_, _| Ok(Value::Int(11))),
    class_value("n_sequence_fields", |_, _| Ok(Value::Int(9))),
    class_value("n_unnamed_fields", |_, _| Ok(Value::Int(0))),
    getter("tm_hour", |vm, args| Ok(named::item(vm, args, 3))),
    getter("tm_isdst", |vm, args| Ok(named::item(vm, args, 8))),
    getter("tm_mday", |vm, args| Ok(named::item(vm, args, 2))),
    getter("tm_min", |vm, args| Ok(named::item(vm, args, 4))),
    getter("tm_mon", |vm, args| Ok(named::item(vm, args, 1))),
    getter("tm_sec", |vm, args| Ok(named::item(vm, args, 5))),
    getter("tm_wday", |vm, args| Ok(named::item(vm, args, 6))),
    getter("tm_yday", |vm, args| Ok(named::item(vm, args, 7))),
    getter("tm_year", |vm, args| Ok(named::item(vm, args, 0))),
];

pub(super) fn constant(vm: &mut Vm, name: &str) -> Option<Answer> {
    match name {
        "altzone" | "daylight" | "timezone" => Some(Ok(Value::Int(0))),
        "tzname" => {
            let utc = vm.heap.new_str("UTC");
            Some(Ok(vm.heap.new_tuple([utc, utc])))
        }
        _ => None,
    }
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [given] = args.bind(vm, "structseq", ["sequence"], 1, 1)?;
    let Ok(items) = vm.collect(given) else {
        return Err(vm.type_error("constructor requires a sequence"));
    };
    let length = items.len();
    if length < 9 {
        return Err(vm.type_error(format!(
            "time.struct_time() takes an at least 9-sequence ({length}-sequence given)"
        )));
    }
    if length > 11 {
        return Err(vm.type_error(format!(
            "time.struct_time() takes an at most 11-sequence ({length}-sequence given)"
        )));
    }
    let zone = items.get(9).copied().unwrap_or(Value::None);
    let offset = items.get(10).copied().unwrap_or(Value::None);
    let time = named::new(vm, Type::StructTime, &items[..9]);
    Ok(in_zone(vm, time, zone, offset))
}

fn in_zone(vm: &mut Vm, time: Value, zone: Value, offset: Value) -> Value {
    if let Value::Ref(handle) = time {
        for (name, value) in [("tm_zone", zone), ("tm_gmtoff", offset)] {
            let name = vm.symbols.intern(name);
            vm.set_own(handle, name, value);
        }
    }
    time
}

/// What `strftime` shows of the zone of a time.
fn zone_of(vm: &mut Vm, time: Value) -> strftime::Zone {
    let part = |vm: &mut Vm, name: &str| {
        let name = vm.symbols.intern(name);
        let own = vm.heap.instance(time);
        own.and_then(|own| own.attrs.get(name))
    };
    let (zone, offset) = (part(vm, "tm_zone"), part(vm, "tm_gmtoff"));
    let name = zone.and_then(|zone| vm.heap.str(zone)).unwrap_or_default();
    let seconds = match offset {
        Some(Value::Int(seconds)) => seconds,
        _ => 0,
    };
    strftime::Zone {
        offset: Some(seconds),
        name: name.to_owned(),
    }
}

fn new_time(vm: &mut Vm, moment: &Moment, is_dst: i64) -> Value {
    let items = [
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        calendar::weekday(moment.ordinal()),
        calendar::day_of_year(moment.year, moment.month, moment.day),
        is_dst,
    ];
    let time = named::new(vm, Type::StructTime, &items.map(Value::Int));
    in_zone(vm, time, Value::None, Value::None)
}

pub(super) fn time_tuple(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "timetuple")?;
    let moment = Moment::of(vm, args.this).unwrap_or(Moment::date(1, 1, 1));
    let of = (moment.class == Type::DateTime).then_some(&moment);
    let dst = match of {
        Some(of) => super::zones::dst(vm, moment.zone, Some(of))?,
        None => None,
    };
    let is_dst = dst.map_or(-1, |micros| i64::from(micros != 0));
    Ok(new_time(vm, &moment, is_dst))
}

pub(super) fn utc_time_tuple(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "utctimetuple")?;
    let moment = Moment::of(vm, args.this).unwrap_or(Moment::date(1, 1, 1));
    let micros = moment.absolute() - moment.offset(vm)?.unwrap_or(0);
    match Moment::at(Type::DateTime, micros, Value::None) {
        Some(moment) => Ok(new_time(vm, &moment, 0)),
        None => Err(vm.error(Type::OverflowError, "date value out of range")),
    }
}

/// Seconds since 1970, or now: a moment in UTC.
fn moment_at(vm: &mut Vm, seconds: Value) -> Result<Moment, Raised> {
    let whole = if seconds.is_unbound() || seconds.is_none() {
        vm.now_micros().div_euclid(1_000_000)
    } else if let Some(int) = vm.as_int(seconds) {
        match int.to_i64() {
            Some(whole) => whole,
            None => return Err(too_large(vm)),
        }
    } else if let Some(float) = vm.as_float(seconds)? {
        if float.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let whole = libm::floor(float);
        if whole.abs() >= 9_223_372_036_854_775_808.0 {
            return Err(too_large(vm));
        }
        whole as i64
    } else {
        let class = vm.type_name(seconds);
        let message = format!("'{class}' object cannot be interpreted as an integer");
        return Err(vm.type_error(message));
    };
    let micros = whole
        .checked_mul(1_000_000)
        .and_then(|micros| micros.checked_add((EPOCH - 1) * DAY_MICROS));
    match micros.and_then(|micros| Moment::at(Type::DateTime, micros, Value::None)) {
        Some(moment) => Ok(moment),
        None => {
            Err(vm.value_error("a workflow's time.struct_time has only the years from 1 to 9999"))
        }
    }
}

fn too_large(vm: &mut Vm) -> Raised {
    vm.error(
        Type::OverflowError,
        "timestamp out of range for platform time_t",
    )
}

pub(super) fn gmtime(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [seconds] = args.between(vm, "gmtime", 0)?;
    let moment = moment_at(vm, seconds)?;
    let (time, zone) = (new_time(vm, &moment, 0), vm.heap.new_str("GMT"));
    Ok(in_zone(vm, time, zone, Value::Int(0)))
}

/// A workflow's local time is UTC.
pub(super) fn local_time(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [seconds] = args.between(vm, "localtime", 0)?;
    let moment = moment_at(vm, seconds)?;
    let (time, zone) = (new_time(vm, &moment, 0), vm.heap.new_str("UTC"));
    Ok(in_zone(vm, time, zone, Value::Int(0)))
}

/// The nine numbers of a tuple or a `struct_time`.
fn numbers(vm: &mut Vm, value: Value, name: &str) -> Result<[i64; 9], Raised> {
    let items = vm.heap.tuple(vm.heap.payload(value));
    let Some(items) = items.map(|items| items.to_vec()) else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    if items.len() != 9 {
        return Err(vm.type_error(format!("{name}(): illegal time tuple argument")));
    }
    let mut found = [0; 9];
    for (number, item) in found.iter_mut().zip(items) {
        *number = read::word(vm, item)?;
    }
    Ok(found)
}

/// The numbers as a moment and its days, if they are in range; months and days of 0 are the first.
fn checked(vm: &mut Vm, numbers: [i64; 9]) -> Result<(Moment, strftime::Days), Raised> {
    let [
        year,
        mut month,
        mut day,
        hour,
        minute,
        second,
        weekday,
        mut of_year,
        _,
    ] = numbers;
    for number in [&mut month, &mut day, &mut of_year] {
        *number = (*number).max(i64::from(*number == 0));
    }
    let ranges = [
        (month, 1, 12, "month"),
        (day, 1, 31, "day of month"),
        (hour, 0, 23, "hour"),
        (minute, 0, 59, "minute"),
        (second, 0, 61, "seconds"),
        (weekday, -1, i64::MAX, "day of week"),
        (of_year, 1, 366, "day of year"),
    ];
    for (number, least, most, name) in ranges {
        if !(least..=most).contains(&number) {
            return Err(vm.value_error(format!("{name} out of range")));
        }
    }
    let moment = Moment {
        class: Type::DateTime,
        hour,
        minute,
        second,
        ..Moment::date(year, month, day)
    };
    let weekday = weekday.rem_euclid(7);
    Ok((moment, strftime::Days { weekday, of_year }))
}

fn asctime_text(moment: &Moment, weekday: i64) -> String {
    format!(
        "{} {} {:2} {:02}:{:02}:{:02} {}",
        &WEEKDAYS[weekday as usize][..3],
        &MONTHS[(moment.month - 1) as usize][..3],
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        moment.year
    )
}

pub(super) fn asctime(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [time] = args.between(vm, "asctime", 0)?;
    if time.is_unbound() {
        return ctime(vm, args);
    }
    let numbers = numbers(vm, time, "asctime")?;
    let (moment, days) = checked(vm, numbers)?;
    Ok(vm.heap.new_str(asctime_text(&moment, days.weekday)))
}

pub(super) fn ctime(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [seconds] = args.between(vm, "ctime", 0)?;
    let moment = moment_at(vm, seconds)?;
    let text = asctime_text(&moment, calendar::weekday(moment.ordinal()));
    Ok(vm.heap.new_str(text))
}

pub(super) fn mktime(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let time = args.one(vm, "time.mktime")?;
    let [year, month, day, hour, minute, second, ..] = numbers(vm, time, "mktime")?;
    let outside = |number: &i64| number.abs() > 1_000_000_000;
    if [year, month, day, hour, minute, second].iter().any(outside) {
        return Err(vm.error(Type::OverflowError, "mktime argument out of range"));
    }
    let months = year * 12 + month - 1;
    let first = calendar::ordinal(months.div_euclid(12), months.rem_euclid(12) + 1, 1);
    let days = first + day - 1 - EPOCH;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    Ok(Value::float(seconds as f64))
}

pub(super) fn strftime(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [format, time] = args.between(vm, "strftime", 1)?;
    let format = read::text(vm, format, "strftime() argument 1 must be str, not ")?;
    let mut zone = strftime::Zone {
        offset: Some(0),
        name: "UTC".to_owned(),
    };
    let (moment, days) = if time.is_unbound() {
        let moment = moment_at(vm, Value::None)?;
        let weekday = calendar::weekday(moment.ordinal());
        let of_year = calendar::day_of_year(moment.year, moment.month, moment.day);
        (moment, strftime::Days { weekday, of_year })
    } else {
        zone = zone_of(vm, time);
        let numbers = numbers(vm, time, "strftime")?;
        if numbers[8] < 0 {
            zone.offset = None;
        }
        checked(vm, numbers)?
    };
    if format.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    let text = strftime::written(&moment, &days, &format, &zone);
    vm.lift_str(Ok(text))
}

pub(super) fn strptime(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [text, format] = args.between(vm, "strptime", 1)?;
    let text = read::text(vm, text, "strptime() argument 0 must be str, not ")?;
    let format = read::optional_text(vm, format, "strptime() argument 1 must be str, not ")?;
    let format = format.unwrap_or_else(|| "%a %b %d %H:%M:%S %Y".to_owned());
    let read = parsing::parse(vm, &text, &format)?;
    let is_dst = if read.zone.is_some() { 0 } else { -1 };
    let moment = read.moment;
    let clock = [moment.hour, moment.minute, moment.second];
    let items = [moment.year, moment.month, moment.day]
        .into_iter()
        .chain(clock)
        .chain([read.weekday, read.of_year, is_dst]);
    let items: Vec<Value> = items.map(Value::Int).collect();
    let time = named::new(vm, Type::StructTime, &items);
    let zone = read.zone.map_or(Value::None, |zone| vm.heap.new_str(zone));
    let offset = read.offset.map_or(Value::None, |micros| {
        Value::Int(micros.div_euclid(1_000_000))
    });
    Ok(in_zone(vm, time, zone, offset))
}
