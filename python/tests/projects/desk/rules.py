import collections
import enum
import functools
import itertools
import logging
from asyncio.queues import Queue as Q
from collections import OrderedDict, defaultdict, namedtuple
from datetime import timedelta
from decimal import Decimal as D
from functools import lru_cache, partial
from typing import Any, Callable, NewType, TypeVar

from carabiner import action

from .registry import DEPTH, HANDLERS, NAMES, ORDER, handles

T = TypeVar("T")
logger = logging.getLogger(__name__)
log = logger.info
UserId = NewType("UserId", int)
Point = namedtuple("Point", "x y", defaults=[7])
Level = enum.Enum("Level", "LOW HIGH")
SENTINEL = object()
Handler = Callable[[Any], Any]


@action
async def stock(sku: str) -> int:
    return len(sku)


@action
async def price(sku: str) -> int:
    return len(sku) * 100


def double(x, times=1):
    return x * 2 * times


def triple(x):
    return x * 3


class Plain:
    def __init__(self, by):
        self.by = by

    def times(self, x):
        return self.by * x

    @classmethod
    def of(cls, by):
        return cls(by)

    @staticmethod
    def fixed():
        return 5


# A table of everything.
TABLE = {
    "double": double,
    "triple": triple,
    "lambda": lambda x: x + 1,
    "two": (lambda x, y=10: x + y, lambda x: x - 1),
    "partial": partial(double, times=3),
    "class": Plain,
    "builtin": len,
    "decimal": int,
    3: [double, triple],
}
ACTIONS = {"stock": stock, "price": price}
STEPS = [double, triple, double]
PAIR = (double, Plain)
SORTED: "dict[str, Callable]" = OrderedDict(a=double, b=triple)
FALLBACK = defaultdict(list, {"x": [double]})
SETTINGS = {"rates": [1, 2], "who": Plain}
SETTINGS["rates"].append(3)
TREE = {"leaf": double}
TREE["self"] = TREE
short = lambda x: (x, "short")
first, second = lambda x: (1, x), lambda x: (2, x)
both_names = other_name = partial(triple)
half = partial(double, 21)
bound = Plain(4).times
of = Plain.of
dash = "-".join
SOME = Plain(short)
cached_triple = lru_cache(maxsize=None)(triple)
MIXED = [Plain(double), Plain(triple)]


@lru_cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def adder(step):
    def add(x):
        return x + step

    return add


def scaled(step):
    return lambda x, s=step: x * s + step


add_three, add_four = adder(3), adder(4)
scale_two, scale_five = scaled(2), scaled(5)


@handles("order")
def on_order(x):
    return ("order", x)


@handles("refund")
def on_refund(x):
    return ("refund", x)


def unsupported(path):
    return open(path).read()


def through(path):
    return unsupported(path)
