"""A project as projects are (`tests/project`: a package in `src`), on a real server, against CPython itself."""

import asyncio
import inspect
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carabiner import RemoteTraceback, WorkflowRefused, _client
from tests.cluster import ROOT, Cluster, until

SOURCES = ROOT / "tests" / "project" / "src"
sys.path.insert(0, str(SOURCES))

from warehouse import failing, flows  # noqa: E402 - the path comes first

FLOWS: list[Any] = [flows.Shipping("ab-12"), flows.Constants(), flows.Pricing(), flows.Modelling(), flows.Generated()]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("project")
    # Postgres runs as another user when the tests run as root, and must get to its data.
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)
    made = Cluster(folder, "warehouse.flows")
    made.environment["PYTHONPATH"] = str(SOURCES)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        print(made.logs())


@pytest.fixture(autouse=True)
def _connected(project: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CARABINER_GRPC_ADDR", f"127.0.0.1:{project.grpc_port}")
    yield
    _client.disconnect()


def by_cpython(workflow: Any) -> Any:
    return asyncio.run(inspect.unwrap(type(workflow).run)(workflow))


@pytest.mark.parametrize("workflow", FLOWS, ids=lambda workflow: type(workflow).__name__)
def test_a_project_means_what_it_means_in_cpython(workflow: Any) -> None:
    expected, found = by_cpython(workflow), workflow.run_sync()
    assert repr(found) == repr(expected)
    assert found == expected


def test_recorded_steps_are_rows_like_actions(project: Cluster) -> None:
    handle = flows.Modelling().start_sync()
    handle.result_sync()
    count = "SELECT count(*) FROM carabiner.action_attempts WHERE action = 'carabiner:step' AND ending = 0"
    assert int(project.postgres.query(f"{count} AND instance_id = '{handle.id}'")) > 10


def test_steps_survive_a_kill_of_the_workers(project: Cluster) -> None:
    handle = flows.Modelling().start_sync()
    until(lambda: project.finished_actions() > 0, "an action finishes")
    assert project.workers
    project.workers.kill()
    project.start_workers()
    assert repr(handle.result_sync(60)) == repr(by_cpython(flows.Modelling()))


def test_an_uncaught_exception_shows_the_workflows_lines_everywhere(project: Cluster) -> None:
    handle = failing.Failing("ab-1").start_sync()
    with pytest.raises(RuntimeError) as raised:
        handle.result_sync()
    client = "".join(traceback.format_exception(raised.type, raised.value, raised.tb))
    database = project.postgres.query(f"SELECT error_traceback FROM carabiner.instances WHERE id = '{handle.id}'")
    logs = "".join((project.folder / name).read_text() for name in ("server.log", "workers.log"))
    assert isinstance(raised.value.__cause__, ConnectionError)
    for text in (client, database, without_colours(logs)):
        assert lines_of(text) == EXPECTED, text


def without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


# The worker's lines, then the workflow's.
EXPECTED = [
    'raise ConnectionError(f"no answer for {sku}")',
    "ConnectionError: no answer for ab-1",
    "answer = await confirm(self.sku)",
    "^^^^^^^^^^^^^^^^^^^^^^^",
    "left: 2",
    'raise RuntimeError("unconfirmed") from self.reason(error)',
    "RuntimeError: unconfirmed",
]


def lines_of(text: str) -> list[str]:
    """Those of the expected lines that are there, each once, in the order in which they come first."""
    stripped = [line.partition(' instance="')[0].strip().removeprefix("| ").strip() for line in text.splitlines()]
    return list(dict.fromkeys(line for line in stripped if line in EXPECTED))


def test_a_failed_validation_points_to_where_the_workflow_constructs(project: Cluster) -> None:
    handle = failing.Invalid().start_sync()
    with pytest.raises(Exception, match="no address") as raised:
        handle.result_sync()
    assert type(raised.value).__name__ == "ValidationError"
    assert isinstance(raised.value.__cause__, RemoteTraceback)
    database = project.postgres.query(f"SELECT error_traceback FROM carabiner.instances WHERE id = '{handle.id}'")
    for line in ('return self.made("nobody")', "return Customer(email=email)", "1 validation error for Customer"):
        assert line in database
        assert line in str(raised.value.__cause__) + str(raised.value)


def test_all_that_is_refused_is_said_at_once_with_place_caret_chain_and_advice() -> None:
    with pytest.raises(WorkflowRefused) as raised:
        failing.Refused().run_sync()
    refusals = str(raised.value).split("\n\n")
    file = Path(failing.__file__).read_text().splitlines()
    for culprit in ("socket.create_connection", "subprocess.run", "open(", "eval(", "random.SystemRandom"):
        line = next(at for at, text in enumerate(file, 1) if culprit in text)
        (refusal,) = [
            each for each in refusals if each.startswith(f"warehouse/failing.py:{line}:") and f"`{culprit.rstrip('(')}`" in each
        ]
        assert "^^^^" in refusal
    assert any(each.endswith("reached by Refused.run -> through -> fetched") for each in refusals)
