def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, z=7))
print(f(*[1, 2], *(3, 4), d=0, **{"x": 1}, **{"y": 2}))
print(f(1, d=1, b=9))
for bad in [
    lambda: f(),
    lambda: f(1),
    lambda: f(1, d=2, **{"d": 3}),
    lambda: f(1, d=2, **5),
    lambda: f(*5),
    lambda: f(1, *5, d=1),
]:
    try:
        bad()
    except TypeError as e:
        print(type(e).__name__)


def defaults(a, acc=[], *, k={}):
    acc.append(a)
    k[a] = 1
    return acc, sorted(k)


print(defaults(1), defaults(2))


def many(*a):
    return sum(a)


print(many(*range(300)))
print(many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
           35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64))
print(len([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, len("abc"), 34]))
print((lambda *a, **k: (a, k))(1, *"ab", x=2))
print((lambda x, /, y, *, z: x + y + z)(1, y=2, z=3))


class Callable:
    def __call__(self, *a, **k):
        return a, k

    @staticmethod
    def s(x):
        return x

    @classmethod
    def c(cls, x, y=0):
        return cls.__name__, x, y

    def m(self, x, *, k=1):
        return x, k


c = Callable()
print(c(1, a=2), c.s(3), Callable.s(4), c.c(5, y=6), Callable.c(7), c.m(8, k=9), Callable.m(c, 10))
print(c.m(*[1], **{"k": 2}), c.m(*[3]), c.s(*[4]))
bound = c.m
print(bound(11), bound.__name__)
print("-".join(["a", "b"]).upper().split("-")[0].lower())
print(sorted([3, 1, 2], key=lambda v: -v), max([1, 2], key=lambda v: -v), list(map(lambda a, b: a + b, [1, 2], [3, 4])))


def outer(x):
    def wrap(fn):
        def inner(*a, **k):
            return x, fn(*a, **k)

        return inner

    return wrap


@outer("one")
@outer("two")
def decorated(a, b=1):
    return a + b


print(decorated(1), decorated(1, b=5))
[p, (q, *r)], s = ["p", "qrs"], "t"
print(p, q, r, s)
first, *middle, last = range(5)
print(first, middle, last)
*init, tail = "x"
print(init, tail)
for bad in [lambda: [0 for a, b in [(1, 2, 3)]], lambda: [0 for a, b in [(1,)]], lambda: [0 for a, *b, c in [(1,)]], lambda: [0 for a, b in [5]]]:
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
d = {"a": 1}
for k, (v, w) in {"x": (1, 2)}.items():
    print(k, v, w)
for d["k"] in range(3):
    pass
print(d)
for i, d[i] in enumerate("ab"):
    pass
print(d)
(a), b = 1, 2
[a, b] = b, a
a = b = c2 = [a, b]
print(a, b is c2)
x: int = 5
y: "str"
print(x)
