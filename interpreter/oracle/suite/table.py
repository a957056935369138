"""Runs CPython's suite by the machine and writes how it went: `python table.py [--write] [FILE...]`."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cpython
from machine import Ended, Runner, runner_path
from suite import cut, doctests, files

MODULE = re.compile(r"`([\w.]+)` is not available in a workflow|the module `([\w.]+)` cannot be a value")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--all", action="store_true", help="every file")
    parser.add_argument("--show", action="store_true", help="what failed and was refused")
    parser.add_argument("--outside", action="store_true", help="also what does not count")
    parser.add_argument("--program", help="print the program of this method instead")
    parser.add_argument("--results", type=Path, help="write every method's result here, as JSON")
    arguments = parser.parse_args()
    results: dict[str, dict[str, str]] = {}
    with Runner() as run:
        for name in files.METHODS if arguments.all else arguments.files:
            begun = time.monotonic()
            programs = [*cut.cuts(f"test.{name}"), *doctests.cuts(f"test.{name}")]
            if arguments.program:
                print(*(each.text for each in programs if each.name == arguments.program))
                continue
            results[name] = {each.name: outcome(each, run) for each in programs}
            _say(name, results[name], time.monotonic() - begun)
            if arguments.show:
                for method, result in results[name].items():
                    kinds = ("failed", "refused", "uncut", *(["outside"] if arguments.outside else []))
                    if result.startswith(kinds):
                        print(f"    {method}: {result}")
    if arguments.results:
        arguments.results.write_text(json.dumps(results, indent=1))


def _say(name: str, results: dict[str, str], seconds: float) -> None:
    counts = Counter(result.partition(":")[0] for result in results.values())
    inside = counts["passed"] + counts["failed"] + counts["refused"]
    print(f"{name}: {counts['passed']}/{inside} {dict(counts)} {seconds:.1f} s", flush=True)


def outcome(each: cut.Cut, run: Runner) -> str:
    """`passed`, `failed: why`, `refused: why`; or `outside: why`, `skipped`, `cpython`, `uncut: why`, which do not count."""
    if each.text is None:
        return "cpython"
    expected = expect(each.text)
    is_doctest = each.name.startswith("doctest ")
    if expected.how != "finished":
        return f"uncut: {expected.last_line}"
    if expected.printed.startswith("@skip"):
        return "skipped"
    found = run(each.text)
    if found.how == "refused":
        return refused(found.end)
    if found.how == "finished" and (found.printed == expected.printed if is_doctest else found.printed.endswith("@ok\n")):
        return "passed"
    if found.how == "finished":
        return f"failed: {_first_difference(expected.printed, found.printed)}"
    return f"failed: {found.how}: {_where(found)}{found.last_line}"


def refused(text: str) -> str:
    """Outside, if all that is refused needs what no workflow has."""
    heads = [line for line in text.splitlines() if re.match(r"\S+:\d+:\d+: ", line)]
    said = [head.split(": ", 1)[1] for head in heads]
    for message in said:
        match = MODULE.search(message)
        path = (match[1] or match[2]) if match else ""
        if path in files.OUTSIDE_BUILTINS or path.split(".")[0] in files.OUTSIDE or path in files.OUTSIDE:
            return f"outside: {message}"
    return f"refused: {said[0] if said else text[:200]}"


def _where(found: Ended) -> str:
    """The innermost line that is not of our `unittest`."""
    frames = re.findall(r'File "main.py", line \d+, in (\S+)\n    (.+)', found.end)
    own = [line for name, line in frames if not name.startswith(("assert", "_fail", "fail", "__exit__", "run_method", "check"))]
    return f"[{own[-1].strip()[:120]}] " if own else ""


def _first_difference(expected: str, found: str) -> str:
    pairs = zip([*expected.splitlines(), "(end)"], [*found.splitlines(), "(end)"], strict=False)
    return next((f"expected {a!r}, found {b!r}" for a, b in pairs if a != b), "")[:300]


def expect(text: str) -> Ended:
    """What CPython makes of it, remembered beside the machine's runner."""
    folder = runner_path().parent.parent / "cpython-suite"
    key = hashlib.sha256(f"{sys.version}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    path = folder / key[:2] / key
    if path.exists():
        return Ended(*json.loads(path.read_text()))
    ended = cpython.run(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_suffix(f".{os.getpid()}")
    own.write_text(json.dumps([ended.how, ended.printed, ended.end]))
    own.rename(path)
    return ended


if __name__ == "__main__":
    main()
