"""The machine, as `examples/exec_many.rs` runs it: many programs by one process, which is started again when it dies."""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

INTERPRETER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ended:
    """How a program ended: `finished`, `raised`, `refused`, `waits`, `limit`, `corrupt`, `panicked`, `died` or `hangs`."""

    how: str
    printed: str
    #: The traceback, the refusals or the message.
    end: str

    @property
    def last_line(self) -> str:
        return self.end.rstrip().rpartition("\n")[2]


class Runner:
    """`with Runner() as run: run(text)`."""

    def __init__(self, *, cold: bool = False, seconds: float = 60) -> None:
        self._arguments = [str(runner_path()), *(["cold"] if cold else [])]
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __call__(self, text: str) -> Ended:
        process = self._process or self._start()
        hangs = threading.Event()

        def give_up() -> None:
            hangs.set()
            process.kill()

        timer = threading.Timer(self._seconds, give_up)
        timer.start()
        try:
            return self._exchange(process, text)
        except (BrokenPipeError, EOFError):
            process.wait()
            self._process = None
            return Ended("hangs" if hangs.is_set() else "died", "", f"exit status {process.returncode}")
        finally:
            timer.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            self._arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._process

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], text: str) -> Ended:
        assert process.stdin and process.stdout
        data = text.encode("utf-8", "surrogatepass")
        process.stdin.write(b"%d\n" % len(data) + data)
        process.stdin.flush()
        head = process.stdout.readline().split()
        if len(head) != 3:
            raise EOFError
        printed, end = (process.stdout.read(int(length)).decode("utf-8", "replace") for length in head[1:])
        return Ended(head[0].decode(), printed, end)


def runner_path() -> Path:
    """What `cargo build -p carabiner-interpreter --example exec_many` made."""
    named = os.environ.get("CARABINER_EXEC_MANY")
    target = Path(os.environ.get("CARGO_TARGET_DIR") or INTERPRETER.parent / "target")
    return Path(named) if named else target / "debug" / "examples" / "exec_many"
