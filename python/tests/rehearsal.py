"""A workflow run without a server: once by CPython, once by the machine, its actions called in between."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

from carabiner import Workflow, _action, _source, _values
from carabiner._core import rehearse


class Outcome:
    def __init__(self, ok: bool, value: Any, printed: list[str], traceback: str = "") -> None:
        self.ok, self.value, self.printed, self.traceback = ok, value, "".join(printed), traceback


def by_machine(workflow: Workflow, *args: Any, **kwargs: Any) -> Outcome:
    printed: list[str] = []
    attributes = _values.encode(vars(workflow))
    unit = _source.unit_json(type(workflow))
    ok, data, traceback = rehearse(unit, attributes, _values.encode([list(args), kwargs]), _act, printed.append)
    return Outcome(ok, _values.decode(data), printed, traceback)


def _act(name: str, arguments: bytes) -> tuple[bool, bytes]:
    positional, named = _values.decode(arguments)
    function = _action._registry[name].function
    try:
        result = function(*positional, **named)
        if inspect.isawaitable(result):
            result = asyncio.run(_awaited(result))
        return True, _values.encode(result)
    except Exception as error:
        return False, _values.encode(error)


async def _awaited(result: Any) -> Any:
    return await result


def by_cpython(workflow: Workflow, *args: Any, **kwargs: Any) -> Outcome:
    run: Any = inspect.unwrap(type(workflow).run)
    try:
        return Outcome(True, asyncio.run(run(workflow, *args, **kwargs)), [])
    except Exception as error:
        return Outcome(False, error, [])


def both(workflow: Workflow, *args: Any, **kwargs: Any) -> Any:
    """What both of them answer."""
    expected, found = by_cpython(workflow, *args, **kwargs), by_machine(workflow, *args, **kwargs)
    assert (found.ok, type(found.value)) == (expected.ok, type(expected.value)), (found.value, found.traceback)
    if expected.ok:
        assert found.value == expected.value
        assert repr(found.value) == repr(expected.value)
    else:
        assert (str(found.value), found.value.args) == (str(expected.value), expected.value.args)
    return found.value
