import asyncio
import copy

import pydantic

from carabiner import Workflow, action

from . import models
from .models import (
    Checked, Email, Greedy, Kind, Line, Loose, Money, Order, Own, Posted, Rush, Shown, Strict, ValidationError, Whole,
)


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
            line, order, order.total, line.total, line.doubled(), order.lines[1].price.cents, sorted(order.model_fields_set), order.kind is Kind.NEW,
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
        return [*found, loose, loose.zz, sorted(loose.model_fields_set)]


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


@action
async def slow(a: int) -> int:
    return a


def failure(make):
    try:
        return make()
    except ValidationError as error:
        return str(error), [(each["type"], each["loc"], each["msg"], str(each.get("ctx"))) for each in error.errors()]


class Given(Workflow):
    """What goes to the worker comes back as itself."""

    async def run(self):
        line = Line(sku="abc", price=Money(cents=1))
        held = {"k": [1]}
        email = Email(address=" A@b ", to=[line, {"sku": "zz", "price": {"cents": "3"}}], any=[held, line, (held, line.price)])
        held["k"].append(2)
        line.count = 9
        return [
            email, email.to[0] is line, email.any[0] is held, email.any[1] is line, email.any[2][0] is held, email.any[2][1] is line.price,
            email.domain(), email._opened, sorted(email.model_fields_set), Email.model_validate(email) is email, email == copy.deepcopy(email),
            Email(address="c@d", sent="2024-01-02T03:04:05+01:00").sent.strftime("%c %z %Z"), isinstance(email, pydantic.BaseModel), repr(email), str(email),
        ]


class Anywhere(Workflow):
    """In sort keys, comprehensions, generators, properties, lambdas and what builtins call."""

    def key(self, text):
        return Email(address=text).address

    @property
    def own(self):
        return Email(address="own@x")

    async def run(self):
        texts = ["C@x", "a@x", "B@x"]
        made = {text: Email(address=text) for text in texts}
        numbers = await asyncio.gather(*(slow(n) for n in range(3)))
        each = (Checked(a=n) for n in numbers)
        return [
            sorted(texts, key=self.key), max(texts, key=self.key), list(map(self.key, texts)), made["a@x"].domain(), next(each), list(each),
            self.own, [*filter(lambda n: failure(lambda: Checked(a=n - 1)), numbers)], failure(lambda: Checked(a=-1)), failure(lambda: Checked(a="x")),
            [failure(lambda: Email(address=text)) for text in ("none", 3, None)], failure(lambda: Email(address="a@b", any="a@b")), any(Checked(a=n).a for n in numbers),
        ]


class Assigning(Workflow):
    async def run(self):
        line = Line(sku="abc", price=Money(cents=1))
        email = Email(address="a@b", any=[line])
        email.address = " C@D "
        found = [email.address, email.any[0] is line, failure(lambda: setattr(email, "address", "none")), email.address]
        email.any = line
        email.to.append(line)
        return [*found, email.any is line, email.to[0] is line, email, sorted(email.model_fields_set), email._opened]


class Serialised(Workflow):
    async def run(self):
        shown = Shown(cents=1234, inner={"cents": "5"})
        whole = Whole(a="3", b=shown)
        return [
            shown, shown.parts, shown.model_dump(), shown.model_dump_json(), shown.model_dump(include={"cents"}), whole.model_dump(), repr(whole),
            shown.model_dump(exclude={"inner"}, mode="json"), shown.model_dump_json(indent=2), Email.model_validate_json('{"address": "j@k"}'),
            failure(lambda: Email.model_validate_json("[]")), Order.model_validate_json('{"id": 3, "when": "2024-01-01T00:00:00Z"}').when.isoformat(),
            Order(id="4", when="2024-02-03", day="2024-02-03", wait="PT5S", ref="00000000-0000-0000-0000-000000000005"), failure(lambda: Order(id=1, when="no")),
            Order.model_validate({"id": 5}, strict=True), failure(lambda: Order.model_validate({"id": "5"}, strict=True)), Whole.model_json_schema()["type"],
            Email.model_construct(address=3).address, Order(id=3, rate="1.5", done="yes").rate, Order(id=1).model_dump(round_trip=True)["id"],
        ]


class Repeated(Workflow):
    """Many, in between of actions, whose numbers stay what they are."""

    async def run(self):
        found = []
        for n in range(4):
            found.append(Checked(a=n).a + await slow(n) + Checked(a=n).twice())
        return found


class Raced(Workflow):
    """Nothing else goes on while one is constructed."""

    async def run(self):
        order = []

        async def worker(name):
            for n in range(2):
                order.append((name, n, "in"))
                Checked(a=n)
                order.append((name, n, "out"))
                await asyncio.sleep(0)

        await asyncio.gather(worker("a"), worker("b"), worker("c"))
        return order


class Uncaught(Workflow):
    async def run(self):
        return self.helper()

    def helper(self):
        return Email(address="none")


class Owned(Workflow):
    async def run(self):
        return [Own(2), Own(1, b="8").b, failure(lambda: Own(1, b=10)), failure(lambda: Own("x")), Own(3).a]


class Copied(Workflow):
    async def run(self):
        order = await fetch(3)
        deep, shallow = order.model_copy(deep=True), copy.copy(order)
        order.lines[0].count = 7
        return [deep.lines[0].count, shallow.lines[0].count, deep == order, copy.deepcopy(order) == order, shallow.lines is order.lines]


class Changing(Workflow):
    async def run(self):
        return Greedy.model_validate({"items": [1, 2]})


class Saying(Workflow):
    async def run(self):
        print("before")
        Checked(a=1)
        print("between")
        Checked(a=2)
        print("after")
