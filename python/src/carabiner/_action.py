"""`@action`: functions that do the real work, in a worker, once per call that a workflow makes."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Protocol, TypeVar, overload

from ._classes import public_module, trust_module
from ._retry import BackoffPolicy, Duration, RetryPolicy, micros

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])


class _Decorator(Protocol):
    @overload
    def __call__(self, function: Callable[P, Coroutine[Any, Any, R]], /) -> Callable[P, Coroutine[Any, Any, R]]: ...

    @overload
    def __call__(self, function: Callable[P, R], /) -> Callable[P, Awaitable[R]]: ...


_MARK = "__carabiner_action__"
# Outside a process that runs actions or starts workflows this is merely what was defined.
_registry: dict[str, Action] = {}


@dataclass(frozen=True)
class Action:
    """What `@action` said of a function."""

    name: str
    module: str
    function: Callable[..., Any]
    retry: RetryPolicy | None = None
    backoff: BackoffPolicy | None = None
    timeout_micros: int | None = None
    queue: str | None = None

    @property
    def is_async(self) -> bool:
        return inspect.iscoroutinefunction(inspect.unwrap(self.function))

    def as_json(self) -> dict[str, Any]:
        """The `Action` of the source unit."""
        policy: dict[str, Any] = {}
        if self.queue is not None:
            policy["queue"] = self.queue
        if self.retry is not None:
            policy["attempts"] = self.retry.attempts
        if self.timeout_micros is not None:
            policy["timeout_micros"] = self.timeout_micros
        if self.backoff is not None:
            policy["backoff"] = self.backoff.as_json()
        return {"name": self.name, "module": self.module, "parameters": self._parameters(), "policy": policy}

    def _parameters(self) -> list[dict[str, Any]]:
        return [
            {
                "name": each.name,
                "kind": each.kind.name.lower(),
                "has_default": each.default is not inspect.Parameter.empty,
            }
            for each in inspect.signature(self.function).parameters.values()
        ]


@overload
def action(function: Callable[P, Coroutine[Any, Any, R]], /) -> Callable[P, Coroutine[Any, Any, R]]: ...


# What a workflow sees of a plain function is something to await, and workflows are where actions are called.
@overload
def action(function: Callable[P, R], /) -> Callable[P, Awaitable[R]]: ...


@overload
def action(
    *,
    name: str | None = None,
    retry: RetryPolicy | None = None,
    backoff: BackoffPolicy | None = None,
    timeout: Duration | None = None,
    queue: str | None = None,
) -> _Decorator: ...


def action(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    retry: RetryPolicy | None = None,
    backoff: BackoffPolicy | None = None,
    timeout: Duration | None = None,
    queue: str | None = None,
) -> Any:
    """Makes a function one that workflows call and workers run: an `async def`, or a plain `def`, which runs in a thread.

    Called outside a workflow it is just the function. `name` is what the server knows it by, "module:qualname" unless
    given; `timeout` (seconds or `timedelta`, five minutes unless given) limits one attempt; `retry` and `backoff` say
    whether and when an attempt that raised is followed by another; `queue` names the workers that may take it.

    ```python
    @action(retry=RetryPolicy(attempts=3), timeout=timedelta(seconds=30))
    async def charge(order: Order, cents: int) -> str: ...
    ```
    """

    _check_policy(retry, RetryPolicy, "retry")
    _check_policy(backoff, BackoffPolicy, "backoff")

    def mark(function: F) -> F:
        _check_function(function, name)
        module = public_module(function.__module__)
        made = Action(
            name=name or f"{module}:{function.__qualname__}",
            module=module,
            function=function,
            retry=retry,
            backoff=backoff,
            timeout_micros=None if timeout is None else micros(timeout, "timeout"),
            queue=queue,
        )
        _register(made)
        setattr(function, _MARK, made)
        return function

    return mark if function is None else mark(function)


def _check_function(function: object, name: str | None) -> None:
    if not inspect.isfunction(function):
        raise TypeError(f"@action stands above a function, not {function!r}; put it below other decorators")
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise TypeError(f"the action {function.__qualname__} is a generator; an action returns one value")
    if name is not None and (not name or not isinstance(name, str)):
        raise ValueError(f"an action's name is a text that is not empty, not {name!r}")


def _check_policy(policy: object, cls: type, what: str) -> None:
    if policy is not None and not isinstance(policy, cls):
        raise TypeError(f"{what} is a {cls.__name__}, not {policy!r}")


def _register(made: Action) -> None:
    known = _registry.get(made.name)
    if known is not None:
        same = known.function.__qualname__ == made.function.__qualname__ and known.module == made.module
        if not same:
            raise ValueError(
                f"two actions are called {made.name!r}: {known.module}.{known.function.__qualname__} and "
                f"{made.module}.{made.function.__qualname__}"
            )
    _registry[made.name] = made
    trust_module(made.module)


def action_of(value: object) -> Action | None:
    """The action that a function is, if it is one."""
    made = getattr(value, _MARK, None) if inspect.isfunction(value) else None
    return made if isinstance(made, Action) else None


def registered() -> dict[str, Action]:
    """Every action that this process has defined, by name."""
    return dict(_registry)


def find_action(name: str) -> Action | None:
    return _registry.get(name)


@dataclass
class ActionContext:
    """The attempt that is running here."""

    instance_id: str
    seq: int
    attempt: int
    _stopped: bool = field(default=False, repr=False)

    @property
    def id(self) -> str:
        """Names the call: the same on every attempt."""
        return f"{self.instance_id}:{self.seq}"

    @property
    def idempotency_key(self) -> str:
        """Equal on every attempt and delivery of this call, and on no other: give it to services that take one."""
        return self.id

    def heartbeat(self) -> None:
        """To be called now and then by a plain function that takes long: raises `asyncio.CancelledError` once the attempt
        has been cancelled or has run out of time, which a thread cannot be told otherwise."""
        if self._stopped:
            raise asyncio.CancelledError

    def stop(self) -> None:
        self._stopped = True


current: contextvars.ContextVar[ActionContext] = contextvars.ContextVar("carabiner_action")


def current_action() -> ActionContext:
    """The attempt that is running: `id`, `attempt`, `idempotency_key`, `instance_id`, `heartbeat()`. Only inside an action."""
    try:
        return current.get()
    except LookupError:
        raise RuntimeError("no action is running here; a worker sets this for the actions that it runs") from None
