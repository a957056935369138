"""Sagas, pages, locks and time limits, with enumerations and dataclasses."""

import asyncio, logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, KW_ONLY, fields, astuple
from enum import IntEnum, Flag, auto, StrEnum, Enum
from typing import NamedTuple, Self

log = logging.getLogger(__name__)


class Level(IntEnum):
    LOW = 1
    HIGH = auto()


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


class Color(StrEnum):
    RED = auto()
    BLUE = "azul"


class Planet(Enum):
    EARTH = (5.97e24, 6.37e6)
    MARS = (6.42e23, 3.39e6)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def g(self):
        return 6.67e-11 * self.mass / self.radius**2


print(Perm.RW, Perm.R | Perm.X, Perm.R in Perm.RW, ~Perm.R, Perm(0), bool(Perm.R & Perm.W), list(Perm.RW), repr(Perm.RW), Perm["X"].value)
print(
    Level.HIGH > Level.LOW,
    Level(2),
    f"{Level.LOW}",
    Level.LOW + 1,
    Color.RED,
    Color.RED.upper(),
    f"{Color.BLUE:>6}",
    Color("red"),
    [round(p.g, 2) for p in Planet],
    Planet.EARTH,
)


class Point(NamedTuple):
    x: float
    y: float = 0.0

    def __add__(self, o):
        return Point(self.x + o.x, self.y + o.y)

    @classmethod
    def origin(cls) -> Self:
        return cls(0)


print(Point(1) + Point(2, 3), Point.origin(), Point(1, 2) == (1, 2), Point._fields, Point(3)._asdict())


@dataclass(order=True)
class Task:
    priority: int
    name: str = field(compare=False)
    _: KW_ONLY
    tags: set[str] = field(default_factory=set, compare=False, repr=False)
    parent: "Task | None" = field(default=None, compare=False)

    def __post_init__(self):
        self.tags |= {self.name[:1]}


ts = [Task(2, "b"), Task(1, "a", tags={"z"}), Task(2, "c", parent=None)]
print(sorted(ts), min(ts), Task(1, "x") == Task(1, "y"), [f.name for f in fields(Task)], sorted(ts[1].tags))
try:
    Task(1)
except TypeError as e:
    print(e)
try:
    Task(1, "a", {"b"})
except TypeError as e:
    print(e)


@dataclass
class Base:
    id: int = 0


@dataclass
class Child(Base):
    name: str = ""

    def __str__(self):
        return f"<{self.name}>"


print(Child(1, "n"), repr(Child(name="q")), astuple(Child(3, "x")), Child(1) == Base(1), Child(1).__eq__(3))


@dataclass(frozen=True, eq=True)
class Key:
    a: int
    b: tuple[int, ...] = ()


print({Key(1): "x"}[Key(1, ())], hash(Key(1)) == hash(Key(1)))


class Saga:
    def __init__(self):
        self.undo: list[tuple[str, Callable[[], Awaitable[None]]]] = []
        self.log = []

    async def step(self, name, do, undo):
        result = await do()
        self.undo.append((name, undo))
        self.log.append(f"+{name}")
        return result

    async def __aenter__(self):
        return self

    async def __aexit__(self, t, e, tb):
        if e is None:
            return False
        for name, undo in reversed(self.undo):
            try:
                await undo()
            except Exception as problem:
                self.log.append(f"?{name}: {problem}")
            else:
                self.log.append(f"-{name}")
        return isinstance(e, RuntimeError)


async def ok(v=1):
    await asyncio.sleep(0)
    return v


async def bad():
    raise RuntimeError("card declined")


async def undo():
    await asyncio.sleep(0.01)


async def undo_bad():
    raise OSError("disk")


async def ticks(n) -> AsyncIterator[int]:
    try:
        for i in range(n):
            await asyncio.sleep(0.001)
            yield i
    finally:
        print("ticks closed")


async def paginate(fetch):
    cursor = None
    while True:
        page, cursor = await fetch(cursor)
        for item in page:
            yield item
        if cursor is None:
            return


async def fetch(c):
    await asyncio.sleep(0)
    c = c or 0
    return list(range(c, c + 3)), c + 3 if c < 6 else None


async def main():
    saga = Saga()
    async with saga:
        await saga.step("reserve", ok, undo)
        await saga.step("ship", ok, undo_bad)
        await saga.step("charge", bad, undo)
    print(saga.log)
    print([i async for i in ticks(3)], {i: await ok(i) async for i in paginate(fetch) if i % 2}, [await ok(i) for i in range(3)])
    async for i in paginate(fetch):
        if i == 4:
            break
    else:
        print("never")
    agen = ticks(5)
    print(await anext(agen))
    await agen.aclose()
    print(await anext(agen, "default"))
    lock = asyncio.Lock()
    order = []

    async def locked(n):
        async with lock:
            order.append(n)
            await asyncio.sleep(0.01 * (3 - n))
            order.append(-n)

    await asyncio.gather(*map(locked, range(1, 3)))
    print(order)
    ev = asyncio.Event()

    async def waiter(n):
        await ev.wait()
        return n

    ws = [asyncio.create_task(waiter(n)) for n in range(2)]
    await asyncio.sleep(0)
    ev.set()
    print(await asyncio.gather(*ws))
    results = await asyncio.gather(ok(1), bad(), asyncio.sleep(0.01, "s"), return_exceptions=True)
    print(results)
    try:
        await asyncio.gather(ok(), bad())
    except RuntimeError as e:
        print("gather", e)

    async def slow():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("cancelled slow")
            raise
        finally:
            await asyncio.sleep(0.001)
            print("cleaned")

    try:
        await asyncio.wait_for(slow(), 0.01)
    except asyncio.TimeoutError:
        print("timed out")
    fut = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.01, fut.set_result, 42)
    print(await fut)
    inner = asyncio.create_task(asyncio.sleep(0.02, "inner"))
    try:
        await asyncio.wait_for(asyncio.shield(inner), 0.005)
    except TimeoutError:
        print("shielded", await inner)


asyncio.run(main())
