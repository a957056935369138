"""The traceback of a workflow that fails is what CPython prints for it."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from desk import failing

from .rehearsal import by_cpython, by_machine

FLOWS = [
    failing.Plain, failing.Caused, failing.During, failing.Noted, failing.Grouped, failing.Many, failing.Deep,
    failing.Suppressed,
]  # fmt: skip


@pytest.mark.skipif(sys.version_info[:2] not in ((3, 11), (3, 12)), reason="the machine prints as CPython 3.11 and 3.12 do")
@pytest.mark.parametrize("workflow", FLOWS)
def test_a_traceback_is_cpythons(workflow: Any) -> None:
    error = by_cpython(workflow()).value
    for each in chain(error):
        each.__traceback__ = own_frames(each.__traceback__)
    root = str(Path(failing.__file__).parents[1]) + "/"
    expected = "".join(traceback.format_exception(error)).replace(root, "")
    assert by_machine(workflow()).traceback == expected


def chain(error: Any) -> Any:
    yield error
    for each in (error.__cause__, error.__context__, *getattr(error, "exceptions", ())):
        if each is not None:
            yield from chain(each)


def own_frames(frames: Any) -> Any:
    """Without the event loop and the test around."""
    while frames is not None and frames.tb_frame.f_code.co_filename != failing.__file__:
        frames = frames.tb_next
    return frames
