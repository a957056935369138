"""functools.singledispatch and singledispatchmethod: by class and base class, by decorator, unions, methods of each kind."""
from functools import singledispatch, singledispatchmethod


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


@singledispatch
def kind(value, *rest, **named):
    "what it is"
    return "object", rest, named


@kind.register(int)
def _(value, *rest, **named):
    return "int", rest, named


@kind.register(list)
@kind.register(tuple)
def of_items(value):
    return "items"


kind.register(type(None), lambda value: "nothing")


@kind.register(dict | set)
def of_keys(value):
    return "keys"


print(kind(1), kind(True, 1, x=2), kind("text"), kind([1]), kind(()), kind(None), kind({}), kind({1}), kind(1.5))
print(kind.__name__, kind.__doc__, of_items([]), kind.dispatch(bool) is kind.dispatch(int), kind.registry[int] is kind.dispatch(int))
print(list(kind.registry), len(kind.registry), float in kind.registry)


class A:
    pass


class B(A):
    pass


class C(A):
    pass


class D(B, C):
    pass


@singledispatch
def g(x):
    return "base"


print(g(D()))
g.register(A, lambda x: "A")
print(g(D()))
g.register(C, lambda x: "C")
print(g(D()), g(B()))
g.register(B, lambda x: "B")
print(g(D()), g(B()), g(C()), g(A()))
show(g)
show(g.register, 5)
show(g.register, 5, len)


class Printer:
    @singledispatchmethod
    def show(self, value):
        return f"{type(self).__name__} object {value}"

    @show.register(int)
    def _(self, value):
        return f"{type(self).__name__} int {value}"

    @show.register(str)
    def _(self, value, mark="!"):
        return f"{type(self).__name__} str {value}{mark}"

    @singledispatchmethod
    @classmethod
    def make(cls, value):
        return cls.__name__, "object"

    @make.register(int)
    @classmethod
    def _(cls, value):
        return cls.__name__, "int"

    @singledispatchmethod
    @staticmethod
    def static(value):
        return "static object"

    @static.register(int)
    @staticmethod
    def _(value):
        return "static int"


class Loud(Printer):
    pass


printer = Loud()
print(printer.show(1), printer.show("a"), printer.show("a", mark="?"), printer.show(None))
print(Printer.make(1), Loud.make("x"), printer.make(1), Printer.static(1), printer.static("x"))
Printer.show.register(float, lambda self, value: "float")
print(printer.show(1.5), Printer.show(printer, 1), Printer.show.__name__)
