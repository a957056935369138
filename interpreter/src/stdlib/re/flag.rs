//! `re.RegexFlag`: ints that show themselves by name.

use crate::regex::flags;
use crate::value::class::Instance;
use crate::value::{Attrs, Obj, Type, Value};
use crate::vm::native::{getter, whole};
use crate::vm::{Answer, Args, Native, Vm};

pub(crate) const FLAG: &[Native] = &[
    whole("__and__", |vm, args| combined(vm, args, |a, b| a & b)),
    whole("__format__", |vm, args| {
        let spec = vm.str(args.get(0))?;
        let text = repr_of(number(vm, args.this));
        let text = crate::text::format::str(&text, &spec);
        vm.lift_str(text)
    }),
    whole("__invert__", |vm, args| {
        let own = number(vm, args.this);
        Ok(new(vm, ALL & !own))
    }),
    whole("__or__", |vm, args| combined(vm, args, |a, b| a | b)),
    whole("__rand__", |vm, args| combined(vm, args, |a, b| a & b)),
    whole("__repr__", shown),
    whole("__ror__", |vm, args| combined(vm, args, |a, b| a | b)),
    whole("__rxor__", |vm, args| combined(vm, args, |a, b| a ^ b)),
    whole("__str__", shown),
    whole("__xor__", |vm, args| combined(vm, args, |a, b| a ^ b)),
    getter("value", |vm, args| Ok(Value::Int(number(vm, args.this)))),
];

/// All flags that have a name.
const ALL: i64 = 0x1ff;

pub(super) fn new(vm: &mut Vm, number: i64) -> Value {
    let instance = Instance {
        class: Value::Type(Type::RegexFlag),
        attrs: Attrs::default(),
        payload: Value::Int(number),
    };
    Value::Ref(vm.heap.alloc(Obj::Instance(Box::new(instance))))
}

fn number(vm: &Vm, value: Value) -> i64 {
    match vm.heap.payload(value) {
        Value::Int(number) => number,
        Value::Bool(truth) => i64::from(truth),
        _ => 0,
    }
}

fn combined(vm: &mut Vm, args: &Args<'_>, with: fn(i64, i64) -> i64) -> Answer {
    let other = args.get(0);
    if vm.as_int(other).is_none() {
        return Ok(Value::NotImplemented);
    }
    let number = with(number(vm, args.this), number(vm, other));
    Ok(new(vm, number))
}

fn shown(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = repr_of(number(vm, args.this));
    Ok(vm.heap.new_str(text))
}

/// In the order in which the class defines them.
fn repr_of(number: i64) -> String {
    if number == 0 {
        return "re.NOFLAG".to_owned();
    }
    let order = [8, 1, 2, 5, 3, 4, 6, 0, 7].map(|index| flags::NAMES[index]);
    let has = |(flag, _): &&(flags::Flags, &str)| number & i64::from(*flag) != 0;
    let mut parts: Vec<String> = order
        .iter()
        .filter(has)
        .map(|(_, name)| (*name).to_owned())
        .collect();
    match number & !ALL {
        0 => {}
        rest if parts.is_empty() => return format!("re.RegexFlag({rest})"),
        rest => parts.push(format!("{rest:#x}")),
    }
    parts.join("|")
}
