import asyncio


async def slow(n, value="slow"):
    try:
        await asyncio.sleep(n)
        return value
    except asyncio.CancelledError:
        print("slow cancelled", n)
        raise


async def simple():
    try:
        async with asyncio.timeout(1) as cm:
            await slow(2)
    except TimeoutError as e:
        print("timeout", repr(e), e.args, cm.expired(), type(e.__cause__).__name__, repr(cm))
    async with asyncio.timeout(2) as cm:
        print(await slow(1), cm.expired())
    print(cm.expired(), repr(cm))
    async with asyncio.timeout(None) as cm:
        print(cm.when(), await slow(1))


async def nested():
    try:
        async with asyncio.timeout(5) as outer:
            try:
                async with asyncio.timeout(1) as inner:
                    await slow(10)
            except TimeoutError:
                print("inner", inner.expired(), outer.expired())
            await slow(10)
    except TimeoutError:
        print("outer", inner.expired(), outer.expired())
    try:
        async with asyncio.timeout(1):
            async with asyncio.timeout(5):
                await slow(10)
    except TimeoutError:
        print("outer first", asyncio.current_task().cancelling())


async def rescheduled():
    loop = asyncio.get_running_loop()
    start = loop.time()
    try:
        async with asyncio.timeout(1) as cm:
            cm.reschedule(start + 3)
            print(round(cm.when() - start))
            await slow(2)
            cm.reschedule(None)
            await slow(5)
            cm.reschedule(loop.time() - 1)
            print("rescheduled to the past")
            await slow(1)
    except TimeoutError:
        print("at", round(loop.time() - start))
    try:
        cm.reschedule(1)
    except RuntimeError as e:
        print(e)
    try:
        asyncio.timeout(1).reschedule(1)
    except RuntimeError as e:
        print(e)
    try:
        async with cm:
            pass
    except RuntimeError as e:
        print(e)


async def zero():
    try:
        async with asyncio.timeout(0):
            print("in")
            await asyncio.sleep(0)
            print("never")
    except TimeoutError:
        print("zero")
    try:
        async with asyncio.timeout_at(asyncio.get_running_loop().time() - 5):
            print("still runs without an await")
        print("no timeout")
    except TimeoutError:
        print("never")


async def cancelled_outside():
    async def inner():
        try:
            async with asyncio.timeout(10):
                await slow(20)
        except TimeoutError:
            print("never")

    task = asyncio.create_task(inner())
    await asyncio.sleep(1)
    task.cancel("why")
    try:
        await task
    except asyncio.CancelledError as e:
        print("cancelled", e.args)


async def body_raises():
    try:
        async with asyncio.timeout(1) as cm:
            try:
                await slow(5)
            except asyncio.CancelledError:
                raise ValueError("instead")
    except ValueError as e:
        print(repr(e), cm.expired(), asyncio.current_task().cancelling())
    async with asyncio.timeout(1) as cm:
        try:
            await slow(5)
        except asyncio.CancelledError:
            print("swallowed")
    print(cm.expired(), asyncio.current_task().cancelling())


async def waiting_for():
    print(await asyncio.wait_for(slow(1), 2), await asyncio.wait_for(slow(1), None))
    try:
        await asyncio.wait_for(slow(3), 1)
    except asyncio.TimeoutError as e:
        print(repr(e), repr(e.__cause__), asyncio.TimeoutError is TimeoutError)
    try:
        await asyncio.wait_for(slow(3), 0)
    except TimeoutError as e:
        print("at once", repr(e))
    try:
        await asyncio.wait_for(slow(3), -1)
    except TimeoutError as e:
        print("at once", repr(e))
    done = asyncio.get_running_loop().create_future()
    done.set_result("set")
    print(await asyncio.wait_for(done, 0))

    async def fails():
        await asyncio.sleep(1)
        raise KeyError("inside")

    try:
        await asyncio.wait_for(fails(), 5)
    except KeyError as e:
        print(repr(e))

    async def stubborn():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("stubborn")
            await asyncio.sleep(2)
            return "late"

    loop = asyncio.get_running_loop()
    start = loop.time()
    print(await asyncio.wait_for(stubborn(), 1), round(loop.time() - start))
    task = asyncio.create_task(asyncio.wait_for(slow(10), 20))
    await asyncio.sleep(1)
    task.cancel("msg")
    try:
        await task
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
    inner = asyncio.create_task(slow(4))
    try:
        await asyncio.wait_for(asyncio.shield(inner), 1)
    except TimeoutError:
        print("shielded", inner.done(), await inner)


async def main():
    for test in (simple, nested, rescheduled, zero, cancelled_outside, body_raises, waiting_for):
        print("--", test.__name__)
        await test()


asyncio.run(main())
