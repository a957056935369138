"""What the library keeps survives a pause: caches, stacks of managers, chains, generators, adapters."""
import asyncio
import functools
import heapq
import logging
from collections import ChainMap, Counter, OrderedDict, UserList, deque
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from copy import deepcopy
from graphlib import TopologicalSorter
from string import Template
from types import SimpleNamespace
from urllib.parse import urlsplit


@functools.lru_cache(maxsize=2)
def squared(n):
    print("squaring", n)
    return n * n


@functools.singledispatch
def shown(value):
    return "object"


@shown.register(int)
def _(value):
    return "int"


@contextmanager
def managed(name):
    print("enter", name)
    try:
        yield name
    finally:
        print("exit", name)


@asynccontextmanager
async def connected(name):
    await asyncio.sleep(0.01)
    print("connected", name)
    try:
        yield name
    finally:
        await asyncio.sleep(0.01)
        print("closed", name)


async def failing():
    async with AsyncExitStack() as stack:
        for name in "ab":
            await stack.enter_async_context(connected(name))
        stack.push_async_callback(asyncio.sleep, 0.01)
        stack.callback(print, "called back")
        await asyncio.sleep(0.01)
        raise ValueError("inside")


async def main():
    print(squared(2), shown(1))
    merged = heapq.merge([1, 4], [2, 3])
    print(next(merged))
    heap = [5, 3]
    heapq.heapify(heap)
    chain = ChainMap({"a": 1}, {"b": 2})
    counts, order, last = Counter("aab"), OrderedDict(x=1), deque([1, 2], maxlen=2)
    space = SimpleNamespace(items=[1])
    url = urlsplit("http://user@host:80/path?q#f")
    sorter = TopologicalSorter({"b": ["a"], "c": ["b"]})
    sorter.prepare()
    first = sorter.get_ready()
    log = logging.getLogger("app")
    template = Template("$name is here")
    partial = functools.partial(squared, 3)
    key = functools.cmp_to_key(lambda a, b: b - a)
    with ExitStack() as stack:
        stack.enter_context(managed("one"))
        with managed("two") as name:
            await asyncio.sleep(0.01)
            print(name)
        stack.callback(print, "stacked")
        await asyncio.sleep(0.01)
    print(squared(2), squared.cache_info(), shown("x"), shown(2), list(merged), heapq.heappop(heap))
    last.append(3)
    counts.update("b")
    print(chain["b"], counts, order, last, space, url.hostname, url.port, url)
    sorter.done(*first)
    print(sorter.get_ready(), log is logging.getLogger("app"), template.substitute(name="ada"), partial(), sorted([1, 2], key=key))
    copied = deepcopy({"space": space, "list": UserList([1])})
    await asyncio.sleep(0.01)
    print(copied, copied["space"] == space, copied["space"] is space)
    try:
        await failing()
    except ValueError as error:
        print(repr(error))


asyncio.run(main())
