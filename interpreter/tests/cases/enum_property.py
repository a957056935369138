# Attributes of members only, members that hide them, `dir`, checks of whole enumerations, what `__new__` and auto() see.
import enum
from enum import (
    CONFORM, CONTINUOUS, EJECT, KEEP, NAMED_FLAGS, STRICT, UNIQUE,
    Enum, Flag, IntEnum, IntFlag, ReprEnum, StrEnum, auto, member, nonmember, verify,
)
from types import DynamicClassAttribute


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Base(Enum):
    @enum.property
    def first(self):
        return f"{self.name} is first"

    @DynamicClassAttribute
    def second(self):
        return f"{self.name} is second"


class Derived(Base):
    first = 1
    second = 2
    third = 3


print(Derived.first, Derived.second, Derived.third)
print(Derived.first.first, Derived.third.first, Derived.second.second)
print([each.name for each in Derived], Derived["first"], Derived(2))
print(hasattr(Base, "first"))


class Settable(Enum):
    @enum.property
    def shown(self):
        return self._shown

    @shown.setter
    def shown(self, value):
        self._shown = value

    @enum.property
    def fixed(self):
        return 1

    A = 1


Settable.A.shown = 5
print(Settable.A.shown)


def set_fixed():
    Settable.A.fixed = 2


def delete_fixed():
    del Settable.A.fixed


def delete_name():
    del Settable.A.name


attempt(set_fixed)
attempt(delete_fixed)
try:
    delete_name()
except AttributeError:
    print("the name stays")

for kind in (Enum, IntEnum, Flag, IntFlag):

    def continuous():
        @verify(CONTINUOUS)
        class Checked(kind):
            a = 1
            b = 8

    def unique():
        @verify(UNIQUE)
        class Checked(kind):
            a = 1
            b = 1
            c = 1

    attempt(continuous)
    attempt(unique)


def named():
    @verify(NAMED_FLAGS)
    class Bad(Flag):
        a = 1
        b = 2
        c = 7
        d = 11


attempt(named)
print(enum.show_flag_values(13), enum.bin(10), enum.bin(~10), enum.bin(5, 8), enum.bin(-5, 8))


class Shade(Flag, boundary=CONFORM):
    LIGHT = auto()
    DARK = auto()


print(Shade._boundary_ is CONFORM, Shade(7), STRICT.value, KEEP == "keep", EJECT)


def order(text):
    class Ordered(Enum):
        _order_ = text
        a = 1
        b = 2
        c = 1

    return list(Ordered)


attempt(lambda: order("a b c"))
attempt(lambda: order("a b"))
attempt(lambda: order("b a"))
attempt(lambda: order("a b d"))


def bad_super():
    class Bad(Enum):
        def __new__(cls, value):
            return super().__new__(cls, value)

        a = 1


def wrong_order():
    class Wrong(Enum, str):
        a = "a"


def too_many():
    class Wrong(str, int, Enum):
        a = 1


attempt(bad_super)
attempt(wrong_order)
try:
    too_many()
except TypeError as error:
    print("too many data types" in str(error))


class Weekday(Enum):
    def __new__(cls, number, short):
        made = object.__new__(cls)
        made._value_ = number
        made.short = short
        made.own_class = __class__
        return made

    MONDAY = 1, "mon"
    TUESDAY = 2, "tue"


print(Weekday(2).short, Weekday.MONDAY.own_class)


class Hours(Weekday.__class__ and Enum):
    ONE = auto()
    TWO = auto(), auto()
    THREE = auto(), auto(), auto()


print([each.value for each in Hours])


class Height(float, ReprEnum):
    LOW = 1.5
    HIGH = 2.25


print(Height.LOW, repr(Height.HIGH), f"{Height.LOW:.3f}", format(Height.HIGH), f"{Height.HIGH!s:>6}")


class Loud(IntEnum):
    def __str__(self):
        return self.name.upper() + "!"

    a = 3


print(str(Loud.a), format(Loud.a), f"{Loud.a}", f"{Loud.a:03}", "%d %s" % (Loud.a, Loud.a))


class Mixin:
    def __repr__(self):
        return f"value {self!s}"


class Text(Mixin, str, Enum):
    A = "x"


class Own(Enum):
    __str__ = object.__str__

    def __repr__(self):
        return "own " + self.name

    A = 1


print(str(Own.A), repr(Own.A))


class Doubling(Flag):
    def __or__(self, other):
        return "mine"


class Sub(Doubling):
    A = 1
    B = 2


print(Sub.A | Sub.B)
print(Enum._member_type_, IntEnum._member_type_, StrEnum._member_type_, IntFlag._member_type_, Height._member_type_)


class Behaves(Enum):
    A = 1
    extra = nonmember(7)
    wrapped = member(8)

    def method(self):
        return 1


print([name for name in dir(Behaves) if name[0] != "_"], [name for name in dir(Behaves.A) if name[0] != "_"])
print(Behaves.extra, Behaves.wrapped)
