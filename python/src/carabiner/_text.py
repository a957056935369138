"""Where the source of a function or class stands, and which names in it are free."""

from __future__ import annotations

import ast
import functools
import inspect
import linecache
import os
import symtable
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass

Node = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Text:
    """A definition's source, dedented, decorators included."""

    file: str
    first_line: int
    column: int
    source: str


def text_of(value: types.FunctionType | type, *, decorated: bool = True) -> Text | None:
    """The text of the `def` or `class` statement that made the value; none where its source is not to be had."""
    file = source_file(value)
    if file is None:
        return None
    module = _parsed(file)
    node = None if module is None else _find(module, value)
    if module is None or node is None:
        return None
    return _cut(module, node, shown_file(file, value.__module__), decorated=decorated)


def source_file(value: types.FunctionType | type | types.ModuleType) -> str | None:
    try:
        return inspect.getsourcefile(value) or inspect.getfile(value)
    except (TypeError, OSError):
        return None


def shown_file(file: str, module: str) -> str:
    """The path below the folder that its module was imported from: the same on every machine."""
    parts = module.split(".")
    stem, _ = os.path.splitext(file)
    path = stem.replace(os.sep, "/")
    for tail in ("/".join(parts), "/".join([*parts, "__init__"])):
        if path.endswith("/" + tail) or path == tail:
            return tail + ".py"
    roots = [os.path.abspath(entry or ".") for entry in sys.path]
    below = [os.path.relpath(file, root) for root in roots if os.path.abspath(file).startswith(root + os.sep)]
    return min(below, key=len).replace(os.sep, "/") if below else os.path.basename(file)


@dataclass(frozen=True)
class _Module:
    lines: tuple[str, ...]
    tree: ast.Module
    definitions: tuple[tuple[str, Node], ...]


@functools.lru_cache(maxsize=256)
def _parsed_lines(lines: tuple[str, ...]) -> _Module | None:
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return None
    return _Module(lines, tree, tuple(_definitions(tree, "")))


def _parsed(file: str) -> _Module | None:
    lines = linecache.getlines(file)
    return _parsed_lines(tuple(lines)) if lines else None


def _definitions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Node]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _NODES):
            qualname = prefix + child.name
            yield qualname, child
            inside = "." if isinstance(child, ast.ClassDef) else ".<locals>."
            yield from _definitions(child, qualname + inside)
        else:
            yield from _definitions(child, prefix)


def _find(module: _Module, value: types.FunctionType | type) -> Node | None:
    if isinstance(value, types.FunctionType):
        code = value.__code__
        for _, node in module.definitions:
            if node.name == code.co_name and _first_line(node) == code.co_firstlineno:
                return node
        return None
    candidates = [
        node for qualname, node in module.definitions if qualname == value.__qualname__ and isinstance(node, ast.ClassDef)
    ]
    return next((node for node in candidates if _is_body_of(node, value)), candidates[-1] if candidates else None)


def _is_body_of(node: Node, cls: type) -> bool:
    """Whether this of several `class` statements of one name made the class."""
    first = cls.__dict__.get("__firstlineno__")
    if first is not None:
        return bool(first == _first_line(node))
    lines = (held.__code__.co_firstlineno for held in vars(cls).values() if isinstance(held, types.FunctionType))
    return any(node.lineno <= line <= (node.end_lineno or 0) for line in lines)


def _first_line(node: Node, *, decorated: bool = True) -> int:
    return min([node.lineno, *(each.lineno for each in node.decorator_list if decorated)])


def _cut(module: _Module, node: Node, file: str, *, decorated: bool) -> Text:
    first, last, column = _first_line(node, decorated=decorated), node.end_lineno or node.lineno, node.col_offset
    # The inner lines of a string over several lines are its text, not indentation.
    verbatim = {
        line
        for each in ast.walk(node)
        if isinstance(each, (ast.Constant, ast.JoinedStr)) and each.end_lineno is not None
        for line in range(each.lineno + 1, each.end_lineno + 1)
    }
    lines = (
        text if number in verbatim else _dedented(text, column)
        for number, text in enumerate(module.lines[first - 1 : last], first)
    )
    return Text(file, first, column, "".join(lines).rstrip("\n") + "\n")


def _dedented(line: str, column: int) -> str:
    blank = len(line) - len(line.lstrip(" \t\f"))
    return line[min(column, blank) :]


@dataclass(frozen=True)
class Names:
    """What a definition's source refers to without binding it."""

    free: frozenset[str]
    # For each free name, the attribute chains that start from it: `app.config.LIMIT` gives ("config", "LIMIT") for "app".
    chains: dict[str, frozenset[tuple[str, ...]]]
    # Its own imports: `import a.b as c` is ("a.b", None, 0, "c"), `from ..a import b` is ("a", "b", 2, "b").
    imports: tuple[tuple[str, str | None, int, str], ...]


def names_in(source: str) -> Names:
    tree = ast.parse(source)
    own = tree.body[0].name if isinstance(tree.body[0], _NODES) else ""
    free = set(_free(symtable.symtable(source, "<definition>", "exec"), own)) | set(_quoted(tree))
    chains: dict[str, set[tuple[str, ...]]] = {}
    for root, chain in _chains(tree):
        chains.setdefault(root, set()).add(chain)
    return Names(frozenset(free), {root: frozenset(each) for root, each in chains.items()}, tuple(_imports(tree)))


def _free(table: symtable.SymbolTable, own: str) -> Iterator[str]:
    kind = str(table.get_type()).rpartition(".")[2].lower()
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if kind == "module":
            # Decorators, defaults, bases and annotations of the definition itself.
            if symbol.is_referenced() and name != own:
                yield name
        elif symbol.is_global() or (kind == "class" and symbol.is_referenced() and not symbol.is_free()):
            # In a class body a name may be read from outside before the body binds it.
            yield name
    for child in table.get_children():
        yield from _free(child, own)


def _quoted(tree: ast.AST) -> Iterator[str]:
    """Names in annotations that are texts: `lines: list["Line"]`."""
    for node in ast.walk(tree):
        annotations = (getattr(node, "annotation", None), getattr(node, "returns", None))
        for annotation in annotations:
            if not isinstance(annotation, ast.AST):
                continue
            for each in ast.walk(annotation):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    try:
                        inner = ast.parse(each.value, mode="eval")
                    except SyntaxError:
                        continue
                    yield from (name.id for name in ast.walk(inner) if isinstance(name, ast.Name))


def _chains(tree: ast.AST) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in ast.walk(tree):
        chain: list[str] = []
        each: ast.AST = node
        while isinstance(each, ast.Attribute):
            chain.append(each.attr)
            each = each.value
        if chain and isinstance(each, ast.Name):
            yield each.id, tuple(reversed(chain))


def _imports(tree: ast.AST) -> Iterator[tuple[str, str | None, int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, None, 0, alias.asname or ""
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.module or "", alias.name, node.level, alias.asname or alias.name


def imported_modules(module: types.ModuleType) -> Iterator[str]:
    """The modules that a module's body imports, in the order in which it does."""
    file = source_file(module)
    parsed = None if file is None else _parsed(file)
    if parsed is None:
        return
    package = module.__package__ or ""
    for node in _executed(parsed.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node.module or "", node.level, package)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield child
            yield from _executed(child)


def absolute(module: str, level: int, package: str) -> str:
    """The absolute name of a relative import's module."""
    if level == 0:
        return module
    base = package.rsplit(".", level - 1)[0] if level > 1 else package
    return f"{base}.{module}" if module else base
