import pydantic

from carabiner import Workflow, action

from . import models
from .models import Checked, Kind, Line, Loose, Money, Order, Posted, Rush, Strict, ValidationError


@action
async def fetch(id: int) -> Order:
    return Order(id=id, lines=[Line(sku="ab", price=Money(cents=5), count=2)], customerName="ada")


@action
async def check(a: int) -> Checked:
    return Checked(a=a)


class Making(Workflow):
    async def run(self):
        line = Line(sku="abc", price={"cents": "12"}, count=True)
        order = Order(id="7", lines=[line, {"sku": "zz", "price": Money(cents=1.0)}], customerName="ada", code="x", unique=[1, 1, 2])
        return [
            line, order, order.total, line.total, line.doubled(), order.lines[1].price.cents, order.model_fields_set, order.kind is Kind.NEW,
            repr(order), str(line), order == Order(id=7), line == Line(sku="abc", price=Money(cents=12)), hash(Money(cents=1)) == hash(Money(cents=1)),
            order.see(), order.see(), order._log, Order.empty(3), Rush(id=1, hours=2), Order.LIMIT, models.Money(cents=3), Posted(a=2)._b,
            Loose(a=2, b=3), Loose(b=[1]).b, Loose(x=1).model_extra, isinstance(Rush(id=1, hours=1), Order), {Money(cents=1): 1}[Money(cents=1)],
            Line.model_validate({"sku": "qq", "price": {"cents": 3}}), Order.model_validate(order) is order, dict(line), Order.__doc__, Line.__doc__,
            Order.model_construct(id="not checked"), Order(id=1, name="by name").name, Order(id=1, kind="old").kind,
        ]


class Dumping(Workflow):
    async def run(self):
        order = await fetch(3)
        line = order.lines[0]
        rush = Rush(id=1, hours=2, parent=order, notes={"a": 1}, pair=(2, "b"), unique={3})
        return [
            order.model_dump(), order.model_dump(mode="json"), order.model_dump(by_alias=True)["customerName"], line.model_dump(include={"sku"}),
            line.model_dump(exclude={"price": {"currency"}}), order.model_dump(exclude_unset=True), order.model_dump(exclude_defaults=True),
            order.model_dump(exclude_none=True), line.model_dump_json(), order.model_dump_json(), rush.model_dump(exclude={"lines": True}),
            rush.model_dump(include={"parent": {"id": True}, "id": True}), rush.model_dump_json(exclude_unset=True), Loose(b={"c": line}).model_dump(),
            order.model_dump(include={"lines": {0: {"sku"}}}), order.model_dump(exclude={"lines": {"__all__": {"price", "tags"}}}),
            order.model_copy(update={"id": 9}), order.model_copy(), order.lines[0].price, order == order.model_copy(), order.name,
        ]


class Setting(Workflow):
    async def run(self):
        order = await fetch(3)
        before = order.model_fields_set
        order.rate = 2.5
        order.name = "eve"
        found = [order, sorted(order.model_fields_set), order.total]
        for name, value in (("nope", 1),):
            try:
                setattr(order, name, value)
            except (ValueError, NotImplementedError) as error:
                found.append(str(error) if name == "nope" else "")
        try:
            order.lines[0].price.cents = 3
        except ValidationError as error:
            found.append((str(error), error.errors()))
        loose = Loose()
        loose.zz = 4
        return [*found, loose, loose.zz, loose.model_fields_set]


class Failing(Workflow):
    def __init__(self, which: int):
        self.which = which

    async def run(self):
        made = [
            lambda: Order(), lambda: Order(id="x", lines=3, kind="newer"), lambda: Line(sku="a", price={"cents": -1}), lambda: Strict(a=1, z=2, y=3),
            lambda: Strict(a=None, b=3), lambda: Order(id=1.5, rate="q" if False else None, done="maybe", mode="slower", pair=(1,), many=["x"]),
            lambda: Rush(id=1, hours=99), lambda: Order(id=1, lines=[{"sku": "ab"}, 5], notes={"a": "x"}), lambda: Order(id=1, code=[1]),
            lambda: Line.model_validate(5), lambda: Order(id=1, pair=(1, 2, 3), unique=5, when=[], day={}, ref=None),
            lambda: Order(id=float("inf"), name=3, done=7), lambda: Line(sku="a" * 99, price=Money(cents=3), count="", tags=["a", 2, "c"]),
            lambda: Order(id=10**30, code=1.5), lambda: Strict(a=True, b="x" * 80, c={"a": "b" * 80}),
        ]
        try:
            return made[self.which]()
        except ValidationError as error:
            return [str(error), error.errors(), error.error_count(), error.title, repr(error), error.errors(include_url=False, include_input=False)]


class Raising(Workflow):
    async def run(self):
        return Strict(a="x", b=1)


class Caught(Workflow):
    async def run(self):
        try:
            await fetch("three")
        except ValidationError as error:
            return [error.errors()[0]["type"], error.title, str(error)]


class Arrived(Workflow):
    async def run(self):
        checked = await check(4)
        return [checked.twice(), checked, checked.a, checked.model_dump(), isinstance(checked, pydantic.BaseModel)]


class Constructing(Workflow):
    async def run(self):
        return Checked(a=1)


class Describing(Workflow):
    async def run(self):
        return list(Order.model_fields)
