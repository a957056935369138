"""Context managers from generators, stacks of them, and small ones of common use."""

from abc import ABCMeta, abstractmethod
from functools import wraps
from types import GenericAlias


class AbstractContextManager(metaclass=ABCMeta):
    """What has `__enter__` and `__exit__`."""

    __slots__ = ()
    __class_getitem__ = classmethod(GenericAlias)

    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, kind):
        return _has(kind, "__enter__", "__exit__") if cls is AbstractContextManager else NotImplemented


class AbstractAsyncContextManager(metaclass=ABCMeta):
    """What has `__aenter__` and `__aexit__`."""

    __slots__ = ()
    __class_getitem__ = classmethod(GenericAlias)

    async def __aenter__(self):
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, kind):
        return _has(kind, "__aenter__", "__aexit__") if cls is AbstractAsyncContextManager else NotImplemented


def _has(kind, *names):
    for name in names:
        for base in kind.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return NotImplemented
                break
        else:
            return NotImplemented
    return True


# What follows is a context manager by its methods: the abstract classes know it by those, and a program that uses it alone does
# not have them.


class ContextDecorator:
    """A context manager that can decorate a function, whose calls then run inside of it."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner


class AsyncContextDecorator:
    """An asynchronous context manager that can decorate a coroutine function."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)

        return inner


# --- from generators


class _GeneratorManager:
    """A generator that is run to its `yield` on entry and to its end on exit."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        doc = getattr(func, "__doc__", None)
        self.__doc__ = type(self).__doc__ if doc is None else doc

    def _recreate_cm(self):
        # A generator runs once, so every call of a decorated function needs another.
        return type(self)(self.func, self.args, self.kwds)


class _GeneratorContextManager(_GeneratorManager, ContextDecorator):
    __module__ = "contextlib"

    def __enter__(self):
        # The arguments are needed no longer, unless it decorates.
        del self.args, self.kwds, self.func
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        if typ is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                self.gen.close()
        if value is None:
            value = typ()
        try:
            self.gen.throw(value)
        except StopIteration as stop:
            # It ended, and so the exception does; but not by letting a StopIteration of the body pass.
            return stop is not value
        except BaseException as raised:
            if _is_the_same(raised, value, StopIteration):
                value.__traceback__ = traceback
                return False
            raise
        try:
            raise RuntimeError("generator didn't stop after throw()")
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(_GeneratorManager, AsyncContextDecorator):
    __module__ = "contextlib"

    async def __aenter__(self):
        del self.args, self.kwds, self.func
        try:
            return await self.gen.__anext__()
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            try:
                await self.gen.__anext__()
            except StopAsyncIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                await self.gen.aclose()
        if value is None:
            value = typ()
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as stop:
            return stop is not value
        except BaseException as raised:
            if _is_the_same(raised, value, (StopIteration, StopAsyncIteration)):
                value.__traceback__ = traceback
                return False
            raise
        try:
            raise RuntimeError("generator didn't stop after athrow()")
        finally:
            await self.gen.aclose()


def _is_the_same(raised, thrown, stops):
    """Whether a generator let pass what was thrown into it. A StopIteration leaves it as the cause of a RuntimeError."""
    if raised is thrown:
        return True
    return isinstance(raised, RuntimeError) and isinstance(thrown, stops) and raised.__cause__ is thrown


def contextmanager(func):
    """Makes a context manager of a generator function with one `yield`."""

    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


def asynccontextmanager(func):
    """Makes an asynchronous context manager of an asynchronous generator function with one `yield`."""

    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return helper


# --- small ones


class closing:
    """Closes something on exit."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing:
    """Closes something on exit by awaiting its `aclose()`."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class nullcontext:
    """Does nothing on entry and exit."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *excinfo):
        pass


class suppress:
    """Lets exceptions of some classes end quietly."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        return exctype is not None and issubclass(exctype, self._exceptions)


# --- stacks


class _BaseExitStack:
    """Callbacks that run on exit, the last one first: pairs of whether one is awaited, and `f(class, exception, traceback)`."""

    def __init__(self):
        self._exit_callbacks = []

    def pop_all(self):
        """Moves the callbacks to a new stack."""
        other = type(self)()
        other._exit_callbacks = self._exit_callbacks
        self._exit_callbacks = []
        return other

    def push(self, exit):
        """Adds the `__exit__` of a context manager, or a function that is called as one."""
        method = getattr(type(exit), "__exit__", None)
        if method is None:
            self._exit_callbacks.append((False, exit))
        else:
            self._push_exit(exit, method)
        return exit

    def enter_context(self, cm):
        """Enters a context manager and adds its `__exit__`."""
        enter, exit = self._methods(cm, "__enter__", "__exit__", "context manager")
        result = enter(cm)
        self._push_exit(cm, exit)
        return result

    def callback(self, callback, /, *args, **kwds):
        """Adds a function that is called with these arguments."""

        def exit(exc_type, exc, traceback):
            callback(*args, **kwds)

        exit.__wrapped__ = callback
        self._exit_callbacks.append((False, exit))
        return callback

    def _methods(self, cm, enter, exit, protocol):
        cls = type(cm)
        try:
            return getattr(cls, enter), getattr(cls, exit)
        except AttributeError:
            name = f"{cls.__module__}.{cls.__qualname__}"
            raise TypeError(f"'{name}' object does not support the {protocol} protocol") from None

    def _push_exit(self, cm, method):
        def exit(exc_type, exc, traceback):
            return method(cm, exc_type, exc, traceback)

        exit.__self__ = cm
        self._exit_callbacks.append((False, exit))


class ExitStack(_BaseExitStack, AbstractContextManager):
    """Context managers and callbacks, as many as turn out to be needed."""

    def __enter__(self):
        return self

    def __exit__(self, *exc_details):
        raised = exc_details[1]
        outside = _handled()
        pending, is_new = raised, False
        while self._exit_callbacks:
            _, exit = self._exit_callbacks.pop()
            try:
                if exit(*_details(pending)):
                    pending, is_new = None, False
            except BaseException as error:
                _set_context(error, pending, outside)
                pending, is_new = error, True
        if is_new:
            _raise(pending)
        return raised is not None and pending is None

    def close(self):
        """Runs the callbacks now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_BaseExitStack, AbstractAsyncContextManager):
    """As `ExitStack`, with asynchronous context managers and callbacks too."""

    async def enter_async_context(self, cm):
        """Enters an asynchronous context manager and adds its `__aexit__`."""
        enter, exit = self._methods(cm, "__aenter__", "__aexit__", "asynchronous context manager")
        result = await enter(cm)
        self._push_async_exit(cm, exit)
        return result

    def push_async_exit(self, exit):
        """Adds the `__aexit__` of an asynchronous context manager, or a coroutine function that is called as one."""
        method = getattr(type(exit), "__aexit__", None)
        if method is None:
            self._exit_callbacks.append((True, exit))
        else:
            self._push_async_exit(exit, method)
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """Adds a coroutine function that is called with these arguments."""

        async def exit(exc_type, exc, traceback):
            await callback(*args, **kwds)

        exit.__wrapped__ = callback
        self._exit_callbacks.append((True, exit))
        return callback

    def _push_async_exit(self, cm, method):
        def exit(exc_type, exc, traceback):
            return method(cm, exc_type, exc, traceback)

        exit.__self__ = cm
        self._exit_callbacks.append((True, exit))

    async def aclose(self):
        """Runs the callbacks now."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_details):
        raised = exc_details[1]
        outside = _handled()
        pending, is_new = raised, False
        while self._exit_callbacks:
            is_async, exit = self._exit_callbacks.pop()
            try:
                answer = exit(*_details(pending))
                if is_async:
                    answer = await answer
                if answer:
                    pending, is_new = None, False
            except BaseException as error:
                _set_context(error, pending, outside)
                pending, is_new = error, True
        if is_new:
            _raise(pending)
        return raised is not None and pending is None


def _details(error):
    if error is None:
        return None, None, None
    return type(error), error, error.__traceback__


def _handled():
    """The exception that is being handled."""
    try:
        raise _Probe
    except _Probe as probe:
        return probe.__context__


class _Probe(Exception):
    pass


def _set_context(error, pending, outside):
    """Links an exception of a callback to the one that the callback before raised, as nested `with` statements would."""
    while True:
        context = error.__context__
        if context is None or context is pending:
            return
        if context is outside:
            break
        error = context
    error.__context__ = pending


def _raise(error):
    context = error.__context__
    try:
        raise error
    finally:
        # Raising it here links it to what is being handled here.
        error.__context__ = context
