"""A type for money with operators, and functools."""

from functools import total_ordering, reduce, singledispatch, singledispatchmethod, cached_property, partial, wraps, lru_cache
from itertools import groupby, accumulate, pairwise, islice, zip_longest, takewhile, product, combinations
import operator


@total_ordering
class Money:
    __slots__ = ("_cents", "_currency")

    def __init__(self, amount, currency="EUR"):
        self._cents = round(amount * 100)
        self._currency = currency

    @classmethod
    def of(cls, cents, currency="EUR"):
        self = cls.__new__(cls)
        self._cents, self._currency = cents, currency
        return self

    def _same(self, other):
        if not isinstance(other, Money):
            return NotImplemented
        if other._currency != self._currency:
            raise ValueError(f"cannot mix {self._currency} and {other._currency}")
        return other._cents

    def __eq__(self, other):
        return isinstance(other, Money) and (self._cents, self._currency) == (other._cents, other._currency)

    def __lt__(self, other):
        c = self._same(other)
        return c if c is NotImplemented else self._cents < c

    def __hash__(self):
        return hash((self._cents, self._currency))

    def __add__(self, other):
        c = self._same(other)
        return c if c is NotImplemented else Money.of(self._cents + c, self._currency)

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __neg__(self):
        return Money.of(-self._cents, self._currency)

    def __sub__(self, other):
        return self + -other

    def __mul__(self, n):
        return Money.of(round(self._cents * n), self._currency)

    __rmul__ = __mul__

    def __bool__(self):
        return self._cents != 0

    def __format__(self, spec):
        if spec == "s":
            return f"{self._currency}{self._cents / 100:.2f}"
        return format(self._cents / 100, spec or ".2f") + " " + self._currency

    def __repr__(self):
        return f"Money({self._cents / 100!r}, {self._currency!r})"

    def __iter__(self):
        yield from (self._cents, self._currency)

    def split(self, n):
        q, r = divmod(self._cents, n)
        return [Money.of(q + (i < r), self._currency) for i in range(n)]


m = Money(10)
print(m.split(3), sum(m.split(3)), sum([m, m]) == m * 2, 3 * m > m, m >= m, m != 3, bool(m - m))
print(f"{m} {m:s} {m:>10.1f} {m!r:>30}", *m, sorted([m * 3, m, -m]), max(m, m * 1.005))
for f in (
    lambda: m + 1,
    lambda: m < 1,
    lambda: m + Money(1, "USD"),
    lambda: m.nope,
    lambda: setattr(m, "x", 1),
    lambda: 1 - m,
    lambda: m @ m,
    lambda: m[0],
    lambda: m(),
    lambda: len(m),
    lambda: {**m},
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print({m: 1, Money(10): 2}, m in {Money(10.0)})


@singledispatch
def show(x):
    return f"? {x!r}"


@show.register
def _(x: int):
    return f"int {x}"


@show.register(list)
@show.register(tuple)
def _(x):
    return "[" + ", ".join(map(show, x)) + "]"


@show.register
def _(x: dict):
    return "{" + ", ".join(f"{k}={show(v)}" for k, v in x.items()) + "}"


@show.register(type(None))
def _(x):
    return "-"


print(show([1, None, {"a": (True, 2.5)}, {1, 2}]))


def logged(prefix="", *, times=[]):
    def wrap(f):
        @wraps(f)
        def inner(*args, **kwargs):
            times.append(f.__name__)
            result = f(*args, **kwargs)
            print(f"{prefix}{f.__name__}({', '.join([*map(repr, args), *(f'{k}={v!r}' for k, v in kwargs.items())])}) -> {result!r}")
            return result

        inner.calls = times
        return inner

    return wrap


@logged("> ")
def area(w, h=2, *rest, scale=1, **more):
    "The area."
    return w * h * scale + sum(rest) + sum(more.values())


area(1)
area(2, 3, 4, 5, scale=2, x=7)
print(area.__name__, area.__doc__, area.calls, area.__wrapped__(3))


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), fib.cache_info())


class Report:
    def __init__(self, rows):
        self.rows = rows
        self.computed = 0

    @cached_property
    def totals(self):
        self.computed += 1
        return {k: sum(v for _, v in g) for k, g in groupby(sorted(self.rows), key=operator.itemgetter(0))}

    @singledispatchmethod
    def get(self, key):
        raise KeyError(key)

    @get.register
    def _(self, key: str):
        return self.totals[key]

    @get.register
    def _(self, key: int):
        return list(self.totals.items())[key]


r = Report([("b", 2), ("a", 1), ("b", 5), ("c", 0)])
print(r.totals, r.totals is r.totals, r.computed, r.get("b"), r.get(-1))
try:
    r.get(1.5)
except KeyError as e:
    print(repr(e))
print(list(accumulate([3, 1, 4, 1, 5], max)), list(pairwise("abcd")), list(zip_longest("ab", [1, 2, 3], fillvalue="-")))
print(list(islice(takewhile(lambda x: x < 50, (x * x for x in range(100))), 2, None)), reduce(operator.mul, range(1, 11)))
print([*map("".join, product("ab", repeat=2))], list(combinations(range(4), 2)), partial(area, 1, scale=3)(4))
