# What names mean in class bodies, and what metaclasses make of them.
def test():
    m = "var"
    class Test:
        def m(self):
            return "method"
        def test(self):
            return m
    return Test(), m
t, m = test()
print(t.test(), m)
def test2():
    m = "var"
    class Test:
        m = 5
        def test(self):
            return m
        n = m
    return Test(), m
t, m = test2()
print(t.test(), m, t.n)
def test3():
    m = "var"
    class Test:
        for m in (1,2): pass
        k = [m for _ in range(2)]
        def test(self):
            return m
        class m: pass
        import math as m
        del m
    return Test(), m
t, m = test3()
print(t.test(), m, t.k)
def test4():
    m = "var"
    class Test:
        print(m)
        def m(self): pass
        f = lambda: m
    print(Test.f())
    return m
print(test4())


def outer():
    value = "outer"

    class Inner:
        value = "class"

        def method(self):
            return value

        class Deeper:
            seen = value
            value = "deeper"

            def method(self):
                return value

    return Inner


value = "global"
print(outer()().method(), outer().value, outer().Deeper.seen, outer().Deeper().method())


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **options):
        print("prepare", name, [base.__name__ for base in bases], options)
        return Recording()

    def __new__(meta, name, bases, namespace, **options):
        print("new", type(namespace).__name__, [key for key in namespace if key[:2] != "__"])
        return super().__new__(meta, name, bases, dict(namespace))

    def __init__(cls, name, bases, namespace, **options):
        print("init", name, options)


class Recording(dict):
    def __setitem__(self, key, value):
        if key[:2] != "__":
            print("store", key)
        super().__setitem__(key, value)

    def __missing__(self, key):
        if key == "magic":
            return "made"
        raise KeyError(key)


class Made(metaclass=Meta, option=1):
    a = 1
    b: int = a + 1
    a = 3

    def own(self):
        return __class__

    del b


print(Made.a, Made().own(), hasattr(Made, "b"))


class Backwards(type):
    def mro(cls):
        return [cls, *reversed(super().mro()[1:-1]), object]


class A:
    name = "A"


class B(A):
    name = "B"


class C(B, metaclass=Backwards):
    pass


print(C.name, [each.__name__ for each in C.__mro__])


class Cellless(type):
    def __new__(meta, name, bases, namespace):
        namespace.pop("__classcell__", None)
        return super().__new__(meta, name, bases, namespace)


try:

    class Lost(metaclass=Cellless):
        def method(self):
            return __class__

except RuntimeError as error:
    print(str(error).split(".")[0])


def factory(name, bases, namespace):
    return name, bases, sorted(key for key in namespace if key[:2] != "__")


class Called(metaclass=factory):
    x = 1


class WithBases(1, 2, metaclass=factory):
    y = 1


print(Called, WithBases)


class Named:
    def __set_name__(self, owner, name):
        raise KeyError(name)


try:

    class Fails:
        attribute = Named()

except RuntimeError as error:
    print(error, repr(error.__cause__))
