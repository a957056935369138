"""What CPython's own tests showed to differ: dispatch by annotations, cached properties, chains across awaits, far ranges."""

import collections.abc, functools, itertools, datetime, asyncio, json, typing, copy, types


def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


@functools.singledispatch
def f(x):
    return "base"


@f.register
def _(x: collections.abc.Sequence):
    return "seq"


@f.register
def _(x: collections.abc.Mapping):
    return "map"


@f.register(collections.abc.Set)
def _(x):
    return "set"


@f.register
def _(x: int | float):
    return "num"


print(f([]), f({}), f(set()), f(frozenset()), f("a"), f((1,)), f(1), f(1.5), f(None), f(range(3)))


class CP:
    def __init__(self):
        self.n = 0

    @functools.cached_property
    def x(self):
        self.n += 1
        return self.n


c = CP()
print(c.x, c.x, c.__dict__)
del c.x
print(c.x)


class Sl:
    __slots__ = ("a",)

    @functools.cached_property
    def x(self):
        return 1


show(lambda: Sl().x)
cp = functools.cached_property(lambda s: 1)


class N:
    pass


N.cp = cp
show(lambda: N().cp)
p = functools.partial(print, 1, k=2)
print(repr(p).split(" ", 3)[0], p.args, p.keywords)
show(lambda: types.SimpleNamespace(a=1) == types.SimpleNamespace(a=1))


class FakeNS(str):
    __dict__ = {}


show(lambda: types.SimpleNamespace() == FakeNS())
show(lambda: copy.copy(int | str))
show(lambda: copy.deepcopy(int | None))
show(lambda: copy.copy(list[int]))
print([(k, list(g)) for k, g in itertools.groupby("aabbc")])
it = itertools.groupby("AAABBB")
_, g1 = next(it)
_, g2 = next(it)
print(list(g1), list(g2))
print(
    repr(itertools.count()),
    repr(itertools.count(5, 2)),
    repr(itertools.repeat(1)),
    repr(itertools.repeat("a", 3)),
    repr(itertools.count(1.5)),
)
show(lambda: list(itertools.compress(data="ABCDEF", selectors=[1, 0, 1, 0, 1, 1])))
print(list(itertools.islice("abcdef", 1, None, 2)))
show(lambda: list(itertools.islice(itertools.count(2**63 - 3, 3), 4)))
show(lambda: list(itertools.islice(itertools.count(2**64, -5), 3)))
print(list(itertools.accumulate([1, 2, 3], initial=10)), 1)
show(lambda: list(itertools.accumulate(iterable=[1, 2], func=lambda a, b: a * b)))


async def boom():
    await asyncio.sleep(0)
    raise ValueError("inner")


async def chain():
    try:
        raise KeyError("outer")
    except KeyError:
        await boom()


async def main():
    try:
        await chain()
    except ValueError as e:
        print(repr(e.__context__))
    t = asyncio.ensure_future(boom())
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            await t
    except ValueError as e:
        print(repr(e.__context__))
    f = asyncio.get_running_loop().create_future()

    async def waits():
        try:
            raise KeyError(3)
        except Exception:
            await f

    t = asyncio.create_task(waits())
    await asyncio.sleep(0)
    f.set_exception(ValueError("v"))
    try:
        await t
    except ValueError as e:
        print(repr(e.__context__))

    async def waits2():
        try:
            raise KeyError(4)
        except Exception:
            try:
                await asyncio.sleep(5)
            finally:
                pass

    t = asyncio.create_task(waits2())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError as e:
        print(repr(e.__context__), t.cancelled())

    async def waits3():
        try:
            raise KeyError(5)
        except Exception:
            await asyncio.wait_for(asyncio.sleep(5), 0.01)

    try:
        await waits3()
    except TimeoutError as e:
        print(repr(e.__context__), repr(e.__cause__))
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(boom())
    except* ValueError as g:
        print(repr(g.__context__))


asyncio.run(main())
C = collections.abc.Callable
for x in (
    C[[int, str], float],
    C[..., int],
    C[[], int],
    typing.Callable[[int], str],
    typing.Callable[..., str],
    typing.Callable[[], None],
):
    print(x, x.__args__, typing.get_args(x), typing.get_origin(x), len({x, x}))
print(C[[int], str] == C[[int], str], typing.Callable[[int], str] == C[[int], str])
D = datetime
show(lambda: D.datetime.fromisoformat("20220304T1023"))
show(lambda: D.datetime.fromisoformat("2022-03-04T10:23:01,5Z"))
show(lambda: D.time.fromisoformat("T1023"))
show(lambda: D.time.fromisoformat("102301.123456789"))
for s, fm in (
    ("1/2/3", "%d/%m/%y"),
    ("01/02/03 04:05:06", "%d/%m/%y %H:%M:%S"),
    ("5", "%H"),
    ("99", "%y"),
    ("12 PM", "%I %p"),
    ("1:2", "%H:%M"),
):
    show(lambda: D.datetime.strptime(s, fm))
r = range(-(2**64), 2**64, 2**62)
show(lambda: list(r))
show(lambda: (r[3], r[1:3]))
show(lambda: (len(r), r.index(2**62), list(reversed(r))[:2]))
it = iter(range(2**63 - 2, 2**63 + 2))
print(list(it))


class I(int):
    def __pow__(self, o, mod=None):
        return ("pow", o, mod)

    def __rpow__(self, o, mod=None):
        return ("rpow", o, mod)


print(pow(I(2), I(3), I(5)), pow(2, I(3)), I(2) ** 3, pow(I(2), 3))
show(lambda: pow(2, I(3), 5))


def g():
    yield 1


def exg():
    try:
        raise OSError("blah")
    except* ExceptionGroup:
        pass


show(exg)


class BadIt:
    def __iadd__(self, o):
        return NotImplemented

    def __add__(self, o):
        return "added"

    __radd__ = None


b = BadIt()
b += 1
print(b)
from collections import OrderedDict
import random


class R2(random.Random):
    def random(self):
        return 0.25


r = R2()
print(r.randrange(100) if False else r.choice([1, 2, 3, 4]), r.uniform(0, 8), r.random())
L = [3, 1, 2]
show(lambda: L.sort(key=lambda x: L.append(x)))
print(L)


class TD(typing.TypedDict, total=False):
    a: int


class TD2(TD, total=True):
    a: int


print(TD2.__optional_keys__, TD2.__required_keys__)
