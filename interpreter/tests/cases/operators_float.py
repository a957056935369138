import math

values = [0.1, 0.2, 0.1 + 0.2, 1e16, 1e15, 123456789.123, 1e-4, 1e-5, 1.0, -0.0, 2.5e300, 5e-324, 1e22, 1e23, 100.0, 1 / 3]
for value in values:
    print(value, repr(value), str(value), -value)
print(float("inf"), float("-inf"), float("nan"), float("1e3"), float(" 2.5 "), float("1_0.5"))
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 0.0 % -1, -0.0 // 1)
print(2.0**0.5, 2**0.5, (-8) ** 2.0, 4**0.5, 2.0**10, 1.5**-2)
print(1.0 == 1, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 1e308 * 10, hash(1.0) == hash(1), 0.0 == -0.0)
print(3 < 3.5, 10**20 < 1e20, 10**20 + 1 > 1e20, float("nan") == float("nan"), float("nan") != float("nan"))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(0.5), round(1.5), round(5.015, 2))
print(int(1e20), int(-2.7), (2.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio())
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.sqrt(2), math.pi, math.inf, math.isnan(math.nan))
print(max(1, 1.0), min(1.0, 1), max(2.5, 3), sum([0.1] * 10), sum([1, 2.5]), abs(-2.5))
print((1.5).hex(), float.fromhex("0x1.8p+0"), 1e100, 1.7976931348623157e308, 2.2250738585072014e-308)
for make in ("div", "mod", "floordiv", "pow", "int_inf", "int_nan", "overflow"):
    try:
        if make == "div":
            1.0 / 0
        elif make == "mod":
            1.0 % 0.0
        elif make == "floordiv":
            1.0 // 0
        elif make == "pow":
            0.0**-1
        elif make == "int_inf":
            int(float("inf"))
        elif make == "int_nan":
            int(float("nan"))
        else:
            2.0**5000
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        print(make, type(error).__name__, error)
try:
    float("abc")
except ValueError as error:
    print(error)
