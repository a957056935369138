"""A calculator: tokens by a pattern, a parser by precedence, a tree that is matched."""

import re
from dataclasses import dataclass
from typing import Union, NamedTuple, Iterator
import math, operator


class Token(NamedTuple):
    kind: str
    text: str
    at: int


SPEC = [("NUM", r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"), ("NAME", r"[A-Za-z_]\w*"), ("OP", r"\*\*|//|[-+*/%(),=]"), ("WS", r"\s+")]
PATTERN = re.compile("|".join(f"(?P<{n}>{p})" for n, p in SPEC))


def tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        m = PATTERN.match(text, at)
        if not m:
            raise SyntaxError(f"bad character {text[at]!r} at {at}")
        if m.lastgroup != "WS":
            yield Token(m.lastgroup, m.group(), at)
        at = m.end()
    yield Token("END", "", at)


@dataclass(frozen=True)
class Num:
    value: float


@dataclass(frozen=True)
class Var:
    name: str


@dataclass(frozen=True)
class Bin:
    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Neg:
    of: "Node"


@dataclass(frozen=True)
class Call:
    name: str
    args: tuple["Node", ...]


Node = Union[Num, Var, Bin, Neg, Call]

BINDING = {"+": (1, 2), "-": (1, 2), "*": (3, 4), "/": (3, 4), "//": (3, 4), "%": (3, 4), "**": (8, 7)}
OPS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv, "%": operator.mod, "**": operator.pow}


class Parser:
    def __init__(self, text):
        self._tokens = list(tokens(text))
        self._i = 0

    @property
    def here(self):
        return self._tokens[self._i]

    def take(self, text=None):
        token = self.here
        if text is not None and token.text != text:
            raise SyntaxError(f"expected {text!r}, got {token.text!r} at {token.at}")
        self._i += 1
        return token

    def expr(self, least=0):
        token = self.take()
        match token:
            case Token("NUM", text):
                left = Num(float(text) if any(c in text for c in ".eE") else int(text))
            case Token("NAME", name) if self.here.text == "(":
                self.take("(")
                args = []
                while self.here.text != ")":
                    args.append(self.expr())
                    if self.here.text != ",":
                        break
                    self.take(",")
                self.take(")")
                left = Call(name, tuple(args))
            case Token("NAME", name):
                left = Var(name)
            case Token("OP", "-"):
                left = Neg(self.expr(5))
            case Token("OP", "("):
                left = self.expr()
                self.take(")")
            case Token(kind, text, at):
                raise SyntaxError(f"unexpected {kind} {text!r} at {at}")
        while (op := self.here.text) in BINDING:
            lbp, rbp = BINDING[op]
            if lbp < least:
                break
            self.take()
            left = Bin(op, left, self.expr(rbp))
        return left


FUNCS = {"sqrt": math.sqrt, "max": max, "hyp": math.hypot, "fact": math.factorial}


def evaluate(node: Node, env):
    match node:
        case Num(v):
            return v
        case Var(n):
            try:
                return env[n]
            except KeyError:
                raise NameError(f"no {n}") from None
        case Neg(x):
            return -evaluate(x, env)
        case Bin(op, l, r):
            return OPS[op](evaluate(l, env), evaluate(r, env))
        case Call(name=n, args=args):
            return FUNCS[n](*(evaluate(a, env) for a in args))
        case _:
            raise TypeError(node)


for text in [
    "1+2*3",
    "2**3**2",
    "-(2+3)*4 % 7",
    "10//3/2",
    "sqrt(2)*sqrt(2)",
    "max(1, x, 3)",
    "hyp(3,4)",
    "1 + ",
    "(1",
    "1 $ 2",
    "1/0",
    "fact(20) - 1",
    "nope+1",
    "1e3 + .5",
    "2 ** -1",
    "fact(2.5)",
]:
    try:
        tree = Parser(text).expr()
        print(text, "=>", tree, "=", evaluate(tree, {"x": 7}))
    except (SyntaxError, NameError, ArithmeticError, ValueError, TypeError) as e:
        print(text, "!!", type(e).__name__, e, repr(e.__cause__), e.__suppress_context__)
