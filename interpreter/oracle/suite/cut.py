"""Cuts a file of CPython's own test suite into programs of one test method each.

A program is the method, what it reaches of its class, of its module and of the test package's helpers, and our small `unittest`
(`stubs/`), all in one file. Nothing is copied: the sources are read from the installed Python whenever the programs are made.
"""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import test

from suite import loops

PACKAGE = Path(test.__path__[0])
STUBS = Path(__file__).parent / "stubs"

#: Decorators of methods that say themselves that another Python need not pass them, or that need what no test machine spends.
ELSEWHERE = {
    "cpython_only",
    "impl_detail",
    "bigmemtest",
    "bigaddrspacetest",
    "requires_resource",
    "requires_subprocess",
    "requires_limited_api",
    "refcount_test",
    "requires_gil_enabled",
    "requires_working_threading",
    "requires_legacy_unicode_capi",
    "anticipate_failure",
    "run_with_locale",
    # A workflow's local time is UTC.
    "run_with_tz",
    "requires_fork",
}
#: Modules that are not there for a Python without CPython's internals.
ABSENT = {"_testcapi", "_testinternalcapi", "_testbuffer", "ctypes", "_decimal", "_pylong", "_datetime", "_hashlib", "_sha256", "_statistics", "posix", "numpy"}
#: Members of a test class that run without being named.
IMPLICIT = {
    *("setUp", "tearDown", "setUpClass", "tearDownClass", "asyncSetUp", "asyncTearDown", "run_method", "run_method_async"),
    *("doCleanups", "assertRaisesDone", "assertRaisesRegexDone"),
}


@dataclass(frozen=True)
class Cut:
    #: `TestCase.test_method`.
    name: str
    #: None where the method is for CPython only.
    text: str | None


@dataclass
class Item:
    """A statement at the top level of a module."""

    node: ast.stmt
    binds: set[str]
    #: The text is not what stands there.
    instead: str | None = None


class Module:
    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.text = path.read_bytes()
        self.tree = ast.parse(self.text)
        starts = [0]
        for line in self.text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self._starts = starts
        #: Names that are internal modules, and names that are members of one.
        self.modules: dict[str, str] = {}
        self.members: dict[str, tuple[str, str]] = {}
        self.fresh: dict[str, str] = {}
        self.items = [item for node in self.tree.body for item in self._items(node)]
        self._edits()

    def _items(self, node: ast.stmt) -> list[Item]:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return self._import(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return []
        if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test):
            return []
        if isinstance(node, ast.FunctionDef) and node.name == "load_tests":
            return []
        if isinstance(node, ast.Try) and (absent := _absent(node)):
            return [inner for handler in absent for stmt in handler.body for inner in self._items(stmt)]
        if isinstance(node, ast.Assign) and (fresh := _fresh(node)):
            name, module = fresh
            self.fresh[name] = module
            return [Item(node, {name}, f"import {module} as {name}" if name != module else f"import {module}")]
        return [Item(node, _binds(node))]

    def _import(self, node: ast.Import | ast.ImportFrom) -> list[Item]:
        made = []
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            renamed = f" as {alias.asname}" if alias.asname else ""
            if isinstance(node, ast.ImportFrom):
                module = self._absolute(node)
                if module == "__future__":
                    made.append(Item(node, {"__future__"}, f"from __future__ import {alias.name}"))
                elif alias.name == "*" and not is_internal(module):
                    live = importlib.import_module(module)
                    everything = getattr(live, "__all__", [name for name in vars(live) if not name.startswith("_")])
                    made += [Item(node, {name}, f"from {module} import {name}") for name in everything]
                elif alias.name == "*":
                    self.members.update({name: (module, name) for name in load(module).names})
                elif is_internal(f"{module}.{alias.name}"):
                    self.modules[bound] = f"{module}.{alias.name}"
                elif is_internal(module) and (not is_stub(module) or alias.name in load(module).names):
                    self.members[bound] = (module, alias.name)
                else:
                    made.append(Item(node, {bound}, f"from {module} import {alias.name}{renamed}"))
            elif is_internal(alias.name) and (alias.asname or "." not in alias.name):
                self.modules[bound] = alias.name
                if is_stub(alias.name):
                    made.append(Item(node, {bound + "."}, f"import {alias.name}{renamed}"))
            elif is_internal(bound):
                self.modules[bound] = bound
            else:
                made.append(Item(node, {bound}, f"import {alias.name}{renamed}"))
        return made

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".")[: -node.level]
        return ".".join([*package, *([node.module] if node.module else [])])

    @cached_property
    def names(self) -> set[str]:
        return {name for item in self.items for name in item.binds} | set(self.members)

    # --- text

    def offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column

    def start(self, node: ast.AST) -> int:
        decorators = getattr(node, "decorator_list", None)
        if decorators:
            return self.text.rindex(b"@", 0, self.offset(decorators[0].lineno, decorators[0].col_offset))
        return self.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        return self.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def _edits(self) -> None:
        """Replacements of members of internal modules by their plain names: `support.gc_collect` by `gc_collect`."""
        self.edits: list[tuple[int, int, str]] = []
        #: What each replaced place reaches.
        self.reached: dict[int, tuple[str, str]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute) and (found := self._member(node)):
                self.edits.append((self.start(node), self.end(node), found[1]))
                self.reached[self.start(node)] = found
            elif isinstance(node, (ast.Import, ast.ImportFrom)) and node.col_offset and not self._items_of(node):
                self.edits.append((self.start(node), self.end(node), "pass"))
        self.edits.sort()

    def _items_of(self, node: ast.Import | ast.ImportFrom) -> list[Item]:
        return self._import(node)

    def _member(self, node: ast.Attribute) -> tuple[str, str] | None:
        module = self._module(node.value)
        if module is None or node.attr not in load(module).names:
            return None
        return module, node.attr

    def _module(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return self.modules.get(node.id)
        if isinstance(node, ast.Attribute) and (outer := self._module(node.value)):
            inner = f"{outer}.{node.attr}"
            return inner if is_internal(inner) else None
        return None

    def slice(self, start: int, end: int) -> str:
        """The text with its edits."""
        parts, at = [], start
        for edit_start, edit_end, text in self.edits:
            if edit_start >= at and edit_end <= end:
                parts += [self.text[at:edit_start].decode(), text]
                at = edit_end
        return "".join([*parts, self.text[at:end].decode()])


_modules: dict[str, Module] = {}


def load(name: str) -> Module:
    if name not in _modules:
        path = _path(name)
        assert path
        _modules[name] = Module(name, path)
    return _modules[name]


def _path(name: str) -> Path | None:
    stub = STUBS / f"{name}.py"
    if stub.exists():
        return stub
    if name == "test" or name.startswith("test."):
        path = PACKAGE.joinpath(*name.split(".")[1:])
        if path.with_suffix(".py").exists():
            return path.with_suffix(".py")
        if (path / "__init__.py").exists():
            return path / "__init__.py"
    return None


def is_internal(name: str) -> bool:
    return _path(name) is not None


def is_stub(name: str) -> bool:
    return (STUBS / f"{name}.py").exists()


# --- what is reached


@dataclass
class Reach:
    """All that one method reaches, grown until nothing is added."""

    #: By module: names that are needed of it.
    needed: dict[str, set[str]] = field(default_factory=dict)
    #: Every name, attribute, keyword and text that looks like a name: a member of a test class is kept if it is among them.
    mentioned: set[str] = field(default_factory=lambda: set(IMPLICIT))
    #: By module and item: the members that are kept, or None for the whole statement.
    kept: dict[tuple[str, int], set[int] | None] = field(default_factory=dict)
    changed: bool = False

    def need(self, module: str, name: str) -> None:
        of = load(module)
        if name in of.members and of.members[name] != (module, name):
            self.need(*of.members[name])
        names = self.needed.setdefault(module, set())
        if name not in names:
            names.add(name)
            self.changed = True

    def mention(self, name: str) -> None:
        if name not in self.mentioned:
            self.mentioned.add(name)
            self.changed = True

    def scan(self, module: Module, node: ast.AST) -> None:
        for inner in ast.walk(node):
            match inner:
                case ast.Name(id=name):
                    self.mention(name)
                    self.need(module.name, name)
                    if name in module.modules and module.start(inner) not in module.reached:
                        self.need(module.name, name + ".")
                case ast.Attribute(attr=name):
                    self.mention(name)
                    start = module.start(inner)
                    if start in module.reached:
                        self.need(*module.reached[start])
                    elif isinstance(inner.value, ast.Name) and inner.value.id in module.modules:
                        self.need(module.name, inner.value.id + ".")
                case ast.keyword(arg=str(name)):
                    self.mention(name)
                case ast.Constant(value=str(text)) if text.isidentifier():
                    self.mention(text)
                case ast.ImportFrom() if inner.module:
                    name = module._absolute(inner)
                    for alias in inner.names:
                        if is_internal(name) and alias.name in load(name).names:
                            self.need(name, alias.name)

    def grow(self) -> None:
        self.changed = True
        while self.changed:
            self.changed = False
            for name in list(self.needed):
                module = load(name)
                for index, item in enumerate(module.items):
                    if self._wanted(module, item):
                        self._keep(module, index, item)

    def _wanted(self, module: Module, item: Item) -> bool:
        needed = self.needed.get(module.name, set())
        if item.binds & needed or "__future__" in item.binds:
            return True
        return not item.binds and _root(item.node) in needed

    def _keep(self, module: Module, index: int, item: Item) -> None:
        key = (module.name, index)
        node = item.node
        if item.instead is not None:
            self.kept.setdefault(key, None)
        elif isinstance(node, ast.ClassDef) and is_test_class(node):
            kept = self.kept.setdefault(key, set())
            assert kept is not None
            if not kept:
                for part in [*node.bases, *(keyword.value for keyword in node.keywords), *node.decorator_list]:
                    self.scan(module, part)
            for place, member in enumerate(node.body):
                if place not in kept and self._member_wanted(member):
                    kept.add(place)
                    self.changed = True
                    self.scan(module, member)
        elif key not in self.kept:
            self.kept[key] = None
            self.changed = True
            self.scan(module, node)

    def _member_wanted(self, member: ast.stmt) -> bool:
        if isinstance(member, ast.Expr) and isinstance(member.value, ast.Constant):
            return False
        binds = _binds(member)
        if any(name.startswith("__") for name in binds):
            return True
        return bool(binds & self.mentioned) if binds else isinstance(member, ast.For)


def is_test_class(node: ast.ClassDef) -> bool:
    def is_test(member: ast.stmt) -> bool:
        return isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)) and member.name.startswith(("test", "assert"))

    return any(is_test(member) for member in node.body) or any("Test" in ast.unparse(base) for base in node.bases)


# --- what is made


def cuts(name: str) -> list[Cut]:
    """A program for each method of each test class of the module, inherited methods too."""
    module = load(name)
    made = []
    for item in module.items:
        if isinstance(item.node, ast.ClassDef):
            kind = _kind(module, item.node)
            if kind is None or _is_second(module, item.node):
                continue
            for method, node in sorted(_methods(module, item.node).items()):
                own = item.node.decorator_list + node.decorator_list
                if any(_last_name(decorator) in ELSEWHERE for decorator in own):
                    made.append(Cut(f"{item.node.name}.{method}", None))
                else:
                    made.append(Cut(f"{item.node.name}.{method}", _program(module, item.node, method, kind)))
    return made


def _is_second(module: Module, node: ast.ClassDef) -> bool:
    """Whether it tests the implementation in Python of what another class tests as CPython has it."""
    # The same tests again of classes derived from Future and Task, which no workflow can derive from, and of both in Python.
    if module.name in ("test.test_asyncio.test_tasks", "test.test_asyncio.test_futures") and re.search("Py|Sub", node.name):
        return True
    match = re.fullmatch(r"(.*?)(Pure|Python|Py)([A-Z].*|\d*|)", node.name)
    if not match:
        return False
    names = {item.node.name for item in module.items if isinstance(item.node, ast.ClassDef)}
    before, _, after = match.groups()
    return any(before + c + after in names for c in ("C", "Fast", ""))


def _program(module: Module, node: ast.ClassDef, method: str, kind: str) -> str:
    reach = Reach()
    reach.needed.setdefault(module.name, set())
    reach.mention(method)
    reach.need(module.name, node.name)
    reach.need("unittest", "SkipTest")
    reach.grow()
    text = emit(reach, module.name)
    text = _with_modules(text, module, node)
    if loops.drives(text):
        text = _with_helpers(loops.without(text))
        kind = "async"
    if kind == "async":
        return text + (
            f"\n\nasync def _main():\n    await {node.name}({method!r}).run_method_async()\n\n\n"
            "import asyncio\ntry:\n    asyncio.run(_main())\n"
            "except SkipTest as _skipped:\n    print('@skip', _skipped)\nelse:\n    print('@ok')\n"
        )
    return text + (
        f"\n\ntry:\n    {node.name}({method!r}).run_method()\n"
        "except SkipTest as _skipped:\n    print('@skip', _skipped)\nelse:\n    print('@ok')\n"
    )


def _with_helpers(text: str) -> str:
    """The text with what its awaits call, after what must stand first."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if not line.startswith("from __future__")), 0)
    return "\n".join([*lines[:first], loops.HELPERS, *lines[first:]])


def emit(reach: Reach, main: str) -> str:
    """The kept statements, a module's after those of the modules that it imports."""
    done: list[str] = []
    future = []

    def visit(name: str, seen: set[str]) -> None:
        module = load(name)
        for other in sorted({origin for origin, _ in [*module.reached.values(), *module.members.values()]}):
            if other in reach.needed and other not in seen:
                seen.add(other)
                visit(other, seen)
        for key, kept in sorted((key, kept) for key, kept in reach.kept.items() if key[0] == name):
            item = module.items[key[1]]
            if item.binds == {"__future__"}:
                future.append(item.instead)
                continue
            if item.instead is not None:
                done.append(item.instead)
            elif kept is None:
                done.append(module.slice(module.start(item.node), module.end(item.node)))
            else:
                done.append(_pruned(module, item.node, kept))
        for bound, (_, original) in module.members.items():
            if bound != original and bound in reach.needed.get(name, ()):
                done.append(f"{bound} = {original}")

    visit(main, {main})
    return "\n".join([*dict.fromkeys(future), *done])


def _pruned(module: Module, node: ast.stmt, kept: set[int]) -> str:
    assert isinstance(node, ast.ClassDef)
    body = node.body
    parts = [module.slice(module.start(node), module.start(body[0])).rstrip()]
    for place in sorted(kept):
        member = body[place]
        start = module.start(member)
        indent = " " * (start - (module.text.rfind(b"\n", 0, start) + 1))
        parts.append((indent if indent else "    ") + module.slice(start, module.end(member)))
    if not kept:
        parts.append("    pass")
    return "\n".join(parts)


def _with_modules(text: str, module: Module, node: ast.ClassDef) -> str:
    """`module = c_functools` in a class and `self.module.reduce` become `functools.reduce`, as modules are no values; so does a
    local name for `self.module`."""
    # What a test class puts there makes no difference to a program with one implementation.
    text = re.sub(r"^( +)sys\.modules\[.+?\] = .+$", r"\1pass", text, flags=re.M)
    found: dict[str, str] = {}
    for _, cls in _ancestry(module, node):
        for member in ast.walk(cls):
            match member:
                case ast.Assign(targets=[ast.Name(id=target)], value=ast.Name(id=value)):
                    imported = module.fresh.get(value) or _imported(module, value)
                    if imported:
                        found.setdefault(target, imported)
    for target, imported in found.items():
        text = re.sub(rf"^( +){target} = \w+$", r"\1pass", text, flags=re.M)
        used = re.sub(rf"^( +)(\w+) = (self|cls)\.{target}$", rf"\1import {imported} as \2", text, flags=re.M)
        used = re.sub(rf"(?:\b(?:self|cls)\.|(?<=@)){target}\.", f"{imported}.", used)
        if used != text:
            text = f"import {imported}\n" + used if "from __future__" not in text else used + f"\nimport {imported}\n"
    for alias in re.findall(r"^ +(\w+) = collections\.abc$", text, flags=re.M):
        text = re.sub(rf"^( +){alias} = collections\.abc$", r"\1pass", text, flags=re.M)
        text = re.sub(rf"(?<![\w.]){alias}\.(?=[A-Z])", "collections.abc.", text)
    # A module that is there.
    for name in module.fresh:
        text = re.sub(rf"\b(skipUnless|skipIf)\({name}, ", r"\1(True, ", text)
    return text


def _imported(module: Module, name: str) -> str | None:
    for item in module.items:
        if isinstance(item.node, ast.Import) and name in item.binds:
            return next(alias.name for alias in item.node.names if (alias.asname or alias.name) == name)
    return None


def _ancestry(module: Module, node: ast.ClassDef) -> list[tuple[Module, ast.ClassDef]]:
    """The class and its bases that are written in the test package, in the order in which a name is looked up (nearly)."""
    found = [(module, node)]
    for base in node.bases:
        where, name = module, None
        if isinstance(base, ast.Name):
            name = base.id
            if name in module.members:
                other, name = module.members[name]
                where = load(other)
        elif isinstance(base, ast.Attribute) and (member := module._member(base)):
            where, name = load(member[0]), member[1]
        for item in where.items:
            if isinstance(item.node, ast.ClassDef) and item.node.name == name:
                found += _ancestry(where, item.node)
    return found


def _kind(module: Module, node: ast.ClassDef) -> str | None:
    names = [cls.name for where, cls in _ancestry(module, node) if where.name == "unittest"]
    if "IsolatedAsyncioTestCase" in names:
        return "async"
    return "plain" if "TestCase" in names else None


def _methods(module: Module, node: ast.ClassDef) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    found: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
    for _, cls in _ancestry(module, node):
        for member in cls.body:
            if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)) and member.name.startswith("test"):
                found.setdefault(member.name, member)
    return found


def _binds(node: ast.stmt) -> set[str]:
    """The names that a statement binds where it stands."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {alias.asname or alias.name.partition(".")[0] for alias in names}
    found = set()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            found |= _binds(child)
        elif isinstance(child, ast.ExceptHandler):
            for stmt in child.body:
                found |= _binds(stmt)
        elif isinstance(child, ast.expr):
            for inner in ast.walk(child):
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    found.add(inner.id)
                elif isinstance(inner, (ast.Attribute, ast.Subscript)) and isinstance(inner.ctx, ast.Store):
                    found.discard("")
    return found


def _root(node: ast.stmt) -> str | None:
    """The name that a statement without names of its own is about: `Class.method = ...`, `register(Class)`."""
    target: ast.AST | None = None
    match node:
        case ast.Assign(targets=[only]):
            target = only
        case ast.AugAssign(target=only):
            target = only
        case ast.Expr(value=ast.Call(func=ast.Attribute() as function)):
            target = function
        case ast.Expr(value=ast.Call(args=[ast.Name() as first, *_])):
            target = first
    while isinstance(target, (ast.Attribute, ast.Subscript)):
        target = target.value
    return target.id if isinstance(target, ast.Name) else None


def _absent(node: ast.Try) -> list[ast.ExceptHandler] | None:
    match node.body[0]:
        case ast.Import(names=[alias]) if alias.name in ABSENT:
            return node.handlers
        case ast.ImportFrom(module=str(name)) if name in ABSENT:
            return node.handlers
    return None


def _fresh(node: ast.Assign) -> tuple[str, str] | None:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function, args=[ast.Constant(value=str(module)), *_])):
            if _last_name(function) in ("import_fresh_module", "import_module"):
                return name, module
    return None


def _last_name(node: ast.expr) -> str:
    while isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
