import asyncio
from asyncio import FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED


async def work(n, fail=False):
    await asyncio.sleep(n)
    if fail:
        raise ValueError(n)
    return n


def names(tasks):
    return sorted(task.get_name() for task in tasks)


def make(*pairs):
    return [asyncio.create_task(work(*pair), name=f"t{pair[0]}") for pair in pairs]


async def waits():
    tasks = make((1,), (2,), (3,))
    done, pending = await asyncio.wait(tasks, return_when=FIRST_COMPLETED)
    print(names(done), names(pending))
    done, pending = await asyncio.wait(pending, timeout=1)
    print(names(done), names(pending))
    done, pending = await asyncio.wait(tasks)
    print(names(done), names(pending), sorted(t.result() for t in done))
    tasks = make((1,), (2, True), (3,))
    done, pending = await asyncio.wait(tasks, return_when=FIRST_EXCEPTION)
    print(names(done), names(pending))
    done, pending = await asyncio.wait(pending, timeout=0.5)
    print(names(done), names(pending))
    done, pending = await asyncio.wait(set(tasks), return_when=ALL_COMPLETED)
    print(names(done), names(pending))
    done, pending = await asyncio.wait(tasks, return_when=FIRST_EXCEPTION)
    print(names(done), len(pending))
    tasks = make((5,), (6,))
    waiting = asyncio.create_task(asyncio.wait(tasks))
    await asyncio.sleep(1)
    waiting.cancel()
    print(await asyncio.gather(waiting, return_exceptions=True), [t.done() for t in tasks])
    for t in tasks:
        t.cancel()
    done, pending = await asyncio.wait(tasks)
    print([t.cancelled() for t in tasks])
    for bad in ([], asyncio.sleep(0), [work(1)], 5):
        try:
            await asyncio.wait(bad)
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
    try:
        await asyncio.wait(tasks, return_when="X")
    except ValueError as e:
        print(e)


async def completed():
    for future in asyncio.as_completed([work(3), work(1), work(2, True)]):
        try:
            print(await future)
        except ValueError as e:
            print(repr(e))
    try:
        for future in asyncio.as_completed([work(1), work(9)], timeout=2):
            print(await future)
    except TimeoutError as e:
        print(repr(e))
    print(list(asyncio.as_completed([])))
    try:
        list(asyncio.as_completed(5))
    except TypeError as e:
        print(e)


async def shields():
    inner = asyncio.create_task(work(3))
    outer = asyncio.shield(inner)
    outer.cancel("m")
    try:
        await outer
    except asyncio.CancelledError as e:
        print(e.args, inner.done(), await inner)
    inner = asyncio.create_task(work(3))
    outer = asyncio.shield(inner)
    await asyncio.sleep(1)
    inner.cancel("inner")
    try:
        await outer
    except asyncio.CancelledError as e:
        print(e.args, outer.cancelled(), inner.cancelled())
    print(await asyncio.shield(work(1)))
    try:
        await asyncio.shield(work(1, True))
    except ValueError as e:
        print(repr(e))

    async def outer_task():
        try:
            return await asyncio.shield(inner)
        except asyncio.CancelledError as e:
            print("outer task", e.args)
            return await inner

    inner = asyncio.create_task(work(4))
    task = asyncio.create_task(outer_task())
    await asyncio.sleep(1)
    task.cancel("go")
    print(await task)
    done = asyncio.get_running_loop().create_future()
    done.set_result(1)
    print(asyncio.shield(done) is done)


async def main():
    for test in (waits, completed, shields):
        print("--", test.__name__)
        await test()


asyncio.run(main())
