"""Classes: hooks, descriptors, attribute access, slots, inheritance, reflection."""


def attempt(name, make):
    try:
        print(name, "->", repr(make()))
    except Exception as error:
        print(name, "!!", type(error).__name__, error)


class Registry:
    known = {}

    def __init_subclass__(cls, /, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.key = key or cls.__name__.lower()
        Registry.known[cls.key] = cls


class A(Registry):
    pass


class B(Registry, key="bee"):
    pass


class C(B):
    pass


print(Registry.known, A.key, B.key, C.key)


def no_keywords():
    class Bad(object, key=1):
        pass


attempt("no keywords", no_keywords)


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.name = name
        self.owner = owner.__name__

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, "unset")

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.owner}.{self.name} must be {self.kind.__name__}")
        obj.__dict__[self.name] = value

    def __delete__(self, obj):
        del obj.__dict__[self.name]


class Thing:
    size = Typed(int)
    label = Typed(str)

    def __init__(self, size):
        self.size = size


t = Thing(3)
print(t.size, t.label, Thing.size.name, t.__dict__)
attempt("typed", lambda: setattr(t, "size", "x"))
del t.size
print(t.size)
attempt("del again", lambda: delattr(t, "size"))


class NonData:
    def __get__(self, obj, owner):
        return f"from {owner.__name__} {obj is None}"


class HasNonData:
    x = NonData()


h = HasNonData()
print(h.x, HasNonData.x)
h.x = 5
print(h.x, h.__dict__)


class Dynamic:
    def __init__(self):
        self.real = 1

    def __getattr__(self, name):
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError(f"no {name}")

    def __getattribute__(self, name):
        if name == "secret":
            return "intercepted"
        return super().__getattribute__(name)


dyn = Dynamic()
print(dyn.real, dyn.dyn_x, dyn.secret, getattr(dyn, "zz", "default"), hasattr(dyn, "dyn_q"), hasattr(dyn, "nope"))
attempt("getattr", lambda: dyn.nope)


class Guard:
    def __setattr__(self, name, value):
        if name.startswith("_"):
            raise AttributeError("private")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("del", name)
        object.__delattr__(self, name)


g = Guard()
g.x = 1
attempt("private", lambda: setattr(g, "_x", 1))
del g.x
attempt("gone", lambda: delattr(g, "x"))


class Temp:
    def __init__(self):
        self._c = 0

    @property
    def f(self):
        "Fahrenheit"
        return self._c * 9 / 5 + 32

    @f.setter
    def f(self, value):
        self._c = (value - 32) * 5 / 9

    @f.deleter
    def f(self):
        print("deleting")
        self._c = None

    ro = property(lambda self: 42)
    wo = property(None, lambda self, v: print("wo", v))

    @classmethod
    def make(cls, value):
        self = cls()
        self.f = value
        return self

    @staticmethod
    def static(a, b=2):
        return a + b

    @property
    def failing(self):
        raise ValueError("inside")

    @property
    def attr_failing(self):
        return self.missing_attr


tt = Temp.make(212)
print(tt._c, tt.f, Temp.static(1), tt.static(1, 5), Temp.f.__doc__, tt.ro, Temp.make.__func__.__name__, Temp.make.__self__.__name__)
del tt.f
tt.wo = 3
attempt("ro", lambda: setattr(tt, "ro", 1))
attempt("ro del", lambda: delattr(tt, "ro"))
attempt("wo", lambda: tt.wo)
attempt("failing", lambda: tt.failing)
attempt("hasattr failing", lambda: hasattr(tt, "failing"))
attempt("attr failing", lambda: tt.attr_failing)
attempt("hasattr attr failing", lambda: hasattr(tt, "attr_failing"))


class Base:
    def who(self):
        return ["Base"]

    @classmethod
    def make(cls):
        return f"Base.make {cls.__name__}"

    @staticmethod
    def st():
        return "Base.st"

    @property
    def prop(self):
        return "Base.prop"

    def __init__(self):
        self.log = ["Base"]


class Left(Base):
    def who(self):
        return ["Left"] + super().who()

    @classmethod
    def make(cls):
        return "Left " + super().make()

    @property
    def prop(self):
        return "Left " + super().prop

    def __init__(self):
        super().__init__()
        self.log.append("Left")


class Right(Base):
    def who(self):
        return ["Right"] + super(Right, self).who()

    def __init__(self):
        super().__init__()
        self.log.append("Right")


class Both(Left, Right):
    def who(self):
        return ["Both"] + [x for x in super().who()]

    @staticmethod
    def st():
        return "Both " + Base.st()

    def nested(self):
        def inner():
            return super(Both, self).who()
        return inner() + [super(Left, self).who()[0] for _ in range(1)]

    def lambda_super(self):
        return (lambda: super(Both, self).prop)()


b = Both()
print(b.who(), b.log, Both.make(), b.make(), b.prop, b.st(), b.nested(), b.lambda_super(), [c.__name__ for c in Both.__mro__], Both.__bases__, Both.mro()[1], Base.__subclasses__())
attempt("no super attr", lambda: super(Both, b).nope)


def conflict():
    class X(Base, Both):
        pass


attempt("mro conflict", conflict)


def dup():
    class X(Base, Base):
        pass


attempt("dup base", dup)
attempt("final base", lambda: type("X", (bool,), {}))


class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        cls.tag = kw.get("tag", "none")
        return cls

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.inited = True

    def __call__(cls, *args, **kwargs):
        obj = super().__call__(*args, **kwargs)
        obj.made_by = cls.__name__
        return obj

    def __iter__(cls):
        return iter([cls.__name__, "iter"])

    def __len__(cls):
        return 7

    def __contains__(cls, x):
        return x == 1

    def __getitem__(cls, key):
        return f"item {key}"

    def __repr__(cls):
        return f"<Meta {cls.__name__}>"

    @property
    def shout(cls):
        return cls.__name__.upper()

    def __instancecheck__(cls, obj):
        return obj == 5 or super().__instancecheck__(obj)

    def __eq__(cls, other):
        return cls is other

    def __hash__(cls):
        return 5

    def __getattr__(cls, name):
        if name.startswith("auto"):
            return name
        raise AttributeError(name)


class WithMeta(metaclass=Meta, tag="tagged"):
    pass


class Sub(WithMeta):
    pass


print(WithMeta.tag, Sub.tag, WithMeta.inited, WithMeta().made_by, list(WithMeta), len(WithMeta), 1 in WithMeta, WithMeta["k"], repr(WithMeta), WithMeta.shout, isinstance(5, WithMeta), isinstance(6, WithMeta), isinstance(Sub(), WithMeta), type(Sub), WithMeta.autoX, hash(WithMeta), type(WithMeta) is Meta)
attempt("meta attr", lambda: WithMeta.zzz)


class Comparable:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        if not isinstance(other, Comparable):
            return NotImplemented
        return self.v == other.v


attempt("unhashable", lambda: hash(Comparable(1)))
attempt("in set", lambda: {Comparable(1)})
print(Comparable(1) == Comparable(1), Comparable(1) != Comparable(2), Comparable(1) == 5, Comparable.__hash__)


class Truth:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class BadBool:
    def __bool__(self):
        return 5


class BadLen:
    def __len__(self):
        return -1


class StrLen:
    def __len__(self):
        return "x"


print(bool(Truth(0)), bool(Truth(3)), not Truth(0), "y" if Truth(1) else "n")
attempt("bad bool", lambda: bool(BadBool()))
attempt("bad len", lambda: len(BadLen()))
attempt("bad len bool", lambda: bool(BadLen()))
attempt("str len", lambda: len(StrLen()))


class Fmt:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


print(f"{Fmt()}", f"{Fmt():abc}", f"{Fmt()!r}", f"{Fmt()!s:>5}", format(Fmt(), "q"), "{:zz}".format(Fmt()), str(Fmt()), [Fmt()], "%s %r" % (Fmt(), Fmt()))


class BadStr:
    def __str__(self):
        return 5

    def __repr__(self):
        return 5


attempt("bad str", lambda: str(BadStr()))
attempt("bad repr", lambda: repr(BadStr()))


class Idx:
    def __index__(self):
        return 2


print([1, 2, 3][Idx()], "abc"[Idx()], range(5)[Idx()], hex(Idx()), [1, 2, 3, 4][Idx():], bin(Idx()), int(Idx()), list(range(Idx())), round(2.5678, Idx()), "ab" * 2)
attempt("mul idx", lambda: "ab" * Idx())


class Generic2:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


print(Generic2[int], Generic2["x", 1])
attempt("not subscriptable", lambda: Base[int])


class Caller:
    def __call__(self, *args, **kwargs):
        return args, kwargs


print(Caller()(1, a=2), callable(Caller()), callable(Base()), callable(Base))
attempt("not callable", lambda: Base()())


class Ops:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        return NotImplemented if isinstance(o, str) else ("add", self.v, o)

    def __radd__(self, o):
        return ("radd", o, self.v)

    def __iadd__(self, o):
        self.v += o
        return self

    def __neg__(self):
        return ("neg", self.v)

    def __matmul__(self, o):
        return "matmul"

    def __lt__(self, o):
        return ("lt", self.v)

    def __contains__(self, o):
        return o == self.v

    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)

    def __enter__(self):
        return "entered"

    def __exit__(self, *exc):
        print("exit", exc[0] and exc[0].__name__)
        return True

    def __divmod__(self, o):
        return "divmod"

    def __rpow__(self, o, mod=None):
        return ("rpow", o)

    def __round__(self, n=None):
        return ("round", n)

    def __reversed__(self):
        return ["rev"]

    def __length_hint__(self):
        return 3

    def __abs__(self):
        return "abs"

    def __complex__(self):
        return 1 + 2j

    def __float__(self):
        return 2.5

    def __int__(self):
        return 9

    def __trunc__(self):
        return 4


o = Ops(1)
print(o + 2, 2 + o, -o, o @ 1, o < 3, 3 > o, 1 in o, o[1:2, ...], o[1, 2], divmod(o, 2), 2 ** o, round(o), round(o, 2), list(reversed(o)), abs(o), complex(o), float(o), int(o))
attempt("add str", lambda: o + "x")
attempt("str add", lambda: "x" + o)
o += 5
o["k"] = 1
del o["k"]
print(o.v)
with o as entered:
    print(entered)
    raise KeyError("swallowed")
attempt("no gt", lambda: o > object())
attempt("no sub", lambda: o - 1)
attempt("no le", lambda: o <= 1)
attempt("no inv", lambda: ~o)
for method in ("__name__", "__qualname__", "__module__", "__doc__"):
    print(method, getattr(Both, method), getattr(Both.who, method), getattr(b.who, method))
print(Both.who.__class__.__name__, b.who.__func__ is Both.who, b.who.__self__ is b, b.who == b.who, b.who is b.who, Both.who is Both.who)
print(type(b), b.__class__, type(b).__name__, type(type(b)), type(5)(3), type(None), isinstance(None, type(None)), type(print).__name__, type(len).__name__, type(lambda: 0).__name__, type([].append).__name__, type(Both.who).__name__, type(b.who).__name__, type(Ellipsis).__name__, type(NotImplemented).__name__, type(iter([])).__name__, type(x for x in []).__name__)
D = type("D", (Base,), {"z": 5, "m": lambda self: self.z})
print(D, D().m(), D.__name__, D.__bases__, D.__module__, D().z)
print(vars(b), [k for k in vars(Left) if not k.startswith("__")], "who" in Left.__dict__, Left.__dict__["who"].__name__, sorted(k for k in dir(b) if not k.startswith("__")))
Left.added = lambda self: "added later"
print(b.added(), Left.added(b), hasattr(Both, "added"))
del Left.added
print(hasattr(b, "added"))
b.__class__ = Left
print(type(b).__name__, b.who())
attempt("bad class", lambda: setattr(b, "__class__", 5))
attempt("int attr", lambda: setattr(5, "x", 1))
attempt("builtin attr", lambda: setattr(int, "x", 1))
attempt("object attr", lambda: setattr(object(), "x", 1))
attempt("no attr", lambda: b.nope)
attempt("no class attr", lambda: Left.nope)
attempt("object args", lambda: object(1))
attempt("init args", lambda: HasNonData(1))
attempt("init missing", lambda: Thing())
attempt("init returns", lambda: type("R", (), {"__init__": lambda self: 5})())


class NewOther:
    def __new__(cls, *args):
        return 42

    def __init__(self):
        print("never")


class Singleton:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance


print(NewOther(1, 2), Singleton() is Singleton())


class NewOnly:
    def __new__(cls, a, b=2):
        self = super().__new__(cls)
        self.ab = (a, b)
        return self


print(NewOnly(1).ab, NewOnly(1, b=5).ab)
attempt("new extra", lambda: NewOnly())


class Body:
    print("in body", __qualname__, __module__)
    x = 1
    y = [x for _ in range(2)] if False else x + 1
    for i in range(3):
        locals_like = i
    if x:
        def cond(self):
            return "cond"
    try:
        1 / 0
    except ZeroDivisionError:
        z = "caught"
    with o:
        w = 5
    del i

    class Nested:
        q = __qualname__

        def meth(self):
            return __class__.__qualname__

    def __private(self):
        return "private"

    def call_private(self):
        return self.__private()

    __hidden = 3


print(Body.y, Body.locals_like, Body().cond(), Body.z, Body.w, hasattr(Body, "i"), Body.Nested.q, Body.Nested().meth(), Body().call_private(), Body._Body__hidden, Body.Nested.__qualname__, Body.Nested.meth.__qualname__)


def maker():
    class Local:
        """A doc."""

        def m(self):
            pass
    return Local


print(maker(), maker().__qualname__, maker().m.__qualname__, maker().__doc__, maker()().m.__name__, maker() is maker())
print(issubclass(Both, Base), issubclass(Both, (int, Left)), isinstance(b, (int, Base)), issubclass(bool, int), isinstance(Both, type), issubclass(Meta, type), isinstance(1, int | str), isinstance("x", (int, (float, str))))
attempt("isinstance bad", lambda: isinstance(1, 5))
attempt("issubclass bad", lambda: issubclass(5, int))
attempt("isinstance list", lambda: isinstance(1, [int]))
