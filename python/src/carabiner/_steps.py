"""What a worker does for a workflow in the midst of plain code: what only the library that made a class can do.

The machine asks for it as for an action (`vm::recorded`), so it is recorded and survives what actions survive. Nothing of the
workflow goes on meanwhile, and the very objects that were given come back as themselves: `same` says where they are.
"""

from __future__ import annotations

import copy
import enum
from collections import deque
from collections.abc import Iterator
from typing import Any

from . import _values
from ._action import action
from ._classes import find_class, slots_of

NAME = "carabiner:step"

# A way into a value: an attribute's name, or a place among a list's items or a dict's values.
Path = tuple[str | int, ...]

_MAKERS = ("model_validate", "model_validate_json", "model_validate_strings", "model_construct", "model_json_schema")
_METHODS = ("model_dump", "model_dump_json")
_UNCHANGED = (str, bytes, int, float, complex, type(None), type, enum.Enum, BaseException)


@action(name=NAME)
def step(reference: str, operation: str, target: Any, args: list[Any], named: dict[str, Any]) -> tuple[Any, list[Any]]:
    """What the operation of a class makes, and where in it is what was given, each with where it was there."""
    sent = [target, args, named]
    before = _values.encode(sent[1:])
    made = _perform(find_class(reference), operation, target, args, named)
    if _values.encode(sent[1:]) != before:
        raise NotImplementedError(
            f"`{operation}` of {reference} changes what it is given, and a workflow would not see that; let it make a copy"
        )
    origins = {id(each): path for path, each in _walk(sent, ()) if not isinstance(each, _UNCHANGED)}
    return made, [[list(path), list(origins[key])] for path, key in _same(made, (), origins)]


def _perform(cls: Any, operation: str, target: Any, args: list[Any], named: dict[str, Any]) -> Any:
    if hasattr(cls, "__attrs_attrs__"):
        return _perform_attrs(cls, operation, target, args, named)
    if not hasattr(cls, "__pydantic_validator__"):
        raise TypeError(f"{cls} is neither a pydantic model nor an attrs class in this worker")
    # The methods of pydantic itself: the author's own, which call them, run in the workflow.
    model = next(base for base in cls.__mro__ if base.__module__ == "pydantic.main" and base.__name__ == "BaseModel")
    if operation == "__init__":
        made = cls.__new__(cls)
        model.__init__(made, **named)
        return _state(made)
    if operation == "__setattr__":
        made = copy.copy(target)
        model.__setattr__(made, *args)
        return _state(made)
    if operation in _MAKERS:
        return getattr(model, operation).__func__(cls, *args, **named)
    if operation in _METHODS:
        return getattr(model, operation)(target, *args, **named)
    raise ValueError(f"{operation} is no step of a model")


def _perform_attrs(cls: Any, operation: str, target: Any, args: list[Any], named: dict[str, Any]) -> Any:
    if operation == "make":
        return cls(*args, **named)
    if operation == "__setattr__":
        made = copy.copy(target)
        setattr(made, *args)
        return made
    raise ValueError(f"{operation} is no step of an attrs class")


def _state(model: Any) -> list[Any]:
    fields, given, extra, private = _values.take_model(model)
    return [fields, given, extra, private]


def _same(value: object, path: Path, origins: dict[int, Path]) -> Iterator[tuple[Path, int]]:
    for at, each in _walk(value, path, lambda each: id(each) in origins):
        if id(each) in origins:
            yield at, id(each)


def _walk(value: object, path: Path, stop: Any = lambda _: False) -> Iterator[tuple[Path, object]]:
    """A value and what it holds, with the way to each."""
    yield path, value
    if not stop(value):
        for step, part in _parts(value):
            yield from _walk(part, (*path, step), stop)


def _parts(value: Any) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, _UNCHANGED):
        return
    if isinstance(value, dict):
        yield from enumerate(value.values())
    elif isinstance(value, (list, tuple, deque)):
        yield from enumerate(value)
    elif not _values.is_special(type(value)) and not isinstance(value, (set, frozenset)):
        extra = ("__pydantic_extra__", "__pydantic_private__") if hasattr(type(value), "__pydantic_fields__") else ()
        names = [
            *getattr(value, "__dict__", ()),
            *(each for each in slots_of(type(value)) if not each.startswith("__pydantic")),
        ]
        for name in (*names, *extra):
            held = getattr(value, name, None)
            if held is not None:
                yield name, held
