"""As much of `test.support` as test methods use, written so that the machine can run it."""

import unittest

verbose = False
max_memuse = 0
real_max_memuse = 0
failfast = False
SHORT_TIMEOUT = 30.0
LONG_TIMEOUT = 300.0
LOOPBACK_TIMEOUT = 5.0
MAX_Py_ssize_t = 2**63 - 1
NHASHBITS = 61
_1M = 1024 * 1024
_1G = 1024 * _1M
_2G = 2 * _1G
_4G = 4 * _1G
is_emscripten = False
is_wasi = False
is_jython = False
is_android = False
has_fork_support = False
has_subprocess_support = False
HAVE_DOCSTRINGS = True
MISSING_C_DOCSTRINGS = False
Py_GIL_DISABLED = False
Py_DEBUG = False
has_strftime_extensions = True


class _ALWAYS_EQ:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


ALWAYS_EQ = _ALWAYS_EQ()


class _NEVER_EQ:
    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def __hash__(self):
        return 1


NEVER_EQ = _NEVER_EQ()


class _LARGEST:
    def __eq__(self, other):
        return isinstance(other, _LARGEST)

    def __lt__(self, other):
        return False

    def __le__(self, other):
        return isinstance(other, _LARGEST)

    def __gt__(self, other):
        return not isinstance(other, _LARGEST)

    def __ge__(self, other):
        return True


LARGEST = _LARGEST()


class _SMALLEST:
    def __eq__(self, other):
        return isinstance(other, _SMALLEST)

    def __gt__(self, other):
        return False

    def __ge__(self, other):
        return isinstance(other, _SMALLEST)

    def __lt__(self, other):
        return not isinstance(other, _SMALLEST)

    def __le__(self, other):
        return True


SMALLEST = _SMALLEST()


def gc_collect():
    pass


def _as_it_is(test):
    return test


def requires_docstrings(test):
    return test


def requires_IEEE_754(test):
    return test


def no_tracing(test):
    return test


def requires_working_socket(module=False):
    return _as_it_is


def skip_if_pgo_task(test):
    return test


def skip_if_pgo_extended_task(test):
    return test


def skip_on_s390x(test):
    return test


def force_not_colorized(test):
    return test


def run_no_yield_async_fn(async_fn, /, *args, **kwargs):
    coro = async_fn(*args, **kwargs)
    try:
        coro.send(None)
    except StopIteration as e:
        return e.value
    else:
        raise AssertionError("coroutine did not complete")
    finally:
        coro.close()


class _Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        return False


def infinite_recursion(max_depth=None):
    return _Nothing()


def disable_gc():
    return _Nothing()


def check_impl_detail(**guards):
    return False


class swap_attr:
    def __init__(self, obj, attr, new_val):
        self.obj, self.attr, self.new_val = obj, attr, new_val

    def __enter__(self):
        self.had = hasattr(self.obj, self.attr)
        self.old = getattr(self.obj, self.attr, None)
        setattr(self.obj, self.attr, self.new_val)
        return self.old

    def __exit__(self, *exc_info):
        if self.had:
            setattr(self.obj, self.attr, self.old)
        else:
            delattr(self.obj, self.attr)


def check_free_after_iterating(test, iter, cls, args=()):
    raise unittest.SkipTest("it is about finalizers")


def collision_stats(nbins, nballs):
    raise unittest.SkipTest("it is about hashes")


class TestFailed(Exception):
    pass


class swap_item:
    def __init__(self, obj, item, new_val):
        self.obj, self.item, self.new_val = obj, item, new_val

    def __enter__(self):
        self.had = self.item in self.obj
        self.old = self.obj.get(self.item)
        self.obj[self.item] = self.new_val
        return self.old

    def __exit__(self, *exc_info):
        if self.had:
            self.obj[self.item] = self.old
        else:
            del self.obj[self.item]
