"""Exceptions to what is sent of them and back: class, arguments, attributes, chain, notes and traceback."""

from __future__ import annotations

import builtins
import contextlib
import sys
import traceback
from collections.abc import Iterator
from typing import Any, cast

from ._classes import HEAP_TYPE, find_class, slots_of
from ._errors import RemoteError, RemoteTraceback

_CAUSES_MAX = 20

# Attributes that live in C fields of the builtin exceptions and are not all in `args`.
_NATIVE_ATTRIBUTES: dict[type[BaseException], tuple[str, ...]] = {
    OSError: ("errno", "strerror", "filename", "filename2"),
    ImportError: ("name", "path", "msg"),
    SyntaxError: ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset"),
    AttributeError: ("name",),
    NameError: ("name",),
    StopIteration: ("value",),
    SystemExit: ("code",),
}

_UNSENT = frozenset({"__notes__", "_carabiner_traceback"})


def mro_of(cls: type[BaseException]) -> list[type]:
    return list(cls.__mro__[: cls.__mro__.index(BaseException) + 1])


def take(error: BaseException) -> tuple[object, ...]:
    cause, context = _cause(error), error.__context__
    if _chain_length(error) > _CAUSES_MAX:
        cause = context = None
    attributes = {name: held for name, held in _attributes(error) if name not in _UNSENT}
    notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, str)]
    suppress = error.__suppress_context__ and (cause is not None or error.__cause__ is None)
    return (
        error.args,
        attributes,
        cause,
        context if context is not cause else None,
        suppress,
        notes,
        _traceback_text(error),
    )


def _cause(error: BaseException) -> BaseException | None:
    return None if isinstance(error.__cause__, RemoteTraceback) else error.__cause__


def _chain_length(error: BaseException) -> int:
    length = 0
    each: BaseException | None = error
    while each is not None and length <= _CAUSES_MAX:
        each, length = _cause(each) or each.__context__, length + 1
    return length


def _attributes(error: BaseException) -> Iterator[tuple[str, object]]:
    for base, names in _NATIVE_ATTRIBUTES.items():
        if isinstance(error, base):
            for name in names:
                held = getattr(error, name, None)
                if held is not None:
                    yield name, held
    if _is_invalid(type(error)):
        yield from _invalid(error)
    yield from ((slot, getattr(error, slot)) for slot in slots_of(type(error)) if hasattr(error, slot))
    yield from vars(error).items()


def _is_invalid(cls: type) -> bool:
    """Pydantic's `ValidationError`, all of which lives in native code."""
    return cls.__module__ == "pydantic_core._pydantic_core" and cls.__qualname__ == "ValidationError"


def _invalid(error: Any) -> Iterator[tuple[str, object]]:
    yield "title", error.title
    yield "_errors", [(each["type"], each["loc"], each["msg"], each["input"], each.get("ctx")) for each in error.errors()]
    url = next((each["url"] for each in error.errors() if "url" in each), "")
    yield "_version", url.removeprefix("https://errors.pydantic.dev/").partition("/")[0]


def _new_invalid(cls: Any, attributes: dict[str, Any]) -> BaseException:
    core = sys.modules["pydantic_core"]
    known = {each["type"] for each in core._pydantic_core.list_all_errors()}
    details = []
    for kind, loc, message, given, context in attributes["_errors"]:
        if kind in known:
            details.append({"type": kind, "loc": loc, "input": given, "ctx": context or {}})
        else:
            details.append({"type": core.PydanticCustomError(kind, message.replace("{", "{{")), "loc": loc, "input": given})
    error = cast("BaseException", cls.from_exception_data(attributes["title"], details))
    error.args = ()
    return error


def _traceback_text(error: BaseException) -> str | None:
    """As CPython prints it, chain and all; of one that came from elsewhere, what came with it."""
    came_with = getattr(error, "_carabiner_traceback", None)
    if error.__traceback__ is None:
        return came_with
    try:
        return "".join(traceback.format_exception(type(error), error, error.__traceback__))
    except Exception:  # a broken __str__ or __repr__ of the user's must not hide the exception itself
        return "".join(traceback.format_tb(error.__traceback__))


def rebuild(payload: list[Any]) -> BaseException:
    name, mro, args, attributes, cause, context, suppress, notes, text = payload
    error = _new(name, mro, tuple(args), attributes)
    for attribute, held in attributes.items() if not _is_invalid(type(error)) else ():
        _put(error, attribute, held)
    error.__cause__ = cause
    error.__context__ = context
    error.__suppress_context__ = suppress
    if notes:
        error.__notes__ = list(notes)  # type: ignore[attr-defined, unused-ignore] # it has a name since 3.11
    if text:
        error._carabiner_traceback = text  # type: ignore[attr-defined] # our own mark; see `attach_traceback`
    return error


def _new(name: str, mro: list[str], args: tuple[Any, ...], attributes: dict[str, Any]) -> BaseException:
    cls = _find(name)
    if cls is not None and _is_invalid(cls):
        return _new_invalid(cls, attributes)
    if cls is not None:
        # Not `cls(*args)`: an `__init__` of the user's takes other arguments than `args` more often than not.
        native = next(base for base in cls.__mro__ if not base.__flags__ & HEAP_TYPE)
        error = native.__new__(cls, *args)
        with contextlib.suppress(Exception):
            # The native one only: it fills in what it knows from the arguments (errno, encoding, value).
            native.__init__(error, *args)  # type: ignore[misc] # `native` is the class of `error` below the user's own
        error.args = args
        return error
    stand_in = _stand_in(mro)
    error = stand_in(*args)
    error.args, error.class_name, error.attributes = args, name, dict(attributes)
    return error


def _find(name: str) -> type[BaseException] | None:
    try:
        cls = find_class(name)
    except LookupError:
        return None
    return cls if issubclass(cls, BaseException) else None


def _stand_in(mro: list[str]) -> type[RemoteError]:
    """A `RemoteError` that is also caught by the builtin that the lost class derives from."""
    for base in mro[1:]:
        module, _, qualname = base.partition(":")
        builtin = getattr(builtins, qualname, None) if module == "builtins" else None
        if builtin in (Exception, BaseException):
            break
        if isinstance(builtin, type) and issubclass(builtin, Exception):
            try:
                return type("RemoteError", (RemoteError, builtin), {"__module__": "carabiner"})
            except TypeError:
                break
    return RemoteError


def attach_traceback(error: BaseException) -> BaseException:
    """Makes the traceback that came with an exception part of how it prints, at the root of its chain."""
    text = getattr(error, "_carabiner_traceback", None)
    if text is None:
        return error
    root, seen = error, {id(error)}
    while True:
        above = root.__cause__ or (None if root.__suppress_context__ else root.__context__)
        if above is None or id(above) in seen:
            break
        seen.add(id(above))
        root = above
    if not isinstance(root, RemoteTraceback):
        root.__cause__ = RemoteTraceback(text)
    return error


def _put(error: BaseException, name: str, held: object) -> None:
    try:
        object.__setattr__(error, name, held)
    except (AttributeError, TypeError):
        # A read-only or differently typed attribute of the class as it is now; `args` and the class still tell.
        return
