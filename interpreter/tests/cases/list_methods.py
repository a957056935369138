def show(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


a = [3, 1, 2]
a.append(5); a.extend("xy"); a.insert(1, "i"); a.insert(-1, "j"); a.insert(100, "k")
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.remove("i")
a.reverse()
print(a, a.index(2), a.count(1), a.copy() is a, len(a))
for call in [
    lambda: a.remove("zz"), lambda: a.index("zz"), lambda: [].pop(), lambda: a.pop(99), lambda: a[99], lambda: a["x"], lambda: [1] + (2,), lambda: [1, 2] * 2,
    lambda: [1] < [1, 2], lambda: [1] < ["a"], lambda: sorted([3, 1, 2], reverse=True), lambda: sorted("bAc", key=str.lower), lambda: sorted([1, "a"]),
    lambda: sorted([(1, "b"), (1, "a"), (0, "c")], key=lambda p: p[0]), lambda: sorted([(1, "b"), (1, "a"), (0, "c")], key=lambda p: p[0], reverse=True),
    lambda: sorted(5), lambda: max([1, 5, 3]), lambda: min([], default=0), lambda: max([]), lambda: max(1, 2, key=lambda x: -x), lambda: max("a", "bb", key=len),
    lambda: sum([1, 2.5]), lambda: sum([[1], [2]], []), lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: any([0, 1]), lambda: all([]),
    lambda: list(zip([1, 2], "ab", strict=True)), lambda: list(zip([1], "ab", strict=True)), lambda: list(zip([1, 2], "a", strict=True)), lambda: list(enumerate("ab", 1)),
    lambda: list(map(lambda x, y: x + y, [1, 2], [3, 4])), lambda: list(filter(None, [0, 1, ""])), lambda: list(range(10, 0, -3)), lambda: range(5)[-1], lambda: range(5)[1:3],
    lambda: range(0), lambda: range(1, 2, 0), lambda: 3 in range(0, 10, 3), lambda: range(0, 10, 3).index(9), lambda: len(range(10**6)), lambda: list(reversed(range(4))),
    lambda: list(reversed([1, 2])), lambda: list(reversed({1: 2})), lambda: reversed({1}), lambda: next(iter([])), lambda: next(iter([]), "d"), lambda: next([]),
    lambda: (1, 2).index(2), lambda: (1, 2).index(3), lambda: (1,) + (2,), lambda: tuple("ab"), lambda: (1, 2) < (1, 3), lambda: hash((1, 2)) == hash((1, 2)), lambda: hash([]),
    lambda: [x for x in [1, 2, 3]][::-1], lambda: list(iter(lambda: 1, 1)), lambda: slice(1, 10, 2).indices(5), lambda: slice(1, 2), lambda: len(5), lambda: list(5),
]:
    show(call)
b = list(range(10))
b[2:4] = ["a", "b", "c"]
b[::2] = [0] * 6
print(b)
del b[1::3]
print(b)
show(lambda: b.__setitem__(slice(0, 4, 2), [1]))
b.sort(key=str)
print(b)
b.clear()
print(b)
c = [1, 2]
c.append(c)
print(c)
c += [4]
c *= 2
print(len(c))
