"""abc and collections.abc: what cannot be instantiated, what is an instance by its methods, registering, mixin methods."""
import abc
from abc import ABC, ABCMeta, abstractmethod
import collections.abc
from collections.abc import Iterable, Iterator, Sequence, MutableSequence, Mapping, MutableMapping, Set, MutableSet, Callable, Hashable, Sized, Container, Collection, Awaitable, Generator, Reversible, KeysView, AsyncIterator, Coroutine


def attempt(name, make):
    try:
        print(name, "->", repr(make()))
    except Exception as error:
        print(name, "!!", type(error).__name__, error)


class Shape(ABC):
    @abstractmethod
    def area(self):
        """doc"""

    @property
    @abstractmethod
    def name(self):
        ...

    @classmethod
    @abstractmethod
    def make(cls):
        ...

    def describe(self):
        return f"{self.name}: {self.area()}"


class Half(Shape):
    def area(self):
        return 1


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2

    @property
    def name(self):
        return "square"

    @classmethod
    def make(cls):
        return cls(1)


attempt("abstract", lambda: Shape())
attempt("half", lambda: Half())
print(Square(3).describe(), Square.make().describe(), isinstance(Square(1), Shape), issubclass(Square, Shape), sorted(Shape.__abstractmethods__), Square.__abstractmethods__, type(Shape), type(Square).__name__)


class One(metaclass=ABCMeta):
    @abstractmethod
    def only(self):
        return "base only"


attempt("one", lambda: One())


class Two(One):
    def only(self):
        return super().only() + "!"


print(Two().only())


@One.register
class Virtual:
    pass


print(isinstance(Virtual(), One), issubclass(Virtual, One), isinstance(5, One), Virtual.__mro__)
One.register(int)
print(isinstance(5, One), isinstance(True, One), isinstance("x", One))


class Hooked(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        if cls is Hooked:
            return hasattr(other, "quack")
        return NotImplemented


class Duck:
    def quack(self):
        pass


print(isinstance(Duck(), Hooked), isinstance(5, Hooked))

for value in (5, "x", b"x", [1], (1,), {1: 2}, {1}, frozenset(), range(3), iter([]), (x for x in []), len, lambda: 0, None, Duck(), int, {}.keys(), {}.items(), {}.values(), 1.5, bytearray()):
    print(type(value).__name__, [c.__name__ for c in (Iterable, Iterator, Sequence, MutableSequence, Mapping, MutableMapping, Set, MutableSet, Callable, Hashable, Sized, Container, Collection, Awaitable, Generator, Reversible) if isinstance(value, c)])


class It:
    def __iter__(self):
        return iter([1, 2])


class NoHash:
    __hash__ = None


class NoIter(It):
    __iter__ = None


print(isinstance(It(), Iterable), isinstance(It(), Sized), isinstance(NoHash(), Hashable), isinstance(NoIter(), Iterable), issubclass(list, Sequence), issubclass(dict, Mapping), issubclass(It, Iterable))


class MySeq(Sequence):
    def __init__(self, items):
        self.items = items

    def __getitem__(self, index):
        return self.items[index]

    def __len__(self):
        return len(self.items)


s = MySeq([3, 1, 2, 1])
print(list(s), 1 in s, 9 in s, list(reversed(s)), s.index(1), s.index(1, 2), s.count(1), len(s), isinstance(s, Sequence), max(s), sorted(s), bool(s))
attempt("index missing", lambda: s.index(99))


class MyMap(MutableMapping):
    def __init__(self, *args, **kwargs):
        self.data = {}
        self.update(*args, **kwargs)

    def __getitem__(self, key):
        return self.data[key]

    def __setitem__(self, key, value):
        self.data[key] = value

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)


m = MyMap({"a": 1}, b=2)
print(dict(m), m.get("a"), m.get("z", 9), "a" in m, list(m.keys()), list(m.items()), list(m.values()), m == {"a": 1, "b": 2}, m != {"a": 1}, m.pop("a"), m.pop("zz", None), m.setdefault("c", 3), len(m), {**m})
attempt("pop missing", lambda: m.pop("nope"))
attempt("popitem", lambda: m.popitem())
m.update([("x", 1)], y=2)
print(sorted(m.items()), "x" in m.keys(), ("x", 1) in m.items(), 1 in m.values(), len(m.keys()))
m.clear()
print(len(m), list(m))
attempt("popitem empty", lambda: m.popitem())


class MySet(MutableSet):
    def __init__(self, items=()):
        self.items = list(dict.fromkeys(items))

    def __contains__(self, item):
        return item in self.items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def add(self, item):
        if item not in self.items:
            self.items.append(item)

    def discard(self, item):
        if item in self.items:
            self.items.remove(item)


a, b = MySet([1, 2, 3]), MySet([2, 3, 4])
print(list(a & b), list(a | b), list(a - b), list(a ^ b), a <= b, MySet([2]) <= b, a == MySet([3, 2, 1]), a.isdisjoint(b), a.isdisjoint([9]), a > MySet([1]), list({7} | a))
a |= [9]
a -= b
a.remove(9)
print(list(a))
attempt("remove missing", lambda: a.remove(77))
print(a.pop(), list(a))


class MyList(MutableSequence):
    def __init__(self, *items):
        self.items = list(items)

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, v):
        self.items[i] = v

    def __delitem__(self, i):
        del self.items[i]

    def __len__(self):
        return len(self.items)

    def insert(self, i, v):
        self.items.insert(i, v)


l = MyList(1, 2)
l.append(3)
l.extend([4, 5])
l += [6]
l.reverse()
print(l.items, l.pop(), l.pop(0), l.items)
l.remove(3)
l.clear()
print(l.items)
attempt("partial", lambda: type("P", (Sequence,), {"__len__": lambda self: 0})())


class Gen(collections.abc.Iterator):
    def __init__(self):
        self.n = 0

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration
        return self.n


print(list(Gen()), isinstance(Gen(), Iterable))


async def co():
    pass


c = co()
print(isinstance(c, Awaitable), isinstance(c, Coroutine))
c.close()
