"""Reads what `carabiner-host bench` prints and shows it as a table, as JSON or as a plot.

carabiner-host bench | python python/tools/parse_bench_logs.py
carabiner-host bench -- uv run python/tools/parse_bench_logs.py --json
carabiner-host bench | uv run --with matplotlib python/tools/parse_bench_logs.py --plot bench.png
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

Value = str | float | None

COLUMNS = {
    "t": "seconds",
    "done": "done",
    "in_flight": "in flight",
    "rate": "workflows/s",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "p99_ms": "p99 ms",
    "errors": "errors",
}


class BenchLogError(ValueError):
    """The input is not what bench prints."""


@dataclass
class Run:
    """One run: a record an interval, and the summary once it has ended."""

    intervals: list[dict[str, Value]] = field(default_factory=list)
    summary: dict[str, Value] | None = None


def parse(lines: Iterable[str]) -> Run:
    """The run that the lines tell of; lines that are not bench's are passed over.

    Raises:
        BenchLogError: none of them was bench's.
    """
    run = Run()
    for line in lines:
        words = line.split()
        if words[:1] == ["summary"]:
            run.summary = _pairs(words[1:])
        elif words and words[0].startswith("t="):
            run.intervals.append(_pairs(words))
    if not run.intervals and run.summary is None:
        raise BenchLogError("no line of the input is bench's; pipe the output of `carabiner-host bench` into this program")
    return run


def _pairs(words: list[str]) -> dict[str, Value]:
    return {key: _value(text) for key, _, text in (word.partition("=") for word in words)}


def _value(text: str) -> Value:
    if text == "-":
        return None
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() and "." not in text else number


def table(run: Run) -> str:
    """The intervals under headings, then the summary, a line each."""
    rows = [list(COLUMNS.values())]
    rows += [[_cell(record.get(column)) for column in COLUMNS] for record in run.intervals]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    if run.summary is not None:
        width = max(map(len, run.summary))
        lines += ["", *(f"{key.ljust(width)}  {_cell(value)}" for key, value in run.summary.items())]
    return "\n".join(lines)


def _cell(value: Value) -> str:
    return "-" if value is None else str(value)


def plot(run: Run, path: Path) -> None:
    """Throughput and latency over time, as an image."""
    try:
        import matplotlib
    except ModuleNotFoundError:
        raise SystemExit("--plot needs matplotlib: run this with `uv run --with matplotlib`") from None
    matplotlib.use("agg")
    from matplotlib import pyplot

    seconds = [record["t"] for record in run.intervals]
    figure, (rates, latencies) = pyplot.subplots(2, sharex=True, figsize=(9, 6), layout="constrained")
    rates.plot(seconds, [record["rate"] for record in run.intervals])
    rates.set_ylabel("workflows/s")
    rates.set_ylim(bottom=0)
    for name in ("p50_ms", "p95_ms", "p99_ms"):
        latencies.plot(seconds, [record[name] for record in run.intervals], label=name.removesuffix("_ms"))
    latencies.set_ylabel("ms")
    latencies.set_xlabel("seconds")
    latencies.set_ylim(bottom=0)
    latencies.legend()
    figure.savefig(path)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments.add_argument("--plot", type=Path, metavar="FILE.png", help="draw throughput and latency into this file")
    asked = arguments.parse_args()
    try:
        run = parse(sys.stdin)
    except BenchLogError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(run), indent=2) if asked.json else table(run))
    if asked.plot:
        plot(run, asked.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
