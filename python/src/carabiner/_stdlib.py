"""Members of the standard library, and of carabiner itself, by the path under which the machine knows them."""

from __future__ import annotations

import asyncio
import collections.abc
import enum
import logging
import sys
import types
import typing
from typing import Any

from . import _values
from ._core import provides

_PLAIN = (str, bytes, int, float, complex, bool, type(None), tuple, list, dict, set, frozenset)

# Modules whose own name is another than that under which they are imported.
_PUBLIC = {"posixpath": "os.path", "ntpath": "os.path"}

# By identity: the paths that the machine provides, of the modules that were imported when it was made.
_index: dict[int, str] = {}
_indexed: set[str] = set()


def is_standard(module: str) -> bool:
    root = module.partition(".")[0]
    return root in sys.stdlib_module_names or root == "carabiner"


def module_name(module: types.ModuleType) -> str:
    return _PUBLIC.get(module.__name__, module.__name__)


def path_of(value: Any) -> str | None:
    """ "asyncio.gather" of `asyncio.gather`, whatever it is called where it was imported; none if it is no such member."""
    if isinstance(value, _PLAIN) and not isinstance(value, enum.Enum):
        return None
    if isinstance(value, (types.BuiltinMethodType, types.MethodType)) and not isinstance(value.__self__, types.ModuleType):
        return _bound(value)
    return _provided(value) or _by_name(value)


def _provided(value: object) -> str | None:
    for name in set(sys.modules) - _indexed:
        _indexed.add(name)
        module = sys.modules[name]
        public = not any(part.startswith("_") for part in name.split("."))
        if public and is_standard(name) and isinstance(module, types.ModuleType) and provides(name):
            for member, held in sorted(vars(module).items()):
                path = f"{name}.{member}"
                if not isinstance(held, (*_PLAIN, types.ModuleType)) and provides(path):
                    # The shortest of several names.
                    known = _index.get(id(held), path)
                    _index[id(held)] = min(known, path, key=lambda each: (len(each), each))
    found = _index.get(id(value))
    return found if found is not None and _at(found) is value else None


def _at(path: str) -> object:
    module, _, name = path.rpartition(".")
    return getattr(sys.modules.get(module), name, None)


def _by_name(value: Any) -> str | None:
    """One that the machine may not have: named, so that the refusal can name it."""
    if isinstance(value, typing.TypeVar):
        return None
    home = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None) or getattr(value, "_name", None)
    if not isinstance(name, str) and isinstance(value, enum.Enum):
        name = value.name
    if isinstance(home, str) and isinstance(name, str) and is_standard(home):
        for module in (home.partition(".")[0], home, home.lstrip("_")):
            if _member(module, name) is value:
                return f"{_PUBLIC.get(module, module)}.{name}"
    return None


def _member(module: str, qualname: str) -> object:
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return found


def _bound(value: types.BuiltinMethodType | types.MethodType) -> str | None:
    """Functions that are methods of a module's hidden instance (`random.random`) or of a class (`chain.from_iterable`)."""
    owner: Any = value.__self__
    if isinstance(owner, type):
        path = path_of(owner)
        return path and f"{path}.{value.__name__}"
    home = type(owner).__module__
    if is_standard(home) and getattr(sys.modules.get(home), value.__name__, None) == value:
        return f"{home}.{value.__name__}"
    return None


def is_opaque(cls: type) -> bool:
    """Whether a class of the standard library is more than its instances' attributes show."""
    root = cls.__module__.partition(".")[0]
    return root not in ("builtins", "carabiner") and root in sys.stdlib_module_names and not _values.is_special(cls)


_SYNCHRONISING = (asyncio.Lock, asyncio.Semaphore, asyncio.Event, asyncio.Condition, asyncio.Queue)


def is_shared(value: object) -> str:
    """Why a module-level object cannot be made anew in every instance: all instances are to meet in it."""
    if isinstance(value, _SYNCHRONISING):
        return "which every instance of the workflow would have one of its own of; make it in `run`"
    if isinstance(value, collections.abc.Iterator):
        return "an iterator that every instance of the workflow would begin anew; make it in `run`"
    return ""


def is_unchanging(value: object) -> bool:
    """Whether what is done to a value at module level makes no difference in a workflow."""
    return isinstance(value, (logging.Logger, typing.TypeVar))
