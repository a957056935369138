"""collections: ChainMap, UserDict, UserList, UserString."""
import copy
from collections import ChainMap, UserDict, UserList, UserString


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


a, b = {"x": 1, "y": 2}, {"y": 20, "z": 30}
c = ChainMap(a, b)
print(c, c["x"], c["y"], c["z"], list(c), len(c), dict(c), "z" in c, "q" in c, c.get("q"), c.get("z", 5), bool(c), bool(ChainMap()))
c["z"] = 3
del c["x"]
print(a, b, c.maps, c.parents, c.new_child({"n": 1}), c.new_child(k=2), list(c.items()), list(c.keys()), list(c.values()))
show(lambda: c["missing"])
show(lambda: c.pop("missing"))
show(c.__delitem__, "q")
print(c.pop("z"), c.popitem(), c.setdefault("w", 1), c.copy().maps[0] is c.maps[0], c == {"w": 1, "y": 20, "z": 30}, c | {"or": 1}, {"or": 1} | c)
c.update(u=1)
c |= {"v": 2}
c.clear()
print(c, ChainMap.fromkeys("ab", 0), sorted(c.keys() & {"y", "q"}))
show(ChainMap().popitem)


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)

    def __missing__(self, key):
        return f"no {key}"


u = Upper({"a": 1}, b=2)
u.update(c=3)
u["d"] = 4
print(u, u["A"], u["zz"], u.data, len(u), "A" in u, u.get("q", 9), list(u.items()), u.pop("A"), u.setdefault("E", 5), u == {"B": 2, "C": 3, "D": 4, "E": 5})
print(u.copy(), type(u.copy()).__name__, copy.copy(u).data is u.data, u | {"f": 1}, {"g": 1} | u, type(u | {}).__name__, Upper.fromkeys("xy", 0))
show(lambda: UserDict()["k"])
show(UserDict(a=1).pop, "b")
print(UserDict(a=1).pop("b", None), UserDict([("a", 1)]), isinstance(u, dict))


class Names(UserList):
    pass


n = Names(["b", "a"])
n.append("c")
n += ["d"]
print(n, n[0], n[1:], type(n[1:]).__name__, n + ["e"], ["z"] + n, n * 2, len(n), "a" in n, n == ["b", "a", "c", "d"], n < ["c"], sorted(n), n.index("c"), n.count("a"), list(reversed(n)))
n.sort(reverse=True)
n.insert(0, "i")
n.extend(Names("xy"))
n.remove("x")
n[0] = "first"
del n[1]
print(n, n.pop(), n.copy(), n.data, max(n))
n.reverse()
n.clear()
print(n, n == Names())
s = UserString("hello World")
print(s, repr(s), s.upper(), type(s.upper()).__name__, s + "!", "say " + s, s[0], s[1:3], len(s), "ell" in s, s == "hello World", s.split(), s.replace("l", "L"), s * 2, hash(s) == hash("hello World"), int(UserString("5")), s.find("o"), s.startswith("he"), s.join(["a", "b"]), UserString("%s-%s") % (1, 2), f"{s}", s < "i", sorted(UserString("ba")), s.title(), s.encode(), UserString(5))
