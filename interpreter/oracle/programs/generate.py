"""Writes random programs: most lines show one expression, the others run statements of every kind. The same seed, the same program."""

from __future__ import annotations

import random
import re
import warnings

from programs import blocks, classes, flows, library
from programs.grammar import ANY, HASHABLE, ITERABLE, LITERALS, NUMBER, ORDERED, REAL, SEQUENCE, TEMPLATES

HEAD = """\
def text(value, depth=0):
    if depth > 20:
        return "deep"
    if isinstance(value, (set, frozenset)):
        return type(value).__name__ + "{" + ", ".join(sorted(text(item, depth + 1) for item in value)) + "}"
    if type(value) is dict:
        return "{" + ", ".join(text(k, depth + 1) + ": " + text(v, depth + 1) for k, v in value.items()) + "}"
    if type(value) in (list, tuple):
        return type(value).__name__ + "(" + ", ".join(text(item, depth + 1) for item in value) + ")"
    if type(value) in (int, float, str, bytes, bytearray, bool, complex, range, slice, type, type(None)):
        return repr(value)
    # What is told by where it is, is told by its class alone.
    bare = type(value).__module__ == "builtins" or " at 0x" in repr(value)
    return type(value).__name__ if bare else clean(repr(value))


def show(function):
    try:
        result = function()
        if hasattr(result, "__next__"):
            result = list(result)
        print(text(result))
    except Exception as error:
        print(type(error).__name__, clean(str(error)))


def clean(message):
    # Where sets are shown their order is nobody's business.
    return message if "{" not in message else sorted(message)


"""

PLACE = re.compile(r"\{\{|\}\}|\{(\w+)\}")
CHOICES = {"number": NUMBER, "real": REAL, "sequence": SEQUENCE, "iterable": ITERABLE, "hashable": HASHABLE, "ordered": ORDERED}
CHOICES["thing"] = library.THINGS

MADE_OF = TEMPLATES | library.TEMPLATES
STANDS_FOR = LITERALS | library.LITERALS

#: Statements of every kind, the most varied ones more often.
BLOCKS = [
    *blocks.BLOCKS,
    *[classes.inheritance, classes.descriptor, classes.dataclass, classes.named_tuple, classes.enum] * 2,
    *[flows.manager, flows.starred, flows.delegation, flows.decorated, flows.sorting, flows.formatting] * 2,
    *[library.library] * 7,
]


class Writer:
    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        #: Variables in scope, by type.
        self.names: dict[str, list[str]] = {}
        self.count = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def new_name(self, prefix: str = "v") -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def expr(self, kind: str, depth: int = 3) -> str:
        """An expression of (nearly always) this type."""
        if kind == "int10":
            return str(self.random.randrange(-2, 14))
        if kind in CHOICES:
            kind = self.random.choice(CHOICES[kind])
        elif kind == "any" and (depth <= 0 or self.chance(0.7)):
            kind = self.random.choice(ANY)
        if self.chance(0.02):
            kind = self.random.choice(ORDERED)
        names = self.names.get(kind)
        if names and self.chance(0.3):
            return self.random.choice(names)
        templates = MADE_OF.get(kind)
        if templates is None or ((depth <= 0 or self.chance(0.35)) and kind in STANDS_FOR):
            return f"({self.random.choice(STANDS_FOR[kind])})"
        if depth <= -2:
            return "[]"
        return "(" + self.fill(self.random.choice(templates), depth - 1) + ")"

    def fill(self, template: str, depth: int) -> str:
        in_fstring = template.startswith("f'")

        def filled(match: re.Match[str]) -> str:
            if match[0] in ("{{", "}}"):
                return match[0][0]
            made = self.expr(match[1], depth)
            # Before Python 3.12 an f-string's expressions hold no quotes of its own kind and no backslash.
            return "x0" if in_fstring and ("'" in made or "\\" in made or '"' in made or "\n" in made or ":=" in made) else made

        return PLACE.sub(filled, template)


def program(seed: str, size: int = 14) -> list[str]:
    """The chunks of a program, each of which can be left out."""
    writer = Writer(seed)
    chunks = ["x0 = [1, 'two', None]\n"]
    while len(chunks) <= size:
        written = chunk(writer)
        if compiles(written):
            chunks.append(written)
    return chunks


def chunk(writer: Writer) -> str:
    if writer.chance(0.4):
        return f"show(lambda: {writer.expr('any', 4)})\n"
    if writer.chance(0.2):
        kind = writer.random.choice([*ANY, "list", "dict", "int"])
        name = writer.new_name()
        text = f"try:\n    {name} = {writer.expr(kind, 3)}\nexcept Exception:\n    {name} = {writer.random.choice(LITERALS[kind])}\n"
        if compiles(text):
            writer.names.setdefault(kind, []).append(name)
        return text
    return writer.random.choice(BLOCKS)(writer)


def compiles(text: str) -> bool:
    """Some templates do not fit each other."""
    warnings.simplefilter("ignore")
    try:
        compile(text, "chunk", "exec")
    except SyntaxError:
        return False
    return True


def source(chunks: list[str]) -> str:
    return HEAD + "".join(chunks)
