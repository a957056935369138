"""What goes wrong. Each fault does its harm, waits until that is seen, mends what nobody else would, and returns what it saw.

One that cannot be seen to have happened raises `NotSeen`: a siege in which nothing went wrong proves nothing.
"""

import contextlib
import os
import random
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.cluster import until
from tests.siege.world import FAKETIME, Host, World

#: How long a host's claims are its own without a sign of life from it.
LEASE_SECONDS = 10
THROW_OUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
Fault = Callable[[World, random.Random], str]


class NotSeen(Exception):
    """a fault had no effect that could be seen"""


def seen(condition: Callable[[], bool], what: str, timeout: float = 30) -> None:
    try:
        until(condition, what, timeout)
    except TimeoutError as error:
        raise NotSeen(str(error)) from None


@contextlib.contextmanager
def held(host: Host) -> Iterator[None]:
    """A host to oneself, with its program running."""
    with host.held:
        seen(lambda: bool(host.program), f"{host.name} was started")
        if not host.running.alive():
            host.start()
        yield


def a_worker(world: World, rng: random.Random) -> int:
    """The process of one Python worker."""
    found: list[int] = []

    def look() -> bool:
        found[:] = [pid for host in world.workers if host.running.alive() for pid in host.running.children()]
        return bool(found)

    seen(look, "some worker runs")
    return rng.choice(found)


def state(pid: int) -> str:
    """One letter, as `ps` shows it; none for a process that is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return ""


def worker_killed(world: World, rng: random.Random) -> str:
    pid = a_worker(world, rng)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    seen(lambda: state(pid) in ("", "Z"), "the worker is gone")
    return f"worker {pid}"


def worker_stopped(world: World, rng: random.Random) -> str:
    pid, seconds = a_worker(world, rng), rng.uniform(1, 8)
    _stand_still(pid, seconds)
    return f"worker {pid} for {seconds:.1f} s"


def workers_killed(world: World, rng: random.Random) -> str:
    return _killed(rng.choice(world.workers))


def server_killed(world: World, rng: random.Random) -> str:
    return _killed(rng.choice(world.servers))


def workers_left(world: World, rng: random.Random) -> str:
    return _left(rng.choice(world.workers))


def server_left(world: World, rng: random.Random) -> str:
    return _left(rng.choice(world.servers))


def workers_paused_past_lease(world: World, rng: random.Random) -> str:
    return _paused_past_lease(rng.choice(world.workers), rng)


def server_paused_past_lease(world: World, rng: random.Random) -> str:
    return _paused_past_lease(rng.choice(world.servers), rng)


def client_killed(world: World, rng: random.Random) -> str:
    client = rng.choice(world.clients)
    process = client.process
    process.kill()
    process.wait()
    return f"{client.name} with {len(client.orders)} orders"


def backends_terminated(world: World, rng: random.Random) -> str:
    del rng
    with world.postgres_held:
        count = int(world.query(THROW_OUT))
    if not count:
        raise NotSeen("nobody was connected")
    return f"{count} connections"


def postgres_killed(world: World, rng: random.Random) -> str:
    with world.postgres_held:
        world.postgres.kill()
        time.sleep(rng.uniform(0, 3))
        world.start_postgres()
    return "kill -9 of all of it"


def postgres_restarted(world: World, rng: random.Random) -> str:
    with world.postgres_held:
        world.postgres.stop_server()
        time.sleep(rng.uniform(0, 8))
        world.start_postgres()
    return "in good order"


def connections_exhausted(world: World, rng: random.Random) -> str:
    """Every place is taken by somebody else."""
    with world.postgres_held, contextlib.ExitStack() as taken:
        world.query(THROW_OUT)
        count = 0
        while _connects(world, taken):
            count += 1
        time.sleep(rng.uniform(1, 5))
    return f"{count} places taken, then refused"


def _connects(world: World, taken: contextlib.ExitStack) -> bool:
    """A connection, kept open in `taken`; whether it was not refused for want of a place."""
    link = taken.enter_context(socket.create_connection(("127.0.0.1", world.postgres.port)))
    parameters = b"user\0carabiner\0database\0postgres\0\0"
    link.sendall(struct.pack("!II", len(parameters) + 8, 196_608) + parameters)
    return link.recv(1) != b"E"


def answer_lost(world: World, rng: random.Random) -> str:
    host = rng.choice(world.hosts)
    before = host.proxy.lost
    host.proxy.lose_an_answer()
    seen(lambda: host.proxy.lost > before, f"{host.name} commits", timeout=60)
    return f"{host.name} committed and was not told"


def commits_slow(world: World, rng: random.Random) -> str:
    return _late(world, rng, delay=rng.uniform(0.05, 0.5), seconds=rng.uniform(2, 6))


def answers_later_than_lease(world: World, rng: random.Random) -> str:
    return _late(world, rng, delay=LEASE_SECONDS * rng.uniform(1.1, 1.5), seconds=3)


def host_cut_off(world: World, rng: random.Random) -> str:
    """No answer and no refusal."""
    host, seconds = rng.choice(world.hosts), rng.uniform(2, 1.8 * LEASE_SECONDS)
    before = host.proxy.withheld
    host.proxy.withhold(True)
    try:
        time.sleep(seconds)
    finally:
        host.proxy.withhold(False)
    if host.proxy.withheld == before:
        raise NotSeen(f"{host.name} had nothing to say")
    return f"{host.name} for {seconds:.1f} s"


def disk_full(world: World, rng: random.Random) -> str:
    assert world.disk
    complaint = "No space left on device"
    before = _count(world.postgres.log, complaint)
    filler = world.disk / "filler"
    try:
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 20))
        # What it has reserved is used up by a write-ahead log that must grow.
        with contextlib.suppress(Exception):
            world.query("SELECT pg_switch_wal() FROM generate_series(1, 3)")
        seen(lambda: _count(world.postgres.log, complaint) > before, "Postgres runs out of space", timeout=40)
        time.sleep(rng.uniform(0, 2))
    finally:
        filler.unlink(missing_ok=True)
    return f"{_count(world.postgres.log, complaint) - before} complaints"


def clock_jumps(world: World, rng: random.Random) -> str:
    host = rng.choice(world.hosts)
    offset = rng.choice(["+3600", "-3600", "+86400", "-7", "+7"])
    host.set_clock(offset)
    time.sleep(rng.uniform(2, 15))
    host.set_clock("+0")
    maps = Path(f"/proc/{host.running.process.pid}/maps")
    with contextlib.suppress(OSError):
        if FAKETIME and str(FAKETIME) not in maps.read_text():
            raise NotSeen("the clock of the host is its own")
    return f"{host.name} by {offset} s"


def every(world: World) -> list[Fault]:
    """Those that this machine can do."""
    faults: list[Fault] = [
        worker_killed,
        worker_stopped,
        workers_killed,
        server_killed,
        workers_left,
        server_left,
        workers_paused_past_lease,
        server_paused_past_lease,
        client_killed,
        backends_terminated,
        postgres_killed,
        postgres_restarted,
        connections_exhausted,
        answer_lost,
        commits_slow,
        answers_later_than_lease,
        host_cut_off,
    ]
    if world.disk:
        faults.append(disk_full)
    if FAKETIME:
        faults.append(clock_jumps)
    return faults


def _killed(host: Host) -> str:
    with held(host):
        host.running.kill()
    return host.name


def _left(host: Host) -> str:
    with held(host):
        code = host.running.stop()
        if code != 0:
            raise NotSeen(f"{host.name} left with {code}")
    return f"{host.name} in good order"


def _paused_past_lease(host: Host, rng: random.Random) -> str:
    seconds = LEASE_SECONDS * rng.uniform(1.2, 2)
    with held(host):
        _stand_still(host.running.process.pid, seconds)
    return f"{host.name} for {seconds:.1f} s"


def _stand_still(pid: int, seconds: float) -> None:
    try:
        os.kill(pid, signal.SIGSTOP)
        seen(lambda: state(pid) in ("T", "", "Z"), "it stands still")
        if state(pid) != "T":
            raise NotSeen(f"process {pid} ended")
        time.sleep(seconds)
        os.kill(pid, signal.SIGCONT)
    except ProcessLookupError:
        raise NotSeen(f"process {pid} ended") from None


def _late(world: World, rng: random.Random, *, delay: float, seconds: float) -> str:
    host = rng.choice(world.hosts)
    before = host.proxy.delayed
    host.proxy.delay(delay)
    try:
        time.sleep(seconds)
        seen(lambda: host.proxy.delayed > before, f"{host.name} commits", timeout=60)
    finally:
        host.proxy.delay(0)
    return f"{host.name}: {host.proxy.delayed - before} answers by {delay:.2f} s"


def _count(log: Path, text: str) -> int:
    return log.read_text(errors="replace").count(text)
