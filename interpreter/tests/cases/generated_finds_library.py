"""What random programs of classes, groups, formats and library calls found."""

import datetime
import functools
import math
from collections import ChainMap, UserDict, deque
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


for s in ("%5%", "%+%", "%-5%", "%.2%", "%5.2%", "%+#%", "%#%", "% %", "%0%", "%(a)%", "%*%", "%l%", "%ld"):
    show(lambda: s % 1)
    show(lambda: s % (1,))
    show(lambda: s % ())
    show(lambda: s % {})
    show(lambda: s % (1, 2))
    show(lambda: s.encode() % 1)
    show(lambda: s.encode() % ())
    show(lambda: s.encode() % (5, 6))


def g():
    yield 1


def h():
    yield from g()


for e in (StopIteration(5), StopIteration, 1, int, "x", None, ValueError("a"), GeneratorExit, StopAsyncIteration):
    for f in (g, h):
        for started in (0, 1):
            r = f()
            if started:
                next(r)
            show(lambda: r.throw(e))
            show(lambda: list(r))
for s in (
    "0",
    "=5",
    "%",
    "d",
    "x",
    "s",
    "n",
    ",",
    "_",
    "z",
    "05",
    "<05",
    "#",
    "c",
    "=%",
    "0%",
    "0d",
    "=d",
    ".2",
    ",e",
    "q",
    "=q",
    "0q",
    "+",
    " ",
    "-",
    "0<5",
    "*=5f",
    ".2s",
    "5s",
    "#f",
    "zf",
    "zd",
):
    show(lambda: format(4j**2, s))
    show(lambda: format(True, s))
    show(lambda: format(1.5, s))
    show(lambda: format("a", s))
    show(lambda: format(3, s))
    show(lambda: format([], s))
    show(lambda: format(Decimal("1.5"), s))
for a in (1j, "x", None, -1, 1.5, [], 10**30):
    show(lambda: deque((), a))
    show(lambda: deque(maxlen=a))
t = datetime.time(3, 4, 5)
for f in "%Y %y %m %d %j %a %b %U %W %G %V %u %c %x %D %F %s".split():
    if f != "%s":
        show(lambda: t.strftime(f))
show(lambda: t.__format__("%Y-%H"))

for z in (3 + 4j, 1 + 2j, 0.1 + 0.2j, -1.5j, 1e200 + 1e200j, 1e-200 + 3e-200j, 123.456 - 78.9j):
    print(abs(z))
for i in range(300):
    print(abs(complex(math.sin(i) * 10, math.cos(i * i) * 7)), end=" ")

show(lambda: g().throw(ValueError("a"), "b"))
show(lambda: g().throw(ValueError, "b"))
show(lambda: g().throw(ValueError, ("b", "c")))
show(lambda: g().throw(ValueError, TypeError("c")))
show(lambda: g().throw(1, 2))
show(lambda: g().throw())


async def a():
    yield 1


async def c():
    pass


show(lambda: c().throw(1))
show(lambda: c().throw(StopIteration(1)))

show(lambda: datetime.date.max - datetime.timedelta(microseconds=-1))
show(lambda: datetime.date(2024, 1, 2) - datetime.timedelta(hours=30))
show(lambda: datetime.date(2024, 1, 2) + datetime.timedelta(hours=-30))
for year in (2**31, 2**31 - 1, -(2**31), -(2**31) - 1, 2**63, -(2**64)):
    show(lambda: datetime.date(year, 1, 1))
    show(lambda: datetime.date(2024, 1, 1).replace(day=year))
    show(lambda: "\ta".expandtabs(year) if abs(year) > 2**31 else 0)
    show(lambda: b"\ta".expandtabs(year) if abs(year) > 2**31 else 0)
show(lambda: reversed(ChainMap()))
show(lambda: reversed(UserDict()))
show(lambda: math.dist([], [(1, 2)]))
show(lambda: deque() * ())
show(lambda: () * deque())


@dataclass
class Data:
    a: int = 1


show(lambda: Data(1, 2, b=3))
show(lambda: Data(1, 2, a=3))
show(lambda: Data(1, 2))


class Sets:
    def __set__(self, instance, value):
        print("set", value)


class Deletes:
    def __delete__(self, instance):
        print("deleted")


class Holder:
    sets = Sets()
    deletes = Deletes()


show(lambda: delattr(Holder(), "sets"))
show(lambda: setattr(Holder(), "sets", 1))
show(lambda: setattr(Holder(), "deletes", 1))
show(lambda: delattr(Holder(), "deletes"))
for values in ((1,), (1, 2), (b"a", "ascii"), (b"a", "ascii", 1), (1, 2, 3, 4), ()):

    def define():
        class E(StrEnum):
            A = values

        return E.A

    show(define)


@functools.cache
def cached(x):
    return x


@functools.wraps(cached)
def around(x):
    return x


show(lambda: around.cache_info())
show(lambda: around.__wrapped__ is cached)
for spec in ("0<-#12.0f", "0=-z,%", "0< #25", "0<5q", "é=z1_", " 5,", "+_", "#_", "z,"):
    show(lambda: format(1j, spec))
    show(lambda: format("a", spec))
