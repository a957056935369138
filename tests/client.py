"""A client process of the end-to-end tests: runs, starts or attaches to a workflow and prints what it got."""

import asyncio
import sys
from collections.abc import Callable
from typing import Any

from carabiner import Workflow
from examples.branching.workflows import ReviewWorkflow
from examples.fan_out.workflows import WeatherWorkflow
from examples.greeting.workflows import GreetingWorkflow
from examples.retries.workflows import ChargeWorkflow

WORKFLOWS: dict[str, Callable[..., Workflow[Any]]] = {
    "greeting": GreetingWorkflow,
    "review": ReviewWorkflow,
    "weather": lambda pause: WeatherWorkflow(float(pause)),
    "charge": lambda succeeds_at: ChargeWorkflow(1250, int(succeeds_at)),
}


async def start(name: str, identity: str, arguments: list[str]) -> None:
    """Queues the instance and leaves; another process may await it."""
    handle = await WORKFLOWS[name](*arguments).start(id=identity)
    print(handle.id)


async def run(name: str, arguments: list[str]) -> None:
    print(repr(await WORKFLOWS[name](*arguments).run()))


async def attach(name: str, identity: str, arguments: list[str]) -> None:
    """Starting an id again attaches to it."""
    handle = await WORKFLOWS[name](*arguments).start(id=identity)
    print(repr(await handle.result()))


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "run":
        asyncio.run(run(rest[0], rest[1:]))
    elif verb == "start":
        asyncio.run(start(rest[0], rest[1], rest[2:]))
    else:
        asyncio.run(attach(rest[0], rest[1], rest[2:]))
