import asyncio

class Base:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *a):
        return True

async def f(x=0):
    await asyncio.sleep(x)
    return x

async def main():
    async with Base():
        raise ValueError
    # condition with given lock
    lock = asyncio.Lock()
    c = asyncio.Condition(lock)
    async with lock:
        c.notify_all()
    print(c.locked(), lock.locked())
    # task group returning value through tasks in dict
    async with asyncio.TaskGroup() as tg:
        d = {k: tg.create_task(f(k)) for k in range(3)}
    print({k: t.result() for k, t in d.items()})
    # as_completed with generator input
    out = []
    for fut in asyncio.as_completed([f(x) for x in (3, 1, 2)]):
        out.append(await fut)
    print(out)
    # queue subclass
    class Q(asyncio.Queue):
        def _put(self, item):
            super()._put(item * 2)
    q = Q()
    q.put_nowait(2)
    print(await q.get(), isinstance(q, asyncio.Queue))
    # exception in done callback goes on
    t = asyncio.create_task(f())
    t.add_done_callback(lambda t: 1 / 0)
    await t
    await asyncio.sleep(0)
    # except* with cancel
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(f(1))
            raise KeyError("k")
    except* KeyError as eg:
        print(eg.exceptions)
    # shield + wait_for
    t = asyncio.create_task(f(3))
    try:
        await asyncio.wait_for(asyncio.shield(t), timeout=1)
    except asyncio.TimeoutError:
        print("timed out", t.done())
    print(await t)
    sem = asyncio.Semaphore(1)
    async def limited(i):
        async with sem:
            await asyncio.sleep(1)
            return i
    print(await asyncio.gather(*(limited(i) for i in range(3))))
    ev = asyncio.Event()
    waiters = [asyncio.create_task(ev.wait()) for _ in range(2)]
    await asyncio.sleep(0)
    ev.set()
    print([await w for w in waiters])
    try:
        async with asyncio.timeout(1) as t:
            t.reschedule(asyncio.get_running_loop().time() + 5)
            await asyncio.sleep(2)
        print("ok", t.expired())
    except TimeoutError:
        print("never")

asyncio.run(main())
