"""What is besieged: a Postgres, hosts that reach it through proxies, clients; what dies is started again, as systemd would."""

import contextlib
import functools
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from tests.cluster import ROOT, Postgres, Program, free_port, until
from tests.siege.plan import Order
from tests.siege.proxy import Proxy

SERVERS, WORKERS, CLIENTS = 2, 3, 2
DISK_BYTES = 600 << 20
#: Where Debian keeps the library that shows a process another time.
FAKETIME = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)


@dataclass
class Host:
    """One of our programs, its way to Postgres, and its clock."""

    name: str
    command: list[str]
    environment: dict[str, str]
    folder: Path
    proxy: Proxy
    program: Program | None = None
    #: While something is done to it, nobody starts it again.
    held: threading.RLock = field(default_factory=threading.RLock)

    def start(self) -> None:
        self.program = Program(self.name, self.command, self.environment, self.folder / f"{self.name}.log")

    @property
    def running(self) -> Program:
        assert self.program
        return self.program

    @property
    def clock(self) -> Path:
        """What its clock is off by, as libfaketime reads it."""
        return self.folder / f"{self.name}.clock"

    def set_clock(self, offset: str) -> None:
        # Replaced at once: it is read at any time.
        new = self.clock.with_suffix(".new")
        new.write_text(offset)
        new.replace(self.clock)


class Client:
    """A client process, which is given its unanswered orders again when it is started again."""

    def __init__(self, world: "World", name: str, server: Host) -> None:
        self._world, self.name, self._server = world, name, server
        self.orders: dict[str, Order] = {}
        self._lock = threading.Lock()
        self.start()

    def start(self) -> None:
        environment = {
            "CARABINER_SERVER_URL": "http://" + self._server.environment["CARABINER_HTTP_ADDR"],
            "CARABINER_GRPC_ADDR": self._server.environment["CARABINER_GRPC_ADDR"],
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
        }
        command = [sys.executable, "-m", "tests.siege.client"]
        with (self._world.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        with self._lock:
            for order in self.orders.values():
                self._send(order)
        self._reader = threading.Thread(target=self._read, args=[self.process], daemon=True)
        self._reader.start()

    def stop(self) -> None:
        self.process.kill()
        self._reader.join()

    def give(self, order: Order) -> None:
        with self._lock:
            self.orders[order.name] = order
            self._send(order)

    def _send(self, order: Order) -> None:
        # One that died gets it when it is there again; its pipe may be broken, or closed by who read its last line.
        with contextlib.suppress(BrokenPipeError, ValueError):
            assert self.process.stdin
            self.process.stdin.write(json.dumps(asdict(order)) + "\n")
            self.process.stdin.flush()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin and process.stdout
        with process.stdout:
            for line in process.stdout:
                self._take(json.loads(line))
        process.wait()
        with self._lock, contextlib.suppress(BrokenPipeError):
            process.stdin.close()

    def _take(self, answer: dict[str, str]) -> None:
        if "ending" in answer:
            with self._lock:
                order = self.orders.pop(answer["name"], None)
            if order:
                self._world.ended(order, answer["ending"])
        else:
            self._world.retries += 1


class World:
    """All of it, in a folder of its own. `seed` decides what is started and what goes wrong."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.rng = random.Random(seed)
        self.journal = folder / "effects.journal"
        self.disk = _small_disk()
        self.postgres = Postgres(folder, self.disk)
        self.postgres.start()
        self.postgres_held = threading.RLock()
        self.servers = [self._host(f"server{n}", ["carabiner-host", "serve"]) for n in range(SERVERS)]
        self.workers = [self._host(f"workers{n}", ["carabiner-host", "workers"]) for n in range(WORKERS)]
        self.hosts = [*self.servers, *self.workers]
        self.started: dict[str, Order] = {}
        self.endings: dict[str, str] = {}
        self.retries = self.restarts = 0
        self._stopped = threading.Event()
        self._changed = threading.Condition()
        for host in self.hosts:
            host.start()
        for server in self.servers:
            until(functools.partial(_listens, server), f"{server.name} listens", timeout=120)
        self.clients = [Client(self, f"client{n}", self.servers[n % SERVERS]) for n in range(CLIENTS)]
        self._guard = threading.Thread(target=self._start_again, daemon=True)
        self._guard.start()

    def _host(self, name: str, command: list[str]) -> Host:
        proxy = Proxy(free_port(), self.postgres.port)
        url = f"postgres://carabiner@127.0.0.1:{proxy.port}/postgres?sslmode=disable"
        environment = {
            "DATABASE_URL": url,
            "CARABINER_HTTP_ADDR": f"127.0.0.1:{free_port()}",
            "CARABINER_GRPC_ADDR": f"127.0.0.1:{free_port()}",
            "CARABINER_USER_MODULE": "tests.siege.flows",
            "CARABINER_WORKER_COUNT": "2",
            "CARABINER_DATA_DIR": str(self.folder / name),
            "CARABINER_PYTHON": sys.executable,
            "CARABINER_SIEGE_JOURNAL": str(self.journal),
            "CARABINER_SHUTDOWN_GRACE_SECONDS": "2",
            "PYTHONPATH": str(ROOT),
        }
        host = Host(name, command, environment, self.folder, proxy)
        if FAKETIME:
            host.set_clock("+0")
            environment["CARABINER_PYTHON"] = str(_python_of_its_own_time(self.folder))
            # Only the time of day: the monotonic clock of a machine does not jump.
            environment |= {
                "LD_PRELOAD": str(FAKETIME),
                "FAKETIME_TIMESTAMP_FILE": str(host.clock),
                "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
        return host

    def begin(self, order: Order) -> None:
        self.started[order.name] = order
        self.rng.choice(self.clients).give(order)

    def ended(self, order: Order, ending: str) -> None:
        with self._changed:
            self.endings[order.name] = ending
            self._changed.notify_all()

    def outstanding(self) -> set[str]:
        return self.started.keys() - self.endings.keys()

    def wait(self, enough: Callable[[], bool], seconds: float) -> bool:
        """Until it holds, or so long."""
        with self._changed:
            return self._changed.wait_for(enough, seconds)

    def query(self, text: str) -> str:
        return self.postgres.query(text)

    def start_postgres(self) -> None:
        """Once; where it does not start, as on a full disk, it is tried again until it does."""
        with contextlib.suppress(AssertionError, TimeoutError):
            self.postgres.start()

    def stop(self) -> None:
        self._stopped.set()
        self._guard.join()
        for client in self.clients:
            client.stop()
        for host in self.hosts:
            host.running.kill()
            host.proxy.stop()
        self.postgres.stop()
        if self.disk:
            subprocess.run(["umount", self.disk], check=True)
            self.disk.rmdir()

    def _start_again(self) -> None:
        while not self._stopped.wait(0.3):
            for host in self.hosts:
                if host.held.acquire(blocking=False):
                    with contextlib.ExitStack() as stack:
                        stack.callback(host.held.release)
                        if not host.running.alive():
                            self.restarts += 1
                            host.start()
            for client in self.clients:
                if client.process.poll() is not None:
                    client.start()
            if self.postgres_held.acquire(blocking=False):
                with contextlib.ExitStack() as stack:
                    stack.callback(self.postgres_held.release)
                    if self.postgres.process and self.postgres.process.poll() is not None:
                        self.start_postgres()


def _listens(host: Host) -> bool:
    connection = HTTPConnection(host.environment["CARABINER_HTTP_ADDR"], timeout=1)
    with contextlib.closing(connection), contextlib.suppress(OSError):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


def _python_of_its_own_time(folder: Path) -> Path:
    """Python for workers: its `time.sleep` fails where libfaketime stands in for the clock."""
    script = folder / "python"
    script.write_text(f'#!/bin/sh\nunset LD_PRELOAD\nexec {sys.executable} "$@"\n')
    script.chmod(0o755)
    return script


def _small_disk() -> Path | None:
    """A disk that can be filled, where this machine lets us have one."""
    disk = Path(tempfile.mkdtemp(prefix="carabiner-disk-"))
    disk.chmod(0o755)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=0755", "tmpfs", str(disk)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0:
        return disk
    disk.rmdir()
    return None
