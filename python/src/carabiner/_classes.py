"""Classes by name: "module:qualname", as values and the server know them.

Nothing is imported that is not part of the user's project: bytes name classes, and `find_class` decides.
"""

from __future__ import annotations

import functools
import importlib
import os
import pathlib
import sys
import types
import typing
import weakref
from collections.abc import Callable, Iterator
from typing import Any

_MISSING: Any = object()

# Who remembers something of classes and must forget it when one becomes known.
forgetting: list[Callable[[type], None]] = []

_known: weakref.WeakValueDictionary[str, type] = weakref.WeakValueDictionary()
_roots: set[str] = set()


def know_class(cls: type) -> None:
    """Makes a class one that values may name, wherever it was defined (inside a function, say)."""
    _known[reference(cls)] = cls
    for forget in forgetting:
        forget(cls)


def trust_module(module: str) -> None:
    """Lets classes be looked for in the modules of this one's package, importing them where needed."""
    _roots.add(module.partition(".")[0])


def public_module(name: str) -> str:
    """The name under which another process imports the module: `__main__` is a module too, and has one on disk."""
    return _main_name() if name == "__main__" else name


@functools.cache
def _main_name() -> str:
    main = sys.modules["__main__"]
    spec = getattr(main, "__spec__", None)
    if spec is not None:
        name: str = spec.name
        return name.removesuffix(".__main__") if name.endswith(".__main__") and spec.parent == name else name
    file = getattr(main, "__file__", None)
    if file is None:
        return "__main__"
    path = pathlib.Path(os.path.abspath(file)).with_suffix("")
    for entry in sys.path:
        root = pathlib.Path(os.path.abspath(entry or "."))
        if root in path.parents:
            parts = path.relative_to(root).parts
            if all(part.isidentifier() for part in parts):
                return ".".join(parts)
    return "__main__"


def reference(cls: type) -> str:
    """ "module:qualname"; a parametrised pydantic model is its origin with its arguments in brackets."""
    generic = cls.__dict__.get("__pydantic_generic_metadata__")
    if generic and generic["origin"] is not None:
        arguments = ", ".join(_argument(each) for each in generic["args"])
        return f"{reference(generic['origin'])}[{arguments}]"
    return f"{public_module(cls.__module__)}:{cls.__qualname__}"


def _argument(form: Any) -> str:
    if form is None or form is type(None):
        return "None"
    if typing.get_origin(form) is typing.Union and not isinstance(form, types.UnionType):
        return f"typing:Union[{', '.join(_argument(each) for each in typing.get_args(form))}]"
    if isinstance(form, types.UnionType):
        return "|".join(_argument(each) for each in typing.get_args(form))
    origin = typing.get_origin(form)
    if isinstance(origin, type):
        return f"{reference(origin)}[{', '.join(_argument(each) for each in typing.get_args(form))}]"
    if isinstance(form, type):
        return reference(form)
    if form in (typing.Any, ...):
        return "..." if form is ... else "typing:Any"
    raise TypeError(f"a model parametrised with {form!r} cannot be named; make a named subclass of it")


def find_class(name: str) -> type:
    """The class of a reference. `LookupError` where this process has none that values may name."""
    if name.endswith("]"):
        return _find_parametrised(name)
    module, _, qualname = name.partition(":")
    # What the module holds now comes first: a notebook, or a reload, may have defined the class anew.
    found = None if "<locals>" in qualname else _held(_module(module), qualname)
    if found is None:
        found = _known.get(name)
    if found is None:
        raise LookupError(f"the class {name} is not defined here")
    return found


def _held(module: types.ModuleType | None, qualname: str) -> type | None:
    found: Any = module
    for part in qualname.split("."):
        found = getattr(found, part, None) if isinstance(found, (type, types.ModuleType)) else None
    return found if isinstance(found, type) else None


def _module(name: str) -> types.ModuleType | None:
    module = sys.modules.get(name)
    if module is None and name == _main_name():
        module = sys.modules["__main__"]
    if module is None and name.partition(".")[0] in _roots:
        try:
            module = importlib.import_module(name)
        except ImportError as error:
            raise LookupError(f"the module {name} cannot be imported: {error}") from error
    return module


def _find_parametrised(name: str) -> type:
    form, rest = _parse_argument(name)
    if rest or not isinstance(form, type):
        raise LookupError(f"{name} is no class")
    return form


def _parse_argument(text: str) -> tuple[Any, str]:
    """One form (class, class[forms], form|form) from the front of the text, and what follows."""
    end = next((index for index, char in enumerate(text) if char in "[],|"), len(text))
    name, rest = text[:end], text[end:]
    form: Any = {"None": None, "...": ..., "typing:Any": Any, "typing:Union": typing.Union}.get(name, _MISSING)
    if form is _MISSING:
        form = find_class(name)
    if rest.startswith("["):
        arguments = []
        while not rest.startswith("]"):
            if not rest:
                raise LookupError("a class reference lacks its closing bracket")
            argument, rest = _parse_argument(rest[1:].lstrip())
            arguments.append(argument)
        form, rest = form[tuple(arguments)], rest[1:]
    if rest.startswith("|"):
        other, rest = _parse_argument(rest[1:])
        form = form | other
    return form, rest


def is_findable(cls: type) -> bool:
    try:
        return find_class(reference(cls)) is cls
    except (LookupError, TypeError):
        return False


def shown(cls: type) -> str:
    """A class's name for messages."""
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


HEAP_TYPE = 1 << 9


def slots_of(cls: type) -> Iterator[str]:
    """The attributes that instances hold in slots, by the names under which `getattr` finds them."""
    for base in cls.__mro__:
        slots = base.__dict__.get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else slots:
            if slot not in ("__dict__", "__weakref__"):
                private = slot.startswith("__") and not slot.endswith("__")
                yield f"_{base.__name__.lstrip('_')}{slot}" if private else slot
