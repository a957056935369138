"""What a module does to its classes and functions after their definitions."""

import abc
import functools

from carabiner import Workflow, action


class Config:
    DEBUG = False
    LEVEL: int = 1

    def show(self):
        return (self.DEBUG, self.LEVEL, self.more(2))

    @classmethod
    def level(cls):
        return cls.LEVEL


def more(self, n):
    return n * self.LEVEL


Config.DEBUG = True
Config.LEVEL += 4
Config.more = more


def helper(x):
    return x + helper.step


helper.step = 5
setattr(helper, "other", [1])


class Handler:
    registry = {}
    order = list()

    def __init_subclass__(cls):
        Handler.registry[cls.kind] = cls
        Handler.order.append(cls.__name__)


class First(Handler):
    kind = "a"


class Second(First):
    kind = "b"


class Shape(abc.ABC):
    @classmethod
    def parse(cls, name):
        return next(each() for each in cls.__subclasses__() if each.__name__ == name)


class Square(Shape):
    pass


class Round(Shape):
    pass


class Odd:
    pass


Shape.register(Odd)
Shape.register(int)


@functools.singledispatch
def shown(value):
    return repr(value)


@shown.register
def _(value: int):
    return f"int {value}"


@shown.register(list)
def _(value):
    return "; ".join(map(shown, value))


@shown.register(Shape)
def show_shape(value):
    return type(value).__name__


def doubled(function):
    @functools.wraps(function)
    async def wrapper(*args):
        return 2 * await function(*args)

    return wrapper


@doubled
@action
async def size(text):
    return len(text)


def one():
    return 1


LONE = Odd()
BY_CLASS = {First: "first", Second: "second", Shape: "shape", Odd: "odd", one: "function", LONE: "instance"}
CLASSES = {First, Shape, one, LONE}
IMPORTANT = frozenset([Odd, Square])


class Tabled(Workflow):
    """Tables made at module level find what they hold."""

    async def run(self):
        return [
            BY_CLASS.get(LONE), Odd in IMPORTANT, BY_CLASS.get(one), BY_CLASS.get(First), BY_CLASS.get(Second), BY_CLASS[Shape], BY_CLASS[type(LONE)], BY_CLASS[one], BY_CLASS[LONE], Square in BY_CLASS, Shape in CLASSES,
            one in CLASSES, LONE in CLASSES, Second in CLASSES, Odd in IMPORTANT, BY_CLASS.get(Round), hash(Odd) == hash(Odd), {**BY_CLASS, Odd: 1}[Odd],
            await size("ab"), BY_CLASS[First], LONE in CLASSES,
        ]


class Amended(Workflow):
    async def run(self):
        return [
            Config().show(), Config.DEBUG, Config.level(), helper(1), helper.other, helper.__name__, sorted(Handler.registry), Handler.order,
            Handler.registry["b"]().kind, type(Shape.parse("Round")).__name__, [each.__name__ for each in Shape.__subclasses__()],
            isinstance(Odd(), Shape), isinstance(3, Shape), isinstance("", Shape), issubclass(Odd, Shape),
        ]


class Dispatched(Workflow):
    async def run(self):
        return [shown(1), shown([1, "a"]), shown("x"), shown(Square()), shown(True), show_shape(Round()), shown(Odd())]


class Wrapped(Workflow):
    async def run(self):
        return await size("abc")
