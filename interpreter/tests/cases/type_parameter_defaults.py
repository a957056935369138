# Defaults of type parameters.
import typing
from typing import NoDefault, ParamSpec, TypeVar, TypeVarTuple


class Box[T, U = int, V = list[U]]:
    pass


t, u, v = Box.__type_params__
print(t.has_default(), u.has_default(), v.has_default(), u.__default__, v.__default__, t.__default__, t.__default__ is NoDefault, NoDefault)
print(Box[str], Box[str, bytes], Box[str, bytes, bool], Box[str].__args__)
for wrong in ((), (int, int, int, int)):
    try:
        print(Box[wrong])
    except TypeError as error:
        print("refused")


def asked[*Ts = *tuple[int, str], **P = [int, str]]():
    return Ts, P


ts, p = asked()
print(ts.has_default(), p.__default__, p.has_default())


def computed():
    print("computed")
    return 5


type Late[A = computed()] = list[A]
print("not yet")
(a,) = Late.__type_params__
print(a.has_default())
print(a.__default__, a.__default__)
W = TypeVar("W", default=3)
print(W.__default__, W.has_default(), TypeVar("X").has_default(), TypeVar("X").__default__, TypeVarTuple("Y").has_default(), ParamSpec("Z", default=...).__default__)
print(repr(TypeVar("I", infer_variance=True)), TypeVar("X"), W)


class Frozen[T]:
    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value


from dataclasses import dataclass, fields
from enum import Enum
from typing import NamedTuple, TypedDict


@dataclass
class Pair[A, B]:
    left: A
    right: B = None

    def swap(self) -> "Pair[B, A]":
        return Pair(self.right, self.left)


class Point[N](NamedTuple):
    x: N
    y: N


class Movie[T](TypedDict):
    name: str
    rating: T


print(Pair(1, "x").swap(), Pair[int, str](1, "y"), Frozen(3).value, Point(1, 2), Point[int](3, 4), Movie(name="a", rating=3), Movie.__type_params__)


class Counter[T: (int, float)](dict[T, int]):
    def add(self, item: T) -> int:
        self[item] = self.get(item, 0) + 1
        return self[item]


c = Counter()
print(c.add(3), c.add(3), c, Counter[int]().add(1))


# Decorators, defaults and class bodies inside functions.
def make(base):
    class Local[T](base):
        kind = base.__name__

        def get[S](self, other: S) -> tuple[T, S]:
            def inner[R](x: R) -> R:
                nonlocal other
                other = x
                return T, S, R, self.kind
            return inner(3), other

        @classmethod
        def build[Q](cls, x: Q = len("abc"), *, y=4) -> Q:
            return cls.__name__, x, y, Q

        @property
        def prop(self):
            return T

        @staticmethod
        def still[Z](z: Z) -> Z:
            return z

    return Local


Made = make(dict)
print(Made().get(1), Made.build(), Made.build(5, y=6), Made().prop, Made.still(9), Made.__qualname__, Made.build.__qualname__)


def tracked[T](x: T, /, y: T = "y", *rest: T, z: T = "z", **more: T) -> T:
    """Says so."""
    return x, y, rest, z, more


print(tracked(1), tracked(1, 2, 3, z=4, w=5), tracked.__doc__, tracked.__defaults__, tracked.__kwdefaults__)
recursive = lambda: fact(5)


def fact[T: int](n: T) -> T:
    return 1 if n < 2 else n * fact(n - 1)


print(recursive())


def thrower[T](x: T):
    raise ValueError(T)


try:
    thrower(1)
except ValueError as error:
    print(error, error.__traceback__.tb_next.tb_frame if False else "")

for text in range(2):
    type Each[T] = tuple[T, text]
    print(Each.__value__)
