//! Values to bytes and back: what comes in goes out unchanged, and no bytes can hurt the machine.

use carabiner_interpreter::codec::{decode, encode};
use carabiner_interpreter::value::Value;
use carabiner_interpreter::vm::Raised;
use carabiner_interpreter::vm::machine::Machine;
use carabiner_interpreter::wire::{Writer, ext, shape};
use carabiner_interpreter::{lower, plain_file};
use proptest::prelude::*;

fn machine(source: &str) -> Machine {
    let program = lower(&plain_file("case.py", source, (3, 11))).expect("the source is valid");
    Machine::new(program).expect("the program is sound")
}

/// A value as the wire sees it.
#[derive(Clone, Debug)]
enum Sample {
    Nil,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Big(Vec<u8>),
    Float(f64),
    Str(String),
    Bin(Vec<u8>),
    List(Vec<Sample>),
    Map(Vec<(String, Sample)>),
    Tuple(Vec<Sample>),
    Set(Vec<i64>),
    Instance(u8, Vec<(String, Sample)>),
    Model(Vec<(String, Sample)>, Vec<(String, Sample)>),
    Exception(Vec<Sample>, Vec<(String, Sample)>),
    Enum(String, Box<Sample>),
    Date(i64, i64, i64),
    Decimal(i64, i8),
    Uuid([u8; 16]),
    Pattern(String, i32),
}

impl Sample {
    fn write(&self, out: &mut Writer) {
        match self {
            Sample::Nil => out.nil(),
            Sample::Bool(value) => out.bool(*value),
            Sample::Int(value) => out.int(*value),
            Sample::Uint(value) => out.uint(*value),
            Sample::Big(value) => out.ext(ext::BIG_INT, value),
            Sample::Float(value) => out.float(*value),
            Sample::Str(value) => out.str(value),
            Sample::Bin(value) => out.bin(value),
            Sample::List(items) => array(out, items),
            Sample::Map(pairs) => map(out, pairs),
            Sample::Pattern(text, flags) => within(out, ext::PATTERN, |out| {
                out.array(2);
                out.str(text);
                out.int(i64::from(*flags));
            }),
            Sample::Tuple(items) => within(out, ext::TUPLE, |out| array(out, items)),
            Sample::Set(items) => within(out, ext::SET, |out| {
                out.array(items.len());
                items.iter().for_each(|item| out.int(*item));
            }),
            Sample::Instance(shape, attrs) => within(out, ext::INSTANCE, |out| {
                out.array(3);
                out.str(&format!("models:Shape{shape}"));
                out.uint(u64::from(*shape));
                map(out, attrs);
            }),
            Sample::Model(fields, extra) => model(out, fields, extra),
            Sample::Exception(args, attrs) => exception(out, args, attrs),
            Sample::Enum(name, value) => within(out, ext::ENUM, |out| {
                out.array(3);
                out.str("models:Color");
                out.str(name);
                value.write(out);
            }),
            Sample::Date(year, month, day) => within(out, ext::DATE, |out| {
                out.array(3);
                [year, month, day]
                    .into_iter()
                    .for_each(|part| out.int(*part));
            }),
            Sample::Decimal(digits, exponent) => {
                // What has one form only: an integer, or an exponent above zero.
                let text = match *exponent {
                    ..=0 => digits.to_string(),
                    exponent if (0..10).contains(digits) => format!("{digits}E+{exponent}"),
                    exponent => format!("1.{:03}E+{exponent}", digits.rem_euclid(1000)),
                };
                // With an exponent within its digits it would be written without one.
                let text = match *exponent {
                    1..=3 => digits.to_string(),
                    _ => text,
                };
                out.ext(ext::DECIMAL, text.as_bytes())
            }
            Sample::Uuid(bytes) => out.ext(ext::UUID, bytes),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = Writer::new();
        self.write(&mut out);
        out.finish()
    }
}

fn within(out: &mut Writer, code: i8, inner: impl FnOnce(&mut Writer)) {
    let open = out.begin_ext(code);
    inner(out);
    out.end_ext(open);
}

fn array(out: &mut Writer, items: &[Sample]) {
    out.array(items.len());
    items.iter().for_each(|item| item.write(out));
}

fn map(out: &mut Writer, pairs: &[(String, Sample)]) {
    out.map(pairs.len());
    for (key, value) in pairs {
        out.str(key);
        value.write(out);
    }
}

/// A pydantic model: every second field was given, and the extra ones were.
fn model(out: &mut Writer, fields: &[(String, Sample)], extra: &[(String, Sample)]) {
    let mut set: Vec<&String> = fields
        .iter()
        .step_by(2)
        .chain(extra)
        .map(|(name, _)| name)
        .collect();
    set.sort();
    within(out, ext::INSTANCE, |out| {
        out.array(3);
        out.str("models:Model");
        out.uint(u64::from(shape::PYDANTIC));
        out.array(4);
        map(out, fields);
        out.array(set.len());
        set.iter().for_each(|name| out.str(name));
        map(out, extra);
        out.nil();
    });
}

fn exception(out: &mut Writer, args: &[Sample], attrs: &[(String, Sample)]) {
    within(out, ext::EXCEPTION, |out| {
        out.array(9);
        out.str("shop:OutOfStock");
        out.array(4);
        [
            "shop:OutOfStock",
            "shop:ShopError",
            "builtins:Exception",
            "builtins:BaseException",
        ]
        .iter()
        .for_each(|name| out.str(name));
        array(out, args);
        map(out, attrs);
        out.nil();
        out.nil();
        out.bool(true);
        out.array(1);
        out.str("a note");
        out.str("Traceback of the worker\n");
    });
}

fn pairs(
    value: impl Strategy<Value = Sample>,
    names: &'static str,
) -> impl Strategy<Value = Vec<(String, Sample)>> {
    prop::collection::btree_map(names, value, 0..5).prop_map(|map| map.into_iter().collect())
}

fn sample() -> impl Strategy<Value = Sample> {
    let leaf = prop_oneof![
        Just(Sample::Nil),
        any::<bool>().prop_map(Sample::Bool),
        any::<i64>().prop_map(Sample::Int),
        ((1_u64 << 63)..).prop_map(Sample::Uint),
        prop::collection::vec(any::<u8>(), 9..20).prop_map(|mut bytes| {
            bytes[0] = 0x40;
            Sample::Big(bytes)
        }),
        any::<f64>()
            .prop_filter("the one NaN", |value| !value.is_nan())
            .prop_map(Sample::Float),
        any::<String>().prop_map(Sample::Str),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(Sample::Bin),
        prop::collection::btree_set(any::<i64>(), 0..20)
            .prop_map(|set| Sample::Set(set.into_iter().collect())),
        (1..=9999_i64, 1..=12_i64, 1..=28_i64)
            .prop_map(|(year, month, day)| Sample::Date(year, month, day)),
        any::<(i64, i8)>().prop_map(|(digits, exponent)| Sample::Decimal(digits, exponent)),
        any::<[u8; 16]>().prop_map(Sample::Uuid),
        any::<(String, i32)>().prop_map(|(text, flags)| Sample::Pattern(text, flags)),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Sample::List),
            prop::collection::vec(inner.clone(), 0..8).prop_map(Sample::Tuple),
            pairs(inner.clone(), "[ -~]{0,6}").prop_map(Sample::Map),
            (
                prop_oneof![Just(0_u8), Just(1), Just(3), Just(4)],
                pairs(inner.clone(), "[a-z]{1,4}")
            )
                .prop_map(|(shape, attrs)| Sample::Instance(shape, attrs)),
            (
                pairs(inner.clone(), "[a-m]{1,4}"),
                pairs(inner.clone(), "[n-z]{1,4}")
            )
                .prop_map(|(fields, extra)| Sample::Model(fields, extra)),
            (
                prop::collection::vec(inner.clone(), 0..4),
                pairs(inner.clone(), "[a-z]{1,4}")
            )
                .prop_map(|(args, attrs)| Sample::Exception(args, attrs)),
            ("[A-Z]{1,3}", any::<i64>())
                .prop_map(|(name, value)| Sample::Enum(name, Box::new(Sample::Int(value)))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_comes_in_goes_out_unchanged(sample in sample().prop_filter("one value a member", one_value_each)) {
        let mut machine = machine("");
        let bytes = sample.bytes();
        let value = decode(machine.vm(), &bytes).expect("it is a value");
        let again = encode(machine.vm(), value, "value").expect("it can be sent");
        prop_assert_eq!(bytes, again);
    }

    #[test]
    fn damaged_bytes_never_hurt(sample in sample(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut machine = machine("");
        let mut bytes = sample.bytes();
        let end = cut.index(bytes.len() + 1);
        if decode(machine.vm(), &bytes[..end]).is_ok() {
            prop_assert_eq!(end, bytes.len());
        }
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(value) = decode(machine.vm(), &bytes) {
            prop_assert!(encode(machine.vm(), value, "value").is_ok());
        }
    }

    #[test]
    fn arbitrary_bytes_never_hurt(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut machine = machine("");
        let _ = decode(machine.vm(), &bytes);
    }
}

/// A name of an enum stands for one value only; the machine would rightly give back the first.
fn one_value_each(sample: &Sample) -> bool {
    let mut text = format!("{sample:?}");
    text.truncate(text.len());
    text.matches("Enum(").count() < 2
}

fn text_of(machine: &mut Machine, raised: Raised) -> String {
    match raised {
        Raised::Exception(exception) => machine.vm().str(exception.into()).expect("it has a text"),
        Raised::Limit(limit) => limit.message().to_owned(),
    }
}

#[test]
fn a_refusal_names_the_path() {
    let mut machine = machine("");
    let vm = machine.vm();
    let name = vm.heap.new_str("key");
    let function = Value::Module(0);
    let inner = vm.new_dict_of(&[(name, function)]).expect("a dict");
    let list = vm.heap.new_list(vec![inner]);
    let raised = encode(vm, list, "order").expect_err("a function is no data");
    let text = text_of(&mut machine, raised);
    assert!(
        text.starts_with("order[0]['key']: a value of type module cannot leave the workflow"),
        "{text}"
    );
}

#[test]
fn a_cycle_is_refused() {
    let mut machine = machine("");
    let vm = machine.vm();
    let list = vm.heap.new_list(Vec::new());
    vm.list_push(list, list);
    let raised = encode(vm, list, "order").expect_err("it contains itself");
    let text = text_of(&mut machine, raised);
    assert!(text.contains("contains itself"), "{text}");
}

#[test]
fn nesting_is_bounded_on_both_ways() {
    let mut bytes = vec![0x91; 5000];
    bytes.push(0xc0);
    let mut machine = machine("");
    assert!(decode(machine.vm(), &bytes).is_err());
    assert!(decode(machine.vm(), &bytes[5000 - 200..]).is_ok());
    assert!(decode(machine.vm(), &bytes[5000 - 201..]).is_err());
}
