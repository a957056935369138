"""enum: how members are made: __new__, __init__, auto, aliases, _missing_, _ignore_, mixins, the functional form."""
import enum
from enum import Enum, IntEnum, StrEnum, auto, unique
from datetime import date


def attempt(name, make):
    try:
        print(name, "->", make())
    except Exception as error:
        print(name, "!!", type(error).__name__, error)


class Planet(Enum):
    MERCURY = (3.303e+23, 2.4397e6)
    EARTH = (5.976e+24, 6.37814e6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return round(6.67300E-11 * self.mass / (self.radius * self.radius), 3)


print(Planet.EARTH, repr(Planet.EARTH), Planet.EARTH.value, Planet.EARTH.gravity, Planet.EARTH.mass)
print(Planet((3.303e+23, 2.4397e6)))


class Coordinate(bytes, Enum):
    def __new__(cls, value, label, unit):
        obj = bytes.__new__(cls, [value])
        obj._value_ = value
        obj.label = label
        obj.unit = unit
        return obj

    PX = (0, "P.X", "km")
    PY = (1, "P.Y", "km")


print(Coordinate.PY, Coordinate.PY.value, Coordinate.PY.label, bytes(Coordinate.PY), Coordinate(1) is Coordinate.PY)


class AutoNumber(Enum):
    def __new__(cls, *args):
        value = len(cls.__members__) + 1
        obj = object.__new__(cls)
        obj._value_ = value
        return obj


class Swatch(AutoNumber):
    def __init__(self, pantone="unknown"):
        self.pantone = pantone

    AUBURN = "3497"
    SEA_GREEN = "1246"
    BLEACHED = ()


print([(m.name, m.value, m.pantone) for m in Swatch])
print(repr(Swatch.AUBURN), Swatch(2))


class Status(Enum):
    UNKNOWN = "unknown"
    OK = "ok"
    GOOD = "ok"

    @classmethod
    def _missing_(cls, value):
        if isinstance(value, str) and value.lower() in ("fine", "ok"):
            return cls.OK
        if value == 7:
            return 99
        if value == 8:
            raise ZeroDivisionError("in missing")
        return None


print(Status("FINE"), Status.GOOD is Status.OK, list(Status), Status.__members__)
print(list(Status.__members__.items()))
attempt("missing none", lambda: Status("x"))
attempt("missing wrong", lambda: Status(7))
attempt("missing raises", lambda: Status(8))
attempt("by name", lambda: Status["OK"])
attempt("by wrong name", lambda: Status["NOPE"])
attempt("attr", lambda: Status.NOPE)
attempt("member of member", lambda: Status.OK.GOOD)


class Lower(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return f"{name.lower()}-{start}-{count}-{last_values}"

    FIRST = auto()
    SECOND = auto()


print([m.value for m in Lower])


class Period(Enum):
    _ignore_ = "i, total"
    total = 0
    for i in range(3):
        total += i
    DAYS = total


print(list(Period), hasattr(Period, "i"), hasattr(Period, "total"))


class Ignored(Enum):
    _ignore_ = ["helper"]
    helper = 5
    A = helper + 1


print(list(Ignored), hasattr(Ignored, "helper"))


class Mixed(str, Enum):
    RED = "red"
    BLUE = "blue"

    def shout(self):
        return self.upper() + "!"


print(Mixed.RED, repr(Mixed.RED), str(Mixed.RED), f"{Mixed.RED}", format(Mixed.RED, ">12"), "%s" % Mixed.RED)
print(Mixed.RED == "red", Mixed("blue"), Mixed.RED.shout(), Mixed.RED + "x", {"red": 1}[Mixed.RED], len(Mixed.RED))
print(isinstance(Mixed.RED, str), "-".join([Mixed.RED, Mixed.BLUE]), Mixed.RED.value, Mixed.RED.title())
print("".join(Mixed), sorted(Mixed), Mixed.RED in {"red"}, hash(Mixed.RED) == hash("red"))


class Num(int, Enum):
    ONE = 1
    TWO = 2


print(Num.ONE, repr(Num.ONE), f"{Num.ONE}", Num.ONE + 1, Num(2), Num.ONE < Num.TWO, "%d" % Num.TWO, f"{Num.TWO:>4}")


class Price(float, Enum):
    LOW = 1.5
    HIGH = 9.25


print(Price.LOW, repr(Price.LOW), Price.LOW * 2, Price(9.25), Price.HIGH > Price.LOW)


class Day(date, Enum):
    START = 2020, 1, 2
    END = (2021, 3, 4)


print(Day.START, repr(Day.START), Day.START.value, Day.END.year, Day.END - Day.START, Day.START.isoformat())


class Http(IntEnum):
    OK = 200
    CREATED = 201
    FINE = 200

    def describe(self):
        return f"{self.name}:{self.value}"


print(Http.OK, repr(Http.OK), str(Http.OK), f"{Http.OK}", Http.OK == 200, Http(201).describe(), Http.FINE.name)
print(Http.OK + 1, Http.OK in [200], [1, 2, 3][Num.ONE], max(Http), sum(Http), hex(Http.OK), Http.OK.bit_length())


class Text(StrEnum):
    ALPHA = auto()
    BETA = "b"
    GAMMA = auto()


print(Text.ALPHA, repr(Text.ALPHA), f"{Text.ALPHA:>8}|", Text.GAMMA.value, Text("b"), Text.BETA.upper())


def bad_str():
    class Bad(StrEnum):
        A = 1


attempt("strenum int", bad_str)


class Values(Enum):
    A = 1
    B = auto()
    C = 10
    D = auto()
    E = 2.5
    F = None
    G = [1, 2]
    H = {"k": 1}
    I = True


print([m.value for m in Values])
print(Values([1, 2]), Values({"k": 1}), Values(None), Values(True), Values(1), Values.I is Values.A)


def auto_after_str():
    class X(Enum):
        A = "a"
        B = auto()
    return list(X)


attempt("auto after str", auto_after_str)

Animal = Enum("Animal", "ANT BEE CAT")
print(Animal, list(Animal), Animal.__module__, Animal.__qualname__)
print(list(Enum("A2", "ANT, BEE")), list(Enum("A3", ["X", "Y"])), list(Enum("A4", [("X", 5), ("Y", 6)])), list(Enum("A5", {"X": "x"})))
print(list(Enum("A6", "X Y", start=10)), list(IntEnum("A7", "X Y")), IntEnum("A7", "X Y").X + 1)
print(list(Enum("A8", "X Y", type=str)), Enum("A9", "X", module="m", qualname="a.b"), Enum("A9", "X", module="m", qualname="a.b").__module__)
print(list(Enum("Empty", ())), len(Enum("Empty", [])))


def extend():
    class More(Status):
        OTHER = 1


attempt("extend", extend)


class Base(Enum):
    def hello(self):
        return f"hello {self.name}"

    @classmethod
    def first(cls):
        return next(iter(cls))

    @staticmethod
    def fixed():
        return 42


class Derived(Base):
    ONE = 1
    TWO = 2


print(Derived.ONE.hello(), Derived.first(), Derived.fixed(), Derived.TWO.fixed())


@unique
class Unique(Enum):
    A = 1
    B = 2


def not_unique():
    @unique
    class Dup(Enum):
        A = 1
        B = 1
        C = 1
        D = 2
        E = 2


attempt("unique", not_unique)


def reuse():
    class Dup(Enum):
        A = 1
        A = 2


attempt("reuse", reuse)


def sunder():
    class Dup(Enum):
        _bad_ = 1


attempt("sunder", sunder)


def mro_name():
    class Dup(Enum):
        mro = 1


attempt("mro", mro_name)


class Private(Enum):
    __secret = 5
    _half = 6
    OPEN = 7

    def get(self):
        return self.__secret


print(list(Private), Private.OPEN.get(), Private._half)


class WithFunctions(Enum):
    A = 1
    fn = lambda self: "called"
    size = len
    inner = enum.nonmember(5)
    pair = enum.member((1, 2))
    up = str.upper


print(list(WithFunctions), WithFunctions.A.fn(), WithFunctions.inner, WithFunctions.up)


def set_member():
    Status.OK = 5


def set_value():
    Status.OK.value = 5


def set_name():
    Status.OK.name = 5


def delete():
    del Status.OK


attempt("set", set_member)
attempt("set value", set_value)
attempt("set name", set_name)
attempt("delete", delete)
Status.extra = 5
print(Status.extra)
Status.OK.note = "hi"
print(Status.OK.note)
attempt("call no value", lambda: Status())
attempt("contains member", lambda: Status.OK in Status)
attempt("contains other", lambda: Num.ONE in Status)
print(len(Status), bool(Status), list(reversed(Status)), repr(Status), type(Status), type(Status).__name__, isinstance(Status, enum.EnumMeta))
print(Status.OK == Status.OK, Status.OK != Status.UNKNOWN, Status.OK == "ok", Status.OK is Status("ok"), hash(Status.OK) == hash("OK"))
attempt("order", lambda: Status.OK < Status.UNKNOWN)
print({Status.OK: 1}[Status("ok")], Status.OK in (Status.OK,), bool(Values.F), bool(Num.ONE))
print(type(Status.OK), Status.OK.__class__, isinstance(Status.OK, Status), isinstance(Status.OK, Enum))
print(Status.OK.name, Status.OK._name_, Status.OK._value_, Status._member_names_, Status._member_map_, Status._value2member_map_)
match Status("ok"):
    case Status.UNKNOWN:
        print("unknown")
    case Status.OK:
        print("matched")
