"""The latency of `await wf.run()` of a one-action workflow, and what an idle system asks of Postgres.

Real processes: Postgres, a server, a workers host with two workers, and this client.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("CARABINER_BIN_DIR", str(Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"))

from benches.workflows import OneAction  # noqa: E402 - the path comes first
from tests.cluster import Cluster  # noqa: E402

RUNS = 200
IDLE_SECONDS = 20


async def measure() -> list[float]:
    for _ in range(20):
        await OneAction("warm-up").run()
    took = []
    for number in range(RUNS):
        began = time.perf_counter()
        await OneAction(f"{number:01000}").run()
        took.append((time.perf_counter() - began) * 1000)
    return took


def idle_statements(cluster: Cluster) -> float:
    """Statements a second, counted in Postgres' own log."""
    cluster.postgres.query("ALTER SYSTEM SET log_statement = 'all'")
    cluster.postgres.query("SELECT pg_reload_conf()")
    time.sleep(5)
    before = cluster.postgres.statements()
    time.sleep(IDLE_SECONDS)
    return (cluster.postgres.statements() - before) / IDLE_SECONDS


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="carabiner-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder), "benches.workflows")
        try:
            cluster.start()
            os.environ["CARABINER_SERVER_URL"] = f"http://127.0.0.1:{cluster.http_port}"
            os.environ["CARABINER_GRPC_ADDR"] = f"127.0.0.1:{cluster.grpc_port}"
            took = sorted(asyncio.run(measure()))
            idle = idle_statements(cluster)
        finally:
            cluster.stop()
    p50, p99 = statistics.median(took), took[int(RUNS * 0.99)]
    print(f"await wf.run(), one action, 1 KB payload, {RUNS} runs: p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    print(f"idle, one server and one workers host: {idle:.2f} SQL statements a second")


if __name__ == "__main__":
    main()
