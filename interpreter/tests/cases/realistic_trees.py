"""Trees, abstract classes, mappings of one's own and descriptors."""

from __future__ import annotations
from abc import ABC, abstractmethod
from typing import Generic, TypeVar, Iterator, Callable, ClassVar
from collections.abc import Mapping, MutableMapping
from collections import deque, OrderedDict, ChainMap, namedtuple
import heapq, bisect, copy

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class Tree(Generic[T]):
    count: ClassVar[int] = 0

    def __init__(self, value: T, *children: Tree[T]):
        self.value, self.children = value, list(children)
        type(self).count += 1

    def __iter__(self) -> Iterator[T]:
        yield self.value
        for child in self.children:
            yield from child

    def __len__(self):
        return 1 + sum(map(len, self.children))

    def __contains__(self, x):
        return any(x == v for v in self)

    def __getitem__(self, path):
        if isinstance(path, tuple):
            node = self
            for p in path:
                node = node.children[p]
            return node.value
        return self.children[path].value

    def breadth(self):
        queue = deque([self])
        while queue:
            node = queue.popleft()
            yield node.value
            queue.extend(node.children)

    def map(self, f: Callable[[T], V]) -> Tree[V]:
        return Tree(f(self.value), *(c.map(f) for c in self.children))

    def __str__(self, depth=0):
        return "\n".join(["  " * depth + str(self.value), *(c.__str__(depth + 1) for c in self.children)])


t = Tree(1, Tree(2, Tree(4)), Tree(3, Tree(5), Tree(6)))
print(list(t), list(t.breadth()), len(t), 5 in t, 9 in t, t[1], t[1, 0], Tree.count)
print(t.map(lambda v: v * "*"))
try:
    t[7]
except IndexError as e:
    print(e)


class Shape(ABC):
    registry: dict[str, type[Shape]] = {}

    def __init_subclass__(cls, /, kind=None, **kw):
        super().__init_subclass__(**kw)
        if kind:
            Shape.registry[kind] = cls
        cls.kind = kind

    @abstractmethod
    def area(self) -> float: ...
    @classmethod
    def make(cls, kind, **kw):
        return cls.registry[kind](**kw)

    def __lt__(self, o):
        return self.area() < o.area()


class Square(Shape, kind="square"):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2


class Circle(Shape, kind="circle"):
    def __init__(self, r=1):
        self.r = r

    def area(self):
        return 3 * self.r**2


class Odd(Shape):
    pass


print(sorted([Shape.make("circle", r=2), Shape.make("square", side=1)])[0].kind, list(Shape.registry))
for c in (Shape, Odd):
    try:
        c()
    except TypeError as e:
        print(e)


class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B", *super().who()]


class C(A):
    def who(self):
        return ["C", *super().who()]


class D(B, C):
    def who(self):
        return ["D", *super().who()]


print(D().who(), [k.__name__ for k in D.__mro__], isinstance(D(), C), issubclass(D, (int, B)))
try:

    class Bad(A, B):
        pass
except TypeError as e:
    print(e)


class LRU(MutableMapping):
    def __init__(self, size, /, *a, **k):
        self.size, self._d = size, OrderedDict()
        self.update(*a, **k)

    def __getitem__(self, k):
        return self._d[k]

    def __setitem__(self, k, v):
        self._d[k] = v
        self._d.move_to_end(k)
        while len(self._d) > self.size:
            self._d.popitem(last=False)

    def __delitem__(self, k):
        del self._d[k]

    def __iter__(self):
        return iter(self._d)

    def __len__(self):
        return len(self._d)

    def __repr__(self):
        return f"{type(self).__name__}({self.size}, {dict(self._d)})"


c = LRU(2, a=1, b=2)
c["c"] = 3
print(c, c.get("b", "gone"), c.pop("b"), c.setdefault("z", 0), list(c.items()), "z" in c, c == {"c": 3, "z": 0}, isinstance(c, Mapping))


class Validated:
    def __init__(self, check, doc=""):
        self.check, self.__doc__ = check, doc

    def __set_name__(self, owner, name):
        self.name = name
        self.slot = "_" + name

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        return getattr(obj, self.slot)

    def __set__(self, obj, value):
        if not self.check(value):
            raise ValueError(f"{type(obj).__name__}.{self.name}: bad value {value!r}")
        setattr(obj, self.slot, value)

    def __delete__(self, obj):
        delattr(obj, self.slot)


class User:
    age = Validated(lambda v: 0 <= v < 150, "years")
    name = Validated(str.isidentifier)

    def __init__(self, name, age):
        self.name, self.age = name, age


u = User("ada", 36)
print(u.age, u.name, vars(u), User.age.__doc__, User.age.name)
for f in (lambda: setattr(u, "age", 200), lambda: User("a b", 1), lambda: delattr(u, "age"), lambda: u.age):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Dyn:
    def __init__(self, **k):
        self.__dict__.update(k)

    def __getattr__(self, n):
        if n.startswith("get_"):
            return lambda: self.__dict__[n[4:]]
        raise AttributeError(f"{type(self).__name__!r} has no {n!r}")

    def __setattr__(self, n, v):
        if n == "frozen":
            raise TypeError("no")
        object.__setattr__(self, n, v)


d = Dyn(x=1)
d.y = [2]
e = copy.deepcopy(d)
e.y.append(3)
print(d.get_x(), d.get_y(), e.y, hasattr(d, "z"), getattr(d, "z", 5))
for f in (lambda: d.z, lambda: setattr(d, "frozen", 1), lambda: d.get_q()):
    try:
        f()
    except Exception as ex:
        print(type(ex).__name__, ex)
h = []
for n, p in [("c", 3), ("a", 1), ("b", 2)]:
    heapq.heappush(h, (p, n))
print(
    [heapq.heappop(h) for _ in range(3)], bisect.bisect([1, 2, 2, 3], 2), heapq.nlargest(2, [3, 1, 2]), heapq.nlargest(2, [3, 1, 2], key=lambda v: -v)
)
print(ChainMap({"a": 1}, {"a": 2, "b": 3}).new_child({"c": 4}), namedtuple("P", "x y", defaults=[0])(1)._replace(y=5)._asdict())
