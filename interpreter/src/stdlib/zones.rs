//! What a time zone says of a moment, whatever kind of zone it is; and `zoneinfo`.

use super::calendar::{DAY_MICROS, EPOCH};
use super::moment::{Moment, delta_of, new_delta};
use super::timezone;
use crate::value::{Table, Type, Value};
use crate::vm::native::{Module, class_method, function, getter, method, new, no_constant};
use crate::vm::{Answer, Args, Native, Raised, Vm};
use crate::zone::{self, Local, Zone};

pub(super) static MODULE: Module = Module {
    name: "zoneinfo",
    functions: &[function("available_timezones", available)],
    types: &[Type::ZoneInfo, Type::ZoneInfoNotFound],
    constant: no_constant,
};

pub(crate) const METHODS: &[Native] = &[
    new(make),
    method("__eq__", |vm, args| {
        let (mine, other) = (key_of(vm, args.this), key_of(vm, args.get(0)));
        Ok(match other {
            Some(_) => Value::Bool(mine == other),
            None => Value::NotImplemented,
        })
    }),
    method("__hash__", |vm, args| {
        let key = key_of(vm, args.this).unwrap_or_default();
        let key = vm.heap.new_str(key);
        vm.hash(key).map(Value::Int)
    }),
    method("__repr__", |vm, args| {
        let key = key_of(vm, args.this).unwrap_or_default();
        let shown = crate::text::repr::str(&key);
        Ok(vm.heap.new_str(format!("zoneinfo.ZoneInfo(key={shown})")))
    }),
    method("__str__", |vm, args| Ok(key(vm, args))),
    class_method("clear_cache", |_, _| Ok(Value::None)),
    method("dst", |vm, args| asked(vm, args, "dst")),
    method("fromutc", from_utc_method),
    getter("key", |vm, args| Ok(key(vm, args))),
    class_method("no_cache", make),
    method("tzname", |vm, args| asked(vm, args, "tzname")),
    method("utcoffset", |vm, args| asked(vm, args, "utcoffset")),
];

/// A class of one's own says what its zone is.
pub(crate) const BASE_METHODS: &[Native] = &[
    method("dst", |vm, _| Err(missing(vm, "dst"))),
    method("fromutc", from_utc_method),
    method("tzname", |vm, _| Err(missing(vm, "tzname"))),
    method("utcoffset", |vm, _| Err(missing(vm, "utcoffset"))),
];

fn missing(vm: &mut Vm, name: &str) -> Raised {
    vm.error(
        Type::NotImplementedError,
        format!("a tzinfo subclass must implement {name}()"),
    )
}

fn key(vm: &Vm, args: &Args<'_>) -> Value {
    vm.heap
        .record(args.this)
        .map_or(Value::None, |record| record.fields[0])
}

fn key_of(vm: &Vm, value: Value) -> Option<String> {
    let record = vm.heap.record(vm.heap.payload(value))?;
    if record.class != Type::ZoneInfo {
        return None;
    }
    vm.heap.str(record.fields[0]).map(str::to_owned)
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [key] = args.bind(vm, "ZoneInfo", ["key"], 1, 1)?;
    let Some(text) = vm.heap.str(vm.heap.payload(key)).map(str::to_owned) else {
        let class = vm.type_name(key);
        return Err(vm.type_error(format!(
            "expected str, bytes or os.PathLike object, not {class}"
        )));
    };
    if text.starts_with('/') {
        return Err(vm.value_error(format!(
            "ZoneInfo keys may not be absolute paths, got: {text}"
        )));
    }
    if text.starts_with("../") || text == ".." {
        return Err(vm.value_error(format!(
            "ZoneInfo keys must refer to subdirectories of TZPATH, got: {text}"
        )));
    }
    let normal = text
        .split('/')
        .all(|part| !part.is_empty() && part != "." && part != "..");
    if !normal {
        return Err(vm.value_error(format!(
            "ZoneInfo keys must be normalized relative paths, got: {text}"
        )));
    }
    if Zone::find(&text).is_none() {
        return Err(vm.error(
            Type::ZoneInfoNotFound,
            format!("No time zone found with key {text}"),
        ));
    }
    let key = vm.heap.new_str(text);
    Ok(vm.heap.new_record(Type::ZoneInfo, vec![key]))
}

fn available(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "available_timezones")?;
    let set = Value::Ref(
        vm.heap
            .alloc(crate::value::Obj::Set(Box::<Table>::default())),
    );
    for key in zone::keys() {
        let key = vm.heap.new_str(key);
        vm.set_add(set, key)?;
    }
    Ok(set)
}

/// Whether two zones are one object: every `ZoneInfo` of a key is the same one, as is every `timezone.utc`.
pub(crate) fn is_same(vm: &Vm, a: Value, b: Value) -> bool {
    a.is(b)
        || (timezone::is_utc(vm, a) && timezone::is_utc(vm, b))
        || (vm.heap.record(a).is_some()
            && vm.heap.record(b).is_some()
            && key_of(vm, a).is_some()
            && key_of(vm, a) == key_of(vm, b))
}

impl Vm {
    /// Whether two values that are not one are yet the same time zone, which CPython has once.
    pub(crate) fn is_same_zone(&self, a: Value, b: Value) -> bool {
        matches!((a, b), (Value::Ref(_), Value::Ref(_))) && is_same(self, a, b)
    }
}

enum Kind {
    None,
    /// Microseconds, and the name if one was given.
    Fixed(i64),
    Database(Zone),
    /// An object with methods of its own.
    Own,
}

fn kind(vm: &mut Vm, zone: Value) -> Result<Kind, Raised> {
    if zone.is_none() || zone.is_unbound() {
        return Ok(Kind::None);
    }
    if vm.heap.instance(zone).is_some() {
        return Ok(Kind::Own);
    }
    if let Some(key) = key_of(vm, zone) {
        return match Zone::find(&key) {
            Some(zone) => Ok(Kind::Database(zone)),
            None => Err(vm.error(
                Type::ZoneInfoNotFound,
                format!("No time zone found with key {key}"),
            )),
        };
    }
    Ok(
        match vm.heap.record(zone).map(|record| &record.fields[..]) {
            Some([Value::Float(seconds), ..]) => Kind::Fixed(libm::rint(seconds * 1e6) as i64),
            _ => Kind::None,
        },
    )
}

/// What the database says of a moment, which may be none.
fn looked_up(zone: &Zone, moment: Option<&Moment>) -> Option<Local<'static>> {
    match moment {
        Some(moment) => zone.at_local(
            moment.absolute().div_euclid(1_000_000) - (EPOCH - 1) * 86_400,
            moment.fold == 1,
            moment.year,
        ),
        None => zone.always(),
    }
}

/// `zone.utcoffset(moment)` in microseconds.
pub(super) fn offset(
    vm: &mut Vm,
    zone: Value,
    moment: Option<&Moment>,
) -> Result<Option<i64>, Raised> {
    match kind(vm, zone)? {
        Kind::None => Ok(None),
        Kind::Fixed(micros) => Ok(Some(micros)),
        Kind::Database(found) => {
            Ok(looked_up(&found, moment).map(|local| local.offset * 1_000_000))
        }
        Kind::Own => own_delta(vm, zone, moment, "utcoffset"),
    }
}

/// `zone.dst(moment)` in microseconds.
pub(super) fn dst(
    vm: &mut Vm,
    zone: Value,
    moment: Option<&Moment>,
) -> Result<Option<i64>, Raised> {
    match kind(vm, zone)? {
        Kind::None | Kind::Fixed(_) => Ok(None),
        Kind::Database(found) => Ok(looked_up(&found, moment).map(|local| local.dst * 1_000_000)),
        Kind::Own => own_delta(vm, zone, moment, "dst"),
    }
}

/// `zone.tzname(moment)`.
pub(super) fn name(vm: &mut Vm, zone: Value, moment: Option<&Moment>) -> Answer {
    match kind(vm, zone)? {
        Kind::None => Ok(Value::None),
        Kind::Fixed(_) => timezone::name(vm, zone),
        Kind::Database(found) => Ok(match looked_up(&found, moment) {
            Some(local) => vm.heap.new_str(local.name),
            None => Value::None,
        }),
        Kind::Own => {
            let name = ask(vm, zone, moment, "tzname")?;
            if name.is_none() || vm.heap.str(vm.heap.payload(name)).is_some() {
                return Ok(name);
            }
            let class = vm.type_name(name);
            Err(vm.type_error(format!(
                "tzinfo.tzname() must return None or a string, not '{class}'"
            )))
        }
    }
}

fn ask(vm: &mut Vm, zone: Value, moment: Option<&Moment>, name: &str) -> Answer {
    let argument = match moment {
        Some(moment) => moment.to_value(vm),
        None => Value::None,
    };
    let name = vm.symbols.intern(name);
    vm.call_method(zone, name, &[argument])
}

fn own_delta(
    vm: &mut Vm,
    zone: Value,
    moment: Option<&Moment>,
    name: &str,
) -> Result<Option<i64>, Raised> {
    let answer = ask(vm, zone, moment, name)?;
    if answer.is_none() {
        return Ok(None);
    }
    let Some(micros) = delta_of(vm, answer) else {
        let class = vm.type_name(answer);
        return Err(vm.type_error(format!(
            "tzinfo.{name}() must return None or timedelta, not '{class}'"
        )));
    };
    if micros.abs() >= i128::from(DAY_MICROS) {
        return Err(vm.value_error(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).",
        ));
    }
    Ok(Some(micros as i64))
}

/// `zone.utcoffset(moment)` and the like, of a ZoneInfo.
fn asked(vm: &mut Vm, args: &Args<'_>, what: &str) -> Answer {
    let given = args.one(vm, &format!("ZoneInfo.{what}"))?;
    let moment = match Moment::of(vm, given) {
        Some(moment) if moment.class == Type::DateTime => Some(moment),
        _ if given.is_none() => None,
        _ => {
            let class = vm.type_name(given);
            return Err(vm.type_error(format!(
                "fromutc: argument must be a datetime instance, not {class}"
            )));
        }
    };
    let micros = match what {
        "tzname" => return name(vm, args.this, moment.as_ref()),
        "dst" => dst(vm, args.this, moment.as_ref())?,
        _ => offset(vm, args.this, moment.as_ref())?,
    };
    match micros {
        Some(micros) => new_delta(vm, i128::from(micros)),
        None => Ok(Value::None),
    }
}

/// A time given in microseconds of UTC since 1970, as a datetime in a zone.
pub(super) fn from_utc(vm: &mut Vm, micros: i64, zone: Value) -> Result<Moment, Raised> {
    let (shift, fold) = match kind(vm, zone)? {
        Kind::None => (0, 0),
        Kind::Fixed(offset) => (offset, 0),
        Kind::Database(found) => {
            let year = at(vm, micros, zone)?.year;
            match found.at_utc(micros.div_euclid(1_000_000), year) {
                Some((local, fold)) => (local.offset * 1_000_000, i64::from(fold)),
                None => (0, 0),
            }
        }
        Kind::Own => {
            let utc = at(vm, micros, zone)?.to_value(vm);
            let name = vm.symbols.intern("fromutc");
            let local = vm.call_method(zone, name, &[utc])?;
            return match Moment::of(vm, local) {
                Some(moment) => Ok(moment),
                None => Err(vm.type_error("fromutc() must return a datetime instance")),
            };
        }
    };
    let mut moment = at(vm, micros.saturating_add(shift), zone)?;
    moment.fold = fold;
    Ok(moment)
}

fn at(vm: &mut Vm, micros: i64, zone: Value) -> Result<Moment, Raised> {
    let absolute = micros.checked_add((EPOCH - 1) * DAY_MICROS);
    match absolute.and_then(|absolute| Moment::at(Type::DateTime, absolute, zone)) {
        Some(moment) => Ok(moment),
        None => Err(vm.error(Type::OverflowError, "date value out of range")),
    }
}

/// `zone.fromutc(moment)`; for a class of one's own, by the rule that Python documents for it.
fn from_utc_method(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.one(vm, "tzinfo.fromutc")?;
    let moment = Moment::of(vm, given).filter(|moment| moment.class == Type::DateTime);
    let Some(moment) = moment else {
        return Err(vm.type_error("fromutc: argument must be a datetime"));
    };
    if !is_same(vm, moment.zone, args.this) {
        return Err(vm.value_error("fromutc: dt.tzinfo is not self"));
    }
    let micros = moment.absolute() - (EPOCH - 1) * DAY_MICROS;
    if vm.heap.instance(args.this).is_none() {
        let local = from_utc(vm, micros, args.this)?;
        return Ok(local.to_value(vm));
    }
    let Some(shift) = offset(vm, args.this, Some(&moment))? else {
        return Err(vm.value_error("fromutc: non-None utcoffset() result required"));
    };
    let Some(saving) = dst(vm, args.this, Some(&moment))? else {
        return Err(vm.value_error("fromutc: non-None dst() result required"));
    };
    let standard = at(vm, micros + shift - saving, args.this)?;
    let Some(saving) = dst(vm, args.this, Some(&standard))? else {
        return Err(vm.value_error("fromutc: tz.dst() gave inconsistent results; cannot convert"));
    };
    let base = standard.absolute() - (EPOCH - 1) * DAY_MICROS;
    let local = at(vm, base + saving, args.this)?;
    Ok(local.to_value(vm))
}
