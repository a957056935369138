"""Runs CPython's suite by the machine and writes how it went: `python table.py [--write] [FILE...]`."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cpython
from machine import Ended, Runner, runner_path
from suite import cut, doctests, files, written

#: What CI runs: seconds, and most of the language.
QUICK = """
test_list test_tuple test_dict test_set test_int test_bool test_complex test_range test_slice test_grammar test_generators test_raise
test_patma test_scope test_super test_class test_decorators test_exception_variations test_exception_group test_except_star
test_named_expressions test_fstring test_yield_from test_unpack test_dictcomps test_dictviews test_augassign test_format
""".split()

MODULE = re.compile(r"`([\w.]+)` is not available in a workflow|the module `([\w.]+)` cannot be a value")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="those of the test package; all that concern workflows if there are none")
    parser.add_argument("--show", action="store_true", help="what failed and was refused")
    parser.add_argument("--outside", action="store_true", help="also what does not count")
    parser.add_argument("--program", help="print the program of this method instead")
    parser.add_argument("--write", action="store_true", help="write the table and the counts")
    parser.add_argument("--check", action="store_true", help="fail where fewer methods pass than the table says")
    arguments = parser.parse_args()
    names = arguments.files or (QUICK if arguments.check else files.METHODS)
    results: dict[str, dict[str, str]] = {}
    with Runner(seconds=20) as run:
        for name in names:
            begun = time.monotonic()
            programs = [*cut.cuts(f"test.{name}"), *doctests.cuts(f"test.{name}")]
            if arguments.program:
                print(*(each.text for each in programs if each.name == arguments.program))
                continue
            results[name] = {each.name: outcome(each, run) for each in programs}
            _say(name, results[name], time.monotonic() - begun)
            if arguments.show:
                _show(results[name], arguments.outside)
    if arguments.write:
        written.write(results)
    if arguments.check and (fallen := written.fallen(results)):
        print("\n".join(["fewer methods pass than before:", *fallen]))
        sys.exit(1)


def _say(name: str, results: dict[str, str], seconds: float) -> None:
    counts = written.count(results)
    print(f"{name}: {counts['passed']} of {written.inside(counts)} {dict(counts)} {seconds:.1f} s", flush=True)


def _show(results: dict[str, str], outside: bool) -> None:
    kinds = ("failed", "refused", "uncut", *(["outside"] if outside else []))
    for method, result in results.items():
        if result.startswith(kinds):
            print(f"    {method}: {result}")


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
