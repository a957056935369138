"""Subclasses of Counter and OrderedDict, views as abstract classes see them, hashes, deques, wrapped words."""

import collections, collections.abc, textwrap, functools, itertools, datetime, asyncio, json, typing, copy, types
from collections import Counter, OrderedDict, deque
from decimal import Decimal


def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


show(lambda: Counter(a=2, b=None))
show(lambda: Counter(iterable=None))
show(lambda: Counter(self=1, iterable=2))


class MyC(Counter):
    def __init__(self, *a, **k):
        self.x = 1
        super().__init__(*a, **k)


show(lambda: MyC("slart"))
show(lambda: MyC("slart").copy())
show(lambda: type(MyC("aab") + MyC("b")))


class MyD(Counter):
    pass


show(lambda: MyD("slart"))
show(lambda: MyD("slart").copy())
c = Counter("abc")
c.__init__("aab")
print(c)
c = Counter("abc")
c.update(b=3)
print(c)


class MM(collections.abc.MutableMapping):
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __len__(self):
        return len(self.d)

    def __iter__(self):
        return iter(self.d)


m = MM()
m["a"] = 1
print([isinstance(m.keys(), t) for t in (collections.abc.Set, collections.abc.KeysView, collections.abc.MappingView)])
print([isinstance(m.items(), t) for t in (collections.abc.Set, collections.abc.ItemsView, collections.abc.MappingView)])
print(
    [isinstance(m.values(), t) for t in (collections.abc.Collection, collections.abc.ValuesView, collections.abc.MappingView)]
)
print(m.keys() & {"a"}, sorted(m.keys() | ["b"]), m.items() - set())
d = {"a": 1}
from collections.abc import KeysView, ItemsView, ValuesView, Set, MappingView, Collection, Reversible, Sized

for t in (KeysView, ItemsView, ValuesView, Set, MappingView, Collection, Reversible, Sized):
    print(t, [isinstance(v, t) for v in (d.keys(), d.items(), d.values())], issubclass(type(d.keys()), t))


class S(collections.abc.Set):
    def __init__(self, e):
        self.e = list(e)

    def __contains__(self, x):
        return x in self.e

    def __iter__(self):
        return iter(self.e)

    def __len__(self):
        return len(self.e)

    def __hash__(self):
        return self._hash()


show(lambda: hash(S([1, 2])))
print(
    S([1]) == {1},
    type(S([1, 2]) & {1}).__name__,
    hash(frozenset([1, 2])),
    hash(frozenset()),
    hash(frozenset(range(10))),
    hash(frozenset([(1, 2), 3.5])),
)
print(len({hash(frozenset(s)) for n in range(9) for s in itertools.combinations(range(8), n)}))
print(
    hash(2**61 - 1),
    hash(2**61),
    hash(2**61 - 2),
    hash(-(2**61 - 1)),
    hash(float(2**61)),
    hash(Decimal(2**61 - 1)),
    hash(1 - 2**61),
    hash(2**62 - 2),
)
print(
    datetime.date(2000, 1, 2) - datetime.timedelta(days=1, hours=23),
    datetime.date(2000, 1, 2) + datetime.timedelta(hours=23),
    datetime.date(2000, 1, 2) - datetime.timedelta(hours=1),
    datetime.date(2000, 1, 2) + datetime.timedelta(days=-1, seconds=5),
)
dq = deque(range(-3, 3), maxlen=600)
dq.extendleft(dq)
print(dq)
dq = deque("abc")
dq.extend(dq)
dq.extendleft(dq)
print(dq)
dq = deque("abcab")
for a in ((("a",)), ("a", 1), ("a", -2), ("c", -100, 100), ("z",), ("a", 4)):
    show(lambda: dq.index(*a))
show(lambda: list(reversed(deque("abc"))))
show(lambda: deque("abc").index("a", -4 * 2**63, 4 * 2**63))
show(lambda: [1, 2].index(2, -4 * 2**63, 4 * 2**63))


class OD(OrderedDict):
    pass


a = OD([("x", 1), ("y", 2)])
b = OD([("y", 2), ("x", 1)])
print(a == b, a == dict(b), a != b, type(a | b), type({} | b), type(a.copy()), a)
a |= {"z": 3}
print(a, type(a))
show(lambda: a.pop("nope", default=6))
show(lambda: a.setdefault("g", default=9))
show(lambda: OrderedDict.fromkeys("ab", value=None))
show(lambda: OD.fromkeys("ab", value=3))
t = "Whatever, 4-hydroxy-2,4-cyclohexadiene-1-carboxylate synthase with a long-winded name--yes, really--goes hyphen-ated"
for w in (10, 20, 30, 50):
    for bl in (True, False):
        for bh in (True, False):
            print(w, bl, bh, textwrap.wrap(t, w, break_long_words=bl, break_on_hyphens=bh))
