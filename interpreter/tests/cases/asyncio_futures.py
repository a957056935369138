import asyncio


async def futures():
    loop = asyncio.get_running_loop()
    print(loop is asyncio.get_running_loop(), loop is asyncio.get_event_loop(), loop.is_running(), loop.is_closed())
    future = loop.create_future()
    print(future.done(), future.cancelled(), asyncio.isfuture(future), isinstance(future, asyncio.Future))
    for call in (future.result, future.exception):
        try:
            call()
        except asyncio.InvalidStateError as e:
            print(e)

    def called(name):
        def callback(f):
            print("callback", name, f is future)

        return callback

    a, b = called("a"), called("b")
    future.add_done_callback(a)
    future.add_done_callback(b)
    future.add_done_callback(a)
    print(future.remove_done_callback(b), future.remove_done_callback(b))
    loop.call_soon(print, "soon", 1)
    future.set_result(5)
    print(future.result(), future.exception(), future.done())
    future.add_done_callback(b)
    loop.call_soon(print, "soon", 2)
    handle = loop.call_soon(print, "never")
    handle.cancel()
    print(handle.cancelled())
    await asyncio.sleep(0)
    print("after")
    for call in (lambda: future.set_result(1), lambda: future.set_exception(ValueError())):
        try:
            call()
        except asyncio.InvalidStateError as e:
            print(str(e).split(":")[0])
    print(future.cancel(), await future)
    future = asyncio.Future()
    future.set_exception(ValueError)
    print(repr(future.exception()))
    try:
        future.result()
    except ValueError as e:
        print("raised", repr(e), e is future.exception())
    future = asyncio.Future()
    try:
        future.set_exception(StopIteration())
    except TypeError as e:
        print(e)
    try:
        future.set_exception(5)
    except TypeError as e:
        print("TypeError")
    print(future.cancel("msg"), future.cancel(), future.cancelled(), future.done())
    for call in (future.result, future.exception):
        try:
            call()
        except asyncio.CancelledError as e:
            print(repr(e))
    try:
        await future
    except asyncio.CancelledError as e:
        print(repr(e))


async def tasks():
    async def coro(x):
        await asyncio.sleep(x)
        return x

    c = coro(1)
    task = asyncio.create_task(c, name="named")
    print(task.get_name(), task.get_coro() is c, asyncio.isfuture(task), isinstance(task, asyncio.Task), isinstance(task, asyncio.Future))
    task.set_name(5)
    print(task.get_name(), task.cancelling(), task.uncancel())
    print(asyncio.current_task().get_name(), len(asyncio.all_tasks()), task in asyncio.all_tasks())
    second = asyncio.create_task(coro(0))
    third = asyncio.get_running_loop().create_task(coro(0), name="third")
    print(second.get_name(), third.get_name(), asyncio.ensure_future(second) is second)
    print(task.cancel(), task.cancel(), task.cancelling(), task.uncancel(), task.cancelling())
    print(await asyncio.gather(task, second, third, return_exceptions=True))
    print(task.cancelled(), task.done(), len(asyncio.all_tasks()))
    for call in (lambda: task.set_result(1), lambda: task.set_exception(ValueError())):
        try:
            call()
        except RuntimeError as e:
            print(e)
    for bad in (5, asyncio.Future(), coro):
        try:
            asyncio.create_task(bad)
        except TypeError as e:
            print(str(e).split(",")[0])
    for bad in (5, coro):
        try:
            asyncio.ensure_future(bad)
        except TypeError as e:
            print(e)
    print([asyncio.iscoroutinefunction(f) for f in (coro, asyncio.sleep, print, lambda: 0)])
    c = coro(0)
    print([asyncio.iscoroutine(x) for x in (c, coro, task, asyncio.sleep(0))])
    c.close()

    c = coro(0)
    print(await c)
    try:
        await asyncio.create_task(c)
    except RuntimeError as e:
        print(e)

    async def myself():
        try:
            await asyncio.current_task()
        except RuntimeError as e:
            print(str(e).split(":")[0])

    await asyncio.create_task(myself())
    sleeping = asyncio.create_task(asyncio.sleep(1, "slept"))
    print(sleeping.get_name().startswith("Task-"), await sleeping)
    try:
        await asyncio.create_task(asyncio.wait_for(asyncio.sleep(5), 1))
    except TimeoutError:
        print("timeout")


async def cancel_messages():
    async def wait(x):
        await asyncio.sleep(x)

    async def wrap(x):
        try:
            await wait(x)
        except asyncio.CancelledError as e:
            print("in", e.args)
            raise

    task = asyncio.create_task(wrap(5))
    await asyncio.sleep(0)
    task.cancel("because")
    try:
        await task
    except asyncio.CancelledError as e:
        print("out", e.args)
    for _ in range(2):
        try:
            task.result()
        except asyncio.CancelledError as e:
            print("again", e.args)
    task = asyncio.create_task(wrap(5))
    task.cancel("early")
    try:
        await task
    except asyncio.CancelledError as e:
        print("early", e.args)
    task = asyncio.create_task(wrap(5))
    await asyncio.sleep(0)
    task.cancel("why")
    print(await asyncio.gather(task, return_exceptions=True))
    future = asyncio.Future()
    future.cancel("future")
    print(await asyncio.gather(future, return_exceptions=True))
    outer = asyncio.gather(wrap(3), wrap(4))
    await asyncio.sleep(1)
    print(outer.cancel("all"))
    try:
        await outer
    except asyncio.CancelledError as e:
        print(e.args, outer.cancelled(), outer.cancel())
    outer = asyncio.gather(wrap(3), wrap(4), return_exceptions=True)
    await asyncio.sleep(1)
    outer.cancel("exceptions too")
    try:
        print(await outer)
    except asyncio.CancelledError as e:
        print(e.args)

    async def swallows():
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            pass
        await asyncio.sleep(1)
        return "swallowed"

    task = asyncio.create_task(swallows())
    await asyncio.sleep(0)
    task.cancel()
    print(await task, task.cancelled(), task.cancelling())

    async def raises():
        raise asyncio.CancelledError("own")

    try:
        await asyncio.create_task(raises())
    except asyncio.CancelledError as e:
        print(e.args)


async def gathers():
    async def coro(x, fail=False):
        await asyncio.sleep(x)
        if fail:
            raise ValueError(x)
        print("finished", x)
        return x

    print(await asyncio.gather(), await asyncio.gather(coro(2), coro(1)))
    c = coro(1)
    print(await asyncio.gather(c, coro(0), c))
    try:
        await asyncio.gather(coro(2), coro(1, True), coro(3))
    except ValueError as e:
        print(repr(e))
    await asyncio.sleep(5)
    print(await asyncio.gather(coro(1), coro(0, True), return_exceptions=True))
    nested = asyncio.gather(asyncio.gather(coro(1), coro(2)), coro(1))
    print(await nested, type(nested).__name__)
    task = asyncio.create_task(coro(1))
    print(await asyncio.gather(task, task))
    try:
        asyncio.gather(5)
    except TypeError as e:
        print(e)
    try:
        await asyncio.gather(coro(1), x=1)
    except TypeError as e:
        print(e)


async def timers():
    loop = asyncio.get_running_loop()
    start = loop.time()
    loop.call_later(2, print, "two")
    handle = loop.call_later(1, print, "never")
    loop.call_at(start + 1, print, "one")
    handle.cancel()
    print(handle.cancelled(), round(handle.when() - start))
    loop.call_later(0, print, "zero")
    loop.call_soon(print, "soon")
    await asyncio.sleep(3)
    print(round(loop.time() - start))


async def main():
    for test in (futures, tasks, cancel_messages, gathers, timers):
        print("--", test.__name__)
        await test()


asyncio.run(main())
