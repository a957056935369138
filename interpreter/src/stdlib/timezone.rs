//! `datetime.timezone`: a fixed offset. Its record is the seconds east of UTC and the name or `None`.

use super::moment::{Moment, delta_of, new_delta, offset_text};
use crate::value::{Type, Value};
use crate::vm::native::{class_value, method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(crate) const METHODS: &[Native] = &[
    new(make),
    method("__eq__", eq),
    method("__hash__", hash),
    method("__repr__", repr),
    method("__str__", |vm, args| name(vm, args.this)),
    method("dst", |vm, args| {
        asked_of(vm, args, "dst")?;
        Ok(Value::None)
    }),
    class_value("max", |vm, _| {
        Ok(vm
            .heap
            .new_record(Type::TimeZone, vec![Value::float(86_340.0), Value::None]))
    }),
    class_value("min", |vm, _| {
        Ok(vm
            .heap
            .new_record(Type::TimeZone, vec![Value::float(-86_340.0), Value::None]))
    }),
    method("tzname", |vm, args| {
        asked_of(vm, args, "tzname")?;
        name(vm, args.this)
    }),
    class_value("utc", |vm, _| Ok(utc(vm))),
    method("utcoffset", |vm, args| {
        asked_of(vm, args, "utcoffset")?;
        offset(vm, args.this)
    }),
];

/// `timezone.utc`.
pub(super) fn utc(vm: &mut Vm) -> Value {
    vm.heap
        .new_record(Type::TimeZone, vec![Value::float(0.0), Value::None])
}

/// Whether it is `timezone.utc`, which CPython has once.
pub(super) fn is_utc(vm: &Vm, zone: Value) -> bool {
    let record = vm.heap.record(zone);
    record.is_some_and(|record| {
        record.class == Type::TimeZone
            && matches!(record.fields[..], [Value::Float(offset), Value::None] if offset == 0.0)
    })
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [offset, name] = args.bind(vm, "timezone", ["offset", "name"], 1, 2)?;
    let Some(micros) = delta_of(vm, offset) else {
        let kind = match offset {
            Value::None => "None".to_owned(),
            other => vm.type_name(other),
        };
        return Err(vm.type_error(format!(
            "timezone() argument 1 must be datetime.timedelta, not {kind}"
        )));
    };
    if micros.abs() >= 86_400_000_000 {
        let shown = vm.repr(offset)?;
        return Err(vm.value_error(format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}."
        )));
    }
    if !name.is_unbound() && vm.heap.str(vm.heap.payload(name)).is_none() {
        let kind = match name {
            Value::None => "None".to_owned(),
            other => vm.type_name(other),
        };
        return Err(vm.type_error(format!("timezone() argument 2 must be str, not {kind}")));
    }
    Ok(vm.heap.new_record(
        Type::TimeZone,
        vec![
            Value::float(micros as f64 / 1e6),
            name.bound().unwrap_or(Value::None),
        ],
    ))
}

/// The moment does not matter, but it must be one.
fn asked_of(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<(), Raised> {
    let moment = args.one(vm, &format!("timezone.{name}"))?;
    if moment.is_none() || vm.is_instance(moment, Type::DateTime) {
        return Ok(());
    }
    let class = vm.type_name(moment);
    Err(vm.type_error(format!(
        "{name}(dt) argument must be a datetime instance or None, not {class}"
    )))
}

fn offset(vm: &mut Vm, zone: Value) -> Answer {
    match super::zones::offset(vm, zone, None)? {
        Some(micros) => new_delta(vm, i128::from(micros)),
        None => Ok(Value::None),
    }
}

/// `tzname()`: the given name, or `UTC+05:30`.
pub(super) fn name(vm: &mut Vm, zone: Value) -> Answer {
    let Some(record) = vm.heap.record(zone) else {
        return Ok(Value::None);
    };
    let given = record.fields.last().copied().unwrap_or(Value::None);
    if vm.heap.str(given).is_some() {
        return Ok(given);
    }
    let text = match super::zones::offset(vm, zone, None)? {
        None => return Ok(Value::None),
        Some(0) => "UTC".to_owned(),
        Some(micros) => format!("UTC{}", offset_text(micros, true)),
    };
    Ok(vm.heap.new_str(text))
}

fn eq(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if !vm.is_instance(args.get(0), Type::TimeZone) {
        return Ok(Value::NotImplemented);
    }
    let (mine, other) = (
        super::zones::offset(vm, args.this, None)?,
        super::zones::offset(vm, args.get(0), None)?,
    );
    Ok(Value::Bool(mine == other))
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let offset = offset(vm, args.this)?;
    vm.hash(offset).map(Value::Int)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let offset = offset(vm, args.this)?;
    let given = vm
        .heap
        .record(args.this)
        .map_or(Value::None, |record| record.fields[1]);
    let text = match (given.is_none(), delta_of(vm, offset)) {
        (true, Some(0)) => "datetime.timezone.utc".to_owned(),
        (true, _) => format!("datetime.timezone({})", vm.repr(offset)?),
        _ => format!(
            "datetime.timezone({}, {})",
            vm.repr(offset)?,
            vm.repr(given)?
        ),
    };
    Ok(vm.heap.new_str(text))
}

/// What `repr` of a moment shows of its zone.
pub(super) fn shown(vm: &mut Vm, moment: &Moment) -> Result<String, Raised> {
    if moment.zone.is_none() {
        Ok(String::new())
    } else {
        Ok(format!(", tzinfo={}", vm.repr(moment.zone)?))
    }
}
