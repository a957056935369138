//! `time`, `uuid` and `random`: what a step knows of time, and the instance's own randomness.

use std::cmp::Ordering;

use super::struct_time;
use crate::builtins::read;
use crate::value::{Type, Value};
use crate::vm::native::{Module, function, getter, method, new, no_constant};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) static TIME: Module = Module {
    name: "time",
    functions: &[
        function("asctime", struct_time::asctime),
        function("ctime", struct_time::ctime),
        function("gmtime", struct_time::gmtime),
        function("localtime", struct_time::local_time),
        function("mktime", struct_time::mktime),
        function("monotonic", seconds),
        function("monotonic_ns", nanoseconds),
        function("perf_counter", seconds),
        function("perf_counter_ns", nanoseconds),
        function("strftime", struct_time::strftime),
        function("strptime", struct_time::strptime),
        function("time", seconds),
        function("time_ns", nanoseconds),
    ],
    types: &[Type::StructTime],
    constant: struct_time::constant,
};

/// Constant throughout a step, as `datetime.now()` is.
fn seconds(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "time")?;
    Ok(Value::float(vm.now_micros() as f64 / 1e6))
}

fn nanoseconds(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "time_ns")?;
    let micros = crate::number::Int::Small(vm.now_micros());
    let nanos = vm.lift(micros.mul(&crate::number::Int::Small(1000)))?;
    Ok(vm.from_int(nanos))
}

pub(super) static UUID: Module = Module {
    name: "uuid",
    functions: &[function("uuid4", uuid4)],
    types: &[Type::Uuid],
    constant: no_constant,
};

/// Its record is its 16 bytes.
pub(crate) const UUID_METHODS: &[Native] = &[
    new(make_uuid),
    method("__eq__", |vm, args| {
        Ok(if !vm.is_instance(args.get(0), Type::Uuid) {
            Value::NotImplemented
        } else {
            Value::Bool(bytes(vm, args.this) == bytes(vm, args.get(0)))
        })
    }),
    method("__hash__", |vm, args| {
        Ok(Value::Int(crate::value::text::hash_bytes(&bytes(
            vm, args.this,
        ))))
    }),
    method("__int__", int),
    method("__lt__", |vm, args| ordered(vm, args, Ordering::is_lt)),
    method("__repr__", |vm, args| {
        let text = uuid_text(&bytes(vm, args.this));
        Ok(vm.heap.new_str(format!("UUID('{text}')")))
    }),
    method("__str__", |vm, args| {
        let text = uuid_text(&bytes(vm, args.this));
        Ok(vm.heap.new_str(text))
    }),
    method("__ge__", |vm, args| ordered(vm, args, Ordering::is_ge)),
    method("__gt__", |vm, args| ordered(vm, args, Ordering::is_gt)),
    method("__le__", |vm, args| ordered(vm, args, Ordering::is_le)),
    getter("bytes", |vm, args| {
        let bytes = bytes(vm, args.this);
        Ok(vm.heap.new_bytes(bytes))
    }),
    getter("bytes_le", |vm, args| {
        let bytes = swapped(bytes(vm, args.this));
        Ok(vm.heap.new_bytes(bytes))
    }),
    getter("clock_seq", |vm, args| {
        let number = number(vm, args.this);
        Ok(Value::Int((number >> 48) as i64 & 0x3fff))
    }),
    getter("clock_seq_hi_variant", |vm, args| {
        Ok(Value::Int((number(vm, args.this) >> 56) as i64 & 0xff))
    }),
    getter("clock_seq_low", |vm, args| {
        Ok(Value::Int((number(vm, args.this) >> 48) as i64 & 0xff))
    }),
    getter("fields", |vm, args| {
        let number = number(vm, args.this);
        let mut place = 128;
        let fields = WIDTHS.map(|width| {
            place -= width;
            Value::Int((number >> place & ((1 << width) - 1)) as i64)
        });
        Ok(vm.heap.new_tuple(fields))
    }),
    getter("hex", |vm, args| {
        let text = uuid_text(&bytes(vm, args.this)).replace('-', "");
        Ok(vm.heap.new_str(text))
    }),
    getter("int", int),
    getter("node", |vm, args| {
        Ok(Value::Int(number(vm, args.this) as i64 & 0xffff_ffff_ffff))
    }),
    getter("time", |vm, args| {
        let number = number(vm, args.this);
        let high = (number >> 64) as i64 & 0x0fff;
        let middle = (number >> 80) as i64 & 0xffff;
        Ok(Value::Int(
            high << 48 | middle << 32 | (number >> 96) as i64,
        ))
    }),
    getter("time_hi_version", |vm, args| {
        Ok(Value::Int((number(vm, args.this) >> 64) as i64 & 0xffff))
    }),
    getter("time_low", |vm, args| {
        Ok(Value::Int((number(vm, args.this) >> 96) as i64))
    }),
    getter("time_mid", |vm, args| {
        Ok(Value::Int((number(vm, args.this) >> 80) as i64 & 0xffff))
    }),
    getter("urn", |vm, args| {
        let text = uuid_text(&bytes(vm, args.this));
        Ok(vm.heap.new_str(format!("urn:uuid:{text}")))
    }),
    getter("variant", |vm, args| {
        let text = match number(vm, args.this) >> 56 & 0xff {
            0..0x80 => "reserved for NCS compatibility",
            0x80..0xc0 => "specified in RFC 4122",
            0xc0..0xe0 => "reserved for Microsoft compatibility",
            _ => "reserved for future definition",
        };
        Ok(vm.heap.new_str(text))
    }),
    getter("version", |vm, args| {
        let bytes = bytes(vm, args.this);
        let is_standard = bytes.get(8).is_some_and(|byte| byte >> 6 == 0b10);
        Ok(match bytes.get(6) {
            Some(byte) if is_standard => Value::Int(i64::from(byte >> 4)),
            _ => Value::None,
        })
    }),
];

/// Bits of the fields of a UUID.
const WIDTHS: [u32; 6] = [32, 16, 16, 8, 8, 48];

fn ordered(vm: &mut Vm, args: &Args<'_>, holds: fn(Ordering) -> bool) -> Answer {
    if !vm.is_instance(args.get(0), Type::Uuid) {
        return Ok(Value::NotImplemented);
    }
    let (mine, other) = (bytes(vm, args.this), bytes(vm, args.get(0)));
    Ok(Value::Bool(holds(mine.cmp(&other))))
}

fn number(vm: &Vm, uuid: Value) -> u128 {
    bytes(vm, uuid)
        .iter()
        .fold(0, |number, byte| number << 8 | u128::from(*byte))
}

/// With the first three fields in the other order of bytes.
fn swapped(mut bytes: Vec<u8>) -> Vec<u8> {
    for (start, end) in [(0, 4), (4, 6), (6, 8)] {
        bytes[start..end].reverse();
    }
    bytes
}

fn bytes(vm: &Vm, uuid: Value) -> Vec<u8> {
    let inner = vm
        .heap
        .record(vm.heap.payload(uuid))
        .and_then(|record| record.fields.first().copied())
        .unwrap_or(Value::None);
    vm.heap
        .bytes_like(inner)
        .map(<[u8]>::to_vec)
        .unwrap_or_default()
}

fn uuid_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text += &format!("{byte:02x}");
    }
    text
}

fn int(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let bytes = bytes(vm, args.this);
    let int =
        crate::number::int_bytes::from_bytes(&bytes, crate::number::int_bytes::Order::Big, false);
    Ok(vm.from_int(int))
}

fn new_uuid(vm: &mut Vm, bytes: Vec<u8>) -> Value {
    let bytes = vm.heap.new_bytes(bytes);
    vm.heap.new_record(Type::Uuid, vec![bytes])
}

fn make_uuid(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let names = [
        "hex", "bytes", "bytes_le", "fields", "int", "version", "is_safe",
    ];
    let given = args.bind(vm, "UUID", names, 0, 6)?;
    let given = given.map(|value| value.bound().filter(|value| !value.is_none()));
    let [hex, raw, little, fields, int, version, is_safe] = given;
    if is_safe.is_some() {
        return Err(vm.error(
            Type::NotImplementedError,
            "is_safe is not available in a workflow",
        ));
    }
    let sources = [hex, raw, little, fields, int];
    if sources.iter().flatten().count() != 1 {
        return Err(vm.type_error(
            "one of the hex, bytes, bytes_le, fields, or int arguments must be given",
        ));
    }
    let mut number = if let Some(hex) = hex {
        from_hex(vm, hex)?
    } else if let Some(raw) = raw {
        from_bytes(vm, raw, "bytes", |bytes| bytes)?
    } else if let Some(little) = little {
        from_bytes(vm, little, "bytes_le", swapped)?
    } else if let Some(fields) = fields {
        from_fields(vm, fields)?
    } else {
        from_int(vm, int.unwrap_or(Value::None))?
    };
    if let Some(version) = version {
        let version = read::word(vm, version)?;
        if !(1..=5).contains(&version) {
            return Err(vm.value_error("illegal version number"));
        }
        number = number & !(0xc000 << 48) | 0x8000 << 48;
        number = number & !(0xf000 << 64) | (version as u128) << 76;
    }
    Ok(new_uuid(vm, number.to_be_bytes().to_vec()))
}

fn from_hex(vm: &mut Vm, hex: Value) -> Result<u128, Raised> {
    let Some(text) = vm.heap.str(vm.heap.payload(hex)).map(str::to_owned) else {
        let class = vm.type_name(hex);
        return Err(vm.attribute_error(format!("'{class}' object has no attribute 'replace'")));
    };
    let digits = text.replace("urn:", "").replace("uuid:", "");
    let digits = digits.trim_matches(['{', '}']).replace('-', "");
    if digits.chars().count() != 32 {
        return Err(vm.value_error("badly formed hexadecimal UUID string"));
    }
    match u128::from_str_radix(&digits, 16) {
        Ok(number) if !digits.starts_with('+') => Ok(number),
        _ => {
            let shown = crate::text::repr::str(&digits);
            Err(vm.value_error(format!("invalid literal for int() with base 16: {shown}")))
        }
    }
}

fn from_bytes(
    vm: &mut Vm,
    value: Value,
    name: &str,
    order: fn(Vec<u8>) -> Vec<u8>,
) -> Result<u128, Raised> {
    let found = vm
        .heap
        .bytes_like(vm.heap.payload(value))
        .map(<[u8]>::to_vec);
    match found {
        Some(bytes) if bytes.len() == 16 => Ok(order(bytes)
            .iter()
            .fold(0, |number, byte| number << 8 | u128::from(*byte))),
        _ => Err(vm.value_error(format!("{name} is not a 16-char string"))),
    }
}

fn from_fields(vm: &mut Vm, fields: Value) -> Result<u128, Raised> {
    let fields = vm.collect(fields)?;
    if fields.len() != WIDTHS.len() {
        return Err(vm.value_error("fields is not a 6-tuple"));
    }
    let mut number = 0_u128;
    for (at, (field, width)) in fields.into_iter().zip(WIDTHS).enumerate() {
        let value = read::word(vm, field)?;
        if !(0..1_i64 << width).contains(&value) {
            let article = if width == 8 { "an" } else { "a" };
            let message = format!(
                "field {} out of range (need {article} {width}-bit value)",
                at + 1
            );
            return Err(vm.value_error(message));
        }
        number = number << width | value as u128;
    }
    Ok(number)
}

fn from_int(vm: &mut Vm, int: Value) -> Result<u128, Raised> {
    let int = read::int(vm, int)?;
    let order = crate::number::int_bytes::Order::Big;
    match crate::number::int_bytes::to_bytes(&int, 16, order, false) {
        Ok(bytes) => Ok(bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u128::from(*byte))),
        Err(_) => Err(vm.value_error("int is out of range (need a 128-bit value)")),
    }
}

fn uuid4(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "uuid4")?;
    let mut bytes = [
        vm.random.next().to_be_bytes(),
        vm.random.next().to_be_bytes(),
    ]
    .concat();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    Ok(new_uuid(vm, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_written_in_five_groups() {
        let bytes: Vec<u8> = (0..16).collect();
        assert_eq!(uuid_text(&bytes), "00010203-0405-0607-0809-0a0b0c0d0e0f");
    }
}
