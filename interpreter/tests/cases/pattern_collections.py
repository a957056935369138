# Which classes of the program match patterns of sequences and of mappings.
import collections
import collections.abc
from types import MappingProxyType


def kind(value):
    match value:
        case [*items]:
            return "sequence", items
        case {"a": found, **rest}:
            return "mapping", found, rest
        case {}:
            return "empty mapping"
        case _:
            return "neither"


class Digits(collections.abc.Sequence):
    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if index >= self.count:
            raise IndexError(index)
        return index * 10


class Squares(collections.abc.Mapping):
    def __getitem__(self, key):
        print("asked for", key)
        if key in ("a", "b"):
            return key * 2
        raise KeyError(key)

    def __iter__(self):
        return iter("ab")

    def __len__(self):
        return 2


class Looks:
    def __len__(self):
        return 1

    def __getitem__(self, index):
        return [1][index]


class Registered(Looks):
    pass


class Before(Registered):
    pass


collections.abc.Sequence.register(Registered)


class Listed(collections.UserList):
    pass


class Mapped(collections.UserDict):
    pass


class OwnGet(dict):
    def get(self, key, default=None):
        return ("got", key)


class Both(collections.UserDict, collections.abc.Sequence):
    pass


print(kind(Digits(3)), kind(Squares()), kind(Looks()), kind(Registered())[0], kind(Before())[0])
print(kind(Listed([1, 2])), kind(Mapped(a=1, b=2)), kind(Mapped()), kind(Both(a=3)))
print(kind(OwnGet()), kind(MappingProxyType({"a": 1, "c": 2})), kind(collections.ChainMap({"a": 5})))
print(kind(collections.defaultdict(int)), kind(collections.Counter("aab")), kind("ab"), kind(b"ab"), kind({1}), kind(range(2)))


class Twice:
    __match_args__ = ("a", "a")
    a = 1


class Wrong:
    __match_args__ = ["a"]
    a = 1


for value in Twice(), Wrong():
    try:
        match value:
            case Twice(x, y) | Wrong(x, a=y):
                print("matched")
    except TypeError as error:
        print(error)


# What a pattern asks of a sequence.
class Asked(collections.abc.Sequence):
    def __init__(self, *items, said=None):
        self.items = items
        self.said = len(items) if said is None else said

    def __len__(self):
        print("len", end=" ")
        return self.said

    def __getitem__(self, index):
        print("item", index, end=" ")
        return self.items[index]


class Iterated(Asked):
    def __iter__(self):
        print("iter", end=" ")
        return iter("xyz")


def shapes(value):
    try:
        match value:
            case []:
                return "empty"
            case [_]:
                return "one"
            case [1, *_, 9]:
                return "from 1 to 9"
            case [_, *_, 8]:
                return "to 8"
            case [_, 5, *_]:
                return "5 is second"
            case [a, b, c]:
                return "three", a, b, c
            case [a, *_, b, _]:
                return "some", a, b
            case [*every]:
                return "all", every
    except (ValueError, IndexError, TypeError) as error:
        return repr(error)


for made in (Asked, Iterated):
    for items in (), (0,), (1, 9), (1, 2, 3, 9), (1, 2, 8), (0, 5), (7, 6, 4), (1, 2, 3, 4, 5), (0, 1):
        print(made.__name__, items, shapes(made(*items)))
print(shapes(Asked(1, 2, said=3)), shapes(Iterated(1, 2, said=5)), shapes(Asked(1, 2, 3, said=2)), shapes(Asked(said=-1)))


def every(value):
    match value:
        case [*_]:
            return "any sequence"
        case {**_rest}:
            return _rest


print(every(Asked(1, 2)), every(Squares()))


# What a pattern asks of a mapping.
class Table(collections.abc.Mapping):
    def __init__(self, **items):
        self.items_ = items

    def __len__(self):
        print("len", end=" ")
        return len(self.items_)

    def __getitem__(self, key):
        print("item", key, end=" ")
        return self.items_[key]

    def __iter__(self):
        print("iter", end=" ")
        return iter(self.items_)

    def get(self, key, default=None):
        print("get", key, end=" ")
        return self.items_.get(key, default)


class NoGet(dict):
    get = None


class Lies(dict):
    def get(self, key, default=None):
        return 1

    def __len__(self):
        return 5


def table(value):
    try:
        match value:
            case {"a": 1, "b": 2, "c": 3}:
                return "abc"
            case {"a": 1, "b": b}:
                return "ab", b
            case {"a": 1, **rest}:
                return "a", rest
            case {**rest}:
                return "other", rest
    except (KeyError, TypeError, ValueError) as error:
        return repr(error)


print(table(Table()), table(Table(a=1)), table(Table(a=1, b=5)), table(Table(a=1, b=2, c=3)), table(Table(z=1)), table(Table(a=1, x=2)))
print(table(NoGet(a=1)), table(NoGet()), table(Lies()), table(collections.ChainMap({"a": 1}, {"b": 4})))


class Doubled:
    key = "k"


for keys in ("k", "j"):
    Doubled.other = keys
    try:
        match {"k": 1, "j": 2}:
            case {Doubled.key: x, Doubled.other: y}:
                print(x, y)
    except ValueError as error:
        print(error)
Doubled.other = []
try:
    match {"k": 1, "j": 2}:
        case {Doubled.key: x, Doubled.other: y}:
            print(x, y)
except TypeError as error:
    print(error)


# What classes say of their attributes.
def positional(value):
    kind = type(value)
    for count in range(4):
        try:
            match count, value:
                case 0, kind():
                    print("none", end="; ")
                case 1, kind(x):
                    print("one", x, end="; ")
                case 2, kind(x, y):
                    print("two", x, y, end="; ")
                case 3, kind(x, a=y):
                    print("x and a", x, y, end="; ")
                case _:
                    print("no", count, end="; ")
        except TypeError as error:
            print(error, end="; ")
    print()


class Base:
    a, b = "A", "B"


class Named(Base):
    __match_args__ = ("b", "a")


class Twice2(Base):
    __match_args__ = ("b", "b")


class AsList(Base):
    __match_args__ = ["a"]


class AsText(Base):
    __match_args__ = "ab"


class AsNone(Base):
    __match_args__ = None


class Numbers(Base):
    __match_args__ = ("a", 3)


class Text(str):
    pass


class Texts(Base):
    __match_args__ = (Text("a"),)


class Lacks(Base):
    __match_args__ = ("zz", "a")


class Int(int):
    a = "of int"


class IntArgs(int):
    a = "of int"
    __match_args__ = ("a",)


class Tuples(Base):
    __match_args__ = type("T", (tuple,), {})(("a", "b"))


class Fails(Base):
    __match_args__ = ("c", "a")

    @property
    def c(self):
        raise ValueError("c fails")


class Meta(type):
    def __instancecheck__(cls, value):
        return value == 4


class Even(metaclass=Meta):
    pass


for each in Named, Twice2, AsList, AsText, AsNone, Numbers, Texts, Lacks, Int, IntArgs, Tuples, Base:
    positional(each())
for value in 1, 1.5, "t", b"t", [1], (1,), {1: 2}, {1}, frozenset(), True, bytearray(b"x"), collections.deque([1]), collections.OrderedDict(), range(3), None, 1j:
    positional(value)
try:
    positional(Fails())
except ValueError as error:
    print(error)
match 4:
    case Even():
        print("four is even")
for wrong in 4, int | str, list[int], "int", None:
    try:
        match 4:
            case wrong():
                print("matched")
            case _:
                print("not matched")
    except TypeError as error:
        print(error)


# Later registration, and what was a sequence before.
class Later:
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return "pq"[index]

    def keys(self):
        return ["p"]


class Below(Later):
    pass


class Both2(Later, collections.abc.Sequence):
    pass


print(kind(Later()), kind(Below()), kind(Both2()))
collections.abc.Sequence.register(Later)
print(kind(Later()), kind(Below()), kind(Both2()))


class MyMapping(collections.abc.Mapping):
    pass


class OfTuple(tuple):
    pass


class NewTuple(collections.namedtuple("N", "x y"), Later):
    pass


MyMapping.register(OfTuple)
print(isinstance(OfTuple(), collections.abc.Mapping), kind([1]), kind(NewTuple(1, 2)))
match OfTuple((1, 2)):
    case [a, b]:
        print("still a sequence", a, b)
    case _:
        print("no sequence any more")
collections.abc.Sequence.register(str)
print(kind("ab"), kind(collections.UserString("ab")), isinstance("ab", collections.abc.Sequence))
for base in collections.UserDict, collections.UserList, collections.UserString, collections.ChainMap:
    print([each.__name__ for each in base.__mro__], type(base).__name__)
print(isinstance(collections.UserDict(), collections.abc.MutableMapping), issubclass(collections.UserList, collections.abc.Sequence))
print(hasattr(collections.abc.Sequence, "__abc_tpflags__"), hasattr(Digits, "__abc_tpflags__"))
print(collections.UserDict(a=1).keys(), collections.ChainMap({"a": 1}).items(), collections.UserDict(a=1) == {"a": 1}, list(reversed(collections.UserList("abc"))))
