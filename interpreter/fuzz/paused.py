import asyncio
from collections import Counter, defaultdict, deque
from dataclasses import dataclass


@dataclass
class Line:
    name: str
    cents: int = 0


class Node:
    def __init__(self, value):
        self.value = value
        self.next = self


def counting(start):
    try:
        while True:
            start += yield start
    finally:
        print("closed")


async def work(number, gate):
    await gate
    return [number] * number


async def wait():
    await asyncio.sleep(5)
    return "waited"


gate = asyncio.Future()
tasks = [asyncio.create_task(work(number, gate)) for number in range(3)]
generator = counting(1)
next(generator)
alive = [1, -(2**70), 2.5, 1j, "text", b"bytes", bytearray(b"array"), None, True, ..., (1, (2,)), {"k": [1], 2: {3}}, frozenset("ab"), range(9)]
alive += [Line("a", 1), Node(alive), Counter("aab"), deque([1, 2], 5), defaultdict(list), iter([1, 2]), zip("ab", range(2)), slice(1, 2)]
alive += [lambda x, y=alive: (x, y), Line.__init__, alive.append, ValueError("raised"), ExceptionGroup("g", [KeyError(1)]), map(str, alive)]
try:
    raise LookupError("handled")
except LookupError as error:
    handled = error
    for item in enumerate(alive):
        if item[0] == 3:
            print(asyncio.run(wait()))
gate.set_result(None)
print(len(alive), generator.send(4), repr(handled), handled.__context__)
