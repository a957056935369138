"""Lets tests that drive an event loop run inside one, as all code of a workflow does: `loop.run_until_complete(x)` becomes an await.

CPython runs the same text, so that what this changes is the same for both.
"""

from __future__ import annotations

import ast
import re

#: Calls that run the loop until something is done: what is awaited in their place.
DRIVERS = {"asyncio.run", "run_until_complete", "run_briefly"}
#: What a test does to loops as such: a workflow has one, which is running.
PLAIN = [
    (r"\basyncio\.(?:events\.)?new_event_loop\(\)", "asyncio.get_running_loop()"),
    (r"\basyncio\.get_event_loop_policy\(\)\.new_event_loop\(\)", "asyncio.get_running_loop()"),
    (r"\b(?:asyncio|events)\.set_event_loop\(\w[\w.]*\)", "None"),
    (r"\b(?:asyncio|events)\.set_event_loop_policy\(\w[\w.]*\)", "None"),
    (r"\b(?:self\.)?loop\.close\(\)", "None"),
    (r"\bself\.addCleanup\((?:self\.)?loop\.close\)", "None"),
    (r"\bself\.loop\.set_task_factory\(self\.new_task\)", "None"),
    (r"\bself\.loop\.create_future = .*", "pass"),
    (r"getattr\(tasks, '_CTask', None\)", "asyncio.Task"),
    (r"getattr\(futures, '_CFuture', None\)", "asyncio.Future"),
    (r"hasattr\((?:tasks, '_CTask'|futures, '_CFuture')\)", "True"),
    (r"\bfutures\._CFuture\b|\bfutures\.Future\b", "asyncio.Future"),
    (r"\btasks\._CTask\b|\btasks\.Task\b", "asyncio.Task"),
]


def drives(text: str) -> bool:
    return any(name in text for name in ("run_until_complete", "asyncio.run(", "run_briefly", "new_event_loop", "new_test_loop"))


def without(text: str) -> str:
    """The program with every function that drives a loop a coroutine function, and every call of one awaited."""
    for pattern, instead in PLAIN:
        text = re.sub(pattern, instead, text)
    tree = ast.parse(text)
    around = _functions(tree)
    turned = {function for call, function in around.items() if _is_driver(call) and function is not None}
    before = -1
    while before != len(turned):
        before = len(turned)
        names = {function.name for function in turned}
        turned |= {around[call] for call in around if around[call] is not None and _calls(call, names)}
    return _edited(text, around, {function.name for function in turned}, turned)


def _functions(tree: ast.AST) -> dict[ast.Call, ast.FunctionDef | ast.AsyncFunctionDef | None]:
    """Every call with the function that it stands in."""
    found: dict[ast.Call, ast.FunctionDef | ast.AsyncFunctionDef | None] = {}

    def visit(node: ast.AST, inside: ast.FunctionDef | ast.AsyncFunctionDef | None) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                found[child] = inside
            inner = child if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) else inside
            visit(child, None if isinstance(child, ast.Lambda) else inner)

    visit(tree, None)
    return found


def _is_driver(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    if name in DRIVERS or name.rpartition(".")[2] in DRIVERS - {"asyncio.run"}:
        return True
    return _asserts(call)


def _asserts(call: ast.Call) -> bool:
    """`self.assertRaises(E, loop.run_until_complete, x)`."""
    is_assert = isinstance(call.func, ast.Attribute) and call.func.attr in ("assertRaises", "assertRaisesRegex")
    return is_assert and any(isinstance(arg, ast.Attribute) and arg.attr == "run_until_complete" for arg in call.args)


def _calls(call: ast.Call, names: set[str]) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) | ast.Name(id=name):
            return name in names
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name):
            return name in names
    return False


def _edited(
    text: str,
    around: dict[ast.Call, ast.FunctionDef | ast.AsyncFunctionDef | None],
    names: set[str],
    turned: set[ast.FunctionDef | ast.AsyncFunctionDef | None],
) -> str:
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    edits: list[tuple[int, int, bytes]] = []

    def at(line: int | None, column: int | None) -> int:
        return starts[(line or 1) - 1] + (column or 0)

    for function in turned:
        if isinstance(function, ast.FunctionDef):
            edits.append((at(function.lineno, function.col_offset), 0, b"async "))
    for call, function in around.items():
        if function is None or not (_is_driver(call) or _calls(call, names)):
            continue
        begin, end = at(call.lineno, call.col_offset), at(call.end_lineno, call.end_col_offset)
        name = ast.unparse(call.func)
        if _is_driver(call):
            before = at(call.func.lineno, call.func.col_offset), at(call.func.end_lineno, call.func.end_col_offset)
            last = name.rpartition(".")[2]
            instead = {"run": "_run_in_task", "run_briefly": "_run_briefly"}.get(last, "_run_until_done")
            if _asserts(call):
                instead = f"self.{last}Done"
            edits.append((before[0], before[1], instead.encode()))
        edits.append((begin, 0, b"(await "))
        edits.append((end, -1, b")"))
    body = text.encode()
    # Of edits at one place, what closes stands first, and what opens goes before what is replaced.
    for begin, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1] >= 0, edit[1] > 0), reverse=True):
        body = body[:begin] + new + body[(end if end > 0 else begin) :]
    return body.decode()


#: What the edited programs call.
HELPERS = '''
import asyncio
async def _run_in_task(coro, **options):
    if not asyncio.iscoroutine(coro):
        raise ValueError("a coroutine was expected, got {!r}".format(coro))
    return await asyncio.create_task(coro)
async def _run_until_done(future):
    return await asyncio.ensure_future(future)
async def _run_briefly(loop=None):
    await asyncio.sleep(0)
'''
