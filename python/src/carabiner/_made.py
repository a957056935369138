"""Values that are made in the workflow rather than sent, because they hold functions, classes or actions: as expressions.

They are written from what they hold now, so it does not matter how they came to hold it: by a literal, by decorators,
in a loop.
"""

from __future__ import annotations

import functools
import keyword
import types
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any

_LITERAL = (str, bytes, bool, int, type(None))
_FILLED = (list, dict, set)
_CONTAINERS = (tuple, list, dict, set, frozenset, OrderedDict, defaultdict, deque, types.MappingProxyType)

# Gives a value that is not written out a name.
Named = Callable[[Any], str]


def is_made(value: object, path: tuple[int, ...] = ()) -> bool:
    """Whether a value is code, or a container that holds some."""
    if isinstance(value, (types.FunctionType, types.MethodType, types.ModuleType)) or is_method(value):
        return True
    if isinstance(value, type):
        return value.__module__ != "builtins"
    if type(value) is functools.partial:
        return True
    if type(value) not in _CONTAINERS or id(value) in path:
        return False
    if type(value) is defaultdict and is_made(value.default_factory):
        return True
    return any(is_made(each, (*path, id(value))) for each in _items(value))


def is_method(value: object) -> bool:
    """Whether a value is a method of a builtin object: `"-".join`."""
    return isinstance(value, types.BuiltinMethodType) and not isinstance(value.__self__, (types.ModuleType, type(None)))


def _items(value: Any) -> Iterable[object]:
    return (*value, *value.values()) if hasattr(value, "values") else tuple(value)


def can_fill(value: object) -> bool:
    """Whether a value can exist before what it holds."""
    return type(value) in _FILLED


def empty(value: object) -> str:
    return "[]" if type(value) is list else "{}" if type(value) is dict else "set()"


def filling(value: object, full: str) -> str:
    """An expression that makes the existing container `made` hold what `full`, an expression like the value, does."""
    return f"(made.clear() or made.{'extend' if type(value) is list else 'update'}({full}))"


def refilling(value: object) -> str:
    """The same from a copy that a list called `full` holds."""
    return filling(value, "full[0]")


def expression(value: Any, named: Named) -> str:
    """The value as Python, in which what it holds has names."""
    match value:
        case functools.partial() if type(value) is functools.partial:
            return _partial(value, named)
        case types.MethodType() | types.BuiltinMethodType():
            return f"{named(value.__self__)}.{value.__name__}"
        case tuple() if type(value) is tuple:
            return "(" + "".join(f"{_inner(each, named)}, " for each in value) + ")"
        case list() if type(value) is list:
            return _list(value, named)
        case dict() if type(value) is dict:
            return _dict(value, named)
        case set() | frozenset() if type(value) in (set, frozenset):
            inner = ", ".join(_inner(each, named) for each in sorted(value, key=_order))
            return f"{type(value).__name__}([{inner}])"
        case defaultdict() if type(value) is defaultdict:
            return f"{named(defaultdict)}({_inner(value.default_factory, named)}, {_dict(value, named)})"
        case OrderedDict() if type(value) is OrderedDict:
            return f"{named(OrderedDict)}({_dict(value, named)})"
        case deque() if type(value) is deque:
            return f"{named(deque)}({_list(value, named)}, {value.maxlen!r})"
        case types.MappingProxyType():
            return f"{named(types.MappingProxyType)}({_dict(value, named)})"
    raise TypeError(f"{type(value).__qualname__} is not written out")


def _inner(value: object, named: Named) -> str:
    if type(value) in _LITERAL:
        return repr(value)
    # What can change has a name of its own, so that it stays one object wherever it is referred to.
    return expression(value, named) if type(value) is tuple else named(value)


def _list(value: Iterable[object], named: Named) -> str:
    return "[" + ", ".join(_inner(each, named) for each in value) + "]"


def _dict(value: Any, named: Named) -> str:
    return "{" + ", ".join(f"{_inner(key, named)}: {_inner(held, named)}" for key, held in value.items()) + "}"


def _partial(value: functools.partial[Any], named: Named) -> str:
    parts = [_inner(value.func, named), *(_inner(each, named) for each in value.args)]
    for name, held in value.keywords.items():
        plain = name.isidentifier() and not keyword.iskeyword(name)
        parts.append(f"{name}={_inner(held, named)}" if plain else f"**{{{name!r}: {_inner(held, named)}}}")
    return f"{named(functools.partial)}({', '.join(parts)})"


def _order(value: object) -> tuple[str, str, str]:
    """Sets have no order that two processes share."""
    return (
        str(getattr(value, "__module__", "")),
        str(getattr(value, "__qualname__", "")),
        "" if callable(value) else repr(value),
    )
