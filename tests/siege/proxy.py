"""What stands between a host and Postgres, and makes answers late, lost, or neither.

It knows as much of PostgreSQL's protocol (version 3, "Frontend/Backend Protocol" in its manual) as it takes to tell when a
statement that writes has been committed: `ReadyForQuery` after an `Execute` of its text.
"""

import asyncio
import contextlib
import struct
import threading
from dataclasses import dataclass, field

WRITES = (b"INSERT", b"UPDATE", b"DELETE")
#: Messages of the server that belong to no answer.
UNASKED = b"AN"
Message = tuple[bytes, bytes]


@dataclass
class Link:
    """One connection through it: which of the client's statements write, and whether one was just executed."""

    writers: set[bytes] = field(default_factory=set)
    bound: bytes = b""
    wrote: bool = False

    def asked(self, kind: bytes, body: bytes) -> None:
        if kind == b"P":
            name, text, _ = body.split(b"\0", 2)
            (self.writers.add if any(word in text for word in WRITES) else self.writers.discard)(name)
        elif kind == b"B":
            self.bound = body.split(b"\0", 2)[1]
        elif kind == b"E":
            self.wrote |= self.bound in self.writers


class Proxy:
    """Listens on `port` in a thread of its own; what its methods do to the traffic is counted as it happens."""

    def __init__(self, port: int, upstream: int) -> None:
        self.port, self._upstream = port, upstream
        self.lost = self.delayed = self.withheld = 0
        self._lose = 0
        self._delay = 0.0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._thread.start()
        self._ready.wait()

    def lose_an_answer(self) -> None:
        """The connection breaks after the next commit, before its answer."""
        self._lose += 1

    def delay(self, seconds: float) -> None:
        """Every commit's answer comes so late; 0 ends it."""
        self._delay = seconds

    def withhold(self, withheld: bool) -> None:
        """Nothing passes in either direction, and nothing breaks."""
        self._loop.call_soon_threadsafe(self._open.clear if withheld else self._open.set)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()

    async def _run(self) -> None:
        self._loop, self._open, self._stopped = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        self._open.set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=1 << 26)
        self._ready.set()
        await self._stopped.wait()
        server.close()

    async def _accept(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        try:
            server, to_server = await asyncio.open_connection("127.0.0.1", self._upstream, limit=1 << 26)
        except OSError:
            to_client.close()
            return
        link = Link()
        ways = [self._requests(link, client, to_server), self._answers(link, server, to_client)]
        tasks = [asyncio.create_task(way) for way in ways]
        try:
            # Cancelled when the siege is over.
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            for end in (to_client, to_server):
                end.close()

    async def _requests(self, link: Link, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            length = await source.readexactly(4)
            await self._pass(sink, length + await source.readexactly(struct.unpack("!I", length)[0] - 4))
            while True:
                kind, body = await _message(source)
                link.asked(kind, body)
                await self._pass(sink, _packed(kind, body))

    async def _answers(self, link: Link, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        answer = b""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                kind, body = await _message(source)
                if kind in UNASKED:
                    await self._pass(sink, _packed(kind, body))
                    continue
                answer += _packed(kind, body)
                # Until it is ready for the next request; while it authenticates there is nothing to wait for.
                if kind == b"Z" or kind == b"R":
                    if kind == b"Z" and await self._loses(link):
                        return
                    await self._pass(sink, answer)
                    answer = b""
        with contextlib.suppress(OSError):
            await self._pass(sink, answer)

    async def _loses(self, link: Link) -> bool:
        """A commit was made: whether its answer is not to come."""
        wrote, link.wrote = link.wrote, False
        if not wrote:
            return False
        if self._lose:
            self._lose -= 1
            self.lost += 1
            return True
        if self._delay:
            self.delayed += 1
            await asyncio.sleep(self._delay)
        return False

    async def _pass(self, sink: asyncio.StreamWriter, data: bytes) -> None:
        if not self._open.is_set():
            self.withheld += 1
            await self._open.wait()
        sink.write(data)
        await sink.drain()


async def _message(source: asyncio.StreamReader) -> Message:
    kind = await source.readexactly(1)
    length = struct.unpack("!I", await source.readexactly(4))[0]
    return kind, await source.readexactly(length - 4)


def _packed(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body
