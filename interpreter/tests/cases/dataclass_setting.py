# Who stores the fields, where defaults are looked for, and what fields tell of themselves.
from dataclasses import dataclass, field, fields


@dataclass
class Doubles:
    x: int
    y: int = 3

    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value * 2)


print(Doubles(10), Doubles(1, 2).y)


@dataclass(frozen=True)
class Frozen:
    x: int


print(Frozen(1))


@dataclass(slots=True)
class Slotted:
    a: str
    b: str = field(default="b", init=False)


print(Slotted("a"), Slotted("a").b)


class Base:
    x = 5


@dataclass
class Inherits(Base):
    x: int
    y: int = 1


print(Inherits(), Inherits(2))


class Descriptor:
    def __set_name__(self, owner, name):
        self.name = name + "!"

    def __get__(self, instance, owner):
        return 100 if instance is None else instance._value

    def __set__(self, instance, value):
        instance._value = value


@dataclass
class Described:
    i: int = Descriptor()


print(Described().i, Described(7).i)


class Named:
    def __set_name__(self, owner, name):
        self.name = name + "!"


@dataclass
class Holds:
    c: object = field(default=Named(), repr=False)


print(Holds.c.name, Holds())
print(fields(Holds) == fields(Holds()), fields(Holds)[0] is fields(Holds)[0], fields(Holds)[0].name)
