import asyncio as aio
import json
from asyncio import gather as g
from datetime import datetime, timedelta, timezone

import httpx
import shop.helpers
from carabiner import ActionTimeout, RetryPolicy, Workflow

from . import actions, config
from .actions import load as fetch
from .helpers import Outer, add_three, concealed, decorated, noted, shared, short
from .models import Order, OutOfStock, ShopError

START = datetime(2024, 1, 1, tzinfo=timezone.utc)


class Audited(Workflow):
    async def audit(self, what: str) -> None:
        print(what)


class Checkout(Audited):
    limit = config.LIMIT

    def __init__(self, order_id: str):
        self.order_id = order_id

    async def run(self, extra: "list[Order] | None" = None) -> Order:
        from shop.models import Point as P
        import os.path

        order = await fetch(self.order_id)
        try:
            await g(actions.charge(order, cents=3), aio.sleep(1))
        except (OutOfStock, ActionTimeout, TimeoutError):
            pass
        await actions.plan()
        nested = Outer.Nested()
        with noted("x"):
            total = shared(1) + decorated(2) + concealed(3) + add_three(4) + shop.helpers.deepest(5) + short(1)
        await self.audit(json.dumps(total))
        await self.run_action(fetch("x"), retry=RetryPolicy(attempts=2), timeout=timedelta(seconds=3))
        return [P(1), START, config.RATE, config.FAVOURITE, config.DEFAULT, config.HUGE, config.client, os.path, httpx.get, nested, missing]
