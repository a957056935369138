"""Which server a client talks to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import flows
import pytest

from carabiner import ServerUnavailable, _client, _server
from carabiner._server import Server, locate


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "CARABINER_SERVER_URL",
        "CARABINER_GRPC_ADDR",
        "CARABINER_HOST_BIN",
        "CARABINER_PYTHON",
        "CARABINER_POSTGRES_BIN",
    ):
        monkeypatch.delenv(name, raising=False)


def helper(folder: Path, script: str) -> str:
    """A boot helper that does what the script says."""
    path = folder / _server.HELPER
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:24117", "127.0.0.1:24118"),
        ("http://carabiner.internal:8000/", "carabiner.internal:8001"),
        ("localhost:24117", "localhost:24118"),
        ("http://[::1]:24117", "[::1]:24118"),
    ],
)
def test_grpc_is_on_the_port_after_http(monkeypatch: pytest.MonkeyPatch, url: str, address: str) -> None:
    monkeypatch.setenv("CARABINER_SERVER_URL", url)
    assert locate() == Server(address)


def test_a_grpc_address_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARABINER_SERVER_URL", "http://a:1")
    monkeypatch.setenv("CARABINER_GRPC_ADDR", "b:2")
    assert locate() == Server("b:2")


@pytest.mark.parametrize("url", ["https://a:1", "http://", "http://a:port", "ftp://a:1"])
def test_a_url_that_does_not_parse_is_named_with_what_is_expected(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CARABINER_SERVER_URL", url)
    with pytest.raises(ServerUnavailable, match=f"CARABINER_SERVER_URL is '{url}'; expected"):
        locate()


def test_the_singletons_helper_says_its_port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    helper(tmp_path, "echo 5000")
    monkeypatch.setenv("CARABINER_HOST_BIN", str(tmp_path))
    assert locate() == Server("127.0.0.1:5001", is_singleton=True)
    # The programs stand beside each other, so any of them names the folder.
    monkeypatch.setenv("CARABINER_HOST_BIN", str(tmp_path / "carabiner-host"))
    assert locate() == Server("127.0.0.1:5001", is_singleton=True)


def test_the_helper_is_found_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    helper(tmp_path, "echo 6000")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert locate() == Server("127.0.0.1:6001", is_singleton=True)


def test_the_helper_is_told_of_this_python_and_its_modules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    helper(tmp_path, f'printf "%s\\n" "$CARABINER_PYTHON" "$PYTHONPATH" "$CARABINER_POSTGRES_BIN" > {tmp_path}/told; echo 1')
    monkeypatch.setenv("CARABINER_HOST_BIN", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    locate()
    python, path, postgres = (tmp_path / "told").read_text().splitlines()
    assert python == sys.executable
    assert str(tmp_path) in path.split(os.pathsep)
    assert not any("site-packages" in each for each in path.split(os.pathsep))
    assert (Path(postgres) / "initdb").is_file()


@pytest.mark.parametrize(
    ("script", "said"),
    [("echo no room >&2; exit 1", "no room"), ("echo what", "what"), ("exit 3", "nothing was said")],
)
def test_a_helper_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, said: str) -> None:
    helper(tmp_path, script)
    monkeypatch.setenv("CARABINER_HOST_BIN", str(tmp_path))
    with pytest.raises(ServerUnavailable, match=said):
        locate()


def test_a_named_folder_without_the_helper_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CARABINER_HOST_BIN", str(tmp_path))
    with pytest.raises(ServerUnavailable, match="CARABINER_HOST_BIN"):
        locate()


async def test_a_server_that_cannot_be_reached_is_an_error_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    # Port 1 of this machine: nothing listens there.
    monkeypatch.setenv("CARABINER_GRPC_ADDR", "127.0.0.1:1")
    monkeypatch.setattr(_client, "PATIENCE_SECONDS", 0.1)
    try:
        with pytest.raises(ServerUnavailable, match="refused"):
            await flows.Echo(1).run()
    finally:
        _client.disconnect()


def test_ids_are_in_the_order_of_time_and_unique() -> None:
    ids = [_client.new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    stamps = [each[:13] for each in ids]
    assert stamps == sorted(stamps)
    assert all(each[14] == "7" and each[19] in "89ab" for each in ids)
