//! `time`, `uuid` and `random`: what a step knows of time, and the instance's own randomness.

use crate::builtins::read;
use crate::value::{Type, Value};
use crate::vm::native::{Module, function, getter, method, new, no_constant};
use crate::vm::{Answer, Args, Native, Vm};

pub(super) static TIME: Module = Module {
    name: "time",
    functions: &[
        function("monotonic", seconds),
        function("monotonic_ns", nanoseconds),
        function("perf_counter", seconds),
        function("perf_counter_ns", nanoseconds),
        function("time", seconds),
        function("time_ns", nanoseconds),
    ],
    types: &[],
    constant: no_constant,
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
        let other = vm
            .heap
            .record(args.get(0))
            .filter(|record| record.class == Type::Uuid);
        Ok(if other.is_none() {
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
    method("__lt__", |vm, args| {
        let other = vm
            .heap
            .record(args.get(0))
            .filter(|record| record.class == Type::Uuid);
        Ok(if other.is_none() {
            Value::NotImplemented
        } else {
            Value::Bool(bytes(vm, args.this) < bytes(vm, args.get(0)))
        })
    }),
    method("__repr__", |vm, args| {
        let text = uuid_text(&bytes(vm, args.this));
        Ok(vm.heap.new_str(format!("UUID('{text}')")))
    }),
    method("__str__", |vm, args| {
        let text = uuid_text(&bytes(vm, args.this));
        Ok(vm.heap.new_str(text))
    }),
    getter("bytes", |vm, args| {
        let bytes = bytes(vm, args.this);
        Ok(vm.heap.new_bytes(bytes))
    }),
    getter("hex", |vm, args| {
        let text = uuid_text(&bytes(vm, args.this)).replace('-', "");
        Ok(vm.heap.new_str(text))
    }),
    getter("int", int),
    getter("urn", |vm, args| {
        let text = uuid_text(&bytes(vm, args.this));
        Ok(vm.heap.new_str(format!("urn:uuid:{text}")))
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

fn bytes(vm: &Vm, uuid: Value) -> Vec<u8> {
    let inner = vm
        .heap
        .record(uuid)
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
    let [hex, raw, int] = args.bind(vm, "UUID", ["hex", "bytes", "int"], 0, 2)?;
    if let Some(raw) = vm.heap.bytes_like(raw).map(<[u8]>::to_vec) {
        if raw.len() != 16 {
            return Err(vm.value_error("bytes is not a 16-char string"));
        }
        return Ok(new_uuid(vm, raw));
    }
    if !int.is_unbound() {
        let int = read::int(vm, int)?;
        let order = crate::number::int_bytes::Order::Big;
        return match crate::number::int_bytes::to_bytes(&int, 16, order, false) {
            Ok(bytes) => Ok(new_uuid(vm, bytes)),
            Err(_) => Err(vm.value_error("int is out of range (need a 128-bit value)")),
        };
    }
    if hex.is_unbound() {
        let message = "one of the hex, bytes, bytes_le, fields, or int arguments must be given";
        return Err(vm.type_error(message));
    }
    let text = read::text(vm, hex, "replace() argument 1 must be str, not ")?;
    let digits = text.replace("urn:", "").replace("uuid:", "");
    let digits = digits.trim_matches(['{', '}']).replace('-', "");
    let parsed = if digits.len() == 32 {
        u128::from_str_radix(&digits, 16).ok()
    } else {
        None
    };
    match parsed {
        Some(value) => Ok(new_uuid(vm, value.to_be_bytes().to_vec())),
        None => Err(vm.value_error("badly formed hexadecimal UUID string")),
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
