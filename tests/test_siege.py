"""A minute under siege; `python -m tests.siege --minutes 60` is the long one. A seed repeats what is started and goes wrong."""

import os
import random
from pathlib import Path

from tests.siege.siege import Siege

SECONDS = 60


def test_nothing_is_lost_or_done_twice_in_a_short_siege(tmp_path: Path) -> None:
    seed = int(os.environ.get("SIEGE_SEED") or random.randrange(1 << 32))
    print(f"SIEGE_SEED={seed}")
    siege = Siege(tmp_path, seed, outstanding=20)
    wrong = siege.run(SECONDS)
    print("\n".join(siege.summary()))
    assert not wrong, "\n".join(wrong[:20])
    assert len(siege.fired) >= 8, "hardly anything went wrong"
