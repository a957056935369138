"""collections.OrderedDict and defaultdict: order, moving, equality, missing keys, copies, operators."""
from collections import OrderedDict, defaultdict


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o["d"] = 4
o.move_to_end("a")
o.move_to_end("c", last=False)
print(o, list(o), list(reversed(o)), o.popitem(), o.popitem(last=False), o)
show(o.move_to_end, "missing")
show(OrderedDict().popitem)
show(lambda: o["missing"])
print(OrderedDict(a=1), OrderedDict(), OrderedDict({"x": 1}), OrderedDict.fromkeys("ab", 0))
one, two = OrderedDict(a=1, b=2), OrderedDict(b=2, a=1)
print(one == two, one == dict(two), dict(one) == two, one != two, one == OrderedDict(a=1, b=2))
print(type(one.copy()).__name__, one | {"c": 3}, {"c": 3} | one, type(one | {}).__name__, type({} | one).__name__)
one |= {"z": 9}
one.update(a=5)
print(one, one.pop("a"), one.pop("q", "default"), one.setdefault("s", []), one)
del one["b"]
print(list(one.keys()), list(one.values()), list(one.items()), list(reversed(one.items())), len(one), "z" in one)
show(one.pop, "nothing")
show(hash, one)
print(isinstance(one, dict), one.get("z"), {**one}, repr(OrderedDict([(1, OrderedDict())])))
one.clear()
print(one, bool(one))


class LRU(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def __getitem__(self, key):
        value = super().__getitem__(key)
        self.move_to_end(key)
        return value

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        if len(self) > self.size:
            del self[next(iter(self))]


lru = LRU(2)
lru["a"] = 1
lru["b"] = 2
print(lru["a"])
lru["c"] = 3
print(list(lru), lru, len(lru))

d = defaultdict(list)
d["x"].append(1)
d["y"]
print(d, d["x"], "z" in d, d.get("z"), len(d), d.default_factory)
print(dict(d), d == {"x": [1], "y": []}, type(d.copy()).__name__, d.copy().default_factory)
counts = defaultdict(int, {"a": 5}, b=1)
for letter in "abc":
    counts[letter] += 1
print(counts, defaultdict(lambda: "made")["k"], defaultdict(None, a=1), defaultdict())
show(lambda: defaultdict()["k"])
show(lambda: defaultdict(None)["k"])
show(lambda: defaultdict(5))
nested = defaultdict(lambda: defaultdict(int))
nested["a"]["b"] += 2
print(nested["a"]["b"], {key: dict(value) for key, value in nested.items()})
print(counts | {"q": 1}, {"q": 1} | counts, type(counts | {}).__name__)
counts.default_factory = None
show(lambda: counts["nothing"])
counts |= {"w": 3}
print(counts, counts.pop("w"), counts.setdefault("v", 8), list(counts))


class Keyed(defaultdict):
    def __missing__(self, key):
        self[key] = made = f"<{key}>"
        return made


keyed = Keyed()
print(keyed["a"], keyed, list(keyed))
show(repr, defaultdict(defaultdict))


def failing():
    raise LookupError("no")


show(lambda: defaultdict(failing)["k"])
