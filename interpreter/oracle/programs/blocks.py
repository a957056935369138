"""Statements of random programs: each function writes a chunk that shows what happened."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from programs.generate import Writer

EXCEPTIONS = "ValueError TypeError KeyError IndexError ZeroDivisionError LookupError ArithmeticError Exception RuntimeError AttributeError".split()


def indent(text: str, by: int = 1) -> str:
    return textwrap.indent(text, "    " * by)


def simple(w: Writer, depth: int, inside: str) -> str:
    """A statement that cannot be left out of order: `inside` tells what may leave it."""
    number = w.random.randrange(100)
    if number < 35:
        return f"log.append({w.expr('any', 2)})\n"
    if number < 45:
        return f"log.append({w.random.randrange(100)})\n"
    if number < 55:
        return f"raise {w.pick(*EXCEPTIONS)}({w.random.randrange(10)})\n"
    if number < 62 and "loop" in inside:
        return w.pick("break\n", "continue\n", f"if len(log) > {w.random.randrange(6)}: break\n", "if len(log) % 2: continue\n")
    if number < 70 and "function" in inside:
        return f"return {w.expr('any', 1)}\n"
    if number < 75 and "generator" in inside:
        return w.pick(
            f"yield {w.expr('int', 1)}\n", f"log.append((yield {w.expr('str', 0)}))\n", f"yield from {w.expr('list', 1)}\n"
        )
    if number < 78 and "handler" in inside:
        return "raise\n"
    if depth <= 0:
        return "log.append('leaf')\n"
    return compound(w, depth - 1, inside)


def body(w: Writer, depth: int, inside: str, most: int = 3) -> str:
    return "".join(simple(w, depth, inside) for _ in range(w.random.randrange(1, most + 1)))


def compound(w: Writer, depth: int, inside: str) -> str:
    kind = w.pick("if", "for", "while", "try", "try", "try", "with", "match", "nested")
    if kind == "if":
        text = f"if {w.expr('bool', 2)}:\n{indent(body(w, depth, inside))}"
        return text + (f"else:\n{indent(body(w, depth, inside))}" if w.chance(0.5) else "")
    if kind == "for":
        name = w.new_name("i")
        text = f"for {name} in {w.pick('range(3)', w.expr('list', 1), w.expr('str', 0))}:\n    log.append({name})\n"
        text += indent(body(w, depth, inside + " loop"))
        return text + (f"else:\n{indent(body(w, depth, inside))}" if w.chance(0.4) else "")
    if kind == "while":
        name = w.new_name("n")
        text = f"{name} = 0\nwhile {name} < {w.random.randrange(1, 4)}:\n    {name} += 1\n{indent(body(w, depth, inside + ' loop'))}"
        return text + (f"else:\n{indent(body(w, depth, inside))}" if w.chance(0.4) else "")
    if kind == "with":
        name = w.new_name("c")
        return f"with Context(log, {w.chance(0.4)}, {w.chance(0.1)}) as {name}:\n{indent(body(w, depth, inside))}"
    if kind == "match":
        return matching(w, depth, inside)
    if kind == "nested":
        name = w.new_name("f")
        return f"def {name}(log=log):\n{indent(body(w, depth, 'function'))}log.append({name}())\n"
    return trying(w, depth, inside)


def trying(w: Writer, depth: int, inside: str) -> str:
    text = f"try:\n{indent(body(w, depth, inside))}"
    handlers = w.random.randrange(0, 3)
    used = ""
    for _ in range(handlers):
        name = w.new_name("e")
        classes = w.pick(*EXCEPTIONS, "(ValueError, TypeError)", "(KeyError, IndexError)")
        used = w.pick("name", "plain")
        if used == "name":
            text += f"except {classes} as {name}:\n    log.append((type({name}).__name__, str({name}), type({name}.__context__).__name__))\n"
        else:
            text += f"except {classes}:\n    log.append('handled')\n"
        text += indent(body(w, depth, inside + " handler"))
        if used == "name" and w.chance(0.2):
            text += f"    raise RuntimeError('again') from {name}\n"
    if handlers and w.chance(0.4):
        text += f"else:\n{indent(body(w, depth, inside))}"
    if not handlers or w.chance(0.5):
        text += f"finally:\n    log.append('finally')\n{indent(body(w, depth, inside, 2))}"
    return text


def matching(w: Writer, depth: int, inside: str) -> str:
    text = f"match {w.expr('any', 1)}:\n"
    for _ in range(w.random.randrange(1, 4)):
        guard = f" if {w.expr('bool', 1)}" if w.chance(0.2) else ""
        pattern, names = patterns(w, 2)
        shown = ", ".join(names)
        text += (
            f"    case {pattern}{guard}:\n        log.append(('matched', [{shown}]))\n{indent(body(w, depth, inside, 1), 2)}"
        )
    return text + ("    case _:\n        log.append('no match')\n" if w.chance(0.6) else "")


def patterns(w: Writer, depth: int) -> tuple[str, list[str]]:
    kind = w.random.randrange(10 if depth else 5)
    name = w.new_name("m")
    if kind == 0:
        return w.pick("1", "-1", "'a'", "None", "True", "2.5", "b'a'"), []
    if kind == 1:
        return f"{w.pick('int', 'str', 'float', 'list', 'tuple', 'dict', 'bool', 'bytes', 'set')}() as {name}", [name]
    if kind in (2, 3):
        return f"int({name}) | str({name})" if w.chance(0.5) else f"float({name})", [name]
    if kind == 4:
        return f"1 | 2 | 'x' as {name}", [name]
    if kind in (5, 6):
        parts = [patterns(w, depth - 1) for _ in range(w.random.randrange(3))]
        names = [each for _, own in parts for each in own]
        texts = [pattern for pattern, _ in parts]
        if w.chance(0.4):
            texts.insert(w.random.randrange(len(texts) + 1), f"*{name}")
            names.append(name)
        return f"[{', '.join(texts)}]", names
    if kind == 7:
        pattern, names = patterns(w, depth - 1)
        rest = w.chance(0.5)
        return f"{{'a': {pattern}{f', **{name}' if rest else ''}}}", [*names, *([name] if rest else [])]
    if kind == 8:
        return f"Point(x={name})", [name]
    first = w.new_name("m")
    return f"Point({first}, {name})", [first, name]


CONTEXT = """
class Context:
    def __init__(self, log, suppress, fails):
        self.log, self.suppress, self.fails = log, suppress, fails

    def __enter__(self):
        self.log.append("enter")
        return self

    def __exit__(self, kind, error, traceback):
        self.log.append(("exit", kind.__name__ if kind else None))
        if self.fails:
            raise KeyError("in exit")
        return self.suppress


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y
"""


def flow(w: Writer) -> str:
    """A function whose way through loops, handlers and `finally` is logged."""
    name = w.new_name("f")
    return (
        f"{CONTEXT}\nlog = []\ndef {name}():\n{indent(body(w, 3, 'function', 4))}"
        f"try:\n    print(text({name}()))\nexcept Exception as error:\n"
        "    print(type(error).__name__, clean(str(error)), type(error.__context__).__name__, type(error.__cause__).__name__)\n"
        "print(text(log))\n"
    )


def generator(w: Writer) -> str:
    name = w.new_name("g")
    steps = w.random.randrange(1, 6)
    calls = "".join(
        w.pick(
            "    ('next', None),\n",
            f"    ('send', {w.expr('int', 0)}),\n",
            f"    ('throw', {w.pick(*EXCEPTIONS)}('thrown')),\n",
            "    ('close', None),\n",
        )
        for _ in range(steps)
    )
    return (
        f"{CONTEXT}\nlog = []\ndef {name}():\n    yield 'first'\n{indent(body(w, 2, 'function generator', 4))}"
        f"running = {name}()\nfor how, value in [\n    ('next', None),\n{calls}]:\n"
        "    try:\n"
        "        if how == 'next':\n            print(text(next(running)))\n"
        "        elif how == 'send':\n            print(text(running.send(value)))\n"
        "        elif how == 'throw':\n            print(text(running.throw(value)))\n"
        "        else:\n            print(text(running.close()))\n"
        "    except BaseException as error:\n        print(type(error).__name__, clean(str(error)))\n"
        "print(text(log))\n"
    )


def unpacking(w: Writer) -> str:
    targets = w.pick("a, b", "a, *b", "*a, b", "a, *b, c", "(a, b), c", "[a]", "a, (b, *c)", "a, b, c", "*a,")
    names = ", ".join(each for each in "abc" if each in targets)
    return (
        f"try:\n    {targets} = {w.expr('ordered', 2)}\n    print(text(({names},)))\n"
        "except Exception as error:\n    print(type(error).__name__, clean(str(error)))\n"
    )


def calling(w: Writer) -> str:
    """Arguments bound to parameters, and what is said where they do not fit."""
    name = w.new_name("f")
    parameters, seen = [], ""
    for letter in "pqr"[: w.random.randrange(0, 4)]:
        seen = seen or ("default" if w.chance(0.3) else "")
        parameters.append(f"{letter}={w.random.randrange(5)}" if seen else letter)
    if parameters and w.chance(0.3):
        parameters.insert(w.random.randrange(1, len(parameters) + 1), "/")
    keyword = []
    star = w.pick("", "", "*args", "*")
    for letter in "kl"[: w.random.randrange(0, 3)]:
        keyword.append(f"{letter}={w.random.randrange(5)}" if w.chance(0.5) else letter)
    if star == "*" and not keyword:
        star = ""
    if keyword and not star:
        star = "*"
    parameters += [star] if star else []
    parameters += keyword
    if w.chance(0.3):
        parameters.append("**rest")
    shown = ", ".join(p.partition("=")[0].lstrip("*") for p in parameters if p not in ("/", "*"))
    lines = f"def {name}({', '.join(parameters)}):\n    return [{shown}]\n"
    for _ in range(3):
        given = [w.pick("1", "2", "*[7, 8]", "*()", "'x'") for _ in range(w.random.randrange(0, 4))]
        given += [
            w.pick("p=3", "q=4", "k=5", "l=6", "**{'k': 7}", "**{'z': 8}", "**{'p': 9}")
            for _ in range(w.random.randrange(0, 3))
        ]
        names = [each.partition("=")[0] for each in given if "=" in each]
        if len(names) == len(set(names)):
            lines += f"show(lambda: {name}({', '.join(given)}))\n"
    return lines


DUNDERS = {
    "__repr__": "'<shown>'",
    "__str__": "'text'",
    "__len__": "LEN",
    "__bool__": "BOOL",
    "__eq__": "EQ",
    "__lt__": "self.value < getattr(other, 'value', other)",
    "__le__": "NotImplemented",
    "__add__": "('add', self.value, text(other))",
    "__radd__": "('radd', text(other), self.value)",
    "__iadd__": "('iadd', text(other))",
    "__mul__": "NotImplemented",
    "__rmul__": "('rmul', text(other))",
    "__getitem__": "ITEM",
    "__contains__": "other == 1",
    "__call__": "('called', self.value)",
    "__iter__": "iter([1, 2, self.value])",
    "__hash__": "hash(self.value)",
    "__neg__": "-self.value",
    "__getattr__": "'dynamic ' + other",
    "__index__": "2",
    "__format__": "'formatted ' + other",
    "__int__": "41",
    "__float__": "1.5",
    "__reversed__": "'reversed'",
    "__abs__": "'abs'",
    "__round__": "'rounded'",
    "__divmod__": "('divmod', other)",
    "__rsub__": "('rsub', text(other))",
    "__enter__": "self.value",
    "__missing__": "other",
}
USES = (
    "repr(o) len(o) bool(o) o==p o!=p o<p o>p o<=p o+1 1+o o+p o*2 2*o o[0] o[5] (1 in o) (7 in o) o() list(o) hash(o)==hash(p) -o o.nothing o.value "
    "[1,2,3][o] f'{o:x}' f'{o}' int(o) float(o) list(reversed(o)) abs(o) round(o) divmod(o,2) 5-o sorted([o,p]) max(o,p) isinstance(o,type(p)) "
    "str(o) [*o] (lambda*a:a)(*o) o.method() type(o).__name__ type(o).shared o.shared o.computed type(o).made(3).value o.fixed(2) 'abc'[o:] range(o) "
    "o==o o!=o o is o (o,)==(p,) {o:1}[o] o in[p] [p,o].index(o) [o].count(p) bytes([o]) hex(o) 'x'*o not o (o or 1)==1 o<1 1<o o>=p sum([o,p]) sum([o],p)"
).split()


def class_(w: Writer) -> str:
    base, name = w.new_name("Base"), w.new_name("Class")
    chosen = w.random.sample(sorted(DUNDERS), w.random.randrange(2, 8))
    first, second = chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]
    text = f"class {base}:\n    shared = 'of base'\n    def __init__(self, value):\n        self.value = value\n    def method(self):\n        return 'base method'\n"
    text += "".join(dunder(w, each) for each in first)
    text += f"class {name}({base}):\n    def method(self):\n        return 'sub ' + super().method()\n"
    text += "    @property\n    def computed(self):\n        return self.value + 1\n    @classmethod\n    def made(cls, value):\n        return cls(value)\n"
    text += "    @staticmethod\n    def fixed(x):\n        return x\n"
    text += "".join(dunder(w, each) for each in second)
    text += f"o, p = {name}({w.pick('1', '2', '3')}), {w.pick(base, name)}({w.pick('1', '2')})\n"
    for use in w.random.sample(USES, 7):
        text += f"show(lambda: {use})\n"
    return text


def dunder(w: Writer, name: str) -> str:
    unary = "__repr__ __str__ __len__ __bool__ __iter__ __hash__ __neg__ __index__ __int__ __float__ __reversed__ __abs__ __enter__".split()
    parameters = {"__call__": "self, *args", "__round__": "self, n=None"}.get(name, "self" if name in unary else "self, other")
    value = DUNDERS[name]
    value = value.replace("LEN", w.pick("3", "0", "-1", "'x'")).replace("BOOL", w.pick("True", "False", "1"))
    value = value.replace("EQ", w.pick("self.value == getattr(other, 'value', None)", "NotImplemented", "'maybe'"))
    value = value.replace("ITEM", w.pick("[10, 20, 30][other]", "other", "{0: 'zero'}[other]"))
    text = f"    def {name}({parameters}):\n        return {value}\n"
    if name == "__eq__" and w.chance(0.7):
        text += "    def __hash__(self):\n        return 7\n"
    return text


MUTATIONS = {
    "list": [
        "v.append({any})",
        "v.extend({iterable})",
        "v.insert({small}, {any})",
        "v.pop()",
        "v.pop({small})",
        "v.remove({any})",
        "v.reverse()",
        "v.sort()",
        "v.sort(key={key})",
        "v.sort(key=repr, reverse=True)",
        "v.clear()",
        "v[{small}] = {any}",
        "v[{slice}] = {iterable}",
        "del v[{small}]",
        "del v[{slice}]",
        "v += {iterable}",
        "v *= {small}",
        "v[{small}:{small}] = {list}",
        "v[::2] = {list}",
        "v[{small}] += {any}",
    ],
    "dict": [
        "v[{hashable}] = {any}",
        "v.update({dict})",
        "v.update(a={any})",
        "v.pop({hashable})",
        "v.popitem()",
        "v.setdefault({hashable}, {any})",
        "del v[{hashable}]",
        "v |= {dict}",
        "v.clear()",
        "v[{any}] = 1",
        "v.update({list})",
        "v[{hashable}] += 1",
        "v |= {list}",
    ],
    "set": [
        "v.add({hashable})",
        "v.discard({hashable})",
        "v.remove({hashable})",
        "v.update({iterable})",
        "v |= {set}",
        "v &= {set}",
        "v -= {set}",
        "v ^= {set}",
        "v.add({any})",
        "v.intersection_update({iterable})",
        "v.difference_update({iterable})",
        "v.symmetric_difference_update({iterable})",
    ],
    "bytearray": [
        "v.append({int})",
        "v.extend({bytes})",
        "v.insert({small}, 65)",
        "v.pop()",
        "v[{small}] = {int}",
        "v[{slice}] = {bytes}",
        "del v[{slice}]",
        "v += {bytes}",
        "v *= {small}",
        "v.reverse()",
        "v.remove(97)",
        "v.clear()",
        "v.extend({list})",
        "v[{small}] = {any}",
    ],
}


def mutation(w: Writer) -> str:
    kind = w.random.choice(sorted(MUTATIONS))
    text = f"try:\n    v = {kind}({w.expr(kind, 2)})\nexcept Exception:\n    v = {kind}()\nalias = v\n"
    for _ in range(w.random.randrange(1, 5)):
        text += f"try:\n    {w.fill(w.random.choice(MUTATIONS[kind]), 1)}\nexcept Exception as error:\n    print(type(error).__name__, clean(str(error)))\n"
    return text + "print(text(v), v is alias)\n"


def closure(w: Writer) -> str:
    name = w.new_name("outer")
    return (
        f"def {name}(start):\n    total, calls = start, []\n"
        f"    def add(x, times={w.random.randrange(3)}):\n        nonlocal total\n        for _ in range(times):\n            total = {w.pick('total + x', '[total, x]', 'x', 'total')}\n"
        f"        calls.append(x)\n        return total\n"
        f"    def later():\n        return [f() for f in [lambda: total, lambda: len(calls), lambda n={w.expr('int', 1)}: n]]\n"
        f"    functions = [lambda i=i: (i, total) for i in range({w.random.randrange(1, 4)})]\n"
        f"    late = [lambda: i for i in range(3)]\n"
        f"    return add, later, functions, late\n"
        f"try:\n    a, b, c, d = {name}({w.expr('any', 1)})\n    a({w.expr('any', 1)})\n    print(text(a({w.expr('any', 0)}, 2)), text(b()), text([f() for f in c]), [f() for f in d])\n"
        "except Exception as error:\n    print(type(error).__name__, clean(str(error)))\n"
    )


def group(w: Writer) -> str:
    members = ", ".join(
        w.pick("ValueError(1)", "TypeError('t')", "KeyError('k')", "ExceptionGroup('in', [ValueError(2), OSError(3)])")
        for _ in range(w.random.randrange(1, 4))
    )
    text = (
        "log = []\ntry:\n    try:\n"
        + f"        raise {w.pick(f'ExceptionGroup({chr(39)}g{chr(39)}, [{members}])', 'ValueError(5)')}\n"
    )
    for classes in w.random.sample(
        ["ValueError", "TypeError", "(KeyError, OSError)", "Exception", "LookupError"], w.random.randrange(1, 3)
    ):
        then = w.pick("pass", "pass", "raise", "raise RuntimeError('new')", "raise RuntimeError('new') from eg")
        text += f"    except* {classes} as eg:\n        log.append((eg.message, [type(e).__name__ for e in eg.exceptions], len(eg.args)))\n        {then}\n"
    return text + (
        "except BaseException as error:\n"
        "    print(repr(error), type(error.__context__).__name__, type(error.__cause__).__name__)\n"
        "print(log)\n"
    )


def augmented(w: Writer) -> str:
    op = w.pick("+", "-", "*", "/", "//", "%", "&", "|", "^", ">>", "**")
    right = w.expr("small", 0) if op in ("**", "*", ">>") else w.expr("any", 1)
    return f"try:\n    v = {w.expr('any', 1)}\n    v {op}= {right}\n    print(text(v))\nexcept Exception as error:\n    print(type(error).__name__, clean(str(error)))\n"


BLOCKS: list[Callable[[Writer], str]] = [
    flow,
    flow,
    flow,
    generator,
    generator,
    unpacking,
    calling,
    calling,
    class_,
    class_,
    mutation,
    mutation,
    closure,
    group,
    augmented,
]
