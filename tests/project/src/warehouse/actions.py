from carabiner import action

from .decorators import doubled, logged
from .models import Customer, Point, Row
from .shapes import Box


@action
async def load_box(sku: str) -> Box:
    return Box(sku)


@doubled
@action
async def count(sku: str) -> int:
    return len(sku)


@action
@logged
async def name_of(sku: str) -> str:
    return sku.title()


@action
async def customer(email: str) -> Customer:
    return Customer(email=email)


@action
async def things(n: int) -> tuple[Point, Row]:
    return Point(n, tags=["far"]), Row("k", [n])
