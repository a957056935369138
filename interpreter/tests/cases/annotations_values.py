import dataclasses
from dataclasses import InitVar, KW_ONLY, dataclass, fields
from typing import Any, ClassVar as CV, Generic, List, Optional, TypeVar, get_type_hints
import typing as t

T = TypeVar("T")


def plain(a: int, /, b: "str", *rest: list[int], c: Optional[int] = None, **more: Any) -> dict[str, T]:
    def inner(x: a) -> b: ...
    return inner.__annotations__


print(plain.__annotations__)
print(plain(1, 2), (lambda x: x).__annotations__)


class Node(Generic[T]):
    left: "Optional[Node]"
    items: List["Node"]
    count: CV[int] = 0
    __private: int

    def method(self, other: "Node", n: t.List[int]) -> "t.Dict[str, Node]":
        return {}


print(Node.__annotations__, Node.method.__annotations__)
print(get_type_hints(Node), get_type_hints(Node.method), get_type_hints(plain))
print(Node.method.__annotations__ is Node.method.__annotations__)


@dataclass
class Item:
    name: str
    shared: CV[int] = 3
    start: InitVar[int] = 0
    _: KW_ONLY
    tags: list[str] = dataclasses.field(default_factory=list)
    also: "CV[int]" = 4

    def __post_init__(self, start):
        self.begun = start


print([(each.name, each.type) for each in fields(Item)])
print(Item("a", 5, tags=["x"]), Item("a", 5).begun, InitVar[int], InitVar[List[int]])
for name in ("also",):
    print(getattr(Item, name))
try:
    get_type_hints(3)
except TypeError as error:
    print(error)


def broken(x: "Missing"): ...


try:
    get_type_hints(broken)
except NameError as error:
    print(error)
def order(a: print("a"), /, b: print("b"), *c: print("c"), d: print("d") = print("default"), **e: print("e")) -> print("r"): ...
print(list(order.__annotations__))
order.__annotations__ = {}
print(order.__annotations__)
del order.__annotations__
print(order.__annotations__)
