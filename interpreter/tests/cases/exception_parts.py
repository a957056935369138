"""What exceptions, groups and tracebacks are made of."""

from collections.abc import Mapping, MutableSequence, Sequence, Set
from contextlib import AbstractAsyncContextManager, AbstractContextManager

print([isinstance([], kind) for kind in (Sequence, MutableSequence)], isinstance({}, Mapping), isinstance(set(), Set))


class NoExit(AbstractContextManager):
    pass


class NoAsyncExit(AbstractAsyncContextManager):
    pass


class Both:
    def __enter__(self):
        return self

    def __exit__(self, *parts):
        return None


for kind in (NoExit, NoAsyncExit):
    try:
        kind()
    except TypeError as error:
        print(error)
print(isinstance(Both(), AbstractContextManager), issubclass(int, AbstractContextManager))


def outer():
    inner()


def inner():
    raise ValueError("deep")


try:
    outer()
except ValueError as error:
    tb = error.__traceback__
    print(tb is error.__traceback__, tb == error.__traceback__, type(tb).__name__)
    lines = []
    while tb is not None:
        lines.append(tb.tb_lineno)
        tb = tb.tb_next
    print(len(lines), lines[1] - lines[0], lines[2] - lines[1])
    for value in (5, "x"):
        try:
            error.__traceback__ = value
        except TypeError as said:
            print(said)
    error.__traceback__ = None
    print(error.__traceback__)

for error in (ImportError(), ImportError("text"), ImportError("a", "b"), ImportError("text", name="n", path="p")):
    print(error.msg, error.name, error.path, error.args, str(error))
error = ImportError("one", name="n")
error.__init__("two")
print(error.name, error.msg)

for args in [
    (),
    ("m",),
    (None,),
    ("m", ("file.py", 3, 4, "text")),
    ("m", ("dir/file.py", 3, 4, "text", 5, 6)),
    ("m", (None, 3, None, None)),
    ("m", ("f", None, None, None)),
    ("m", 1, 2),
]:
    if args == ("m", 1, 2):
        continue
    error = SyntaxError(*args)
    print(str(error), error.msg, error.filename, error.lineno, error.offset, error.text, error.end_lineno, error.end_offset)


class Mine(ExceptionGroup):
    pass


class Extra(ExceptionGroup):
    def __new__(cls, message, excs, code):
        made = super().__new__(cls, message, excs)
        made.code = code
        return made

    def derive(self, excs):
        return Extra(self.message, excs, self.code)


for kind in (ExceptionGroup, Mine):
    try:
        kind("text", [KeyboardInterrupt()])
    except TypeError as error:
        print(error)
group = Extra("text", [ValueError(1), TypeError(2)], 7)
match, rest = group.split(ValueError)
print(repr(match), match.code, repr(rest), rest.code, type(match).__name__)
for name in ("message", "exceptions"):
    try:
        setattr(group, name, 1)
    except AttributeError as error:
        print(error)
try:
    raise group
except* ValueError as caught:
    print(caught.code, caught.__traceback__ is not None)
except* TypeError as caught:
    print(caught.code)

error = UnicodeEncodeError("ascii", "abc", 1, 2, "why")
print(error)
error.reason = "other"
error.end = 3
error.encoding = "mine"
print(error)


class Bad(Exception):
    def __new__(cls, *args):
        return 5


def numbers():
    try:
        yield 1
    except TypeError as error:
        print("inside", type(error).__name__)
        yield 2


g = numbers()
next(g)
print(g.throw(Bad))
print(g.gi_running, g.gi_yieldfrom, g.gi_suspended)


def over():
    yield from g2


g2 = (n for n in [1, 2])
g3 = over()
next(g3)
print(g3.gi_yieldfrom is g2, g3.gi_suspended, g2.gi_suspended)

print(1.0 ** float("nan"), float("nan") ** 0, (-1.0) ** float("inf"), 2.0 ** float("inf"), 0.5 ** float("inf"))


class FloatWith(float):
    def __init__(self, value, more=None):
        self.more = more


class TupleWith(tuple):
    def __init__(self, value, more=None):
        self.more = more


class FrozenWith(frozenset):
    def __init__(self, value, more=None):
        self.more = more


class ListWith(list):
    def __new__(cls, value, more=None):
        made = super().__new__(cls, value)
        made.more = more
        return made


print(FloatWith(1.5, more=2), TupleWith([1], more=2), FrozenWith([3], more=2).more, ListWith([1], more=4), ListWith([1], more=4).more)
