"""Runs random programs by CPython and by the machine, and shrinks what differs: `python compare.py [--count N] [--seed TEXT]`."""

from __future__ import annotations

import argparse
import ast
import re
import secrets
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cpython
from machine import Ended, Runner
from programs import generate

#: Where objects are is their own affair.
ADDRESS = re.compile("0x[0-9a-f]{9,}")
#: What one side says of its limits is no difference.
BOUNDED = ("limit", "hangs", "died")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--first", type=int, default=0, help="the number of the first program of the seed")
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--cold", action="store_true", help="with a new machine after each pause")
    parser.add_argument("--tries", type=int, default=150, help="so many smaller programs for each difference")
    parser.add_argument("--most", type=int, default=20, help="stop after as many differences")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.count} programs", flush=True)
    found = 0
    with Runner(cold=arguments.cold, seconds=30) as run:
        for number in range(arguments.first, arguments.first + arguments.count):
            seed = f"{arguments.seed}-{number}"
            chunks = generate.program(seed)
            said = difference(generate.source(chunks), run)
            if said is None:
                continue
            found += 1
            small = shrunk(chunks, said, run, arguments.tries)
            print(f"--- {seed}\n{small}\n=== {difference(generate.HEAD + small, run) or said}", flush=True)
            if found >= arguments.most:
                break
    print(f"{found} differences")
    sys.exit(1 if found else 0)


def difference(text: str, run: Runner) -> str | None:
    """The first difference, in words."""
    expected = cpython.run(text)
    if expected.how in ("refused", *BOUNDED):
        return None
    found = run(text)
    if found.how in ("panicked", "died", "hangs", "corrupt"):
        return f"the machine {found.how}: {found.end[:200]}"
    if found.how == "limit":
        return None
    sides = ([*ADDRESS.sub("0x", side.printed).splitlines(), ending(side)] for side in (expected, found))
    lines = zip(*sides, strict=False)
    return next((f"expected {a}\n       found {b}" for a, b in lines if a != b), None)


def ending(ended: Ended) -> str:
    return f"({ended.how}) {ended.last_line if ended.how != 'refused' else ended.end}"


def shrunk(chunks: list[str], said: str, run: Runner, tries: int) -> str:
    """The least program that still differs in the same way, chunks first, then statements, then expressions."""

    def differs(text: str) -> bool:
        return kind(difference(generate.HEAD + text, run)) == kind(said)

    at = 0
    while at < len(chunks):
        fewer = chunks[:at] + chunks[at + 1 :]
        if differs("".join(fewer)):
            chunks = fewer
        else:
            at += 1
    text = "".join(chunks)
    progress = True
    while progress and tries > 0:
        progress = False
        for smaller in reductions(text):
            tries -= 1
            if tries <= 0:
                break
            if differs(smaller):
                text, progress = smaller, True
                break
    return text


def kind(said: str | None) -> str | None:
    """What two differences have in common although names and numbers are others."""
    return said and " ".join(re.findall(r"\b[a-zA-Z]{3,}\b", said))


def reductions(text: str) -> Iterator[str]:
    """Programs a step smaller."""
    count = sum(1 for _ in ast.walk(ast.parse(text)))
    for number in range(count):
        tree = ast.parse(text)
        node = list(ast.walk(tree))[number]
        for field, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                for place in range(len(value)):
                    rest = value[:place] + value[place + 1 :]
                    setattr(node, field, rest or ([ast.Pass()] if field == "body" else []))
                    yield from _unparsed(tree, text)
                setattr(node, field, value)
            elif isinstance(value, ast.expr):
                for inner in [each for each in ast.walk(value) if isinstance(each, ast.expr) and each is not value][:12]:
                    setattr(node, field, inner)
                    yield from _unparsed(tree, text)
                setattr(node, field, value)
            elif isinstance(value, list) and value and isinstance(value[0], ast.expr) and not isinstance(node, ast.Dict):
                for place in range(len(value)):
                    setattr(node, field, value[:place] + value[place + 1 :])
                    yield from _unparsed(tree, text)
                setattr(node, field, value)


def _unparsed(tree: ast.AST, old: str) -> Iterator[str]:
    try:
        text = ast.unparse(tree) + "\n"
        warnings.simplefilter("ignore")
        compile(text, "smaller", "exec")
    except Exception:
        return
    if len(text) < len(ast.unparse(ast.parse(old))) + 1:
        yield text


if __name__ == "__main__":
    main()
