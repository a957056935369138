"""typing at run time: NamedTuple, TypedDict, Protocol, TypeVar, NewType and what else has a value."""
from typing import NamedTuple, TypedDict, Protocol, TypeVar, Generic, NewType, runtime_checkable, overload, final, cast, assert_never, Any, Optional, NotRequired, Required, ParamSpec, is_typeddict, Self

T = TypeVar("T")
P = ParamSpec("P")
N = TypeVar("N", int, str)
print(T, N, P, T.__name__, N.__constraints__, TypeVar("C", covariant=True), TypeVar("B", bound=int).__bound__)


def attempt(name, make):
    try:
        print(name, "->", repr(make()))
    except Exception as error:
        print(name, "!!", type(error).__name__, error)


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 0
    label: str = "p"

    def norm(self):
        return abs(self.x) + abs(self.y)

    @property
    def double(self):
        return self.x * 2

    @classmethod
    def origin(cls):
        return cls(0)

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


p = Point(1, 2)
print(p, p.x, p[1], p.norm(), p.double, Point.origin(), p + p, p == (1, 2, "p"), hash(p) == hash((1, 2, "p")), len(p), isinstance(p, tuple), isinstance(p, Point))
print(p._fields, p._asdict(), p._replace(y=9), Point._make([4, 5, "q"]), Point._field_defaults, Point.__doc__, Point.__match_args__)
a, b, c = p
print(a, b, c, *p, p[:2], p.index(2), p.count(1), sorted([Point(2), Point(1)]), Point(x=3, label="z"), {p: 1}[Point(1, 2)], max(p[:2]))
attempt("missing", lambda: Point())
attempt("many", lambda: Point(1, 2, 3, 4))
attempt("unknown", lambda: Point(1, z=3))
attempt("twice", lambda: Point(1, x=3))
attempt("set", lambda: setattr(p, "x", 5))
attempt("new", lambda: setattr(p, "q", 5))
attempt("replace", lambda: p._replace(q=1))
attempt("make", lambda: Point._make([1]))
match p:
    case Point(1, y, label="p"):
        print("matched", y)
match p:
    case (x, y, z):
        print("sequence", x, y, z)


def order():
    class Bad(NamedTuple):
        x: int = 1
        y: int


def underscore():
    class Bad(NamedTuple):
        _x: int


attempt("order", order)
attempt("underscore", underscore)


class Sub(Point):
    def norm(self):
        return "sub" + str(super().norm())


print(Sub(1, 2), Sub(1, 2).norm(), Sub(3)._replace(x=4), type(Sub(3)._replace(x=4)).__name__, Sub.__mro__[1].__name__)
E = NamedTuple("E", [("name", str), ("id", int)])
print(E("a", 1), E(name="b", id=2).id, E.__name__)


class Pair(NamedTuple, Generic[T]):
    first: T
    second: T


print(Pair(1, 2), Pair("a", "b").second)


class Movie(TypedDict):
    name: str
    year: int


class Extra(Movie, total=False):
    rating: float
    must: Required[int]


m = Movie(name="x", year=1)
print(m, type(m), Movie({"name": "y", "year": 2}), Movie(**m, more=1), sorted(Movie.__required_keys__), sorted(Extra.__required_keys__), sorted(Extra.__optional_keys__), Movie.__total__, Extra.__total__, is_typeddict(Movie), is_typeddict(dict))
attempt("isinstance", lambda: isinstance(m, Movie))
D = TypedDict("D", {"a": int, "b-c": str})
print(D(a=1), sorted(D.__required_keys__))


@runtime_checkable
class Closeable(Protocol):
    def close(self) -> None: ...


@runtime_checkable
class Named(Protocol):
    name: str


class Plain(Protocol):
    def go(self) -> int: ...


class File:
    name = "f"

    def close(self):
        pass


class Explicit(Plain):
    def go(self):
        return 5


class GenericProto(Protocol[T]):
    def get(self) -> T: ...


class Impl(GenericProto[int]):
    def get(self):
        return 1


print(isinstance(File(), Closeable), isinstance(5, Closeable), isinstance(File(), Named), isinstance([], Named), issubclass(File, Closeable), issubclass(int, Closeable), Explicit().go(), isinstance(Explicit(), Explicit), Impl().get())
attempt("not checkable", lambda: isinstance(File(), Plain))
attempt("instantiate", lambda: Plain())
attempt("issubclass data", lambda: issubclass(File, Named))

UserId = NewType("UserId", int)
print(UserId(5), type(UserId(5)), UserId.__name__, UserId.__supertype__)


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x):
    return x


@final
class F:
    pass


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, item: T) -> Self:
        self.items.append(item)
        return self


print(f(1), F.__final__, Stack[int]().push(1).items, Stack().push("a").items, cast(int, "x"))
attempt("never", lambda: assert_never("boom"))
