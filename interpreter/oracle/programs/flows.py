"""Ways through random programs: managers that swallow, groups of exceptions that are split, generators within generators, decorators.

No generator is left suspended in another that is closed by hand: the machine closes it later than reference counts do.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programs.generate import Writer

ERRORS = (
    "ValueError(1)",
    "TypeError('t')",
    "KeyError('k')",
    "OSError(2, 'gone')",
    "StopIteration(3)",
    "IndexError()",
    "ZeroDivisionError('z')",
)
CATCHES = (
    "ValueError",
    "TypeError",
    "(KeyError, OSError)",
    "LookupError",
    "Exception",
    "ArithmeticError",
    "(ValueError, TypeError)",
)


def indent(text: str, by: int = 1) -> str:
    return textwrap.indent(text, "    " * by)


MANAGERS = """
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
log = []
@contextmanager
def managed(name, swallows=False):
    log.append('into ' + name)
    try:
        yield name
    except ValueError as error:
        log.append((name, repr(error)))
        if not swallows:
            raise
    finally:
        log.append('out of ' + name)
class Plain:
    def __init__(self, name, answer=None, fails=None):
        self.name, self.answer, self.fails = name, answer, fails
    def __enter__(self):
        log.append('enter ' + self.name)
        if self.fails == 'enter':
            raise KeyError(self.name)
        return self
    def __exit__(self, kind, error, trace):
        log.append((self.name, kind and kind.__name__, repr(error), trace is None))
        if self.fails == 'exit':
            raise LookupError(self.name)
        return self.answer
    def close(self):
        log.append('closed ' + self.name)
"""


def manager(w: Writer) -> str:
    name = w.new_name("m")
    items = w.random.choices(
        ["managed('g')", "managed('s', True)", "Plain('p')", "Plain('q', True)", "Plain('r', [])", "Plain('e', fails='enter')", "Plain('x', 1, 'exit')", "suppress(ValueError)", "suppress(KeyError, OSError)", "nullcontext(5)", "closing(Plain('c'))", "Plain"],
        k=w.random.randrange(1, 4),
    )  # fmt: skip
    heads = [f"{item} as {letter}" if w.chance(0.5) else item for item, letter in zip(items, "abc", strict=False)]
    inside = w.pick(
        f"raise {w.pick(*ERRORS)}", "log.append('inside')", "return 'returned'", f"log.append({w.expr('any', 2)})", "stack(log)"
    )
    after = f"log.append('after')\n{w.pick('', 'return 1', 'raise RuntimeError(2)')}\n"
    text = f"{MANAGERS}\ndef stack(log):\n    with ExitStack() as stack:\n        stack.enter_context({w.pick(*items)})\n        stack.callback(log.append, 'called')\n"
    text += f"        stack.push({w.pick('Plain(chr(112))', 'lambda *error: True', 'lambda *error: log.append(error[0])')})\n        {w.pick('pass', f'raise {w.pick(*ERRORS)}', 'stack.close()')}\n"
    text += f"def {name}():\n    with {', '.join(heads)}:\n        log.append('body')\n        {inside}\n{indent(after)}"
    if w.chance(0.3):
        text = text.replace(f"    with {', '.join(heads)}:", f"    with ({', '.join(heads)},):")
    return text + f"show({name})\nprint(text(log))\n"


def exceptions(w: Writer, depth: int) -> str:
    parts = [exceptions(w, depth - 1) if depth and w.chance(0.3) else w.pick(*ERRORS) for _ in range(w.random.randrange(1, 4))]
    return f"{w.pick('ExceptionGroup', 'ExceptionGroup', 'BaseExceptionGroup')}({w.pick(repr('g'), repr('h'))}, [{', '.join(parts)}])"


TOLD = """
def told(error, depth=0):
    if error is None or depth > 5:
        return None
    parts = [told(each, depth + 1) for each in error.exceptions] if isinstance(error, BaseExceptionGroup) else str(error)
    return (type(error).__name__, parts, told(error.__cause__, depth + 1), told(error.__context__, depth + 1), getattr(error, '__notes__', 0))
log = []
"""


def starred(w: Writer) -> str:
    """`except*` over groups in groups, which may itself raise; and what `split` and `subgroup` say."""
    text = TOLD + f"def function():\n    try:\n        raise {exceptions(w, 2) if w.chance(0.85) else w.pick(*ERRORS)}\n"
    for classes in w.random.sample(CATCHES, w.random.randrange(1, 4)):
        then = w.pick(
            "pass",
            "raise",
            "raise ValueError('new')",
            "raise KeyError('other') from eg",
            "raise eg",
            "raise eg.exceptions[0]",
            "eg.add_note('n')\nraise",
            "log.append(type(eg).__name__)",
        )
        text += f"    except* {classes} as eg:\n        log.append(told(eg))\n{indent(then, 2)}\n"
    text += w.pick("", "    else:\n        log.append('else')\n") + w.pick("", "    finally:\n        log.append('finally')\n")
    text += "try:\n    function()\nexcept BaseException as error:\n    print(told(error))\nprint(log)\n"
    catch = w.random.choice(CATCHES)
    text += f"group = {exceptions(w, 2)}\nprint([told(part) for part in group.split({catch})], told(group.subgroup({catch})))\n"
    return (
        text
        + f"print(told(group.derive(group.exceptions[:1])), told(group.subgroup(lambda each: {w.pick('True', 'isinstance(each, ValueError)', 'not each.args', 'isinstance(each, Exception)')})))\n"
    )


def delegation(w: Writer) -> str:
    """Generators in generators, driven by hand."""

    def body(inner: str) -> str:
        lines = w.random.choices(
            ["got = yield 1\nlog.append(('got', got))", "log.append((yield from inner(log)))", "try:\n    got = yield 2\nexcept ValueError as error:\n    log.append(repr(error))\n    yield 'handled'",
             "try:\n    yield 3\nfinally:\n    log.append('finally')", "yield from [4, 5]", "return 'end'", "try:\n    yield 6\nexcept GeneratorExit:\n    log.append('exit')\n    raise", "yield from (x * 2 for x in range(2))", "try:\n    yield 7\nexcept GeneratorExit:\n    log.append('stays')\n    yield 8", "raise StopIteration(9)", "yield (yield)", "with Plain('p'):\n    yield 10", "raise ValueError('own')",
             "try:\n    yield 11\nexcept:\n    log.append('any')\n    raise RuntimeError('other')", "return (yield 12)", "try:\n    yield from inner(log)\nexcept ValueError as error:\n    yield str(error)\nfinally:\n    yield 'last'"],
            k=w.random.randrange(1, 5),
        )  # fmt: skip
        return "".join(indent(line.replace("inner", inner)) + "\n" for line in lines)

    text = f"{MANAGERS}\ndef g1(log):\n    yield 'deep'\n{body('range_of')}def range_of(log):\n    yield from range(2)\n    return 'range'\n"
    text += f"def g2(log):\n    log.append('begins')\n{body('g1')}def g3(log):\n    result = yield from g2(log)\n    log.append(('result', result))\n{body('g2')}"
    text += "def drive(running, how, value):\n    try:\n        print(text(getattr(running, how)(*value)))\n    except BaseException as error:\n        print(type(error).__name__, error, repr(error.__context__), getattr(error, 'value', None))\n"
    text += "running = g3(log)\n"
    for _ in range(w.random.randrange(3, 10)):
        text += "drive(running, " + w.pick("'__next__', ()", "'__next__', ()", "'__next__', ()", "'send', (1,)", "'send', (None,)", "'throw', (ValueError('thrown'),)", "'throw', (KeyError,)", "'close', ()", "'throw', (GeneratorExit(),)", "'throw', (StopIteration(5),)",) + ")\n"  # fmt: skip
    return text + w.pick("", "show(lambda: list(running))\n") + "print(text(log), running.gi_running)\n"


def decorated(w: Writer) -> str:
    text = (
        "import functools\nlog = []\n"
        "def plain(function):\n    def wrapper(*args, **options):\n        log.append((function.__name__, args))\n        return function(*args, **options)\n    return wrapper\n"
        "def kept(function):\n    @functools.wraps(function)\n    def wrapper(*args, **options):\n        log.append('kept')\n        return [function(*args, **options)]\n    return wrapper\n"
        "def times(n):\n    def decorate(function):\n        @functools.wraps(function)\n        def wrapper(*args, **options):\n            return [function(*args, **options) for _ in range(n)]\n        wrapper.n = n\n        return wrapper\n    return decorate\n"
        "class Counting:\n    def __init__(self, function):\n        functools.update_wrapper(self, function)\n        self.function, self.count = function, 0\n    def __call__(self, *args, **options):\n        self.count += 1\n        return (self.count, self.function(*args, **options))\n"
        "    def __get__(self, instance, owner=None):\n        return self if instance is None else functools.partial(self, instance)\n"
    )
    stack = [
        w.pick(
            "plain",
            "kept",
            "times(2)",
            "Counting",
            "functools.lru_cache",
            "functools.lru_cache(maxsize=1)",
            "functools.cache",
            "(lambda f: f)",
        )
        for _ in range(w.random.randrange(1, 4))
    ]
    parameters = w.pick("x", "x, y=2", "*xs", "x=1, /, *, k=3", "x, **rest", "")
    shown = ", ".join(part.partition("=")[0].strip("* ") for part in parameters.split(",") if part.strip() not in ("*", "/"))
    text += (
        "".join(f"@{each}\n" for each in stack)
        + f"def f({parameters}):\n    'documented'\n    log.append('called')\n    return ({shown}{',' if shown else ''})\n"
    )
    text += f"class Holder:\n    @{w.pick('property', 'staticmethod', 'classmethod', 'functools.cached_property', 'kept', 'Counting', 'functools.singledispatchmethod', 'plain')}\n"
    text += f"    {w.pick('@kept', '@plain', '@times(2)')}\n" if w.chance(0.4) else ""
    text += "    def m(self, *args):\n        return (type(self).__name__, args)\n"
    uses = ["f(1)", "f()", "f(1, 2)", "f(1, y=5)", "f([1])", "f(k=4)", "f.__name__", "f.__doc__", "f.__wrapped__.__name__", "f.cache_info()", "Holder().m", "Holder().m()", "Holder.m()", "Holder().m(1, 2)", "Holder.m(Holder(), 3)", "f(1), f(1), f(2), f(1)", "f.__qualname__", "f(x=1)", "f(z=1)"]  # fmt: skip
    return text + "".join(f"show(lambda: ({use}))\n" for use in w.random.sample(uses, 8)) + "print(text(log))\n"


def sorting(w: Writer) -> str:
    """What a sort asks of its items, in which order, and how it leaves the list when one fails to answer."""
    numbers = [w.random.randrange(w.random.choice([5, 50])) for _ in range(w.random.randrange(0, 90))]
    for _ in range(w.random.randrange(3)):
        at = w.random.randrange(len(numbers) + 1)
        numbers[at:] = sorted(numbers[at:], reverse=w.chance(0.5))
    answer = w.pick(
        "self.n < other.n",
        "self.n < other.n",
        "self.n % 7 < other.n % 7",
        "other.n < self.n",
        "True",
        "log[0] < 40 and self.n < other.n",
        "1 // (self.n - 3) < other.n",
    )
    text = f"log = [0]\nclass Item:\n    def __init__(self, n):\n        self.n = n\n    def __repr__(self):\n        return str(self.n)\n    def __lt__(self, other):\n        log[0] += 1\n        log.append((self.n, other.n))\n        return {answer}\n"
    key = w.pick(
        "None",
        "None",
        "lambda each: each.n",
        "lambda each: -each.n",
        "lambda each: (each.n % 3, each)",
        "lambda each: values.clear()",
        "lambda each: values.append(1)",
        "lambda each: 1 // each.n",
        "lambda each: [each.n % 2, None][each.n == 4]",
        "repr",
    )
    text += f"values = [Item(n) for n in {numbers}]\nlength = len(values)\ntry:\n    values.sort(key={key}, reverse={w.pick('False', 'False', 'True')})\nexcept Exception as error:\n    print(type(error).__name__, error)\nprint(values[:100], len(values), log[:300])\n"
    return text + f"show(lambda: repr([{w.pick('min', 'max')}(values), sorted(values)]))\n"


def formatting(w: Writer) -> str:
    """The language of formats, at random rather than from a list."""
    lines = ""
    for _ in range(6):
        spec = (
            w.pick("", "", "*", "0", "é")
            + w.pick("", "<", ">", "^", "=")
            + w.pick("", "", "+", "-", " ")
            + w.pick("", "", "", "z")
            + w.pick("", "", "#")
            + w.pick("", "", "0")
        )
        spec += (
            w.pick("", "", "1", "7", "12", "25")
            + w.pick("", "", "", ",", "_")
            + w.pick("", "", ".0", ".1", ".3", ".12", ".20")
            + w.pick("", "", *"bcdeEfFgGnosxX%q")
        )
        value = w.expr(w.pick("int", "int", "float", "float", "str", "bool", "any", "complex"), 1)
        how = w.pick(
            "format({v}, {s!r})", "'{{0:{s}}}'.format({v})", "('%' + {p!r}) % {v}", "f'{{{v}:{s}}}'", "f'{{{v}!r:{s}}}|'"
        )
        if how.startswith("f'") and ("'" in value or "\\" in value or '"' in value or "{" in value):
            how = "format({v}, {s!r})"
        percent = (
            w.pick("", "-", "+", " ", "#", "0", "-0", "+#")
            + w.pick("", "5", "12")
            + w.pick("", ".0", ".2", ".15", ".")
            + w.pick(*"diouxXeEfFgGcrsa%b")
        )
        lines += "show(lambda: " + how.format(v=value, s=spec, p=percent) + ")\n"
    return (
        lines
        + f"w, p, v = {w.random.randrange(0, 15)}, {w.random.randrange(0, 6)}, {w.expr('real', 0)}\nshow(lambda: f'{{v:{{w}}.{{p}}{w.pick('f', 'e', 'g', '%', '')}}}|{{v!r:>{{w + 2}}}}|{{[v, {{w}}]!s:^30}}|{{v = :.{{p}}f}}|{{{{}}}}')\n"
    )
