"""pprint: every kind of value at many widths."""
import io
import pprint
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from types import SimpleNamespace


class Colour(Enum):
    RED = 1


class Level(IntEnum):
    LOW = 1


@dataclass
class Point:
    x: int
    name: str = "a point with quite a long name"
    hidden: int = field(default=0, repr=False)
    inner: list = field(default_factory=list)


@dataclass
class Own:
    x: int

    def __repr__(self):
        return f"Own with a text of its own that is long enough to break lines ({self.x})"


@dataclass(repr=False)
class Silent(Own):
    y: int = 1


class Derived(Point):
    pass


class Words(list):
    pass


class Shown(list):
    def __repr__(self):
        return "Shown"


Pair = namedtuple("Pair", "left right")
values = [
    {"b": 1, "a": [1, 2, 3], 3: "c", None: (1,)}, list(range(40)), tuple(range(30)), {str(n): n for n in range(15)}, {1, 2, 3}, frozenset(range(20)), set(), frozenset(), [], {}, (), (1,),
    "a text of many words that has to be broken somewhere, and again after a few more of them", ["a text of many words that has to be broken", {"k": "and another one that is too long for its line"}],
    "lines\nof\ntext that is long enough for several lines of output\n\nand more", "x" * 100, b"bytes that are long enough for several lines of output \x00\xff", bytearray(b"a bytearray that is long enough too"),
    Counter("abracadabra and a few more letters"), defaultdict(list, {"key": [1, 2], "another key": list(range(10))}), OrderedDict([("z", 1), ("a", {"deep": [1, 2, 3]})]), deque(range(20), maxlen=50), deque("ab"),
    ChainMap({"a": 1, "b": 2}, {"c": 3, "d": list(range(12))}), UserDict({"a": 1, "bb": list(range(12))}), UserList(range(20)), SimpleNamespace(first=1, second="two", third=list(range(15))),
    Pair(list(range(12)), "right"), Point(1), Point(2, inner=[Point(3), "text"]), Own(1), Derived(5), [Own(2)] * 3, Words(range(20)), Shown(range(20)), Colour.RED, Level.LOW, [Level.LOW, True, None, ..., 1.5, 2j],
    {"nested": {"deeper": {"deepest": {"bottom": [1, 2, 3]}}}}, 1234567, [1234567, -1000], {(1, 2): [3, 4], (0, 5): {6: 7}}, {1: "mixed", "a": 2, (1,): 3}, [[[[]]]], int, len,
]
for value in values:
    for width in (80, 40, 20, 10, 1):
        print(pprint.pformat(value, width=width))
    print(pprint.pformat(value, indent=4, width=30), pprint.pformat(value, width=30, compact=True), pprint.pformat(value, depth=2, width=30), sep="\n")
print(pprint.pformat({"b": 1, "a": 2}, sort_dicts=False), pprint.pformat([1234567, 12], underscore_numbers=True), pprint.saferepr({"a": [1]}))
pprint.pprint({"b": list(range(30)), "a": 2}, width=30, compact=True)
pprint.pp({"b": 1, "a": [1, 2]}, width=8)
out = io.StringIO()
pprint.pprint(list(range(30)), out, 2)
pprint.PrettyPrinter(indent=2, width=20, stream=out).pprint({"x": list(range(8))})
print(out.getvalue())
loop = [1]
loop.append(loop)
print(pprint.isrecursive(loop), pprint.isrecursive([1]), pprint.isreadable(loop), pprint.isreadable([1, "a"]), pprint.isreadable([len]), pprint.pformat(loop).startswith("[1, <Recursion on list with id="))


class Short(pprint.PrettyPrinter):
    def format(self, object, context, maxlevels, level):
        if isinstance(object, str):
            return f"<{object}>", True, False
        return super().format(object, context, maxlevels, level)


print(Short().pformat(["a", {"b": "c"}]))
for wrong in ({"indent": -1}, {"depth": 0}, {"width": 0}):
    try:
        pprint.pformat(1, **wrong)
    except ValueError as error:
        print(error)
