"""Asynchronous generators that nobody closes: the loop does, in a task of its own, or at its end."""

import asyncio


async def numbers(name, stop=5):
    try:
        for n in range(stop):
            yield n
            await asyncio.sleep(0)
    finally:
        print(name, "closes")
        await asyncio.sleep(0)
        print(name, "closed")


async def left_by_break():
    async for n in numbers("broken"):
        print("got", n)
        if n == 1:
            break
    print("after the loop")
    await asyncio.sleep(0)
    print("one round later")
    await asyncio.sleep(0)
    print("two rounds later")


async def first():
    async for n in numbers("returned"):
        return n


async def raising():
    async for n in numbers("raised"):
        raise ValueError(n)


async def main():
    await left_by_break()
    print(await first())
    await asyncio.sleep(0)
    print("returned, a round later")
    await asyncio.sleep(0)
    try:
        await raising()
    except ValueError as error:
        print("caught", error)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    explicit = numbers("explicit")
    print(await anext(explicit))
    await explicit.aclose()
    exhausted = [n async for n in numbers("exhausted", 2)]
    print(exhausted)
    unstarted = numbers("unstarted")
    print(type(unstarted).__name__)
    print("main ends")
    return 1


print(asyncio.run(main()))
