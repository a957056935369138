"""Pydantic models of every kind that a workflow can make itself, and some that it cannot."""

import enum
import uuid
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal, Optional, Union

import pydantic
from pydantic import (
    BaseModel, ConfigDict, Field, PrivateAttr, SecretStr, ValidationError, computed_field, field_serializer, field_validator, model_serializer,
    model_validator,
)


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


class Email(BaseModel):
    """Rules of every kind that only pydantic can follow."""

    model_config = ConfigDict(validate_assignment=True)

    address: str
    sent: datetime | None = None
    to: list[Line] = []
    any: Any = None
    _opened: int = PrivateAttr(default=3)

    @field_validator("address", mode="before")
    @classmethod
    def stripped(cls, value: Any) -> Any:
        return value.strip() if isinstance(value, str) else value

    @field_validator("address")
    @classmethod
    def with_at(cls, value: str) -> str:
        if "@" not in value:
            raise ValueError("no @")
        return value.lower()

    @model_validator(mode="after")
    def not_to_itself(self) -> "Email":
        if self.any == self.address:
            raise ValueError("to itself")
        return self

    def domain(self) -> str:
        self._opened += 1
        return self.address.partition("@")[2]


class Shown(BaseModel):
    cents: int
    inner: Optional["Shown"] = None

    @field_serializer("cents")
    def euros(self, value: int) -> str:
        return f"{value / 100:.2f}"

    @computed_field
    @property
    def parts(self) -> list[int]:
        return [self.cents // 100, self.cents % 100]


class Whole(BaseModel):
    a: int
    b: Any = None

    @model_serializer
    def whole(self) -> dict[str, Any]:
        return {"whole": [self.a, self.b]}


class Own(BaseModel):
    a: int
    b: int = 0

    def __init__(self, a: int, **more: Any) -> None:
        super().__init__(a=a * 2, **more)
        self.b += 1

    @field_validator("b")
    @classmethod
    def small(cls, value: int) -> int:
        if value > 9:
            raise ValueError("large")
        return value


class Greedy(BaseModel):
    items: list[int]
    total: int = 0

    @model_validator(mode="before")
    @classmethod
    def taken(cls, data: Any) -> Any:
        return {"items": [], "total": data["items"].pop()}
