import asyncio
import functools


class CM:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self
    async def __aexit__(self, *a):
        await asyncio.sleep(0)


async def f(x=0):
    await asyncio.sleep(x)
    return x


async def main():
    # sleep errors
    for bad in ("x", None):
        try:
            await asyncio.sleep(bad)
        except TypeError as e:
            print(e)
    print(await asyncio.sleep(-1, "neg"), await asyncio.sleep(True, "bool"))
    s = asyncio.sleep(0)
    await s
    try:
        await s
    except RuntimeError as e:
        print(e)
    s = asyncio.sleep(1)
    t = asyncio.create_task(s)
    await asyncio.sleep(0)
    print(type(s).__name__, asyncio.iscoroutine(s))
    await t
    s.close()
    # coroutine methods
    c = f(0)
    print(type(c).__name__, c.__name__, c.__qualname__)
    c.close()
    try:
        await c
    except RuntimeError as e:
        print(e)
    c = f()
    try:
        c.send(1)
    except TypeError as e:
        print(e)
    print(c.send(None))
    try:
        c.send(None)
    except StopIteration as e:
        print("stop", e.value)
    # Future generic
    async def typed(q: asyncio.Queue[int], t: asyncio.Task[int]) -> asyncio.Future[int]:
        return q
    await typed(1, 2)
    # gather with kwargs
    results = await asyncio.gather(*map(f, [0, 1, 2]))
    print(results)
    # nested functions
    lock = asyncio.Lock()
    async with lock, CM() as cm:
        print(lock.locked(), type(cm).__name__)
    # event loop functions
    loop = asyncio.get_event_loop()
    fut = loop.create_future()
    loop.call_soon(fut.set_result, 3)
    print(await fut)
    loop.call_soon(functools.partial(print, "partial", end="!\n"))
    await asyncio.sleep(0)
    # exceptions hierarchy
    print(issubclass(asyncio.TimeoutError, OSError), issubclass(asyncio.CancelledError, Exception), asyncio.CancelledError.__mro__[1].__name__)
    print(asyncio.QueueEmpty.__name__, asyncio.InvalidStateError.__name__, issubclass(asyncio.BrokenBarrierError, RuntimeError))
    try:
        raise asyncio.InvalidStateError("x")
    except asyncio.InvalidStateError as e:
        print(repr(e))
    print(asyncio.FIRST_COMPLETED, asyncio.ALL_COMPLETED, asyncio.FIRST_EXCEPTION)
    # done callbacks with exceptions
    t = asyncio.create_task(f(0))
    t.add_done_callback(lambda t: print("cb", t.result()))
    await t
    await asyncio.sleep(0)
    # task in set / dict
    ts = {asyncio.create_task(f(i)) for i in range(3)}
    for t in ts:
        t.add_done_callback(ts.discard)
    await asyncio.sleep(5)
    print(len(ts))
    # timeouts nested in task groups
    try:
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(f(5))
                tg.create_task(f(6))
    except TimeoutError:
        print("tg timeout")
    print(asyncio.current_task().cancelling())
    # await in finally with cancellation
    async def g():
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(1)
            print("cleanup")
    t = asyncio.create_task(g())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0.5)
    t.cancel()
    r = await asyncio.gather(t, return_exceptions=True)
    print(r, t.cancelling())
    # exception group details
    try:
        async with asyncio.TaskGroup() as tg:
            async def bad(): raise ValueError(1)
            tg.create_task(bad())
            tg.create_task(bad())
    except ExceptionGroup as e:
        print(e.message, len(e.exceptions), e.__cause__, e.__context__)
    # repr of futures
    fut = loop.create_future()
    print(repr(fut).startswith("<Future pending"))
    fut.set_result(5)
    print(repr(fut).startswith("<Future finished result=5"))
    print(str(asyncio.current_task()).startswith("<Task pending name='Task-1' coro=<main() running at"))
    # ensure exceptions keep identity
    err = ValueError("same")
    async def raiser(): raise err
    t = asyncio.create_task(raiser())
    for _ in range(2):
        try:
            await t
        except ValueError as e:
            print(e is err)
    # async comprehension condition
    print([x for x in range(4) if await f(0) == 0], sum([await f(0) for _ in range(3)]))
    # yield from / Lock fairness / condition
    q = asyncio.Queue()
    async def prod():
        for i in range(3):
            await q.put(i)
            await asyncio.sleep(0)
    async def cons():
        return [await q.get() for _ in range(3)]
    print(await asyncio.gather(prod(), cons()))
    try:
        await asyncio.wait_for(f(1), "x")
    except TypeError as e:
        print(e)
    async def never():
        await loop.create_future()
    t = asyncio.create_task(never())
    done, pending = await asyncio.wait({t}, timeout=1)
    print(len(done), len(pending))
    t.cancel()

asyncio.run(main(), debug=False)


async def cancelled_twice():
    async def child():
        asyncio.current_task().cancel("first")
        try:
            await asyncio.sleep(1)
        except BaseException as error:
            print(repr(error))

    asyncio.create_task(child())


asyncio.run(cancelled_twice())
