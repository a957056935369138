//! What a Decimal's methods and a Context's have in common: the operands are converted, the operation done, its conditions settled.

use crate::number::decimal::{self, Context, Decimal, Status};
use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

use super::value::{argument, new, this};
use super::{context, local, signals};

type Unary = fn(&Decimal, &Context, &mut Status) -> Decimal;
type Binary = fn(&Decimal, &Decimal, &Context, &mut Status) -> Decimal;

/// Computes under a context object.
pub(super) fn under<T>(
    vm: &mut Vm,
    owner: Value,
    compute: impl FnOnce(&Context, &mut Status) -> T,
) -> Result<T, Raised> {
    let plain = context::read_context(vm, owner);
    let mut status = Status::default();
    let result = compute(&plain, &mut status);
    signals::settle(vm, owner, status)?;
    Ok(result)
}

/// `x.name(context=None)`.
pub(super) fn unary(vm: &mut Vm, args: &Args<'_>, _: &str, apply: Unary) -> Answer {
    let [owner] = args.bind(vm, "function", ["context"], 0, 1)?;
    let owner = local::given_or_current(vm, owner)?;
    let value = this(vm, args);
    let result = under(vm, owner, |context, status| apply(&value, context, status))?;
    Ok(new(vm, result))
}

/// `x.name(other, context=None)`.
pub(super) fn binary(vm: &mut Vm, args: &Args<'_>, _: &str, apply: Binary) -> Answer {
    let [other, owner] = args.bind(vm, "function", ["other", "context"], 1, 2)?;
    let owner = local::given_or_current(vm, owner)?;
    let other = argument(vm, other)?;
    let value = this(vm, args);
    let result = under(vm, owner, |context, status| {
        apply(&value, &other, context, status)
    })?;
    Ok(new(vm, result))
}

/// `context.name(a)`.
pub(super) fn unary_of_context(vm: &mut Vm, args: &Args<'_>, name: &str, apply: Unary) -> Answer {
    let value = args.one(vm, &format!("Context.{name}"))?;
    let value = argument(vm, value)?;
    let result = under(vm, args.this, |context, status| {
        apply(&value, context, status)
    })?;
    Ok(new(vm, result))
}

/// `context.name(a, b)`.
pub(super) fn binary_of_context(vm: &mut Vm, args: &Args<'_>, name: &str, apply: Binary) -> Answer {
    let [a, b] = args.bind(vm, name, ["a", "b"], 2, 2)?;
    let (a, b) = (argument(vm, a)?, argument(vm, b)?);
    let result = under(vm, args.this, |context, status| {
        apply(&a, &b, context, status)
    })?;
    Ok(new(vm, result))
}

/// A question about `context.name(a)`.
pub(super) fn question(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    ask: fn(&Decimal, &Context) -> bool,
) -> Answer {
    let value = args.one(vm, &format!("Context.{name}"))?;
    let value = argument(vm, value)?;
    let context = context::read_context(vm, args.this);
    Ok(Value::Bool(ask(&value, &context)))
}

/// A text of `context.name(a)`.
pub(super) fn text(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    write: fn(&Decimal, &Context) -> String,
) -> Answer {
    let value = args.one(vm, &format!("Context.{name}"))?;
    let value = argument(vm, value)?;
    let text = write(&value, &context::read_context(vm, args.this));
    Ok(vm.heap.new_str(text))
}

/// `fma(a, b, c)` of three operands.
pub(super) fn fma(vm: &mut Vm, owner: Value, operands: [Value; 3]) -> Answer {
    let [a, b, c] = operands;
    let (a, b, c) = (argument(vm, a)?, argument(vm, b)?, argument(vm, c)?);
    let result = under(vm, owner, |context, status| {
        decimal::fma(&a, &b, &c, context, status)
    })?;
    Ok(new(vm, result))
}

pub(super) fn fma_of_context(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let operands = args.bind(vm, "fma", ["a", "b", "c"], 3, 3)?;
    fma(vm, args.this, operands)
}

pub(super) fn power_of_context(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [a, b, modulo] = args.bind(vm, "power", ["a", "b", "modulo"], 2, 3)?;
    let (a, b) = (argument(vm, a)?, argument(vm, b)?);
    let modulo = match modulo {
        Value::Unbound | Value::None => None,
        given => Some(argument(vm, given)?),
    };
    raised(vm, args.this, &a, &b, modulo)
}

/// `a ** b` or `pow(a, b, modulo)`.
pub(super) fn raised(
    vm: &mut Vm,
    owner: Value,
    a: &Decimal,
    b: &Decimal,
    modulo: Option<Decimal>,
) -> Answer {
    let result = under(vm, owner, |context, status| match &modulo {
        Some(modulo) => decimal::power_modulo(a, b, modulo, context, status),
        None => decimal::power(a, b, context, status),
    })?;
    Ok(new(vm, result))
}

pub(super) fn divmod(vm: &mut Vm, owner: Value, a: &Decimal, b: &Decimal) -> Answer {
    let (quotient, rest) = under(vm, owner, |context, status| {
        decimal::divmod(a, b, context, status)
    })?;
    let items = [new(vm, quotient), new(vm, rest)];
    Ok(vm.heap.new_tuple(items))
}

pub(super) fn divmod_of_context(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [a, b] = args.bind(vm, "divmod", ["a", "b"], 2, 2)?;
    let (a, b) = (argument(vm, a)?, argument(vm, b)?);
    divmod(vm, args.this, &a, &b)
}

pub(super) fn copy_sign(a: &Decimal, b: &Decimal, _: &Context, _: &mut Status) -> Decimal {
    a.clone().with_sign(b.negative)
}

pub(super) fn copy_abs(a: &Decimal, _: &Context, _: &mut Status) -> Decimal {
    a.clone().with_sign(false)
}

pub(super) fn copy_negate(a: &Decimal, _: &Context, _: &mut Status) -> Decimal {
    a.clone().with_sign(!a.negative)
}

pub(super) fn same(a: &Decimal, _: &Context, _: &mut Status) -> Decimal {
    a.clone()
}

pub(super) fn compare_total(a: &Decimal, b: &Decimal, _: &Context, _: &mut Status) -> Decimal {
    decimal::compare_total(a, b)
}

pub(super) fn compare_total_mag(a: &Decimal, b: &Decimal, _: &Context, _: &mut Status) -> Decimal {
    decimal::compare_total_mag(a, b)
}

pub(super) fn same_quantum(a: &Decimal, b: &Decimal) -> bool {
    if a.is_finite() && b.is_finite() {
        return a.exponent == b.exponent;
    }
    (a.is_infinite() && b.is_infinite()) || (a.is_nan() && b.is_nan())
}

/// The operations that have the same name on both sides.
macro_rules! shared_operations {
    ($build:ident, $unary:ident, $binary:ident, $($rest:tt)*) => {
        $build! {
            method("exp", |vm, args| operations::$unary(vm, args, "exp", decimal::exp)),
            method("ln", |vm, args| operations::$unary(vm, args, "ln", decimal::ln)),
            method("log10", |vm, args| operations::$unary(vm, args, "log10", decimal::log10)),
            method("logb", |vm, args| operations::$unary(vm, args, "logb", decimal::logb)),
            method("logical_invert", |vm, args| operations::$unary(vm, args, "logical_invert", decimal::logical_invert)),
            method("next_minus", |vm, args| operations::$unary(vm, args, "next_minus", decimal::next_minus)),
            method("next_plus", |vm, args| operations::$unary(vm, args, "next_plus", decimal::next_plus)),
            method("normalize", |vm, args| operations::$unary(vm, args, "normalize", decimal::normalize)),
            method("sqrt", |vm, args| operations::$unary(vm, args, "sqrt", decimal::sqrt)),
            method("compare", |vm, args| operations::$binary(vm, args, "compare", decimal::compare)),
            method("compare_signal", |vm, args| operations::$binary(vm, args, "compare_signal", decimal::compare_signal)),
            method("compare_total", |vm, args| operations::$binary(vm, args, "compare_total", operations::compare_total)),
            method("compare_total_mag", |vm, args| operations::$binary(vm, args, "compare_total_mag", operations::compare_total_mag)),
            method("copy_sign", |vm, args| operations::$binary(vm, args, "copy_sign", operations::copy_sign)),
            method("logical_and", |vm, args| operations::$binary(vm, args, "logical_and", decimal::logical_and)),
            method("logical_or", |vm, args| operations::$binary(vm, args, "logical_or", decimal::logical_or)),
            method("logical_xor", |vm, args| operations::$binary(vm, args, "logical_xor", decimal::logical_xor)),
            method("max", |vm, args| operations::$binary(vm, args, "max", decimal::max)),
            method("max_mag", |vm, args| operations::$binary(vm, args, "max_mag", decimal::max_mag)),
            method("min", |vm, args| operations::$binary(vm, args, "min", decimal::min)),
            method("min_mag", |vm, args| operations::$binary(vm, args, "min_mag", decimal::min_mag)),
            method("next_toward", |vm, args| operations::$binary(vm, args, "next_toward", decimal::next_toward)),
            method("remainder_near", |vm, args| operations::$binary(vm, args, "remainder_near", decimal::remainder_near)),
            method("rotate", |vm, args| operations::$binary(vm, args, "rotate", decimal::rotate)),
            method("scaleb", |vm, args| operations::$binary(vm, args, "scaleb", decimal::scaleb)),
            method("shift", |vm, args| operations::$binary(vm, args, "shift", decimal::shift)),
            $($rest)*
        }
    };
}

/// The operations of a Context.
macro_rules! context_rows {
    ($build:ident) => {
        operations::shared_operations! {
            $build, unary_of_context, binary_of_context,
            method("Etiny", |vm, args| Ok(Value::Int(read_context(vm, args.this).etiny()))),
            method("Etop", |vm, args| Ok(Value::Int(read_context(vm, args.this).etop()))),
            method("abs", |vm, args| operations::unary_of_context(vm, args, "abs", decimal::absolute)),
            method("add", |vm, args| operations::binary_of_context(vm, args, "add", decimal::add)),
            method("canonical", |vm, args| operations::unary_of_context(vm, args, "canonical", operations::same)),
            method("copy_abs", |vm, args| operations::unary_of_context(vm, args, "copy_abs", operations::copy_abs)),
            method("copy_decimal", |vm, args| operations::unary_of_context(vm, args, "copy_decimal", operations::same)),
            method("copy_negate", |vm, args| operations::unary_of_context(vm, args, "copy_negate", operations::copy_negate)),
            method("create_decimal", super::make::create),
            method("create_decimal_from_float", super::make::create_from_float),
            method("divide", |vm, args| operations::binary_of_context(vm, args, "divide", decimal::divide)),
            method("divide_int", |vm, args| operations::binary_of_context(vm, args, "divide_int", decimal::divide_int)),
            method("divmod", operations::divmod_of_context),
            method("fma", operations::fma_of_context),
            method("is_canonical", |vm, args| operations::question(vm, args, "is_canonical", |_, _| true)),
            method("is_finite", |vm, args| operations::question(vm, args, "is_finite", |value, _| value.is_finite())),
            method("is_infinite", |vm, args| operations::question(vm, args, "is_infinite", |value, _| value.is_infinite())),
            method("is_nan", |vm, args| operations::question(vm, args, "is_nan", |value, _| value.is_nan())),
            method("is_normal", |vm, args| operations::question(vm, args, "is_normal", decimal::Decimal::is_normal)),
            method("is_qnan", |vm, args| operations::question(vm, args, "is_qnan", |value, _| value.kind == decimal::Kind::Quiet)),
            method("is_signed", |vm, args| operations::question(vm, args, "is_signed", |value, _| value.negative)),
            method("is_snan", |vm, args| operations::question(vm, args, "is_snan", |value, _| value.kind == decimal::Kind::Signaling)),
            method("is_subnormal", |vm, args| operations::question(vm, args, "is_subnormal", decimal::Decimal::is_subnormal)),
            method("is_zero", |vm, args| operations::question(vm, args, "is_zero", |value, _| value.is_zero())),
            method("minus", |vm, args| operations::unary_of_context(vm, args, "minus", decimal::minus)),
            method("multiply", |vm, args| operations::binary_of_context(vm, args, "multiply", decimal::multiply)),
            method("number_class", |vm, args| operations::text(vm, args, "number_class", |value, context| value.class(context).to_owned())),
            method("plus", |vm, args| operations::unary_of_context(vm, args, "plus", decimal::plus)),
            method("power", operations::power_of_context),
            method("quantize", |vm, args| operations::binary_of_context(vm, args, "quantize", decimal::quantize)),
            method("radix", |vm, _| Ok(super::value::new(vm, decimal::from_int(&crate::number::Int::Small(10))))),
            method("remainder", |vm, args| operations::binary_of_context(vm, args, "remainder", decimal::remainder)),
            method("same_quantum", |vm, args| {
                let [a, b] = args.bind(vm, "same_quantum", ["a", "b"], 2, 2)?;
                let (a, b) = (super::value::argument(vm, a)?, super::value::argument(vm, b)?);
                Ok(Value::Bool(operations::same_quantum(&a, &b)))
            }),
            method("subtract", |vm, args| operations::binary_of_context(vm, args, "subtract", decimal::subtract)),
            method("to_eng_string", |vm, args| operations::text(vm, args, "to_eng_string", |value, context| decimal::to_eng(value, context.capitals))),
            method("to_integral", |vm, args| operations::unary_of_context(vm, args, "to_integral", decimal::to_integral_value)),
            method("to_integral_exact", |vm, args| operations::unary_of_context(vm, args, "to_integral_exact", decimal::to_integral_exact)),
            method("to_integral_value", |vm, args| operations::unary_of_context(vm, args, "to_integral_value", decimal::to_integral_value)),
            method("to_sci_string", |vm, args| operations::text(vm, args, "to_sci_string", |value, context| decimal::to_sci(value, context.capitals))),
        }
    };
}

pub(super) use {context_rows, shared_operations};
