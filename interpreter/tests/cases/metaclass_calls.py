# Metaclasses called as functions.


class M(type): pass
for k in (lambda: M(5), lambda: M(), lambda: type(5), lambda: type(), lambda: type(1, 2), lambda: M("X", (), {}).__name__, lambda: M(5, 6)):
    try: print(k())
    except TypeError as e: print(e)


X = M("X", (), {})
print(type(X), X.__name__)
Y = M("Y", (X,), {"a": 1})
print(Y, Y.a, type(Y()))
class Z(metaclass=M): pass
print(Z.__name__, Z, M.__name__)
for k in (lambda: M("X", (), {}).__name__,):
    print(k())


class Counted(type):
    def __init__(cls, name, bases, namespace, **more):
        super().__init__(name, bases, namespace)
        cls.more = more

    def __call__(cls, *args):
        return "made", super().__call__(*args)


C = Counted("C", (), {"x": 1, "__init__": lambda self, y: setattr(self, "y", y)})
print(C.__name__, C.more, type(C), C(3)[0], C(3)[1].y, isinstance(C, type), C.mro())
try:
    Counted("D", (X,), {})
except TypeError as error:
    print(error)
