"""Where actions under test report and wait, so that a test can act in the middle of one without sleeping."""

import contextlib
import os
import socket
import threading
from collections import Counter
from pathlib import Path


class Stage:
    """A Unix socket that each action connects to: it says its name and waits until the test lets it go on.

    A killed process drops its connection; the count of entrances remains.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entrances: Counter[str] = Counter()
        self._waiting: dict[str, list[socket.socket]] = {}
        self._open: set[str] = set()
        self._changed = threading.Condition()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(128)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._enter, args=(connection,), daemon=True).start()

    def _enter(self, connection: socket.socket) -> None:
        name = connection.makefile().readline().strip()
        with self._changed:
            self.entrances[name] += 1
            if name in self._open:
                self._release(connection)
            else:
                self._waiting.setdefault(name, []).append(connection)
            self._changed.notify_all()

    @staticmethod
    def _release(connection: socket.socket) -> None:
        # Where its process was killed meanwhile, the next delivery enters anew.
        with contextlib.suppress(OSError):
            connection.sendall(b"go\n")
        connection.close()

    def await_entrance(self, name: str, count: int = 1, timeout: float = 30) -> None:
        """Returns once `name` was entered `count` times in all."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.entrances[name] >= count, timeout):
                raise TimeoutError(f"{name} was entered {self.entrances[name]} times, not {count}; all: {dict(self.entrances)}")

    def open(self, *names: str) -> None:
        """Lets everybody waiting at these names go on, and whoever comes later pass."""
        with self._changed:
            self._open.update(names)
            for name in names:
                for connection in self._waiting.pop(name, []):
                    self._release(connection)

    def close(self) -> None:
        self._listener.close()
        for connections in self._waiting.values():
            for connection in connections:
                connection.close()


def enter(name: str) -> None:
    """The action's side: report, and block until let go. Without a stage it passes."""
    path = os.environ.get("CARABINER_TEST_STAGE")
    if not path:
        return
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        connection.sendall(f"{name}\n".encode())
        connection.recv(3)
