"""`Workflow`: the class that users derive from, and the handle of a started instance."""

from __future__ import annotations

import asyncio
import functools
import inspect
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, cast

from . import _classes, _client, _source, _values
from ._client import Description
from ._core import leak
from ._errors import WorkflowRefused
from ._retry import BackoffPolicy, Duration, RetryPolicy, micros

if TYPE_CHECKING:
    # Only type checkers know defaults of type variables on every version of Python.
    from typing_extensions import TypeVar

    T = TypeVar("T", default=Any)
    R = TypeVar("R")
    R_co = TypeVar("R_co", covariant=True)
else:
    from typing import TypeVar

    T = TypeVar("T")
    R = TypeVar("R")
    R_co = TypeVar("R_co", covariant=True)

__all__ = ["Handle", "Workflow"]

_ORIGINAL = "__carabiner_run__"


class _Runs(Protocol[R_co]):
    @property
    def run(self) -> Callable[..., Coroutine[Any, Any, R_co]]: ...


class Workflow(Generic[T]):
    """A durable workflow: `async def run` holds the control flow, and calls `@action` functions for the real work.

    ```python
    class Greeting(Workflow):
        def __init__(self, user_id: str):
            self.user_id = user_id

        async def run(self) -> str:
            user = await fetch_user(self.user_id)
            return await send_greeting(user)

    text = await Greeting("ada").run()
    ```

    `__init__` runs where the object is made; its attributes are the instance's input. None of `run` executes in this
    process: it is queued, and runs on the server until its end, whatever dies meanwhile.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _classes.trust_module(_classes.public_module(cls.__module__))
        run = cls.__dict__.get("run")
        if run is None:
            return
        if not inspect.iscoroutinefunction(run):
            raise TypeError(f"{cls.__qualname__}.run is not an `async def`")
        cls.run = _queueing(run)  # type: ignore[method-assign] # outside the machine, running is asking the server to

    async def run(self, *args: Any, **kwargs: Any) -> T:
        """Queues an instance and awaits its result; an exception that leaves it is raised here as its own class."""
        raise TypeError(f"{type(self).__qualname__} has no `async def run`, called with {args} {kwargs}")

    async def start(
        self: _Runs[R],
        *args: Any,
        id: str | None = None,  # noqa: A002 - the name that callers know it by
        delay: Duration | None = None,
        at: datetime | None = None,
        priority: int = 0,
        **kwargs: Any,
    ) -> Handle[R]:
        """Queues an instance and returns at once; from then on it will end, whatever dies.

        `id` is the caller's own name for the instance: starting it twice attaches to the first. It begins after `delay`
        (seconds or `timedelta`) or at a time with a time zone; among those that are due, higher `priority` goes first.
        """
        workflow = cast("Workflow[Any]", self)
        request = _request(workflow, args, kwargs, id=id, delay=delay, at=at, priority=priority)
        await _client.start(type(workflow), request)
        return Handle(request.instance_id)

    def run_sync(self: _Runs[R], *args: Any, **kwargs: Any) -> R:
        """`run` for code without an event loop."""
        return _blocking(self.run(*args, **kwargs))

    def start_sync(
        self: _Runs[R],
        *args: Any,
        id: str | None = None,  # noqa: A002 - as in `start`
        delay: Duration | None = None,
        at: datetime | None = None,
        priority: int = 0,
        **kwargs: Any,
    ) -> Handle[R]:
        """`start` for code without an event loop."""
        workflow = cast("Workflow[R]", self)
        starting = workflow.start(*args, id=id, delay=delay, at=at, priority=priority, **kwargs)
        return _blocking(starting)

    async def run_action(
        self,
        call: Awaitable[R],
        *,
        retry: RetryPolicy | None = None,
        backoff: BackoffPolicy | None = None,
        timeout: Duration | None = None,
    ) -> R:
        """In `run`: awaits an action's call under another policy than the action's own.

        ```python
        receipt = await self.run_action(charge(order), retry=RetryPolicy(attempts=50), timeout=timedelta(minutes=10))
        ```
        """
        del retry, backoff, timeout
        return await call

    @classmethod
    def check(cls) -> None:
        """Raises `WorkflowRefused` if `run`, or what it reaches, holds something that cannot run durably. Needs no server."""
        found = _source.check(cls)
        if found:
            raise WorkflowRefused("\n\n".join(found))


class Handle(Generic[R]):
    """A started instance."""

    def __init__(self, id: str) -> None:  # noqa: A002 - the name that callers know it by
        self.id = id

    def __repr__(self) -> str:
        return f"Handle({self.id!r})"

    async def result(self, timeout: Duration | None = None) -> R:
        """What `run` returned, or the exception that left it; `TimeoutError` after `timeout`, which ends only the waiting."""
        waiting = _client.wait(self.id)
        if timeout is None:
            return cast("R", await waiting)
        try:
            return cast("R", await asyncio.wait_for(waiting, micros(timeout, "timeout") / 1e6))
        except asyncio.TimeoutError:
            # Before Python 3.11 asyncio's was not the builtin one.
            raise TimeoutError(f"instance {self.id} has not ended within {timeout}") from None

    async def status(self) -> str:
        """One of: scheduled, running, completed, failed, cancelled."""
        return (await self.describe()).status

    async def describe(self) -> Description:
        """The status, and when it began and ended."""
        return await _client.describe(self.id)

    async def cancel(self, reason: str = "") -> None:
        """Asks the instance to end: `asyncio.CancelledError` is raised where its `run` waits."""
        await _client.cancel(self.id, reason)

    def result_sync(self, timeout: Duration | None = None) -> R:
        return _blocking(self.result(timeout))

    def status_sync(self) -> str:
        return _blocking(self.status())

    def cancel_sync(self, reason: str = "") -> None:
        _blocking(self.cancel(reason))


def _queueing(original: Callable[..., Any]) -> Callable[..., Any]:
    """`run` as it is outside the machine; the original stays reachable for `inspect` and the source unit."""

    @functools.wraps(original)
    async def run(self: Workflow[Any], *args: Any, **kwargs: Any) -> Any:
        request = _request(self, args, kwargs)
        return await _client.run(type(self), request)

    setattr(run, _ORIGINAL, original)
    return run


def _request(
    workflow: Workflow[Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    id: str | None = None,  # noqa: A002 - as in `start`
    delay: Duration | None = None,
    at: datetime | None = None,
    priority: int = 0,
) -> _client.StartRequest:
    cls = type(workflow)
    if not hasattr(cls.run, _ORIGINAL):
        raise TypeError(f"{cls.__qualname__} has no `async def run`")
    # A call that `run` would not take is refused here and now, not in the machine later.
    _signature(getattr(cls.run, _ORIGINAL)).bind(workflow, *args, **kwargs)
    if delay is not None and at is not None:
        raise ValueError("a start has a delay or a time, not both")
    if at is not None and at.tzinfo is None:
        raise ValueError("`at` has no time zone; use datetime.now(timezone.utc) + ... or .astimezone()")
    if id is not None and (not isinstance(id, str) or not id or len(id.encode()) > 200):
        raise ValueError(f"an instance's id is a text of 1 to 200 bytes, not {id!r}")
    limit = _client.payload_limit()
    return _client.StartRequest(
        instance_id=id or _client.new_id(),
        attributes=_values.encode(_attributes(workflow), cls.__qualname__, limit),
        arguments=_values.encode([list(args), kwargs], f"{cls.__qualname__}.run", limit),
        delay_micros=None if delay is None else micros(delay, "delay"),
        at_micros=None if at is None else (at - _EPOCH) // timedelta(microseconds=1),
        priority=priority,
    )


@functools.lru_cache(maxsize=1024)
def _signature(run: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(run)


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _attributes(workflow: Workflow[Any]) -> dict[str, Any]:
    slots = {slot: getattr(workflow, slot) for slot in _classes.slots_of(type(workflow)) if hasattr(workflow, slot)}
    # What typing leaves on an instance of `Workflow[str](...)`.
    return {**slots, **{name: held for name, held in vars(workflow).items() if name != "__orig_class__"}}


class _Loop:
    """A thread's own event loop, for code that has none."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.pid = os.getpid()

    def __del__(self) -> None:
        if self.pid == os.getpid():
            self.loop.close()
        else:
            # A forked child shares the parent's epoll; closing would take the parent's own registrations out of it.
            leak(self.loop)


_thread = threading.local()


def _blocking(waiting: Coroutine[Any, Any, R]) -> R:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        pass
    else:
        waiting.close()
        raise RuntimeError("an event loop runs in this thread; await the method without `_sync` instead")
    own: _Loop | None = getattr(_thread, "own", None)
    if own is None or own.pid != os.getpid():
        own = _thread.own = _Loop()
    return own.loop.run_until_complete(waiting)
