"""Workflows over all of it."""

import asyncio
import copy
import dataclasses
import logging
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attr
import attrs
import msgspec
import pydantic
from attrs import evolve
from carabiner import Workflow

import warehouse
import warehouse.pricing.rules as rules

from . import _compat, constants, total
from .actions import count, customer, load_box, name_of, things
from .constants import HERE, HOME, LOG, NESTED, RATES, SETTINGS, SQUARES, WAIT
from .decorators import TRACE
from .kinds import Marks, Priority, Size, Status
from .models import Address, Checked, Customer, Fixed, Invoice, Pair, Plain, Point, Row, TooFew, Wide
from .pricing import cheapest
from .shapes import Owner, Parcel, Stack, Weighs

if TYPE_CHECKING:
    from .shapes import Box


def attempt(function: Any, *args: Any, **named: Any) -> Any:
    try:
        return function(*args, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Shipping(Workflow):
    """Packages, relative imports, cycles, re-exports, constants, decorators, classes of every kind."""

    def __init__(self, sku: str) -> None:
        self.sku = sku

    async def run(self) -> list[Any]:
        box: Box = await load_box(self.sku)
        parcel = Parcel(sku="cd-7", inside=[box, replace(box, sku="AB-2", note="new")], owner=Owner("ada", 2))
        found: list[Any] = [box, parcel, len(parcel), [each.number for each in parcel], parcel.weight(), parcel.heavier(box)]
        found += [box.label, box.label, isinstance(box, Weighs), parcel == copy.deepcopy(parcel), attempt(warehouse.Box, "nope")]
        found += [attempt(warehouse.shapes.Thing), dataclasses.asdict(parcel), Stack().push(1).push(2)[-1], Owner("a") < Owner("b")]
        found += [Size.of(5), Priority.HIGH > Priority.LOW, Status("done"), f"{Status.NEW}", Marks.BOTH, Marks.HEAVY in Marks.BOTH]
        found += [await count("abc"), await name_of("ab-1"), *await asyncio.gather(count("a"), name_of("b"))]
        return found

    def unused(self) -> str:
        return self.sku


class Constants(Workflow):
    async def run(self) -> list[Any]:
        LOG.warning("in %s", HERE)
        found: list[Any] = [str(HOME), HERE, SQUARES, dict(RATES), WAIT.total_seconds(), SETTINGS["region"], NESTED["a"][2]["b"]]
        found += [constants.SKU.match("ab-12")["number"], constants.LOG.name, logging.getLogger("warehouse.constants") is LOG]
        found += [_compat.HAS_FAST, _compat.HAS_TOML, _compat.python(), warehouse.__version__, "AB" in constants.KNOWN]
        NESTED["c"] = 1
        return [*found, NESTED["c"]]


class Pricing(Workflow):
    async def run(self) -> list[Any]:
        prices = [Decimal("10"), Decimal("2.505")]
        before = len(TRACE)
        found: list[Any] = [total(prices), warehouse.total(prices, rate="high", off="half"), rules.total_of([], off="none")]
        found += [TRACE[before:], rules.fib(40), rules.slow(2), rules.slow(2), rules.slow.cache_info().hits, rules.tax.rounded(Decimal(1))]
        found += [rules.shown(3), rules.shown([1, "a"]), rules.shown("x"), sorted(rules.DISCOUNTS), attempt(total, prices, rate="none")]
        return [*found, cheapest(3, 1, 2), cheapest(4), cheapest.calls, cheapest.__name__, total.__name__]


class Modelling(Workflow):
    """Models whose rules only pydantic knows, constructed where they are written."""

    async def run(self) -> list[Any]:
        ada = await customer("Ada@Example.org")
        eve = Customer(email="EVE@x.org", born="2001-02-03", address={"street": "a"})
        home = Address(street="b")
        found: list[Any] = [ada, eve, ada.title, eve.initials, ada.greet(), ada.greet(), eve.model_dump(), ada.model_dump_json()]
        shared = [1]
        bob = Customer(name="bob", email="b@b", address=home, extra=[home, shared])
        found += [bob.address is home, bob.extra[0] is home, bob.extra[1] is shared, bob.model_copy(update={"name": "x"})]
        bob.email = "NEW@B"
        found += [bob.email, bob.address is home, self.fails(lambda: setattr(bob, "pairs", 3)), self.fails(lambda: Customer(email="none", pairs=1))]
        invoice = Invoice(number="1", due="2024-01-02T03:04:05Z", amount="12.50", customer=bob)
        found += [invoice.due.isoformat(), invoice.amount, invoice.customer is bob, self.fails(lambda: Invoice(number=1, due=0, amount=-1, customer=bob))]
        found += [sorted([3, 1, 2], key=lambda n: Customer(name=str(-n), email="a@a").name), Customer.model_validate(bob) is bob]
        found += [Customer.model_validate_json('{"email": "J@son"}'), self.fails(lambda: Customer.model_validate_json("{"))]
        found += [Plain(when="2024-01-01", amount=2, tags=["a"]), Plain(when=0).when.isoformat(), self.fails(lambda: Plain(when="x", tags=list("abcd")))]
        return [*found, invoice.model_dump(mode="json"), copy.deepcopy(invoice) == invoice, [Customer(email=f"{n}@x").name for n in range(3)]]

    def fails(self, make: Any) -> Any:
        try:
            return make()
        except pydantic.ValidationError as error:
            return [str(error), [{**each, "ctx": str(each.get("ctx"))} for each in error.errors()]]


class Generated(Workflow):
    """attrs and msgspec."""

    async def run(self) -> list[Any]:
        far, row = await things(3)
        point = Point("4", tags=["a"])
        found: list[Any] = [far, row, point, point.moved(2), point == Point(4, tags=["a"]), point < far, far < point, point != far, point.total]
        found += [attempt(Point, -1), attempt(Point, 1, "2")[:60], attempt(Point), attempt(Point, 1, 2, 3, 4), attempt(Point, 1, nope=1)]
        found += [attempt(setattr, point, "x", -5), attempt(setattr, point, "nope", 1), attrs.asdict(point), attr.asdict(point)]
        point.x = "9"
        pair = Pair(point, label="l")
        found += [point.x, pair, attrs.asdict(pair), attrs.astuple(pair), attempt(Pair, point, point), attempt(setattr, pair, "left", 1)]
        found += [hash(Pair(1, 2)) == hash(Pair(1, 2, "other")), Pair(1) == Pair(1, label="other"), evolve(pair, right=far).right is far]
        found += [attrs.has(Point), attrs.has(int), pair.left is point, point._hidden, Point(1, hidden=5)._hidden]
        checked = Checked("a", "3")
        found += [checked, attempt(Checked, "c")[:40], attempt(setattr, checked, "count", "x"), checked.count]
        checked.count = "12"
        try:
            raise TooFew(3)
        except TooFew as error:
            found += [error.args, str(error), repr(error), error.wanted]
        wide = Wide("w", [1], note="n")
        found += [checked, row.total(), wide, wide.meta, attempt(Row), attempt(Row, 1, [], 2, 3), attempt(Wide, "a", x=1), attempt(Row, 1, key=2)]
        found += [Row("a") < Row("b"), Row("a") == Row("a"), attempt(hash, row), Fixed(1) == Fixed(1), len({Fixed(1), Fixed(1), Fixed(2)})]
        found += [attempt(setattr, Fixed(1), "a", 2), attempt(setattr, row, "nope", 2), attempt(Fixed, -1), msgspec.structs.replace(row, key="z")]
        found += [msgspec.structs.asdict(wide), msgspec.structs.astuple(Fixed(1)), copy.copy(row), Row("q").values is Row("q").values]
        match row:
            case Row(key, values):
                found.append((key, values))
        return found
