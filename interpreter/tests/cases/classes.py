class Animal:
    """An animal."""

    kingdom = "Animalia"
    count = 0

    def __init__(self, name):
        self.name = name
        Animal.count += 1

    def speak(self):
        return f"{self.name} makes a sound"

    def describe(self):
        return f"{type(self).__name__}: {self.speak()}"

    @property
    def loud(self):
        return self.name.upper()

    @loud.setter
    def loud(self, value):
        self.name = value.lower()

    @staticmethod
    def twice(x):
        return x * 2

    @classmethod
    def make(cls, name):
        return cls(name)


class Dog(Animal):
    def __init__(self, name, tricks=()):
        super().__init__(name)
        self.tricks = list(tricks)

    def speak(self):
        return super().speak() + ": woof"

    def __len__(self):
        return len(self.tricks)

    def __getattr__(self, name):
        if name.startswith("can_"):
            return name[4:] in self.tricks
        raise AttributeError(f"no {name} here")


rex = Dog("Rex", ["sit"])
cat = Animal.make("Tom")
print(rex.describe(), "|", cat.describe(), Animal.count, Dog.count, rex.count)
print(rex.loud, len(rex), rex.can_sit, rex.can_fly, Dog.twice(4), rex.twice("ab"), type(Dog.make("Pup")).__name__)
rex.loud = "MAX"
print(rex.name, rex.__dict__, vars(cat))
rex.kingdom = "changed"
print(rex.kingdom, Dog.kingdom, cat.kingdom)
del rex.kingdom
print(rex.kingdom, hasattr(rex, "name"), hasattr(cat, "tricks"), getattr(cat, "tricks", "none"))
setattr(cat, "color", "grey")
print(cat.color, isinstance(rex, Animal), isinstance(cat, Dog), issubclass(Dog, Animal), type(rex) is Dog)
bound = rex.speak
print(bound(), Animal.speak(rex), Dog.speak.__name__, Dog.__name__, Dog.__doc__, Animal.__doc__, Dog.__bases__[0].__name__)
Animal.legs = 4
print(rex.legs, Dog.legs)
for call in (lambda: rex.missing, lambda: cat.missing, lambda: Animal.missing, lambda: Animal(), lambda: cat.speak(1), lambda: setattr(5, "x", 1)):
    try:
        print(call())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"

    def __iter__(self):
        yield self.x
        yield self.y

    def __bool__(self):
        return bool(self.x or self.y)

    def __call__(self, *args):
        return args, self.x

    def __getitem__(self, i):
        return (self.x, self.y)[i]


v, w = Vector(1, 2), Vector(3, 4)
print(v + w, 2 * v, v * 3, -w, v == Vector(1, 2), v != w, {v: "a"}[Vector(1, 2)], list(v), bool(Vector(0, 0)), v(7), v[1])
a, b = w
print(a, b, [*v], v in [Vector(1, 2)])
for call in (lambda: v + 1, lambda: 1 + v, lambda: v - w, lambda: v < w):
    try:
        call()
    except TypeError as error:
        print(error)


class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


print(D().who(), [k.__name__ for k in D.__mro__])


class Meta:
    registry = []

    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Meta.registry.append((cls.__name__, tag))


class One(Meta, tag="first"):
    pass


class Two(One):
    pass


print(Meta.registry)


class Body:
    values = []
    for i in range(3):
        values.append(i * i)
    if values:
        flag = True
    total = sum(values)

    def get(self):
        return self.total

    alias = get


print(Body().alias(), Body.flag, Body.i)


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, kind, error, trace):
        print("exit", self.name, kind and kind.__name__, error)
        return self.swallow


with Manager("a") as m, Manager("b", swallow=True):
    print(m.name)
    raise ValueError("inside")
try:
    with Manager("c"):
        with Manager("d"):
            raise KeyError("k")
except KeyError as error:
    print("out", error)


def returning():
    with Manager("r"):
        return "value"


print(returning())
for i in range(3):
    with Manager(i):
        if i == 0:
            continue
        break
