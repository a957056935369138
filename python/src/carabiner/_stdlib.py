"""Members of the standard library, and of carabiner itself, by the path under which the machine knows them."""

from __future__ import annotations

import sys
import types
import typing
from typing import Any

_PLAIN = (str, bytes, int, float, complex, bool, type(None), tuple, list, dict, set, frozenset)


def is_standard(module: str) -> bool:
    root = module.partition(".")[0]
    return root in sys.stdlib_module_names or root == "carabiner"


def path_of(value: Any) -> str | None:
    """ "asyncio.gather" of `asyncio.gather`, whatever it is called where it was imported; none if it is no such member."""
    if isinstance(value, (*_PLAIN, typing.TypeVar)):
        return None
    home = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None) or getattr(value, "_name", None)
    if isinstance(home, str) and isinstance(name, str) and is_standard(home):
        for module in (home.partition(".")[0], home, home.lstrip("_")):
            if _member(module, name) is value:
                return f"{module}.{name}"
    if isinstance(value, (types.BuiltinMethodType, types.MethodType)):
        return _bound(value)
    return None


def _member(module: str, qualname: str) -> object:
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return found


def _bound(value: types.BuiltinMethodType | types.MethodType) -> str | None:
    """Functions that are methods of a module's hidden instance: `random.random`."""
    home = type(value.__self__).__module__
    if is_standard(home) and getattr(sys.modules.get(home), value.__name__, None) == value:
        return f"{home}.{value.__name__}"
    return None
