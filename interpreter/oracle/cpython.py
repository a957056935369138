"""CPython, which decides what is right: programs run in processes forked from this one, so that they share nothing."""

from __future__ import annotations

import io
import os
import pickle
import resource
import signal
import sys
import traceback
import warnings
from collections.abc import Iterable, Iterator

from machine import Ended

SECONDS = 20
BYTES = 2 << 30


def run_all(texts: Iterable[str]) -> Iterator[Ended]:
    """Runs each in a process of its own."""
    for text in texts:
        yield run(text)


def run(text: str) -> Ended:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _child(text, write)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if not data:
        return Ended("hangs" if os.WTERMSIG(status) == signal.SIGALRM else "died", "", f"status {status}")
    return Ended(*pickle.loads(data))


def _child(text: str, write: int) -> None:
    try:
        signal.alarm(SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        answer = _run_here(text)
        signal.alarm(0)
        with os.fdopen(write, "wb") as pipe:
            pipe.write(pickle.dumps(answer))
    finally:
        os._exit(0)


def _run_here(text: str) -> tuple[str, str, str]:
    printed = io.StringIO()
    sys.stdout = printed
    sys.stderr = io.StringIO()
    warnings.simplefilter("ignore")
    names = {"__name__": "__main__", "__builtins__": __builtins__}
    main = type(sys)("__main__")
    main.__dict__.update(names)
    sys.modules["__main__"] = main
    how, end = "finished", ""
    try:
        code = compile(text, "main.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return "refused", "", "".join(traceback.format_exception_only(error))
    try:
        exec(code, main.__dict__)
    except BaseException as error:
        how, end = "raised", "".join(traceback.format_exception(error))
    return how, printed.getvalue(), end
