"""Generators, context managers, exception groups and calls of all kinds."""

from contextlib import contextmanager, ExitStack
from types import SimpleNamespace
import itertools, traceback


def pipeline(*stages):
    def run(xs):
        for s in stages:
            xs = s(xs)
        return xs

    return run


def batched(n):
    def go(xs):
        it = iter(xs)
        while chunk := list(itertools.islice(it, n)):
            yield chunk

    return go


print(list(pipeline(lambda xs: (x for x in xs if x % 2), lambda xs: map(lambda x: x * x, xs), batched(2))(range(10))))


def averager():
    total = count = 0
    avg = None
    while True:
        try:
            x = yield avg
        except ZeroDivisionError:
            total = count = 0
            avg = None
            continue
        total += x
        count += 1
        avg = total / count


a = averager()
next(a)
print([a.send(x) for x in (10, 20, 30)], a.throw(ZeroDivisionError), a.send(5))
a.close()
try:
    a.send(1)
except StopIteration as e:
    print("stopped", e.value)


def sub():
    try:
        got = yield 1
        print("sub got", got)
        return "done"
    finally:
        print("sub finally")


def outer():
    r = yield from sub()
    yield r


o = outer()
print(next(o), o.send("hey"), list(o))


def boom():
    yield 1
    raise StopIteration("x")


try:
    list(boom())
except RuntimeError as e:
    print(e, repr(e.__cause__))


@contextmanager
def tag(name, out):
    out.append(f"<{name}>")
    try:
        yield out
    except KeyError as e:
        out.append(f"[{e}]")
    finally:
        out.append(f"</{name}>")


out = []
with tag("a", out), tag("b", out) as x:
    x.append("hi")
    {}["k"]
print("".join(out))


class Res:
    def __init__(self, n, fail=False):
        self.n, self.fail = n, fail

    def __enter__(self):
        print("enter", self.n)
        return self

    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__, v)
        if self.fail:
            raise ValueError(f"exit {self.n}") from v
        return self.n == 2


with Res(1):
    with Res(2):
        raise KeyError("swallowed")
try:
    with Res(1), Res(3, fail=True):
        raise IndexError("first")
except ValueError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__))
with ExitStack() as stack:
    rs = [stack.enter_context(Res(i)) for i in (1, 2)]
    stack.callback(print, "cb", sep="")
    raise RuntimeError("eaten by 2")


def retry(times, *errors):
    def deco(f):
        def wrapper(*a, **k):
            problems = []
            for attempt in range(1, times + 1):
                try:
                    return f(*a, attempt=attempt, **k)
                except errors as e:
                    e.add_note(f"attempt {attempt}")
                    problems.append(e)
            raise ExceptionGroup(f"{f.__name__} failed {times} times", problems)

        return wrapper

    return deco


@retry(3, OSError, ValueError)
def flaky(ok_at, attempt):
    if attempt < ok_at:
        raise (OSError if attempt % 2 else ValueError)(f"no {attempt}")
    return attempt


print(flaky(3))
try:
    flaky(9)
except* ValueError as g:
    print("V", [str(e) for e in g.exceptions], g.exceptions[0].__notes__)
except* OSError as g:
    print("O", [str(e) for e in g.exceptions], g)


def f():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                return i
        finally:
            print("fin", i)


print(f())


def g():
    try:
        return "try"
    finally:
        return "finally"


print(g())
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise LookupError("ctx")
except LookupError as e:
    print(repr(e.__context__), e.__cause__)
    print("".join(traceback.format_exception(e)).splitlines()[-1])
ns = SimpleNamespace(a=1, b=[2])
ns.c = 3
print(ns, ns == SimpleNamespace(a=1, b=[2], c=3), vars(ns))


def counter():
    n = 0

    def inc(by=1):
        nonlocal n
        n += by
        return n

    def reset():
        nonlocal n
        n = 0

    inc.reset = reset
    return inc


c = counter()
c()
c(5)
print(c())
c.reset()
print(c())
fs = [lambda x, i=i: x + i for i in range(3)]
print([f(10) for f in fs], [f(10) for f in [lambda x: x + i for i in range(3)]])
first, *mid, last = "abcde"
(p, q), *r = [(1, 2), 3]
print(first, mid, last, p, q, r)


def kw(a, /, b, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


print(kw(1, 2, 3, c=5, e=6), kw(*[1, 2], **{"c": 3}))
for call in ("kw(1)", "kw(1, 2)", "kw(a=1, b=2, c=3)", "kw(1, 2, c=3, **{'c': 4})"):
    try:
        if call == "kw(1)":
            kw(1)
        elif call == "kw(1, 2)":
            kw(1, 2)
        elif call.startswith("kw(a"):
            kw(a=1, b=2, c=3)
        else:
            kw(1, 2, c=3, **{"c": 4})
    except TypeError as e:
        print(call, e)
print({**{"a": 1}, "b": 2} | {"a": 3}, [*range(3), *"ab"], {*[1, 2], 3}, (*[], 1))
print(
    [x for x in range(20) if x % 2 if x % 3],
    {k: v for k, v in zip("abc", range(3))},
    {x % 3 for x in range(9)},
    [[j for j in range(i)] for i in range(3)],
    [y := 5, y**2],
)
print(
    all([]),
    any([]),
    sum([[1], [2]], []),
    max("a", "b", key=ord),
    min([], default=0),
    sorted([3, 1], reverse=True),
    list(reversed("ab")),
    list(enumerate("ab", 1)),
    list(filter(None, [0, 1, ""])),
    callable(print),
    abs(-3 + 4j),
    pow(3, -1, 7),
    round(1234, -2),
    hash(1) == hash(1.0),
    id(a) == id(a),
    ord("€"),
    chr(8364),
    ascii("é"),
    repr("a'b"),
    type(1).__name__,
    isinstance(True, int),
    divmod(7.5, 2),
)
x = 5


def scope():
    global x
    x += 1
    return x


print(scope(), x)


class Meta:
    y = [x for _ in range(2)]
    z = x

    def m(self):
        return __class__.__name__


print(Meta.y, Meta.z, Meta().m(), Meta.__name__, Meta.m.__qualname__, Meta.__dict__.keys() >= {"y"})
print(
    1 < 2 < 3,
    1 < 3 > 2,
    not 1 == 2,
    1 if [] else 2,
    None or "d",
    0 and 1,
    "a" in "abc",
    [1] is not [1],
    3 <= 3.0,
    (1, 2) < (1, 3),
    [1, 2] > [1],
    "a" < "b",
)
