from decimal import ROUND_UP, Context, Decimal, getcontext, localcontext

values = [Decimal(text) for text in "0 -0 1 -1.5 1234567.891 0.000001234 1E+20 -12E-9 0E+3 0.00 9.995 99.95 Infinity -Infinity NaN -sNaN12 123 1E+3 5E-7".split()]
specs = [
    "", "e", "E", "f", "F", "g", "G", "n", "%", ".0e", ".2e", ".3E", ".0f", ".2f", ".10f", ".0g", ".3g", ".1%", ".0%", ",", ",.2f", "012", "+", " ", "-",
    "+.1f", "z.1f", "z", "<12", ">12", "^12", "=12", "*^15.2f", "x<10", "010,.1f", "+012.3f", "015,", "=+15", "0=10", ".5", "8.3", "08.3e", ",.3%", "é>9",
    "d", "s", "x", "_", "#", "<010", ".", "1.", "10.2q", "ff", ",n", "zz", "=010",
]
for value in values:
    for spec in specs:
        try:
            print(f"{value} {spec!r} {format(value, spec)!r}")
        except Exception as error:
            print(f"{value} {spec!r}", type(error).__name__, error)

price = Decimal("1234.5678")
print(f"{price:.2f} {price:,.2f} {price:>12.1f} {price!r:>20} {price:{'.3e'}}")
print("{:.1%} {:010.2f}".format(Decimal("0.1234"), Decimal("-3.14159")))
with localcontext(rounding=ROUND_UP):
    print(f"{Decimal('1.001'):.2f}")
with localcontext(Context(capitals=0)):
    print(Decimal("1E+9"), f"{Decimal('1E+9')} {Decimal('1E+9'):E} {Decimal('1E+9'):e} {Decimal('1E+9'):.1}")
getcontext().prec = 3
print(f"{Decimal('123456.789'):f} {Decimal('123456.789'):.5g}")
try:
    Decimal(1).__format__(5)
except TypeError as error:
    print("TypeError")
