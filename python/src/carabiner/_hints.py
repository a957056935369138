"""Classes that annotations name and that values hold."""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Iterator
from typing import Any

from . import _stdlib

# What a `type` statement makes, in Pythons that have it.
_ALIAS: Any = getattr(typing, "TypeAliasType", ())


def outermost(cls: type) -> type:
    """The class whose text holds this one's: a nested class exists once, as a part of it."""
    outer = vars(sys.modules.get(cls.__module__, types)).get(cls.__qualname__.partition(".")[0])
    return outer if isinstance(outer, type) and outer.__module__ == cls.__module__ else cls


def nested(cls: type) -> Iterator[type]:
    for held in vars(cls).values():
        if isinstance(held, type) and held.__qualname__ == f"{cls.__qualname__}.{held.__name__}":
            yield held
            yield from nested(held)


def of(value: Any) -> list[object]:
    try:
        return list(typing.get_type_hints(value).values())
    # Annotations may name what is imported for type checkers only, or be anything at all.
    except Exception:
        return list(getattr(value, "__annotations__", {}).values())


def returned(function: types.FunctionType) -> list[object]:
    try:
        return [typing.get_type_hints(function).get("return")]
    except Exception:  # as in `of`
        return [function.__annotations__.get("return")]


def classes_of(hints: list[object], aliases: tuple[object, ...] = ()) -> Iterator[type]:
    """The classes in type expressions: of `dict[str, list[Line] | None]`, `Line`."""
    for hint in hints:
        origin = typing.get_origin(hint)
        yield from _classes_of_alias(hint if origin is None else origin, aliases)
        if origin is None:
            if isinstance(hint, type):
                yield hint
            continue
        if isinstance(origin, type):
            yield origin
        yield from classes_of(list(typing.get_args(hint)), aliases)


def _classes_of_alias(hint: Any, aliases: tuple[object, ...]) -> Iterator[type]:
    """Those that `type Lines = list[Line]` stands for; one may name itself."""
    if not isinstance(hint, _ALIAS) or any(hint is known for known in aliases):
        return
    try:
        value = hint.__value__
    except Exception:  # as in `of`
        return
    yield from classes_of([value], (*aliases, hint))


def classes_in(value: object, seen: set[int] | None = None) -> Iterator[type]:
    """The user's classes among the instances in a value."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return
    seen.add(id(value))
    inner: list[object] = []
    if isinstance(value, dict):
        inner = [*value, *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = list(value)
    cls = type(value)
    if cls.__module__ != "builtins" and not _stdlib.is_standard(cls.__module__):
        yield cls
        inner += list(getattr(value, "__dict__", {}).values()) if not isinstance(value, type) else []
    for each in inner:
        if not isinstance(each, (str, bytes, int, float, type(None))) or type(each).__module__ != "builtins":
            yield from classes_in(each, seen)
