"""The process's one connection to its server, and what is asked over it.

Answers are delivered to the event loop that asked: each loop has a `_Port`. The native side remembers what is unanswered
and asks again after a reconnection; that is why the client makes the instance ids.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from . import _raised, _source, _values
from ._core import Client, leak
from ._errors import (
    CarabinerError,
    InstanceNotFound,
    PayloadTooLarge,
    ServerUnavailable,
    WorkflowRefused,
)
from ._server import Server, locate

log = logging.getLogger("carabiner")

SDK = "carabiner-py 0.1.0"
# How long a request may wait for a connection; waiting for an instance's end has no limit.
PATIENCE_SECONDS = 20.0
QUIET_SECONDS = 5.0


@dataclass(frozen=True)
class StartRequest:
    instance_id: str
    attributes: bytes
    arguments: bytes
    delay_micros: int | None = None
    at_micros: int | None = None
    priority: int = 0


@dataclass(frozen=True)
class Description:
    """An instance as the server sees it. `status` is one of: scheduled, running, completed, failed, cancelled."""

    id: str
    workflow: str
    status: str
    created_at: datetime
    finished_at: datetime | None
    turn: int


def new_id() -> str:
    """A UUID of version 7: ordered by time, so that the server's indexes stay compact."""
    stamp = time.time_ns() // 1_000_000
    tail = secrets.randbits(74)
    number = (stamp & 0xFFFFFFFFFFFF) << 80 | 7 << 76 | (tail >> 62) << 64 | 2 << 62 | (tail & (1 << 62) - 1)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def payload_limit() -> int:
    return _Connection.payload_limit


async def run(workflow: type, request: StartRequest) -> Any:
    """Starts and awaits the end in one request."""
    return await _registered(workflow, request, wait=True)


async def start(workflow: type, request: StartRequest) -> None:
    await _registered(workflow, request, wait=False)


async def wait(instance_id: str) -> Any:
    with _naming(instance_id):
        answer = await _ask(lambda port: port.core.wait(port.inbox, instance_id), patient=instance_id)
    return _ending(answer)


async def describe(instance_id: str) -> Description:
    with _naming(instance_id):
        answer = await _ask(lambda port: port.core.describe(port.inbox, instance_id))
    _, _, found, workflow, status, created, finished, turn = answer
    return Description(found, workflow, status, _time(created), None if finished is None else _time(finished), turn)


async def cancel(instance_id: str, reason: str) -> None:
    with _naming(instance_id):
        await _ask(lambda port: port.core.cancel(port.inbox, instance_id, reason))


@contextlib.contextmanager
def _naming(instance_id: str) -> Iterator[None]:
    try:
        yield
    except InstanceNotFound:
        raise InstanceNotFound(f"there is no workflow instance {instance_id!r}") from None


def _time(micros: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=micros)


async def _registered(workflow: type, request: StartRequest, *, wait: bool) -> Any:
    connection = await _connection()
    version = await connection.version_of(workflow)
    try:
        return await _start(version, request, wait=wait)
    except _UnknownVersion:
        # The server has another database than it had when this process registered the workflow.
        connection.forget_version(workflow, version)
        return await _start(await connection.version_of(workflow), request, wait=wait)


async def _start(version: bytes, request: StartRequest, *, wait: bool) -> Any:
    def ask(port: _Port) -> int:
        return port.core.start(
            port.inbox,
            version=version,
            instance_id=request.instance_id,
            attributes=request.attributes,
            arguments=request.arguments,
            delay_micros=request.delay_micros,
            at_micros=request.at_micros,
            priority=request.priority,
            wait=wait,
        )

    try:
        answer = await _ask(ask, patient=request.instance_id if wait else None)
    except InstanceNotFound as error:
        raise _UnknownVersion(*error.args) from None
    return _ending(answer) if wait else None


class _UnknownVersion(InstanceNotFound):
    """the server knows no such workflow version"""


def _ending(answer: tuple[Any, ...]) -> Any:
    _, kind, payload = answer
    value = _values.decode(payload)
    if kind == "result":
        return value
    if not isinstance(value, BaseException):
        raise CarabinerError(f"the server sent a failure that is no exception: {value!r}")
    raise _raised.attach_traceback(value)


async def _ask(send: Callable[[_Port], int], patient: str | None = None) -> tuple[Any, ...]:
    """Sends a request and awaits its last answer. `patient` names the instance whose end is awaited."""
    port = (await _connection()).port()
    request_id = send(port)
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[Any, ...]] = loop.create_future()
    port.waiting[request_id] = _Waiting(future, patient, loop.time())
    if patient is not None:
        port.watch(loop)
    try:
        answer = await future
    finally:
        if port.waiting.pop(request_id, None) is not None and not (future.done() and not future.cancelled()):
            port.core.forget(request_id)
    if answer[1] == "refused":
        raise _refusal(answer[2], answer[3])
    return answer


def _refusal(code: str, message: str) -> Exception:
    match code:
        case "not_found":
            return InstanceNotFound(message)
        case "too_large":
            return PayloadTooLarge(message)
        case "unavailable":
            return ServerUnavailable(f"the carabiner server cannot be reached: {message}")
        case _:
            return CarabinerError(message)


@dataclass
class _Waiting:
    future: asyncio.Future[tuple[Any, ...]]
    patient: str | None
    since: float


class _Port:
    """Where one event loop's answers arrive."""

    def __init__(self, connection: _Connection, loop: asyncio.AbstractEventLoop) -> None:
        self.core = connection.core
        self.inbox = connection.core.inbox()
        self.waiting: dict[int, _Waiting] = {}
        self.registering: dict[type, asyncio.Task[bytes]] = {}
        self._watching = False
        # Not `connection` itself: the loop would keep it alive after a fork.
        self._told = weakref.WeakMethod(connection.told)
        # The loop holds on to the port through this; the port must not hold the loop, whose end is its own.
        loop.add_reader(self.inbox.fileno(), self._drain)

    def _drain(self) -> None:
        for answer in self.inbox.drain():
            request_id, kind = answer[0], answer[1]
            if request_id == 0:
                self._news(answer)
                continue
            waiting = self.waiting.get(request_id)
            if waiting is None or (kind == "started" and waiting.patient is not None):
                continue
            if not waiting.future.done():
                waiting.future.set_result(answer)

    def _news(self, answer: tuple[Any, ...]) -> None:
        told = self._told()
        if told is not None:
            told(answer[1], answer[2])

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """One timer for all that wait, until one of them has waited long."""
        if not self._watching and not _reminded:
            self._watching = True
            loop.call_later(QUIET_SECONDS, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._watching = False
        # The oldest first: a dict keeps the order in which they came.
        oldest = next((waiting for waiting in self.waiting.values() if waiting.patient is not None), None)
        if oldest is None or _reminded:
            return
        left = oldest.since + QUIET_SECONDS - loop.time()
        if left > 0:
            self._watching = True
            loop.call_later(left, self._look, loop)
        elif oldest.patient is not None:
            _remind(oldest.patient)


_reminded = False


def _remind(instance_id: str) -> None:
    """Once a process: the second instance that takes long is no news."""
    global _reminded
    _reminded = True
    log.warning(
        "workflow instance %s has not ended after %g s; if nothing happens, see whether workers are running "
        "(`carabiner-host workers`) and whether they load the module of its actions (CARABINER_USER_MODULE)",
        instance_id,
        QUIET_SECONDS,
    )


class _Connection:
    payload_limit = _values.PAYLOAD_LIMIT

    def __init__(self, server: Server) -> None:
        self.server = server
        token = os.environ.get("CARABINER_API_TOKEN", "")
        self.core = Client(server.grpc_address, SDK, token, PATIENCE_SECONDS)
        self._ports: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Port] = weakref.WeakKeyDictionary()
        self._versions: weakref.WeakKeyDictionary[type, bytes] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()
        self._lost = False
        self._booting = False

    def port(self) -> _Port:
        loop = asyncio.get_running_loop()
        with self._lock:
            port = self._ports.get(loop)
            if port is None:
                port = self._ports[loop] = _Port(self, loop)
            return port

    async def version_of(self, workflow: type) -> bytes:
        version = self._versions.get(workflow)
        if version is not None:
            return version
        port = self.port()
        task = port.registering.get(workflow)
        if task is None:
            task = port.registering[workflow] = asyncio.get_running_loop().create_task(self._register(workflow))
            task.add_done_callback(lambda _: port.registering.pop(workflow, None))
        # One caller's cancellation must not end the registration that others await.
        version = self._versions[workflow] = await asyncio.shield(task)
        return version

    def forget_version(self, workflow: type, version: bytes) -> None:
        if self._versions.get(workflow) == version:
            del self._versions[workflow]

    async def _register(self, workflow: type) -> bytes:
        unit = _source.unit_json(workflow)
        try:
            answer = await _ask(lambda port: port.core.register(port.inbox, unit))
        except (ServerUnavailable, PayloadTooLarge):
            raise
        except CarabinerError as refused:
            raise WorkflowRefused(*refused.args) from None
        version: bytes = answer[2]
        return version

    def told(self, kind: str, about: Any) -> None:
        if kind == "connected":
            type(self).payload_limit = about or _values.PAYLOAD_LIMIT
            if self._lost:
                log.info("connected to the carabiner server at %s again", self.server.grpc_address)
            self._lost = False
            return
        if not self._lost:
            log.warning("no connection to the carabiner server at %s (%s); trying again", self.server.grpc_address, about)
        self._lost = True
        if self.server.is_singleton and not self._booting:
            self._booting = True
            threading.Thread(target=self._boot_again, name="carabiner-boot", daemon=True).start()

    def _boot_again(self) -> None:
        """The singleton ended; its helper starts another on the same address, and the native side connects to it."""
        try:
            locate()
        except ServerUnavailable as error:
            log.warning("%s", error)
        finally:
            time.sleep(1.0)
            self._booting = False


_shared: _Connection | None = None
_shared_lock = threading.Lock()


async def _connection() -> _Connection:
    if _shared is not None:
        return _shared
    # Starting the singleton takes a moment, which must not hold up the loop.
    return await asyncio.get_running_loop().run_in_executor(None, connect)


def connect() -> _Connection:
    """The shared connection, made now if there is none; blocks while a singleton boots."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = _Connection(locate())
        return _shared


def disconnect() -> None:
    """Closes the shared connection; the next request opens another."""
    global _shared
    with _shared_lock:
        if _shared is not None:
            _shared.core.close()
            _shared = None


def _after_fork() -> None:
    global _shared, _shared_lock
    _shared_lock = threading.Lock()
    if _shared is not None:
        # Its thread is the parent's. Dropping it here would touch locks that the thread may have held when it was copied.
        leak(_shared)
        _shared = None


os.register_at_fork(after_in_child=_after_fork)
