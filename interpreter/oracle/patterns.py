"""Random patterns and texts, by CPython's `re` and by the machine: `python patterns.py [--seed N] [--programs N]`."""

from __future__ import annotations

import argparse
import random
import sys

import cpython
from machine import Runner

PER_PROGRAM = 150

PLACES = ["^", "$", r"\b", r"\B", r"\A", r"\Z"]

ASCII = "abcABC01 _-\n"
WIDE = ASCII + "éÉß\u017fsKk\u212a\u0661😀"

HEAD = """import re
def short(match):
    return None if match is None else (match.span(), match.groups(), match.lastindex, match.regs)
def show(pattern, text, flags, pos, endpos, template, count):
    try:
        p = re.compile(pattern, flags)
    except (re.error, OverflowError, ValueError) as error:
        print(ascii(pattern), flags, type(error).__name__, ascii(str(error)), getattr(error, "pos", None))
        return
    print(ascii(pattern), ascii(text), flags, p.flags, p.groups, dict(p.groupindex))
    print(" ", ascii(short(p.search(text))), ascii(short(p.match(text, pos, endpos))), ascii(short(p.fullmatch(text, pos))))
    print(" ", ascii(p.findall(text, pos)), ascii(p.split(text, count)), [m.span() for m in p.finditer(text)])
    try:
        print(" ", ascii(p.subn(template, text, count)), ascii(p.sub(lambda m: m.group().upper(), text)))
    except (re.error, IndexError) as error:
        print(" ", ascii(template), type(error).__name__, ascii(str(error)))
"""


class Writer:
    """Writes one random pattern."""

    def __init__(self, rng: random.Random, alphabet: str) -> None:
        self.rng = rng
        self.alphabet = alphabet
        self.groups = 0
        self.opened = 0
        self.names: list[str] = []

    def pattern(self) -> str:
        text = self.alternatives(self.rng.choice([1, 2, 2, 3]))
        if self.rng.random() < 0.1:
            text = f"(?{self.rng.choice(['i', 'm', 's', 'x', 'a', 'im', 'is'])})" + text
        if self.rng.random() < 0.06:
            at = self.rng.randrange(len(text) + 1)
            text = text[:at] + self.rng.choice("()[]{}*+?|^$\\-:=!<>P1,&#") + text[at + self.rng.randrange(2) :]
        return text

    def alternatives(self, depth: int) -> str:
        count = self.rng.choice([1, 1, 1, 2, 2, 3])
        return "|".join(self.sequence(depth) for _ in range(count))

    def sequence(self, depth: int) -> str:
        count = self.rng.choice([0, 1, 1, 2, 2, 3, 4])
        return "".join(self.quantified(depth) for _ in range(count))

    def quantified(self, depth: int) -> str:
        atom = self.atom(depth)
        is_place = atom in PLACES or atom.startswith(("(?=", "(?!", "(?<="))
        if self.rng.random() < (0.02 if is_place else 0.45):
            low = self.rng.randrange(3)
            high = low + self.rng.randrange(3)
            counts = [f"{low}", f"{low},", f",{low + 1}", f"{low},{high}"]
            atom += self.rng.choice(["*", "+", "?", *(f"{{{count}}}" for count in counts)])
            atom += self.rng.choice(["", "", "", "?", "?", "+"])
        return atom

    def atom(self, depth: int) -> str:
        if depth and self.rng.random() < 0.45:
            return self.group(depth - 1)
        kind = self.rng.random()
        if kind < 0.5:
            char = self.rng.choice(self.alphabet)
            return "\\" + char if char in "-\n " and self.rng.random() < 0.5 else char
        if kind < 0.62:
            return self.rng.choice([".", r"\w", r"\W", r"\d", r"\D", r"\s", r"\S"])
        if kind < 0.75:
            return self.rng.choice(PLACES)
        if kind < 0.9:
            return self.bracket()
        if self.groups:
            number = self.rng.randint(1, self.groups)
            return self.rng.choice([f"\\{number}", f"(?P={self.rng.choice(self.names)})" if self.names else f"\\{number}"])
        return self.rng.choice([r"\x41", r"\n", r"\x00", r"\101"])

    def bracket(self) -> str:
        items = []
        for _ in range(self.rng.randint(1, 3)):
            if self.rng.random() < 0.25:
                items.append(self.rng.choice([r"\w", r"\d", r"\s", r"\W", r"\D", r"\S", r"\b", "]", "-", "^"]))
            elif self.rng.random() < 0.4:
                low, high = sorted(self.rng.choice(self.alphabet) for _ in range(2))
                items.append(f"{low}-{high}")
            else:
                items.append(self.rng.choice(self.alphabet))
        return "[" + self.rng.choice(["", "", "^"]) + "".join(items) + "]"

    def group(self, depth: int) -> str:
        kind = self.rng.random()
        if kind < 0.4:
            return self.capture(depth)
        if 0.75 <= kind < 0.86:
            return f"(?<{self.rng.choice('=!')}{self.fixed()})"
        inner = self.alternatives(depth)
        if kind < 0.6:
            return f"(?:{inner})"
        if kind < 0.68:
            return f"(?={inner})"
        if kind < 0.75:
            return f"(?!{inner})"
        if kind < 0.9:
            return f"(?>{inner})"
        if kind < 0.95 and self.groups:
            return f"(?({self.rng.randint(1, self.groups)}){self.sequence(depth)}|{self.sequence(depth)})"
        return f"(?{self.rng.choice(['i', 's', 'm', '-i', 'i-s', 'a', 'u', 'x'])}:{inner})"

    def capture(self, depth: int) -> str:
        self.opened += 1
        number = self.opened
        name = f"P<n{number}>" if self.rng.random() < 0.25 else ""
        inner = self.alternatives(depth)
        # Those opened inside are closed too, though perhaps not reached.
        self.groups = self.opened if self.rng.random() < 0.97 else self.opened + 1
        if name:
            self.names.append(name[2:-1])
        return f"(?{name}{inner})" if name else f"({inner})"

    def fixed(self) -> str:
        """For a lookbehind: of one width, mostly."""
        return "".join(self.atom(1 if self.rng.random() < 0.2 else 0) for _ in range(self.rng.randint(0, 2)))


def text(rng: random.Random, alphabet: str) -> str:
    few = [rng.choice(alphabet) for _ in range(rng.randint(1, 5))]
    return "".join(rng.choice(few) for _ in range(rng.randint(0, 14)))


def line(rng: random.Random) -> str:
    alphabet = rng.choice([ASCII, ASCII, WIDE])
    pattern = Writer(rng, alphabet).pattern()
    searched = text(rng, alphabet)
    flags = rng.choice([0, 0, 0, 2, 2, 8, 16, 64, 256, 258, 10, 24])
    template = rng.choice(["-", r"<\1>", r"\g<0>\n", r"[\2]", "", r"\\\060"])
    pos, endpos = rng.choice([(0, 99), (1, 99), (2, 5), (0, 4)])
    count = rng.choice([0, 0, 0, 1, 2])
    if alphabet is ASCII and rng.random() < 0.15:
        return f"show({pattern.encode()!r}, {searched.encode()!r}, {flags}, {pos}, {endpos}, {template.encode()!r}, {count})"
    return f"show({pattern!a}, {searched!a}, {flags}, {pos}, {endpos}, {template!r}, {count})"


def program(seed: int) -> str:
    rng = random.Random(seed)
    return HEAD + "\n".join(line(rng) for _ in range(PER_PROGRAM)) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--programs", type=int, default=20)
    arguments = parser.parse_args()
    differences = limited = 0
    with Runner() as run:
        for seed in range(arguments.seed, arguments.seed + arguments.programs):
            written = program(seed)
            expected, found = cpython.run(written), run(written)
            if expected.printed == found.printed and expected.how == found.how:
                continue
            if found.how == "limit":
                # Patterns that take exponential time; CPython has more patience.
                limited += 1
                continue
            differences += 1
            pairs = list(zip([*expected.printed.splitlines(), "(end)"], [*found.printed.splitlines(), "(end)"], strict=False))
            at = next((index for index, (a, b) in enumerate(pairs) if a != b), len(pairs) - 1)
            context = [a for a, _ in pairs[max(0, at - 3) : at]]
            print(
                f"seed {seed}: {found.how} {found.last_line}",
                *context,
                f"expected {pairs[at][0]}",
                f"   found {pairs[at][1]}",
                sep="\n    ",
            )
    print(f"{arguments.programs * PER_PROGRAM} patterns, {differences} programs differ, {limited} took too many steps")
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
