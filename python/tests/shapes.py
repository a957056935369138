"""Classes whose instances the codec's tests send; at module level, where another process finds them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import attrs
import msgspec
import pydantic

T = TypeVar("T")


@dataclass
class Line:
    cents: int
    callback: Any = None


@dataclass
class Order:
    id: str
    lines: list[Line]
    total: int = field(init=False, default=0)


@dataclass(frozen=True)
class Frozen:
    name: str
    tags: frozenset[str] = frozenset()


@dataclass
class Slotted:
    __slots__ = ("__hidden", "left", "right")
    left: int
    right: int

    def __post_init__(self) -> None:
        self.__hidden = self.left + self.right

    def hidden(self) -> int:
        return self.__hidden


@dataclass
class Counted:
    """Whose construction does something."""

    made: int

    def __post_init__(self) -> None:
        self.made += 1


class Plain:
    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __repr__(self) -> str:
        return f"Plain({self.value!r})"

    __hash__ = None  # type: ignore[assignment] # a class that compares by value and can change


class Text(str):
    __slots__ = ()


class Colour(enum.Enum):
    RED = "red"
    GREEN = (0, 255, 0)


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Kind(str, enum.Enum):
    A = "a"


class Access(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()


class Point(NamedTuple):
    x: int
    y: int = 0


class User(pydantic.BaseModel):
    name: str
    age: int = 0
    _secret: str = pydantic.PrivateAttr(default="none")


class Open(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="allow")
    name: str


class Box(pydantic.BaseModel, Generic[T]):
    content: T


@attrs.define
class Tree:
    name: str
    children: list[Tree] = attrs.field(factory=list)


@attrs.frozen
class Leaf:
    name: str


class Struct(msgspec.Struct, frozen=True):
    id: int
    note: str = ""


class OutOfStock(Exception):
    def __init__(self, sku: str, *, left: int) -> None:
        super().__init__(f"{sku} is out of stock")
        self.sku = sku
        self.left = left


class NoMessage(LookupError):
    pass
