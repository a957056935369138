"""The siege: workflows are started without end, faults overlap, then all is well and everything must end."""

import random
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

from tests.siege import faults, plan, verdict
from tests.siege.world import World

#: How long after the last fault's cause is gone everything must have ended.
RECOVERY_SECONDS = 90
AT_ONCE = 2


class Siege:
    """One siege. `run` gives what is wrong at its end, `summary` what happened."""

    def __init__(self, folder: Path, seed: int, outstanding: int) -> None:
        self._rng = random.Random(seed)
        self._outstanding = outstanding
        self._world = World(folder, self._rng.randrange(1 << 32))
        self._over = threading.Event()
        self._bag: list[faults.Fault] = []
        self._lock = threading.Lock()
        self.fired: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self._last = 0.0
        self._recovery = 0.0
        self._wrong: list[str] = []

    def run(self, seconds: float) -> list[str]:
        world = self._world
        nemeses = [threading.Thread(target=self._harm, args=[self._rng.randrange(1 << 32)]) for _ in range(AT_ONCE)]
        for nemesis in nemeses:
            nemesis.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._begin_more()
            world.wait(lambda: len(world.outstanding()) < self._outstanding, 1)
        self._over.set()
        for nemesis in nemeses:
            nemesis.join()
        all_is_well = time.monotonic()
        world.wait(lambda: not world.outstanding(), RECOVERY_SECONDS)
        self._recovery = time.monotonic() - all_is_well
        try:
            return [*self._wrong, *verdict.faults_of(world)]
        finally:
            self._repeated = verdict.repeated(world)
            world.stop()

    def summary(self) -> list[str]:
        world = self._world
        never = sorted(fault.__name__ for fault in faults.every(world) if not self.fired[fault.__name__])
        return [
            f"{len(world.started)} workflows, {sum(plan.effects(each.tree) for each in world.started.values())} actions",
            f"{sum(self.fired.values())} faults: {dict(sorted(self.fired.items()))}",
            f"never seen: {', '.join(never) or 'none'}; without effect: {dict(self.missed)}",
            f"{world.restarts} programs started again, {world.retries} requests made again, {self._repeated} effects repeated",
            f"all ended {self._recovery:.1f} s after the last fault's cause was gone",
        ]

    def _begin_more(self) -> None:
        while len(self._world.outstanding()) < self._outstanding:
            number = len(self._world.started)
            self._world.begin(plan.order(self._rng, f"siege-{number:06}"))

    def _harm(self, seed: int) -> None:
        """One fault after another, each kind before any comes again."""
        rng = random.Random(seed)
        while not self._over.wait(rng.uniform(0.2, 3)):
            fault = self._next(rng)
            try:
                evidence = fault(self._world, rng)
            # What another fault has taken away meanwhile cannot be harmed either.
            except (faults.NotSeen, OSError, subprocess.CalledProcessError) as missed:
                self._record(self.missed, fault, f"not seen: {missed}")
            except Exception as error:
                self._wrong.append(f"{fault.__name__}: {error!r}")
                raise
            else:
                self._record(self.fired, fault, evidence)

    def _next(self, rng: random.Random) -> faults.Fault:
        with self._lock:
            if not self._bag:
                self._bag = faults.every(self._world)
                rng.shuffle(self._bag)
            return self._bag.pop()

    def _record(self, counter: Counter[str], fault: faults.Fault, what: str) -> None:
        with self._lock:
            counter[fault.__name__] += 1
        done = len(self._world.endings)
        print(f"{time.strftime('%H:%M:%S')} {done:6} ended; {fault.__name__}: {what}", flush=True)
