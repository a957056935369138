"""Workflows and actions of the SDK's end-to-end tests; the workers load this module too."""

import asyncio
import enum
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pydantic
from carabiner import BackoffPolicy, RetryPolicy, Workflow, action, current_action


class Colour(enum.Enum):
    RED = "red"


@dataclass(frozen=True)
class Item:
    name: str
    price: Decimal


class Profile(pydantic.BaseModel):
    name: str
    age: int = 0


class OutOfStock(Exception):
    def __init__(self, sku: str, *, left: int) -> None:
        super().__init__(f"{sku} is out of stock")
        self.sku = sku
        self.left = left


KINDS = [
    None, True, 2**70, 1.5, "é", b"\x00\xff", (1, (2,)), {1, 2}, frozenset({3}), {"a": [1], 2: "b"}, Colour.RED, Decimal("1.10"),
    uuid.UUID(int=5), datetime(2024, 2, 29, 12, tzinfo=timezone.utc), timedelta(days=3), Item("x", Decimal("2.5")),
    [Item("y", Decimal(1))], Profile(name="p"),
]  # fmt: skip


@action
async def kind(index: int) -> object:
    return KINDS[index]


@action
async def double(x: int) -> int:
    return 2 * x


@action
def in_thread(x: int) -> int:
    return x + 1


@action
async def raises(sku: str) -> None:
    raise OutOfStock(sku, left=3)


@action
async def returns_a_function() -> object:
    return {"callbacks": [print]}


@action(timeout=0.2)
async def endless() -> None:
    await asyncio.sleep(60)


@action(retry=RetryPolicy(attempts=4), backoff=BackoffPolicy(base_delay=0.01))
async def third_time() -> tuple[int, str]:
    now = current_action()
    if now.attempt < 3:
        raise OSError(f"attempt {now.attempt}")
    return now.attempt, now.idempotency_key


@action
def wait_for_file(path: str) -> str:
    while not Path(path).exists():
        time.sleep(0.02)
    text: str = Path(path).read_text()
    return text


class Kinds(Workflow):
    """Every kind of value comes from an action, is held, and goes to the caller."""

    def __init__(self, index: int) -> None:
        self.index = index

    async def run(self) -> object:
        return await kind(self.index)


class Echo(Workflow):
    def __init__(self, value: object) -> None:
        self.value = value

    async def run(self) -> object:
        return self.value


class Sum(Workflow):
    async def run(self, x: int, /, *more: int, scale: int = 1) -> int:
        total = await double(x)
        for each in more:
            total += await in_thread(each)
        return total * scale


class Failing(Workflow):
    async def run(self) -> None:
        await raises("x1")


class Catching(Workflow):
    async def run(self) -> list[object]:
        try:
            await raises("x1")
        except OutOfStock as error:
            return [error.sku, error.left, str(error)]
        return []


class Unsendable(Workflow):
    async def run(self) -> object:
        return await returns_a_function()


class Slow(Workflow):
    async def run(self) -> None:
        await endless()


class Retrying(Workflow):
    async def run(self) -> tuple[int, str]:
        return await third_time()


class Waiting(Workflow):
    def __init__(self, path: str) -> None:
        self.path = path

    async def run(self) -> str:
        return await wait_for_file(self.path)


class Refused(Workflow):
    async def run(self) -> None:
        open("/etc/passwd")
