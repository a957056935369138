import asyncio


async def val(x, log=[]):
    await asyncio.sleep(0)
    return x


class CM:
    def __init__(self, n):
        self.n = n

    async def __aenter__(self):
        await asyncio.sleep(0)
        print("aenter", self.n)
        return self.n

    async def __aexit__(self, t, v, tb):
        await asyncio.sleep(0)
        print("aexit", self.n, t and t.__name__)
        return self.n == "swallow"


class Count:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        self.i = 0
        return self

    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        await asyncio.sleep(0)
        return self.i


async def agen(n):
    try:
        for i in range(n):
            yield await val(i)
    finally:
        print("agen done")


async def f(kind):
    async for i in Count(3):
        async with CM(kind) as m:
            if kind == "return":
                return i
            if kind == "break":
                break
            if kind == "raise":
                raise KeyError(await val("k"))
            if kind == "swallow":
                raise KeyError
    else:
        return "else"
    return "broke"


async def tries():
    try:
        await val(1)
        raise ValueError(await val("v"))
    except ValueError as e:
        print(await val(e.args))
        return await val("returned")
    finally:
        print(await val("finally"))


async def main():
    print(await val(1) + await val(2) * await val(3), [await val(x) for x in range(3)], {await val("k"): await val("v")})
    print([x async for x in Count(4) if x % 2], {x: await val(x) async for x in agen(2)}, [[y async for y in agen(2)] for x in range(2)])
    print(await val(1) if await val(0) else await val("no"), (await val(0)) or await val("or"), await val(1) < await val(2) < await val(0))
    print(f"{await val('f')!r:>{await val(6)}}", (await val([1, 2]))[await val(0)], (lambda q: q)(await val("arg")))
    for kind in ["return", "break", "swallow", "none"]:
        print(await f(kind))
    try:
        await f("raise")
    except KeyError as e:
        print(repr(e))
    print(await tries())
    d = {"a": 1}
    d[await val("a")] += await val(5)
    print(d)
    a, *b = await val([1, 2, 3])
    print(a, b)
    while (n := await val(d["a"])) > 4:
        d["a"] -= await val(1)
    print(n)
    g = (await val(x) for x in range(3))
    print([x async for x in g])
    print(await asyncio.gather(val(1), *(val(x) for x in (2, 3)), val(4)))
    assert await val(True), await val("m")
    try:
        await 5
    except TypeError as e:
        print(e)
    with_return = await nested(3)
    print(with_return)


async def nested(n):
    async def inner(k):
        return n + await val(k)

    return [await inner(i) for i in range(n)]


if __name__ == "__main__":
    asyncio.run(main())
print("end")
