"""Besieges, judges, and prints what happened: `python -m tests.siege --minutes 60 --seed 7`."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.siege.siege import Siege


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.siege", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--outstanding", type=int, default=40, help="workflows at any time")
    chosen = parser.parse_args()
    print(f"SIEGE_SEED={chosen.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="carabiner-siege-"))
    siege = Siege(folder, chosen.seed, chosen.outstanding)
    wrong = siege.run(chosen.minutes * 60)
    print("\n".join(siege.summary()))
    print("\n".join(wrong[:50]))
    if wrong:
        print(f"{len(wrong)} things are wrong; logs in {folder}")
    return 1 if wrong else 0


sys.exit(main())
