import json
import math
from decimal import Decimal
from fractions import Fraction


def attempt(label, function):
    try:
        print(label, repr(function()))
    except Exception as error:
        print(label, type(error).__name__, error)


for args in [
    (), (3,), (6, 4), (-6, 4), (6, -4), (0, 5), (1, 0), ("3/4",), (" -7/21 ",), ("1.25",), ("-1.5e3",), ("1e-3",), (".5",), ("5.",), ("1_000/3",),
    ("abc",), ("1/0",), ("1/ 2",), ("",), ("1/-2",), ("٣/٤",), ("+3",), ("1e5/2",), (0.1,), (0.5,), (float("inf"),), (float("nan"),), (Decimal("1.1"),), (Decimal("NaN"),),
    (Decimal("Infinity"),), (Fraction(1, 2), Fraction(3, 4)), (Fraction(1, 2), 3), (1.5, 2), ("1", 2), (None,), (True,), (1j,), (10**30, 10**20), (2, None), (None, 2),
]:
    attempt(f"Fraction{args}", lambda: Fraction(*args))
attempt("keywords", lambda: Fraction(numerator=1, denominator=3))
attempt("from_float", lambda: Fraction.from_float(0.75))
attempt("from_float", lambda: Fraction.from_float("x"))
attempt("from_decimal", lambda: Fraction.from_decimal(Decimal("0.3")))
attempt("from_decimal", lambda: Fraction.from_decimal(0.3))

a, b = Fraction(3, 4), Fraction(-5, 6)
for x, y in [(a, b), (b, a), (a, 2), (4, Fraction(1, 2)), (a, 0.5), (0.5, a), (a, 1j), (1j, a), (a, 0), (0, a), (a, True), (b, -3), (3, b), (a, "x"), (a, Decimal(1)), (Fraction(0), -1)]:
    for name, operation in [
        ("+", lambda: x + y), ("-", lambda: x - y), ("*", lambda: x * y), ("/", lambda: x / y), ("//", lambda: x // y), ("%", lambda: x % y),
        ("divmod", lambda: divmod(x, y)), ("**", lambda: x**y), ("==", lambda: x == y), ("!=", lambda: x != y), ("<", lambda: x < y), (">=", lambda: x >= y),
    ]:
        attempt(f"{x} {name} {y}", operation)
attempt("pow", lambda: Fraction(4, 9) ** Fraction(1, 2))
attempt("pow", lambda: Fraction(-4, 9) ** -3)
attempt("pow", lambda: 2 ** Fraction(3))
attempt("pow", lambda: 2 ** Fraction(-3))
attempt("pow", lambda: 4.0 ** Fraction(1, 2))
attempt("pow", lambda: Fraction(2) ** 0.5)
print(-a, +a, abs(b), bool(a), bool(Fraction(0)), int(Fraction(-7, 2)), float(a), complex(a), str(Fraction(4, 2)), repr(a), f"{a}")
for value in [Fraction(7, 2), Fraction(-7, 2), Fraction(5, 2), Fraction(1, 3), Fraction(22, 7), Fraction(4)]:
    print(value, round(value), round(value, 2), round(value, -1), math.floor(value), math.ceil(value), math.trunc(value), round(value, 0))
print(hash(a), hash(Fraction(1, 2)) == hash(0.5), hash(Fraction(3)) == hash(3), {0.5: "half"}[Fraction(1, 2)], hash(Fraction(1, 2**61 - 1)), hash(b))
print(a == 0.75, a == Decimal("0.75"), Decimal("0.75") == a, a < 1, a > 0.5, a == 0.75 + 0j, Fraction(1, 3) == 1 / 3, a < float("inf"), a < float("nan"))
print(Decimal("0.5") < a, Fraction(1, 3) > Decimal("0.33") if False else "", sorted([a, 0.5, b, 1, Fraction(2, 3)]))
print(sum([Fraction(1, 3)] * 3), max(a, b, 0), a.numerator, a.denominator, a.real, a.imag, a.conjugate(), a.as_integer_ratio())
pi = Fraction(3.141592653589793)
print(pi, [pi.limit_denominator(n) for n in (1, 7, 10, 100, 1000, 10**6)], Fraction(1, 3).limit_denominator())
attempt("limit", lambda: pi.limit_denominator(0))
attempt("json", lambda: json.dumps(a))
attempt("math", lambda: (math.sqrt(Fraction(9, 4)), math.fsum([a, b]), math.isclose(a, 0.75), math.prod([a, b])))
attempt("str + ", lambda: "x" + a)
print(isinstance(a, Fraction), type(a), type(a).__name__, type(a).__module__)
big = Fraction(10**40 + 1, 10**39)
print(big, big + 1, big * big, big - Fraction(1, 3), float(big), hash(big), round(big, 3), big.limit_denominator(50))
match a:
    case Fraction(numerator=3, denominator=bottom):
        print(bottom)
harmonic = Fraction(0)
for n in range(1, 40):
    harmonic += Fraction(1, n)
print(harmonic)
