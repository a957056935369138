"""Classes of random programs: inheritance, descriptors, hooks, data classes, named tuples and enums, each shown in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programs.generate import Writer


def inheritance(w: Writer) -> str:
    """Some classes over each other, whose methods call the next: the order of the bases decides, or there is none."""
    names = [w.new_name("K")]
    text = (
        f"class {names[0]}:\n    kind = 'root'\n    def __init__(self, *args, **options):\n        self.args = args\n"
        f"        self.options = options\n    def tell(self):\n        return ['root']\n"
    )
    for _ in range(w.random.randrange(2, 5)):
        name = w.new_name("K")
        bases = w.random.sample(names, min(len(names), w.random.randrange(1, 3)))
        text += f"try:\n    class {name}({', '.join(bases)}):\n" + "".join(f"        {line}\n" for line in members(w, name))
        text += f"except Exception as error:\n    print(type(error).__name__, error)\n    {name} = {names[0]}\n"
        names.append(name)
    text += f"o = {names[0]}()\ntry:\n    o = {names[-1]}({w.expr('any', 0)}, a={w.expr('int', 0)})\nexcept Exception as error:\n    print(type(error).__name__, error)\n"
    uses = w.random.sample(INHERITED, 6)
    return text + "".join(f"show(lambda: ({use.replace('FIRST', names[0]).replace('LAST', names[-1])}))\n" for use in uses)


INHERITED = (
    "o.tell()",
    "o.kind",
    "LAST.kind",
    "o.made",
    "LAST.make(1).args",
    "o.twice(4)",
    "[each.__name__ for each in LAST.__mro__]",
    "super(LAST, o).tell()",
    "super(FIRST, o).tell()",
    "(o.args, o.options)",
    "isinstance(o, FIRST), issubclass(FIRST, LAST)",
    "sorted(vars(o))",
    "o.missing",
    "setattr(o, 'made', 1)",
    "setattr(o, 'kind', 'own') or (o.kind, LAST.kind)",
    "LAST.tell(o)",
    "LAST.tell()",
    "o.tell.__self__ is o, o.tell.__func__ is LAST.tell",
    "o.tell.__qualname__",
    "delattr(o, 'kind')",
    "delattr(o, 'args') or o.args",
    "FIRST.__subclasses__().__len__()",
    "[each.__name__ for each in LAST.__bases__]",
    "getattr(o, 'nothing', 'absent')",
    "type(o) is LAST, o.__class__ is LAST",
    "hasattr(o, '__dict__')",
    "LAST()",
    "LAST(1, 2).args",
)


def members(w: Writer, name: str) -> list[str]:
    choices = [
        [f"kind = {name!r}"],
        ["def tell(self):", f"    return [{name!r}] + super().tell()"],
        ["def tell(self):", f"    return [{name!r}, *super({name}, self).tell()]"],
        ["@property", "def made(self):", "    return ('made', self.kind)"],
        [
            "@property",
            "def made(self):",
            "    return self._made",
            "@made.setter",
            "def made(self, value):",
            "    self._made = value",
        ],
        ["@classmethod", "def make(cls, *args):", "    return cls(*args, made_by=cls.__name__)"],
        ["@staticmethod", "def twice(value):", "    return value * 2"],
        ["def __init__(self, *args, **options):", "    super().__init__(*args, **options)", f"    self.by = {name!r}"],
        ["def __init__(self, first=0, **options):", "    super().__init__(first, seen=True, **options)"],
        ["def __getattr__(self, name):", "    return 'dynamic ' + name"],
        [
            "def __init_subclass__(cls, **options):",
            "    super().__init_subclass__(**options)",
            "    cls.kind = 'made ' + cls.__name__",
        ],
        [
            "def __getattribute__(self, name):",
            "    found = super().__getattribute__(name)",
            "    return ('got', found) if name == 'kind' else found",
        ],
        ["def __setattr__(self, name, value):", "    super().__setattr__(name, value if name != 'kind' else [value])"],
        ["def __new__(cls, *args, **options):", "    made = super().__new__(cls)", "    made.fresh = True", "    return made"],
        ["def __class_getitem__(cls, item):", "    return (cls.__name__, item)"],
        ["def __eq__(self, other):", "    return isinstance(other, type(self))"],
        ["__slots__ = ('slot',)"],
    ]
    return [line for lines in w.random.sample(choices, w.random.randrange(1, 4)) for line in lines]


DESCRIPTORS = """
class Logged:
    def __init__(self, start=None):
        self.start = start
    def __set_name__(self, owner, name):
        self.name = '_' + name
        log.append(('named', owner.__name__, name))
"""


def descriptor(w: Writer) -> str:
    name = w.new_name("D")
    text = "log = []\n" + DESCRIPTORS
    if w.chance(0.8):
        text += f"    def __get__(self, instance, owner=None):\n        log.append(('get', instance is None, owner.__name__))\n        return {w.pick('self', 'self.start', 'getattr(instance, self.name, self.start)', '1 / 0', 'instance.__dict__[self.name]')}\n"
    if w.chance(0.6):
        text += f"    def __set__(self, instance, value):\n        log.append(('set', text(value)))\n        {w.pick('setattr(instance, self.name, value)', 'raise AttributeError(self.name)', 'instance.__dict__[self.name] = value')}\n"
    if w.chance(0.4):
        text += "    def __delete__(self, instance):\n        log.append('delete')\n        del instance.__dict__[self.name]\n"
    text += f"class {name}:\n    field = Logged({w.expr('int', 0)})\n    other = {w.pick('Logged()', 'field', '5')}\n    def __init__(self):\n        {w.pick('pass', 'self.field = 7', 'self.__dict__[chr(102) + chr(105) + chr(101) + chr(108) + chr(100)] = 8')}\n"
    text += f"try:\n    o = {name}()\nexcept Exception as error:\n    print(type(error).__name__, error)\n    o = object.__new__({name})\n"
    uses = [
        "o.field",
        "setattr(o, 'field', 3)",
        "delattr(o, 'field')",
        f"{name}.field",
        "o.other",
        "sorted(o.__dict__)",
        "hasattr(o, 'field')",
        "setattr(o, 'other', 1) or o.other",
    ]
    return text + "".join(f"show(lambda: ({use}))\n" for use in w.random.sample(uses, 5)) + "print(log)\n"


FIELDS = ("int", "str = 'a'", "list = field(default_factory=list)", "int = field(default=3, repr=False)", "int = field(default=4, compare=False)",
          "int = field(init=False, default=9)", "float = field(default=0.5, kw_only=True)", "ClassVar[int] = 6", "InitVar[int] = 2", "list = []", "dict = field(default=None, hash=False)")  # fmt: skip


def dataclass(w: Writer) -> str:
    name = w.new_name("Data")
    options = [
        f"{each}={w.pick('True', 'False')}"
        for each in w.random.sample(
            "frozen order eq repr init slots kw_only unsafe_hash match_args".split(), w.random.randrange(0, 4)
        )
    ]
    text = f"from dataclasses import InitVar, asdict, astuple, dataclass, field, fields, replace\nfrom typing import ClassVar\nclass {name}:\n    pass\ntry:\n    @dataclass({', '.join(options)})\n    class {name}:\n"
    letters = "abcd"[: w.random.randrange(1, 5)]
    for letter in letters:
        text += f"        {letter}: {w.random.choice(FIELDS)}\n"
    if w.chance(0.3):
        text += "        def __post_init__(self, *rest):\n            print('made', rest)\n"
    if w.chance(0.2):
        text += f"        def __eq__(self, other):\n            return {w.pick('True', 'NotImplemented', 'False')}\n"
    text += "except Exception as error:\n    print(type(error).__name__, error)\n"
    if w.chance(0.4):
        text += f"try:\n    @dataclass({', '.join(options) if w.chance(0.6) else ''})\n    class {name}({name}):\n        e: {w.random.choice(FIELDS)}\nexcept Exception as error:\n    print(type(error).__name__, error)\n"
    text += f"def make(*args, **options):\n    return {name}(*args, **options)\n"
    ones = ", ".join(w.pick("1", "2", "'x'", "[1]") for _ in range(w.random.randrange(0, len(letters) + 1)))
    text += f"o = p = None\ntry:\n    o = make({ones})\n    p = make({ones})\nexcept Exception as error:\n    print(type(error).__name__, error)\n"
    uses = ["repr(o)", "o == p", "o < p", "hash(o) == hash(p)", "asdict(o)", "astuple(o)", "[(f.name, f.init, f.repr, f.kw_only) for f in fields(o)]", "replace(o, a=5)", "replace(o, c=5)",
            "setattr(o, 'a', 4) or o", "delattr(o, 'a')", "make(a=1)", "make(1, 2, 3, 4, 5)", "make(1, 2, d=3)", "o.__match_args__", "sorted([o, p])", "setattr(o, 'fresh', 1)", "o != 1", "o >= p", "{o: 1}[p]"]  # fmt: skip
    return text + "".join(f"show(lambda: ({use}))\n" for use in w.random.sample(uses, 7))


def named_tuple(w: Writer) -> str:
    name = w.new_name("N")
    if w.chance(0.5):
        text = f"from typing import NamedTuple\nclass {name}(NamedTuple):\n    a: int\n    b: str = {w.expr('any', 0)}\n"
        text += w.pick("", "    c: list = None\n", "    def total(self):\n        return [self.a, *self]\n")
    else:
        text = f"from collections import namedtuple\n{name} = namedtuple({name!r}, {w.pick(repr('a b'), repr('a, b c'), '[chr(97), chr(98)]')}{w.pick('', ', defaults=[5]', ', defaults=(1, 2)')})\n"
    uses = ["make(1)", "make()", "make(1, 2)", "make(a=1, b=2)", "make(1, 2, 3, 4)", "make(1, z=2)", "o._replace(a=5)", "o._replace(z=5)", "o._asdict()", "o._fields", "o._field_defaults", "o + (1,)", "o == tuple(o)", "o.a", "o[1]",
            "o[5]", "setattr(o, 'a', 1)", "type(o)._make([1, 2])", "type(o)._make([1, 2, 3])", "hash(o) == hash(tuple(o))", "o < (9,)", "len(o)", "[*o]", "o.total()", "isinstance(o, tuple)", "o.index(1)", "o.__match_args__"]  # fmt: skip
    text += f"make = {name}\ntry:\n    o = make(1, 'b')\nexcept Exception as error:\n    print(type(error).__name__, error)\n    o = make(1, 2, 3)\n"
    return text + "".join(f"show(lambda: ({use}))\n" for use in w.random.sample(uses, 7))


def enum(w: Writer) -> str:
    name = w.new_name("E")
    base = w.pick("Enum", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "str, Enum", "int, Enum")
    text = f"import enum\nfrom enum import Enum, IntEnum, StrEnum, Flag, IntFlag, auto, unique\n{name} = None\ntry:\n"
    text += w.pick("", "", "    @unique\n") + f"    class {name}({base}):\n"
    if w.chance(0.15):
        text += "        def _generate_next_value_(name, start, count, last):\n            return (name.lower(), start, count, last).__len__() + count\n"
    for letter in "ABCD"[: w.random.randrange(1, 5)]:
        text += f"        {letter} = {w.pick('auto()', 'auto()', '1', '2', '4', repr('x') if 'Flag' not in base else '16', '3', 'A' if letter != 'A' else '0', '(1, 2)' if 'Flag' not in base else '32', '-1', 'None' if 'Flag' not in base else '64', '8')}\n"
    text += w.pick(
        "",
        "        def tell(self):\n            return (self.name, self.value)\n",
        "        @property\n        def tell(self):\n            return self.value\n",
    )
    text += w.pick(
        "",
        "",
        "        @classmethod\n        def _missing_(cls, value):\n            return cls.A if value == 99 else None\n",
        "        def __str__(self):\n            return 'shown ' + self.name\n",
    )
    text += "except Exception as error:\n    print(type(error).__name__, error)\n"
    text += f"def cls():\n    return {name}\n"
    uses = ["list(cls())", "cls().A", "str(cls().A)", "repr(cls().B)", "f'{cls().A}'", "f'{cls().B:>8}'", "cls()(1)", "cls()(3)", "cls()(99)", "cls()['A']", "cls()['Z']", "cls().A.value", "cls().A.name", "cls().B == 2", "cls().A < cls().B",
            "cls().A | cls().B", "cls().A & 1", "~cls().A", "cls().A in cls()", "len(cls())", "list(reversed(cls()))", "cls().__members__.keys()", "cls().A.tell", "cls().A.tell()", "hash(cls().A) == hash(cls().A)", "setattr(cls(), 'A', 1)",
            "setattr(cls().A, 'value', 1)", "cls().A is cls()(cls().A.value)", "cls().A.B", "cls()(0)", "cls()(7)", "bool(cls().A)", "isinstance(cls().A, int)", "cls()", "sorted(cls())", "cls().A + 1", "'%s %r' % (cls().A, cls().A)", "list(cls()(3))",
             "cls().Z", "{cls().A: 1}[cls().A]", "delattr(cls(), 'A')", "cls()(None)", "cls().A ^ cls().C", "cls()(-1)"]  # fmt: skip
    return text + "".join(f"show(lambda: ({use}))\n" for use in w.random.sample(uses, 9))
