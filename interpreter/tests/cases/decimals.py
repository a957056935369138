import asyncio
import json
import math
from decimal import (
    ROUND_05UP,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    BasicContext,
    Clamped,
    Context,
    Decimal,
    DecimalException,
    DefaultContext,
    DivisionByZero,
    ExtendedContext,
    FloatOperation,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
    Subnormal,
    Underflow,
    getcontext,
    localcontext,
    setcontext,
)


def attempt(label, function):
    try:
        print(label, repr(function()))
    except Exception as error:
        print(label, type(error).__module__, type(error).__name__, error)


print("construction")
for value in [
    "1.50", "-0", "  12_3.4e+5 ", "١٢٣.٤", ".5", "5.", "Inf", "-infinity", "nan", "NaN123", "snan", "-sNaN007",
    "1E-10", "0E+7", "1e5", "000012.300", "abc", "", "1.2.3", "--1", "1e", "e5", "_", "1_000", "0x10", "1 2",
    3, -7, 10**40, True, 0.1, -2.5, float("inf"), float("nan"), 1e300, 5e-324, 0.0, -0.0,
    (0, (1, 2, 3), -2), (1, (), 0), (1, (0, 0, 5), 3), (0, (1,), "F"), (0, (1, 2), "n"), (1, (), "N"), [0, [1], 2],
    (2, (1,), 0), (0, (10,), 0), (0, (1,), "x"), (0, (1,)), (0, "1", 0), (0, (1,), 1.5), None, b"1", 1j, {},
    "1e999999999999999999", "1e1000000000000000000", "1e-1999999999999999997", "1e-1999999999999999998",
]:
    attempt(f"Decimal({value!r})", lambda: Decimal(value))
attempt("none", lambda: Decimal())
attempt("keyword", lambda: Decimal(value="7"))
attempt("copy", lambda: Decimal(Decimal("1.10")))
attempt("from_float", lambda: Decimal.from_float(1.25))
attempt("from_float int", lambda: Decimal.from_float(3))
attempt("from_float str", lambda: Decimal.from_float("1"))

print("texts")
for text in ["1E+3", "1.23E-7", "0.000001", "0.0000001", "123456", "1E-6", "1E-7", "-1.5E+20", "0E-10", "0E+2", "12E+3"]:
    value = Decimal(text)
    print(text, str(value), repr(value), value.to_eng_string(), value.as_tuple(), value.adjusted(), bool(value))

print("arithmetic")
values = [Decimal(text) for text in "1 -1 2.5 -0.3 0 -0 1E+5 7E-30 Infinity -Infinity NaN 3.14159265358979323846264338327950288".split()]
for a in values:
    for b in values:
        for name, operation in [
            ("+", lambda: a + b), ("-", lambda: a - b), ("*", lambda: a * b), ("/", lambda: a / b),
            ("//", lambda: a // b), ("%", lambda: a % b), ("divmod", lambda: divmod(a, b)),
        ]:
            attempt(f"{a} {name} {b}", operation)
for operation in [
    lambda: Decimal(3) + 4, lambda: 4 + Decimal(3), lambda: 1 / Decimal(7), lambda: 10 - Decimal("0.5"), lambda: True + Decimal(1),
    lambda: 7 // Decimal(2), lambda: -7 % Decimal(3), lambda: divmod(17, Decimal(5)), lambda: 2 ** Decimal("0.5"),
    lambda: Decimal(1) + 1.0, lambda: 1.0 * Decimal(2), lambda: Decimal(1) + "1", lambda: Decimal(1) + None, lambda: Decimal(1) // 2.5,
    lambda: Decimal("1.5") ** 2.0, lambda: pow(Decimal(3), 4, 5), lambda: pow(Decimal(3), Decimal(-1), 5), lambda: pow(3, Decimal(4), 5),
    lambda: -Decimal("0"), lambda: +Decimal("-0"), lambda: abs(Decimal("-1.50")), lambda: -Decimal("1.5"), lambda: ~Decimal(1),
    lambda: Decimal(1) & 1, lambda: Decimal(1) @ 1,
]:
    attempt("op", operation)
total = Decimal("0.1")
total += 1
total *= 3
print(total, sum([Decimal("0.1")] * 10), sum([Decimal("0.1"), 2], Decimal("1.0")), max(Decimal(2), 3, Decimal("3.0")), min(Decimal("1.0"), 1))

print("comparison and hash")
others = [0, 1, -1, 0.5, 0.1, 1.0, float("inf"), float("nan"), 10**30, True, "1", None, 1 + 0j, 1j, Decimal("1.0"), Decimal("0.1")]
for a in [Decimal("0.5"), Decimal("1"), Decimal("0.1"), Decimal("1E+30"), Decimal("Infinity"), Decimal("NaN"), Decimal("-0")]:
    for b in others:
        attempt(f"{a} {b!r}", lambda: (a == b, a != b, b == a))
        attempt("<", lambda: (a < b, a <= b, a > b, a >= b, b < a))
attempt("snan eq", lambda: Decimal("sNaN") == 1)
attempt("snan lt", lambda: Decimal("sNaN") < 1)
attempt("snan hash", lambda: hash(Decimal("sNaN")))
for text in ["1", "1.0", "0.5", "-3", "1E+20", "1E-20", "123.456", "Infinity", "-Infinity", "0", "-0.0", "1E+1000", "1E-1000"]:
    print(text, hash(Decimal(text)))
print(hash(Decimal("2.5")) == hash(2.5), {1: "a"}[Decimal("1.00")], Decimal("0.1") in [0.1, Decimal("0.10")])
print(sorted([Decimal(3), 1, Decimal("2.5"), 2.25]))

print("conversions")
for text in ["1.5", "-1.5", "2.5", "0.5", "-0.5", "1E+20", "-0", "123456789.987654321", "Infinity", "-Infinity", "NaN", "sNaN", "1E-400", "1E+400"]:
    value = Decimal(text)
    for name, function in [
        ("int", int), ("float", float), ("round", round), ("floor", math.floor), ("ceil", math.ceil), ("trunc", math.trunc),
        ("ratio", lambda x: x.as_integer_ratio()), ("complex", complex), ("round2", lambda x: round(x, 2)), ("round-1", lambda x: round(x, -1)),
    ]:
        attempt(f"{name} {text}", lambda: function(value))
attempt("round none", lambda: round(Decimal("2.675"), None))
attempt("round float", lambda: round(Decimal("2.675"), 1.0))
attempt("sqrt", lambda: math.sqrt(Decimal("2.25")))
attempt("fsum", lambda: math.fsum([Decimal("0.1")] * 3))
attempt("json", lambda: json.dumps({"a": Decimal("1.5")}))
print("%s %d %.2f %r" % (Decimal("1.5"), Decimal("7.9"), Decimal("2.675"), Decimal("1")), f"{Decimal('1.10')}")

print("rounding")
modes = [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]
for mode in modes:
    print(mode, [str(Decimal(text).quantize(Decimal("1"), rounding=mode)) for text in "1.1 1.5 1.9 2.5 -1.1 -1.5 -2.5 0.5 -0.5 5.1 10.2 -15.7 7".split()])
    print([str(Decimal(text).to_integral_value(mode)) for text in "1.1 2.5 -1.5 1E+3 -0.4".split()])
for exponent in ["0.01", "1", "1E+2", "1E-30", "NaN", "Infinity"]:
    for text in ["123.456", "-0.005", "0", "1E+10", "Infinity"]:
        attempt(f"quantize {text} {exponent}", lambda: Decimal(text).quantize(Decimal(exponent)))
attempt("bad mode", lambda: Decimal(1).quantize(1, rounding="UP"))
attempt("bad mode", lambda: Decimal(1).quantize(1, rounding=3))
attempt("bad context", lambda: Decimal(1).exp(5))
print(Decimal("100.00").normalize(), Decimal("0.000").normalize(), Decimal("-1E+5").normalize(), Decimal("12300").normalize())

print("functions")
for text in ["2", "0.5", "10", "1", "0", "-1", "100", "1E-5", "123.456", "Infinity", "-Infinity", "NaN", "sNaN", "1E+100", "0.99999999999999999999", "-50"]:
    value = Decimal(text)
    for name in ["sqrt", "exp", "ln", "log10", "logb", "next_plus", "next_minus", "normalize", "to_integral_exact", "number_class", "logical_invert"]:
        attempt(f"{name} {text}", getattr(value, name))
for a, b in [("2", "10"), ("2", "-3"), ("1.1", "100"), ("4", "0.5"), ("2", "0.5"), ("-2", "3"), ("-2", "0.5"), ("0", "0"), ("0", "-1"), ("1", "Infinity"),
             ("10", "50"), ("1.000", "3"), ("0.5", "-Infinity"), ("Infinity", "-2"), ("2", "1E+20"), ("0.1", "1E+20"), ("-1", "1.0"), ("9", "1.5"), ("1", "0.3")]:
    attempt(f"{a} ** {b}", lambda: Decimal(a) ** Decimal(b))
for a in ["7", "-7", "1.5", "101", "110", "NaN", "sNaN", "0", "Infinity"]:
    for b in ["2", "-2", "0.3", "11", "NaN", "0"]:
        for name in ["compare", "compare_signal", "compare_total", "compare_total_mag", "copy_sign", "max", "min", "max_mag", "min_mag",
                     "next_toward", "remainder_near", "rotate", "scaleb", "shift", "logical_and", "logical_or", "logical_xor", "same_quantum"]:
            attempt(f"{a} {name} {b}", lambda: getattr(Decimal(a), name)(Decimal(b)))
attempt("fma", lambda: Decimal("1.5").fma(2, Decimal("0.25")))
attempt("compare float", lambda: Decimal(1).compare(1.0))
attempt("compare int", lambda: Decimal(1).compare(2))
for name in ["is_canonical", "is_finite", "is_infinite", "is_nan", "is_normal", "is_qnan", "is_signed", "is_snan", "is_subnormal", "is_zero"]:
    print(name, [getattr(Decimal(text), name)() for text in ["0", "-1.5", "Infinity", "NaN", "-sNaN", "1E-1000000"]])
one = Decimal("-1.5")
print(one.real, one.imag, one.conjugate(), one.canonical(), one.radix(), one.copy_abs(), one.copy_negate(), isinstance(one, Decimal))
parts = one.as_tuple()
print(parts.sign, parts.digits, parts.exponent, parts[1], len(parts), parts == (1, (1, 5), -1), Decimal(parts), tuple(parts))
match one:
    case Decimal():
        print("a decimal")

print("context")
context = Context(prec=5, rounding=ROUND_DOWN)
print(context, context.prec, context.rounding, context.Emin, context.Emax, context.capitals, context.clamp, context.Etiny(), context.Etop())
print(context.divide(1, 3), context.create_decimal("1.23456789"), context.sqrt(2), context.power(2, 100), context.add(1, Decimal("2E-10")))
print(context.flags[Inexact], context.flags[Rounded], context.flags[Clamped], context.traps[InvalidOperation])
print(context)
context.clear_flags()
print(context.flags)
for name, value in [("prec", 0), ("prec", "5"), ("rounding", "x"), ("Emin", 1), ("Emax", -1), ("capitals", 2), ("clamp", -1), ("foo", 1)]:
    attempt(f"set {name}", lambda: setattr(context, name, value))
attempt("context(prec=0)", lambda: Context(prec=0))
attempt("context(foo)", lambda: Context(foo=0))
print(getcontext().prec, getcontext())
with localcontext() as inner:
    inner.prec = 6
    inner.traps[Inexact] = True
    attempt("trapped", lambda: Decimal(1) / 3)
    print(inner.prec, getcontext() is inner, Decimal(1) / 4)
print(getcontext().prec, Decimal(1) / 3)
with localcontext(Context(prec=3)) as inner:
    print(Decimal(2) / 3, +Decimal("1.23456"))
with localcontext(prec=7, rounding=ROUND_UP):
    print(Decimal(1) / 3)
attempt("bad localcontext", lambda: localcontext(5))
attempt("bad localcontext", lambda: localcontext(wrong=5))
try:
    with localcontext(prec=2):
        raise KeyError("out")
except KeyError:
    print("left", getcontext().prec)
before = getcontext()
setcontext(ExtendedContext)
print(Decimal(1) / 0, Decimal("abc"), getcontext().flags[InvalidOperation])
setcontext(BasicContext)
attempt("basic", lambda: Decimal(1) / 0)
setcontext(before)
getcontext().clear_flags()
getcontext().prec = 10
print(Decimal(2).sqrt(), getcontext().flags[Inexact])
getcontext().traps[FloatOperation] = True
attempt("float", lambda: Decimal(0.5))
attempt("float eq", lambda: Decimal("0.5") == 0.5)
attempt("float lt", lambda: Decimal("0.5") < 0.5)
getcontext().traps[FloatOperation] = False
getcontext().prec = 28
tiny = Context(prec=3, Emin=-5, Emax=5, traps=[])
for text in ["1E-7", "1.23E-6", "9.999E+5", "123456789", "1E-8", "0E-20", "9.995E5", "1E-9"]:
    tiny.clear_flags()
    print(text, tiny.create_decimal(text), [signal.__name__ for signal in tiny.flags if tiny.flags[signal]])
for signal in [Subnormal, Underflow, Overflow, Clamped, Inexact, Rounded]:
    trapping = Context(prec=3, Emin=-5, Emax=5, traps=[signal])
    for text in ["1.2345E-6", "1E+6", "0E-30"]:
        attempt(f"{signal.__name__} {text}", lambda: trapping.create_decimal(text))
clamped = Context(prec=4, Emax=3, Emin=-3, clamp=1, traps=[])
print(clamped.create_decimal("1E3"), clamped.create_decimal("0E9"), clamped.create_decimal("NaN12345"))
print(Context(capitals=0).to_sci_string(Decimal("1E+9")), Context().to_eng_string(Decimal("1E+10")))
print(issubclass(Overflow, Inexact), issubclass(DivisionByZero, ZeroDivisionError), issubclass(FloatOperation, TypeError), DecimalException.__mro__)
print(Overflow.__mro__, Underflow.__mro__)
try:
    Decimal(1) / 0
except ZeroDivisionError as error:
    print(type(error), error.args)
copied = before.copy()
copied.prec = 3
print(before.prec, copied.prec, DefaultContext.prec)

print("tasks")


async def third(prec):
    print(getcontext().prec)
    getcontext().prec = prec
    await asyncio.sleep(0)
    with localcontext() as inner:
        inner.prec += 1
        await asyncio.sleep(0)
        print(prec, Decimal(1) / 3)
    print(prec, Decimal(1) / 3, getcontext().flags[Inexact])


async def main():
    setcontext(Context(prec=9))
    await asyncio.gather(*[asyncio.create_task(third(prec)) for prec in (3, 5, 7)])
    print(getcontext().prec)
    await asyncio.sleep(0.001)
    print(getcontext(), Decimal(1) / 7)


asyncio.run(main())
