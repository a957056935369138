"""Steps of asynchronous generators that are cancelled before they begin, or come after the end."""

import asyncio


async def ticks(n, swallow=False):
    try:
        for i in range(n):
            try:
                print("got", (yield i))
            except asyncio.CancelledError:
                if not swallow:
                    raise
                print("swallowed")
    except BaseException as e:
        print("in generator", repr(e))
        raise
    finally:
        print("stops")


async def attempt(make, timeout=0):
    try:
        print("result", await asyncio.wait_for(make(), timeout))
    except BaseException as e:
        print(repr(e))


async def main():
    for start in (0, 1, 2):
        for swallow in (False, True):
            for how in ("anext", "asend", "athrow", "aclose"):
                g = ticks(3, swallow)
                for _ in range(start):
                    await anext(g)
                print("---", start, swallow, how)
                make = {
                    "anext": lambda: anext(g),
                    "asend": lambda: g.asend(None),
                    "athrow": lambda: g.athrow(ValueError("v")),
                    "aclose": lambda: g.aclose(),
                }[how]
                await attempt(make)
                try:
                    print("then", await anext(g, "over"))
                except BaseException as e:
                    print("then", repr(e))
                await g.aclose()
    g = ticks(0)
    print(await anext(g, "over"), await g.athrow(ValueError("v")), await g.aclose(), await g.athrow(KeyError))
    await attempt(lambda: g.athrow(ValueError("v")))
    await attempt(lambda: g.asend(None))


asyncio.run(main())
