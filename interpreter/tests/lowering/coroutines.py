import asyncio


async def f(a):
    x = await a + await asyncio.sleep(1, 2)
    async for item in a:
        print(item)
    async with a as b, b:
        return [await y async for y in b if await y]


async def g():
    yield 1


def h():
    x = yield
    yield from x
    return x


if __name__ == "__main__":
    asyncio.run(f(1))
