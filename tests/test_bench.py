"""The load generator, run as a user would."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import ROOT, Postgres, binaries


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    made = Postgres(tmp_path)
    made.start()
    yield made
    made.stop()


# Both are one program, and it starts itself again as a server and as a workers host.
@pytest.mark.parametrize("command", [["bench"], ["carabiner-host", "bench"]])
def test_bench_streams_into_its_reader_and_leaves_nothing_running(
    postgres: Postgres, tmp_path: Path, command: list[str]
) -> None:
    reader = [sys.executable, "python/tools/parse_bench_logs.py", "--json"]
    sizes = ["--messages", "30", "--concurrency", "8", "--workers", "1", "--payload", "100", "--log-interval", "0.05"]
    environment = {
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": postgres.url,
        "CARABINER_PYTHON": sys.executable,
        "CARABINER_DATA_DIR": str(tmp_path / "data"),
    }
    measured = subprocess.run(
        [binaries() / command[0], *command[1:], *sizes, *reader],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert measured.returncode == 0, measured.stderr
    summary = json.loads(measured.stdout)["summary"]
    assert (summary["workload"], summary["messages"], summary["errors"]) == ("throughput", 30, 0)
    assert summary["p50_ms"] <= summary["p99_ms"]
    # One more finds out when the workers are ready.
    assert postgres.query("SELECT count(*) FROM carabiner.instances WHERE status = 2") == "31"
    assert postgres.query("SELECT count(*) FROM carabiner.hosts WHERE lapsed_at IS NULL") == "0"
