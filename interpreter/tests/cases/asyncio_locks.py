import asyncio


async def locks():
    lock = asyncio.Lock()
    log = []

    async def worker(name, hold):
        print("want", name)
        async with lock:
            print("got", name, lock.locked())
            await asyncio.sleep(hold)
        print("left", name)

    tasks = [asyncio.create_task(worker(n, h)) for n, h in [("a", 2), ("b", 1), ("c", 0), ("d", 1)]]
    await asyncio.sleep(1)
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(lock.locked(), repr(lock).split("[")[1], log)
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    await lock.acquire()
    print(repr(lock).split("[")[1], await_ := asyncio.create_task(lock.acquire()) and 1)
    await asyncio.sleep(0)
    print(repr(lock).split("[")[1])
    lock.release()
    await asyncio.sleep(0)
    print(lock.locked())


async def lock_handover():
    lock = asyncio.Lock()
    await lock.acquire()

    async def taker(n):
        async with lock:
            print("taker", n)

    a = asyncio.create_task(taker(1))
    await asyncio.sleep(0)
    lock.release()
    a.cancel()
    b = asyncio.create_task(taker(2))
    print(await asyncio.gather(a, b, return_exceptions=True))


async def events():
    event = asyncio.Event()

    async def waiter(n):
        print(n, await event.wait(), event.is_set())

    tasks = [asyncio.create_task(waiter(n)) for n in range(4)]
    await asyncio.sleep(1)
    tasks[2].cancel()
    print(event.is_set(), repr(event).split("[")[1])
    event.set()
    event.clear()
    print("set")
    print(await asyncio.gather(*tasks, return_exceptions=True))
    event.set()
    event.set()
    print(await event.wait(), repr(event).split("[")[1])


async def semaphores():
    semaphore = asyncio.Semaphore(2)

    async def worker(n):
        async with semaphore:
            print("in", n, semaphore.locked())
            await asyncio.sleep(n % 3)
            print("out", n)

    tasks = [asyncio.create_task(worker(n)) for n in range(7)]
    await asyncio.sleep(0)
    tasks[3].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    print(repr(semaphore).split("[")[1], semaphore.locked())
    try:
        asyncio.Semaphore(-1)
    except ValueError as e:
        print(e)
    bounded = asyncio.BoundedSemaphore(1)
    async with bounded:
        print(bounded.locked())
    try:
        bounded.release()
    except ValueError as e:
        print(e)
    semaphore.release()
    for _ in range(3):
        print(await semaphore.acquire())


async def conditions():
    condition = asyncio.Condition()
    items = []

    async def consumer(n):
        async with condition:
            print("waiting", n)
            await condition.wait_for(lambda: items)
            print("consumer", n, items.pop(0))

    tasks = [asyncio.create_task(consumer(n)) for n in range(4)]
    await asyncio.sleep(1)
    async with condition:
        items.append("x")
        condition.notify()
    await asyncio.sleep(1)
    tasks[1].cancel()
    async with condition:
        items.extend("yz")
        condition.notify_all()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    for call in (condition.notify, condition.notify_all):
        try:
            call()
        except RuntimeError as e:
            print(e)
    try:
        await condition.wait()
    except RuntimeError as e:
        print(e)


async def barriers():
    barrier = asyncio.Barrier(3)

    async def party(n):
        try:
            await asyncio.sleep(n)
            print("arrives", n, barrier.n_waiting)
            index = await barrier.wait()
            print("passes", n, index)
        except asyncio.BrokenBarrierError as e:
            print("broken", n, e)

    await asyncio.gather(*(party(n) for n in range(6)))
    tasks = [asyncio.create_task(party(n)) for n in range(2)]
    await asyncio.sleep(3)
    print(barrier.broken, barrier.n_waiting, barrier.parties)
    await barrier.reset()
    await asyncio.gather(*tasks)
    tasks = [asyncio.create_task(party(n)) for n in range(2)]
    await asyncio.sleep(3)
    await barrier.abort()
    await asyncio.gather(*tasks)
    print(barrier.broken)
    await party(0)
    try:
        asyncio.Barrier(0)
    except ValueError as e:
        print(e)


async def main():
    for test in (locks, lock_handover, events, semaphores, conditions, barriers):
        print("--", test.__name__)
        await test()


asyncio.run(main())
