from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, is_dataclass, replace


def show(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


@dataclass
class Point:
    x: int
    y: int = 0


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = field(default=0, compare=False)


@dataclass
class Box(Point):
    tags: list[str] = field(default_factory=list)
    secret: str = field(default="s", repr=False)
    area: int = field(init=False)

    def __post_init__(self):
        self.area = self.x * self.y


@dataclass(kw_only=True)
class Named:
    name: str
    size: int = 1


p = Point(1, y=2)
b = Box(2, 3, ["t"])
v = Version(1, 2)
for call in [
    lambda: p, lambda: p == Point(1, 2), lambda: p == Point(2, 1), lambda: p != (1, 2), lambda: b, lambda: b.area, lambda: Box(1, 1).tags is Box(1, 1).tags, lambda: asdict(b), lambda: astuple(b), lambda: replace(p, x=9), lambda: replace(b, area=1),
    lambda: v < Version(2), lambda: v == Version(1, 9), lambda: hash(v) == hash(Version(1, 5)), lambda: sorted([Version(3), Version(1)]), lambda: hash(p), lambda: [f.name for f in fields(b)], lambda: is_dataclass(p), lambda: is_dataclass(int),
    lambda: Point(), lambda: Point(1, 2, 3), lambda: Point(1, z=3), lambda: Point(1, x=2), lambda: Named(name="n"), lambda: Named("n"), lambda: Named(), lambda: p < p, lambda: fields(3), lambda: asdict(3), lambda: asdict({"a": 1}),
]:
    show(call)
try:
    v.major = 3
except FrozenInstanceError as error:
    print(type(error).__name__, error)
try:
    del v.major
except AttributeError as error:
    print(type(error).__name__, error)
p.x = 10
print(p)
match p:
    case Point(10, y):
        print("matched", y)
try:
    @dataclass
    class Bad:
        items: list = []
except ValueError as error:
    print(error)
try:
    @dataclass
    class Worse:
        a: int = 0
        b: int
except TypeError as error:
    print(error)
