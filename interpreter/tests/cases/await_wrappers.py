import asyncio
class Aw:
    def __init__(self, c): self.c = c
    def __await__(self):
        r = yield from self.c.__await__()
        return r + 1
class Bw:
    def __init__(self, c): self.c = c
    def __await__(self):
        return self.c.__await__()
async def f():
    await asyncio.sleep(0.01)
    return 3
async def main():
    print(await Aw(f()))
    print(await Bw(f()))
    x = f().__await__()
    print(type(x).__name__, iter(x) is x, hasattr(x, "send"))
    x.close()
asyncio.run(main())
