"""The table of CPython's suite: `tests/cpython.md` for people, `counts.json` for the check that it only rises."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

COUNTS = Path(__file__).parent / "counts.json"
TABLE = Path(__file__).resolve().parents[3] / "tests" / "cpython.md"

HEAD = """# CPython's own tests

What the machine makes of the test package of CPython {version}, written by `make suite-table` (`interpreter/oracle/suite/`): each test method is cut out as
a program of its own, with what it reaches and a small `unittest`, and run. The sources are read from the installed Python; nothing of them is kept here.

*Methods* are those that concern what a workflow can use: they pass, they fail, or the machine refuses the program when it is lowered. *Outside* are those
that need what no workflow has (`sys`, `pickle`, `weakref`, `gc`, `eval`, files, threads, warnings, bytecode), that CPython marks as its own affair, that
skip themselves, or that cannot be cut out.

| file | methods | passed | refused | failed | outside |
|---|---:|---:|---:|---:|---:|
"""


def count(results: dict[str, str]) -> Counter[str]:
    return Counter(result.partition(":")[0] for result in results.values())


def inside(counts: Counter[str]) -> int:
    return counts["passed"] + counts["failed"] + counts["refused"]


def write(results: dict[str, dict[str, str]]) -> None:
    """Of files that were not run now, the counts stay as they are; so the whole table wants a whole run."""
    counts = json.loads(COUNTS.read_text()) if COUNTS.exists() else {}
    counts.update({name: dict(sorted(count(own).items())) for name, own in results.items()})
    COUNTS.write_text(json.dumps(dict(sorted(counts.items())), indent=1) + "\n")
    version = ".".join(map(str, sys.version_info[:2]))
    lines = [HEAD.format(version=version)]
    total: Counter[str] = Counter()
    for name, own in sorted(results.items()):
        if counted := count(own):
            total += counted
            lines.append(row(f"`{name}`", counted))
    lines += [row("**all**", total), "\n## What does not pass\n"]
    for name, own in sorted(results.items()):
        missed = {method: result for method, result in own.items() if result.startswith(("failed", "refused"))}
        if missed:
            lines.append(f"\n### `{name}`\n\n")
            lines += [f"- {method}: {plain(result)}\n" for method, result in missed.items()]
    TABLE.write_text("".join(lines))


def row(name: str, counts: Counter[str]) -> str:
    here = inside(counts)
    outside = counts.total() - here
    return f"| {name} | {here} | {counts['passed']} | {counts['refused']} | {counts['failed']} | {outside} |\n"


def plain(result: str) -> str:
    """A line for people: no addresses, not endless."""
    text = re.sub(r"0x[0-9a-f]{6,}", "0x..", result).replace("failed: raised: ", "failed: ")
    return (text[:160] + " ..." if len(text) > 160 else text).replace("|", "\\|").replace("<", "\\<").replace("\n", " ")


def fallen(results: dict[str, dict[str, str]]) -> list[str]:
    """Files of which fewer methods pass than is written."""
    before = json.loads(COUNTS.read_text()) if COUNTS.exists() else {}
    found = []
    for name, own in results.items():
        was, now = before.get(name, {}).get("passed", 0), count(own)["passed"]
        if now < was:
            found.append(f"{name}: {now} instead of {was}")
    return found
