"""Where the source of a function or class stands, and which names in it are free."""

from __future__ import annotations

import ast
import functools
import inspect
import linecache
import os
import re
import symtable
import sys
import types
from collections.abc import Iterator, Sequence
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
    # The author's lines, where the source is not they (it has as many).
    shown: str | None = None


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


def tree_of(module: types.ModuleType) -> ast.Module | None:
    file = source_file(module)
    parsed = None if file is None else _parsed(file)
    return None if parsed is None else parsed.tree


def has(module: types.ModuleType, pattern: str) -> bool:
    """Whether a pattern is in the module's source."""
    file = source_file(module)
    return file is not None and re.search(pattern, "".join(linecache.getlines(file))) is not None


def cut_statement(module: types.ModuleType, node: ast.stmt) -> Text | None:
    """The text of a statement of a module's top level."""
    found = _place(module)
    return found and _cut_lines(found[1], node, found[0], node.lineno, node.col_offset)


def as_assignment(module: types.ModuleType, name: str, value: ast.expr) -> Text | None:
    """`name = (value)`, whose value stands where it stands in the module."""
    found = _place(module)
    if found is None:
        return None
    file, parsed = found
    first, last = value.lineno, value.end_lineno or value.lineno
    lines = list(parsed.lines[first - 1 : last])
    lines[-1] = lines[-1].encode()[: value.end_col_offset].decode() + ")\n"
    before = lines[0].encode()[: value.col_offset].decode()
    head = f"{name} = ("
    if len(before) < len(head):
        first -= 1
        lines[0] = f"{head}\n{' ' * len(before)}{lines[0][len(before) :]}"
    else:
        lines[0] = head.ljust(len(before)) + lines[0][len(before) :]
    shown = "".join(parsed.lines[max(first, 1) - 1 : last])
    return Text(file, first, 0, "".join(lines), shown if first else "\n" + shown)


def lambda_text(function: types.FunctionType) -> tuple[Text, ast.Lambda] | None:
    """A lambda as `made = (lambda ...)`. Of several on one line that compile to the same code, any will do."""
    module = sys.modules.get(function.__module__)
    tree = None if module is None else tree_of(module)
    if module is None or tree is None:
        return None
    code = function.__code__
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno and _compiles_to(node, code):
            text = as_assignment(module, "made", node)
            return None if text is None else (text, node)
    return None


def _compiles_to(node: ast.Lambda, code: types.CodeType) -> bool:
    """Whether a lambda has the same parameters and place; what is captured does not show without its surroundings."""
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    names = [each.arg for each in (*arguments, node.args.vararg, node.args.kwarg) if each]
    if list(code.co_varnames[: len(names)]) != names:
        return False
    if not hasattr(code, "co_positions"):
        return set(code.co_names) == _loaded(node.body, code)
    starts = [(line, column) for line, _, column, _ in code.co_positions() if line is not None and column is not None]
    inside = [
        (node.body.lineno, node.body.col_offset) <= start <= (node.body.end_lineno or 0, node.body.end_col_offset or 0)
        for start in starts
        if start != (code.co_firstlineno, 0)
    ]
    return bool(inside) and all(inside)


def _loaded(body: ast.expr, code: types.CodeType) -> set[str]:
    inner = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)} - {*code.co_varnames, *code.co_freevars}
    return inner | {node.attr for node in ast.walk(body) if isinstance(node, ast.Attribute)}


def _place(module: types.ModuleType) -> tuple[str, _Module] | None:
    file = source_file(module)
    parsed = None if file is None else _parsed(file)
    return None if file is None or parsed is None else (shown_file(file, module.__name__), parsed)


def line_text(module: types.ModuleType, line: int) -> str:
    found = _place(module)
    return found[1].lines[line - 1] if found and 0 < line <= len(found[1].lines) else ""


def made_up(module: types.ModuleType, line: int, source: str) -> Text:
    """Source of our own that stands for a line of the module."""
    file = source_file(module)
    return Text(shown_file(file or "?", module.__name__), max(line, 1), 0, source, line_text(module, line) or "\n")


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
    return _cut_lines(module, node, file, _first_line(node, decorated=decorated), node.col_offset)


def _cut_lines(module: _Module, node: ast.stmt, file: str, first: int, column: int) -> Text:
    last = node.end_lineno or node.lineno
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
    # Those that stand outside of annotations, which no workflow evaluates.
    used: frozenset[str]
    # Those that are called, or given to what is called, when the definition runs.
    eager: frozenset[str]
    bases: frozenset[str]
    # Those that are read at once, wherever they stand: in decorators, defaults and class bodies.
    body: frozenset[str]
    # Parameters whose default is a name, to the name; to none where it is anything else but a literal.
    defaults: dict[str, str | None]
    # What is called, as written: `Order`, `models.Order`.
    called: frozenset[str]
    # Of a class: each name to the methods that use it.
    users: dict[str, tuple[str, ...]]
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
    uses = _Uses()
    uses.visit(tree)
    return Names(
        frozenset(free),
        frozenset(uses.used),
        frozenset(uses.eager),
        frozenset(uses.bases),
        frozenset(uses.body),
        _defaults(tree),
        _called(tree),
        _users(tree),
        {root: frozenset(each) for root, each in chains.items()},
        tuple(_imports(tree)),
    )


class _Uses(ast.NodeVisitor):
    def __init__(self) -> None:
        self.used: set[str] = set()
        self.eager: set[str] = set()
        self.bases: set[str] = set()
        self.body: set[str] = set()
        self._depth = 0
        self._calls = 0

    def visit_Name(self, node: ast.Name) -> None:
        self.used.add(node.id)
        if not self._depth:
            self.body.add(node.id)
        if self._calls and not self._depth:
            self.eager.add(node.id)

    def visit_Call(self, node: ast.Call) -> None:
        self._called([node])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._called([*node.decorator_list, *node.keywords])
        for base in node.bases:
            self.bases.update(each.id for each in ast.walk(base) if isinstance(each, ast.Name))
            self.visit(base)
        for each in node.body:
            self.visit(each)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._called(node.decorator_list)
        for each in (*node.args.defaults, *node.args.kw_defaults):
            if each is not None:
                self.visit(each)
        self._later(node.body)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for each in (*node.args.defaults, *node.args.kw_defaults):
            if each is not None:
                self.visit(each)
        self._later([node.body])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.target)
        if node.value is not None:
            self.visit(node.value)

    def _called(self, nodes: Sequence[ast.AST]) -> None:
        self._calls += 1
        for node in nodes:
            if isinstance(node, ast.Call):
                self.generic_visit(node)
            else:
                self.visit(node)
        self._calls -= 1

    def _later(self, body: Sequence[ast.AST]) -> None:
        self._depth += 1
        for each in body:
            self.visit(each)
        self._depth -= 1


def _defaults(tree: ast.Module) -> dict[str, str | None]:
    node = next((each for each in ast.walk(tree) if isinstance(each, (*_NODES, ast.Lambda))), None)
    if node is None or isinstance(node, ast.ClassDef):
        return {}
    positional = [*node.args.posonlyargs, *node.args.args]
    pairs = [
        *zip(positional[::-1], node.args.defaults[::-1], strict=False),
        *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
    ]
    return {
        parameter.arg: default.id if isinstance(default, ast.Name) else None
        for parameter, default in pairs
        if default is not None and any(isinstance(each, ast.Name) for each in ast.walk(default))
    }


def enclosing_names(value: types.FunctionType | type) -> frozenset[str]:
    """The variables of the functions that a function or class was made in."""
    file = source_file(value)
    module = None if file is None else _parsed(file)
    names: set[str] = set()
    outer = value.__qualname__
    while module is not None and ".<locals>." in outer:
        outer = outer.rpartition(".<locals>.")[0]
        for qualname, node in module.definitions:
            if qualname == outer:
                names.update(each.arg for each in ast.walk(node) if isinstance(each, ast.arg))
                names.update(
                    each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
                )
    return frozenset(names)


def _called(tree: ast.Module) -> frozenset[str]:
    functions = (each.func for each in ast.walk(tree) if isinstance(each, ast.Call))
    return frozenset(ast.unparse(each) for each in functions if isinstance(each, (ast.Name, ast.Attribute)))


def _users(tree: ast.Module) -> dict[str, tuple[str, ...]]:
    users: dict[str, list[str]] = {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    for method in body:
        if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for name in {node.id for node in ast.walk(method) if isinstance(node, ast.Name)}:
                users.setdefault(name, []).append(method.name)
    return {name: tuple(methods) for name, methods in users.items()}


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
