import asyncio


async def counter(n):
    try:
        for i in range(n):
            await asyncio.sleep(1)
            got = yield i
            if got is not None:
                print("got", got)
    except ValueError as e:
        print("caught", e)
        yield "after"
    finally:
        await asyncio.sleep(1)
        print("closed")


async def protocol():
    g = counter(3)
    print(await g.__anext__(), await g.asend("x"), await anext(g))
    try:
        await g.__anext__()
    except StopAsyncIteration as e:
        print("stop", e.args)
    print(await anext(g, "default"))
    g = counter(3)
    print(await anext(g), await g.athrow(ValueError("in")))
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("stop")
    g = counter(3)
    await anext(g)
    print(await g.aclose(), await g.aclose())
    g = counter(3)
    print(await g.aclose())
    try:
        await g.asend(None)
    except StopAsyncIteration:
        print("closed before start")
    g = counter(3)
    try:
        await g.asend(1)
    except TypeError as e:
        print(e)
    g = counter(3)
    try:
        await g.athrow(KeyError("unstarted"))
    except KeyError as e:
        print(repr(e))
    g = counter(2)
    await anext(g)
    try:
        await g.athrow(KeyError("through"))
    except KeyError as e:
        print(repr(e))
    try:
        await anext(g)
    except StopAsyncIteration:
        print("over")


async def misbehaving():
    async def ignores():
        try:
            yield 1
        except GeneratorExit:
            yield 2

    g = ignores()
    await anext(g)
    try:
        await g.aclose()
    except RuntimeError as e:
        print(e)

    async def stops():
        yield 1
        raise StopAsyncIteration

    try:
        async for x in stops():
            print(x)
    except RuntimeError as e:
        print(e, type(e.__cause__).__name__)

    async def stops_sync():
        yield 1
        raise StopIteration("s")

    try:
        async for x in stops_sync():
            print(x)
    except RuntimeError as e:
        print(e, type(e.__cause__).__name__)

    g = counter(2)
    step = g.__anext__()
    await step
    try:
        await step
    except RuntimeError as e:
        print(e)
    await g.aclose()

    g = counter(2)
    first = asyncio.create_task(g.__anext__()) if False else asyncio.ensure_future(g.__anext__())
    await asyncio.sleep(0)
    try:
        await g.__anext__()
    except RuntimeError as e:
        print(e)
    print(await first)
    await g.aclose()


async def loops():
    async for i in counter(2):
        print(i)
    else:
        print("else")
    print([i async for i in counter(2)], {i: i async for i in counter(2)}, {i async for i in counter(1)})
    print([x async for x in (y * 2 async for y in counter(3)) if x])
    g = (i async for i in counter(2))
    print(await anext(g), await anext(g), await anext(g, None), type(g).__name__)
    print([[a async for a in counter(n)] for n in range(2)])

    async def nested():
        async for x in counter(2):
            async for y in counter(1):
                yield x, y

    print([pair async for pair in nested()])


class Manual:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await asyncio.sleep(1)
        return self.n


async def iteration():
    it = aiter(Manual(2))
    print(await anext(it), await anext(it), await anext(it, "end"))
    try:
        await anext(it)
    except StopAsyncIteration:
        print("stop")
    for bad in (5, [1]):
        try:
            aiter(bad)
        except TypeError as e:
            print(e)
        try:
            anext(bad)
        except TypeError as e:
            print(e)
    try:
        async for x in [1]:
            pass
    except TypeError as e:
        print(e)

    class NoNext:
        def __aiter__(self):
            return 5

    try:
        async for x in NoNext():
            pass
    except TypeError as e:
        print(e)


async def cancelled():
    async def generate():
        try:
            while True:
                yield 1
                await asyncio.sleep(5)
        except asyncio.CancelledError:
            print("generator cancelled")
            raise
        finally:
            print("generator finally")

    async def consume():
        async for x in generate():
            print(x)

    task = asyncio.create_task(consume())
    await asyncio.sleep(7)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("consumer cancelled")


async def between_tasks():
    g = counter(4)

    async def take(name):
        return name, await g.asend(None)

    for name in "abc":
        print(await asyncio.create_task(take(name)))
    print(await asyncio.gather(g.aclose(), asyncio.sleep(0, "slept")))
    g = counter(1)
    print(await asyncio.wait_for(anext(g), 5))
    await g.aclose()


class Awaitable:
    def __init__(self, future):
        self.future = future

    def __await__(self):
        print("awaiting")
        result = yield from self.future
        return result * 2


class Yields:
    def __await__(self):
        yield
        return (yield from asyncio.sleep(1, 21).__await__())


async def awaitables():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, future.set_result, 4)
    print(await Awaitable(future), await Awaitable(future), await Yields())
    print(await asyncio.gather(Awaitable(future), Yields()), await asyncio.ensure_future(Yields()))
    failing = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, failing.set_exception, ValueError("set"))
    try:
        await Awaitable(failing)
    except ValueError as e:
        print(repr(e))
    print(await asyncio.wait_for(Awaitable(future), 1))

    class Plain:
        def __init__(self, f):
            self.f = f

        def __await__(self):
            try:
                got = yield self.f
                print("sent", got)
            except ValueError as e:
                print("thrown", e)
            except asyncio.CancelledError:
                print("cancelled in await")
                raise
            return 5

    later = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, later.set_exception, ValueError("later"))
    try:
        print(await Plain(later))
    except RuntimeError as e:
        print(str(e).split("<")[0])


async def main():
    for test in (protocol, misbehaving, loops, iteration, cancelled, between_tasks, awaitables):
        print("--", test.__name__)
        await test()


asyncio.run(main())
