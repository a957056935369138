"""Classes with most of the special methods, and text formatting."""

from __future__ import annotations
import enum, functools, itertools, math, operator
from collections import OrderedDict, Counter, deque, defaultdict, UserDict
from dataclasses import InitVar, dataclass, field


@dataclass
class Account:
    owner: str
    balance: int = 0
    fee: InitVar[int] = 0
    log: list[str] = field(default_factory=list, init=False, compare=False)

    def __post_init__(self, fee):
        self.balance -= fee

    def __iadd__(self, n):
        self.balance += n
        self.log.append(f"+{n}")
        return self

    def __getitem__(self, key):
        return self.log[key]

    def __call__(self, *args):
        return sum(args, self.balance)

    def __contains__(self, x):
        return any(x in e for e in self.log)

    def __len__(self):
        return len(self.log)

    def __bool__(self):
        return self.balance > 0


a = Account("x", 10, fee=3)
a += 5
a += 2
print(a, a[0], a[-1], a[:], a(1, 2), "+5" in a, len(a), bool(a), [*a], not Account("y"))


class Weird(enum.Enum):
    A = 1
    B = 2
    ALIAS = 1

    @classmethod
    def _missing_(cls, value):
        return cls.A if value == "a" else None

    @staticmethod
    def helper():
        return "h"

    def __str__(self):
        return self.name.lower()


print(
    Weird("a"),
    Weird.ALIAS,
    Weird.__members__,
    len(Weird),
    Weird.helper(),
    list(Weird),
    Weird.A in Weird,
    f"{Weird.B}",
    Weird.A.__class__,
    isinstance(Weird.A, Weird),
)
for f in (lambda: Weird(9), lambda: Weird["Z"], lambda: Weird.Q, lambda: setattr(Weird, "A", 5), lambda: Weird.A < Weird.B):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n

    def __length_hint__(self):
        return self.n


print(list(Countdown(3)), max(Countdown(4)), dict(zip(Countdown(3), "abc")), 2 in Countdown(5), operator.length_hint(Countdown(9)))
it = iter([1, 2, 3])
print(next(it), list(it), next(it, "end"))
n = 0


def tick():
    global n
    n += 1
    return n


print(list(iter(tick, 4)), [*itertools.tee(iter("ab"))[1]])


class Matrix:
    __match_args__ = ("rows",)

    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __matmul__(self, o):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])

    def __getitem__(self, key):
        match key:
            case int(i):
                return self.rows[i]
            case (int(i), int(j)):
                return self.rows[i][j]
            case (slice() as s, int(j)):
                return [r[j] for r in self.rows[s]]
            case slice(start=None, stop=stop):
                return Matrix(self.rows[:stop])
            case _:
                raise TypeError(f"bad key {key!r}")

    def __setitem__(self, key, v):
        self.rows[key[0]][key[1]] = v

    def __repr__(self):
        return f"Matrix({self.rows})"

    def __pow__(self, n, mod=None):
        return functools.reduce(operator.matmul, [self] * n)

    def __eq__(self, o):
        return self.rows == o.rows


m = Matrix([[1, 1], [1, 0]])
print(m**10, m[0], m[0, 1], m[:, 0], m[:1], m @ m == m**2)
try:
    m["x"]
except TypeError as e:
    print(e)
try:
    hash(m)
except TypeError as e:
    print(e)
m[0, 0] = 9
m[0, 0] += 1
print(m)
match m:
    case Matrix([[10, _], [*rest]]) if rest:
        print("matched", rest)


def describe(x):
    match x:
        case None:
            return "none"
        case True | False:
            return "bool"
        case int() | float() as n if n < 0:
            return f"neg {n}"
        case 0:
            return "zero"
        case int(n):
            return f"int {n}"
        case str() as s if len(s) > 3:
            return f"long {s!r}"
        case "a" | "b":
            return "ab"
        case [] | ():
            return "empty"
        case [x]:
            return f"one {describe(x)}"
        case [first, *_, last]:
            return f"{first}..{last}"
        case {"type": "point", "x": x, **rest}:
            return f"point {x} {rest}"
        case {}:
            return f"map {len(x)}"
        case Weird.A:
            return "weird a"
        case object(name=n):
            return f"named {n}"
        case _:
            return "other"


for x in (None, True, -1.5, 0, 7, "abcd", "a", "zz", [], [[1]], (1, 2, 3), {"type": "point", "x": 1, "y": 2}, {"k": 1}, Weird.A, Weird.B, {1}, "abc"):
    print(describe(x), end="; ")
print()


class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        cls.fields = [k for k in ns if not k.startswith("_")]
        return cls

    def __call__(cls, *a, **k):
        obj = super().__call__(*a, **k)
        obj.made = True
        return obj

    def __len__(cls):
        return len(cls.fields)

    def __iter__(cls):
        return iter(cls.fields)

    def __getitem__(cls, k):
        return getattr(cls, k)


class Model(metaclass=Meta):
    x = 1
    y = 2

    def go(self):
        pass


print(Model.fields, Model().made, len(Model), list(Model), Model["x"], type(Model).__name__)


class Cls:
    def __class_getitem__(cls, k):
        return f"{cls.__name__}[{k}]"


print(Cls[3], Cls["a", 1])


class P:
    def __init__(self):
        self._v = 1

    @property
    def v(self):
        return self._v

    @v.setter
    def v(self, x):
        self._v = x

    @v.deleter
    def v(self):
        self._v = None

    ro = property(lambda self: "ro", doc="read only")


p = P()
p.v += 5
print(p.v)
del p.v
print(p.v, P.ro.__doc__)
try:
    p.ro = 1
except AttributeError as e:
    print(e)


class Ref:
    def __init__(self, v):
        self.v = v

    def __radd__(self, o):
        return f"radd {o}"

    def __rsub__(self, o):
        return f"rsub {o}"

    def __lt__(self, o):
        return f"lt"

    def __gt__(self, o):
        return "gt"

    def __neg__(self):
        return "neg"

    def __index__(self):
        return self.v

    def __round__(self, n=None):
        return f"round {n}"

    def __int__(self):
        return 99

    def __float__(self):
        return 2.5

    def __abs__(self):
        return "abs"

    def __divmod__(self, o):
        return "dm", o

    def __reversed__(self):
        return iter("rev")

    def __hash__(self):
        return 5

    def __eq__(self, o):
        return isinstance(o, Ref) and o.v == self.v

    def __format__(self, s):
        return f"<{s}>"

    def __bytes__(self):
        return b"by"

    def __complex__(self):
        return 1j

    def __missing__(self, k):
        return k


r = Ref(2)
print(
    1 + r,
    1 - r,
    1 < r,
    r < 1,
    -r,
    "abc"[r],
    [1, 2, 3][:r],
    round(r),
    round(r, 1),
    int(r),
    float(r),
    abs(r),
    divmod(r, 3),
    list(reversed(r)),
    {r: 1}[Ref(2)],
    f"{r:>5}",
    f"{r}",
    bytes(r),
    complex(r),
    range(5)[r],
    hex(r),
    math.sqrt(r),
    "ab" * r,
    bin(r),
)
od = OrderedDict(a=1, b=2, c=3)
od.move_to_end("a")
od.move_to_end("c", last=False)
print(od, od.popitem(), list(reversed(od)), od == {"b": 2, "c": 3})
try:
    for k in od:
        od.move_to_end(k)
except RuntimeError as e:
    print(e)
d = {1: 2}
try:
    for k in d:
        d[k + 1] = 1
except RuntimeError as e:
    print(e)
try:
    for k in d:
        del d[k]
except RuntimeError as e:
    print(e)
s = {1, 2, 3}
try:
    for k in s:
        s.add(k + 10)
except RuntimeError as e:
    print(e)
dq = deque([1, 2, 3], maxlen=3)
dq.append(4)
dq.rotate(1)
dq.extendleft("x")
print(dq, dq[0], dq.index(4) if 4 in dq else None)
try:
    for k in dq:
        dq.append(1)
except RuntimeError as e:
    print(e)
c = Counter("hello")
c.update("help")
c.subtract("l")
print(c, c["zzz"], c.total(), +c, c & Counter("lll"), c | Counter("xx"), sorted(c.elements()))
dd = defaultdict(lambda: defaultdict(int))
dd["a"]["b"] += 1
print(dd["a"], dict(dd), dd.get("q"), len(dd))


class Upper(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k.upper(), v)


u = Upper(a=1)
u.update(b=2)
u["c"] = 3
print(u, u.data, "A" in u, u | {"d": 4})
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)), sorted("b1 a2 a1".split(), key=lambda s: (s[0], -int(s[1]))))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as e:
    print(e)
print(
    "%s %r %5.2f%% %-4d| %+d %#o %c" % ("a", "b", 12.345, 7, 3, 8, "z"),
    "{0!r:>6}|{1:^9}|{k[a]}|{o.v}".format("x", "mid", k={"a": 1}, o=p),
    "{:,}|{:.2%}|{:+.1e}|{:08.3f}|{!s}".format(1234567, 0.256, 12345.6789, -3.14159, None),
)
print(
    "a\tb".expandtabs(4),
    "Hello World".swapcase(),
    "abc".center(9, "*"),
    "x=1;y=2".partition(";"),
    "a.b.c".rpartition("."),
    "title case here".title(),
    "ß".upper(),
    "ǅ".lower(),
    "abc".isalpha(),
    "12".isdigit(),
    "½".isnumeric(),
    "  x ".strip() + "|",
    "xxabcxx".strip("x"),
    "abcabc".replace("b", "X", 1),
    "a\nb\r\nc".splitlines(True),
    "camelCaseString".casefold(),
    "abc".zfill(5),
    "-5".zfill(4),
    "abc".startswith(("x", "a")),
    "abcabc".rfind("b"),
    "abcdef",
    r"\n",
    "\N{BULLET}",
    "tab\there"[3:5].isspace(),
)
print(
    (255).bit_length(),
    (5).to_bytes(2, "little"),
    (-5).bit_count(),
    float.fromhex("0x1p3"),
    (0.75).as_integer_ratio(),
    (2.5).is_integer(),
    float("nan") != float("nan"),
    float("-inf"),
    1_000,
    0xFF,
    0b11,
    1e3,
    3.0 // 2,
    2**0.5,
    10**20,
    -(2**2),
    7 & 3 | 8 ^ 1,
    ~5,
    1 << 70 >> 68,
    int(-3.7),
    round(3.14159, 2),
    0.1 + 0.2 == 0.3,
    math.isclose(0.1 + 0.2, 0.3),
    complex(1, -2) * 2j,
    (1 + 2j).conjugate(),
    abs(3 + 4j),
)
