"""Fixtures: a stage for the actions and a running cluster, fresh for each test, logs shown when it fails."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import ROOT, Cluster
from tests.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "stage")
    yield made
    made.close()


@pytest.fixture
def cluster(stage: Stage) -> Iterator[Cluster]:
    made = Cluster(stage.path.parent, "tests.staged", stage.path)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        print(made.logs())


class Client:
    """A client process that is running a workflow."""

    def __init__(self, cluster: Cluster, *arguments: str) -> None:
        environment = {
            "CARABINER_SERVER_URL": f"http://127.0.0.1:{cluster.http_port}",
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
        }
        environment["CARABINER_GRPC_ADDR"] = f"127.0.0.1:{cluster.grpc_port}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.client", *arguments],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def result(self, timeout: float = 60) -> str:
        """What it printed; its standard error is in the failure."""
        try:
            out, err = self._process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise AssertionError(f"no answer within {timeout} s: {self._process.communicate()}") from None
        assert self._process.returncode == 0, err
        return out.strip()

    def failure(self, timeout: float = 60) -> str:
        """The standard error of a client that fails."""
        _, err = self._process.communicate(timeout=timeout)
        assert self._process.returncode != 0
        return err

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()
