from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import NamedTuple

import pydantic


class Colour(enum.Enum):
    RED = 1


@dataclass
class Line:
    cents: int


@dataclass
class Order:
    lines: list[Line] = field(default_factory=list)
    customer: Customer | None = None

    def total(self) -> int:
        return sum(line.cents for line in self.lines)


@dataclass
class Customer:
    name: str


class Point(NamedTuple):
    x: int


class Profile(pydantic.BaseModel):
    name: str
    order: Order | None = None


class ShopError(Exception):
    pass


class OutOfStock(ShopError):
    def __init__(self, sku: str):
        super().__init__(sku)
        self.sku = sku
