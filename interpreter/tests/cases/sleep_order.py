import asyncio


async def at(moment, name, log):
    await asyncio.sleep(moment)
    log.append(name)
    await asyncio.sleep(0)
    log.append(name + "'")


async def main():
    log = []
    await asyncio.gather(at(0.03, "c", log), at(0.01, "a", log), at(0.02, "b", log), at(0, "z", log), at(-1, "n", log))
    print(log)
    order = []

    async def many(n):
        for i in range(n):
            order.append((n, i))
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(many(n)) for n in (3, 1, 2)]
    order.append("before")
    for task in tasks:
        await task
    print(order)
    print(await asyncio.sleep(0.001, result="result"))

    async def chain(n):
        if n == 0:
            await asyncio.sleep(0.001)
            return []
        return [n] + await chain(n - 1)

    print(await chain(20))

    async def ping(box, mine, theirs, n):
        for i in range(n):
            while box[0] != mine:
                await asyncio.sleep(0)
            print(mine, i)
            box[0] = theirs

    box = ["ping"]
    await asyncio.gather(ping(box, "ping", "pong", 3), ping(box, "pong", "ping", 3))
    results = {}

    async def store(key, delay):
        await asyncio.sleep(delay)
        results[key] = len(results)

    await asyncio.gather(*(store(k, d) for k, d in zip("abcd", (0.04, 0.03, 0.02, 0.01))))
    print(results)


asyncio.run(main())
