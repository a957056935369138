"""Models of three libraries, some with rules of their own."""

import datetime
import decimal
from functools import cached_property
from typing import Annotated, Any, Literal

import attrs
import msgspec
import pydantic
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_serializer, field_validator, model_validator


def even(value: int) -> int:
    if value % 2:
        raise ValueError("odd")
    return value


class Address(BaseModel):
    street: str
    city: str = "Oslo"


class Customer(BaseModel):
    model_config = ConfigDict(validate_assignment=True)

    name: str
    email: str
    born: datetime.date | None = None
    address: Address | None = None
    pairs: Annotated[int, AfterValidator(even)] = 2
    extra: Any = None
    _seen: int = pydantic.PrivateAttr(0)

    @field_validator("email")
    @classmethod
    def lower(cls, value: str) -> str:
        if "@" not in value:
            raise ValueError("no address")
        return value.lower()

    @model_validator(mode="before")
    @classmethod
    def named(cls, data: Any) -> Any:
        if isinstance(data, dict) and "name" not in data and "email" in data:
            return {**data, "name": str(data["email"]).partition("@")[0]}
        return data

    @field_serializer("born")
    def german(self, value: datetime.date | None) -> str | None:
        return value and value.strftime("%d.%m.%Y")

    @pydantic.computed_field
    @property
    def title(self) -> str:
        return f"{self.name} <{self.email}>"

    @cached_property
    def initials(self) -> str:
        return self.name[:1]

    def greet(self) -> str:
        self._seen += 1
        return f"Hello {self.name} ({self._seen})"


class Invoice(BaseModel):
    number: int
    due: datetime.datetime
    amount: decimal.Decimal
    customer: Customer
    kind: Literal["a", "b"] = "a"

    @model_validator(mode="after")
    def positive(self) -> "Invoice":
        if self.amount <= 0:
            raise ValueError("not positive")
        return self


class Plain(BaseModel):
    """Nothing of its own, but values that only pydantic converts."""

    when: datetime.datetime
    amount: decimal.Decimal = decimal.Decimal("1.0")
    tags: set[str] = Field(default_factory=set, max_length=3)


@attrs.define(order=True)
class Point:
    x: int = attrs.field(converter=int)
    y: int = attrs.field(default=0, validator=attrs.validators.instance_of(int))
    tags: list[str] = attrs.field(factory=list, order=False)
    _hidden: int = attrs.field(default=7, kw_only=True, repr=False)
    total: int = attrs.field(init=False)

    @x.validator
    def _positive(self, attribute: Any, value: int) -> None:
        if value < 0:
            raise ValueError(f"{attribute.name} is negative: {value}")

    @total.default
    def _total(self) -> int:
        return self.x + self.y

    def moved(self, by: int) -> "Point":
        return attrs.evolve(self, x=self.x + by)


@attrs.frozen
class Pair:
    left: Point
    right: Point | None = None
    label: str = attrs.field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        if self.right is self.left:
            raise ValueError("the same twice")


@attrs.define
class Checked:
    """With a validator and a converter that only attrs has."""

    kind: str = attrs.field(validator=attrs.validators.in_(["a", "b"]))
    count: int | None = attrs.field(default=None, converter=attrs.converters.optional(int))


@attrs.define
class TooFew(Exception):
    wanted: int
    have: int = 0


class Row(msgspec.Struct, order=True):
    key: str
    values: list[int] = []
    weight: float = 1.0

    def total(self) -> int:
        return sum(self.values)


class Wide(Row, kw_only=True):
    note: str | None = None
    meta: dict[str, int] = msgspec.field(default_factory=dict)


class Fixed(msgspec.Struct, frozen=True):
    a: int
    b: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.a < 0:
            raise ValueError("negative")
