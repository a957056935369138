//! `decimal.Decimal`: its methods that are no operators.

use crate::builtins::read;
use crate::number::decimal::{self, Decimal, Kind, Rounding, Status};
use crate::number::{Int, float_text};
use crate::value::{Type, Value};
use crate::vm::native::{class_method, getter, method, new as constructor};
use crate::vm::{Answer, Args, Native, Raised, Vm};

use super::value::{new, this};
use super::{context, local, make, operations, operators, value};

macro_rules! rows {
    ($($row:expr,)*) => {
        &[
            constructor(make::make),
            $($row,)*
        ]
    };
}

pub(crate) const METHODS: &[Native] = operations::shared_operations! {
    rows, unary, binary,
    method("__abs__", |vm, args| operators::unary(vm, args, decimal::absolute)),
    method("__add__", |vm, args| operators::binary(vm, args, decimal::add)),
    method("__bool__", |vm, args| Ok(Value::Bool(!this(vm, args).is_zero()))),
    method("__ceil__", |vm, args| whole(vm, args, Rounding::Ceiling)),
    method("__complex__", |vm, args| {
        let real = as_float(vm, args)?;
        vm.new_complex(real, 0.0)
    }),
    method("__copy__", |_, args| Ok(args.this)),
    method("__deepcopy__", |_, args| Ok(args.this)),
    method("__divmod__", |vm, args| operators::divmod(vm, args, false)),
    method("__eq__", |vm, args| operators::compared(vm, args, crate::vm::Comparison::Eq)),
    method("__float__", |vm, args| as_float(vm, args).map(Value::float)),
    method("__floor__", |vm, args| whole(vm, args, Rounding::Floor)),
    method("__floordiv__", |vm, args| operators::binary(vm, args, decimal::divide_int)),
    method("__format__", format),
    method("__ge__", |vm, args| operators::compared(vm, args, crate::vm::Comparison::Ge)),
    method("__gt__", |vm, args| operators::compared(vm, args, crate::vm::Comparison::Gt)),
    method("__hash__", hash),
    method("__int__", |vm, args| whole(vm, args, Rounding::Down)),
    method("__le__", |vm, args| operators::compared(vm, args, crate::vm::Comparison::Le)),
    method("__lt__", |vm, args| operators::compared(vm, args, crate::vm::Comparison::Lt)),
    method("__mod__", |vm, args| operators::binary(vm, args, decimal::remainder)),
    method("__mul__", |vm, args| operators::binary(vm, args, decimal::multiply)),
    method("__ne__", |vm, args| operators::compared(vm, args, crate::vm::Comparison::Ne)),
    method("__neg__", |vm, args| operators::unary(vm, args, decimal::minus)),
    method("__pos__", |vm, args| operators::unary(vm, args, decimal::plus)),
    method("__pow__", operators::power),
    method("__radd__", |vm, args| operators::reflected(vm, args, decimal::add)),
    method("__rdivmod__", |vm, args| operators::divmod(vm, args, true)),
    method("__repr__", |vm, args| {
        let text = text(vm, args);
        Ok(vm.heap.new_str(format!("Decimal('{text}')")))
    }),
    method("__rfloordiv__", |vm, args| operators::reflected(vm, args, decimal::divide_int)),
    method("__rmod__", |vm, args| operators::reflected(vm, args, decimal::remainder)),
    method("__rmul__", |vm, args| operators::reflected(vm, args, decimal::multiply)),
    method("__round__", round),
    method("__rpow__", operators::reflected_power),
    method("__rsub__", |vm, args| operators::reflected(vm, args, decimal::subtract)),
    method("__rtruediv__", |vm, args| operators::reflected(vm, args, decimal::divide)),
    method("__str__", |vm, args| {
        let text = text(vm, args);
        Ok(vm.heap.new_str(text))
    }),
    method("__sub__", |vm, args| operators::binary(vm, args, decimal::subtract)),
    method("__truediv__", |vm, args| operators::binary(vm, args, decimal::divide)),
    method("__trunc__", |vm, args| whole(vm, args, Rounding::Down)),
    method("adjusted", |vm, args| {
        args.none(vm, "Decimal.adjusted")?;
        let value = this(vm, args);
        Ok(Value::Int(if value.is_finite() { value.adjusted() } else { 0 }))
    }),
    method("as_integer_ratio", ratio),
    method("as_tuple", value::as_tuple),
    method("canonical", |_, args| Ok(args.this)),
    method("conjugate", |vm, args| {
        args.none(vm, "Decimal.conjugate")?;
        Ok(args.this)
    }),
    method("copy_abs", |vm, args| {
        args.none(vm, "Decimal.copy_abs")?;
        let value = this(vm, args).with_sign(false);
        Ok(new(vm, value))
    }),
    method("copy_negate", |vm, args| {
        args.none(vm, "Decimal.copy_negate")?;
        let value = this(vm, args);
        let negative = !value.negative;
        Ok(new(vm, value.with_sign(negative)))
    }),
    method("fma", |vm, args| {
        let [other, third, owner] = args.bind(vm, "fma", ["other", "third", "context"], 2, 3)?;
        let owner = local::given_or_current(vm, owner)?;
        operations::fma(vm, owner, [args.this, other, third])
    }),
    class_method("from_float", make::from_float),
    getter("imag", |vm, _| Ok(new(vm, Decimal::zero(false, 0)))),
    method("is_canonical", |vm, args| question(vm, args, |_| true)),
    method("is_finite", |vm, args| question(vm, args, Decimal::is_finite)),
    method("is_infinite", |vm, args| question(vm, args, Decimal::is_infinite)),
    method("is_nan", |vm, args| question(vm, args, Decimal::is_nan)),
    method("is_normal", |vm, args| size(vm, args, "is_normal", Decimal::is_normal)),
    method("is_qnan", |vm, args| question(vm, args, |value| value.kind == Kind::Quiet)),
    method("is_signed", |vm, args| question(vm, args, |value| value.negative)),
    method("is_snan", |vm, args| question(vm, args, |value| value.kind == Kind::Signaling)),
    method("is_subnormal", |vm, args| size(vm, args, "is_subnormal", Decimal::is_subnormal)),
    method("is_zero", |vm, args| question(vm, args, Decimal::is_zero)),
    method("number_class", |vm, args| {
        let [owner] = args.bind(vm, "number_class", ["context"], 0, 1)?;
        let owner = local::given_or_current(vm, owner)?;
        let class = this(vm, args).class(&context::read_context(vm, owner));
        Ok(vm.heap.new_str(class))
    }),
    method("quantize", quantize),
    method("radix", |vm, _| Ok(new(vm, decimal::from_int(&Int::Small(10))))),
    getter("real", |_, args| Ok(args.this)),
    method("same_quantum", |vm, args| {
        let [other, _] = args.bind(vm, "same_quantum", ["other", "context"], 1, 2)?;
        let other = value::argument(vm, other)?;
        Ok(Value::Bool(operations::same_quantum(&this(vm, args), &other)))
    }),
    method("to_eng_string", |vm, args| {
        let [owner] = args.bind(vm, "to_eng_string", ["context"], 0, 1)?;
        let owner = local::given_or_current(vm, owner)?;
        let capitals = context::read_context(vm, owner).capitals;
        let text = decimal::to_eng(&this(vm, args), capitals);
        Ok(vm.heap.new_str(text))
    }),
    method("to_integral", |vm, args| integral(vm, args, "to_integral", decimal::to_integral_value)),
    method("to_integral_exact", |vm, args| integral(vm, args, "to_integral_exact", decimal::to_integral_exact)),
    method("to_integral_value", |vm, args| integral(vm, args, "to_integral_value", decimal::to_integral_value)),
};

fn text(vm: &mut Vm, args: &Args<'_>) -> String {
    let owner = local::current(vm);
    let capitals = context::read_context(vm, owner).capitals;
    decimal::to_sci(&this(vm, args), capitals)
}

fn question(vm: &mut Vm, args: &Args<'_>, ask: fn(&Decimal) -> bool) -> Answer {
    args.none(vm, "Decimal")?;
    Ok(Value::Bool(ask(&this(vm, args))))
}

fn size(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    ask: fn(&Decimal, &decimal::Context) -> bool,
) -> Answer {
    let [owner] = args.bind(vm, name, ["context"], 0, 1)?;
    let owner = local::given_or_current(vm, owner)?;
    let context = context::read_context(vm, owner);
    Ok(Value::Bool(ask(&this(vm, args), &context)))
}

fn format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = read::text(vm, args.get(0), "format argument must be str, not ")?;
    let owner = local::current(vm);
    let context = context::read_context(vm, owner);
    let text = decimal::format(&this(vm, args), &spec, &context);
    vm.lift_str(text)
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = this(vm, args);
    // Each NaN is unlike all others.
    if let (true, Value::Ref(handle)) = (value.is_nan() && !value.is_signaling(), args.this) {
        return Ok(Value::Int(vm.identity(handle)));
    }
    match decimal::hash(&value) {
        Some(hash) => Ok(Value::Int(hash)),
        None => Err(vm.type_error("Cannot hash a signaling NaN value")),
    }
}

/// `int()` and the like.
fn whole(vm: &mut Vm, args: &Args<'_>, rounding: Rounding) -> Answer {
    let value = this(vm, args);
    finite(vm, &value, "integer")?;
    match decimal::to_int(&value, rounding) {
        Some(int) => Ok(vm.from_int(int)),
        None => Err(vm.error_with(Type::MemoryError, &[])),
    }
}

fn finite(vm: &mut Vm, value: &Decimal, to: &str) -> Result<(), Raised> {
    if value.is_nan() {
        return Err(vm.value_error(format!("cannot convert NaN to {to}")));
    }
    if value.is_infinite() {
        return Err(vm.error(
            Type::OverflowError,
            format!("cannot convert Infinity to {to}"),
        ));
    }
    Ok(())
}

fn ratio(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "Decimal.as_integer_ratio")?;
    let value = this(vm, args);
    finite(vm, &value, "integer ratio")?;
    match decimal::to_ratio(&value) {
        Some((top, bottom)) => {
            let items = [vm.from_int(top), vm.from_int(bottom)];
            Ok(vm.heap.new_tuple(items))
        }
        None => Err(vm.error_with(Type::MemoryError, &[])),
    }
}

fn as_float(vm: &mut Vm, args: &Args<'_>) -> Result<f64, Raised> {
    let value = this(vm, args);
    match value.kind {
        Kind::Signaling => Err(vm.value_error("cannot convert signaling NaN to float")),
        Kind::Quiet => Ok(f64::NAN),
        _ => vm.lift(float_text::parse(&decimal::to_sci(&value, true))),
    }
}

fn round(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [places] = args.between(vm, "__round__", 0)?;
    if places.is_unbound() || places.is_none() {
        return whole(vm, args, Rounding::HalfEven);
    }
    let Some(places) = vm.as_int(places) else {
        return Err(vm.type_error("optional arg must be an integer"));
    };
    let Some(places) = places.to_i64().filter(|places| *places != i64::MIN) else {
        return Err(vm.error(
            Type::OverflowError,
            "Python int too large to convert to C ssize_t",
        ));
    };
    let like = Decimal::finite(false, num_bigint::BigUint::from(1_u8), -places);
    let owner = local::current(vm);
    let value = this(vm, args);
    let result = operations::under(vm, owner, |context, status| {
        decimal::quantize(&value, &like, context, status)
    })?;
    Ok(new(vm, result))
}

fn quantize(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [like, rounding, owner] =
        args.bind(vm, "quantize", ["exp", "rounding", "context"], 1, 3)?;
    let owner = local::given_or_current(vm, owner)?;
    let rounding = given_rounding(vm, rounding)?;
    let like = value::argument(vm, like)?;
    let value = this(vm, args);
    let result = operations::under(vm, owner, |context, status| {
        let context = context.with_rounding(rounding.unwrap_or(context.rounding));
        decimal::quantize(&value, &like, &context, status)
    })?;
    Ok(new(vm, result))
}

fn given_rounding(vm: &mut Vm, rounding: Value) -> Result<Option<Rounding>, Raised> {
    if rounding.is_unbound() || rounding.is_none() {
        return Ok(None);
    }
    context::rounding_of(vm, rounding).map(Some)
}

fn integral(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    apply: fn(&Decimal, &decimal::Context, &mut Status) -> Decimal,
) -> Answer {
    let [rounding, owner] = args.bind(vm, name, ["rounding", "context"], 0, 2)?;
    let owner = local::given_or_current(vm, owner)?;
    let rounding = given_rounding(vm, rounding)?;
    let value = this(vm, args);
    let result = operations::under(vm, owner, |context, status| {
        let context = context.with_rounding(rounding.unwrap_or(context.rounding));
        apply(&value, &context, status)
    })?;
    Ok(new(vm, result))
}
