"""An agent that calls tools, and what asyncio offers around it."""

import asyncio, json
from contextlib import asynccontextmanager, AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import TypedDict, Literal, Callable, Awaitable, Any


class Message(TypedDict, total=False):
    role: Literal["user", "assistant", "tool"]
    content: str
    tool: str


@dataclass
class Tool:
    name: str
    run: Callable[..., Awaitable[str]]
    schema: dict[str, Any] = field(default_factory=dict)


class Registry(dict):
    def tool(self, **schema):
        def add(f):
            self[f.__name__] = Tool(f.__name__, f, schema)
            return f

        return add

    def __missing__(self, name):
        raise LookupError(f"no tool {name!r}; there are {', '.join(sorted(self))}")


tools = Registry()


@tools.tool(a="number", b="number")
async def add(a, b):
    await asyncio.sleep(0.01)
    return str(a + b)


@tools.tool(q="string")
async def search(q: str, limit: int = 3):
    await asyncio.sleep(0)
    if q == "boom":
        raise RuntimeError("search is down")
    return json.dumps([f"{q}-{i}" for i in range(limit)])


script = iter(
    [
        [("add", {"a": 1, "b": 2}), ("search", {"q": "cats"})],
        [("search", {"q": "boom"}), ("missing", {}), ("add", {"a": 1})],
        [],
    ]
)


async def model(messages):
    await asyncio.sleep(0.001)
    return next(script)


async def agent(prompt, limit=10):
    messages: list[Message] = [{"role": "user", "content": prompt}]
    for turn in range(limit):
        calls = await model(messages)
        if not calls:
            break

        async def call(name, kwargs):
            tool = tools[name]
            return await asyncio.wait_for(tool.run(**kwargs), timeout=5)

        results = await asyncio.gather(*(call(n, k) for n, k in calls), return_exceptions=True)
        for (name, _), result in zip(calls, results, strict=True):
            match result:
                case str(text):
                    messages.append(Message(role="tool", tool=name, content=text))
                case TypeError() as e:
                    messages.append({"role": "tool", "tool": name, "content": "usage: " + str(e)})
                case Exception(args=[first, *_]):
                    messages.append({"role": "tool", "tool": name, "content": f"{type(result).__name__}: {first}"})
    else:
        raise RuntimeError("too many turns")
    return messages


@asynccontextmanager
async def span(name, log):
    log.append(f"+{name}")
    try:
        yield name.upper()
    except ValueError as e:
        log.append(f"!{name}:{e}")
        raise
    finally:
        log.append(f"-{name}")


async def main():
    for message in await agent("hi"):
        print(message)
    log = []
    with suppress(ValueError):
        async with span("a", log) as a, span("b", log) as b:
            log.append(a + b)
            raise ValueError("x")
    print(log)
    # `as_completed` starts what it gets in the order of a set: all of them find a place.
    sem = asyncio.Semaphore(3)
    running = peak = 0

    async def job(n):
        nonlocal running, peak
        async with sem:
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(0.01 * n)
            running -= 1
            return n * n

    done = []
    for f in asyncio.as_completed([job(n) for n in (5, 1, 2)]):
        done.append(await f)
    print(done, peak)
    q = asyncio.Queue(maxsize=2)

    async def producer():
        for i in range(5):
            await q.put(i)
        await q.put(None)

    async def consumer():
        got = []
        while (item := await q.get()) is not None:
            got.append(item)
            q.task_done()
        return got

    async with asyncio.TaskGroup() as tg:
        tg.create_task(producer())
        c = tg.create_task(consumer(), name="consumer")
    print(c.result(), c.get_name(), c.done())
    try:
        async with asyncio.TaskGroup() as tg:

            async def fail(n):
                await asyncio.sleep(0.01)
                raise OSError(n)

            for i in range(2):
                tg.create_task(fail(i))
            t = tg.create_task(asyncio.sleep(100))
    except* OSError as group:
        print(group.message, [e.args for e in group.exceptions], t.cancelled())
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError as e:
        print("timeout", repr(e), type(e.__cause__).__name__)
    t = asyncio.create_task(asyncio.sleep(10, "late"))
    await asyncio.sleep(0)
    t.cancel("enough")
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
    async with AsyncExitStack() as stack:
        for n in "xyz":
            await stack.enter_async_context(span(n, log := []))
        stack.push_async_callback(asyncio.sleep, 0)
        stack.callback(print, "callback")
    done, pending = await asyncio.wait({asyncio.create_task(job(n), name=f"j{n}") for n in (1, 4)}, return_when=asyncio.FIRST_COMPLETED)
    print([d.get_name() for d in done], [p.get_name() for p in pending])
    print(await asyncio.gather(*pending))


asyncio.run(main())
