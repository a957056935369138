"""A circuit breaker, a pool, a pipeline and other parts of services."""

import asyncio, contextvars, functools, itertools
from contextlib import asynccontextmanager, aclosing
from typing import TypeVar, Generic, Callable

T = TypeVar("T")
request = contextvars.ContextVar("request", default="none")


class CircuitOpen(Exception): ...


class Breaker:
    def __init__(self, limit, cooldown):
        self.limit, self.cooldown, self.failures, self.opened = limit, cooldown, 0, None

    def __call__(self, f):
        @functools.wraps(f)
        async def inner(*a, **k):
            now = asyncio.get_running_loop().time()
            if self.opened is not None and now - self.opened < self.cooldown:
                raise CircuitOpen(f.__name__)
            try:
                r = await f(*a, **k)
            except CircuitOpen:
                raise
            except Exception:
                self.failures += 1
                if self.failures >= self.limit:
                    self.opened = now
                raise
            self.failures, self.opened = 0, None
            return r

        return inner


breaker = Breaker(2, 0.05)


@breaker
async def call(ok):
    await asyncio.sleep(0.001)
    if not ok:
        raise OSError("down")
    return "up"


async def retry(f, *, attempts=3, base=0.001, on=(Exception,)):
    for n in itertools.count():
        try:
            return await f()
        except on as e:
            if n + 1 >= attempts:
                raise RuntimeError(f"gave up after {attempts}") from e
            await asyncio.sleep(base * 2**n)


class Pool(Generic[T]):
    def __init__(self, make: Callable[[], T], size: int):
        self._free: asyncio.Queue[T] = asyncio.Queue()
        for _ in range(size):
            self._free.put_nowait(make())

    @asynccontextmanager
    async def use(self):
        item = await self._free.get()
        try:
            yield item
        finally:
            self._free.put_nowait(item)


async def stage(name, inq, outq, f):
    while (x := await inq.get()) is not STOP:
        await outq.put(f(x))
        await asyncio.sleep(0)
    await outq.put(STOP)


STOP = object()


class Ticker:
    def __init__(self, n):
        self.i, self.n = 0, n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        await asyncio.sleep(0)
        return self.i


class Awaitable_:
    def __await__(self):
        yield from asyncio.sleep(0.001).__await__()
        return "awaited"


async def main():
    for ok in (False, False, True):
        try:
            print(await call(ok))
        except Exception as e:
            print(type(e).__name__, e)
    await asyncio.sleep(0.06)
    print(await call(True), call.__name__)
    try:
        await retry(lambda: call(False), attempts=2, on=OSError)
    except RuntimeError as e:
        print(e, "<-", repr(e.__cause__))
    names = iter("ab")
    pool = Pool(lambda: next(names), 2)
    seen = []

    async def worker(n):
        async with pool.use() as conn:
            seen.append((n, conn))
            await asyncio.sleep(0.001)

    await asyncio.gather(*(worker(n) for n in range(5)))
    print(seen)
    qs = [asyncio.Queue() for _ in range(3)]
    stages = [asyncio.create_task(stage("double", qs[0], qs[1], lambda x: x * 2)), asyncio.create_task(stage("str", qs[1], qs[2], str))]
    for x in [1, 2, STOP]:
        qs[0].put_nowait(x)
    await asyncio.gather(*stages)
    print([qs[2].get_nowait() for _ in range(qs[2].qsize() - 1)])
    token = request.set("outer")

    async def show(tag):
        print(tag, request.get())
        request.set(tag)

    await asyncio.gather(show("t1"), show("t2"))
    await show("direct")
    print(request.get())
    request.reset(token)
    print(request.get())
    print([x async for x in Ticker(3)], await Awaitable_(), sum([x async for x in Ticker(4) if x % 2]))

    async def gen():
        try:
            while True:
                try:
                    got = yield "ready"
                except ValueError as e:
                    got = f"caught {e}"
                print("got", got)
        finally:
            print("gen closed")

    g = gen()
    print(await g.asend(None), await g.asend(1), await g.athrow(ValueError("v")))
    await g.aclose()
    async with aclosing(gen()) as g2:
        print(await anext(g2))
    t = asyncio.create_task(asyncio.sleep(5))

    async def canceller():
        await asyncio.sleep(0.001)
        t.cancel()

    asyncio.create_task(canceller())
    print(await asyncio.gather(t, return_exceptions=True))

    async def stubborn():
        for i in range(2):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                print("nope", i)
        return "finished"

    s = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    s.cancel()
    await asyncio.sleep(0)
    s.cancel()
    print(await s, s.cancelling(), s.cancelled())
    done = []
    s = asyncio.create_task(asyncio.sleep(0, "cb"))
    s.add_done_callback(lambda f: done.append(f.result()))
    await s
    await asyncio.sleep(0)
    print(done)
    cond = asyncio.Condition()
    items = []

    async def take():
        async with cond:
            await cond.wait_for(lambda: items)
            return items.pop()

    tk = asyncio.create_task(take())
    await asyncio.sleep(0)
    async with cond:
        items.append(1)
        cond.notify()
    print(await tk)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(call(False))
            tg.create_task(retry(lambda: call(False), attempts=1))
    except BaseExceptionGroup as eg:
        print(eg, [type(e).__name__ for e in eg.exceptions])

    async def nested():
        try:
            async with asyncio.timeout(0.01):
                try:
                    await asyncio.sleep(1)
                finally:
                    print("inner cleanup")
        except TimeoutError:
            return "timeout"

    print(await nested())
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.001)
    except asyncio.TimeoutError as e:
        print(repr(e))
    loop = asyncio.get_running_loop()
    order = []
    loop.call_soon(order.append, 1)
    loop.call_later(0.002, order.append, 3)
    loop.call_later(0.001, order.append, 2)
    await asyncio.sleep(0.005)
    print(order)
    print(asyncio.current_task() is not None, asyncio.iscoroutinefunction(main), asyncio.iscoroutine(main))
    bar = asyncio.Barrier(2)
    print(sorted(await asyncio.gather(bar.wait(), bar.wait())))
    r = await asyncio.gather(*[asyncio.wait_for(asyncio.sleep(x / 1000, x), 0.5) for x in (3, 1, 2)])
    print(r)
    sem = asyncio.BoundedSemaphore(1)
    async with sem:
        print(sem.locked())
    try:
        sem.release()
    except ValueError as e:
        print(e)

    async def deep(n):
        return await deep(n - 1) + 1 if n else 0

    print(await deep(100))


print(asyncio.run(main()))
