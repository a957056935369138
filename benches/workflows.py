"""What the benchmarks run: the workflows of the seven workloads that carabiner and its peers are measured by.

`carabiner-host bench` carries a copy of this file.
"""

import time
from asyncio import gather, sleep

from carabiner import Workflow, action


@action
async def echo(payload: str) -> str:
    return payload


class OneAction(Workflow):
    """W1, W2 and W7."""

    def __init__(self, payload: str):
        self.payload = payload

    async def run(self) -> str:
        return await echo(self.payload)


class Chain(Workflow):
    """W3 and W5: actions one after another."""

    def __init__(self, payload: str, length: int):
        self.payload = payload
        self.length = length

    async def run(self) -> str:
        for _ in range(self.length):
            self.payload = await echo(self.payload)
        return self.payload


class FanOut(Workflow):
    """W4: many actions at once."""

    def __init__(self, payload: str, width: int):
        self.payload = payload
        self.width = width

    async def run(self) -> int:
        results = await gather(*[echo(self.payload) for _ in range(self.width)])
        return len(results)


class Sleeper(Workflow):
    """W6. Returns by how many seconds it woke late."""

    def __init__(self, seconds: float):
        self.seconds = seconds

    async def run(self) -> float:
        due = time.time() + self.seconds
        await sleep(self.seconds)
        return time.time() - due
