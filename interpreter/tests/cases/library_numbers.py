"""numbers: which class of numbers is which kind, and numbers of one's own."""
import numbers
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, trunc
from numbers import Complex, Integral, Number, Rational, Real

kinds = (Number, Complex, Real, Rational, Integral)
for value in (1, True, 1.5, 1j, Decimal(1), Fraction(1, 2), "1", None, [], b"1"):
    print(repr(value), [kind.__name__ for kind in kinds if isinstance(value, kind)], [issubclass(type(value), kind) for kind in kinds])
print([kind.__module__ for kind in kinds], [kind.__mro__ for kind in kinds][-1], numbers.__all__)
for kind in kinds:
    try:
        print(type(kind()).__name__)
    except TypeError as error:
        print(str(error).split(" with ")[0])
print(Number() is not None, issubclass(int, numbers.Number), issubclass(Integral, Rational), Number.__hash__)


class Dollars(Real):
    """Each method that must be there, and no other."""

    def __init__(self, cents):
        self.cents = cents

    def __float__(self):
        return self.cents / 100

    def __trunc__(self):
        return trunc(float(self))

    def __floor__(self):
        return floor(float(self))

    def __ceil__(self):
        return ceil(float(self))

    def __round__(self, ndigits=None):
        return round(float(self), ndigits)

    def __add__(self, other):
        return Dollars(self.cents + other.cents) if isinstance(other, Dollars) else NotImplemented

    __radd__ = __add__

    def __neg__(self):
        return Dollars(-self.cents)

    def __pos__(self):
        return Dollars(self.cents)

    def __mul__(self, other):
        return Dollars(self.cents * other)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self.cents / other.cents

    def __rtruediv__(self, other):
        return NotImplemented

    def __floordiv__(self, other):
        return self.cents // other.cents

    def __rfloordiv__(self, other):
        return 7

    def __mod__(self, other):
        return Dollars(self.cents % other.cents)

    def __rmod__(self, other):
        return 8

    def __pow__(self, exponent):
        return NotImplemented

    def __rpow__(self, base):
        return NotImplemented

    def __abs__(self):
        return Dollars(abs(self.cents))

    def __eq__(self, other):
        return isinstance(other, Dollars) and self.cents == other.cents

    def __lt__(self, other):
        return self.cents < other.cents

    def __le__(self, other):
        return self.cents <= other.cents

    def __repr__(self):
        return f"${self.cents / 100:.2f}"


price = Dollars(1250)
print(price - Dollars(50), divmod(price, Dollars(300)), divmod(5, price), complex(price), price.real, price.imag, price.conjugate(), bool(price))
print(isinstance(price, Real), isinstance(price, Rational), price > Dollars(3), float(price), round(price), -price, sum([price, price], Dollars(0)))
try:
    price - 3
except TypeError as error:
    print(error)
try:
    print(hash(price))
except TypeError as error:
    print(error)


class Odd:
    pass


print(isinstance(Odd(), Number), Number.register(Odd), isinstance(Odd(), Number), issubclass(Odd, Complex))


def total(values):
    result = 0
    for value in values:
        match value:
            case Integral():
                result += value
            case Real():
                result += round(value)
            case _:
                print("not a real", value)
    return result


print(total([1, 2.6, True, Fraction(7, 2), 3j, "x"]))
