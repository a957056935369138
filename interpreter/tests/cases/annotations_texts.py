from __future__ import annotations
from dataclasses import dataclass, fields
from typing import ClassVar as CV, List, get_type_hints


@dataclass
class Item:
    name: str
    shared: CV[int] = 3
    tags: List[Item] = ()


def f(a: int, b: List[Item]) -> None: ...


print(f.__annotations__, Item.__annotations__)
print([(each.name, each.type) for each in fields(Item)])
print(get_type_hints(f), get_type_hints(Item))
