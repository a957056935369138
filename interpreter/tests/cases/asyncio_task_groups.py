import asyncio
from asyncio import TaskGroup


async def work(name, delay, fail=None):
    try:
        await asyncio.sleep(delay)
        if fail:
            raise fail
        print("done", name)
        return name
    except asyncio.CancelledError as e:
        print("cancelled", name, e.args)
        raise
    finally:
        print("finally", name)


async def plain():
    async with TaskGroup() as tg:
        a = tg.create_task(work("a", 2))
        b = tg.create_task(work("b", 1), name="bee")
        print(b.get_name(), a.done())
    print(a.result(), b.result(), repr(tg))


async def failing():
    try:
        async with TaskGroup() as tg:
            tg.create_task(work("slow", 10))
            tg.create_task(work("bad", 1, ValueError("v")))
            tg.create_task(work("worse", 1, KeyError("k")))
            await asyncio.sleep(5)
            print("not reached")
    except* ValueError as group:
        print("values", group.exceptions, str(group))
    except* KeyError as group:
        print("keys", group.exceptions)
    print(asyncio.current_task().cancelling())


async def body_fails():
    try:
        async with TaskGroup() as tg:
            tg.create_task(work("t", 3))
            await asyncio.sleep(1)
            raise RuntimeError("body")
    except BaseExceptionGroup as group:
        print(type(group).__name__, group.message, group.exceptions, group.__cause__, group.__context__)


async def cancelled_from_outside():
    async def inner():
        try:
            async with TaskGroup() as tg:
                tg.create_task(work("x", 3))
                tg.create_task(work("y", 4))
        except asyncio.CancelledError as e:
            print("group cancelled", e.args)
            raise

    task = asyncio.create_task(inner())
    await asyncio.sleep(1)
    print(task.cancel("stop"))
    try:
        await task
    except asyncio.CancelledError as e:
        print("seen", e.args, task.cancelled(), task.cancelling())


async def nested():
    try:
        async with TaskGroup() as outer:
            outer.create_task(work("outer", 5))
            async with TaskGroup() as inner:
                inner.create_task(work("inner", 1, ValueError("deep")))
                inner.create_task(work("sibling", 2))
    except* ValueError as group:
        print(group, group.exceptions[0].exceptions if isinstance(group.exceptions[0], BaseExceptionGroup) else group.exceptions)


async def errors():
    tg = TaskGroup()
    coro = work("n", 0)
    try:
        tg.create_task(coro)
    except RuntimeError as e:
        print(e)
    async with tg:
        print(repr(tg))
        tg.create_task(coro)
        print(repr(tg))
    c = work("m", 0)
    try:
        tg.create_task(c)
    except RuntimeError as e:
        print(e)
    c.close()
    try:
        async with tg:
            pass
    except RuntimeError as e:
        print(e)


async def spawn_from_child():
    async with TaskGroup() as tg:
        async def child(n):
            print("child", n)
            if n:
                tg.create_task(child(n - 1))
            await asyncio.sleep(n)
            print("end", n)

        tg.create_task(child(3))


async def cleanup_fails():
    async def stubborn():
        try:
            await asyncio.sleep(10)
        finally:
            raise OSError("cleanup")

    async def bad():
        raise ValueError("first")

    try:
        async with TaskGroup() as tg:
            tg.create_task(stubborn())
            tg.create_task(bad())
    except ExceptionGroup as group:
        print(group.exceptions)


async def many():
    results = []

    async def one(n):
        await asyncio.sleep(n % 3)
        results.append(n)

    async with TaskGroup() as tg:
        for n in range(9):
            tg.create_task(one(n))
    print(results)


async def main():
    for test in (plain, failing, body_fails, cancelled_from_outside, nested, errors, spawn_from_child, cleanup_fails, many):
        print("--", test.__name__)
        await test()


asyncio.run(main())
