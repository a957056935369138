import asyncio


async def value(x, delay=0.0):
    await asyncio.sleep(delay)
    print("value", x)
    return x


async def flag(x):
    await asyncio.sleep(0)
    return x


class Box:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"Box({self.n})"

    async def get(self):
        await asyncio.sleep(0)
        return self.n

    async def set(self, n):
        old, self.n = self.n, await value(n)
        return old


async def main():
    # operands, both sides, chained
    print(await value(1) + await value(2) * await value(3))
    print(await value(1) < await value(5) < await value(3))
    print(await flag(True) and await value("and"), await flag(0) or await value("or"), not await flag(False))
    # arguments, keywords, stars
    print(max(await value(3), await value(9), key=await value(lambda n: -n) if await flag(False) else None))
    print(dict(a=await value("ka"), **await value({"b": 2}), c=await value(3)))
    print(list([await value(1), *await value([2, 3]), await value(4)]))
    # displays
    print([await value(1), (await value(2), {await value(3): await value(4)})], {await value(5)})
    print(f"{await value('x')!r:>6} {await value(3):03d} {await value(2.5):.{await value(2)}f}")
    # subscripts and attributes
    xs = [10, 20, 30]
    print(xs[await value(1)], xs[await value(0) : await value(2)], (await value(xs))[2])
    xs[await value(0)] = await value(99)
    xs[await value(1)] += await value(5)
    print(xs)
    box = Box(1)
    box.n += await value(4)
    print(await box.get(), await box.set(7), box.n, (await value(box)).n)
    # conditions
    if await flag(1) and (got := await value("walrus")):
        print(got)
    while (await value(len(xs))) > 1:
        xs.pop()
    else:
        print("loop else", xs)
    print("yes" if await flag(True) else await value("never"))
    assert await flag(True), await value("never")
    # comprehensions
    print([await value(i) for i in range(3) if await flag(i != 1)])
    print({await value(k): await value(v) for k, v in (await value({"a": 1})).items()})
    print(sum([await value(n) for n in await value([1, 2])]))
    # nested calls of coroutines
    print(await value(await value(await value("deep"))))
    # unpacking
    a, (b, *c) = await value((1, (2, 3, 4)))
    print(a, b, c)
    # for, with try
    for x in await value([1, 2, 3]):
        try:
            if await flag(x == 2):
                raise ValueError(await value("boom"))
        except ValueError as error:
            print("caught", error, await value("in handler"))
            continue
        else:
            print("else", await value(x))
        finally:
            print("finally", await value(-x))
    # lambda holding a coroutine, conditional creation
    later = value("later")
    print("made")
    print(await later)
    make = lambda n: value(n * 2)
    print(await make(21))
    del xs[await value(0)]
    print(xs)

    async def returning():
        try:
            return await value("returned")
        finally:
            await value("cleanup")

    print(await returning())

    async def failing():
        await asyncio.sleep(0)
        raise KeyError(await value("key"))

    try:
        await value(1) + await failing() + await value("never")
    except KeyError as error:
        print(repr(error))

    async def nothing():
        pass

    print(await nothing(), await asyncio.sleep(0), await asyncio.sleep(0, "slept"))
    try:
        await 5
    except TypeError as error:
        print(error)


asyncio.run(main())
