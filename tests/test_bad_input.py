"""Bad input gives one clear error that says what to do, soon, and nothing hangs."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster import ROOT, Cluster, binaries, free_port

# The issue asks for "a second or two"; a loaded test machine gets some more before a hang is called.
SOON = 10.0


def fails(command: list[str], environment: dict[str, str]) -> str:
    """The standard error of a command that must end by itself, soon, with a failure and without a Rust panic."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("CARABINER_") and key != "DATABASE_URL"}
    ended = subprocess.run(command, env=inherited | environment, cwd=ROOT, capture_output=True, text=True, timeout=SOON)
    assert ended.returncode != 0, ended.stdout
    assert "panicked" not in ended.stderr
    return ended.stderr


def refused(cluster: Cluster, case: str) -> str:
    """What a client prints last for a case of `tests.broken`."""
    environment = {
        "CARABINER_SERVER_URL": f"http://127.0.0.1:{cluster.http_port}",
        "CARABINER_GRPC_ADDR": f"127.0.0.1:{cluster.grpc_port}",
        "PYTHONPATH": str(ROOT),
    }
    # As a module run by name, its `__main__` is `tests.broken` for the workers too.
    return fails([sys.executable, "-m", "tests.broken", case], environment)


def test_unsupported_constructs_are_refused_all_at_once_with_line_and_caret(cluster: Cluster) -> None:
    error = refused(cluster, "threads")
    assert "carabiner.WorkflowRefused" in error
    assert "tests/broken.py:17:" in error
    assert "tests/broken.py:19:" in error
    assert "^^^^" in error
    assert "@action" in error


def test_an_argument_that_cannot_be_encoded_names_its_path(cluster: Cluster) -> None:
    last = refused(cluster, "unencodable").rstrip().splitlines()[-1]
    assert last.startswith("TypeError: ")
    assert "['order']['lines'][2]['callback']" in last


def test_a_payload_over_the_limit_says_both_sizes(cluster: Cluster) -> None:
    last = refused(cluster, "too-large").rstrip().splitlines()[-1]
    assert last.startswith("carabiner.PayloadTooLarge: ")
    assert "16777216" in last or "16 MiB" in last


def test_a_misspelt_action_is_refused_at_registration(cluster: Cluster) -> None:
    error = refused(cluster, "unknown-name")
    assert "carabiner.WorkflowRefused" in error
    assert "fetch_usr" in error
    assert "tests/broken.py" in error


def test_a_result_that_cannot_be_encoded_names_its_path(cluster: Cluster) -> None:
    last = refused(cluster, "unreturnable").rstrip().splitlines()[-1]
    assert last.startswith("TypeError: ")
    assert "['handle']" in last


def test_an_action_that_no_worker_knows_is_named(cluster: Cluster, tmp_path: Path) -> None:
    module = tmp_path / "elsewhere.py"
    module.write_text(
        "import asyncio\n"
        "from carabiner import Workflow, action\n\n"
        "@action\nasync def lonely() -> int:\n    return 1\n\n"
        "class Alone(Workflow):\n    async def run(self) -> int:\n        return await lonely()\n\n"
    )
    environment = {
        "CARABINER_SERVER_URL": f"http://127.0.0.1:{cluster.http_port}",
        "CARABINER_GRPC_ADDR": f"127.0.0.1:{cluster.grpc_port}",
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
    }
    error = fails([sys.executable, "-c", "import asyncio, elsewhere; asyncio.run(elsewhere.Alone().run())"], environment)
    assert "carabiner.UnknownAction" in error
    assert "elsewhere:lonely" in error
    assert "CARABINER_USER_MODULE" in error


@pytest.mark.parametrize("command", ["serve", "workers"])
@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgres://nobody@127.0.0.1:1/none", "127.0.0.1:1"),
        ("not a url", "DATABASE_URL"),
    ],
)
def test_a_wrong_database_url_ends_the_program(tmp_path: Path, command: str, url: str, says: str) -> None:
    environment = {
        "DATABASE_URL": url,
        "CARABINER_HTTP_ADDR": f"127.0.0.1:{free_port()}",
        "CARABINER_GRPC_ADDR": f"127.0.0.1:{free_port()}",
        "CARABINER_DATA_DIR": str(tmp_path),
        "CARABINER_PYTHON": sys.executable,
    }
    error = fails([str(binaries() / "carabiner-host"), command], environment)
    assert "DATABASE_URL" in error
    assert says in error


def test_a_port_in_use_is_named_with_its_variable(cluster: Cluster) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        environment = cluster.environment | {
            "CARABINER_HTTP_ADDR": f"127.0.0.1:{taken}",
            "CARABINER_GRPC_ADDR": f"127.0.0.1:{free_port()}",
        }
        error = fails([str(binaries() / "carabiner-host"), "serve"], environment)
    assert f"127.0.0.1:{taken}" in error
    assert "CARABINER_HTTP_ADDR" in error


def test_a_user_module_that_does_not_import_stops_the_pool_with_its_traceback(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "half_written.py").write_text("import carabiner\nraise RuntimeError('the settings are missing')\n")
    environment = cluster.environment | {"CARABINER_USER_MODULE": "half_written", "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    error = fails([str(binaries() / "start_workers")], environment)
    assert "half_written.py" in error
    assert "RuntimeError: the settings are missing" in error


def test_a_setting_that_does_not_parse_is_named_with_its_value(tmp_path: Path) -> None:
    environment = {"CARABINER_WORKER_COUNT": "many", "CARABINER_DATA_DIR": str(tmp_path)}
    error = fails([str(binaries() / "start_workers")], environment)
    assert "CARABINER_WORKER_COUNT" in error
    assert "many" in error
