"""What asyncio builds of futures, tasks and the loop's clock: groups, timeouts, locks, queues. The machine has the rest."""

import asyncio
from collections import deque
from heapq import heappop, heappush
from types import GenericAlias


# --- the loop


class Handle:
    """A callback that the loop will run."""

    __module__ = "asyncio.events"

    def __init__(self, callback, args, context):
        self._callback = callback
        self._args = args
        self._context = context
        self._cancelled = False

    def cancel(self):
        self._cancelled = True

    def cancelled(self):
        return self._cancelled

    def _run(self):
        if not self._cancelled:
            self._callback(*self._args)


class TimerHandle(Handle):
    """A callback that the loop will run at a time."""

    __module__ = "asyncio.events"

    def __init__(self, when, callback, args, context):
        super().__init__(callback, args, context)
        self._when = when
        self._alarm = asyncio._alarm(when, self._run, context)

    def when(self):
        return self._when

    def cancel(self):
        super().cancel()
        asyncio._cancel_alarm(self._alarm)


class AbstractEventLoop:
    """The one loop there is: its clock is the workflow's, its timers are durable."""

    __module__ = "asyncio.events"

    def time(self):
        return asyncio._time()

    def create_future(self):
        return asyncio.Future()

    def create_task(self, coro, *, name=None, context=None):
        return asyncio.Task(coro, name=name, context=context)

    def call_soon(self, callback, *args, context=None):
        handle = Handle(callback, args, context)
        asyncio._soon(handle._run, context)
        return handle

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        return TimerHandle(when, callback, args, context)

    def call_soon_threadsafe(self, callback, *args, context=None):
        raise RuntimeError("a workflow has no threads: use loop.call_soon")

    def run_in_executor(self, executor, func, *args):
        raise RuntimeError("a workflow has no threads: move the call into an @action")

    def run_until_complete(self, future):
        raise RuntimeError("This event loop is already running")

    def run_forever(self):
        raise RuntimeError("This event loop is already running")

    def stop(self):
        raise RuntimeError("a workflow ends when its run returns")

    def is_running(self):
        return True

    def is_closed(self):
        return False

    def get_debug(self):
        return False

    def set_debug(self, enabled):
        if enabled:
            raise RuntimeError("a workflow's loop has no debug mode")

    async def shutdown_asyncgens(self):
        """Asynchronous generators are closed where they are forgotten."""


_LOOP = AbstractEventLoop()


def get_running_loop():
    """The loop."""
    return _LOOP


def get_event_loop():
    """The loop."""
    return _LOOP


# --- waiting


def _release(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(future):
    """Cancels a future and waits until it is done."""
    waiter = asyncio.Future()

    def done(_):
        _release(waiter)

    future.add_done_callback(done)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(done)


async def wait_for(fut, timeout):
    """The result of `fut`, or TimeoutError after `timeout` seconds."""
    if timeout is None:
        return await fut
    if timeout <= 0:
        fut = asyncio.ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except asyncio.CancelledError as error:
            raise TimeoutError() from error
    loop = get_running_loop()
    waiter = asyncio.Future()
    timer = loop.call_later(timeout, _release, waiter)

    def done(_):
        _release(waiter)

    fut = asyncio.ensure_future(fut)
    fut.add_done_callback(done)
    try:
        try:
            await waiter
        except asyncio.CancelledError:
            if fut.done():
                return fut.result()
            fut.remove_done_callback(done)
            await _cancel_and_wait(fut)
            raise
        if fut.done():
            return fut.result()
        fut.remove_done_callback(done)
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except asyncio.CancelledError as error:
            raise TimeoutError() from error
    finally:
        timer.cancel()


async def wait(fs, *, timeout=None, return_when=asyncio.ALL_COMPLETED):
    """Waits for tasks and futures; returns the sets of those that are done and of those that are not."""
    if asyncio.isfuture(fs) or asyncio.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = list(dict.fromkeys(fs))
    if any(asyncio.iscoroutine(each) for each in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    waiter = asyncio.Future()
    left = len(fs)

    def done(future):
        nonlocal left
        left -= 1
        if left > 0 and return_when != asyncio.FIRST_COMPLETED:
            if return_when != asyncio.FIRST_EXCEPTION or future.cancelled() or future.exception() is None:
                return
        if timer is not None:
            timer.cancel()
        _release(waiter)

    timer = None if timeout is None else get_running_loop().call_later(timeout, _release, waiter)
    for future in fs:
        future.add_done_callback(done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(done)
    finished, pending = set(), set()
    for future in fs:
        (finished if future.done() else pending).add(future)
    return finished, pending


def as_completed(fs, *, timeout=None):
    """An iterator of awaitables, each of which gives the next result, whichever it is."""
    if asyncio.isfuture(fs) or asyncio.iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    done = Queue()
    todo = dict.fromkeys([asyncio.ensure_future(each) for each in dict.fromkeys(fs)])
    timer = None

    def expire():
        for future in todo:
            future.remove_done_callback(completed)
            done.put_nowait(None)
        todo.clear()

    def completed(future):
        if not todo:
            return
        del todo[future]
        done.put_nowait(future)
        if not todo and timer is not None:
            timer.cancel()

    async def next_one():
        future = await done.get()
        if future is None:
            raise TimeoutError
        return future.result()

    for future in todo:
        future.add_done_callback(completed)
    if todo and timeout is not None:
        timer = get_running_loop().call_later(timeout, expire)
    return _each_completed(next_one, len(todo))


def _each_completed(next_one, count):
    for _ in range(count):
        yield next_one()


# --- timeouts


class Timeout:
    """Cancels the block at a time, and turns that cancel into TimeoutError."""

    __module__ = "asyncio.timeouts"

    def __init__(self, when):
        self._state = "created"
        self._handler = None
        self._task = None
        self._when = when

    def when(self):
        return self._when

    def reschedule(self, when):
        if self._state != "active":
            if self._state == "created":
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError(f"Cannot change state of {self._state} Timeout")
        self._when = when
        if self._handler is not None:
            self._handler.cancel()
        if when is None:
            self._handler = None
            return
        loop = get_running_loop()
        if when <= loop.time():
            self._handler = loop.call_soon(self._on_timeout)
        else:
            self._handler = loop.call_at(when, self._on_timeout)

    def expired(self):
        return self._state in ("expiring", "expired")

    def __repr__(self):
        info = ""
        if self._state == "active":
            when = None if self._when is None else round(self._when, 3)
            info = f" when={when}"
        return f"<Timeout [{self._state}]{info}>"

    async def __aenter__(self):
        if self._state != "created":
            raise RuntimeError("Timeout has already been entered")
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = "active"
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, kind, error, traceback):
        if self._handler is not None:
            self._handler.cancel()
            self._handler = None
        if self._state == "expiring":
            self._state = "expired"
            if self._task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
                raise TimeoutError from error
        elif self._state == "active":
            self._state = "finished"
        return None

    def _on_timeout(self):
        self._task.cancel()
        self._state = "expiring"
        self._handler = None


def timeout(delay):
    """A block that may take `delay` seconds."""
    return Timeout(None if delay is None else get_running_loop().time() + delay)


def timeout_at(when):
    """A block that may take until `when`, a time of the loop."""
    return Timeout(when)


# --- groups


class TaskGroup:
    """Tasks that live as long as the block: it waits for them, and one that fails cancels the others."""

    __module__ = "asyncio.taskgroups"

    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._parent = None
        self._cancelled_parent = False
        self._tasks = {}
        self._errors = []
        self._base_error = None
        self._emptied = None

    def __repr__(self):
        info = [""]
        if self._tasks:
            info.append(f"tasks={len(self._tasks)}")
        if self._errors:
            info.append(f"errors={len(self._errors)}")
        if self._aborting:
            info.append("cancelling")
        elif self._entered:
            info.append("entered")
        return f"<TaskGroup{' '.join(info)}>"

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._entered = True
        self._parent = asyncio.current_task()
        if self._parent is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        return self

    async def __aexit__(self, kind, error, traceback):
        self._exiting = True
        if error is not None and self._is_base_error(error) and self._base_error is None:
            self._base_error = error
        cancelled = error if kind is asyncio.CancelledError else None
        if self._cancelled_parent:
            if self._parent.uncancel() == 0:
                cancelled = None
        if kind is not None and not self._aborting:
            self._abort()
        while self._tasks:
            if self._emptied is None:
                self._emptied = asyncio.Future()
            try:
                await self._emptied
            except asyncio.CancelledError as raised:
                if not self._aborting:
                    cancelled = raised
                    self._abort()
            self._emptied = None
        if self._base_error is not None:
            raise self._base_error
        if cancelled is not None and not self._errors:
            raise cancelled
        if kind is not None and kind is not asyncio.CancelledError:
            self._errors.append(error)
        if self._errors:
            errors = self._errors
            self._errors = None
            raise BaseExceptionGroup("unhandled errors in a TaskGroup", errors) from None

    def create_task(self, coro, *, name=None, context=None):
        if not self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has not been entered")
        if self._exiting and not self._tasks:
            raise RuntimeError(f"TaskGroup {self!r} is finished")
        if self._aborting:
            raise RuntimeError(f"TaskGroup {self!r} is shutting down")
        task = asyncio.create_task(coro, name=name, context=context)
        self._tasks[task] = None
        task.add_done_callback(self._on_task_done)
        return task

    def _is_base_error(self, error):
        return isinstance(error, (SystemExit, KeyboardInterrupt))

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.pop(task, None)
        if self._emptied is not None and not self._tasks:
            if not self._emptied.done():
                self._emptied.set_result(True)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        self._errors.append(error)
        if self._is_base_error(error) and self._base_error is None:
            self._base_error = error
        if self._parent.done():
            return
        if not self._aborting and not self._cancelled_parent:
            self._abort()
            self._cancelled_parent = True
            self._parent.cancel()


# --- locks


class _AsyncLock:
    """What `async with` needs of a lock."""

    async def __aenter__(self):
        await self.acquire()
        return None

    async def __aexit__(self, kind, error, traceback):
        self.release()


class Lock(_AsyncLock):
    """A mutex between tasks; who waits longest gets it first."""

    __module__ = "asyncio.locks"

    def __init__(self):
        self._waiters = deque()
        self._locked = False

    def __repr__(self):
        return _lock_repr(self, "locked" if self._locked else "unlocked", self._waiters)

    def locked(self):
        return self._locked

    async def acquire(self):
        if not self._locked and all(waiter.cancelled() for waiter in self._waiters):
            self._locked = True
            return True
        waiter = asyncio.Future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except asyncio.CancelledError:
            if not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake_up_first()

    def _wake_up_first(self):
        if self._waiters:
            _release_with(self._waiters[0], True)


def _release_with(waiter, result):
    if not waiter.done():
        waiter.set_result(result)


def _lock_repr(lock, state, waiters):
    if waiters:
        state = f"{state}, waiters:{len(waiters)}"
    return f"<asyncio.locks.{type(lock).__name__} object at {id(lock):#x} [{state}]>"


class Event:
    """A flag that tasks can wait for."""

    __module__ = "asyncio.locks"

    def __init__(self):
        self._waiters = deque()
        self._value = False

    def __repr__(self):
        return _lock_repr(self, "set" if self._value else "unset", self._waiters)

    def is_set(self):
        return self._value

    def set(self):
        if self._value:
            return
        self._value = True
        for waiter in self._waiters:
            _release_with(waiter, True)

    def clear(self):
        self._value = False

    async def wait(self):
        if self._value:
            return True
        waiter = asyncio.Future()
        self._waiters.append(waiter)
        try:
            await waiter
            return True
        finally:
            self._waiters.remove(waiter)


class Condition(_AsyncLock):
    """A lock whose holders can wait for a notification."""

    __module__ = "asyncio.locks"

    def __init__(self, lock=None):
        if lock is None:
            lock = Lock()
        self._lock = lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = deque()

    def __repr__(self):
        return _lock_repr(self, "locked" if self.locked() else "unlocked", self._waiters)

    async def wait(self):
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        self.release()
        try:
            waiter = asyncio.Future()
            self._waiters.append(waiter)
            try:
                await waiter
                return True
            finally:
                self._waiters.remove(waiter)
        finally:
            cancelled = None
            while True:
                try:
                    await self.acquire()
                    break
                except asyncio.CancelledError as error:
                    cancelled = error
            if cancelled is not None:
                raise asyncio.CancelledError

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        woken = 0
        for waiter in self._waiters:
            if woken >= n:
                break
            if not waiter.done():
                woken += 1
                waiter.set_result(False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_AsyncLock):
    """Lets a number of tasks in at a time; who waits longest comes first."""

    __module__ = "asyncio.locks"

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._waiters = None
        self._value = value

    def __repr__(self):
        return _lock_repr(self, "locked" if self.locked() else f"unlocked, value:{self._value}", self._waiters)

    def locked(self):
        return self._value == 0 or any(not waiter.cancelled() for waiter in self._waiters or ())

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            return True
        if self._waiters is None:
            self._waiters = deque()
        waiter = asyncio.Future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except asyncio.CancelledError:
            if not waiter.cancelled():
                self._value += 1
                self._wake_up_next()
            raise
        if self._value > 0:
            self._wake_up_next()
        return True

    def release(self):
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        for waiter in self._waiters or ():
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return


class BoundedSemaphore(Semaphore):
    """A semaphore that cannot be released more often than it was acquired."""

    __module__ = "asyncio.locks"

    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class BrokenBarrierError(RuntimeError):
    """The barrier was aborted or reset."""

    __module__ = "asyncio.exceptions"


class Barrier:
    """A place where a number of tasks wait for each other."""

    __module__ = "asyncio.locks"

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._cond = Condition()
        self._parties = parties
        self._state = "filling"
        self._count = 0

    def __repr__(self):
        state = self._state
        if not self.broken:
            state = f"{state}, waiters:{self.n_waiting}/{self.parties}"
        return f"<asyncio.locks.Barrier object at {id(self):#x} [{state}]>"

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, kind, error, traceback):
        pass

    async def wait(self):
        async with self._cond:
            await self._block()
            try:
                index = self._count
                self._count += 1
                if index + 1 == self._parties:
                    self._state = "draining"
                    self._cond.notify_all()
                else:
                    await self._wait()
                return index
            finally:
                self._count -= 1
                if self._count == 0:
                    if self._state in ("resetting", "draining"):
                        self._state = "filling"
                    self._cond.notify_all()

    async def _block(self):
        await self._cond.wait_for(lambda: self._state not in ("draining", "resetting"))
        if self._state == "broken":
            raise BrokenBarrierError("Barrier aborted")

    async def _wait(self):
        await self._cond.wait_for(lambda: self._state != "filling")
        if self._state in ("broken", "resetting"):
            raise BrokenBarrierError("Abort or reset of barrier")

    async def reset(self):
        async with self._cond:
            if self._count > 0:
                if self._state != "resetting":
                    self._state = "resetting"
            else:
                self._state = "filling"
            self._cond.notify_all()

    async def abort(self):
        async with self._cond:
            self._state = "broken"
            self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == "filling" else 0

    @property
    def broken(self):
        return self._state == "broken"


# --- queues


class QueueShutDown(Exception):
    """The queue was shut down."""

    __module__ = "asyncio.queues"


class Queue:
    """First in, first out; `put` waits while it is full, `get` while it is empty."""

    __module__ = "asyncio.queues"

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters = deque()
        self._putters = deque()
        self._unfinished_tasks = 0
        self._finished = Event()
        self._finished.set()
        self._is_shutdown = False
        self._init(maxsize)

    def _init(self, maxsize):
        self._queue = deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"

    def _format(self):
        parts = [f"maxsize={self._maxsize!r}"]
        if self._queue:
            parts.append(f"_queue={list(self._queue)!r}")
        if self._getters:
            parts.append(f"_getters[{len(self._getters)}]")
        if self._putters:
            parts.append(f"_putters[{len(self._putters)}]")
        if self._unfinished_tasks:
            parts.append(f"tasks={self._unfinished_tasks}")
        return " ".join(parts)

    __class_getitem__ = classmethod(GenericAlias)

    @property
    def maxsize(self):
        return self._maxsize

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return not self._queue

    def full(self):
        return self._maxsize > 0 and self.qsize() >= self._maxsize

    def _wake_up_next(self, waiters):
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                break

    async def put(self, item):
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            putter = asyncio.Future()
            self._putters.append(putter)
            try:
                await putter
            except:
                putter.cancel()
                _drop(self._putters, putter)
                if not self.full() and not putter.cancelled():
                    self._wake_up_next(self._putters)
                raise
        return self.put_nowait(item)

    def put_nowait(self, item):
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise asyncio.QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._finished.clear()
        self._wake_up_next(self._getters)

    async def get(self):
        while self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            getter = asyncio.Future()
            self._getters.append(getter)
            try:
                await getter
            except:
                getter.cancel()
                _drop(self._getters, getter)
                if not self.empty() and not getter.cancelled():
                    self._wake_up_next(self._getters)
                raise
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            raise asyncio.QueueEmpty
        item = self._get()
        self._wake_up_next(self._putters)
        return item

    def task_done(self):
        if self._unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()

    async def join(self):
        if self._unfinished_tasks > 0:
            await self._finished.wait()

    def shutdown(self, immediate=False):
        self._is_shutdown = True
        if immediate:
            while not self.empty():
                self._get()
                if self._unfinished_tasks > 0:
                    self._unfinished_tasks -= 1
            if self._unfinished_tasks == 0:
                self._finished.set()
        for waiters in (self._getters, self._putters):
            while waiters:
                _release_with(waiters.popleft(), None)


def _drop(waiters, waiter):
    if waiter in waiters:
        waiters.remove(waiter)


class PriorityQueue(Queue):
    """The smallest item first."""

    __module__ = "asyncio.queues"

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heappush(self._queue, item)

    def _get(self):
        return heappop(self._queue)


class LifoQueue(Queue):
    """Last in, first out."""

    __module__ = "asyncio.queues"

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
