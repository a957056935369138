"""Virtual time for CPython's asyncio: the loop's clock jumps to the next timer, so that sleeps cost nothing and tests do not race.

Python runs this at its start where this folder is on PYTHONPATH. Timers that are due at the same time fire in the order in which
they were made, as they do where the clock moves between two calls; tasks that are cancelled together, too.
"""

import asyncio
import itertools
import os
import sys

_numbers = itertools.count()


class TimerHandle(asyncio.TimerHandle):
    __slots__ = ("_number",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._number = next(_numbers)

    def __lt__(self, other):
        return (self._when, self._number) < (other._when, other._number)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__()
        self._now = 0.0
        self._select = self._selector.select
        self._selector.select = self._jump

    def time(self):
        return self._now

    def create_task(self, *args, **kwargs):
        task = super().create_task(*args, **kwargs)
        task._number = next(_numbers)
        return task

    def stuck(self):
        sys.stdout.flush()
        print("it waits for what never comes", file=sys.stderr)
        os._exit(1)

    def _jump(self, timeout):
        if timeout is None and not self._scheduled:
            self.stuck()
        if timeout is None or timeout > 0:
            self._now = max(self._now, self._scheduled[0]._when)
        return self._select(0)


class Ordered(dict):
    """A set of tasks in the order in which they came; CPython goes by their addresses."""

    def add(self, task):
        self[task] = None

    def discard(self, task):
        self.pop(task, None)


class TaskGroup(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = Ordered()


def _all_tasks(loop=None):
    return sorted(_found_tasks(loop), key=lambda task: task._number)


class Policy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = Loop


asyncio.events.TimerHandle = TimerHandle
asyncio.TaskGroup = asyncio.taskgroups.TaskGroup = TaskGroup
# `asyncio.run` cancels what it finds here.
_found_tasks = asyncio.tasks.all_tasks
asyncio.tasks.all_tasks = _all_tasks
asyncio.set_event_loop_policy(Policy())
