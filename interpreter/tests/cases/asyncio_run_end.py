import asyncio


async def leftover(name, delay=10, cleanup=0):
    try:
        await asyncio.sleep(delay)
        print("ended", name)
    except asyncio.CancelledError as e:
        print("cancelled", name, e.args)
        if cleanup:
            await asyncio.sleep(cleanup)
            print("cleaned", name)
        raise
    finally:
        print("finally", name)


async def simple():
    asyncio.create_task(leftover("a"))
    await asyncio.sleep(1)
    print("main ends")
    return "result"


async def never_started():
    asyncio.create_task(leftover("never started"))
    print("main ends")


async def cleans_slowly():
    asyncio.create_task(leftover("slow", cleanup=5))
    await asyncio.sleep(0)
    print("main ends")
    return 1


async def main_fails():
    asyncio.create_task(leftover("f"))
    await asyncio.sleep(0)
    raise ValueError("main fails")


async def ignores():
    async def stubborn():
        for n in range(3):
            try:
                await asyncio.sleep(3)
                print("stubborn", n)
            except asyncio.CancelledError:
                print("ignored")

    asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print("main ends")


async def spawns_at_the_end():
    async def late():
        print("late begins")
        try:
            await asyncio.sleep(0)
            print("late 1")
            await asyncio.sleep(0)
            print("late 2")
            await asyncio.sleep(0)
            print("late 3")
            await asyncio.sleep(0)
            print("late 4")
        finally:
            pass

    async def child():
        try:
            await asyncio.sleep(10)
        finally:
            asyncio.create_task(late())
            print("spawned")

    asyncio.create_task(child())
    await asyncio.sleep(0)


async def same_round():
    async def ticks():
        for n in range(10):
            print("tick", n)
            await asyncio.sleep(0)

    asyncio.create_task(ticks())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("main ends")


async def own_cancel():
    asyncio.current_task().cancel()
    await asyncio.sleep(1)


for test in (simple, never_started, cleans_slowly, main_fails, ignores, spawns_at_the_end, same_round, own_cancel):
    print("--", test.__name__)
    try:
        print(asyncio.run(test()))
    except ValueError as e:
        print(repr(e))
    except asyncio.CancelledError as e:
        print("cancelled", e.args)


async def names():
    return asyncio.current_task().get_name()


print(asyncio.run(names()) != asyncio.run(names()))


async def nested():
    return 1


try:
    asyncio.run(5)
except ValueError as e:
    print(e)
