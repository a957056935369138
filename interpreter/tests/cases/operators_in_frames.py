"""Operators of classes: what declines, what recurses, what raises, and what a loop over them keeps."""


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        if isinstance(other, Number):
            return Number(self.value + other.value)
        if isinstance(other, int):
            return Number(self.value + other)
        return NotImplemented

    def __radd__(self, other):
        return f"{other!r} + {self!r}"

    def __mul__(self, other):
        return f"{self!r} * {other!r}"

    def __sub__(self, other):
        return NotImplemented

    def __iadd__(self, other):
        if other is None:
            return NotImplemented
        self.value += 100
        return self

    def __truediv__(self, other):
        try:
            return self.value / other
        except ZeroDivisionError:
            return "nothing"
        finally:
            print("divided", self.value, other)

    def __repr__(self):
        return f"Number({self.value})"


class More(Number):
    def __radd__(self, other):
        return f"more: {other!r}"


class Other:
    def __rsub__(self, other):
        return f"rsub {other!r}"

    def __repr__(self):
        return "Other()"


one, two = Number(1), Number(2)
print(one + two, one + 3, 4 + one, one + More(5), More(5) + one, one * [1], one * "x", one * two)
print(one - Other(), one / 2, one / 0)
for right in (1.5, None, [], "x"):
    try:
        print(one + right)
    except TypeError as error:
        print(error)
    try:
        print(one - right)
    except TypeError as error:
        print(error)
    try:
        one -= right
    except TypeError as error:
        print(error)
one += two
print(one)
try:
    one += None
except TypeError as error:
    print(error)


class Deep:
    def __init__(self, depth):
        self.depth = depth

    def __add__(self, other):
        if self.depth == 0:
            return 0
        return 1 + (Deep(self.depth - 1) + other)


print(Deep(300) + None)


class Endless:
    def __add__(self, other):
        return self + other


try:
    Endless() + 1
except RecursionError as error:
    print("RecursionError", error.args[0][:32])


class Fails:
    def __or__(self, other):
        raise ValueError(other)

    def __matmul__(self, other):
        yield other


try:
    Fails() | 3
except ValueError as error:
    print("ValueError", error, error.__traceback__ is not None)
print(list(Fails() @ 4))


def counter():
    total = 0

    class Counting:
        def __add__(self, other):
            nonlocal total
            total += other
            return self

    thing = Counting()
    for i in range(50):
        thing = thing + i
    return total


print(counter())

# Keys of tuples, column by column, and those that are not alike.
rows = [(i * 7 % 5, f"{i % 3}", -i / 2) for i in range(20)]
print(sorted(rows)[:4], sorted(rows, reverse=True)[:3])
print(sorted(range(12), key=lambda i: (i % 3, -i)))
print(sorted(range(6), key=lambda i: (i % 2,) * (i % 3)))
print(sorted([(1, "a"), (1.0, "b"), (True, "c"), (0, "d")]))
print(sorted([(), (), ()]), sorted([], key=lambda x: (x,)))
try:
    sorted([(1, "a"), (1, 2)])
except TypeError as error:
    print(error)
print(sorted([(1, "a"), (2, 2)]))

# Texts of one character are one object each; formats that are a width.
text = "héllo, wörld 中"
short = "é,h"
print(text[1] is short[0], text[0] is short[2:], text[-1] == "中", [c for c in text if c in "éö中"])
for value in (0, -7, 12345, "ab", "é", True, 1.5, None):
    for spec in ("", ">8", "<8", "^8", "8", "3", "^7", "64"):
        try:
            print(f"[{value:{spec}}]", end=" ")
        except TypeError as error:
            print(error, end=" ")
    print()
print("".join(reversed(text)), "x" * 22 + "y", ("x" * 11) + ("é" * 11), text[2:4] + text[:0] + text[5:5])
