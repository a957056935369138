"""The top level of a module, statement by statement: what binds a name there, and what changes an object afterwards."""

from __future__ import annotations

import ast
import functools
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import _text

# The `type` statement, in Pythons that have it.
_TYPE_ALIAS: Any = getattr(ast, "TypeAlias", ())


@dataclass(frozen=True)
class Binding:
    """A statement that gives a module-level name its value."""

    line: int
    # The expression whose value the name takes; none where it is not one (a `def`, a loop, an item of what a call returns).
    value: ast.expr | None
    # The statement, where it is `name = value` (or `type name = value`) and no more.
    plain: ast.stmt | None = None
    # Whether it may run more than once.
    repeated: bool = False


@dataclass(frozen=True)
class _Top:
    bindings: dict[str, tuple[Binding, ...]]
    changes: dict[str, tuple[int, ...]]
    attributes: dict[str, tuple[tuple[str, int], ...]]


def bindings_of(module: types.ModuleType, name: str) -> tuple[Binding, ...]:
    top = _top_of(module)
    return top.bindings.get(name, ()) if top else ()


def changes_of(module: types.ModuleType, name: str) -> tuple[int, ...]:
    """Lines of the module's top level that set a part of the named object, or call it or with it and discard the result."""
    top = _top_of(module)
    return top.changes.get(name, ()) if top else ()


def attributes_of(module: types.ModuleType, name: str) -> tuple[tuple[str, int], ...]:
    """The attributes of the named object that the module's top level sets or deletes, each with the line."""
    if not _text.has(module, rf"(\b{re.escape(name)}\.\w+\s*([^\s\w(]*=(?!=)|:)|setattr\(\s*{re.escape(name)}\b|\bdel\b)"):
        return ()
    top = _top_of(module)
    return top.attributes.get(name, ()) if top else ()


def _top_of(module: types.ModuleType) -> _Top | None:
    tree = _text.tree_of(module)
    return None if tree is None else _read(tree)


@functools.lru_cache(maxsize=256)
def _read(tree: ast.Module) -> _Top:
    bindings: dict[str, list[Binding]] = {}
    changes: dict[str, list[int]] = {}
    attributes: dict[str, list[tuple[str, int]]] = {}
    for statement, repeated in _statements(tree.body, repeated=False):
        for name, binding in _bound(statement, repeated):
            bindings.setdefault(name, []).append(binding)
        for name in _changed(statement):
            changes.setdefault(name, []).append(statement.lineno)
        for name, attribute in _attributes(statement):
            attributes.setdefault(name, []).append((attribute, statement.lineno))
    for name, line in _declared_global(tree):
        bindings.setdefault(name, []).append(Binding(line, None, repeated=True))
    return _Top(
        {k: tuple(v) for k, v in bindings.items()},
        {k: tuple(v) for k, v in changes.items()},
        {k: tuple(v) for k, v in attributes.items()},
    )


def _statements(body: list[ast.stmt], *, repeated: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """Every statement that runs when the module is imported, and whether it stands in a loop."""
    for statement in body:
        yield statement, repeated
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or _for_checkers(statement):
            continue
        again = repeated or isinstance(statement, (ast.For, ast.While))
        for field in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, field, []), repeated=again)
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield from _statements(part.body, repeated=again)


def _for_checkers(statement: ast.stmt) -> bool:
    """`if TYPE_CHECKING:`."""
    test = statement.test if isinstance(statement, ast.If) else None
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else None
    return name == "TYPE_CHECKING"


def _bound(statement: ast.stmt, repeated: bool) -> Iterator[tuple[str, Binding]]:
    line = statement.lineno
    if isinstance(statement, ast.Assign):
        only = len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name)
        for target in statement.targets:
            for name, value in _unpacked(target, statement.value):
                yield name, Binding(line, value, statement if only else None, repeated)
        return
    if isinstance(statement, _TYPE_ALIAS):
        yield statement.name.id, Binding(line, statement.value, statement, repeated)
        return
    if isinstance(statement, ast.AnnAssign):
        if isinstance(statement.target, ast.Name) and statement.value is not None:
            yield statement.target.id, Binding(line, statement.value, None, repeated)
        return
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name, Binding(line, None, None, repeated)
        return
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        # What is imported is found where it was made.
        return
    for name in _other_targets(statement):
        yield name, Binding(line, None, None, repeated)


def _unpacked(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, (ast.Tuple, ast.List)):
        items: list[ast.expr | None] = [None] * len(target.elts)
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
            starred = any(isinstance(each, ast.Starred) for each in (*target.elts, *value.elts))
            items = items if starred else list(value.elts)
        for each, item in zip(target.elts, items, strict=True):
            yield from _unpacked(each.value if isinstance(each, ast.Starred) else each, item)


def _other_targets(statement: ast.stmt) -> Iterator[str]:
    """Names that the statement itself binds, but not those that statements inside it bind."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, (ast.stmt, ast.match_case)):
            continue
        if isinstance(child, ast.ExceptHandler):
            if child.name:
                yield child.name
            continue
        for node in ast.walk(child):
            if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
                yield node.id


def _declared_global(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that functions declare `global`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from ((name, node.lineno) for name in node.names)


def _changed(statement: ast.stmt) -> Iterator[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, (ast.Assign, ast.Delete)):
        targets = statement.targets
    elif isinstance(statement, (ast.AugAssign, ast.AnnAssign)):
        targets = [statement.target]
    for target in targets:
        if isinstance(target, (ast.Attribute, ast.Subscript)) and (root := _root(target)):
            yield root
    if isinstance(statement, ast.Expr) and isinstance(statement.value, (ast.Call, ast.Await)):
        for node in ast.walk(statement.value):
            if isinstance(node, ast.Name):
                yield node.id


def _attributes(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    targets: list[ast.expr] = []
    if isinstance(statement, (ast.Assign, ast.Delete)):
        targets = [part for each in statement.targets for part in (each.elts if isinstance(each, ast.Tuple) else [each])]
    elif isinstance(statement, ast.AugAssign) or (isinstance(statement, ast.AnnAssign) and statement.value is not None):
        targets = [statement.target]
    for target in targets:
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            yield target.value.id, target.attr
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "setattr" and len(call.args) == 3:
        of, name = call.args[:2]
        if isinstance(of, ast.Name) and isinstance(name, ast.Constant):
            yield of.id, str(name.value)


def _root(expression: ast.expr) -> str | None:
    while isinstance(expression, (ast.Attribute, ast.Subscript, ast.Call)):
        expression = expression.func if isinstance(expression, ast.Call) else expression.value
    return expression.id if isinstance(expression, ast.Name) else None


def assigned_text(module: types.ModuleType, name: str, binding: Binding) -> _text.Text | None:
    """The binding as the source of one assignment to the name."""
    if binding.plain is not None:
        return _text.cut_statement(module, binding.plain)
    return None if binding.value is None else _text.as_assignment(module, name, binding.value)


def filled_later(cls: type, text: str) -> Iterator[str]:
    """The lists, dicts and sets of a class that hold more, or less, than its body says: registries of its subclasses, say."""
    node = ast.parse(text).body[0]
    for statement in node.body if isinstance(node, ast.ClassDef) else ():
        for name, binding in _bound(statement, repeated=False):
            held: Any = vars(cls).get(name)
            said = size_of(binding.value)
            if type(held) in (list, dict, set) and said is not None and said != len(held):
                yield name


def size_of(display: ast.expr | None) -> int | None:
    """How many items a written-out list, tuple, set or dict has; none where that does not show."""
    if isinstance(display, (ast.List, ast.Tuple, ast.Set)):
        starred = any(isinstance(each, ast.Starred) for each in display.elts)
        return None if starred else len(display.elts)
    if isinstance(display, ast.Dict):
        return None if None in display.keys else len(display.keys)
    if isinstance(display, ast.Call) and isinstance(display.func, ast.Name) and not (display.args or display.keywords):
        return 0 if display.func.id in ("list", "dict", "set") else None
    return None
