"""dataclasses: every option, their rules and errors."""
import dataclasses
from dataclasses import dataclass, field, fields, replace, asdict, astuple, KW_ONLY, InitVar, FrozenInstanceError, is_dataclass, MISSING
from typing import ClassVar, Generic, TypeVar, Optional
from collections import defaultdict, OrderedDict

T = TypeVar("T")


def attempt(name, make):
    try:
        print(name, "->", make())
    except Exception as error:
        print(name, "!!", type(error).__name__, error)


@dataclass
class Base:
    a: int
    b: str = "b"


@dataclass
class Child(Base):
    c: float = 1.5

    def __init__(self, a, c):
        Base.__init__(self, a, "set")
        self.c = c


@dataclass
class Third(Base):
    a: str = "again"
    d: int = 0


print(Base(1), Child(1, 2), Third(), Third("x", "y", 3), [f.name for f in fields(Third)])
print(Base(1) == Base(1), Base(1) == Third(1), Base(1) != Base(2), Base(1) == (1, "b"))
attempt("missing", lambda: Base())
attempt("too many", lambda: Base(1, 2, 3))
attempt("unknown", lambda: Base(1, z=3))
attempt("twice", lambda: Base(1, a=3))
attempt("hash", lambda: hash(Base(1)))


@dataclass
class WithSuper(Base):
    e: int = 0

    def __post_init__(self):
        self.total = self.a + self.e


@dataclass
class Deeper(WithSuper):
    f: InitVar[int] = 5
    g: int = field(init=False)

    def __post_init__(self, f):
        super().__post_init__()
        self.g = self.total + f


print(Deeper(1, e=2), Deeper(1, e=2, f=100).g, Deeper.f)


@dataclass
class Post:
    x: int
    y: InitVar[Optional[int]] = None
    z: InitVar[str] = "zz"
    items: list = field(default_factory=list)

    def __post_init__(self, y, z):
        self.seen = (y, z)


print(Post(1).seen, Post(1, 2, "q").seen, Post(1, z="k"), Post(1).items is Post(1).items, hasattr(Post(1), "y"), Post(1).y)


@dataclass(frozen=True)
class Frozen:
    x: int
    y: list = field(default_factory=list, compare=False, hash=False, repr=False)


f = Frozen(1)
def set_it(): f.x = 5
def del_it(): del f.x
def set_new(): f.other = 1
attempt("frozen set", set_it)
attempt("frozen del", del_it)
attempt("frozen new", set_new)
print(f, hash(f) == hash(Frozen(1, [2])), f == Frozen(1, [5]), {f: 1}[Frozen(1)], isinstance(FrozenInstanceError("x"), AttributeError))
object.__setattr__(f, "x", 9)
print(f.x, replace(f, x=10), hash(f) == hash((9,)))


def inherit_frozen():
    @dataclass
    class Bad(Frozen):
        z: int = 0


def inherit_thawed():
    @dataclass(frozen=True)
    class Bad(Base):
        z: int = 0


attempt("inherit frozen", inherit_frozen)
attempt("inherit thawed", inherit_thawed)


def mutable_default():
    @dataclass
    class Bad:
        x: list = []


def mutable_dict():
    @dataclass
    class Bad:
        x: dict = {}


def unhashable_instance():
    @dataclass
    class Bad:
        x: Base = Base(1)


def order_of_defaults():
    @dataclass
    class Bad:
        x: int = 1
        y: int


def order_no_eq():
    @dataclass(order=True, eq=False)
    class Bad:
        x: int = 1


def both():
    @dataclass
    class Bad:
        x: int = field(default=1, default_factory=int)


def overwrite_lt():
    @dataclass(order=True)
    class Bad:
        x: int = 1

        def __lt__(self, other):
            return True


def frozen_setattr():
    @dataclass(frozen=True)
    class Bad:
        x: int = 1

        def __setattr__(self, name, value):
            pass


def unsafe_overwrite():
    @dataclass(unsafe_hash=True)
    class Bad:
        x: int = 1

        def __hash__(self):
            return 1


def two_kw():
    @dataclass
    class Bad:
        x: int
        _: KW_ONLY
        y: int
        __: KW_ONLY
        z: int


def classvar_factory():
    @dataclass
    class Bad:
        x: ClassVar[int] = field(default_factory=int)


def field_no_annotation():
    @dataclass
    class Bad:
        x = field(default=1)


def slots_default():
    @dataclass(slots=True)
    class Bad:
        __slots__ = ("x",)
        x: int


def initvar_factory():
    @dataclass
    class Bad:
        x: InitVar[list] = field(default_factory=list)


for each in (mutable_default, mutable_dict, unhashable_instance, order_of_defaults, order_no_eq, both, overwrite_lt, frozen_setattr, unsafe_overwrite, two_kw, classvar_factory, field_no_annotation, initvar_factory):
    attempt(each.__name__, each)


@dataclass
class Kw:
    a: int
    _: KW_ONLY
    b: int = 2
    c: int


@dataclass(kw_only=True)
class AllKw:
    a: int
    b: int = field(default=5, kw_only=False)
    c: str = "c"


print(Kw(1, c=3), AllKw(7, a=1), Kw.__match_args__, AllKw.__match_args__)
attempt("kw missing", lambda: Kw(1))
attempt("kw positional", lambda: Kw(1, 2, 3))
attempt("allkw missing", lambda: AllKw())


@dataclass(order=True)
class Version:
    major: int
    minor: int = 0
    note: str = field(default="", compare=False)


print(Version(1, 2) < Version(1, 3), Version(2) > Version(1, 9), Version(1) <= Version(1, 0, "x"), sorted([Version(3), Version(1), Version(2)]), max(Version(1), Version(2)))
attempt("order other", lambda: Version(1) < 5)
attempt("order base", lambda: Version(1) < Base(1))


@dataclass(unsafe_hash=True)
class Unsafe:
    x: int


@dataclass(eq=False)
class Identity:
    x: int


@dataclass(frozen=True, eq=False)
class FrozenIdentity:
    x: int


@dataclass
class OwnHash:
    x: int

    def __hash__(self):
        return 42


@dataclass
class OwnEq:
    x: int

    def __eq__(self, other):
        return True


print(hash(Unsafe(1)) == hash(Unsafe(1)), Identity(1) == Identity(1), hash(Identity(1)) != 0, hash(OwnHash(1)), OwnEq(1) == 5)
attempt("own eq hash", lambda: hash(OwnEq(1)))


@dataclass(repr=False)
class NoRepr:
    x: int

    def __str__(self):
        return "S"


@dataclass(init=False)
class NoInit:
    x: int = 4

    def __init__(self):
        self.y = 3


@dataclass
class OwnRepr:
    x: int

    def __repr__(self):
        return f"<{self.x}>"


print(str(NoRepr(1)), NoInit(), NoInit().x, OwnRepr(3), [OwnRepr(1)])


@dataclass
class Node:
    value: int
    next: "Optional[Node]" = None
    tags: list = field(default_factory=list)
    meta: dict = field(default_factory=dict)


n = Node(1, Node(2, tags=["a", ("b", Node(5))]), meta={"k": Node(3), Frozen(1): [1]})
print(n)
print(asdict(Node(1, Node(2), ["x"], {"a": Node(9)})))
print(astuple(Node(1, Node(2), ["x"], {"a": Node(9)})))
print(asdict(Node(1, Node(2)), dict_factory=lambda pairs: [k for k, _ in pairs]))
print(asdict(Node(1), dict_factory=OrderedDict))
print(astuple(Node(1, Node(2)), tuple_factory=list))
d = asdict(Node(1, tags=[1, [2]]))
d["tags"].append(5)
attempt("asdict class", lambda: asdict(Node))
attempt("asdict other", lambda: asdict(5))
attempt("astuple other", lambda: astuple(5))
attempt("fields other", lambda: fields(5))
print(is_dataclass(Node), is_dataclass(n), is_dataclass(5), is_dataclass(int))
n.next.next = n
print(repr(n)[:60])
attempt("replace unknown", lambda: replace(Base(1), zz=1))
attempt("replace init false", lambda: replace(Deeper(1, f=1), g=5, f=1))
attempt("replace initvar", lambda: replace(Deeper(1)))
attempt("replace", lambda: replace(Base(1), b="new"))
attempt("replace class", lambda: replace(Base, b="new"))


@dataclass
class Box(Generic[T]):
    item: T
    count: ClassVar[int] = 0

    def get(self) -> T:
        return self.item


print(Box(1), Box[int](2), Box("x").get(), Box.count, [f.name for f in fields(Box)])


@dataclass
class Meta:
    x: int = field(default=1, metadata={"unit": "m"}, repr=False)
    y: int = field(default=2, compare=False)
    z: list = field(default_factory=lambda: [1], hash=True)


for each in fields(Meta):
    print(each.name, each.default is MISSING or each.default, each.default_factory is MISSING, each.init, each.repr, each.hash, each.compare, each.kw_only, dict(each.metadata))
print(Meta.x, Meta.y, hasattr(Meta, "z"), Meta())


@dataclass(slots=True)
class Slotted:
    a: int
    b: int = 2

    def total(self):
        return self.a + self.b


@dataclass(slots=True)
class SlottedChild(Slotted):
    c: int = 3

    def total(self):
        return Slotted.total(self) + self.c


s = Slotted(1)
def slot_new(): s.zz = 1
attempt("slots new", slot_new)
print(s, SlottedChild(1).total(), Slotted.__slots__, SlottedChild.__slots__, hasattr(s, "__dict__"), s == Slotted(1), replace(s, a=5))


@dataclass(frozen=True, slots=True)
class FrozenSlots:
    a: int
    b: list = field(default_factory=list)


fs = FrozenSlots(1)
def fs_set(): fs.a = 5
attempt("frozen slots", fs_set)
print(fs, hash(FrozenSlots(1, ())) == hash((1, ())))


@dataclass(match_args=False)
class NoMatch:
    a: int


print(hasattr(NoMatch, "__match_args__"), Base.__match_args__, Base.__dataclass_fields__.keys())
match Base(1, "q"):
    case Base(a, "z"):
        print("z")
    case Base(a=1, b=b):
        print("b", b)


@dataclass
class Outer:
    @dataclass
    class Inner:
        v: int

    inner: Inner


print(Outer(Outer.Inner(1)))


@dataclass
class Descriptor:
    x: int = 0

    @property
    def double(self):
        return self.x * 2

    @double.setter
    def double(self, value):
        self.x = value // 2


d = Descriptor(4)
d.double = 20
print(d, d.double, vars(d))


@dataclass
class Calls:
    x: int = field(default_factory=lambda: print("factory x") or 1)
    y: int = field(default_factory=lambda: print("factory y") or 2)


print(Calls(), Calls(5), Calls(y=6))


class Plain:
    def __init__(self):
        self.inited = True


@dataclass
class FromPlain(Plain):
    x: int

    def __post_init__(self):
        super().__init__()


print(FromPlain(1).inited, FromPlain(1))


@dataclass
class Error(Exception):
    code: int
    reason: str = "r"

    def __str__(self):
        return f"{self.code}: {self.reason}"


try:
    raise Error(5, reason="bad")
except Error as e:
    print(e, repr(e), e.args, e.code)


@dataclass
class Shared:
    items: list
    count: int = dataclasses.field(default=0)
    extra: "dataclasses.InitVar[int]" = 3
    cv: "ClassVar[int]" = 4
    cv2: ClassVar = 5


print(Shared([1]), [f.name for f in fields(Shared)])
print(Base.__eq__ is not object.__eq__, Base.__init__.__name__, Base.__repr__.__name__)
Made = dataclasses.make_dataclass("Made", ["x", ("y", int), ("z", int, 5), ("w", list, field(default_factory=list))], namespace={"double": lambda self: self.x * 2})
print(Made(1, 2), Made(1, 2).double(), Made.__name__)
Made2 = dataclasses.make_dataclass("Made2", [("k", int, 1)], bases=(Made,), frozen=False)
print(Made2(1, 2, k=7))
