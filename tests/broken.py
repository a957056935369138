"""Workflows and calls that must be refused; run by test_bad_input."""

import asyncio
import sys
import threading

from carabiner import Workflow, action


@action
async def echo(value: object) -> object:
    return value


class Threads(Workflow):
    async def run(self) -> None:
        lock = threading.Lock()
        with lock:
            print(open("/etc/passwd").read())


class Unencodable(Workflow):
    def __init__(self) -> None:
        self.order = {"lines": [1, 2, {"callback": lambda: 1}]}

    async def run(self) -> None:
        await echo(self.order)


class TooLarge(Workflow):
    def __init__(self, size: int) -> None:
        self.blob = b"x" * size

    async def run(self) -> int:
        return len(self.blob)


class UnknownName(Workflow):
    async def run(self) -> None:
        await fetch_usr("ada")  # type: ignore[name-defined]  # noqa: F821 - the mistake under test


class Unregistered(Workflow):
    """Its action lives in a module that the workers cannot import."""

    async def run(self) -> object:
        return await echo(1)


class Unreturnable(Workflow):
    async def run(self) -> object:
        return await make_unencodable()


@action
async def make_unencodable() -> object:
    return {"handle": threading.Lock()}


CASES = {
    "threads": Threads,
    "unencodable": Unencodable,
    "too-large": lambda: TooLarge(17 << 20),
    "unknown-name": UnknownName,
    "unregistered": Unregistered,
    "unreturnable": Unreturnable,
}

if __name__ == "__main__":
    asyncio.run(CASES[sys.argv[1]]().run())
