"""Random decimal operations in random contexts, by CPython and by the machine: `decimals.py [SEED [PROGRAMS]]`."""

from __future__ import annotations

import random
import sys

import cpython
from machine import Runner

HEAD = """\
from decimal import (
    ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Clamped, Context, Decimal,
    DivisionByZero, FloatOperation, Inexact, InvalidOperation, Overflow, Rounded, Subnormal, Underflow, getcontext, setcontext,
)


def show(context, function):
    context.clear_flags()
    try:
        result = repr(function())
    except Exception as error:
        result = f"{type(error).__name__} {error}"
    print(result, [signal.__name__ for signal in context.flags if context.flags[signal]])


def run(context, lines):
    setcontext(context)
    context = getcontext()
    for function in lines:
        show(context, function)
"""
ROUNDINGS = "UP DOWN CEILING FLOOR HALF_UP HALF_DOWN HALF_EVEN 05UP".split()
SIGNALS = "InvalidOperation DivisionByZero Overflow Underflow Subnormal Inexact Rounded Clamped FloatOperation".split()
UNARY = "exp ln log10 logb next_minus next_plus normalize sqrt to_integral_value to_integral_exact logical_invert number_class is_normal is_subnormal".split()
BINARY = (
    "compare compare_signal compare_total compare_total_mag copy_sign max max_mag min min_mag next_toward remainder_near quantize"
    " rotate scaleb shift same_quantum logical_and logical_or logical_xor"
).split()
OPERATORS = "+ - * / // % == < >=".split()
SPECIAL = [
    "Infinity",
    "-Infinity",
    "NaN",
    "-NaN12",
    "sNaN",
    "sNaN345678",
    "0",
    "-0",
    "0E+5",
    "-0E-9",
    "1",
    "-1",
    "10",
    "1.000",
    "101",
    "0110",
]


class Maker:
    """Writes one program."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def digits(self, most: int) -> str:
        kind = self.random.random()
        length = self.random.randint(1, most)
        if kind < 0.1:
            return "9" * length
        if kind < 0.2:
            return "1" + "0" * (length - 1)
        if kind < 0.3:
            return self.random.choice("123456789") + "".join(self.random.choice("05") for _ in range(length - 1))
        return "".join(self.random.choice("0123456789") for _ in range(length))

    def number(self, most: int = 35, spread: int = 30) -> str:
        kind = self.random.random()
        if kind < 0.06:
            return self.random.choice(SPECIAL)
        sign = self.random.choice(["", "", "-"])
        exponent = self.random.randint(-spread, spread) if kind < 0.8 else self.random.choice([0, 0, -1, -2, -len(str(most))])
        return f"{sign}{self.digits(most)}E{exponent}"

    def operand(self) -> str:
        if self.random.random() < 0.1:
            return str(self.random.randint(-1000, 1000))
        return f"Decimal('{self.number()}')"

    def context(self) -> str:
        prec = self.random.choice([1, 2, 3, 5, 9, 16, 28, 28, 34, 50])
        size = self.random.choice([5, 20, 60, 384, 999_999])
        traps = [name for name in SIGNALS if self.random.random() < 0.12]
        rounding = self.random.choice(ROUNDINGS)
        return (
            f"Context(prec={prec}, rounding=ROUND_{rounding}, Emin=-{size}, Emax={size}, capitals={self.random.randint(0, 1)},"
            f" clamp={int(self.random.random() < 0.2)}, traps=[{', '.join(traps)}])"
        )

    def small(self) -> str:
        return f"Decimal('{self.number(12, 6)}')"

    def line(self) -> str:
        kind = self.random.random()
        if kind < 0.35:
            return f"{self.operand()} {self.random.choice(OPERATORS)} Decimal('{self.number()}')"
        if kind < 0.5:
            value = self.small() if self.random.random() < 0.7 else f"Decimal('{self.number()}')"
            return f"{value}.{self.random.choice(UNARY)}()"
        if kind < 0.7:
            other = self.operand() if self.random.random() < 0.7 else str(self.random.randint(-40, 40))
            return f"Decimal('{self.number()}').{self.random.choice(BINARY)}({other})"
        if kind < 0.78:
            exponent = self.random.choice(
                [f"Decimal({self.random.randint(-30, 60)})", f"Decimal('{self.number(3, 1)}')", self.small()]
            )
            return f"{self.small()} ** {exponent}"
        if kind < 0.81:
            return (
                f"pow({self.random.randint(-99, 999)}, Decimal({self.random.randint(-1, 999)}), {self.random.randint(-9, 99)})"
            )
        if kind < 0.86:
            return f"Decimal('{self.number()}').fma({self.operand()}, {self.operand()})"
        if kind < 0.9:
            return f"divmod({self.operand()}, Decimal('{self.number()}'))"
        if kind < 0.95:
            return f"getcontext().create_decimal('{self.number(60, 80)}')"
        return f"format(Decimal('{self.number()}'), '{self.spec()}')"

    def spec(self) -> str:
        choose = self.random.choice
        fill = choose(["", "", "", "*", "é", "0"])
        align = choose("<>^=") if fill else choose(["", "", "<", ">", "^", "="])
        zero = choose(["", "", "0"]) if not align else ""
        precision = choose(["", "", f".{self.random.randint(0, 12)}"])
        return f"{fill}{align}{choose(['', '', '+', '-', ' '])}{choose(['', '', 'z'])}{zero}{choose(['', '5', '12', '30'])}{choose(['', '', ','])}{precision}{choose(['', 'e', 'E', 'f', 'F', 'g', 'G', '%'])}"

    def program(self) -> str:
        lines = [HEAD]
        for _ in range(10):
            body = "".join(f"    lambda: {self.line()},\n" for _ in range(25))
            lines.append(f"run({self.context()}, [\n{body}])\n")
        return "\n".join(lines)


def main() -> int:
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    differing = operations = 0
    with Runner() as machine:
        for seed in range(first, first + count):
            text = Maker(seed).program()
            expected, found = cpython.run(text), machine(text)
            written = [line for line in text.splitlines() if line.startswith("    lambda: ")]
            operations += len(written)
            pairs = zip(written, expected.printed.splitlines(), found.printed.splitlines())
            wrong = [(line, left, right) for line, left, right in pairs if left != right]
            if (expected.how, len(expected.printed.splitlines())) != (found.how, len(found.printed.splitlines())):
                wrong.append(("the end", f"{expected.how} {expected.last_line}", f"{found.how} {found.last_line}"))
            differing += len(wrong)
            for line, left, right in wrong[:5]:
                print(f"seed {seed}: {line.strip()}\n  cpython: {left}\n  machine: {right}")
    print(f"{operations} operations, {differing} differ")
    return differing > 0


if __name__ == "__main__":
    sys.exit(main())
