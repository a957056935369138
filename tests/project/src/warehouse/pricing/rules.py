"""Needs `tax`, which needs this."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache, singledispatch

from ..constants import RATES, SETTINGS
from ..decorators import counted, traced
from . import tax

CENT = Decimal("0.01")
DISCOUNTS = {}


def discount(name):
    def register(function):
        DISCOUNTS[name] = function
        return function

    return register


@discount("none")
def nothing(price):
    return price


@discount("half")
def half(price):
    return price / 2


@traced("rules")
def total_of(prices, *, rate="low", off="none"):
    total = sum((DISCOUNTS[off](price) for price in prices), Decimal(0))
    return tax.taxed(total, rate).quantize(CENT, rounding=ROUND_HALF_UP)


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@lru_cache(maxsize=2)
def slow(n):
    return n * SETTINGS["limit"]


@singledispatch
def shown(value):
    return repr(value)


@shown.register
def _(value: int):
    return f"int {value}"


@shown.register(list)
def _(value):
    return "[" + "; ".join(map(shown, value)) + "]"


@counted
def cheapest(*prices):
    return min(prices, key=lambda price: (price, RATES["low"]))
