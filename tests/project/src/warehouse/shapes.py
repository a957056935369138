"""Dataclasses in a hierarchy with an abstract base and a protocol."""

from __future__ import annotations

import abc
import functools
from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from .constants import SKU
from .kinds import Marks, Size

if TYPE_CHECKING:
    from .flows import Shipping

T = TypeVar("T")


@runtime_checkable
class Weighs(Protocol):
    def weight(self) -> int: ...


class Thing(abc.ABC):
    made: ClassVar[int] = 0

    @abc.abstractmethod
    def weight(self) -> int: ...

    def heavier(self, other: Thing) -> bool:
        return self.weight() > other.weight()


@dataclass
class Box(Thing):
    sku: str
    size: Size = Size.SMALL
    marks: Marks = Marks(0)
    tags: list[str] = field(default_factory=list)
    note: InitVar[str | None] = None
    number: int = field(init=False, default=0)

    def __post_init__(self, note: str | None) -> None:
        found = SKU.fullmatch(self.sku)
        if found is None:
            raise ValueError(f"{self.sku!r} is no SKU")
        self.number = int(found["number"])
        if note:
            self.tags.append(note)

    def weight(self) -> int:
        return self.size.weight

    @functools.cached_property
    def label(self) -> str:
        return f"{self.sku.upper()} ({self.size.code})"


@dataclass(kw_only=True)
class Parcel(Box):
    inside: list[Box] = field(default_factory=list)
    owner: "Owner | None" = None

    def __post_init__(self, note: str | None) -> None:
        super().__post_init__(note)
        self.tags = [*self.tags, "parcel"]

    def weight(self) -> int:
        return super().weight() + sum(each.weight() for each in self.inside)

    def __iter__(self) -> Iterator[Box]:
        yield from self.inside

    def __len__(self) -> int:
        return len(self.inside)


@dataclass(frozen=True, order=True)
class Owner:
    name: str
    rank: int = 0


class Stack(Generic[T]):
    def __init__(self) -> None:
        self._items: list[T] = []

    def push(self, item: T) -> Stack[T]:
        self._items.append(item)
        return self

    def __getitem__(self, at: int | slice) -> Any:
        return self._items[at]

    def __len__(self) -> int:
        return len(self._items)


def planned(of: Shipping) -> str:
    return type(of).__name__
