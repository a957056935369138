print([x * x for x in range(5)], [x for x in range(10) if x % 2 if x > 4])
print([(x, y) for x in range(3) for y in range(x) if x != y])
print({x % 3 for x in range(10)} == {0, 1, 2}, {k: v for k, v in zip("abc", range(3))})
print(sum(x for x in range(10)), list(x + 1 for x in [1, 2]), tuple(x for x in "ab"))
print([[y * x for y in range(3)] for x in range(3)])
print({k: [v for v in range(k)] for k in range(3)})
x = "outer"
print([x for x in range(3)], x)
rows = [[1, 2], [3], []]
print([cell for row in rows for cell in row], [len(row) for row in rows])
print([a + b for a, b in [(1, 2), (3, 4)]], [first for first, *_ in ["ab", "cd"]])
print([y := 1, y + 1], [z for v in range(4) if (z := v * 2) > 2], z)
print(any(n > 3 for n in range(5)), all(n < 3 for n in range(5)), max((len(w), w) for w in ["aa", "b"]))
print(" ".join(str(n) for n in range(3)), dict((k, 1) for k in "ab"), sorted({n * 7 % 5 for n in range(5)}))


def trace(label, value):
    print("eval", label)
    return value


print([trace("element", n) for n in trace("outer", [1, 2]) if trace("condition", n)])
print({trace("key", k): trace("value", k) for k in "ab"})


class Scope:
    factor = 3
    values = [n for n in range(factor)]

    def method(self):
        return [self.factor * n for n in self.values]


print(Scope.values, Scope().method())


def function(n):
    local = 10
    squares = [local + i * n for i in range(3)]
    nested = [[local + i + j for j in range(n)] for i in range(2)]
    return squares, nested


print(function(2))
lazy = (trace("lazy", n) for n in range(3))
print("made")
print(next(lazy), next(lazy))
print(list(lazy), list(lazy), next(lazy, "default"))
try:
    next(lazy)
except StopIteration as stop:
    print("stop", stop.value)
try:
    [1 // n for n in (1, 0)]
except ZeroDivisionError as error:
    print(error)
try:
    list(n for n in 5)
except TypeError as error:
    print(error)
print([*range(3), *"ab"], {*[1, 2], *[2, 3]} == {1, 2, 3}, {**{"a": 1}, "b": 2, **{"a": 3}}, (*[1], *[2]))
print([i for i in range(5) if not i % 2], [i if i % 2 else -i for i in range(5)])
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], list(zip(*matrix)))
print([f(2) for f in [lambda n, k=k: n**k for k in range(4)]])
words = "the quick brown fox".split()
print({w[0]: len(w) for w in words if len(w) > 3}, [c for w in words for c in w if c in "aeiou"])
