"""A worker process: `python -m carabiner._worker`, spawned by the host. Runs actions, many at a time.

It lives as long as its stream to the host. `async def` actions are tasks of one event loop, plain functions run in
threads; each reports one outcome, whatever happens in it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures.thread
import contextvars
import importlib
import logging
import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from typing import Any, NoReturn

from . import _action, _classes, _steps, _values
from ._action import Action, ActionContext
from ._core import Worker as Stream
from ._errors import ActionTimeout, UnknownAction

log = logging.getLogger("carabiner.worker")

SDK = "carabiner-py 0.1.0"

# One delivery of one attempt: instance, seq, attempt, delivery.
Key = tuple[str, int, int, int]


@dataclass
class _Running:
    context: ActionContext
    task: asyncio.Task[None] | None = None
    # Why it was told to stop: none, "timeout" or "cancelled".
    stopped: str | None = None
    timer: asyncio.TimerHandle | None = None
    began: float = field(default_factory=time.monotonic)


class Worker:
    """One stream, and the actions that run on its behalf."""

    def __init__(self, core: Stream, slots: int) -> None:
        self._core = core
        self._loop = asyncio.get_running_loop()
        self._threads = concurrent.futures.ThreadPoolExecutor(slots, thread_name_prefix="carabiner-action")
        self._running: dict[Key, _Running] = {}
        self._limit = _values.PAYLOAD_LIMIT
        self._draining = False
        self._closed = asyncio.Event()

    async def serve(self) -> None:
        """Until the stream ends, or everything is reported after a drain."""
        self._loop.add_reader(self._core.fileno(), self._drain)
        await self._closed.wait()
        self._loop.remove_reader(self._core.fileno())
        for running in self._running.values():
            self._stop(running, "cancelled")
        # Threads cannot be stopped, and nobody waits for what they do any more.
        self._threads.shutdown(wait=False, cancel_futures=True)

    def drain(self) -> None:
        """Takes no more actions; the stream ends once those in flight are reported."""
        if not self._draining:
            self._draining = True
            self._core.draining()
            self._end_if_idle()

    def _drain(self) -> None:
        for kind, *about in self._core.drain():
            match kind:
                case "run":
                    self._run(*about)
                case "cancel":
                    *key, reason = about
                    running = self._running.get(tuple(key))
                    if running is not None:
                        self._stop(running, reason)
                case "hello":
                    self._limit = about[0] or self._limit
                case "drain":
                    self.drain()
                case "closed":
                    log.debug("the stream ended: %s", about[0])
                    self._closed.set()

    def _run(
        self,
        instance_id: str,
        seq: int,
        attempt: int,
        delivery: int,
        name: str,
        arguments: bytes,
        timeout_micros: int,
        modules: list[str],
    ) -> None:
        key = (instance_id, seq, attempt, delivery)
        running = _Running(ActionContext(instance_id, seq, attempt))
        self._running[key] = running
        if timeout_micros:
            running.timer = self._loop.call_later(timeout_micros / 1e6, self._stop, running, "timeout")
        context = contextvars.copy_context()
        context.run(_action.current.set, running.context)
        attempted = self._attempt(key, running, name, arguments, timeout_micros, modules)
        running.task = context.run(self._loop.create_task, attempted)

    def _stop(self, running: _Running, reason: str) -> None:
        if running.stopped is None:
            running.stopped = reason
            running.context.stop()
            if running.task is not None:
                # Not at once: a task that is cancelled before its first step never begins, and would report nothing.
                self._loop.call_soon(running.task.cancel)

    async def _attempt(
        self, key: Key, running: _Running, name: str, arguments: bytes, timeout_micros: int, modules: list[str]
    ) -> None:
        try:
            result = await self._call(name, arguments, modules)
            failed, payload = False, _values.encode(result, f"result of {name}", self._limit)
        # An action that exits or interrupts must end neither the worker nor its neighbours.
        except BaseException as error:
            if running.stopped == "timeout" and isinstance(error, asyncio.CancelledError):
                error = ActionTimeout(f"{name} did not finish within {timeout_micros / 1e6:g} s")
            failed, payload = True, self._encoded_error(name, error)
        if running.timer is not None:
            running.timer.cancel()
        del self._running[key]
        self._report(key, failed, payload, running.began)

    def _report(self, key: Key, failed: bool, payload: bytes, began: float) -> None:
        try:
            self._core.outcome(*key, failed, payload, int((time.monotonic() - began) * 1e6))
        except RuntimeError:
            # The host is gone; it, or another, will deliver the action again.
            return
        self._end_if_idle()

    def _end_if_idle(self) -> None:
        if self._draining and not self._running:
            self._core.finish()

    async def _call(self, name: str, arguments: bytes, modules: list[str]) -> object:
        made = _find(name, modules)
        args, kwargs = _values.decode(arguments)
        if made.is_async:
            return await made.function(*args, **kwargs)
        context = contextvars.copy_context()
        return await self._loop.run_in_executor(self._threads, lambda: context.run(_in_thread, made, args, kwargs))

    def _encoded_error(self, name: str, error: BaseException) -> bytes:
        _trim(error)
        try:
            return _values.encode(error, f"exception of {name}", self._limit)
        except Exception as unfit:
            told = RuntimeError(f"{type(error).__qualname__} left {name} and cannot be sent: {unfit}")
            return _values.encode(told, "exception", self._limit)


def _in_thread(made: Action, args: list[Any], kwargs: dict[str, Any]) -> object:
    try:
        return made.function(*args, **kwargs)
    except StopIteration as error:
        # A future cannot hold it; asyncio would report a TypeError of its own.
        raise RuntimeError(f"{made.name} raised StopIteration") from error


def _find(name: str, modules: list[str]) -> Action:
    """The action of that name, importing the modules that the host says may define it."""
    for module in modules:
        _classes.trust_module(module)
    found = _action.find_action(name)
    if found is not None:
        return found
    failures = []
    for module in modules:
        try:
            importlib.import_module(module)
        except Exception as error:
            failures.append(
                f"importing {module} failed: {''.join(traceback.format_exception_only(type(error), error)).strip()}"
            )
        found = _action.find_action(name)
        if found is not None:
            return found
    tried = "; ".join(failures) or (f"{', '.join(modules)} does not define it" if modules else "no module is known for it")
    raise UnknownAction(
        f"no action is called {name!r} in this worker ({tried}); was it renamed or removed while a workflow still calls it? "
        f"Keep the old name with @action(name=...), or let workers load its module with CARABINER_USER_MODULE"
    )


def _trim(error: BaseException) -> None:
    """Takes this file's frames off the traceback: the author's code is what failed."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        trace = each.__traceback__
        while trace is not None and trace.tb_next is not None and _is_ours(trace.tb_frame.f_code.co_filename):
            trace = trace.tb_next
        each.__traceback__ = trace
        each = each.__cause__ or each.__context__


_THREAD_FILE = concurrent.futures.thread.__file__


def _is_ours(filename: str) -> bool:
    return filename in (__file__, _steps.__file__, _THREAD_FILE)


def preload(modules: str) -> None:
    """Imports CARABINER_USER_MODULE: module names, separated by commas."""
    for module in filter(None, (each.strip() for each in modules.split(","))):
        _classes.trust_module(module)
        importlib.import_module(module)


def _import_error(modules: str) -> str:
    """The traceback of a user module that does not import; empty where all do."""
    try:
        preload(modules)
    # A module may exit, or raise what it likes; the host stops the pool with this text.
    except BaseException:
        return traceback.format_exc()
    return ""


async def _main(address: str, token: str, slots: int, import_error: str) -> int:
    actions = sorted(_action.registered())
    core = Stream(address, sdk=SDK, token=token, slots=slots, actions=actions, import_error=import_error)
    worker = Worker(core, slots)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, worker.drain)
    # Ctrl-C reaches the whole process group; the host drains its workers and then ends the streams.
    loop.add_signal_handler(signal.SIGINT, lambda: None)
    await worker.serve()
    return 1 if import_error else 0


def _setting(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise SystemExit(f"{name} is not set; worker processes are started by carabiner-host, not by hand")
    return value


def main() -> NoReturn:
    address, token = _setting("CARABINER_BRIDGE_ADDR"), _setting("CARABINER_WORKER_TOKEN")
    slots = int(_setting("CARABINER_WORKER_SLOTS", "64"))
    # What actions print goes to the host's log, line by line.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr] # a process's own streams are text files
    import_error = _import_error(os.environ.get("CARABINER_USER_MODULE", ""))
    status = asyncio.run(_main(address, token, slots, import_error))
    # Threads of actions that outlived the stream must not keep the process; the interpreter would wait for them.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    # Under this name, so that actions that import the worker module see the one that runs.
    from carabiner._worker import main as run

    run()
