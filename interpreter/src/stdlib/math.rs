//! `math`, by `libm` on every target so that results are the same bits everywhere.

use num_bigint::BigInt;
use num_integer::Integer;

use crate::builtins::read;
use crate::builtins::real;
use crate::fault::Fault;
use crate::number::{Int, elementary, float};
use crate::value::symbol::names;
use crate::value::{Type, Value};
use crate::vm::native::{Module, function};
use crate::vm::{Answer, Args, Binary, Native, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "math",
    functions: FUNCTIONS,
    types: &[],
    constant,
};

const FUNCTIONS: &[Native] = &[
    function("acos", |vm, args| domain(vm, args, "acos", pxfm::f_acos)),
    function("acosh", |vm, args| {
        domain(vm, args, "acosh", elementary::acosh)
    }),
    function("asin", |vm, args| domain(vm, args, "asin", pxfm::f_asin)),
    function("asinh", |vm, args| {
        domain(vm, args, "asinh", elementary::asinh)
    }),
    function("atan", |vm, args| domain(vm, args, "atan", pxfm::f_atan)),
    function("atan2", |vm, args| two(vm, args, "atan2", pxfm::f_atan2)),
    function("atanh", |vm, args| domain(vm, args, "atanh", libm::atanh)),
    function("cbrt", |vm, args| domain(vm, args, "cbrt", pxfm::f_cbrt)),
    function("ceil", |vm, args| {
        whole(vm, args, "ceil", names::CEIL, libm::ceil)
    }),
    function("comb", comb),
    function("copysign", |vm, args| {
        two(vm, args, "copysign", libm::copysign)
    }),
    function("cos", |vm, args| domain(vm, args, "cos", elementary::cos)),
    function("cosh", |vm, args| {
        domain(vm, args, "cosh", elementary::cosh)
    }),
    function("degrees", |vm, args| {
        domain(vm, args, "degrees", f64::to_degrees)
    }),
    function("dist", dist),
    function("erf", |vm, args| domain(vm, args, "erf", libm::erf)),
    function("erfc", |vm, args| domain(vm, args, "erfc", libm::erfc)),
    function("exp", |vm, args| domain(vm, args, "exp", pxfm::f_exp)),
    function("exp2", |vm, args| domain(vm, args, "exp2", pxfm::f_exp2)),
    function("expm1", |vm, args| domain(vm, args, "expm1", libm::expm1)),
    function("fabs", |vm, args| domain(vm, args, "fabs", f64::abs)),
    function("factorial", factorial),
    function("floor", |vm, args| {
        whole(vm, args, "floor", names::FLOOR, libm::floor)
    }),
    function("fmod", |vm, args| two(vm, args, "fmod", |a, b| a % b)),
    function("frexp", frexp),
    function("fsum", fsum),
    function("gamma", |vm, args| {
        domain(vm, args, "gamma", elementary::gamma)
    }),
    function("gcd", gcd),
    function("hypot", hypot),
    function("isclose", is_close),
    function("isfinite", |vm, args| {
        asked(vm, args, "isfinite", f64::is_finite)
    }),
    function("isinf", |vm, args| {
        asked(vm, args, "isinf", f64::is_infinite)
    }),
    function("isnan", |vm, args| asked(vm, args, "isnan", f64::is_nan)),
    function("isqrt", isqrt),
    function("lcm", lcm),
    function("ldexp", ldexp),
    function("lgamma", |vm, args| {
        domain(vm, args, "lgamma", elementary::lgamma)
    }),
    function("log", log),
    function("log10", |vm, args| {
        logarithm(vm, args, "log10", elementary::log10)
    }),
    function("log1p", |vm, args| domain(vm, args, "log1p", libm::log1p)),
    function("log2", |vm, args| logarithm(vm, args, "log2", pxfm::f_log2)),
    function("modf", modf),
    function("nextafter", |vm, args| {
        two(vm, args, "nextafter", libm::nextafter)
    }),
    function("perm", perm),
    function("pow", |vm, args| two(vm, args, "pow", pxfm::f_pow)),
    function("prod", prod),
    function("radians", |vm, args| {
        domain(vm, args, "radians", |x| x * (std::f64::consts::PI / 180.0))
    }),
    function("remainder", |vm, args| {
        two(vm, args, "remainder", libm::remainder)
    }),
    function("sin", |vm, args| domain(vm, args, "sin", elementary::sin)),
    function("sinh", |vm, args| {
        domain(vm, args, "sinh", elementary::sinh)
    }),
    function("sqrt", |vm, args| domain(vm, args, "sqrt", libm::sqrt)),
    function("tan", |vm, args| domain(vm, args, "tan", elementary::tan)),
    function("tanh", |vm, args| {
        domain(vm, args, "tanh", elementary::tanh)
    }),
    function("trunc", trunc),
    function("ulp", |vm, args| domain(vm, args, "ulp", ulp)),
];

fn constant(_: &mut Vm, name: &str) -> Option<Answer> {
    let value = match name {
        "pi" => std::f64::consts::PI,
        "e" => std::f64::consts::E,
        "tau" => std::f64::consts::TAU,
        "inf" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => return None,
    };
    Some(Ok(Value::float(value)))
}

/// The distance to the next float.
fn ulp(x: f64) -> f64 {
    let size = x.abs();
    if !size.is_finite() {
        return size;
    }
    let next = libm::nextafter(size, f64::INFINITY);
    if next.is_infinite() {
        return size - libm::nextafter(size, 0.0);
    }
    next - size
}

fn domain_error(vm: &mut Vm) -> Raised {
    vm.value_error("math domain error")
}

/// A result, or the error that C's `errno` would mean: EDOM for a new NaN, ERANGE for a new infinity.
fn result(vm: &mut Vm, value: f64, finite: bool, nan: bool) -> Answer {
    if value.is_nan() && !nan {
        return Err(domain_error(vm));
    }
    if value.is_infinite() && finite {
        return Err(vm.error(Type::OverflowError, "math range error"));
    }
    Ok(Value::float(value))
}

fn domain(vm: &mut Vm, args: &Args<'_>, name: &str, apply: fn(f64) -> f64) -> Answer {
    let value = args.one(vm, &format!("math.{name}"))?;
    let x = real(vm, value)?;
    let poles = matches!(name, "atanh" | "log1p" | "gamma" | "lgamma");
    let y = apply(x);
    if poles && x.is_finite() && y.is_infinite() && !(name.ends_with("gamma") && x > 0.0) {
        return Err(domain_error(vm));
    }
    result(vm, y, x.is_finite(), x.is_nan())
}

fn two(vm: &mut Vm, args: &Args<'_>, name: &str, apply: fn(f64, f64) -> f64) -> Answer {
    let [a, b] = args.between(vm, name, 2)?;
    let (a, b) = (real(vm, a)?, real(vm, b)?);
    if name == "pow" && a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(domain_error(vm));
    }
    let finite = a.is_finite() && b.is_finite() && name != "nextafter";
    result(vm, apply(a, b), finite, a.is_nan() || b.is_nan())
}

fn asked(vm: &mut Vm, args: &Args<'_>, name: &str, ask: fn(f64) -> bool) -> Answer {
    let value = args.one(vm, &format!("math.{name}"))?;
    let x = real(vm, value)?;
    Ok(Value::Bool(ask(x)))
}

fn whole(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    special: crate::value::Sym,
    apply: fn(f64) -> f64,
) -> Answer {
    let value = args.one(vm, &format!("math.{name}"))?;
    if vm.as_int(value).is_none() && !matches!(value, Value::Float(_)) {
        if let Some(method) = vm.special(value, special) {
            return vm.call(method, &[]);
        }
    }
    if let Some(int) = vm.as_int(value) {
        return Ok(vm.from_int(int));
    }
    let x = real(vm, value)?;
    let int = vm.lift(float::to_int(apply(x)))?;
    Ok(vm.from_int(int))
}

fn trunc(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "math.trunc")?;
    match vm.special(value, names::TRUNC) {
        Some(method) => vm.call(method, &[]),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("type {name} doesn't define __trunc__ method")))
        }
    }
}

fn logarithm(vm: &mut Vm, args: &Args<'_>, name: &str, log: fn(f64) -> f64) -> Answer {
    let value = args.one(vm, &format!("math.{name}"))?;
    log_of(vm, value, log).map(Value::float)
}

/// The logarithm of an int beyond floats is taken of its first digits.
fn log_of(vm: &mut Vm, value: Value, log: fn(f64) -> f64) -> Result<f64, Raised> {
    if let Some(Int::Big(big)) = vm.as_int(value) {
        if big.sign() != num_bigint::Sign::Plus {
            return Err(domain_error(vm));
        }
        if float::from_int(&Int::from(big.clone())).is_err() {
            let shift = big.bits() - 64;
            let top = vm.lift(float::from_int(&Int::from(&big >> shift)))?;
            let (mantissa, more) = libm::frexp(top);
            return Ok(log(mantissa) + log(2.0) * (shift as f64 + f64::from(more)));
        }
    }
    let x = real(vm, value)?;
    if x <= 0.0 {
        return Err(domain_error(vm));
    }
    Ok(log(x))
}

fn log(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.no_keywords(vm, "math.log")?;
    if !(1..=2).contains(&args.positional.len()) {
        return Err(vm.type_error("math.log requires 1 to 2 arguments"));
    }
    let [value, base] = [args.get(0), args.get(1)];
    let top = log_of(vm, value, pxfm::f_log)?;
    if base.is_unbound() {
        return Ok(Value::float(top));
    }
    let bottom = log_of(vm, base, pxfm::f_log)?;
    if bottom == 0.0 {
        return Err(vm.error(Type::ZeroDivisionError, "float division by zero"));
    }
    Ok(Value::float(top / bottom))
}

fn ints(vm: &mut Vm, args: &Args<'_>) -> Result<Vec<BigInt>, Raised> {
    let mut ints = Vec::with_capacity(args.positional.len());
    for value in args.positional {
        ints.push(read::int(vm, *value)?.into_big());
    }
    Ok(ints)
}

fn gcd(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.no_keywords(vm, "math.gcd")?;
    let ints = ints(vm, args)?;
    let found = ints
        .into_iter()
        .fold(BigInt::from(0), |sum, int| sum.gcd(&int));
    Ok(vm.from_int(found.into()))
}

fn lcm(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.no_keywords(vm, "math.lcm")?;
    let ints = ints(vm, args)?;
    let found = ints
        .into_iter()
        .fold(BigInt::from(1), |sum, int| sum.lcm(&int));
    Ok(vm.from_int(Int::from(found).abs()))
}

fn isqrt(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "math.isqrt")?;
    let int = read::int(vm, value)?;
    if int.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(vm.from_int(int.into_big().sqrt().into()))
}

/// A count that a product may run over: non-negative and small enough to finish.
fn count(vm: &mut Vm, value: Value, negative: &str) -> Result<i64, Raised> {
    if matches!(value, Value::Float(_)) {
        return Err(vm.type_error("'float' object cannot be interpreted as an integer"));
    }
    let int = read::int(vm, value)?;
    if int.is_negative() {
        return Err(vm.value_error(negative));
    }
    match int.to_i64() {
        Some(count) => Ok(count),
        None => Err(vm.error(Type::OverflowError, "the argument is too large")),
    }
}

/// `from * (from + 1) * ... * to`, refused before it is too big to hold.
fn product(vm: &mut Vm, from: i64, to: i64) -> Result<BigInt, Raised> {
    let bits = (to - from + 1).max(0) as f64 * (to.max(1) as f64).log2();
    if bits > (1 << 24) as f64 {
        return Err(vm.fault(Fault::memory()));
    }
    Ok((from..=to).fold(BigInt::from(1), |product, factor| product * factor))
}

fn factorial(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "math.factorial")?;
    let count = count(vm, value, "factorial() not defined for negative values")?;
    let product = product(vm, 1, count)?;
    Ok(vm.from_int(product.into()))
}

fn comb(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [n, k] = args.between(vm, "comb", 2)?;
    let Some((n, k)) = chosen(vm, n, k)? else {
        return Ok(Value::Int(0));
    };
    let k = factors(vm, k.clone().min(&n - k))?;
    let top = falling(vm, n, k)?;
    let bottom = product(vm, 1, k)?;
    Ok(vm.from_int((top / bottom).into()))
}

fn factors(vm: &mut Vm, count: BigInt) -> Result<i64, Raised> {
    match i64::try_from(count) {
        Ok(count) => Ok(count),
        Err(_) => Err(vm.error(Type::OverflowError, "the argument is too large")),
    }
}

/// Both numbers, if no more are chosen than there are.
fn chosen(vm: &mut Vm, n: Value, k: Value) -> Result<Option<(BigInt, BigInt)>, Raised> {
    let (n, k) = (read::int(vm, n)?, read::int(vm, k)?);
    for (value, name) in [(&n, "n"), (&k, "k")] {
        if value.is_negative() {
            return Err(vm.value_error(format!("{name} must be a non-negative integer")));
        }
    }
    let (n, k) = (n.into_big(), k.into_big());
    Ok((k <= n).then_some((n, k)))
}

/// `n * (n - 1) * ...`, so many factors.
fn falling(vm: &mut Vm, n: BigInt, factors: i64) -> Result<BigInt, Raised> {
    if factors as f64 * n.bits() as f64 > (1 << 24) as f64 {
        return Err(vm.fault(Fault::memory()));
    }
    Ok((0..factors).fold(BigInt::from(1), |product, less| product * (&n - less)))
}

fn perm(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [n, k] = args.between(vm, "perm", 1)?;
    let k = k.bound().filter(|k| !k.is_none());
    if k.is_none() && !matches!(n, Value::Float(_)) && read::int(vm, n)?.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let k = k.unwrap_or(n);
    let Some((n, k)) = chosen(vm, n, k)? else {
        return Ok(Value::Int(0));
    };
    let k = factors(vm, k)?;
    let product = falling(vm, n, k)?;
    Ok(vm.from_int(product.into()))
}

fn reals(vm: &mut Vm, values: &[Value]) -> Result<Vec<f64>, Raised> {
    values.iter().map(|value| real(vm, *value)).collect()
}

fn hypot(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.no_keywords(vm, "math.hypot")?;
    let values = reals(vm, args.positional)?;
    Ok(Value::float(elementary::length(&values)))
}

fn dist(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [p, q] = args.between(vm, "dist", 2)?;
    let (p, q) = (vm.collect(p)?, vm.collect(q)?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let (p, q) = (reals(vm, &p)?, reals(vm, &q)?);
    let apart: Vec<f64> = p.iter().zip(&q).map(|(a, b)| a - b).collect();
    Ok(Value::float(elementary::length(&apart)))
}

/// Shewchuk's exact partial sums.
fn fsum(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "math.fsum")?;
    let values = vm.collect(iterable)?;
    let values = reals(vm, &values)?;
    if let Some(special) = values.iter().find(|value| !value.is_finite()) {
        let sum: f64 = values.iter().filter(|value| !value.is_finite()).sum();
        return if sum.is_nan() && !special.is_nan() {
            Err(vm.value_error("-inf + inf in fsum"))
        } else {
            Ok(Value::float(sum))
        };
    }
    let mut partials: Vec<f64> = Vec::new();
    for mut x in values {
        let mut kept = 0;
        for index in 0..partials.len() {
            let mut y = partials[index];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        partials.push(x);
    }
    Ok(Value::float(rounded_sum(&partials)))
}

/// The sum of partials that do not overlap, the greatest last, rounded half to even.
fn rounded_sum(partials: &[f64]) -> f64 {
    let mut rest = partials.to_vec();
    let Some(mut high) = rest.pop() else {
        return 0.0;
    };
    let mut low = 0.0;
    while let Some(y) = rest.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    let half_way = rest
        .last()
        .is_some_and(|next| (low < 0.0 && *next < 0.0) || (low > 0.0 && *next > 0.0));
    if half_way {
        let doubled = low * 2.0;
        let sum = high + doubled;
        if doubled == sum - high {
            return sum;
        }
    }
    high
}

fn prod(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable, start] = args.bind(vm, "prod", ["", "start"], 1, 1)?;
    let mut total = start.bound().unwrap_or(Value::Int(1));
    let iterator = vm.iterate(iterable)?;
    while let Some(item) = vm.next(iterator)? {
        total = vm.binary(Binary::Mul, total, item)?;
    }
    Ok(total)
}

fn frexp(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "math.frexp")?;
    let x = real(vm, value)?;
    let (mantissa, exponent) = if x.is_finite() {
        libm::frexp(x)
    } else {
        (x, 0)
    };
    Ok(vm
        .heap
        .new_tuple([Value::float(mantissa), Value::Int(i64::from(exponent))]))
}

fn ldexp(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [x, exponent] = args.between(vm, "ldexp", 2)?;
    let x = real(vm, x)?;
    let Some(exponent) = vm.as_int(exponent) else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    let y = libm::ldexp(x, exponent.clamp_i64().clamp(-5000, 5000) as i32);
    result(vm, y, x.is_finite(), x.is_nan())
}

fn modf(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "math.modf")?;
    let x = real(vm, value)?;
    let whole = libm::trunc(x);
    let fraction = if x.is_infinite() { 0.0 } else { x - whole };
    Ok(vm.heap.new_tuple([
        Value::float(libm::copysign(fraction, x)),
        Value::float(whole),
    ]))
}

fn is_close(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [a, b, relative, absolute] =
        args.bind(vm, "isclose", ["a", "b", "rel_tol", "abs_tol"], 2, 2)?;
    let (a, b) = (real(vm, a)?, real(vm, b)?);
    let relative = if relative.is_unbound() {
        1e-9
    } else {
        real(vm, relative)?
    };
    let absolute = if absolute.is_unbound() {
        0.0
    } else {
        real(vm, absolute)?
    };
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b || a.is_infinite() || b.is_infinite() {
        return Ok(Value::Bool(a == b));
    }
    let apart = (b - a).abs();
    let close = apart <= (relative * b).abs() || apart <= (relative * a).abs() || apart <= absolute;
    Ok(Value::Bool(close))
}
