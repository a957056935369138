//! `datetime.date`, `datetime.time` and `datetime.datetime`.

use super::calendar::{self, DAY_MICROS, EPOCH};
use super::isoformat;
use super::moment::{Moment, delta_of, new_delta, offset_text};
use super::{named, strftime, timezone, zones};
use crate::builtins::read;
use crate::value::{Type, Value};
use crate::vm::native::{Module, class_method, class_value, getter, method, new, whole};
use crate::vm::{Answer, Args, Comparison, Native, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "datetime",
    functions: &[],
    types: &[
        Type::Date,
        Type::DateTime,
        Type::Time,
        Type::TimeDelta,
        Type::TimeZone,
        Type::TzInfo,
    ],
    constant,
};

fn constant(vm: &mut Vm, name: &str) -> Option<Answer> {
    match name {
        "UTC" => Some(Ok(timezone::utc(vm))),
        "MINYEAR" => Some(Ok(Value::Int(1))),
        "MAXYEAR" => Some(Ok(Value::Int(9999))),
        _ => None,
    }
}

macro_rules! shared {
    ($($own:expr,)*) => {
        &[
            method("__eq__", |vm, args| compared(vm, args, Comparison::Eq)),
            whole("__format__", format_spec),
            method("__ge__", |vm, args| compared(vm, args, Comparison::Ge)),
            method("__gt__", |vm, args| compared(vm, args, Comparison::Gt)),
            method("__hash__", hash),
            method("__le__", |vm, args| compared(vm, args, Comparison::Le)),
            method("__lt__", |vm, args| compared(vm, args, Comparison::Lt)),
            method("__ne__", |vm, args| compared(vm, args, Comparison::Ne)),
            whole("__repr__", repr),
            method("__str__", str),
            class_method("fromisoformat", from_iso),
            method("isoformat", iso_format),
            whole("replace", replace),
            method("strftime", str_format),
            $($own,)*
        ]
    };
}

pub(crate) const DATE_METHODS: &[Native] = shared![
    new(make_date),
    whole("__add__", add),
    whole("__radd__", add),
    whole("__sub__", sub),
    method("ctime", |vm, args| {
        args.none(vm, "date.ctime")?;
        // Unlike `%c` with zeros before a short year.
        let format = format!("%a %b %e %H:%M:%S {:04}", this(vm, args).year);
        formatted(vm, args, &format)
    }),
    getter("day", |vm, args| Ok(Value::Int(this(vm, args).day))),
    class_method("fromisocalendar", from_iso_calendar),
    class_method("fromordinal", from_ordinal),
    class_method("fromtimestamp", date_from_timestamp),
    method("isocalendar", iso_calendar),
    method("isoweekday", |vm, args| {
        args.none(vm, "date.isoweekday")?;
        let day = calendar::weekday(this(vm, args).ordinal());
        Ok(Value::Int(day + 1))
    }),
    class_value("max", |vm, _| Ok(Moment::date(9999, 12, 31).to_value(vm))),
    class_value("min", |vm, _| Ok(Moment::date(1, 1, 1).to_value(vm))),
    getter("month", |vm, args| Ok(Value::Int(this(vm, args).month))),
    class_value("resolution", |vm, _| new_delta(vm, i128::from(DAY_MICROS))),
    method("timetuple", super::struct_time::time_tuple),
    class_method("today", today),
    method("toordinal", |vm, args| {
        args.none(vm, "date.toordinal")?;
        Ok(Value::Int(this(vm, args).ordinal()))
    }),
    method("weekday", |vm, args| {
        args.none(vm, "date.weekday")?;
        let day = calendar::weekday(this(vm, args).ordinal());
        Ok(Value::Int(day))
    }),
    getter("year", |vm, args| Ok(Value::Int(this(vm, args).year))),
];

pub(crate) const TIME_METHODS: &[Native] = shared![
    new(make_time),
    method("dst", zone_dst),
    getter("fold", |vm, args| Ok(Value::Int(this(vm, args).fold))),
    getter("hour", |vm, args| Ok(Value::Int(this(vm, args).hour))),
    class_value("max", |vm, _| {
        let last = Moment {
            class: Type::Time,
            ..Moment::date(1, 1, 1)
        };
        Ok(last.with_clock(DAY_MICROS - 1).to_value(vm))
    }),
    getter("microsecond", |vm, args| Ok(Value::Int(
        this(vm, args).micro
    ))),
    class_value("min", |vm, _| Ok(Moment {
        class: Type::Time,
        ..Moment::date(1, 1, 1)
    }
    .to_value(vm))),
    getter("minute", |vm, args| Ok(Value::Int(this(vm, args).minute))),
    class_value("resolution", |vm, _| new_delta(vm, 1)),
    getter("second", |vm, args| Ok(Value::Int(this(vm, args).second))),
    getter("tzinfo", |vm, args| Ok(this(vm, args).zone)),
    method("tzname", zone_name),
    method("utcoffset", utc_offset),
];

pub(crate) const DATETIME_METHODS: &[Native] = shared![
    new(make_datetime),
    whole("__add__", add),
    whole("__radd__", add),
    whole("__sub__", sub),
    whole("astimezone", as_timezone),
    class_method("combine", combine),
    method("date", |vm, args| Ok(Moment {
        class: Type::Date,
        ..this(vm, args)
    }
    .to_value(vm))),
    method("dst", zone_dst),
    getter("fold", |vm, args| Ok(Value::Int(this(vm, args).fold))),
    class_method("fromtimestamp", from_timestamp),
    getter("hour", |vm, args| Ok(Value::Int(this(vm, args).hour))),
    class_value("max", |vm, _| {
        let day = Moment {
            class: Type::DateTime,
            ..Moment::date(9999, 12, 31)
        };
        Ok(day.with_clock(DAY_MICROS - 1).to_value(vm))
    }),
    getter("microsecond", |vm, args| Ok(Value::Int(
        this(vm, args).micro
    ))),
    class_value("min", |vm, _| Ok(Moment {
        class: Type::DateTime,
        ..Moment::date(1, 1, 1)
    }
    .to_value(vm))),
    getter("minute", |vm, args| Ok(Value::Int(this(vm, args).minute))),
    class_method("now", now),
    class_value("resolution", |vm, _| new_delta(vm, 1)),
    getter("second", |vm, args| Ok(Value::Int(this(vm, args).second))),
    class_method("strptime", str_parse),
    method("time", |vm, args| {
        let time = Moment {
            class: Type::Time,
            zone: Value::None,
            ..this(vm, args)
        };
        Ok(time.to_value(vm))
    }),
    method("timestamp", timestamp),
    method("timetuple", super::struct_time::time_tuple),
    method("timetz", |vm, args| Ok(Moment {
        class: Type::Time,
        ..this(vm, args)
    }
    .to_value(vm))),
    class_method("today", now),
    getter("tzinfo", |vm, args| Ok(this(vm, args).zone)),
    method("tzname", zone_name),
    class_method("utcfromtimestamp", from_timestamp),
    class_method("utcnow", now),
    method("utcoffset", utc_offset),
    method("utctimetuple", super::struct_time::utc_time_tuple),
];

fn this(vm: &Vm, args: &Args<'_>) -> Moment {
    Moment::of(vm, args.this).unwrap_or(Moment::date(1, 1, 1))
}

/// Puts given arguments into a moment; the names say which.
fn filled(vm: &mut Vm, start: Moment, names: &[&str], values: &[Value]) -> Result<Moment, Raised> {
    let mut moment = start;
    for (name, value) in names.iter().zip(values) {
        if value.is_unbound() {
            continue;
        }
        if *name == "tzinfo" {
            moment.zone = *value;
            continue;
        }
        let int = read::part(vm, *value)?;
        *match *name {
            "year" => &mut moment.year,
            "month" => &mut moment.month,
            "day" => &mut moment.day,
            "hour" => &mut moment.hour,
            "minute" => &mut moment.minute,
            "second" => &mut moment.second,
            "microsecond" => &mut moment.micro,
            _ => &mut moment.fold,
        } = int;
    }
    moment.checked(vm)
}

const DAY: [&str; 3] = ["year", "month", "day"];
const CLOCK: [&str; 6] = ["hour", "minute", "second", "microsecond", "tzinfo", "fold"];
const BOTH: [&str; 9] = [
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "microsecond",
    "tzinfo",
    "fold",
];

/// The arguments that `filled` takes; each number is read before the next is looked for.
fn read_fields<const N: usize>(
    vm: &mut Vm,
    args: &Args<'_>,
    function: &str,
    names: [&str; N],
    required: usize,
    positional: usize,
) -> Result<[Value; N], Raised> {
    args.bind_read(
        vm,
        function,
        names,
        required,
        positional,
        |vm, index, value| match names[index] {
            "tzinfo" => Ok(()),
            _ => read::part(vm, value).map(drop),
        },
    )
}

fn make_date(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = read_fields(vm, args, "function", DAY, 3, 3)?;
    let moment = filled(vm, Moment::date(1, 1, 1), &DAY, &given)?;
    Ok(moment.to_value(vm))
}

fn make_time(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = read_fields(vm, args, "function", CLOCK, 0, 5)?;
    let start = Moment {
        class: Type::Time,
        ..Moment::date(1, 1, 1)
    };
    let moment = filled(vm, start, &CLOCK, &given)?;
    Ok(moment.to_value(vm))
}

fn make_datetime(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = read_fields(vm, args, "function", BOTH, 3, 8)?;
    let start = Moment {
        class: Type::DateTime,
        ..Moment::date(1, 1, 1)
    };
    let moment = filled(vm, start, &BOTH, &given)?;
    Ok(moment.to_value(vm))
}

fn replace(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let moment = this(vm, args);
    let moment = match moment.class {
        Type::Date => {
            let given = read_fields(vm, args, "replace", DAY, 0, 3)?;
            filled(vm, moment, &DAY, &given)?
        }
        Type::Time => {
            let given = read_fields(vm, args, "replace", CLOCK, 0, 5)?;
            filled(vm, moment, &CLOCK, &given)?
        }
        _ => {
            let given = read_fields(vm, args, "replace", BOTH, 0, 8)?;
            filled(vm, moment, &BOTH, &given)?
        }
    };
    made_like(vm, args, moment)
}

/// The moment as one of a class; one of the author's own is called, as CPython calls it.
fn made(vm: &mut Vm, class: Value, moment: Moment) -> Answer {
    if matches!(class, Value::Type(_)) {
        return Ok(moment.to_value(vm));
    }
    let day = [moment.year, moment.month, moment.day].map(Value::Int);
    let clock = [moment.hour, moment.minute, moment.second, moment.micro].map(Value::Int);
    let given = match moment.class {
        Type::Date => day.to_vec(),
        Type::Time => [&clock[..], &[moment.zone]].concat(),
        _ => [&day[..], &clock[..], &[moment.zone]].concat(),
    };
    if moment.fold == 0 {
        return vm.call(class, &given);
    }
    let fold = vm.symbols.intern("fold");
    vm.call_with(class, &given, &[(fold, Value::Int(moment.fold))])
}

/// As `made`, of the class of the object that was asked.
fn made_like(vm: &mut Vm, args: &Args<'_>, moment: Moment) -> Answer {
    let class = vm.class_of(args.this);
    made(vm, class, moment)
}

fn out_of_range(vm: &mut Vm) -> Raised {
    vm.error(Type::OverflowError, "date value out of range")
}

/// A moment moved by microseconds there or back; a date by the whole days of those.
fn moved(vm: &mut Vm, args: &Args<'_>, micros: i128, back: bool) -> Answer {
    let moment = this(vm, args);
    let micros = if moment.class == Type::Date {
        micros.div_euclid(i128::from(DAY_MICROS)) * i128::from(DAY_MICROS)
    } else {
        micros
    };
    let micros = if back { -micros } else { micros };
    let target = i64::try_from(i128::from(moment.absolute()) + micros).ok();
    match target.and_then(|target| Moment::at(moment.class, target, moment.zone)) {
        Some(moved) => made_like(vm, args, moved),
        None => Err(out_of_range(vm)),
    }
}

fn add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match delta_of(vm, args.get(0)) {
        Some(micros) => moved(vm, args, micros, false),
        None => Ok(Value::NotImplemented),
    }
}

fn sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let moment = this(vm, args);
    if let Some(micros) = delta_of(vm, args.get(0)) {
        return moved(vm, args, micros, true);
    }
    let Some(other) = Moment::of(vm, args.get(0)).filter(|other| other.class == moment.class)
    else {
        return Ok(Value::NotImplemented);
    };
    let (mine, theirs) = offsets(vm, &moment, &other)?;
    if mine.is_some() != theirs.is_some() {
        return Err(vm.type_error("can't subtract offset-naive and offset-aware datetimes"));
    }
    let apart = moment.absolute() - other.absolute() - mine.unwrap_or(0) + theirs.unwrap_or(0);
    new_delta(vm, i128::from(apart))
}

fn compared(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let moment = this(vm, args);
    let equality = matches!(op, Comparison::Eq | Comparison::Ne);
    let Some(other) = Moment::of(vm, args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    if other.class != moment.class {
        let dates = other.class != Type::Time && moment.class != Type::Time;
        if dates && equality {
            return Ok(Value::Bool(op == Comparison::Ne));
        }
        if dates {
            // The datetime is asked first, as the subclass.
            return Err(vm.type_error("can't compare datetime.datetime to datetime.date"));
        }
        return Ok(Value::NotImplemented);
    }
    let (mine, theirs) = offsets(vm, &moment, &other)?;
    let same = zones::is_same(vm, moment.zone, other.zone);
    if equality && !same && (depends_on_fold(vm, &moment)? || depends_on_fold(vm, &other)?) {
        return Ok(Value::Bool(op == Comparison::Ne));
    }
    if mine.is_some() != theirs.is_some() {
        if equality {
            return Ok(Value::Bool(op == Comparison::Ne));
        }
        let kind = if moment.class == Type::Time {
            "times"
        } else {
            "datetimes"
        };
        return Err(vm.type_error(format!(
            "can't compare offset-naive and offset-aware {kind}"
        )));
    }
    let left = moment.absolute() - mine.unwrap_or(0);
    let right = other.absolute() - theirs.unwrap_or(0);
    Ok(Value::Bool(op.holds(Some(left.cmp(&right)))))
}

/// Those of two moments; of one zone they do not count.
fn offsets(vm: &mut Vm, a: &Moment, b: &Moment) -> Result<(Option<i64>, Option<i64>), Raised> {
    if zones::is_same(vm, a.zone, b.zone) {
        return Ok((None, None));
    }
    Ok((a.offset(vm)?, b.offset(vm)?))
}

/// A moment that is ambiguous, or that never was, equals none of another zone (PEP 495).
fn depends_on_fold(vm: &mut Vm, moment: &Moment) -> Result<bool, Raised> {
    if moment.zone.is_none() || moment.class != Type::DateTime {
        return Ok(false);
    }
    let other = Moment {
        fold: 1 - moment.fold,
        ..*moment
    };
    Ok(moment.offset(vm)? != other.offset(vm)?)
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let moment = Moment {
        fold: 0,
        ..this(vm, args)
    };
    let absolute = moment.absolute() - moment.offset(vm)?.unwrap_or(0);
    // A date and a datetime are never equal, so their hashes may differ by what they are.
    let kind = match moment.class {
        Type::Date => 1,
        Type::Time => 2,
        _ => 3,
    };
    let tuple = vm.heap.new_tuple([Value::Int(kind), Value::Int(absolute)]);
    vm.hash(tuple).map(Value::Int)
}

fn clock_text(moment: &Moment, spec: &str) -> Option<String> {
    let Moment {
        hour,
        minute,
        second,
        micro,
        ..
    } = *moment;
    Some(match spec {
        "auto" if micro == 0 => format!("{hour:02}:{minute:02}:{second:02}"),
        "auto" | "microseconds" => format!("{hour:02}:{minute:02}:{second:02}.{micro:06}"),
        "milliseconds" => format!("{hour:02}:{minute:02}:{second:02}.{:03}", micro / 1000),
        "seconds" => format!("{hour:02}:{minute:02}:{second:02}"),
        "minutes" => format!("{hour:02}:{minute:02}"),
        "hours" => format!("{hour:02}"),
        _ => return None,
    })
}

fn iso_text(vm: &mut Vm, moment: &Moment, separator: &str, spec: &str) -> Result<String, Raised> {
    let day = format!("{:04}-{:02}-{:02}", moment.year, moment.month, moment.day);
    if moment.class == Type::Date {
        return Ok(day);
    }
    let Some(clock) = clock_text(moment, spec) else {
        return Err(vm.value_error("Unknown timespec value"));
    };
    let zone = moment
        .offset(vm)?
        .map(|offset| offset_text(offset, true))
        .unwrap_or_default();
    Ok(if moment.class == Type::Time {
        clock + &zone
    } else {
        format!("{day}{separator}{clock}{zone}")
    })
}

fn iso_format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let moment = this(vm, args);
    let names = ["sep", "timespec"];
    let [separator, spec] = match moment.class {
        Type::Date => {
            args.none(vm, "date.isoformat")?;
            [Value::Unbound; 2]
        }
        Type::Time => {
            let read = |vm: &mut Vm, _, spec| {
                read::text(vm, spec, "isoformat() argument 1 must be str, not ").map(drop)
            };
            let [spec] = args.bind_read(vm, "isoformat", [names[1]], 0, 1, read)?;
            [Value::Unbound, spec]
        }
        _ => args.bind_read(vm, "isoformat", names, 0, 2, check_iso_part)?,
    };
    let [separator, spec] = [separator, spec].map(|part| vm.heap.str(part).map(str::to_owned));
    let text = iso_text(
        vm,
        &moment,
        separator.as_deref().unwrap_or("T"),
        spec.as_deref().unwrap_or("auto"),
    )?;
    Ok(vm.heap.new_str(text))
}

/// `sep` and `timespec` of `datetime.isoformat`.
fn check_iso_part(vm: &mut Vm, index: usize, part: Value) -> Result<(), Raised> {
    if index == 1 {
        return read::text(vm, part, "isoformat() argument 2 must be str, not ").map(drop);
    }
    let one = vm
        .heap
        .str(part)
        .is_some_and(|text| text.chars().count() == 1);
    if one {
        return Ok(());
    }
    let class = vm.shown_type(part);
    Err(vm.type_error(format!(
        "isoformat() argument 1 must be a unicode character, not {class}"
    )))
}

fn str(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let moment = this(vm, args);
    let text = iso_text(vm, &moment, " ", "auto")?;
    Ok(vm.heap.new_str(text))
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let moment = this(vm, args);
    let mut parts = Vec::new();
    if moment.class != Type::Time {
        parts.extend([moment.year, moment.month, moment.day]);
    }
    if moment.class != Type::Date {
        parts.extend([moment.hour, moment.minute]);
        if moment.second != 0 || moment.micro != 0 {
            parts.push(moment.second);
        }
        if moment.micro != 0 {
            parts.push(moment.micro);
        }
    }
    let shown: Vec<String> = parts.iter().map(i64::to_string).collect();
    let zone = timezone::shown(vm, &moment)?;
    let fold = if moment.fold == 1 { ", fold=1" } else { "" };
    let name = match vm.class_of(args.this) {
        Value::Type(_) => format!("datetime.{}", moment.class.name()),
        _ => vm.type_name(args.this),
    };
    Ok(vm
        .heap
        .new_str(format!("{name}({}{fold}{zone})", shown.join(", "))))
}

fn formatted(vm: &mut Vm, args: &Args<'_>, format: &str) -> Answer {
    let mut moment = this(vm, args);
    if moment.class == Type::Time {
        // A time alone has CPython's first day for a date.
        moment.year = 1900;
    }
    let text = strftime::format(vm, &moment, format)?;
    vm.lift_str(Ok(text))
}

fn str_format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [format] = args.bind(vm, "strftime", ["format"], 1, 1)?;
    let format = read::text(vm, format, "strftime() argument 1 must be str, not ")?;
    formatted(vm, args, &format)
}

fn format_spec(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = read::text(vm, args.get(0), "__format__() argument 1 must be str, not ")?;
    if spec.is_empty() {
        let text = vm.str(args.this)?;
        return vm.lift_str(Ok(text));
    }
    let strftime = vm.symbols.intern("strftime");
    vm.call_method(args.this, strftime, &[args.get(0)])
}

/// The builtin class that a class method was asked of, or of a class that is derived from it.
fn class_of(vm: &Vm, args: &Args<'_>) -> Type {
    let kinds = [Type::DateTime, Type::Date, Type::Time];
    let found = kinds
        .into_iter()
        .find(|kind| vm.is_subclass(args.this, Value::Type(*kind)));
    found.unwrap_or(Type::DateTime)
}

fn from_iso(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = args.one(vm, "fromisoformat")?;
    if vm.heap.str(text).is_none() {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    }
    let text = read::text(vm, text, "fromisoformat: argument must be str, not ")?;
    let class = class_of(vm, args);
    match isoformat::parse(vm, class, &text) {
        Some(moment) => {
            let moment = moment.checked(vm)?;
            made(vm, args.this, moment)
        }
        None => {
            let shown = crate::text::repr::str(&text);
            Err(vm.value_error(format!("Invalid isoformat string: {shown}")))
        }
    }
}

fn from_iso_calendar(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let names = ["year", "week", "day"];
    let mut parts = [0; 3];
    args.bind_read(
        vm,
        "fromisocalendar",
        names,
        3,
        3,
        |vm, index, value| match read::part(vm, value) {
            Err(raised) if vm.is_raised(raised, Type::OverflowError) => {
                Err(vm.value_error("ISO calendar component out of range"))
            }
            read => {
                parts[index] = read?;
                Ok(())
            }
        },
    )?;
    let [year, week, day] = parts;
    let exists = isoformat::from_week(year, week, 1).is_some();
    match isoformat::from_week(year, week, day) {
        Some(moment) => {
            let class = class_of(vm, args);
            made(vm, args.this, Moment { class, ..moment })
        }
        None if !(1..=9999).contains(&year) => {
            Err(vm.value_error(format!("Year is out of range: {year}")))
        }
        None if exists && !(1..=7).contains(&day) => {
            Err(vm.value_error(format!("Invalid day: {day} (range is [1, 7])")))
        }
        None => Err(vm.value_error(format!("Invalid week: {week}"))),
    }
}

fn from_ordinal(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let at = args.one(vm, "fromordinal")?;
    let at = read::part(vm, at)?;
    if !(1..=calendar::LAST).contains(&at) {
        let message = if at < 1 {
            "ordinal must be >= 1".to_owned()
        } else {
            let (year, ..) = calendar::from_ordinal(at);
            format!("year {year} is out of range")
        };
        return Err(vm.value_error(message));
    }
    let (year, month, day) = calendar::from_ordinal(at);
    let class = class_of(vm, args);
    let moment = Moment {
        class,
        ..Moment::date(year, month, day)
    };
    made(vm, args.this, moment)
}

/// Microseconds since 1970 as a moment of a class.
fn at_epoch(vm: &mut Vm, class: Value, kind: Type, micros: i64) -> Answer {
    let absolute = micros.checked_add((EPOCH - 1) * DAY_MICROS);
    match absolute.and_then(|absolute| Moment::at(kind, absolute, Value::None)) {
        Some(moment) => made(vm, class, moment),
        None => Err(year_out_of_range(vm, micros)),
    }
}

fn year_out_of_range(vm: &mut Vm, micros: i64) -> Raised {
    far(vm, micros.div_euclid(1_000_000))
}

/// What is said of seconds since 1970 that are in no year from 1 to 9999: first by C, whose years have 32 bits and begin in 1900.
fn far(vm: &mut Vm, seconds: i64) -> Raised {
    let year = calendar::year_of(seconds.div_euclid(86_400));
    let Ok(since_1900) = i32::try_from(year - 1900) else {
        let message = vm.heap.new_str("Value too large for defined data type");
        return vm.error_with(Type::OSError, &[Value::Int(75), message]);
    };
    // The last ones wrap when CPython adds what C has taken off.
    let year = since_1900.wrapping_add(1900);
    vm.value_error(format!("year {year} is out of range"))
}

/// A POSIX timestamp in microseconds, rounded half to even as CPython does.
fn stamp(vm: &mut Vm, value: Value) -> Result<i64, Raised> {
    if let Some(int) = vm.as_int(value) {
        return match int.to_i64() {
            Some(seconds) if seconds.unsigned_abs() <= 9_000_000_000_000 => Ok(seconds * 1_000_000),
            Some(seconds) => Err(far(vm, seconds)),
            None => Err(vm.error(
                Type::OverflowError,
                "timestamp out of range for platform time_t",
            )),
        };
    }
    let Some(seconds) = vm.as_float(value)? else {
        let name = vm.type_name(value);
        return Err(vm.type_error(format!(
            "'{name}' object cannot be interpreted as an integer"
        )));
    };
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    let whole = libm::floor(seconds);
    if whole.abs() >= 9_223_372_036_854_775_808.0 {
        return Err(vm.error(
            Type::OverflowError,
            "timestamp out of range for platform time_t",
        ));
    }
    if whole.abs() > 9e12 {
        return Err(far(vm, whole as i64));
    }
    Ok(whole as i64 * 1_000_000 + libm::rint((seconds - whole) * 1e6) as i64)
}

fn date_from_timestamp(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "fromtimestamp")?;
    let micros = stamp(vm, value)?;
    at_epoch(vm, args.this, Type::Date, micros)
}

/// The machine's local time is UTC.
fn from_timestamp(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value, zone] = args.bind(vm, "fromtimestamp", ["timestamp", "tz"], 1, 2)?;
    let zone = zone.bound().unwrap_or(Value::None);
    check_zone(vm, zone)?;
    let micros = stamp(vm, value)?;
    in_zone(vm, args.this, micros, zone)
}

fn check_zone(vm: &mut Vm, zone: Value) -> Result<(), Raised> {
    if !zone.is_none() && !vm.is_instance(zone, Type::TzInfo) {
        let class = vm.type_name(zone);
        return Err(vm.type_error(format!(
            "tzinfo argument must be None or of a tzinfo subclass, not type '{class}'"
        )));
    }
    Ok(())
}

fn in_zone(vm: &mut Vm, class: Value, micros: i64, zone: Value) -> Answer {
    check_zone(vm, zone)?;
    if zone.is_none() {
        return at_epoch(vm, class, Type::DateTime, micros);
    }
    // As UTC first: a time that is none there is no time of any zone.
    let absolute = micros.checked_add((EPOCH - 1) * DAY_MICROS);
    if absolute.is_none_or(|absolute| Moment::at(Type::DateTime, absolute, Value::None).is_none()) {
        return Err(year_out_of_range(vm, micros));
    }
    let moment = zones::from_utc(vm, micros, zone)?;
    made(vm, class, moment)
}

fn now(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [zone] = args.bind(vm, "now", ["tz"], 0, 1)?;
    let micros = vm.now_micros();
    in_zone(vm, args.this, micros, zone.bound().unwrap_or(Value::None))
}

fn today(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "date.today")?;
    let micros = vm.now_micros();
    at_epoch(vm, args.this, Type::Date, micros)
}

/// What `combine` takes by its place: a date, a time, then anything.
fn check_part(vm: &mut Vm, index: usize, value: Value) -> Result<(), Raised> {
    let is_time = Moment::of(vm, value).map(|moment| moment.class == Type::Time);
    let wanted = match index {
        0 if is_time != Some(false) => "date",
        1 if is_time != Some(true) => "time",
        _ => return Ok(()),
    };
    let class = vm.shown_type(value);
    let place = index + 1;
    Err(vm.type_error(format!(
        "combine() argument {place} must be datetime.{wanted}, not {class}"
    )))
}

fn combine(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let names = ["date", "time", "tzinfo"];
    let [date, time, zone] = args.bind_read(vm, "combine", names, 2, 3, check_part)?;
    let first = Moment::date(1, 1, 1);
    let day = Moment::of(vm, date).unwrap_or(first);
    let clock = Moment::of(vm, time).unwrap_or(first);
    let joined = Moment {
        class: Type::DateTime,
        year: day.year,
        month: day.month,
        day: day.day,
        zone: zone.bound().unwrap_or(clock.zone),
        ..clock
    };
    let joined = joined.checked(vm)?;
    made(vm, args.this, joined)
}

fn iso_calendar(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "date.isocalendar")?;
    let moment = this(vm, args);
    let (year, week, day) = calendar::iso_calendar(moment.year, moment.ordinal());
    let items = [year, week, day].map(Value::Int);
    Ok(named::new(vm, Type::IsoCalendarDate, &items))
}

/// What `isocalendar()` gives.
pub(crate) const ISO_CALENDAR: &[Native] = &[
    method("__repr__", |vm, args| {
        named::repr(
            vm,
            args,
            "datetime.IsoCalendarDate",
            &["year", "week", "weekday"],
        )
    }),
    getter("week", |vm, args| Ok(named::item(vm, args, 1))),
    getter("weekday", |vm, args| Ok(named::item(vm, args, 2))),
    getter("year", |vm, args| Ok(named::item(vm, args, 0))),
];

fn zone_name(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "tzname")?;
    let moment = this(vm, args);
    let of = (moment.class == Type::DateTime).then_some(&moment);
    zones::name(vm, moment.zone, of)
}

fn zone_dst(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "dst")?;
    let moment = this(vm, args);
    let of = (moment.class == Type::DateTime).then_some(&moment);
    match zones::dst(vm, moment.zone, of)? {
        Some(micros) => new_delta(vm, i128::from(micros)),
        None => Ok(Value::None),
    }
}

fn utc_offset(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match this(vm, args).offset(vm)? {
        Some(micros) => new_delta(vm, i128::from(micros)),
        None => Ok(Value::None),
    }
}

fn timestamp(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let moment = this(vm, args);
    check_local(vm, &moment)?;
    let micros = moment.absolute() - (EPOCH - 1) * DAY_MICROS - moment.offset(vm)?.unwrap_or(0);
    let seconds = crate::number::divide::int_truediv(&micros.into(), &1_000_000_i64.into());
    vm.lift(seconds).map(Value::float)
}

/// CPython looks at the local time of the day before as well.
fn check_local(vm: &mut Vm, moment: &Moment) -> Result<(), Raised> {
    if moment.zone.is_none() && moment.absolute() < DAY_MICROS {
        return Err(vm.value_error("year 0 is out of range"));
    }
    Ok(())
}

fn as_timezone(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [zone] = args.bind(vm, "astimezone", ["tz"], 0, 1)?;
    let given = zone.bound().filter(|zone| !zone.is_none());
    let moment = this(vm, args);
    if given.is_some_and(|zone| zones::is_same(vm, moment.zone, zone)) {
        return Ok(args.this);
    }
    let zone = given.unwrap_or_else(|| {
        // The local time of a workflow.
        let name = vm.heap.new_str("UTC");
        vm.heap
            .new_record(Type::TimeZone, vec![Value::float(0.0), name])
    });
    check_local(vm, &moment)?;
    let micros = moment.absolute() - (EPOCH - 1) * DAY_MICROS - moment.offset(vm)?.unwrap_or(0);
    let class = vm.class_of(args.this);
    in_zone(vm, class, micros, zone)
}

fn str_parse(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [text, format] = args.between(vm, "strptime", 2)?;
    let text = read::text(vm, text, "strptime() argument 1 must be str, not ")?;
    let format = read::text(vm, format, "strptime() argument 2 must be str, not ")?;
    let moment = super::strptime::datetime(vm, &text, &format)?;
    made(vm, args.this, moment)
}
