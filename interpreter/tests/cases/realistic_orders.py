"""Orders that change their state, with decimals and dates."""

from __future__ import annotations
import json
from collections import defaultdict, Counter
from dataclasses import dataclass, field, asdict, replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal, ROUND_HALF_UP
from enum import Enum
from typing import Optional


class Status(str, Enum):
    NEW = "new"
    PAID = "paid"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        return self in {Status.SHIPPED, Status.CANCELLED}


CENT = Decimal("0.01")
TRANSITIONS: dict[Status, set[Status]] = {
    Status.NEW: {Status.PAID, Status.CANCELLED},
    Status.PAID: {Status.SHIPPED, Status.CANCELLED},
    Status.SHIPPED: set(),
    Status.CANCELLED: set(),
}


class OrderError(Exception):
    """Base."""


class IllegalTransition(OrderError):
    def __init__(self, order: "Order", to: Status) -> None:
        super().__init__(f"order {order.id}: {order.status.value} -> {to.value}")
        self.order, self.to = order, to


@dataclass(frozen=True, slots=True)
class Line:
    sku: str
    quantity: int
    price: Decimal

    def __post_init__(self):
        if self.quantity <= 0:
            raise ValueError(f"quantity must be positive, not {self.quantity!r}")

    @property
    def total(self) -> Decimal:
        return (self.price * self.quantity).quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass
class Order:
    id: int
    lines: list[Line] = field(default_factory=list)
    status: Status = Status.NEW
    history: list[tuple[datetime, Status]] = field(default_factory=list, repr=False)
    notes: Optional[str] = None

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal())

    def move(self, to: Status, at: datetime) -> None:
        if to not in TRANSITIONS[self.status]:
            raise IllegalTransition(self, to)
        self.status = to
        self.history.append((at, to))


now = datetime(2024, 2, 28, 23, 59, 30, tzinfo=timezone.utc)
orders = [Order(n, [Line(f"sku-{n}-{k}", k + 1, Decimal("19.995") * (k + 1)) for k in range(n)]) for n in range(1, 5)]
for step, order in enumerate(orders):
    order.move(Status.PAID, now + timedelta(seconds=45 * step))
    try:
        order.move(Status.NEW, now)
    except IllegalTransition as error:
        print(type(error).__name__, error, error.to, error.to.value, error.args)
    if order.total > 200:
        order.move(Status.SHIPPED, now + timedelta(days=1, hours=step))
print(orders[0])
print([str(o.total) for o in orders], sum(o.total for o in orders))
by_status = defaultdict(list)
for order in orders:
    by_status[order.status].append(order.id)
print(dict(by_status), Counter(o.status.name for o in orders).most_common())
print(
    json.dumps(
        [{**asdict(o), "history": [(t.isoformat(), s) for t, s in o.history], "lines": [(l.sku, str(l.total)) for l in o.lines]} for o in orders],
        indent=1,
        default=str,
    )
)
try:
    Line("x", 0, Decimal(1))
except ValueError as e:
    print(e)
try:
    orders[0].lines[0].price = 3
except Exception as e:
    print(type(e).__name__, e)
print(replace(orders[1], status=Status.CANCELLED, notes="dup").status.final)
print(f"{orders[3].total:>12,.2f}|{orders[3].total:e}|{orders[3].history[-1][0]:%Y-%m-%d %H:%M:%S%z}|{Status.PAID}|{Status.PAID!r}|{Status.PAID:>8}")
print(sorted(orders, key=lambda o: (-o.total, o.id))[0].id, max(orders, key=lambda o: o.total).id)
print(Status("paid") is Status.PAID, "paid" == Status.PAID, [s.name for s in Status], Status["NEW"].final)
try:
    Status("lost")
except ValueError as e:
    print(e)
