# Type parameters of functions, classes and aliases.
import typing
from typing import Callable, Generic, Protocol


def first[T](items: list[T], default: T | None = None) -> T:
    return items[0] if items else default


print(first([3, 4]), first([]), first.__type_params__, first.__qualname__, first.__name__)
(T,) = first.__type_params__
print(type(T).__name__, T, T.__name__, T.__bound__, T.__constraints__, T.__covariant__, T.__infer_variance__, T.__module__)
print(first.__annotations__)


def plain():
    pass


print(plain.__type_params__, (lambda: 0).__type_params__)


class Stack[T]:
    kind = "stack"

    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, item: T) -> None:
        self.items.append(item)

    def map[U](self, function: Callable[[T], U]) -> "Stack[U]":
        made = Stack[U]()
        for item in self.items:
            made.push(function(item))
        return made

    def types(self):
        return T


stack = Stack[int]()
stack.push(3)
print(stack.map(str).items, type(stack).__name__, Stack[int], Stack.__mro__, Stack.__orig_bases__, Stack.__parameters__)
print(Stack.__type_params__, Stack.__type_params__[0] is stack.types(), stack.map.__type_params__, Stack.map.__qualname__)
print(stack.__orig_class__, list(stack.map.__annotations__))
try:
    Stack[int, str]
except TypeError as error:
    print(error)


class Sub[K, V: (int, str)](Stack[K], metaclass=type):
    def pair(self) -> tuple[K, V]: ...


print(Sub.__mro__, Sub.__bases__, Sub.__orig_bases__, Sub.__parameters__, Sub[int, str])
print(Sub.__type_params__[1].__constraints__, Sub.__type_params__[1].__bound__)


class Both[T](Protocol):
    def get(self) -> T: ...


print(Both.__bases__, Both.__parameters__, Both[int])


# What is evaluated when.
def shout(value):
    print("evaluated", value)
    return value


def lazy[T: shout(int), U: (shout(str), shout(bytes))](x: shout("annotation"), y=shout("default")):
    return T, U


print("defined")
t, u = lazy.__type_params__
print(t.__bound__, t.__bound__, u.__constraints__, u.__constraints__, lazy(1))


def late[T: Later]():
    return T


class Later:
    pass


print(late().__bound__)


def fails[T: missing]():
    return T


for _ in range(2):
    try:
        fails().__bound__
    except NameError as error:
        print(error)


# The other kinds.
def everything[T, *Ts, **P](f: Callable[P, T], *args: *Ts) -> tuple[*Ts]:
    return T, Ts, P


print(everything.__type_params__, [type(each).__name__ for each in everything(None)], list(everything.__annotations__))


class Many[*Ts]:
    pass


class Calls[**P]:
    pass


print(Many[int, str], Many[()], Many.__parameters__, Calls.__parameters__)


# Scopes.
T = "module"


def outer[T](x):
    def inner[U](y):
        return T, U

    class Within[V]:
        both = (T, V)

        def method(self):
            return T, V

    return inner(1), Within().method(), Within.both


print(outer(1), T)


class Base:
    pass


class Names:
    here = int

    def method[U: here](self, x: here) -> U:
        return U

    def own[T](self, x: T, y: here = 3):
        return T

    class Inner[W](Base if here is int else dict):
        given = W

    class Below[W](dict[str, here]):
        pass

    type Alias = list[here]
    type Later = list[after]
    after = "after"


print(Names().method(1).__bound__, Names.method.__annotations__, Names().own(1), Names.own.__annotations__, Names.Inner.given, Names.Below.__orig_bases__)
print(Names.Alias.__value__, Names.Later.__value__, Names.Inner.__qualname__, Names.method.__qualname__)

functions = []
for number in range(3):
    def each[T: number](x=number):
        return T, x
    functions.append(each)
print([function()[1] for function in functions], len({id(function()[0]) for function in functions}), functions[0]()[0].__bound__)


def count[N](upto: int):
    for at in range(upto):
        yield at, N


async def waits[A](value: A) -> A:
    return value, A


print(list(count(2)))
import asyncio

print(asyncio.run(waits(5)))


def log(function):
    print("decorates", function.__name__)
    return function


@log
def decorated[T](x: T) -> T:
    return x


@log
class Decorated[T]:
    """Of a T."""

    def __init_subclass__(cls, **more):
        print("subclass", cls.__name__, cls.__type_params__, more)


class Derived[T](Decorated[T], flag=True):
    pass


class Plain(Decorated[int]):
    pass


print(Decorated.__doc__, Plain.__type_params__, Plain.__dict__.get("__type_params__"))


class Private:
    def method[__T](self, x: __T) -> __T:
        return __T


print(Private().method(1), Private.method.__annotations__)


class Typed[__T]:
    def own(self):
        return __T


print(Typed().own())

# Aliases.
type Number = int | float
type Pair[A, B = str] = tuple[A, B]
type Tree[T] = T | list[Tree[T]]
print(Number, Number.__name__, Number.__value__, Number.__type_params__, Number.__parameters__, Number.__module__, type(Number))
print(Pair, Pair.__value__, Pair.__type_params__, Pair.__parameters__, Pair[int, str], Pair[int, str].__args__, Pair[int, str].__origin__ is Pair)
print(Tree.__value__, Tree[int], Number | None, list[Number], typing.Optional[Number])
for action in (
    lambda: Number[int],
    lambda: isinstance(3, Number),
    lambda: setattr(Number, "__value__", 3),
    lambda: setattr(Number, "other", 3),
    lambda: Number.missing,
    lambda: typing.TypeAliasType("X", int, type_params=[1]),
):
    try:
        print(action())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
Made = typing.TypeAliasType("Made", list[T], type_params=(first.__type_params__[0],))
print(Made, Made.__value__, Made.__type_params__, Made[int])
type Wrong = 1 / 0
try:
    Wrong.__value__
except ZeroDivisionError as error:
    print(error)


def local():
    type Here = list[There]
    There = 5
    return Here.__value__


print(local())

# Soft keyword.
def soft(type):
    type = type(3)
    type.x = 1 if False else None
    return type


class Any:
    def __init__(self, x):
        self.x = x


print(soft(Any).x)
