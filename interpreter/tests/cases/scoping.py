x = "global"


def reads():
    return x


def shadows():
    x = "local"

    def inner():
        return x

    x = "later"
    return inner()


def uses_global():
    global x, fresh
    x = "changed"
    fresh = 1


def counter():
    count = 0

    def up(by=1):
        nonlocal count
        count += by
        return count

    def get():
        return count

    return up, get


print(reads(), shadows())
uses_global()
print(x, fresh, reads())
up, get = counter()
up()
up(5)
print(get())


def too_early():
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)
    y = 1

    def inner():
        return z

    try:
        inner()
    except NameError as e:
        print(e)
    z = 2
    print(inner())


too_early()
try:
    undefined_name
except NameError as e:
    print(e)


def late_binding():
    return [f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]]


print(late_binding())


class A:
    x = "class"
    y = [x for _ in range(1)]
    z = [n for n in x]

    def method(self):
        return x

    def get(self, x=x):
        return x

    w = lambda self: x
    x2 = x + "!"


print(A.y, A.z, A().method(), A().get(), A().w(), A.x2)


def make():
    v = "enclosing"

    class B:
        a = v
        v2 = v

        def m(self):
            return v, __class__.__name__

    class D:
        try:
            v = v
        except NameError as e:
            v = "name error: " + str(e)

    return B, D


B, D = make()
print(B.a, B().m(), D.v)


def comp_scopes():
    n = 10
    total = [n + (last := i) for i in range(3)]
    nested = [[n * i + j for j in range(i)] for i in range(3)]
    s = {k: [q for q in v] for k, v in {"a": "xy"}.items()}
    g = sum(a * b for a in range(3) for b in range(a) if a - b)
    return total, last, nested, s, g


print(comp_scopes())


def deleted():
    a = 1

    def inner():
        return a

    print(inner())
    del a
    try:
        inner()
    except NameError as e:
        print(e)
    try:
        del a
    except UnboundLocalError as e:
        print(e)
    a = 2
    return inner()


print(deleted())


def params(a, b):
    def inner():
        nonlocal a
        a += b
        return a

    return inner(), inner(), a


print(params(1, 2))


class Private:
    __secret = 1

    def __init__(self, __arg=5):
        self.__value = __arg
        self.__dunder__ = 2

    def get(self):
        __local = self.__value
        return __local + self.__secret, sorted(self.__dict__)

    class __Inner:
        __deep = 3

    def inner(self):
        return self.__Inner.__name__, sorted(k for k in vars(self.__Inner) if "deep" in k)


print(Private().get(), Private().inner())


def recursive(n):
    return 1 if n <= 1 else n * recursive(n - 1)


print(recursive(20))


def outer():
    def even(n):
        return True if n == 0 else odd(n - 1)

    def odd(n):
        return False if n == 0 else even(n - 1)

    return even(10), odd(7)


print(outer())
for loop_var in range(3):
    pass
print(loop_var)


def maybe(flag):
    if flag:
        v = 1
    try:
        return v
    except UnboundLocalError as e:
        return "unbound"


print(maybe(True), maybe(False))


def loop_unbound(n):
    for i in range(n):
        last = i
    try:
        return i, last
    except UnboundLocalError:
        return "never"


print(loop_unbound(2), loop_unbound(0))


def del_in_loop():
    out = []
    v = 0
    for i in range(3):
        try:
            out.append(v)
        except UnboundLocalError:
            out.append("gone")
        if i < 1:
            del v
        else:
            v = i
    return out


print(del_in_loop())


def walrus():
    if (n := 10) > 5 and (m := n * 2):
        pass
    while (n := n - 4) > 0:
        m += n
    return n, m, [y := 1, y**2], any((hit := c) == "b" for c in "abc") and hit


print(walrus())


class Base:
    def hello(self):
        return "base"

    @classmethod
    def make(cls):
        return cls.__name__

    @property
    def prop(self):
        return "p"


class Child(Base):
    def hello(self):
        def helper():
            return super(Child, self).hello()

        return super().hello() + helper() + "".join([super(Child, self).hello() for _ in range(2)])

    @classmethod
    def make(cls):
        return "child of " + super().make()

    @property
    def prop(self):
        return super().prop + "q"


print(Child().hello(), Child.make(), Child().prop, Child.hello.__qualname__, make.__qualname__)
print(Child.__qualname__, counter()[0].__qualname__, (lambda: 0).__qualname__, B.__qualname__)
