"""Each example, as a user would run it, against real processes."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.cluster import ROOT, Cluster, free_port, until
from tests.conftest import Client
from tests.stage import Stage

ADA = (
    "Summary(user=User(id='ada', name='Ada', interests=['engines', 'poetry']), "
    "messages=['Ada, here is the news on engines.', 'Ada, here is the news on poetry.'])"
)
CITIES = ("measure:Oslo", "measure:Rome", "measure:Lima")
GREETING = ("load_user:ada", "news_on:engines", "news_on:poetry")


def test_greeting_returns_a_dataclass_built_by_two_actions(cluster: Cluster, stage: Stage) -> None:
    stage.open(*GREETING)
    assert Client(cluster, "run", "greeting", "ada").result() == ADA
    assert stage.entrances == dict.fromkeys(GREETING, 1)


def test_an_exception_of_an_action_arrives_as_its_own_class(cluster: Cluster, stage: Stage) -> None:
    stage.open("load_user:nobody")
    trace = Client(cluster, "run", "greeting", "nobody").failure()
    assert trace.rstrip().splitlines()[-1] == "KeyError: 'nobody'"
    # The remote traceback shows the workflow's line as well as the action's.
    assert "user = await fetch_user(self.user_id)" in trace
    assert "return USERS[user_id]" in trace


def test_branching_uses_a_helper_lowered_with_the_workflow(cluster: Cluster) -> None:
    assert Client(cluster, "run", "review", "today").result() == "Report(small=1, large=2, flagged=[3, 4])"


def test_gather_runs_three_actions_at_once_and_then_sleeps(cluster: Cluster, stage: Stage) -> None:
    run = Client(cluster, "run", "weather", "0.2")
    for city in CITIES:
        stage.await_entrance(city)
    stage.open(*CITIES)
    assert run.result() == "'FROM -3.5 TO 19'"
    assert stage.entrances == dict.fromkeys(CITIES, 1)


def test_run_action_retries_with_backoff_until_it_succeeds(cluster: Cluster) -> None:
    assert Client(cluster, "run", "charge", "3").result() == "'charged 1250 at attempt 3'"


def test_run_action_gives_up_after_its_attempts_with_the_last_exception(cluster: Cluster) -> None:
    assert Client(cluster, "run", "charge", "9").result() == "'gave up after attempt 4'"


def test_the_fastapi_app_greets(cluster: Cluster, stage: Stage) -> None:
    stage.open(*GREETING, "load_user:nobody")
    port = free_port()
    environment = os.environ | {
        "CARABINER_SERVER_URL": f"http://127.0.0.1:{cluster.http_port}",
        "CARABINER_GRPC_ADDR": f"127.0.0.1:{cluster.grpc_port}",
    }
    app = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "examples.greeting.app:app", "--port", str(port), "--log-level", "warning"],
        env=environment,
        cwd=ROOT,
    )
    try:
        until(lambda: _listens(port), "uvicorn listens")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/greetings/ada", timeout=30) as answer:
            assert json.load(answer)["messages"] == ["Ada, here is the news on engines.", "Ada, here is the news on poetry."]
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/greetings/nobody", timeout=30)
        with refused.value as answer:  # an HTTPError holds its connection
            assert answer.code == 404
    finally:
        app.terminate()
        app.wait(30)


def _listens(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=1).close()
    except OSError:
        return False
    return True


def test_the_server_lists_what_ran(cluster: Cluster, stage: Stage) -> None:
    stage.open(*GREETING)
    Client(cluster, "run", "greeting", "ada").result()
    with urllib.request.urlopen(f"http://127.0.0.1:{cluster.http_port}/api/v1/instances", timeout=5) as answer:
        listed = json.load(answer)["instances"]
    assert [(one["workflow"].rpartition(".")[2].rpartition(":")[2], one["status"]) for one in listed] == [
        ("GreetingWorkflow", "completed")
    ]
