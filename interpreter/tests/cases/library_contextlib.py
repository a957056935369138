"""contextlib: managers from generators and how exceptions pass through them, the small managers, stacks."""
import contextlib
from contextlib import ContextDecorator, ExitStack, closing, contextmanager, nullcontext, suppress


def show(f, *args, **kwargs):
    try:
        print("->", f(*args, **kwargs))
    except BaseException as error:
        chain = []
        while error is not None:
            chain.append(repr(error))
            error = error.__cause__ or error.__context__
        print(" <- ".join(chain))


@contextmanager
def managed(name, swallow=()):
    "manages"
    print("enter", name)
    try:
        yield name.upper()
    except swallow as error:
        print("swallowed", repr(error))
    finally:
        print("exit", name)


with managed("a") as value, managed("b") as other:
    print(value, other)
print(managed.__name__, managed.__doc__, type(managed("x")).__name__)
with managed("swallows", (ValueError,)):
    raise ValueError("gone")


def passes():
    with managed("passes"):
        raise KeyError("k")


show(passes)


@contextmanager
def never():
    if False:
        yield


@contextmanager
def twice():
    yield 1
    yield 2


@contextmanager
def twice_after_error():
    try:
        yield 1
    except ValueError:
        yield 2


@contextmanager
def replaces():
    try:
        yield
    except ValueError as error:
        raise TypeError("instead") from error


@contextmanager
def replaces_silently():
    try:
        yield
    except ValueError:
        raise TypeError("instead")


@contextmanager
def plain():
    yield


@contextmanager
def stops():
    try:
        yield
    finally:
        print("stopping")


def use(manager, error=None):
    with manager:
        if error:
            raise error
    return "left"


show(use, never())
show(use, twice())
show(use, twice_after_error(), ValueError(1))
show(use, replaces(), ValueError(1))
show(use, replaces_silently(), ValueError(1))
show(use, plain(), StopIteration("mine"))
show(use, plain(), RuntimeError("mine"))
show(use, plain(), GeneratorExit("mine"))
show(use, stops(), StopIteration("mine"))
show(use, plain(), KeyboardInterrupt())


@contextmanager
def raises_stop():
    try:
        yield
    except ValueError:
        raise StopIteration("from the manager")


@contextmanager
def ends_on_error():
    try:
        yield
    except BaseException:
        return


show(use, raises_stop(), ValueError())
show(use, ends_on_error(), ValueError())
show(use, ends_on_error(), StopIteration())

# used once
manager = managed("once")
with manager:
    pass
show(use, manager)


# as a decorator
@managed("decorated")
def work(x):
    "works"
    return x + 1


print(work(1), work(2), work.__name__, work.__doc__)


class Track(ContextDecorator):
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print("in", self.name)
        return self

    def __exit__(self, *exc):
        print("out", self.name, exc[0] and exc[0].__name__)
        return self.name == "quiet"


@Track("loud")
def loud(x):
    return 10 / x


@Track("quiet")
def quiet(x):
    return 10 / x


print(loud(5), quiet(5), quiet(0))
show(loud, 0)

# small ones
class Thing:
    def close(self):
        print("closed")


with closing(Thing()) as thing:
    print(type(thing).__name__)
show(use, closing(Thing()), ValueError("in closing"))
with nullcontext() as nothing, nullcontext(5) as five:
    print(nothing, five)
with suppress(KeyError, ValueError):
    {}["missing"]
    print("not reached")
with suppress():
    pass
show(use, suppress(KeyError), ValueError("not suppressed"))
show(use, suppress(LookupError), IndexError("suppressed"))
show(use, suppress(), ValueError("nothing suppressed"))

# stacks
with ExitStack() as stack:
    print(stack.enter_context(managed("one")))
    stack.callback(print, "callback", 1, sep="-")
    stack.push(lambda *exc: print("pushed", exc))
    stack.push(managed("pushed manager").__exit__) if False else None

    @stack.callback
    def last():
        print("last first")

    print("body", last.__name__)


def failing(error, *handlers):
    with ExitStack() as stack:
        for handler in handlers:
            stack.push(handler)
        if error:
            raise error
    return "left"


def swallow(cls, error, traceback):
    print("got", cls and cls.__name__, error)
    return True


def look(cls, error, traceback):
    print("saw", cls and cls.__name__, error, traceback is not None)


def fail(cls, error, traceback):
    raise TypeError(f"after {error}")


def fail_too(cls, error, traceback):
    raise KeyError(f"then {error}")


show(failing, ValueError("v"), swallow)
show(failing, ValueError("v"), look, swallow)
show(failing, ValueError("v"), swallow, look)
show(failing, ValueError("v"), look, fail)
show(failing, None, look, fail)
show(failing, ValueError("v"), look, fail_too, look, fail)
show(failing, None, fail_too, fail)
show(failing, ValueError("v"), swallow, fail_too, fail)
show(failing, ValueError("v"), fail, swallow)


def within():
    try:
        raise OSError("outer")
    except OSError:
        failing(ValueError("v"), fail_too, fail)


show(within)


def within_quiet():
    try:
        raise OSError("outer")
    except OSError:
        return failing(None, fail_too, fail)


show(within_quiet)
stack = ExitStack()
stack.callback(print, "kept")
moved = stack.pop_all()
stack.close()
print("moved")
moved.close()
moved.close()
show(ExitStack().enter_context, 5)
with ExitStack() as outer:
    inner = outer.enter_context(ExitStack())
    inner.callback(print, "inner")
    outer.callback(print, "outer")


def partly():
    with ExitStack() as stack:
        for name in ("x", "y", "z"):
            if name == "z":
                raise RuntimeError("no z")
            stack.enter_context(managed(name))


show(partly)
print(isinstance(ExitStack(), contextlib.AbstractContextManager), issubclass(closing, contextlib.AbstractContextManager))
