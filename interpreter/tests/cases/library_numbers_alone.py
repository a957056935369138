"""numbers: a class that is reached alone knows the numbers of the kinds below it."""
from decimal import Decimal
from fractions import Fraction
from numbers import Real

print([isinstance(value, Real) for value in (1, True, 1.5, 1j, Decimal(1), Fraction(1, 2), "1")])
