"""collections.Counter: construction, arithmetic, comparisons, order, errors."""
from collections import Counter


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


c = Counter("abracadabra")
print(c, c["a"], c["missing"], "missing" in c, len(c), c.total(), sum(c.values()))
print(c.most_common(), c.most_common(2), c.most_common(0), c.most_common(100), list(c.elements()))
print(Counter(), Counter(a=2, b=1), Counter({"x": 3}), Counter({"x": 3}, x=2, y=1), Counter(None), Counter([1, 1.0, True]))
c.update("aaa")
c.update({"b": 10}, z=1)
c.subtract("ab")
c.subtract(z=5)
print(c, dict(c))
del c["missing"]
del c["a"]
print(c)
show(lambda: Counter("a", "b"))
show(lambda: Counter(5))
show(Counter.fromkeys, "ab")

x, y = Counter(a=3, b=1, d=-2), Counter(a=1, b=2, c=5)
print(x + y, x - y, y - x, x | y, x & y, +x, -x)
z = Counter(x)
z += y
print(z)
z -= Counter(a=10)
print(z)
z |= Counter(q=7)
print(z)
z &= Counter(q=3, b=1)
print(z)
print(x == y, x == Counter(a=3, b=1, d=-2, e=0), Counter(a=0) == Counter(), x != Counter(x), x == {"a": 3, "b": 1, "d": -2})
print(Counter("ab") <= Counter("abc"), Counter("abc") <= Counter("ab"), Counter("ab") < Counter("ab"), Counter("aab") > Counter("ab"), Counter("ab") >= Counter("ab"))
show(lambda: Counter("a") < {"a": 1})
show(lambda: Counter("a") + {"a": 1})
copied = x.copy()
print(type(copied).__name__, copied == x, copied is x)
print(repr(Counter({"a": 1, "b": 2, "c": 2})), Counter(["b", "a", "b"]).most_common(1))
print(Counter({"x": "text", "y": 1}))
fractions = Counter(a=1.5)
fractions.update(a=2)
print(fractions, fractions.total())
print(sorted(Counter("banana").items()), max(Counter("banana"), key=Counter("banana").get), list(Counter("cab")))
print({**Counter("aab")}, list(Counter("aab").keys()), Counter("ab").pop("a"), Counter("ab").get("z"), Counter("ab").setdefault("z", 5))
print(Counter(len(word) for word in "the quick brown fox".split()))
print(list(Counter(a=2, b=0, c=-1).elements()), Counter(a=1) | Counter(a=1, b=-1), Counter("aab").items() >= {("b", 1)})


class Inventory(Counter):
    def missing(self):
        return [item for item, count in self.items() if count <= 0]


stock = Inventory(apple=1, pear=0)
stock["apple"] -= 1
stock["plum"] += 2
print(stock, stock.missing(), type(stock + stock).__name__, isinstance(stock, dict), stock["none"])
words = Counter()
for word in ["x", "y", "x"]:
    words[word] += 1
print(words, words.most_common(1)[0][0], words | {"q": 1} if False else "")
