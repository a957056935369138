"""What random programs found in calls: names in messages, and arguments that do not fit."""

import datetime
import functools
import itertools
import math
from collections import deque
from dataclasses import dataclass


def f(**k):
    pass


class A:
    def m(self, **k):
        pass

    @classmethod
    def c(cls, **k):
        pass

    @staticmethod
    def s(**k):
        pass

    def __call__(self, **k):
        pass

    def __init__(self, **k):
        pass


class B(A):
    def __init__(self):
        super().__init__(a=1, **{"a": 2})


class C:
    pass


def h():
    pass


for g in (f, A().m, A.c, A.s, lambda **k: 0, A, C, dict, "a".format, super(A, A()).__init__, A.m, [].append, len, 5, h):
    for call in (lambda: g(a=1, **{"a": 2}), lambda: g(*5), lambda: g(**5), lambda: g(*5)):
        try:
            call()
        except Exception as e:
            print(type(e).__name__, e)
try:
    B()
except Exception as e:
    print(type(e).__name__, e)


def show(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


for bounds in ((-1,), (-2,), ("x",), (10**30,), (0, -1), (0, -2), (0, "x"), (-1, 5), ("x", 5), (0, 5, -1), (0, 5, 0), (-1, -1)):
    show(lambda: list(itertools.islice("abc", *bounds)))
show(lambda: list(itertools.takewhile(None, [1])))
show(lambda: list(itertools.dropwhile(None, [1])))
show(lambda: list(itertools.filterfalse(None, [1, 0])))
show(lambda: math.perm(-1))
show(lambda: math.perm(-1, 2))
show(lambda: math.perm(2.0))
show(lambda: datetime.timezone(None))
show(lambda: deque([], ()))
show(lambda: deque([1])[1.0])
for days in (-(2**63), 2**63, 2**63 - 1, -(2**64), 10**30, 10**9):
    show(lambda: datetime.timedelta(days))
for at in (0, -5, 3652059, 3652060, 123456789, 2**31, 10**12, 2**63):
    show(lambda: datetime.date.fromordinal(at))
for separator in ("", "ab", "é", "😀"):
    show(lambda: datetime.datetime(2024, 1, 1).isoformat(separator))
for parts in ((2024, 0, -1), (2024, 54, 8), (0, 0, 0), (2024, 10, 8), (10000, 1, 1), (2020, 53, 7)):
    show(lambda: datetime.date.fromisocalendar(*parts))
show(lambda: datetime.date.fromisoformat(b"2024-01-01"))
show(lambda: datetime.date(3, 2, 8).ctime())


def extended(more):
    grown = bytearray(b"x")
    grown.extend(more)
    return grown


def replaced(by):
    grown = bytearray(b"x")
    grown[0:1] = by
    return grown


for given in ("", "N", 5, 1.5, None, ["a"], [300], [65], b"q"):
    show(lambda: extended(given))
    show(lambda: replaced(given))


class Holder:
    @functools.cached_property
    def m(self):
        return 1


show(lambda: Holder.m())


@dataclass(frozen=True)
class Frozen:
    pass


def mutable():
    @dataclass
    class Mutable(Frozen):
        e: list = []


def thawed():
    @dataclass
    class Thawed(Frozen):
        e: int = 1


show(mutable)
show(thawed)
