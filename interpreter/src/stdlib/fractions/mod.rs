//! `fractions.Fraction`: a record of numerator and denominator, in lowest terms.

mod make;
mod operators;
mod rounding;

use num_integer::Integer;

use crate::number::{Int, divide, hash};
use crate::value::{Type, Value};
use crate::vm::native::{Module, class_method, getter, method, new as constructor, no_constant};
use crate::vm::{Answer, Args, Binary, Comparison, Native, Vm};

pub(super) static MODULE: Module = Module {
    name: "fractions",
    functions: &[],
    types: &[Type::Fraction],
    constant: no_constant,
};

/// Numerator and denominator.
pub(crate) type Parts = (Int, Int);

/// Those of a Fraction.
pub(crate) fn parts(vm: &Vm, value: Value) -> Option<Parts> {
    let record = vm.heap.record(value)?;
    if record.class != Type::Fraction {
        return None;
    }
    let [top, bottom] = record.fields[..] else {
        return None;
    };
    Some((vm.as_int(top)?, vm.as_int(bottom)?))
}

/// Of a Fraction or an int.
fn rational(vm: &Vm, value: Value) -> Option<Parts> {
    parts(vm, value).or_else(|| vm.as_int(value).map(|int| (int, Int::Small(1))))
}

/// A Fraction in lowest terms; ZeroDivisionError without a denominator.
pub(crate) fn new(vm: &mut Vm, top: Int, bottom: Int) -> Answer {
    if bottom.is_zero() {
        let top = vm.from_int(top);
        let shown = vm.str(top)?;
        return Err(vm.error(Type::ZeroDivisionError, format!("Fraction({shown}, 0)")));
    }
    let (top, bottom) = lowest(&top, &bottom);
    let fields = vec![vm.from_int(top), vm.from_int(bottom)];
    Ok(vm.heap.new_record(Type::Fraction, fields))
}

fn lowest(top: &Int, bottom: &Int) -> Parts {
    let (top, bottom) = if bottom.is_negative() {
        (top.neg(), bottom.neg())
    } else {
        (top.clone(), bottom.clone())
    };
    if let (Int::Small(x), Int::Small(y)) = (&top, &bottom) {
        if let (Some(x), y) = (x.checked_abs(), *y) {
            let common = x.gcd(&y);
            return (
                divided(&top, &Int::Small(common)),
                divided(&bottom, &Int::Small(common)),
            );
        }
    }
    let common = Int::from(top.to_big().gcd(&bottom.to_big()));
    (divided(&top, &common), divided(&bottom, &common))
}

/// An exact quotient.
fn divided(a: &Int, b: &Int) -> Int {
    divide::int_floordiv(a, b).unwrap_or(Int::Small(0))
}

fn this(vm: &Vm, args: &Args<'_>) -> Parts {
    parts(vm, args.this).unwrap_or((Int::Small(0), Int::Small(1)))
}

pub(crate) const METHODS: &[Native] = &[
    constructor(make::make),
    method("__abs__", |vm, args| {
        let (top, bottom) = this(vm, args);
        new(vm, top.abs(), bottom)
    }),
    method("__add__", |vm, args| {
        operators::arithmetic(vm, args, Binary::Add, false)
    }),
    method("__bool__", |vm, args| {
        Ok(Value::Bool(!this(vm, args).0.is_zero()))
    }),
    method("__ceil__", |vm, args| {
        rounding::whole(vm, args, rounding::ceil)
    }),
    method("__complex__", |vm, args| {
        let real = float(vm, args)?;
        vm.new_complex(real, 0.0)
    }),
    method("__copy__", |_, args| Ok(args.this)),
    method("__deepcopy__", |_, args| Ok(args.this)),
    method("__divmod__", |vm, args| operators::divmod(vm, args, false)),
    method("__eq__", |vm, args| {
        operators::compared(vm, args, Comparison::Eq)
    }),
    method("__float__", |vm, args| float(vm, args).map(Value::float)),
    method("__floor__", |vm, args| {
        rounding::whole(vm, args, rounding::floor)
    }),
    method("__floordiv__", |vm, args| {
        operators::arithmetic(vm, args, Binary::FloorDiv, false)
    }),
    method("__ge__", |vm, args| {
        operators::compared(vm, args, Comparison::Ge)
    }),
    method("__gt__", |vm, args| {
        operators::compared(vm, args, Comparison::Gt)
    }),
    method("__hash__", |vm, args| {
        let (top, bottom) = this(vm, args);
        Ok(Value::Int(hash::of_ratio(&top, &bottom)))
    }),
    method("__int__", |vm, args| {
        rounding::whole(vm, args, rounding::trunc)
    }),
    method("__le__", |vm, args| {
        operators::compared(vm, args, Comparison::Le)
    }),
    method("__lt__", |vm, args| {
        operators::compared(vm, args, Comparison::Lt)
    }),
    method("__mod__", |vm, args| {
        operators::arithmetic(vm, args, Binary::Mod, false)
    }),
    method("__mul__", |vm, args| {
        operators::arithmetic(vm, args, Binary::Mul, false)
    }),
    method("__ne__", |vm, args| {
        operators::compared(vm, args, Comparison::Ne)
    }),
    method("__neg__", |vm, args| {
        let (top, bottom) = this(vm, args);
        new(vm, top.neg(), bottom)
    }),
    method("__pos__", |vm, args| {
        let (top, bottom) = this(vm, args);
        new(vm, top, bottom)
    }),
    method("__pow__", operators::power),
    method("__radd__", |vm, args| {
        operators::arithmetic(vm, args, Binary::Add, true)
    }),
    method("__rdivmod__", |vm, args| operators::divmod(vm, args, true)),
    method("__repr__", |vm, args| {
        let (top, bottom) = shown(vm, args)?;
        Ok(vm.heap.new_str(format!("Fraction({top}, {bottom})")))
    }),
    method("__rfloordiv__", |vm, args| {
        operators::arithmetic(vm, args, Binary::FloorDiv, true)
    }),
    method("__rmod__", |vm, args| {
        operators::arithmetic(vm, args, Binary::Mod, true)
    }),
    method("__rmul__", |vm, args| {
        operators::arithmetic(vm, args, Binary::Mul, true)
    }),
    method("__round__", rounding::round),
    method("__rpow__", operators::reflected_power),
    method("__rsub__", |vm, args| {
        operators::arithmetic(vm, args, Binary::Sub, true)
    }),
    method("__rtruediv__", |vm, args| {
        operators::arithmetic(vm, args, Binary::TrueDiv, true)
    }),
    method("__str__", |vm, args| {
        let (top, bottom) = shown(vm, args)?;
        Ok(vm.heap.new_str(if bottom == "1" {
            top
        } else {
            format!("{top}/{bottom}")
        }))
    }),
    method("__sub__", |vm, args| {
        operators::arithmetic(vm, args, Binary::Sub, false)
    }),
    method("__truediv__", |vm, args| {
        operators::arithmetic(vm, args, Binary::TrueDiv, false)
    }),
    method("__trunc__", |vm, args| {
        rounding::whole(vm, args, rounding::trunc)
    }),
    method("as_integer_ratio", |vm, args| {
        let (top, bottom) = this(vm, args);
        let items = [vm.from_int(top), vm.from_int(bottom)];
        Ok(vm.heap.new_tuple(items))
    }),
    method("conjugate", |_, args| Ok(args.this)),
    getter("denominator", |vm, args| {
        let (_, bottom) = this(vm, args);
        Ok(vm.from_int(bottom))
    }),
    class_method("from_decimal", make::from_decimal),
    class_method("from_float", make::from_float),
    getter("imag", |_, _| Ok(Value::Int(0))),
    method("is_integer", |vm, args| {
        Ok(Value::Bool(this(vm, args).1.to_i64() == Some(1)))
    }),
    method("limit_denominator", rounding::limit_denominator),
    getter("numerator", |vm, args| {
        let (top, _) = this(vm, args);
        Ok(vm.from_int(top))
    }),
    getter("real", |_, args| Ok(args.this)),
];

fn shown(vm: &mut Vm, args: &Args<'_>) -> Result<(String, String), crate::vm::Raised> {
    let (top, bottom) = this(vm, args);
    let (top, bottom) = (vm.from_int(top), vm.from_int(bottom));
    Ok((vm.repr(top)?, vm.repr(bottom)?))
}

fn float(vm: &mut Vm, args: &Args<'_>) -> Result<f64, crate::vm::Raised> {
    let (top, bottom) = this(vm, args);
    vm.lift(divide::int_truediv(&top, &bottom))
}
