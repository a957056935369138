"""What `make demo` runs: the greeting from an empty store to its result, with a worker killed on the way, step by step."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BINARIES = Path(os.environ.get("CARABINER_BIN_DIR") or Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release")


def say(step: str) -> None:
    print(f"\033[1m{step}\033[0m" if sys.stdout.isatty() else step, flush=True)


def get(port: str, path: str) -> Any:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return json.load(answer)


def kill_workers(host: int) -> None:
    """kill -9 of every worker process of a host; it spawns new ones."""
    subprocess.run(["pkill", "-9", "--parent", str(host)], check=False)


async def greet(port: str, workers: int) -> None:
    # Imported late: the SDK reads its settings from the environment on first use.
    from examples.fan_out.workflows import WeatherWorkflow
    from examples.greeting.workflows import GreetingWorkflow

    say("3. await GreetingWorkflow('ada').run()")
    began = time.perf_counter()
    summary = await GreetingWorkflow("ada").run()
    print(f"   {summary!r}")
    print(f"   first result after {(time.perf_counter() - began) * 1000:.0f} ms (registration included)")
    began = time.perf_counter()
    await GreetingWorkflow("alan").run()
    print(f"   the next one takes {(time.perf_counter() - began) * 1000:.1f} ms")

    say("4. WeatherWorkflow: three actions gathered, then a durable sleep; every worker process is killed -9 meanwhile")
    handle = await WeatherWorkflow(pause=1.5).start()
    await asyncio.sleep(0.5)
    await asyncio.to_thread(kill_workers, workers)
    print(f"   {await handle.result()!r}")

    say(f"5. What the server saw: http://127.0.0.1:{port}/api/v1/instances")
    for instance in reversed(get(port, "/api/v1/instances")["instances"]):
        print(f"   {instance['workflow']:55} {instance['status']:10} after {instance['turn']} turns")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="carabiner-demo-"))
    # A Postgres started by root runs as an unprivileged user, who must be able to pass through.
    folder.chmod(0o755)
    from tests.cluster import free_port

    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "CARABINER_DATA_DIR": str(folder / "data"),
        "CARABINER_HTTP_ADDR": f"127.0.0.1:{free_port()}",
        "CARABINER_HOST_BIN": str(BINARIES),
        "CARABINER_USER_MODULE": "examples.greeting.workflows,examples.fan_out.workflows",
        "PYTHONPATH": str(ROOT),
        "PATH": f"{BINARIES}:{os.environ['PATH']}",
    }
    workers = None
    try:
        say("1. boot-carabiner-singleton: an embedded Postgres and a server of our own")
        port = subprocess.run(["boot-carabiner-singleton"], check=True, capture_output=True, text=True).stdout.strip()
        os.environ["CARABINER_SERVER_URL"] = f"http://127.0.0.1:{port}"
        print(f"   it answers at http://127.0.0.1:{port}/healthz")
        say("2. start_workers: Python processes that run the actions")
        with (folder / "workers.log").open("wb") as log:
            workers = subprocess.Popen(["start_workers"], stdout=log, stderr=log)
        asyncio.run(greet(port, workers.pid))
    finally:
        if workers:
            workers.send_signal(signal.SIGTERM)
            workers.wait(30)
        subprocess.run(["carabiner-host", "singleton", "--stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
