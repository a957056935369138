"""Builtins that are Python of our own."""


_MISSING = object()


def aiter(iterable, /):
    """The asynchronous iterator of something."""
    kind = type(iterable)
    if not hasattr(kind, "__aiter__"):
        raise TypeError(f"'{kind.__name__}' object is not an async iterable")
    iterator = iterable.__aiter__()
    if not hasattr(type(iterator), "__anext__"):
        raise TypeError(f"aiter() returned not an async iterator of type '{type(iterator).__name__}'")
    return iterator


def anext(iterator, default=_MISSING, /):
    """An awaitable of the next item, or of the default at the end."""
    kind = type(iterator)
    if not hasattr(kind, "__anext__"):
        raise TypeError(f"'{kind.__name__}' object is not an async iterator")
    item = iterator.__anext__()
    return item if default is _MISSING else _or_default(item, default)


async def _or_default(item, default):
    try:
        return await item
    except StopAsyncIteration:
        return default
