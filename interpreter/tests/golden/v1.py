import asyncio


def numbers():
    total = 0
    for n in range(5):
        total += yield n
    return total


async def child(n):
    try:
        await asyncio.sleep(n)
    finally:
        await asyncio.sleep(1)
    return {"n": n, (1, 2): [n]}


async def main():
    g, it = numbers(), iter({"a": 1, "b": (2, "x")}.items())
    next(g), next(it)
    kept = [ValueError("kept", 10**30), slice(1, 2), 1.5, b"x", {1, 2}, str.upper, int]
    task = asyncio.create_task(child(2))
    done = await asyncio.gather(child(1), asyncio.sleep(3, "slept"), return_exceptions=True)
    print(g.send(1), list(it), kept[0].args, kept[1:5], kept[5]("up"), kept[6]("7"), done, await task)


asyncio.run(main())
