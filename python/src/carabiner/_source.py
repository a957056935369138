"""The source unit: what a workflow is, as the server needs it. What only live Python knows is found out here.

From `run` on, every free name of every definition is resolved to the object that it names now, and that object to a symbol:
an action, a function or class whose source travels along, a member of the standard library, a constant, or something that
cannot be used, with advice. No code is sent that is not reachable, and nothing here decides what the machine supports.
"""

from __future__ import annotations

import base64
import functools
import importlib
import inspect
import json
import sys
import types
import typing
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import _classes, _stdlib, _text, _values
from ._action import action_of
from ._core import lower_check, provides

FORMAT = 1
# A constant travels with every version of the workflow; more than this is data, not code.
CONSTANT_BYTES_MAX = 256 * 1024

_MISSING: Any = object()

_units: weakref.WeakKeyDictionary[type, str] = weakref.WeakKeyDictionary()


def unit_json(workflow: type) -> str:
    """The JSON of the workflow's `SourceUnit`."""
    known = _units.get(workflow)
    if known is None:
        known = _units[workflow] = json.dumps(unit(workflow), separators=(",", ":"))
    return known


def unit(workflow: type) -> dict[str, Any]:
    return _Unit(workflow).built()


def check(workflow: type) -> list[str]:
    """What the server would refuse in the workflow, as texts for the author."""
    return lower_check(unit_json(workflow))


@dataclass
class _Definition:
    """A definition to be sent, and what is needed to resolve its names."""

    kind: str
    module: str
    qualname: str
    text: _text.Text
    value: types.FunctionType | type
    names: dict[str, int] = field(default_factory=dict)


class _Unit:
    def __init__(self, workflow: type) -> None:
        self._workflow = workflow
        self._root = workflow.__module__.partition(".")[0]
        self._symbols: list[dict[str, Any]] = []
        self._definitions: list[_Definition] = []
        # By identity of what they stand for. The objects are kept, so that no identity is used twice.
        self._by_object: dict[int, int] = {}
        self._by_name: dict[tuple[str, str], int] = {}
        self._kept: list[object] = []
        self._todo: list[Callable[[], None]] = []

    def built(self) -> dict[str, Any]:
        entry = self._class(self._workflow)
        if "definition" not in self._symbols[entry]:
            raise OSError(f"the source of {self._workflow.__qualname__} is not to be had; define it in a file")
        self._arriving(_hints(vars(self._workflow).get("__init__")), _hints(_run_of(self._workflow)))
        while self._todo:
            self._todo.pop()()
        return self._ordered(entry)

    def _ordered(self, entry: int) -> dict[str, Any]:
        """Definitions in the order in which they ran, and symbols that follow them."""
        rank = _import_order({each.value.__module__ for each in self._definitions}, self._workflow.__module__, self._is_ours)
        order = sorted(
            range(len(self._definitions)),
            key=lambda index: (
                rank[self._definitions[index].value.__module__],
                self._definitions[index].text.first_line,
                self._definitions[index].qualname,
            ),
        )
        place = {old: new for new, old in enumerate(order)}
        for symbol in self._symbols:
            if "definition" in symbol:
                symbol["definition"] = place[symbol["definition"]]
        return {
            "format": FORMAT,
            "python": list(sys.version_info[:2]),
            "entry": {"workflow": entry},
            "definitions": [_as_json(self._definitions[old]) for old in order],
            "symbols": self._symbols,
        }

    # -- symbols ------------------------------------------------------------------------------------------------------

    def _add(self, symbol: dict[str, Any], value: object = _MISSING) -> int:
        index = len(self._symbols)
        self._symbols.append(symbol)
        if value is not _MISSING:
            self._by_object[id(value)] = index
            self._kept.append(value)
        return index

    def _symbol(self, value: Any, where: tuple[str, str], chains: frozenset[tuple[str, ...]]) -> int:
        """The symbol of a live object that is known as `where` (module, name)."""
        if isinstance(value, types.ModuleType):
            return self._module(value, chains)
        known = self._by_object.get(id(value))
        if known is not None:
            return known
        made = action_of(value)
        if made is not None:
            return self._action(value)
        path = _stdlib.path_of(value)
        if path is not None and (not isinstance(value, type) or provides(path) or not _is_exception(value)):
            return self._add({"kind": "stdlib", "path": path}, value)
        if isinstance(value, type):
            return self._class(value)
        function = _function_of(value)
        if function is not None:
            return self._function(function, value, where)
        return self._constant(value, where)

    def _module(self, module: types.ModuleType, chains: frozenset[tuple[str, ...]]) -> int:
        name = module.__name__
        if _stdlib.is_standard(name):
            key = ("", name)
            if key not in self._by_name:
                self._by_name[key] = self._add({"kind": "stdlib", "path": name})
            return self._by_name[key]
        if not self._is_ours(module):
            return self._unknown(f"the installed module `{name}`", _CALL_IN_ACTION)
        index = self._by_object.get(id(module))
        if index is None:
            index = self._add({"kind": "module", "name": name, "attributes": {}}, module)
        attributes = self._symbols[index]["attributes"]
        for first in sorted({chain[0] for chain in chains if chain}):
            rest = frozenset(chain[1:] for chain in chains if chain and chain[0] == first)
            held = getattr(module, first, _MISSING)
            if held is not _MISSING and (first not in attributes or isinstance(held, types.ModuleType)):
                attributes[first] = self._symbol(held, (name, first), rest)
        return index

    def _action(self, function: types.FunctionType) -> int:
        made = action_of(function)
        assert made is not None
        if "<locals>" in function.__qualname__:
            return self._unknown(
                f"the action `{function.__name__}`, which is defined inside a function where no worker finds it",
                "define it at module level",
            )
        index = self._add({"kind": "action", **made.as_json()}, function)
        self._todo.append(lambda: self._arriving(_returned(function)))
        return index

    def _class(self, cls: type) -> int:
        known = self._by_object.get(id(cls))
        if known is not None:
            return known
        if cls.__module__ == "builtins" or _stdlib.is_standard(cls.__module__):
            path = _stdlib.path_of(cls)
            if path is not None and (provides(path.removeprefix("builtins.")) or not _is_exception(cls)):
                return self._add({"kind": "stdlib", "path": path}, cls)
            return self._external(cls)
        text = None if _is_foreign(cls) or not self._is_ours(sys.modules.get(cls.__module__)) else _text.text_of(cls)
        if text is None:
            return self._external(cls)
        _classes.know_class(cls)
        index = self._define("class", cls, text)
        self._todo.append(lambda: self._arriving(*(_hints(each) for each in (cls, *_nested(cls)))))
        return index

    def _external(self, cls: type) -> int:
        _classes.know_class(cls)
        index = self._add({"kind": "external_class", "mro": [_classes.reference(base) for base in cls.__mro__]}, cls)
        self._todo.append(lambda: self._arriving(_hints(cls)))
        return index

    def _function(self, function: types.FunctionType, value: object, where: tuple[str, str]) -> int:
        if function.__name__ == "<lambda>":
            return self._unknown(f"the lambda `{where[1]}`", "write it as a `def`")
        if not self._is_ours(sys.modules.get(function.__module__)):
            return self._unknown(f"`{function.__qualname__}` of the installed module `{function.__module__}`", _CALL_IN_ACTION)
        # A raw function behind a decorator that hid it is not what its `def` statement, decorators and all, is known as.
        hidden = value is function and _visible(function) not in (_MISSING, function)
        text = _text.text_of(function, decorated=not hidden)
        if text is None:
            return self._unknown(f"`{function.__qualname__}`, whose source is not to be had", "define it in a file")
        index = self._define("function", function, text)
        self._by_object[id(value)] = index
        self._kept.append(value)
        return index

    def _define(self, kind: str, value: types.FunctionType | type, text: _text.Text) -> int:
        made = _Definition(kind, _classes.public_module(value.__module__), value.__qualname__, text, value)
        self._definitions.append(made)
        self._todo.append(lambda: self._resolve(made))
        return self._add({"kind": kind, "definition": len(self._definitions) - 1}, value)

    def _constant(self, value: object, where: tuple[str, str]) -> int:
        # Equal small values are one object in CPython, so an identity tells variables apart only where the value can change.
        settled = isinstance(value, (str, bytes, int, float, complex, bool, type(None), tuple, frozenset))
        if settled and where in self._by_name:
            return self._by_name[where]
        name = f"{_classes.public_module(where[0])}:{where[1]}"
        for cls in _classes_in(value):
            self._class(cls)
        try:
            encoded = _values.encode(value, where[1], CONSTANT_BYTES_MAX)
        except TypeError as error:
            index = self._unknown(f"`{where[1]}`, a {type(value).__qualname__} ({error})", _MAKE_IN_ACTION)
        except ValueError:
            what = f"`{where[1]}`, a constant of more than {CONSTANT_BYTES_MAX} bytes"
            index = self._unknown(what, "load it in an action")
        else:
            index = self._add({"kind": "constant", "name": name, "value": base64.b64encode(encoded).decode()})
        if settled:
            self._by_name[where] = index
        else:
            self._by_object[id(value)] = index
            self._kept.append(value)
        return index

    def _unknown(self, what: str, advice: str) -> int:
        key = ("?", what)
        if key not in self._by_name:
            self._by_name[key] = self._add({"kind": "unknown", "what": what, "advice": advice})
        return self._by_name[key]

    def _is_ours(self, module: types.ModuleType | None) -> bool:
        """Whether a module is part of the user's project: of the workflow's own package, or not installed as a library."""
        if module is None or _stdlib.is_standard(module.__name__):
            return False
        if module.__name__.partition(".")[0] in (self._root, "__main__"):
            return True
        file = _text.source_file(module) or ""
        return "site-packages" not in file and "dist-packages" not in file

    # -- names --------------------------------------------------------------------------------------------------------

    def _resolve(self, made: _Definition) -> None:
        names = _text.names_in(made.text.source)
        scope = _Scope(made.value)
        for name in sorted(names.free):
            value = scope.get(name)
            if value is _MISSING:
                continue
            made.names[name] = self._symbol(value, (scope.module, name), names.chains.get(name, frozenset()))
        for module, member, level, alias in names.imports:
            self._resolve_import(made, scope, names, (module, member, level, alias))

    def _resolve_import(
        self, made: _Definition, scope: _Scope, names: _text.Names, said: tuple[str, str | None, int, str]
    ) -> None:
        module, member, level, alias = said
        name = _text.absolute(module, level, scope.package)
        key = f"import {module}" if member is None else f"from {'.' * level}{module} import {member}"
        try:
            found: Any = importlib.import_module(name)
            if member is None and not alias:
                # `import a.b` binds `a`.
                found = sys.modules[name.partition(".")[0]]
            elif member is not None:
                found = _member(found, member)
        except (ImportError, AttributeError) as error:
            made.names[key] = self._unknown(f"`{key}`, which fails: {error}", "mend the import")
            return
        chains = names.chains.get(alias or module.partition(".")[0], frozenset())
        made.names[key] = self._symbol(found, (name, member or name), chains)

    # -- classes whose instances can arrive ---------------------------------------------------------------------------

    def _arriving(self, *hints: list[object]) -> None:
        for each in hints:
            for cls in _classes_of(each):
                if cls.__module__ != "builtins" and not _stdlib.is_standard(cls.__module__):
                    self._class(_outermost(cls))


_CALL_IN_ACTION = "call it in an action"
_MAKE_IN_ACTION = "use it in an action, or pass what the workflow needs of it as a plain value"


class _Scope:
    """What a definition's free names mean now: enclosing functions' variables, then globals."""

    def __init__(self, value: types.FunctionType | type) -> None:
        functions = [value] if isinstance(value, types.FunctionType) else list(_methods(value))
        self._closure: dict[str, Any] = {}
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

    def _put(self, name: str, cell: types.CellType) -> None:
        try:
            self._closure.setdefault(name, cell.cell_contents)
        except ValueError:
            # A variable of an enclosing function that has no value yet.
            return

    def get(self, name: str) -> Any:
        for names in (self._closure, self._globals, self._bases):
            if name in names:
                return names[name]
        return _MISSING


def _as_json(made: _Definition) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "module": made.module,
        "qualname": made.qualname,
        "file": made.text.file,
        "first_line": made.text.first_line,
        "column": made.text.column,
        "source": made.text.source,
        "names": made.names,
    }


def _function_of(value: Any) -> types.FunctionType | None:
    """The function whose `def` statement a value is known as: itself, or what decorators wrapped."""
    if isinstance(value, types.FunctionType) or (callable(value) and hasattr(value, "__wrapped__")):
        inner = inspect.unwrap(value)
        return inner if isinstance(inner, types.FunctionType) else None
    return None


def _visible(function: types.FunctionType) -> object:
    """What the function's qualified name means now."""
    found: Any = sys.modules.get(function.__module__)
    for part in function.__qualname__.split("."):
        found = inspect.getattr_static(found, part, _MISSING) if found is not _MISSING else _MISSING
    return found


def _methods(cls: type) -> Iterator[types.FunctionType]:
    for held in vars(cls).values():
        if isinstance(held, (staticmethod, classmethod)):
            held = held.__func__
        if isinstance(held, property):
            held = held.fget
        if isinstance(held, functools.cached_property):
            held = held.func
        function = _function_of(held)
        if function is not None and function.__module__ == cls.__module__:
            yield function


def _run_of(workflow: type) -> Any:
    return inspect.unwrap(workflow.run)  # type: ignore[attr-defined] # every `Workflow` has it


def _member(module: types.ModuleType, name: str) -> Any:
    try:
        return getattr(module, name)
    except AttributeError:
        return importlib.import_module(f"{module.__name__}.{name}")


def _outermost(cls: type) -> type:
    """The class whose text holds this one's: a nested class exists once, as a part of it."""
    outer = vars(sys.modules.get(cls.__module__, types)).get(cls.__qualname__.partition(".")[0])
    return outer if isinstance(outer, type) and outer.__module__ == cls.__module__ else cls


def _nested(cls: type) -> Iterator[type]:
    for held in vars(cls).values():
        if isinstance(held, type) and held.__qualname__ == f"{cls.__qualname__}.{held.__name__}":
            yield held
            yield from _nested(held)


def _is_exception(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseException)


def _is_foreign(cls: type) -> bool:
    """Whether a class is made by a library from its annotations, so that its source alone does not tell what it is."""
    return any(hasattr(cls, mark) for mark in ("__pydantic_fields__", "__attrs_attrs__", "__struct_fields__"))


def _hints(value: Any) -> list[object]:
    try:
        return list(typing.get_type_hints(value).values())
    # Annotations may name what is imported for type checkers only, or be anything at all.
    except Exception:
        return list(getattr(value, "__annotations__", {}).values())


def _returned(function: types.FunctionType) -> list[object]:
    try:
        return [typing.get_type_hints(function).get("return")]
    except Exception:  # as in `_hints`
        return [function.__annotations__.get("return")]


def _classes_of(hints: list[object]) -> Iterator[type]:
    """The classes in type expressions: of `dict[str, list[Line] | None]`, `Line`."""
    for hint in hints:
        origin = typing.get_origin(hint)
        if origin is None:
            if isinstance(hint, type):
                yield hint
            continue
        if isinstance(origin, type):
            yield origin
        yield from _classes_of(list(typing.get_args(hint)))


def _classes_in(value: object, seen: set[int] | None = None) -> Iterator[type]:
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
            yield from _classes_in(each, seen)


def _import_order(modules: set[str], entry: str, is_ours: Callable[[types.ModuleType | None], bool]) -> dict[str, int]:
    """The order in which the modules' bodies ended: an imported module before its importer."""
    done: dict[str, int] = {}
    visited: set[str] = set()

    def visit(name: str) -> None:
        module = sys.modules.get(name)
        if name in visited or module is None or not is_ours(module):
            return
        visited.add(name)
        for imported in _text.imported_modules(module):
            visit(imported)
        done[name] = len(done)

    visit(entry)
    for name in [*(each for each in list(sys.modules) if each in modules), *sorted(modules)]:
        visit(name)
    for name in sorted(modules):
        done.setdefault(name, len(done))
    return done
