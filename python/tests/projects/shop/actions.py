from datetime import timedelta

from carabiner import BackoffPolicy, RetryPolicy, action

from .helpers import Plan
from .models import Order, Profile


@action
async def load(order_id: str) -> Order: ...


@action
async def plan() -> Plan.Step: ...


@action(name="charge", retry=RetryPolicy(attempts=3), backoff=BackoffPolicy(base_delay=0.5, max_delay=timedelta(minutes=1)), timeout=30, queue="slow")
def charge(order: Order, /, *rest: int, cents: int = 5, **more: int) -> "list[Profile]":
    return []
