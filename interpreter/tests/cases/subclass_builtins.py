"""Classes that derive from builtin classes: what is overridden is honoured where CPython honours it."""


def attempt(name, make):
    try:
        print(name, "->", repr(make()))
    except Exception as error:
        print(name, "!!", type(error).__name__, error)


class Stack(list):
    def push(self, item):
        self.append(item)

    @property
    def top(self):
        return self[-1]

    def __getitem__(self, index):
        value = super().__getitem__(index)
        return value

    def __len__(self):
        return super().__len__()


s = Stack([1, 2])
s.push(3)
s.note = "n"
print(s, s.top, len(s), s[0], s[1:], type(s[1:]).__name__, s + [4], type(s + [4]).__name__, s == [1, 2, 3], 2 in s, list(reversed(s)), sorted(s, reverse=True), s.note, s.__dict__)
print(isinstance(s, list), Stack.__mro__, Stack("ab"), bool(Stack()), s.copy(), type(s.copy()).__name__, s * 2, s.index(2), [*s], (lambda *a: a)(*s))
s += [9]
print(type(s).__name__, s, s.pop(), s.count(1), max(s), sum(s), list(map(str, s)), ", ".join(map(str, s)))
s.sort(key=lambda v: -v)
del s[0]
s[0] = 100
s[5:] = [1, 2]
print(s, repr(s), str(s), f"{s}", json_like := {"s": s})
a, *b = s
print(a, b, hash(tuple(s)))


class Loud(list):
    def append(self, item):
        print("append", item)
        super().append(item)

    def __setitem__(self, index, value):
        print("set", index, value)
        super().__setitem__(index, value)

    def __iter__(self):
        print("iter")
        return super().__iter__()

    def __contains__(self, item):
        print("contains", item)
        return super().__contains__(item)

    def __repr__(self):
        return f"Loud({super().__repr__()})"

    def __eq__(self, other):
        print("eq")
        return super().__eq__(other)

    def __add__(self, other):
        return Loud(super().__add__(other))


l = Loud([1])
l.append(2)
l.extend([3, 4])
l[0] = 10
print(l, 3 in l, l == [10, 2, 3, 4], l != [1], [x for x in l], l + [1], list(l), tuple(l), len(l), sum(l))
attempt("hash", lambda: hash(l))


class Default(dict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]


d = Default(a=1)
print(d["a"], d["b"], d.get("c"), d, "c" in d, len(d))


class Upper(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)

    def __getitem__(self, key):
        return super().__getitem__(key.upper())

    def __contains__(self, key):
        return super().__contains__(key.upper())

    def get(self, key, default=None):
        return super().get(key.upper(), default)


u = Upper()
u["a"] = 1
u.update(b=2)
print(u, u["a"], "A" in u, "a" in u, u.get("a"), u.get("zz", 5), dict(u), {**u}, list(u), list(u.items()), u.setdefault("q", 1), u)
attempt("missing", lambda: u["nope"])
print(u | {"z": 1}, type(u | {"z": 1}).__name__, Upper.fromkeys("ab", 1), type(Upper.fromkeys("ab")).__name__, u.copy(), type(u.copy()).__name__)


class Attr(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self[name] = value

    def __delattr__(self, name):
        del self[name]


x = Attr(a=1)
x.b = 2
del x.a
print(x, x.b, hasattr(x, "zz"), x.keys())
attempt("attr", lambda: x.zz)


class Name(str):
    def __new__(cls, value, extra=None):
        self = super().__new__(cls, value.strip())
        self.extra = extra
        return self

    def shout(self):
        return self.upper() + "!"

    def __eq__(self, other):
        return self.lower() == str(other).lower()

    def __hash__(self):
        return hash(self.lower())

    def __add__(self, other):
        return Name(str(self) + other, self.extra)

    def __len__(self):
        return 99


n = Name("  Ada ", extra=5)
print(n, repr(n), n.extra, n.shout(), n == "ADA", "ada" == n, n != "bob", {n: 1}[Name("ADA")], n + " L", (n + " L").extra, type(n.upper()).__name__, type(n + "x").__name__, len(n), n[0], n[::-1], n.split("d"))
print("%s" % n, f"{n:>5}", "{}".format(n), "-".join([n, n]), n in "xAda", "d" in n, isinstance(n, str), str(n), type(str(n)).__name__, n.encode(), int(Name("5")), sorted([Name("b"), Name("A")]), n < "B", n * 2)


class Meters(float):
    def __new__(cls, value, unit="m"):
        self = float.__new__(cls, value)
        self.unit = unit
        return self

    def __add__(self, other):
        return Meters(float(self) + float(other), self.unit)

    __radd__ = __add__

    def __str__(self):
        return f"{float(self)}{self.unit}"

    def __repr__(self):
        return f"Meters({float.__repr__(self)})"


m = Meters(1.5)
print(m, repr(m), m + 1, 1 + m, m * 2, type(m * 2).__name__, sum([m, m]), m == 1.5, hash(m) == hash(1.5), round(m), -m, abs(m), m.is_integer(), f"{m:.3f}", f"{m}", int(m), max(m, 2), m.unit, [m], {m: 1}[1.5])


class Count(int):
    def __new__(cls, value=0):
        if value < 0:
            raise ValueError("negative")
        return super().__new__(cls, value)

    def __add__(self, other):
        return Count(super().__add__(other))

    def __repr__(self):
        return f"Count({int(self)})"


c = Count(5)
print(c, repr(c), str(c), f"{c}", f"{c:03d}", c + 1, 1 + c, c - 1, c * 2, c == 5, {5: "x"}[c], [10, 20, 30, 40, 50, 60][c], range(c), c.bit_length(), hash(c), c > 3, bool(Count()), int(c), float(c), divmod(c, 2), -c, ~c, c ** 2, type(c + 1).__name__, type(c - 1).__name__, c.real, c.numerator)
attempt("negative", lambda: Count(-1))
print("%d %s" % (c, c), "abc" * Count(2), [0] * Count(2), list(range(Count(3))), "abcdef"[Count(1):Count(3)], isinstance(True, int), sum([c, c]))


class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]

    def __add__(self, other):
        return Point(self[0] + other[0], self[1] + other[1])

    def __repr__(self):
        return "Point" + super().__repr__()


p = Point(1, 2)
print(p, p.x, p + (1, 1), p == (1, 2), hash(p) == hash((1, 2)), {p: 1}[(1, 2)], p[0], p[:1], len(p), *p, p < (1, 3), 2 in p, p.index(2), p.count(1), sorted([Point(2, 1), Point(1, 1)]))
px, py = p
print(px, py, type(p[:]).__name__, "%s-%s" % p)


class Tags(set):
    def add(self, item):
        super().add(item.lower())

    def __contains__(self, item):
        return super().__contains__(item.lower())


t = Tags(["a"])
t.add("B")
print(sorted(t), "A" in t, "B" in t, t == {"a", "b"}, t | {"c"} == {"a", "b", "c"}, type(t | {"c"}).__name__, type(t.copy()).__name__, len(t), t & {"a"}, t.issubset({"a", "b", "c"}), t - {"a"}, bool(Tags()))
attempt("set hash", lambda: hash(t))


class Frozen(frozenset):
    def first(self):
        return min(self)


f = Frozen([3])
print(f, f.first(), hash(f) == hash(frozenset([3])), f == {3}, {f: 1}[frozenset([3])], type(f | {9}).__name__, type(f.copy()).__name__)


class Raw(bytes):
    def hexed(self):
        return self.hex()


r = Raw(b"ab")
print(r, repr(r), r.hexed(), r + b"c", r == b"ab", r[0], r[1:], type(r[1:]).__name__, len(r), hash(r) == hash(b"ab"), r.decode())


class Buf(bytearray):
    pass


buf = Buf(b"x")
buf.append(65)
buf += b"yz"
print(buf, type(buf).__name__, len(buf), buf == b"xAyz")


class Items(list):
    def __init__(self, *items, name=None):
        super().__init__(items)
        self.name = name


print(Items(1, 2, name="q"), Items(1, 2, name="q").name)


class D2(dict):
    def __init__(self, *args, **kwargs):
        self.calls = 0
        super().__init__(*args, **kwargs)

    def __getitem__(self, key):
        self.calls += 1
        return super().__getitem__(key)

    def items(self):
        return [("fake", 1)]

    def keys(self):
        return ["fake"]


d2 = D2(a=1)
print(d2["a"], d2.calls, d2.items(), dict(d2), {**d2}, list(d2), d2, len(d2), [k for k in d2], d2 == {"a": 1}, sorted(d2))
print("{a}".format_map(d2), "%(a)s" % d2, d2.calls)


class NotHash(str):
    __hash__ = None


attempt("nothash", lambda: {NotHash("x"): 1})


class CallableInt(int):
    def __call__(self):
        return self * 10

    def __bool__(self):
        return False

    def __index__(self):
        return 1

    def __int__(self):
        return 77


ci = CallableInt(3)
print(ci(), bool(ci), not ci, [5, 6, 7, 8][ci], int(ci), ci + 1, "yes" if ci else "no", hex(ci), range(ci), float(ci))
print(list.__len__([1, 2]), dict.__getitem__({"a": 1}, "a"), str.__add__("a", "b"), int.__add__(1, 2), list.__contains__([1], 1), dict.__contains__({1: 2}, 1), tuple.__getitem__((1, 2), 1), str.__len__("abc"), int.__eq__(1, 1), str.__eq__("a", 1), float.__mul__(2.0, 3.0), int.__hash__(5), list.__eq__([1], [1]), str.__contains__("abc", "b"), str.__getitem__("abc", 1), set.__contains__({1}, 1), dict.__len__({}), list.__iter__([1]).__next__(), int.__lt__(1, 2), str.__mod__("%s", 1), int.__bool__(0), int.__neg__(5), str.__hash__("a") == hash("a"), str.__str__("x"), int.__repr__(5), list.__repr__([1]), list.__mul__([1], 2), str.__lt__("a", "b"), str.__format__("a", ">3"), int.__format__(5, "03d"), float.__int__(2.5), float.__round__(2.567, 1), int.__index__(5), dict.__repr__({}), dict.__eq__({}, {}), set.__len__({1}), tuple.__len__(()), tuple.__eq__((), ()), tuple.__add__((1,), (2,)), tuple.__hash__((1,)) == hash((1,)), tuple.__lt__((1,), (2,)), tuple.__contains__((1,), 1), list.__add__([1], [2]), str.__mul__("a", 2), str.__ne__("a", "b"), float.__eq__(1.0, 1), int.__floordiv__(5, 2), int.__radd__(5, 2), int.__pow__(2, 3), dict.__or__({}, {1: 1}), set.__or__({1}, {2}), set.__eq__({1}, {1}), bytes.__len__(b"a"), bytes.__eq__(b"a", b"a"))
