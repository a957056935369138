"""The seven workloads, by real processes: Postgres, a server, a workers host with two workers, and this client.

    python benches/workloads.py [W1 W2 ...] [--scale 0.2]

Prints for each its rate or latency, the CPU time that each part used per action, and what Postgres wrote. CPU time is what
can be compared from run to run on a machine that does other things as well.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("CARABINER_BIN_DIR", str(Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"))

from benches.workflows import Chain, FanOut, OneAction, Sleeper  # noqa: E402 - the path comes first
from carabiner import Workflow  # noqa: E402
from tests.cluster import Cluster  # noqa: E402

PAYLOAD = "x" * 1000
TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / TICK


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    children = subprocess.run(["ps", "--ppid", str(pid), "-o", "pid="], capture_output=True, text=True).stdout.split()
    return [pid, *(below for child in children for below in tree(int(child)))]


class Meter:
    """CPU time by part, and what Postgres has written, since it was made."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._before = self._read()

    def _read(self) -> dict[str, float]:
        cluster = self._cluster
        assert cluster.postgres.process
        assert cluster.server
        assert cluster.workers
        wal, commits = cluster.postgres.query(
            "SELECT (SELECT wal_bytes FROM pg_stat_wal), (SELECT sum(xact_commit) FROM pg_stat_database)"
        ).split("|")
        workers = cluster.workers.children()
        return {
            "postgres": sum(map(cpu_seconds, tree(cluster.postgres.process.pid))),
            "server": cpu_seconds(cluster.server.process.pid),
            "workers host": cpu_seconds(cluster.workers.process.pid),
            "workers": sum(map(cpu_seconds, workers)),
            "client": time.process_time(),
            "WAL bytes": float(wal),
            "commits": float(commits),
        }

    def report(self, units: int, unit: str) -> str:
        used = {name: value - self._before[name] for name, value in self._read().items()}
        cpu = {name: used[name] * 1000 / units for name in ("postgres", "server", "workers host", "workers", "client")}
        parts = ", ".join(f"{name} {value:.2f}" for name, value in cpu.items())
        return (
            f"   per {unit}: {sum(cpu.values()):.2f} ms CPU ({parts}); "
            f"{used['WAL bytes'] / units / 1000:.2f} KB WAL, {used['commits'] / units:.2f} commits"
        )


async def at_most(concurrency: int, makes: list[Callable[[], Awaitable[object]]]) -> float:
    """Seconds that it took to await all, so many at once."""
    pending = iter(makes)

    async def drain() -> None:
        for make in pending:
            await make()

    began = time.perf_counter()
    await asyncio.gather(*(drain() for _ in range(concurrency)))
    return time.perf_counter() - began


@dataclass
class Bench:
    cluster: Cluster
    scale: float

    def count(self, full: int) -> int:
        return max(1, round(full * self.scale))

    async def w1(self) -> None:
        """one client, one action, one after another"""
        runs, took = self.count(200), []
        meter = Meter(self.cluster)
        for _ in range(runs):
            began = time.perf_counter()
            await OneAction(PAYLOAD).run()
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        print(f"W1 p50 {statistics.median(took):.2f} ms, p99 {took[int(runs * 0.99)]:.2f} ms")
        print(meter.report(runs, "workflow"))

    async def w2(self) -> None:
        """one-action workflows, 64 in flight"""
        runs = self.count(10_000)
        await self._throughput("W2", runs, 1, lambda: OneAction(PAYLOAD), "workflows/s", runs)

    async def w3(self) -> None:
        """workflows of 10 sequential actions, 64 in flight"""
        runs = self.count(1_000)
        await self._throughput("W3", runs, 10, lambda: Chain(PAYLOAD, 10), "actions/s", runs * 10)

    async def w4(self) -> None:
        """20 workflows at once, each gathering 100 actions"""
        runs = self.count(100)
        await self._throughput("W4", runs, 100, lambda: FanOut(PAYLOAD, 100), "actions/s", runs * 100, at_once=20)

    async def w5(self) -> None:
        """one workflow of 2,000 sequential actions"""
        actions = self.count(2_000)
        await self._throughput("W5", 1, actions, lambda: Chain(PAYLOAD, actions), "actions/s", actions)

    async def w6(self) -> None:
        """5,000 workflows asleep"""
        sleepers = self.count(5_000)
        meter = Meter(self.cluster)
        began = time.perf_counter()
        makes: list[Callable[[], Awaitable[object]]] = [Sleeper(3600).start] * sleepers
        took = await at_most(64, makes)
        print(f"W6 {sleepers / took:.0f} starts/s of {sleepers} sleepers ({time.perf_counter() - began:.1f} s)")
        print(meter.report(sleepers, "sleeper"))

    async def _throughput(
        self, name: str, runs: int, actions: int, make: Callable[[], Workflow], unit: str, units: int, at_once: int = 64
    ) -> None:
        meter = Meter(self.cluster)
        took = await at_most(at_once, [lambda: make().run() for _ in range(runs)])
        print(f"{name} {units / took:.0f} {unit} ({runs} workflows of {actions} actions in {took:.1f} s)")
        print(meter.report(units, unit.split("/")[0].rstrip("s")))


async def run(cluster: Cluster, names: list[str], scale: float) -> None:
    bench = Bench(cluster, scale)
    for warm in (OneAction(PAYLOAD), Chain(PAYLOAD, 2), FanOut(PAYLOAD, 2), Sleeper(0)):
        await warm.run()
    for name in names:
        await getattr(bench, name.lower())()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", default=["W1", "W2", "W3", "W4", "W5", "W6"])
    arguments.add_argument("--scale", type=float, default=1.0, help="a share of each workload's size")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="carabiner-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder), "benches.workflows")
        try:
            cluster.start()
            os.environ["CARABINER_SERVER_URL"] = f"http://127.0.0.1:{cluster.http_port}"
            os.environ["CARABINER_GRPC_ADDR"] = f"127.0.0.1:{cluster.grpc_port}"
            asyncio.run(run(cluster, asked.names, asked.scale))
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
