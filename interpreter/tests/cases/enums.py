from enum import Enum, IntEnum, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    @property
    def pretty(self):
        return self.name.title()

    def describe(self):
        return f"{self.name} is {self.value}"


class Level(IntEnum):
    LOW = auto()
    HIGH = auto()


class Kind(StrEnum):
    FIRST = auto()
    SECOND = "two"


class Mixed(str, Enum):
    A = "a"


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["GREEN"], Color.CRIMSON is Color.RED)
print(list(Color), len(Color), Color.RED == Color.RED, Color.RED != Color.GREEN, Color.RED == 1, Color.RED.pretty, Color.GREEN.describe())
print(isinstance(Color.RED, Color), Color.RED in Color, {Color.RED: "x"}[Color.CRIMSON], f"{Color.RED}", Color.__members__.keys())
print(Level.LOW, repr(Level.HIGH), Level.HIGH > Level.LOW, Level.HIGH + 1, Level(1), int(Level.LOW), sorted([Level.HIGH, Level.LOW]), f"{Level.LOW}", Level.LOW == 1)
print(Kind.FIRST, repr(Kind.SECOND), Kind.SECOND == "two", Kind.FIRST.upper(), Kind("two"), Mixed.A, Mixed.A == "a", repr(Mixed.A), Mixed.A.value)
for call in [lambda: Color(9), lambda: Color["X"], lambda: Kind("x")]:
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
match Color.GREEN:
    case Color.RED:
        print("red")
    case Color.GREEN:
        print("green")
try:
    print(Color.NOPE)
except AttributeError:
    print("no such member")
