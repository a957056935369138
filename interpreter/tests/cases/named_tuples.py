"""collections.namedtuple: construction, defaults, rename, errors, subclasses."""
import collections
from collections import namedtuple


def attempt(name, make):
    try:
        print(name, "->", repr(make()))
    except Exception as error:
        print(name, "!!", type(error).__name__, error)


Point = namedtuple("Point", "x y")
Comma = namedtuple("Comma", "a, b, c", defaults=[1, 2])
Listed = collections.namedtuple("Listed", ["k", "v"])
Renamed = namedtuple("Renamed", ["class", "x", "x", "_y"], rename=True)
Empty = namedtuple("Empty", [])
p = Point(1, y=2)
print(p, p.x, p.y, p[0], p._asdict(), p._replace(x=5), Point._make([7, 8]), p._fields, Point.__name__, Point.__module__, Point.__doc__)
print(Comma(0), Comma(0, 5), Comma._field_defaults, Listed("a", 1), Renamed._fields, Empty(), len(Empty()), bool(Empty()))
print(p == (1, 2), p == Point(1, 2), p != Point(2, 1), p < Point(1, 3), hash(p) == hash((1, 2)), isinstance(p, tuple), issubclass(Point, tuple), [*p], dict([p]), type(p + (3,)).__name__)
x, y = p
print(x, y, "%s-%s" % p, "{0.x} {0.y}".format(p), f"{p.x:>3}", sorted([Point(2, 1), Point(1, 9)], key=lambda q: q.y), p.index(2), p.count(1), {p: "v"}[(1, 2)])
attempt("missing", lambda: Point(1))
attempt("missing two", lambda: Point())
attempt("missing three", lambda: namedtuple("T", "a b c")())
attempt("many", lambda: Point(1, 2, 3))
attempt("unknown", lambda: Point(1, 2, z=3))
attempt("twice", lambda: Point(1, 2, x=3))
attempt("defaults many", lambda: Comma(1, 2, 3, 4))
attempt("keyword", lambda: namedtuple("T", "class"))
attempt("duplicate", lambda: namedtuple("T", "a a"))
attempt("underscore", lambda: namedtuple("T", "_a"))
attempt("identifier", lambda: namedtuple("T", "1a"))
attempt("type name", lambda: namedtuple("1T", "a"))
attempt("too many defaults", lambda: namedtuple("T", "a", defaults=[1, 2]))
attempt("replace", lambda: p._replace(z=1))
attempt("make", lambda: Point._make([1]))
attempt("set", lambda: setattr(p, "x", 1))
attempt("new attribute", lambda: setattr(p, "q", 1))
attempt("item", lambda: p.__setitem__(0, 1))


class Vector(namedtuple("Vector", "x y")):
    __slots__ = ()

    def __new__(cls, x, y=0):
        return super().__new__(cls, x, y)

    @property
    def length(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __str__(self):
        return f"<{self.x}, {self.y}>"


v = Vector(3, 4)
print(v, repr(v), v.length, v + Vector(1), Vector(1), v._replace(x=0), Vector._make([1, 2]), Vector.__mro__[1].__name__)
match v:
    case Vector(x=3, y=why):
        print("matched", why)
match p:
    case Point(1, second):
        print("second", second)
