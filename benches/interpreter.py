"""The interpreter against CPython: each program of `benches/interpreter/` under both, in turn, by its processor time.

    python benches/interpreter.py [--rounds 3] [--python python3.11] [--host carabiner-host] [--only fib,sieve]

What an empty program takes is subtracted from each side, so that starting a process and compiling the guest do not count.
The best of the rounds counts: on a shared machine everything above it is other people's work.
"""

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
PROGRAMS = sorted((ROOT / "benches" / "interpreter").glob("*.py"))


def processor_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def best_of(rounds: int, sides: dict[str, list[str]], program: Path) -> dict[str, float]:
    """The sides in turn, so that a slow minute of the machine slows all of them."""
    best = dict.fromkeys(sides, math.inf)
    for _ in range(rounds):
        for side, command in sides.items():
            best[side] = min(best[side], processor_seconds([*command, str(program)]))
    return best


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--python", default=sys.executable, help="the CPython to compare with")
    parser.add_argument("--host", default=str(RELEASE / "carabiner-host"))
    parser.add_argument("--only", default="", help="names of programs, with commas between")
    parser.add_argument("--sides", default="wasm,native", help="which of wasm and native to run")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    sides = {"cpython": [chosen.python]}
    flags = {"wasm": [], "native": ["--native"]}
    sides |= {side: [chosen.host, "exec", *flags[side]] for side in chosen.sides.split(",")}
    wanted = set(filter(None, chosen.only.split(",")))
    programs = [program for program in PROGRAMS if not wanted or program.stem in wanted]
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.py")
        empty.write_text("pass\n")
        idle = best_of(chosen.rounds + 2, sides, empty)
    others = [side for side in sides if side != "cpython"]
    version = subprocess.run([chosen.python, "-V"], capture_output=True, text=True).stdout.strip()
    print(f"{version}, best of {chosen.rounds}; an empty program: " + ", ".join(f"{s} {t:.3f} s" for s, t in idle.items()))
    print(f"| {'program':16} | {'CPython':>9} |" + "".join(f" {side:>9} | {'ratio':>6} |" for side in others))
    print(f"|{'-' * 18}|{'-' * 10}:|" + f"{'-' * 10}:|{'-' * 7}:|" * len(others))
    ratios: dict[str, list[float]] = {side: [] for side in others}
    for program in programs:
        took = {side: max(taken - idle[side], 0.001) for side, taken in best_of(chosen.rounds, sides, program).items()}
        row = f"| {program.stem:16} | {took['cpython']:7.3f} s |"
        for side in others:
            ratios[side].append(took[side] / took["cpython"])
            row += f" {took[side]:7.3f} s | {ratios[side][-1]:6.2f} |"
        print(row, flush=True)
    means = [math.exp(sum(map(math.log, ratios[side])) / len(programs)) for side in others]
    print(f"| {'geometric mean':16} | {'':9} |" + "".join(f" {'':9} | {mean:6.2f} |" for mean in means))


if __name__ == "__main__":
    main()
