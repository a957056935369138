import asyncio


async def work(name, delay, result=None, fail=False):
    print("start", name)
    await asyncio.sleep(delay)
    print("end", name)
    if fail:
        raise ValueError(name)
    return result if result is not None else name


async def spin(name, turns):
    for turn in range(turns):
        print(name, turn)
        await asyncio.sleep(0)
    return name


async def main():
    print(await asyncio.gather(work("a", 0.03), work("b", 0.01), work("c", 0.02)))
    print(await asyncio.gather())
    print(await asyncio.gather(spin("x", 3), spin("y", 2), spin("z", 1)))
    print(await asyncio.gather(work("ok", 0.01), work("bad", 0.0, fail=True), return_exceptions=True))
    try:
        await asyncio.gather(work("slow", 0.03), work("bad", 0.01, fail=True), work("quick", 0.0))
    except ValueError as error:
        print("caught", error)
    await asyncio.sleep(0.05)
    print(await asyncio.gather(*[work(i, 0.001 * (5 - i), i * i) for i in range(5)]))
    nested = await asyncio.gather(asyncio.gather(work(1, 0), work(2, 0)), work(3, 0), asyncio.gather(work(4, 0)))
    print(nested)
    a, b = await asyncio.gather(work("l", 0.02), asyncio.sleep(0.01, "slept"))
    print(a, b)
    task = asyncio.create_task(work("task", 0.02))
    other = asyncio.create_task(work("other", 0.01))
    print("created")
    await asyncio.sleep(0)
    print("yielded", task.done(), other.done())
    print(await other, await task, task.done(), task.result())
    same = work("same", 0)
    coroutines = [spin("p", 2), spin("q", 2)]
    results = await asyncio.gather(*coroutines, same)
    print(results)
    started = []

    async def record(n):
        started.append(n)
        if n:
            await asyncio.gather(record(n - 1), asyncio.sleep(0))
        started.append(-n)

    await record(3)
    print(started)
    print(await asyncio.gather(work("one", 0.0)), await asyncio.wait_for(work("in time", 0.0), timeout=1))
    try:
        await asyncio.wait_for(work("too late", 1), timeout=0.01)
    except asyncio.TimeoutError as error:
        print("timeout", repr(error))


asyncio.run(main())
