"""A client under siege: takes orders as lines of JSON, starts each and prints its end; it may be killed and started again."""

import asyncio
import json
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from carabiner import InstanceNotFound, ServerUnavailable
from tests.siege.flows import Besieged, Declined
from tests.siege.plan import Order

T = TypeVar("T")


async def serve(order: Order) -> str:
    """Its end, in words. Asked again after each failure to reach the server: an id starts once."""
    while True:
        try:
            handle = await Besieged(order.tree).start(id=order.name)
            if order.cancelled:
                await handle.cancel("enough")
            return str(await handle.result())
        except Declined as declined:
            return f"Declined({declined.code})"
        except asyncio.CancelledError as cancelled:
            return type(cancelled).__name__
        except (ServerUnavailable, InstanceNotFound) as error:
            print(json.dumps({"again": order.name, "error": repr(error)}), flush=True)
            await asyncio.sleep(0.2)
        except Exception as error:
            return f"{type(error).__name__}: {error}"


async def answer(order: Order) -> None:
    print(json.dumps({"name": order.name, "ending": await serve(order)}), flush=True)


def read(take: Callable[[Order], object]) -> None:
    for line in sys.stdin:
        take(Order(**json.loads(line)))


async def main() -> None:
    loop = asyncio.get_running_loop()
    orders: asyncio.Queue[Order] = asyncio.Queue()
    reader = threading.Thread(
        target=read, args=[lambda order: loop.call_soon_threadsafe(orders.put_nowait, order)], daemon=True
    )
    reader.start()
    answers = set()
    while True:
        task = asyncio.create_task(answer(await orders.get()))
        answers.add(task)
        task.add_done_callback(answers.discard)


if __name__ == "__main__":
    asyncio.run(main())
