"""The source unit: what a workflow is, as the server needs it. What only live Python knows is found out here.

From `run` on, every free name of every definition is resolved to the object that it names now, and that object to a symbol:
an action, a function or class whose source travels along, a member of the standard library, a constant, the statement that
made it, or something that cannot be used, with advice. A constant is sent as it is now. What cannot be sent as a value is made
anew in every instance: a container of functions from what it holds now, anything else by the one statement that assigns it, and
only if nothing else changes it. No code is sent that is not reachable, and nothing here decides what the machine supports.
"""

from __future__ import annotations

import ast
import base64
import importlib
import inspect
import itertools
import json
import sys
import types
import weakref
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from . import _classes, _definitions, _generated, _hints, _made, _models, _scope, _statements, _stdlib, _steps, _text, _values
from ._action import action_of
from ._core import lower_check, provides
from ._definitions import Definition

FORMAT = 1
# A constant travels with every version of the workflow; more than this is data, not code.
CONSTANT_BYTES_MAX = 256 * 1024

# The module and the name under which a value was met.
Where = tuple[str, str]

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


class _Unit:
    def __init__(self, workflow: type) -> None:
        self._workflow = workflow
        self._root = workflow.__module__.partition(".")[0]
        self._symbols: list[dict[str, Any]] = []
        self._definitions: list[Definition] = []
        # By identity of what they stand for. The objects are kept, so that no identity is used twice.
        self._by_object: dict[int, int] = {}
        self._by_name: dict[Where, int] = {}
        self._kept: list[object] = []
        self._todo: deque[Callable[[], None]] = deque()
        self._variables: set[Where] = set()
        # The definition whose names are being resolved, and the name.
        self._by: tuple[Definition | None, str] = (None, "")
        # Captured containers that can change, to be refilled if code that runs first may change them.
        self._changeable: dict[int, tuple[object, Where]] = {}
        self._classes_of_constants: dict[int, list[int]] = {}
        # What is set when all else has run.
        self._last: list[tuple[Where, int, _scope.Scope, str, dict[str, int]]] = []

    def built(self) -> dict[str, Any]:
        entry = self._class(self._workflow)
        if "definition" not in self._symbols[entry]:
            raise OSError(f"the source of {self._workflow.__qualname__} is not to be had; define it in a file")
        self._arriving(_hints.of(vars(self._workflow).get("__init__")), _hints.of(_run_of(self._workflow)))
        self._work()
        self._include_subclasses()
        self._refill()
        self._work()
        return self._ordered(entry)

    def _include_subclasses(self) -> None:
        """Who asks a class for its subclasses is to find them all."""
        while any("__subclasses__" in each.text.source for each in self._definitions):
            kept = [each for each in self._kept if isinstance(each, type)]
            known = [cls for cls in kept if "definition" in self._symbols[self._by_object[id(cls)]]]
            below: list[type] = list(itertools.chain.from_iterable(map(type.__subclasses__, known)))
            found = [each for each in below if id(each) not in self._by_object]
            found = [each for each in found if self._is_ours(sys.modules.get(each.__module__))]
            if not found:
                return
            for each in found:
                self._class(each)
            self._work()

    def _work(self) -> None:
        while self._todo:
            self._todo.popleft()()

    def _ordered(self, entry: int) -> dict[str, Any]:
        """Definitions in the order in which they ran, and symbols that follow them."""
        sent = [each for each in self._definitions if not each.is_dropped]
        order = _definitions.in_order(sent, self._workflow.__module__, self._is_ours)
        place = {id(each): at for at, each in enumerate(order)}
        for symbol in self._symbols:
            if "definition" in symbol:
                symbol["definition"] = place[id(self._definitions[symbol["definition"]])]
        return {
            "format": FORMAT,
            "python": list(sys.version_info[:2]),
            "entry": {"workflow": entry},
            "definitions": [each.as_json() for each in order],
            "symbols": self._symbols,
        }

    # -- symbols ------------------------------------------------------------------------------------------------------

    def _add(self, symbol: dict[str, Any], value: object = _scope.MISSING) -> int:
        index = len(self._symbols)
        self._symbols.append(symbol)
        if value is not _scope.MISSING:
            self._stands_for(index, value)
        return index

    def _stands_for(self, index: int, value: object) -> int:
        self._by_object[id(value)] = index
        self._kept.append(value)
        return index

    def _symbol(self, value: Any, where: Where, chains: frozenset[tuple[str, ...]] = frozenset()) -> int:
        """The symbol of a live object that is known as `where`."""
        if isinstance(value, types.ModuleType):
            return self._module(value, chains)
        known = self._by_object.get(id(value))
        if known is not None:
            return known
        if isinstance(value, _models.Step):
            return self._step(value)
        if isinstance(value, _models.Member):
            return self._member(value)
        made = action_of(value)
        if made is not None and made.function is value:
            return self._action(value)  # type: ignore[arg-type] # an action is a function
        if made is not None:
            # A decorator above `@action`, which `functools.wraps` made look like one: what it does is the workflow's.
            return self._function(value, value, where)
        path = _stdlib.path_of(value) or _path_of(value)
        if path is not None and (not isinstance(value, type) or provides(path) or not _is_exception(value)):
            return self._add({"kind": "stdlib", "path": path}, value)
        if isinstance(value, type):
            return self._class(value)
        function = _scope.function_of(value)
        if function is not None:
            return self._function(function, value, where)
        if _made.is_made(value):
            return self._written(value, where)
        return self._constant(value, where)

    def _module(self, module: types.ModuleType, chains: frozenset[tuple[str, ...]]) -> int:
        name = _stdlib.module_name(module)
        if _stdlib.is_standard(name):
            key = ("", name)
            if key not in self._by_name:
                self._by_name[key] = self._add({"kind": "stdlib", "path": name})
            return self._by_name[key]
        known = any(chains) and all(_is_known(module, chain) for chain in chains if chain)
        if not self._is_ours(module) and not known:
            return self._unknown(f"the installed module `{name}`", _CALL_IN_ACTION)
        index = self._by_object.get(id(module))
        if index is None:
            index = self._add({"kind": "module", "name": name, "attributes": {}}, module)
        attributes = self._symbols[index]["attributes"]
        for first in sorted({chain[0] for chain in chains if chain}):
            rest = frozenset(chain[1:] for chain in chains if chain and chain[0] == first)
            held = getattr(module, first, _scope.MISSING)
            if held is not _scope.MISSING and (first not in attributes or isinstance(held, types.ModuleType)):
                self._by = (self._by[0], first) if self._by[0] else self._by
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
        self._todo.append(lambda: self._arriving(_hints.returned(function)))
        return index

    def _step(self, step: _models.Step) -> int:
        """The action of recorded steps, with the module that a worker finds the class in."""
        key = (step.module, _steps.NAME)
        if key not in self._by_name:
            made = action_of(_steps.step)
            assert made is not None
            self._by_name[key] = self._add({"kind": "action", **made.as_json(), "module": step.module})
        return self._by_name[key]

    def _member(self, member: _models.Member) -> int:
        key = ("", member.path)
        if key not in self._by_name:
            self._by_name[key] = self._add({"kind": "stdlib", "path": member.path})
        return self._by_name[key]

    def _class(self, cls: type) -> int:
        known = self._by_object.get(id(cls))
        if known is not None:
            return known
        if cls.__module__ == "builtins" or _stdlib.is_standard(cls.__module__):
            path = _stdlib.path_of(cls)
            if path is not None and (provides(path.removeprefix("builtins.")) or not _is_exception(cls)):
                return self._add({"kind": "stdlib", "path": path}, cls)
            return self._external(cls)
        if not self._is_ours(sys.modules.get(cls.__module__)):
            return self._external(cls)
        if _is_foreign(cls):
            return self._foreign(cls)
        text = _text.text_of(cls)
        if text is None:
            made = self._by_statement(cls, (cls.__module__, cls.__qualname__))
            return self._external(cls) if isinstance(made, str) else made
        _classes.know_class(cls)
        index = self._define("class", cls, text)
        self._todo.append(lambda: self._arriving(*(_hints.of(each) for each in (cls, *_hints.nested(cls)))))
        return index

    def _foreign(self, cls: type) -> int:
        """A class that a library made of its annotations: as the machine can have it, or by its name only."""
        try:
            text = _source_of(cls, lambda _: "x")
        except _models.Unknown:
            text = None
        if text is None:
            return self._external(cls)
        _classes.know_class(cls)
        index = self._define("class", cls, text)
        made, by = self._definitions[-1], self._by

        def named(held: Any) -> str:
            self._by = by
            symbol = self._symbol(held, (cls.__module__, cls.__qualname__))
            refused = self._refused([symbol])
            if refused is not None:
                raise _models.Unknown(f"needs {refused[0]}")
            made.names[f"carabiner_{symbol}"] = symbol
            return f"carabiner_{symbol}"

        try:
            made.text = _source_of(cls, named) or text
        except _models.Unknown:
            # It needs what no workflow has: it is known by its name only.
            made.is_dropped = True
            self._symbols[index] = {"kind": "external_class", "mro": [_classes.reference(base) for base in cls.__mro__]}
        self._todo.append(lambda: self._arriving(_hints.of(cls)))
        return index

    def _external(self, cls: type) -> int:
        _classes.know_class(cls)
        index = self._add({"kind": "external_class", "mro": [_classes.reference(base) for base in cls.__mro__]}, cls)
        self._todo.append(lambda: self._arriving(_hints.of(cls)))
        return index

    def _function(self, function: types.FunctionType, value: object, where: Where) -> int:
        if not self._is_ours(sys.modules.get(function.__module__)):
            return self._unknown(f"`{function.__qualname__}` of the installed module `{function.__module__}`", _CALL_IN_ACTION)
        if function.__name__ == "<lambda>" and value is function:
            return self._lambda(function, where)
        visible = _scope.visible(function)
        if value is not function and visible not in (_scope.MISSING, value):
            # Wrapped by an assignment, not by a decorator.
            return self._assigned(value, where, f"`{where[1]}`, made of the function `{function.__qualname__}`", _BIND_ONCE)
        if value is not function and self._is_bound_again(function):
            return self._unknown(f"`{function.__qualname__}`, which is assigned anew after its `def`", _BIND_ONCE)
        # A raw function behind a decorator that hid it is not what its `def` statement, decorators and all, is known as.
        hidden = value is function and visible not in (_scope.MISSING, function)
        text = _text.text_of(function, decorated=not hidden)
        if text is None:
            return self._unknown(f"`{function.__qualname__}`, whose source is not to be had", "define it in a file")
        index = self._stands_for(self._define("function", function, text), value)
        if _scope.dispatches(value):
            made = self._definitions[-1]
            self._todo.append(lambda: self._register(made, index, value))
        return index

    def _register(self, made: Definition, index: int, function: Any) -> None:
        """What a generic function (`functools.singledispatch`) does with each class, as it is registered now."""
        for cls, implementation in function.registry.items():
            if cls is object:
                continue
            self._by = (made, made.qualname)
            text = _scope.alone(implementation)
            known = self._by_object.get(id(implementation))
            if known is None and text is not None and self._is_ours(sys.modules.get(implementation.__module__)):
                known = self._stands_for(self._define("function", implementation, text), implementation)
            if known is None:
                known = self._symbol(implementation, (made.home, made.qualname))
            names = {"made": index, "cls": self._symbol(cls, (made.home, cls.__qualname__)), "implementation": known}
            where, full = (made.home, made.qualname), "made.register(cls, implementation)"
            self._fill(where, made.line, _scope.Scope(sys.modules[made.home]), full, names, self._needs_of(names))
        self._by = (None, "")

    def _is_bound_again(self, function: types.FunctionType) -> bool:
        module = sys.modules.get(function.__module__)
        return module is not None and any(each.value for each in _statements.bindings_of(module, function.__qualname__))

    def _lambda(self, function: types.FunctionType, where: Where) -> int:
        found = _text.lambda_text(function)
        if found is None:
            return self._unknown(f"the lambda `{where[1]}`", "write it as a `def`")
        text, node = found
        module = sys.modules[function.__module__]
        own = next((each for each in _statements.bindings_of(module, where[1]) if each.value is node), None)
        if own is not None:
            text = _statements.assigned_text(module, where[1], own) or text
        return self._defined("assignment", function, function.__qualname__, text, _scope.Scope(function), node.lineno)

    def _define(self, kind: str, value: types.FunctionType | type, text: _text.Text) -> int:
        index = self._defined(kind, value, value.__qualname__, text, _scope.Scope(value), text.first_line)
        if "." not in value.__qualname__:
            made = self._definitions[-1]
            self._todo.append(lambda: self._amend(made, index, _scope.visible_of(value)))
        return index

    def _amend(self, made: Definition, index: int, value: Any) -> None:
        """Attributes that a module's top level gives to a class or function after its definition: as they are now."""
        set_there: dict[str, tuple[str, int]] = {}
        for module, name in self._known_as(value, ("", "")):
            for attribute, line in _statements.attributes_of(module, name):
                set_there.setdefault(attribute, (module.__name__, line))
        filled = (
            list(_statements.filled_later(value, made.text.source))
            if isinstance(value, type) and not _is_foreign(value)
            else []
        )
        for attribute in filled:
            set_there.setdefault(attribute, (made.home, made.line))
        for attribute, (module_name, line) in sorted(set_there.items()):
            if attribute in _TOLD_OTHERWISE:
                continue
            held = getattr(value, "__dict__", {}).get(attribute, _scope.MISSING)
            if held is _scope.MISSING:
                continue
            self._by = (made, made.qualname)
            names = {"made": index, "held": self._symbol(held, (module_name, attribute))}
            full, scope = f"setattr(made, {attribute!r}, held)", _scope.Scope(sys.modules[module_name])
            if attribute in filled:
                # What fills it does so again in each instance, so it is set after all of that.
                self._last.append(((module_name, attribute), line, scope, full, names))
            else:
                self._fill((module_name, attribute), line, scope, full, names, self._needs_of(names))
        for cls in _scope.registered_with(value):
            names = {"made": index, "cls": self._symbol(cls, (made.home, cls.__qualname__))}
            scope = _scope.Scope(sys.modules[made.home])
            self._fill((made.home, made.qualname), made.line, scope, "made.register(cls)", names, self._needs_of(names))
        self._by = (None, "")

    def _defined(
        self,
        kind: str,
        value: object,
        qualname: str,
        text: _text.Text,
        scope: _scope.Scope,
        line: int,
        *,
        written: bool = False,
    ) -> int:
        made = Definition(kind, _classes.public_module(scope.module), qualname, text, scope, line)
        made.parent, made.met_as = self._by
        made.known_as, made.is_made_up = made.met_as if kind == "assignment" else qualname, written
        while (made.module, made.variable or qualname) in self._variables:
            made.variable = f"{qualname} {len(self._definitions)}"
        self._variables.add((made.module, made.variable or qualname))
        self._definitions.append(made)
        if not written:
            self._todo.append(lambda: None if made.is_dropped else self._resolve(made))
        kind = "assigned" if kind == "assignment" else kind
        return self._add({"kind": kind, "definition": len(self._definitions) - 1}, value)

    def _constant(self, value: Any, where: Where) -> int:
        # Equal small values are one object in CPython, so an identity tells variables apart only where the value can change.
        settled = isinstance(value, (str, bytes, int, float, complex, bool, type(None), tuple, frozenset))
        name = f"{_classes.public_module(where[0])}:{where[1]}"
        what = f"`{where[1]}`, a {type(value).__qualname__}"
        if _stdlib.is_opaque(type(value)):
            return self._assigned(value, where, what, _MAKE_IN_ACTION)
        try:
            encoded = _values.encode(value, where[1], CONSTANT_BYTES_MAX)
        except TypeError as error:
            return self._assigned(value, where, f"{what} ({error})", _MAKE_IN_ACTION)
        except ValueError:
            what = f"`{where[1]}`, a constant of more than {CONSTANT_BYTES_MAX} bytes"
            index = self._unknown(what, "load it in an action")
        else:
            # Closures of one `def` know different values under one name.
            key = (where[0], f"{where[1]} {encoded!r}")
            if settled and key in self._by_name:
                return self._by_name[key]
            classes = [self._class(cls) for cls in _hints.classes_in(value)]
            index = self._add({"kind": "constant", "name": name, "value": base64.b64encode(encoded).decode()})
            self._classes_of_constants[index] = classes
            if _made.can_fill(value):
                self._changeable[index] = (value, where)
            if settled:
                self._by_name[key] = index
                return index
        return self._stands_for(index, value)

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

    # -- values that are made anew ------------------------------------------------------------------------------------

    def _assigned(self, value: object, where: Where, what: str, advice: str) -> int:
        made = self._by_statement(value, where)
        if isinstance(made, int):
            return made
        return self._stands_for(self._unknown(f"{what}{made and f', {made}'}", advice), value)

    def _by_statement(self, value: object, where: Where) -> int | str:
        """The symbol of a value as its statement makes it, or why that cannot be."""
        found = self._statement_of(value, where)
        if isinstance(found, str):
            return found
        module, name, binding = found
        why = _stdlib.is_shared(value) or self._changed(value)
        if why:
            return why
        text = _statements.assigned_text(module, name, binding)
        if text is None:
            return ""
        index = self._defined("assignment", value, name, text, _scope.Scope(module), binding.line)
        if isinstance(value, type):
            _classes.know_class(value)
        return index

    def _statement_of(self, value: object, where: Where) -> tuple[types.ModuleType, str, _statements.Binding] | str:
        why = ""
        for module, name in self._known_as(value, where):
            bindings = _statements.bindings_of(module, name)
            if not bindings or isinstance(bindings[0].value, ast.Name):
                continue
            lines = ", ".join(str(each.line) for each in bindings)
            shown = _text.shown_file(_text.source_file(module) or "?", module.__name__)
            if len(bindings) > 1:
                return f"which several statements bind ({shown}, lines {lines})"
            if bindings[0].repeated:
                return f"which is bound in a loop or by a function ({shown}, line {lines})"
            if bindings[0].value is not None:
                return module, name, bindings[0]
            why = f"which is not bound by a statement `{name} = ...` ({shown}, line {lines})"
        return why

    def _known_as(self, value: object, where: Where) -> list[tuple[types.ModuleType, str]]:
        """The module-level names of a value: the one that it was met under, then all others in the project."""
        ours = [module for _, module in sorted(sys.modules.items()) if self._is_ours(module)]
        names = [(module, name) for module in ours for name, held in sorted(vars(module).items()) if held is value]
        return sorted(names, key=lambda each: (each[0].__name__, each[1]) != where)

    def _changed(self, value: object) -> str:
        """Which statement of the project changes a value after it was made, as far as that can be seen."""
        if _stdlib.is_unchanging(value):
            return ""
        for module, name in self._known_as(value, ("", "")):
            for line in _statements.changes_of(module, name):
                return f"which is changed by {_text.shown_file(_text.source_file(module) or '?', module.__name__)}, line {line}"
        return ""

    def _written(self, value: Any, where: Where) -> int:
        """A container of functions, a partial function, a bound method: written out as what it is now."""
        found = self._statement_of(value, where)
        module, name = sys.modules.get(where[0]), where[1]
        if not isinstance(found, str):
            module, name, _ = found
        if module is None:
            return self._unknown(f"`{name}`", _MAKE_IN_ACTION)
        line = next((each.line for each in _statements.bindings_of(module, name)), 0)
        scope, by = _scope.Scope(module), self._by
        index = self._defined(
            "assignment", value, name, _text.made_up(module, line, "made = None\n"), scope, line, written=True
        )
        made, names = self._definitions[-1], dict[str, int]()

        def named(held: Any) -> str:
            self._by = by
            symbol = self._symbol(held, (module.__name__, name))
            return next((known for known, at in names.items() if at == symbol), None) or _put(names, symbol)

        full = _made.expression(value, named)
        refused = self._refused(names.values())
        if refused is not None:
            return self._of_a_display(value, where, index, refused)
        needs = self._needs_of(names)
        if _made.can_fill(value) and not _definitions.come_before(needs, scope.module, line):
            # What it holds came later, or holds it in turn: it exists before, and empty.
            self._fill((module.__name__, name), line, scope, _made.filling(value, full), {**names, "made": index}, needs)
            made.text = _text.made_up(module, line, f"made = {_made.empty(value)}\n")
        else:
            made.text, made.names, made.needs = _text.made_up(module, line, f"made = {full}\n"), names, needs
        return index

    def _of_a_display(self, value: Any, where: Where, index: int, refused: tuple[str, str]) -> int:
        """A container of what has no name: as its statement makes it, if it holds as much as that says."""
        what, advice = refused
        found = self._statement_of(value, where)
        display = None if isinstance(found, str) else found[2].value
        size = _statements.size_of(display)
        if size is None or size == len(value):
            made = self._by_statement(value, where)
            if isinstance(made, int):
                return self._stands_for(made, value)
        self._symbols[index] = {"kind": "unknown", "what": f"`{where[1]}`, which holds {what}", "advice": advice}
        return index

    def _fill(
        self, where: Where, line: int, scope: _scope.Scope, full: str, names: dict[str, int], needs: list[Definition]
    ) -> None:
        text = _text.made_up(sys.modules[scope.module], line, f"filled = {full}\n")
        self._defined("assignment", object(), where[1], text, scope, line, written=True)
        made = self._definitions[-1]
        made.names, made.needs = names, [*needs, *self._needs_of({"made": names["made"]})]

    def _needs_of(self, names: dict[str, int]) -> list[Definition]:
        """The definitions that must have run before these symbols have values."""
        needs: list[Definition] = []
        for index in names.values():
            for each in (index, *self._classes_of_constants.get(index, ())):
                if "definition" in self._symbols[each]:
                    needs.append(self._definitions[self._symbols[each]["definition"]])
        return needs

    def _refused(self, symbols: Iterable[int]) -> tuple[str, str] | None:
        """What of these cannot be used, and what to do instead."""
        for symbol in map(self._symbols.__getitem__, symbols):
            if symbol["kind"] == "unknown":
                return symbol["what"], symbol["advice"]
            if symbol["kind"] == "stdlib" and not provides(symbol["path"].removeprefix("builtins.")):
                return f"`{symbol['path']}`, which is not available in a workflow", _CALL_IN_ACTION
            if symbol["kind"] == "module":
                return f"the module `{symbol['name']}`", "hold what is used of it"
        return None

    def _refill(self) -> None:
        """Captured containers are what they are now: what decorators and class bodies put into them again, is taken back."""
        for where, line, scope, full, names in self._last:
            self._fill(where, line, scope, full, names, list(self._definitions))
        for index in sorted(self._run_first() & set(self._changeable)):
            value, where = self._changeable[index]
            names = {"made": index, "full": self._again(index, value)}
            module = sys.modules.get(where[0]) or sys.modules[self._workflow.__module__]
            self._fill(where, 0, _scope.Scope(module), _made.refilling(value), names, list(self._definitions))

    def _again(self, index: int, value: object) -> int:
        """The constant once more. Equal constants are one object in the machine, so this one is held by a list."""
        encoded = _values.encode([value], "value", CONSTANT_BYTES_MAX + 8)
        again = self._add({**self._symbols[index], "value": base64.b64encode(encoded).decode()})
        self._classes_of_constants[again] = self._classes_of_constants[index]
        return again

    def _run_first(self) -> set[int]:
        """The symbols that code may use which runs before the workflow does."""
        todo: list[int] = []
        for each in self._definitions:
            if not each.is_made_up and not each.is_dropped:
                names = _text.names_in(each.text.source)
                todo += (symbol for name, symbol in each.names.items() if name in names.eager)
                bases = (symbol for name, symbol in each.names.items() if name in names.bases)
                todo += (symbol for symbol in bases if self._minds_subclasses(symbol))
        seen: set[int] = set()
        while todo:
            index = todo.pop()
            if index in seen:
                continue
            seen.add(index)
            symbol = self._symbols[index]
            if "definition" in symbol:
                todo += self._definitions[symbol["definition"]].names.values()
            todo += symbol.get("attributes", {}).values()
        return seen

    def _minds_subclasses(self, index: int) -> bool:
        at = self._symbols[index].get("definition")
        return at is not None and "__init_subclass__" in self._definitions[at].text.source

    # -- names --------------------------------------------------------------------------------------------------------

    def _resolve(self, made: Definition) -> None:
        names, scope = _text.names_in(made.text.source), made.scope
        for name in sorted(names.free):
            value = scope.get(name)
            if value is _scope.MISSING:
                continue
            self._by = (made, name)
            if scope.lacks(name, names.body):
                what = f"`{name}`, a variable of the function around `{made.qualname}`"
                made.names[name] = self._unknown(what, "let the inner function or class be defined at module level")
                continue
            refused = self._misused(name, value, names)
            if refused is not None:
                made.names[name] = self._unknown(*refused)
                continue
            if name in names.used or not self._is_costly(value):
                made.names[name] = self._symbol(value, (scope.module, name), names.chains.get(name, frozenset()))
        for name, default in scope.defaults(names):
            self._by = (made, name)
            made.names[name] = self._symbol(default, (scope.module, name))
        for module, member, level, alias in names.imports:
            self._by = (made, alias or module.partition(".")[0])
            self._resolve_import(made, scope, names, (module, member, level, alias))
        self._by = (None, "")

    def _misused(self, name: str, value: object, names: _text.Names) -> tuple[str, str] | None:
        """A class of a library's making that is used as only the live one can be: what is wrong, and the advice."""
        for chain in [(), *names.chains.get(name, ())]:
            held: Any = value
            for at, part in enumerate((*chain, "")):
                if isinstance(held, type) and _is_foreign(held):
                    written = ".".join((name, *chain[:at]))
                    why = _why_not_made(held)
                    making = any(f"{written}{each}" in names.called for each in ("", *(f".{each}" for each in _models.MAKING)))
                    if making and why is not None:
                        return f"`{written}(...)`, a class that {why} and is constructed here,", _MAKE_THERE
                    if part in _models.UNAVAILABLE and _models.is_model(held):
                        return f"`{written}.{part}`", _CALL_IN_ACTION
                held = getattr(held, part, None) if isinstance(held, (type, types.ModuleType)) and part else None
        return None

    def _is_costly(self, value: object) -> bool:
        """Whether a value that only annotations name would be made for nothing."""
        return not isinstance(value, (type, types.ModuleType)) and action_of(value) is None

    def _resolve_import(
        self, made: Definition, scope: _scope.Scope, names: _text.Names, said: tuple[str, str | None, int, str]
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
                found = _scope.member(found, member)
        except (ImportError, AttributeError) as error:
            made.names[key] = self._unknown(f"`{key}`, which fails: {error}", "mend the import")
            return
        chains = names.chains.get(alias or module.partition(".")[0], frozenset())
        made.names[key] = self._symbol(found, (name, member or name), chains)

    # -- classes whose instances can arrive ---------------------------------------------------------------------------

    def _arriving(self, *hints: list[object]) -> None:
        for each in hints:
            for cls in _hints.classes_of(each):
                if cls.__module__ != "builtins" and not _stdlib.is_standard(cls.__module__):
                    self._class(_hints.outermost(cls))


# What a definition says of itself, and what no workflow reads.
_TOLD_OTHERWISE = frozenset({"__module__", "__qualname__", "__doc__", "__signature__", "__annotations__", "__wrapped__"})
_MAKE_THERE = "construct it in an action that returns it"
_CALL_IN_ACTION = "call it in an action"
_MAKE_IN_ACTION = "use it in an action, or pass what the workflow needs of it as a plain value"
_BIND_ONCE = "bind it once, by a decorator or by an assignment of its own"


def _put(names: dict[str, int], symbol: int) -> str:
    names[f"v{len(names)}"] = symbol
    return f"v{len(names) - 1}"


def _run_of(workflow: type) -> Any:
    return inspect.unwrap(workflow.run)  # type: ignore[attr-defined] # every `Workflow` has it


def _is_exception(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseException)


def _why_not_made(cls: type) -> str | None:
    if _models.is_model(cls):
        return _models.why_not_made(cls)
    try:
        text = _generated.source_of(cls, lambda _: "x") if _generated.is_generated(cls) else None
    except _models.Unknown as why:
        return str(why)
    return None if text else "a library makes of its annotations"


def _is_known(module: Any, chain: tuple[str, ...]) -> bool:
    """Whether an attribute chain leads to what the machine has of a library, or is the beginning of such a one."""
    held = module
    for part in chain:
        held = getattr(held, part, None)
        if not isinstance(held, types.ModuleType):
            return _path_of(held) is not None
    return True


def _path_of(value: object) -> str | None:
    """What of the libraries that make classes the machine has."""
    return _models.path_of(value) or _generated.path_of(value)


def _source_of(cls: type, named: _models.Named) -> _text.Text | None:
    return _generated.source_of(cls, named) if _generated.is_generated(cls) else _models.source_of(cls, named)


def _is_foreign(cls: type) -> bool:
    """Whether a class is made by a library from its annotations, so that its source alone does not tell what it is."""
    return hasattr(cls, "__pydantic_fields__") or _generated.is_generated(cls)
