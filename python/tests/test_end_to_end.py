"""The SDK against a real server, real workers and a real Postgres, which start once for all of these."""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import multiprocessing
import os
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import flows
import pytest

from carabiner import (
    ActionTimeout,
    Handle,
    InstanceNotFound,
    PayloadTooLarge,
    RemoteTraceback,
    Workflow,
    WorkflowRefused,
    _client,
    action,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def _load_cluster() -> ModuleType:
    """The real processes of the project's own end-to-end tests, which live outside this package."""
    spec = importlib.util.spec_from_file_location("carabiner_cluster", ROOT / "tests" / "cluster.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with tempfile.TemporaryDirectory(prefix="carabiner-sdk-") as folder:
        # Postgres runs as another user when the tests run as root, and must get to its data.
        os.chmod(folder, 0o755)
        made = _load_cluster().Cluster(Path(folder), "flows")
        made.environment["PYTHONPATH"] = str(HERE / "projects")
        try:
            made.start()
            yield made
        finally:
            made.stop()
            print(made.logs())


@pytest.fixture(autouse=True)
def _connected(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CARABINER_GRPC_ADDR", f"127.0.0.1:{cluster.grpc_port}")
    yield
    _client.disconnect()


@pytest.mark.parametrize("index", range(len(flows.KINDS)), ids=lambda index: type(flows.KINDS[index]).__name__)
async def test_a_result_keeps_its_type_through_worker_machine_and_client(index: int) -> None:
    result = await flows.Kinds(index).run()
    assert result == flows.KINDS[index]
    assert type(result) is type(flows.KINDS[index])


@pytest.mark.parametrize("value", flows.KINDS, ids=lambda value: type(value).__name__)
async def test_an_attribute_keeps_its_type_through_the_machine(value: object) -> None:
    result = await flows.Echo(value).run()
    assert result == value
    assert type(result) is type(value)


async def test_run_takes_parameters() -> None:
    assert await flows.Sum().run(1, 2, 3, scale=10) == (2 + 3 + 4) * 10


async def test_a_call_that_run_would_not_take_is_refused_here() -> None:
    with pytest.raises(TypeError, match="missing a required argument: 'x'"):
        await flows.Sum().run()  # type: ignore[call-arg] # wrong on purpose
    with pytest.raises(TypeError, match="unexpected keyword"):
        await flows.Sum().start(1, wrong=2)


async def test_an_exception_that_leaves_run_is_raised_as_its_own_class() -> None:
    with pytest.raises(flows.OutOfStock) as raised:
        await flows.Failing().run()
    assert (raised.value.sku, raised.value.left, str(raised.value)) == ("x1", 3, "x1 is out of stock")
    shown = "".join(traceback.format_exception(raised.type, raised.value, raised.tb))
    assert isinstance(raised.value.__cause__, RemoteTraceback)
    assert "raise OutOfStock(sku, left=3)" in shown
    assert 'await raises("x1")' in shown


async def test_an_exception_of_an_action_can_be_caught_in_run() -> None:
    assert await flows.Catching().run() == ["x1", 3, "x1 is out of stock"]


async def test_a_result_that_cannot_be_sent_is_a_type_error_with_its_path() -> None:
    with pytest.raises(TypeError, match=r"result of flows:returns_a_function\['callbacks'\]\[0\]"):
        await flows.Unsendable().run()


async def test_an_action_over_its_time_is_a_timeout_error() -> None:
    with pytest.raises(ActionTimeout) as raised:
        await flows.Slow().run()
    assert isinstance(raised.value, TimeoutError)


async def test_an_action_is_tried_again_as_its_policy_says() -> None:
    handle = await flows.Retrying().start()
    assert await handle.result() == (3, f"{handle.id}:0")


async def test_starting_an_id_again_attaches_to_the_first(tmp_path: Path) -> None:
    first = await flows.Waiting(str(tmp_path / "go")).start(id=f"order-{tmp_path.name}")
    again = await flows.Waiting(str(tmp_path / "never")).start(id=first.id)
    (tmp_path / "go").write_text("gone")
    assert await again.result() == "gone"
    assert await first.result() == "gone"
    assert await first.status() == "completed"


async def test_a_delayed_start_is_scheduled_and_then_runs() -> None:
    handle = await flows.Echo(1).start(delay=0.5)
    assert await handle.status() == "scheduled"
    assert await handle.result(timeout=20) == 1


async def test_a_wait_can_end_before_the_instance(tmp_path: Path) -> None:
    handle = await flows.Waiting(str(tmp_path / "go")).start()
    with pytest.raises(TimeoutError, match="has not ended"):
        await handle.result(timeout=0.05)
    assert await handle.status() == "running"
    (tmp_path / "go").write_text("late")
    assert await handle.result() == "late"


async def test_a_cancelled_instance_ends_with_cancelled_error(tmp_path: Path) -> None:
    handle = await flows.Waiting(str(tmp_path / "never")).start()
    await handle.cancel("enough")
    with pytest.raises(asyncio.CancelledError):
        await handle.result()
    assert await handle.status() == "cancelled"
    (tmp_path / "never").write_text("lets the thread go")


async def test_many_instances_run_at_once() -> None:
    results = await asyncio.gather(*(flows.Sum().run(each) for each in range(200)))
    assert results == [2 * each for each in range(200)]


async def test_a_workflow_that_cannot_run_durably_is_refused_with_place_and_advice() -> None:
    with pytest.raises(WorkflowRefused) as raised:
        await flows.Refused().run()
    line = inspect.getsourcelines(flows.Refused)[1] + 2
    assert f"flows.py:{line}:9" in str(raised.value)
    with pytest.raises(WorkflowRefused) as checked:
        flows.Refused.check()
    assert str(checked.value) == str(raised.value)


async def test_an_instance_that_is_not_there_is_not_found() -> None:
    with pytest.raises(InstanceNotFound, match="nobody"):
        await Handle("nobody").result()
    with pytest.raises(InstanceNotFound, match="nobody"):
        await Handle("nobody").cancel()


async def test_an_oversized_input_is_refused_at_the_edge() -> None:
    with pytest.raises(PayloadTooLarge):
        await flows.Echo(b"x" * (17 << 20)).start()
    large = b"x" * (8 << 20)
    assert await flows.Echo(large).run() == large


def test_code_without_an_event_loop_has_sync_forms() -> None:
    assert flows.Sum().run_sync(2) == 4
    handle = flows.Echo("s").start_sync()
    assert handle.result_sync() == "s"
    assert handle.status_sync() == "completed"


async def test_sync_forms_refuse_to_block_a_loop() -> None:
    with pytest.raises(RuntimeError, match="await"):
        flows.Sum().run_sync(2)


def test_event_loops_one_after_the_other_share_the_connection() -> None:
    for each in range(3):
        assert asyncio.run(flows.Sum().run(each)) == 2 * each


def _in_child(queue: Any) -> None:
    queue.put(flows.Sum().run_sync(21))


# Forking with threads is what pre-forking servers do; Python 3.12 warns of it.
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_connects_anew() -> None:
    assert flows.Sum().run_sync(1) == 2
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_in_child, args=(queue,))
    child.start()
    assert queue.get(timeout=30) == 42
    child.join(30)
    assert flows.Sum().run_sync(2) == 4


async def test_a_run_survives_the_server(cluster: Any, tmp_path: Path) -> None:
    waiting = asyncio.create_task(flows.Waiting(str(tmp_path / "go")).run())
    handle = await flows.Echo(0).start()
    assert await handle.result() == 0
    cluster.server.kill()
    # Asked for while there is no server.
    started = asyncio.create_task(flows.Echo("later").run())
    await asyncio.sleep(0)
    await asyncio.to_thread(cluster.start_server)
    (tmp_path / "go").write_text("survived")
    assert await waiting == "survived"
    assert await started == "later"


def test_an_action_outside_a_workflow_is_just_the_function() -> None:
    assert asyncio.run(flows.double(4)) == 8
    # A checker knows it as what a workflow sees: something to await.
    assert cast("int", flows.in_thread(4)) == 5
    with pytest.raises(RuntimeError, match="no action is running"):
        asyncio.run(flows.third_time())


def test_wrong_uses_of_action_are_refused() -> None:
    with pytest.raises(TypeError, match="generator"):

        @action
        def many() -> Iterator[int]:
            yield 1

    with pytest.raises(TypeError, match="stands above a function"):
        action(flows.Sum)
    with pytest.raises(TypeError, match="retry is a RetryPolicy"):
        action(retry=3)  # type: ignore[call-overload] # wrong on purpose
    with pytest.raises(ValueError, match="two actions are called"):

        @action(name="flows:double")
        async def other() -> None: ...


async def test_wrong_starts_are_refused() -> None:
    from datetime import datetime

    with pytest.raises(ValueError, match="time zone"):
        await flows.Echo(1).start(at=datetime(2024, 1, 1))
    with pytest.raises(ValueError, match="not both"):
        await flows.Echo(1).start(at=datetime.now().astimezone(), delay=1)
    with pytest.raises(ValueError, match="1 to 200"):
        await flows.Echo(1).start(id="")
    with pytest.raises(ValueError, match="negative"):
        await flows.Echo(1).start(delay=-1)

    class Empty(Workflow):
        pass

    with pytest.raises(TypeError, match="no `async def run`"):
        await Empty().start()
