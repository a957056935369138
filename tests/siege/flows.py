"""What runs under siege: one workflow that walks a random tree, and actions whose effects can be counted.

A node is a list: what it is, then its parameters.
"""

import asyncio
import os
import signal
import time
from asyncio import gather, sleep
from typing import Any

from carabiner import ActionLost, ActionTimeout, BackoffPolicy, RetryPolicy, Workflow, action, current_action

MODULUS = 1_000_003
PATIENT = RetryPolicy(attempts=20)
SOON = BackoffPolicy(base_delay=0.05, max_delay=0.5)
Node = list[Any]


class Declined(Exception):
    """What an action that fails for good raises."""

    def __init__(self, code: int) -> None:
        super().__init__(f"declined with {code}")
        self.code = code


def effect() -> None:
    """One line in the journal, which outlives whoever writes it."""
    me = current_action()
    line = f"{me.instance_id} {me.idempotency_key} {me.attempt}\n".encode()
    journal = os.open(os.environ["CARABINER_SIEGE_JOURNAL"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(journal, line)
    finally:
        os.close(journal)


@action
async def act(value: int, pause: float) -> int:
    await asyncio.sleep(pause)
    effect()
    return value * 3 + 1


@action
def act_in_thread(value: int, pause: float) -> int:
    time.sleep(pause)
    effect()
    return value * 5 + 2


@action(retry=PATIENT, backoff=SOON)
async def succeed_at(attempt: int) -> int:
    effect()
    if current_action().attempt < attempt:
        raise ConnectionError(f"attempt {current_action().attempt}")
    return attempt


@action
async def decline(code: int) -> int:
    effect()
    raise Declined(code)


@action
async def hang() -> int:
    effect()
    await asyncio.sleep(3600)
    return 0


@action
async def kill_the_worker() -> int:
    effect()
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


class Besieged(Workflow):
    def __init__(self, tree: Node):
        self.tree = tree

    async def run(self) -> int:
        return await self.walk(self.tree)

    async def walk(self, node: Node) -> int:
        match node:
            case ["act", value, pause]:
                return await act(value, pause)
            case ["thread", value, pause]:
                return await act_in_thread(value, pause)
            case ["retry", attempt]:
                return await succeed_at(attempt)
            case ["decline", code]:
                try:
                    return await decline(code)
                except Declined as declined:
                    return declined.code
            case ["hang", seconds]:
                try:
                    return await self.run_action(hang(), timeout=seconds)
                except ActionTimeout:
                    return -1
            case ["poison"]:
                try:
                    return await kill_the_worker()
                except ActionLost:
                    return -2
            case ["sleep", seconds]:
                await sleep(seconds)
                return 0
            case ["chain", *nodes]:
                total = 0
                for each in nodes:
                    total = (total * 31 + await self.walk(each)) % MODULUS
                return total
            case ["gather", *nodes]:
                return sum(await gather(*[self.walk(each) for each in nodes]))
            case ["raise", code]:
                await decline(code)
                return 0
            case ["cancelled", value]:
                try:
                    await sleep(3600)
                finally:
                    await act(value, 0)
                return 0
        raise ValueError(f"no node: {node}")
