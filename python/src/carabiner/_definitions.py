"""Definitions to be sent: in which order they run, and how a workflow gets to each."""

from __future__ import annotations
import __future__

import sys
import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from . import _text
from ._scope import Scope

# Where a definition runs: rank of its module, line, qualified name, how many others at the same place come before.
Place = tuple[int, int, str, int]


@dataclass(eq=False)
class Definition:
    """A definition to be sent, and what is needed to resolve its names and to find its place."""

    kind: str
    module: str
    qualname: str
    text: _text.Text
    scope: Scope
    # The line at which it ran; not the text's where the text is made up.
    line: int
    # What its variable is called, if another definition has the same qualified name.
    variable: str | None = None
    names: dict[str, int] = field(default_factory=dict)
    # Who refers to it first, by which name, and what it is called in chains.
    parent: Definition | None = None
    met_as: str = ""
    known_as: str = ""
    # One that is made up from a value: what must have run before.
    is_made_up: bool = False
    needs: list[Definition] = field(default_factory=list)
    # It turned out not to be one: nothing refers to it.
    is_dropped: bool = False

    @property
    def home(self) -> str:
        return self.scope.module

    def as_json(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "kind": self.kind,
            "module": self.module,
            "qualname": self.qualname,
            "file": self.text.file,
            "first_line": self.text.first_line,
            "column": self.text.column,
            "source": self.text.source,
            "names": self.names,
        }
        extra = {
            "variable": self.variable,
            "shown": self.text.shown,
            "chain": self._chain(),
            "annotation_texts": self.scope.get("annotations") is __future__.annotations,
        }
        return made | {name: held for name, held in extra.items() if held}

    def _chain(self) -> list[str]:
        """`Checkout.run`, `price_of`, `parse`: who refers to whom, itself last."""
        chain, seen, each = [self.known_as or self.qualname], {id(self)}, self
        while each.parent is not None and id(each.parent) not in seen:
            name, each = each.met_as, each.parent
            seen.add(id(each))
            chain.append(each.user_of(name))
        return chain[::-1] if len(chain) > 1 else []

    def user_of(self, name: str) -> str:
        """The method that uses the name, or the definition itself."""
        methods = _text.names_in(self.text.source).users.get(name, ())
        method = "run" if "run" in methods else min(methods, default="")
        own = self.known_as or self.qualname
        return f"{own}.{method}" if method else own


def in_order(definitions: list[Definition], entry: str, is_ours: Callable[[types.ModuleType | None], bool]) -> list[Definition]:
    """As they ran when their modules were imported."""
    rank = _import_order({each.home for each in definitions}, entry, is_ours)
    places: dict[int, Place] = {}

    def place(made: Definition) -> Place:
        known = places.get(id(made))
        if known is None:
            own: Place = (rank[made.home], made.line, made.qualname, 0)
            places[id(made)] = own
            for need in made.needs:
                after = place(need)
                own = max(own, (*after[:3], after[3] + 1))
            known = places[id(made)] = own
        return known

    return sorted(definitions, key=place)


def come_before(needs: Iterable[Definition], home: str, line: int) -> bool:
    """Whether definitions ran before a statement of a module: known where all are of that module."""
    return all(each.home == home and each.line < line and not each.needs for each in needs)


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
