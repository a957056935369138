"""What the free names of a definition mean now, and which definition a live function is known as."""

from __future__ import annotations

import abc
import ast
import functools
import importlib
import inspect
import sys
import types
from collections.abc import Iterator
from typing import Any

from . import _text

MISSING: Any = object()


class Scope:
    """What a definition's free names mean now: enclosing functions' variables, then globals."""

    module: str
    package: str
    _closure: dict[str, Any]
    _globals: dict[str, Any]
    _bases: dict[str, type]
    # Where it was made in a function: itself, and that function's variables.
    _local: object = None
    _around: frozenset[str] = frozenset()

    def __init__(self, value: types.FunctionType | type | types.ModuleType) -> None:
        if isinstance(value, types.ModuleType):
            self.module, self._closure, self._globals = value.__name__, {}, vars(value)
            self.package, self._bases = str(value.__package__ or ""), {}
            return
        functions = [value] if isinstance(value, types.FunctionType) else list(methods(value))
        self._closure = {}
        for function in functions:
            for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
                self._put(name, cell)
        self.module = value.__module__
        module = sys.modules.get(self.module)
        self._globals = functions[0].__globals__ if functions and module is None else vars(module) if module else {}
        if isinstance(value, types.FunctionType):
            self._globals = value.__globals__
        self.package = str(self._globals.get("__package__") or "")
        # A class made inside a function may have bases that no method refers to.
        bases = value.__mro__[1:-1] if isinstance(value, type) and "<locals>" in value.__qualname__ else ()
        self._bases = {base.__name__: base for base in reversed(bases)}
        if "<locals>" in value.__qualname__:
            self._local, self._around = value, _text.enclosing_names(value)

    def _put(self, name: str, cell: types.CellType) -> None:
        try:
            self._closure.setdefault(name, cell.cell_contents)
        except ValueError:
            # A variable of an enclosing function that has no value yet.
            return

    def lacks(self, name: str, eager: frozenset[str]) -> bool:
        """Whether a name is a variable of the function around, whose value at that time nothing has kept."""
        return name in self._around and name in eager and name not in self._closure and name not in self._bases

    def defaults(self, names: _text.Names) -> Iterator[tuple[str, Any]]:
        """Names in the defaults of a function that was made in a function, and what they meant when it was."""
        if not isinstance(self._local, types.FunctionType):
            return
        parameters = inspect.signature(self._local, follow_wrapped=False).parameters
        for parameter, name in names.defaults.items():
            if name is not None and parameter in parameters:
                yield name, parameters[parameter].default

    def get(self, name: str) -> Any:
        for names in (self._closure, self._globals, self._bases):
            if name in names:
                return names[name]
        return MISSING


def function_of(value: Any) -> types.FunctionType | None:
    """The function whose `def` statement a value is known as: itself, or what decorators wrapped."""
    if isinstance(value, types.FunctionType) or (callable(value) and hasattr(value, "__wrapped__")):
        inner = inspect.unwrap(value)
        return inner if isinstance(inner, types.FunctionType) else None
    return None


def dispatches(value: Any) -> bool:
    """Whether a value is what `functools.singledispatch` makes."""
    return isinstance(value, types.FunctionType) and all(hasattr(value, name) for name in ("registry", "dispatch", "register"))


def alone(value: Any) -> _text.Text | None:
    """The text of a function that has one decorator, which was of use only for what it did: without that."""
    if not isinstance(value, types.FunctionType) or hasattr(value, "__wrapped__"):
        return None
    text = _text.text_of(value)
    decorators = getattr(ast.parse(text.source).body[0], "decorator_list", ()) if text else ()
    return _text.text_of(value, decorated=False) if len(decorators) == 1 else None


def visible(function: types.FunctionType) -> object:
    """What the function's qualified name means now."""
    found: Any = sys.modules.get(function.__module__)
    for part in function.__qualname__.split("."):
        found = inspect.getattr_static(found, part, MISSING) if found is not MISSING else MISSING
    return found


def registered_with(value: object) -> list[type]:
    """The classes that an abstract class counts as derived from it, as `register` told it."""
    if type(value) is not abc.ABCMeta:
        return []
    found = [each() for each in importlib.import_module("_abc")._get_dump(value)[0]]
    known = [each for each in found if each is not None]
    return sorted(known, key=lambda each: (each.__module__, each.__qualname__))


def visible_of(value: types.FunctionType | type) -> object:
    """What a definition is known as: what decorators made of it, if its name means that."""
    found = visible(value) if isinstance(value, types.FunctionType) else value
    return found if found is not MISSING and function_of(found) is value else value


def methods(cls: type) -> Iterator[types.FunctionType]:
    for held in vars(cls).values():
        if isinstance(held, (staticmethod, classmethod)):
            held = held.__func__
        if isinstance(held, property):
            held = held.fget
        if isinstance(held, functools.cached_property):
            held = held.func
        function = function_of(held)
        if function is not None and function.__module__ == cls.__module__:
            yield function


def member(module: types.ModuleType, name: str) -> Any:
    try:
        return getattr(module, name)
    except AttributeError:
        return importlib.import_module(f"{module.__name__}.{name}")
