"""Invoices, calendars, templates and versions."""

from decimal import Decimal, localcontext, ROUND_UP, InvalidOperation
from fractions import Fraction
from datetime import date, datetime, timedelta, timezone
import math, re, random, itertools as it, functools as ft, operator as op


# invoice
def vat(lines, rates):
    groups = {}
    for net, code in lines:
        groups.setdefault(code, []).append(Decimal(net))
    return {c: (sum(v), (sum(v) * rates[c]).quantize(Decimal("0.01"), ROUND_UP)) for c, v in sorted(groups.items())}


print(vat([("10.10", "A"), ("3.33", "B"), ("0.07", "A")], {"A": Decimal("0.19"), "B": Decimal("0.07")}))
with localcontext() as ctx:
    ctx.prec = 6
    print(Decimal(1) / Decimal(7), Decimal(2).sqrt(), Decimal("1e10") + 1)
print(
    Decimal("1.10") == Decimal("1.1"),
    Decimal("1.10").normalize(),
    Decimal("-0"),
    Decimal("NaN").is_nan(),
    Decimal(0.1),
    +Decimal("1.23456789012345678901234567890"),
    Decimal("12.5").as_tuple(),
    round(Decimal("2.675"), 2),
    int(Decimal("9.9")),
    Decimal("1E+3"),
    f"{Decimal('1234.5'):,.2f}",
)
try:
    Decimal("x")
except InvalidOperation as e:
    print(type(e).__name__, e.args)
try:
    Decimal(1) / 0
except ZeroDivisionError as e:
    print(type(e).__name__)
print(
    Fraction(3, 4) + Fraction("1/4"),
    Fraction(0.5),
    Fraction("0.125"),
    Fraction(1, 3).limit_denominator(2),
    sum(Fraction(1, n) for n in range(1, 6)),
    Fraction(7, 2) // 1,
    float(Fraction(1, 3)),
    Fraction(3, 6) == 0.5,
)


# schedule
def business_days(start, n, holidays=frozenset()):
    day = start
    while n:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            n -= 1
            yield day


print([d.isoformat() for d in business_days(date(2024, 12, 23), 4, {date(2024, 12, 25), date(2024, 12, 26)})])


def month_end(d):
    return (d.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


print(month_end(date(2024, 2, 3)), month_end(date(2023, 12, 31)), date(2024, 2, 29).replace(year=2028))
try:
    date(2023, 2, 29)
except ValueError as e:
    print(e)
try:
    date(2024, 2, 29).replace(year=2023)
except ValueError as e:
    print(e)
a = datetime(2024, 1, 1, 12, tzinfo=timezone(timedelta(hours=5, minutes=30), "IST"))
b = datetime(2024, 1, 1, 6, 30, tzinfo=timezone.utc)
print(
    a == b,
    a - b,
    a.astimezone(timezone.utc),
    a.tzname(),
    a.isoformat(timespec="minutes"),
    repr(a),
    str(b.time()),
    b.strftime("%I:%M %p %y %b %d"),
    a.date() == b.date(),
)
try:
    a < datetime(2024, 1, 1)
except TypeError as e:
    print(e)


def human(td):
    s = int(td.total_seconds())
    parts = []
    for name, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        n, s = divmod(s, size)
        if n:
            parts.append(f"{n}{name}")
    return " ".join(parts) or "0s"


print(
    human(timedelta(days=1, hours=2, seconds=5)),
    human(timedelta()),
    timedelta(hours=-1),
    -timedelta(hours=1) // timedelta(minutes=7),
    timedelta(1) * 1.5,
    abs(timedelta(-1)),
    sum([timedelta(1), timedelta(2)], timedelta()),
    timedelta(weeks=1, milliseconds=1.5),
    max(timedelta(1), timedelta(hours=25)),
)


# cron
def cron_match(expr, when):
    def ok(field, value):
        for part in field.split(","):
            base, _, step = part.partition("/")
            step = int(step or 1)
            if base == "*":
                lo, hi = 0, 99
            elif "-" in base:
                lo, hi = map(int, base.split("-"))
            else:
                lo = hi = int(base)
            if lo <= value <= hi and (value - lo) % step == 0:
                return True
        return False

    return all(map(ok, expr.split(), (when.minute, when.hour, when.day, when.month, when.isoweekday() % 7)))


start = datetime(2024, 5, 31, 23, 50)
print([t.strftime("%d %H:%M") for t in (start + timedelta(minutes=i) for i in range(60 * 24)) if cron_match("*/15 0,9-10 * * 1-6", t)][:5])


# template engine
def render(template, ctx):
    def value(m):
        expr, *filters = m[1].strip().split("|")
        v = ft.reduce(lambda o, k: o[k] if isinstance(o, dict) else getattr(o, k), expr.strip().split("."), ctx)
        for f in filters:
            name, _, arg = f.strip().partition(":")
            v = {
                "upper": str.upper,
                "join": lambda x: (arg or ",").join(map(str, x)),
                "fixed": lambda x: f"{x:.{int(arg or 2)}f}",
                "default": lambda x: x or arg,
            }[name](v)
        return str(v)

    return re.sub(r"\{\{(.*?)\}\}", value, template)


print(
    render(
        "Hi {{ user.name | upper }}, {{items|join:; }} = {{total|fixed:3}} {{none|default:n/a}}",
        {"user": {"name": "bob"}, "items": [1, 2], "total": 3.14159, "none": ""},
    )
)


# versions
@ft.total_ordering
class Version:
    RE = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(?:-(alpha|beta|rc)\.?(\d+)?)?$", re.I)

    def __init__(self, text):
        if not (m := self.RE.match(text)):
            raise ValueError(f"not a version: {text!r}")
        *nums, pre, n = m.groups()
        self.key = (*(int(x or 0) for x in nums), *((["alpha", "beta", "rc"].index(pre.lower()), int(n or 0)) if pre else (3, 0)))
        self.text = text

    def __eq__(self, o):
        return self.key == o.key

    def __lt__(self, o):
        return self.key < o.key

    def __repr__(self):
        return f"v{self.text}"


print(sorted(map(Version, "1.0 1.0-rc.1 0.9.12 1.0-ALPHA 1.0-beta2 1.0.1".split())), Version("1.0") == Version("1.0.0"))
try:
    Version("x")
except ValueError as e:
    print(e)
rng = random.Random(42)
print(
    rng.random(),
    rng.randint(1, 6),
    rng.choice("abc"),
    rng.sample(range(100), 3),
    rng.uniform(1, 2),
    rng.shuffle(l := list(range(5))),
    l,
    rng.gauss(0, 1),
    rng.choices("ab", [1, 9], k=5),
    rng.getrandbits(70),
    rng.randrange(0, 100, 7),
    rng.expovariate(2),
    rng.betavariate(1, 2),
    rng.triangular(),
)
print(
    math.hypot(3, 4, 12),
    math.gcd(12, 18),
    math.floor(-2.5),
    math.trunc(-2.5),
    math.fmod(-7, 3),
    math.remainder(7, 4),
    math.log(8, 2),
    math.log2(10),
    math.log1p(1e-10),
    math.exp(1),
    math.sin(1),
    math.atan2(-1, -1),
    math.degrees(math.pi),
    math.copysign(1, -0.0),
    math.frexp(10),
    math.ldexp(0.5, 4),
    math.modf(-2.25),
    math.dist((0, 0), (1, 1)),
    math.isqrt(99),
    math.factorial(15),
    math.gamma(5.5),
    math.erf(0.5),
    math.ulp(1.0),
    math.nextafter(1, 2),
    math.inf,
    math.e,
    math.tau,
)
try:
    math.sqrt(-1)
except ValueError as e:
    print(e)
print(
    [*it.starmap(pow, [(2, 3), (3, 2)])],
    [*it.dropwhile(lambda x: x < 3, [1, 4, 2])],
    [*it.filterfalse(bool, [0, 1])],
    [*it.islice(it.cycle("ab"), 5)],
    [*it.combinations_with_replacement("ab", 2)],
    [*it.zip_longest("a", "bc")],
    [*it.accumulate([1, 2, 3], op.mul, initial=1)],
    op.attrgetter("a.b")(type("X", (), {"a": type("Y", (), {"b": 5})})) if False else 5,
    op.itemgetter(1, 0)("ab"),
    op.methodcaller("upper")("x"),
)
