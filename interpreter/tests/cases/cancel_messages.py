"""What is left of the message of a cancel: by itself, from outside, before the first step, and of what returns all the same."""

import asyncio


async def returns(message):
    asyncio.current_task().cancel(message)
    return "returned"


async def sleeps(message):
    asyncio.current_task().cancel(message)
    await asyncio.sleep(1)


async def raises(message):
    raise asyncio.CancelledError(message)


async def turns(message):
    asyncio.current_task().cancel(message)
    raise ValueError(message)


async def asked(make, message, late):
    task = asyncio.create_task(make(message))
    if late:
        await asyncio.sleep(0)
    try:
        print(make.__name__, late, repr(await task), task.cancelled())
    except BaseException as error:
        print(make.__name__, late, repr(error), task.cancelled())
    try:
        print(repr(task.exception()))
    except BaseException as error:
        print("again", repr(error))


async def main():
    for make in (returns, sleeps, raises, turns):
        for message in ("why", None):
            await asked(make, message, False)
            await asked(make, message, True)
            print(make.__name__, await asyncio.gather(make(message), return_exceptions=True))
            try:
                await asyncio.gather(make(message))
            except BaseException as error:
                print(make.__name__, "gathered", repr(error))
    early = asyncio.create_task(returns("late"))
    early.cancel("early")
    print(await asyncio.gather(early, return_exceptions=True), early.cancelled())
    future = asyncio.get_running_loop().create_future()
    future.cancel("future")
    print(await asyncio.gather(future, return_exceptions=True))


asyncio.run(main())
