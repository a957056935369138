"""math: what CPython makes itself, so that every digit agrees: gamma, lengths, logarithms of great ints, ulp, comb and perm."""
import math


def a(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for x in (0.5, 1, 2.5, 3.7, 10.1, 23, 24, 50.5, 100.25, 140.5, 170.6, 171.7, 200.5, -0.5, -1.5, -10.3, -150.5, -200.5, 1e-20, 1e-25, -1e-25, 0, -1, float("inf"), float("-inf"), float("nan"), 4.9e-324):
    print(x, a(math.gamma, x), a(math.lgamma, x))
for values in ((), (3,), (-3,), (3, 4), (1, 1), (1e308, 1e308), (1e-320, 1e-320), (5e-324, 5e-324, 5e-324), (0.1, 0.2, 0.3), (1e200, 1e-200, 3), (float("inf"), float("nan")), (float("nan"), 1), (0, 0), tuple(range(20)), (1.3e9, 2.1e5), (0.7, 2.9)):
    print(values, math.hypot(*values), math.dist(values, [0] * len(values)), math.dist([0.3] * len(values), values))
for x in (2**64, 2**70, 2**70 + 1, 10**100, 2**1023, 2**1024, 2**1024 + 1, 10**1000, 3**5000, -(2**70), -(2**2000), 0, -1):
    print(a(math.log, x), a(math.log2, x), a(math.log10, x), a(math.log, x, 10), a(math.log, 10, x))
for x in (1, 2, 3, 5, 10, 1000, 1e15, 1e-5, 0.001, 0.3, 1e22, 1e23, 123456789, 5e-324, 1.7976931348623157e308):
    print(x, math.log10(x), math.ulp(x), math.ulp(-x))
print(math.ulp(0), math.ulp(float("inf")), math.ulp(float("nan")), math.ulp(1.7976931348623157e308), math.ulp(5))
print(math.comb(1, 2**1000), math.perm(1, 2**1000), a(math.comb, 5, -(2**1000)), a(math.perm, 2, -1), math.comb(50, 25), math.perm(10), math.perm(10, 3))
for x in (0, 0.1, -0.2, 0.5, 1, -1.5, 3, 21.9, 22.5, -30, 700, 709.9, 711, 1e-9, float("inf"), float("-inf"), float("nan"), 1e300):
    print(x, a(math.sinh, x), a(math.cosh, x), a(math.tanh, x), a(math.asinh, x), a(math.acosh, x))
print(a(math.sin, float("inf")), round(math.sin(1e20), 13), round(math.cos(1e15), 13), round(math.tan(1e10), 10))
print(math.comb(10**30, 0), math.comb(10**30, 3), math.perm(10**30, 2), math.comb(10**30, 10**30 - 1), a(math.comb, -(10**30), 1), a(math.comb, 1.0, 2), a(math.perm, 3, 2.0), a(lambda: math.hypot(x=1)))
