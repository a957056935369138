"""Pydantic models of every kind that a workflow can make itself, and some that it cannot."""

import enum
import uuid
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal, Optional, Union

import pydantic
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, computed_field, field_validator


class Kind(enum.Enum):
    NEW = "new"
    OLD = "old"


class Money(BaseModel):
    model_config = ConfigDict(frozen=True)

    cents: int = Field(ge=0)
    currency: str = "EUR"


class Line(BaseModel):
    """What was bought."""

    sku: str = Field(min_length=2, max_length=8)
    price: Money
    count: int = 1
    tags: list[str] = []

    @property
    def total(self) -> int:
        return self.price.cents * self.count

    def doubled(self) -> "Line":
        return self.model_copy(update={"count": self.count * 2})


class Order(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    LIMIT: ClassVar[int] = 3

    id: int
    name: str = Field("nobody", alias="customerName")
    kind: Kind = Kind.NEW
    lines: list[Line] = Field(default_factory=list)
    notes: dict[str, int] = {}
    rate: float = 1
    done: bool = False
    parent: Optional["Order"] = None
    code: Union[int, str, None] = None
    mode: Literal["fast", "slow", 3] = "fast"
    pair: tuple[int, str] = (1, "a")
    many: tuple[int, ...] = ()
    unique: set[int] = set()
    when: datetime | None = None
    day: date | None = None
    wait: timedelta = timedelta(seconds=5)
    ref: uuid.UUID | None = None
    any: Any = None
    hidden: str = Field("x", repr=False, exclude=True)
    _seen: int = PrivateAttr(0)
    _log: list[str] = PrivateAttr(default_factory=list)

    @computed_field
    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    def see(self) -> int:
        self._seen += 1
        self._log.append("seen")
        return self._seen

    @classmethod
    def empty(cls, id: int) -> "Order":
        return cls(id=id)


class Rush(Order):
    hours: int = Field(gt=0, le=48)


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")
    a: int = 1


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    a: int
    b: Optional[str] = None


class Posted(BaseModel):
    a: int
    _b: int = 0

    def model_post_init(self, context: Any) -> None:
        self._b = self.a * 2


class Checked(BaseModel):
    a: int

    @field_validator("a")
    @classmethod
    def positive(cls, value: int) -> int:
        if value < 0:
            raise ValueError("negative")
        return value

    def twice(self) -> int:
        return self.a * 2
