def show(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


d = {"a": 1, "b": 2}
d["c"] = 3
d.update({"d": 4}, e=5)
d.update([("f", 6)])
print(d, len(d), "a" in d, d.get("z"), d.get("z", 0), d.setdefault("g", 7), d.setdefault("a", 9))
print(d.pop("a"), d.pop("zz", None), d.popitem(), list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.keys() & {"b", "x"}, sorted(d.keys() | {"x"}), sorted(d.keys() - {"b"}), d.items() >= {("b", 2)}, d.keys() == {"b", "c", "d", "e", "f"})
print({"a": 1} | {"b": 2}, {"a": 1} == {"a": 1.0}, dict([(1, 2)]), dict(a=1), dict.fromkeys("ab", 0), {**d, "z": 1})
print(list(reversed(d)), list(reversed(d.items())), d.keys(), d.values(), d.items())
for call in [
    lambda: d["zz"], lambda: d.pop("zz"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: dict(1), lambda: d.update(1),
    lambda: d.nope(), lambda: {} < {}, lambda: d.get(), lambda: {1: "a", True: "b", 1.0: "c"}, lambda: d.__getitem__("b"), lambda: {}.clear(),
]:
    show(call)
try:
    for k in d:
        d[k + "x"] = 1
except RuntimeError as error:
    print(error)
s = {1, 2, 3}
t = frozenset([3, 4])
print(sorted(s | t), s & t, sorted(s - t), sorted(s ^ t), s.issubset({1, 2, 3, 4}), s >= {1}, s.isdisjoint({9}), s == {3, 2, 1}, t == {3, 4})
s.add(4); s.discard(1); s.discard(99); s.update([5], (6,))
s -= {6}
s |= {7}
print(sorted(s), len(s), 4 in s, sorted(s.union([9], [10])), sorted(s.difference([2])), s.intersection([3, 4], [4]), sorted(s.symmetric_difference([3, 99])))
for call in [
    lambda: s.remove(99), lambda: set().pop(), lambda: {[]}, lambda: s | [1], lambda: set(5), lambda: frozenset("a").add(1), lambda: s < 1, lambda: hash({1}),
    lambda: hash(frozenset([1])) == hash(frozenset([1])), lambda: set(), lambda: frozenset(), lambda: frozenset([1]), lambda: {1}.copy(), lambda: {1} == frozenset([1]),
]:
    show(call)
