"""Decorators of the project's own, for helpers and for actions."""

import functools
from typing import Any, Callable, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
TRACE: list[str] = []


def traced(where: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            TRACE.append(f"{where}.{function.__name__}")
            return function(*args, **kwargs)

        return wrapper

    return decorate


class counted:
    """A decorator that is a class."""

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.calls = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.function(*args, **kwargs)


def doubled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Above an action: what it does is done in the workflow."""

    @functools.wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        return 2 * await function(*args, **kwargs)

    return wrapper


def logged(function: Callable[..., Any]) -> Callable[..., Any]:
    """Below `@action`: part of what the worker runs."""

    @functools.wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        return f"<{await function(*args, **kwargs)}>"

    return wrapper
