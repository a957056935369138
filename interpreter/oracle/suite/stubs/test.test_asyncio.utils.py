"""As much of `test.test_asyncio.utils` as test methods use, for the loop that is running already."""

import asyncio
import unittest


class TestCase(unittest.TestCase):
    def new_test_loop(self, gen=None):
        if gen is not None:
            raise unittest.SkipTest("it makes its own time")
        return asyncio.get_running_loop()

    def set_event_loop(self, loop, *, cleanup=True):
        pass

    def close_loop(self, loop):
        pass


def mock_nonmemory_selector():
    raise unittest.SkipTest("it is about selectors")


class _Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        return False


def disable_logger():
    return _Nothing()


async def await_without_task(coro):
    exc = None

    def func():
        nonlocal exc
        try:
            for _ in coro.__await__():
                pass
        except BaseException as err:
            exc = err

    asyncio.get_running_loop().call_soon(func)
    await asyncio.sleep(0)
    if exc is not None:
        raise exc
