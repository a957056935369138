"""kill -9 of each process in the middle of the examples: an action that was in flight then runs again, no other does."""

import os
import signal
from collections.abc import Callable

import pytest

from tests.cluster import Cluster, until
from tests.conftest import Client
from tests.stage import Stage
from tests.test_examples import ADA, CITIES

WEATHER = "'FROM -3.5 TO 19'"


def kill_worker_processes(cluster: Cluster) -> None:
    """The host stays and spawns new ones."""
    assert cluster.workers
    for pid in cluster.workers.children():
        os.kill(pid, signal.SIGKILL)


def kill_workers_host(cluster: Cluster) -> None:
    assert cluster.workers
    orphans = cluster.workers.children()
    cluster.workers.kill()
    until(lambda: not any(_runs(pid) for pid in orphans), "no worker outlives its host")
    cluster.start_workers()


def kill_server(cluster: Cluster) -> None:
    assert cluster.server
    cluster.server.kill()
    cluster.start_server()


def kill_postgres(cluster: Cluster) -> None:
    cluster.postgres.kill()
    cluster.postgres.start()


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# What is killed, and how often an action runs that was in flight then.
KILLS = [
    pytest.param(kill_worker_processes, 2, id="worker"),
    pytest.param(kill_workers_host, 2, id="workers-host"),
    pytest.param(kill_server, 1, id="server"),
    pytest.param(kill_postgres, 1, id="postgres"),
]
Kill = Callable[[Cluster], None]


@pytest.mark.parametrize(("kill", "runs"), KILLS)
def test_greeting_survives_a_kill_in_its_first_action(cluster: Cluster, stage: Stage, kill: Kill, runs: int) -> None:
    run = Client(cluster, "run", "greeting", "ada")
    stage.await_entrance("load_user:ada")
    kill(cluster)
    stage.await_entrance("load_user:ada", runs)
    stage.open("load_user:ada", "news_on:engines", "news_on:poetry")
    assert run.result() == ADA
    assert stage.entrances == {"load_user:ada": runs, "news_on:engines": 1, "news_on:poetry": 1}


@pytest.mark.parametrize(("kill", "runs"), KILLS)
def test_greeting_survives_a_kill_in_its_second_action(cluster: Cluster, stage: Stage, kill: Kill, runs: int) -> None:
    stage.open("load_user:ada")
    run = Client(cluster, "run", "greeting", "ada")
    stage.await_entrance("news_on:engines")
    kill(cluster)
    stage.await_entrance("news_on:engines", runs)
    stage.open("news_on:engines", "news_on:poetry")
    assert run.result() == ADA
    assert stage.entrances == {"load_user:ada": 1, "news_on:engines": runs, "news_on:poetry": 1}


@pytest.mark.parametrize(("kill", "runs"), KILLS)
def test_gather_survives_a_kill_while_one_of_three_is_done(cluster: Cluster, stage: Stage, kill: Kill, runs: int) -> None:
    stage.open("measure:Rome")
    run = Client(cluster, "run", "weather", "0.2")
    for city in CITIES:
        stage.await_entrance(city)
    until(lambda: _done(cluster, 1), "Rome's outcome is recorded")
    kill(cluster)
    for city in ("measure:Oslo", "measure:Lima"):
        stage.await_entrance(city, runs)
    stage.open(*CITIES)
    assert run.result() == WEATHER
    assert stage.entrances == {"measure:Oslo": runs, "measure:Rome": 1, "measure:Lima": runs}


def _done(cluster: Cluster, count: int) -> bool:
    return cluster.finished_actions() >= count


def test_a_killed_client_leaves_its_workflow_to_finish(cluster: Cluster, stage: Stage) -> None:
    Client(cluster, "start", "greeting", "of-ada", "ada").result()
    stage.await_entrance("load_user:ada")
    waiting = Client(cluster, "attach", "greeting", "of-ada", "ada")
    waiting.kill()
    stage.open("load_user:ada", "news_on:engines", "news_on:poetry")
    assert Client(cluster, "attach", "greeting", "of-ada", "ada").result() == ADA
    assert stage.entrances == {"load_user:ada": 1, "news_on:engines": 1, "news_on:poetry": 1}


def test_a_sleeping_workflow_is_held_by_no_process(cluster: Cluster, stage: Stage) -> None:
    """Everything is stopped while it sleeps, and started again after its wake time."""
    stage.open(*CITIES)
    Client(cluster, "start", "weather", "sleeper", "2").result()
    until(lambda: _done(cluster, 3), "the three outcomes are recorded")
    assert cluster.server and cluster.workers
    assert cluster.workers.stop() == 0
    assert cluster.server.stop() == 0
    until(lambda: cluster.timer_is_due(), "its wake time has passed")
    cluster.postgres.stop_server()
    cluster.start()
    assert Client(cluster, "attach", "weather", "sleeper", "2").result() == WEATHER
    assert stage.entrances == dict.fromkeys(CITIES, 1)
