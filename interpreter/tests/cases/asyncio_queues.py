import asyncio


async def basic():
    queue = asyncio.Queue(2)

    async def producer(name):
        for n in range(3):
            await queue.put((name, n))
            print("put", name, n, queue.qsize(), queue.full())
        print("producer ends", name)

    async def consumer():
        while True:
            item = await queue.get()
            print("got", item)
            await asyncio.sleep(1)
            queue.task_done()

    tasks = [asyncio.create_task(producer("p")), asyncio.create_task(producer("q"))]
    eaters = [asyncio.create_task(consumer()) for _ in range(2)]
    await asyncio.gather(*tasks)
    print(str(queue).split(" ", 1)[1])
    await queue.join()
    for eater in eaters:
        eater.cancel()
    print(await asyncio.gather(*eaters, return_exceptions=True), queue.empty())


async def errors():
    queue = asyncio.Queue(maxsize=1)
    print(queue.maxsize, queue.empty(), queue.full(), str(queue))
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e))
    queue.put_nowait(1)
    try:
        queue.put_nowait(2)
    except asyncio.QueueFull as e:
        print(repr(e), str(queue))
    print(await queue.get())
    queue.task_done()
    try:
        queue.task_done()
    except ValueError as e:
        print(e)
    await queue.join()


async def kinds():
    lifo, priority = asyncio.LifoQueue(), asyncio.PriorityQueue()
    for n in (3, 1, 2):
        await lifo.put(n)
        await priority.put((n, str(n)))
    print([await lifo.get() for _ in range(3)], [await priority.get() for _ in range(3)])


async def cancelled_getters():
    queue = asyncio.Queue()

    async def get(n):
        print("got", n, await queue.get())

    tasks = [asyncio.create_task(get(n)) for n in range(3)]
    await asyncio.sleep(0)
    queue.put_nowait("a")
    tasks[0].cancel()
    await asyncio.sleep(1)
    queue.put_nowait("b")
    queue.put_nowait("c")
    print(await asyncio.gather(*tasks, return_exceptions=True), queue.qsize())
    full = asyncio.Queue(1)
    full.put_nowait(0)

    async def put(n):
        await full.put(n)
        print("put", n)

    tasks = [asyncio.create_task(put(n)) for n in range(3)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    print(full.get_nowait())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(full.get_nowait())
    print(await asyncio.gather(*tasks, return_exceptions=True), full.get_nowait())
    try:
        await asyncio.wait_for(full.get(), 1)
    except TimeoutError:
        print("nothing came")


async def main():
    for test in (basic, errors, kinds, cancelled_getters):
        print("--", test.__name__)
        await test()


asyncio.run(main())
