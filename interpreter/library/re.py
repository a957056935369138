"""re: the flags. All else the machine has itself."""

from enum import KEEP, IntFlag


class RegexFlag(IntFlag, boundary=KEEP):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2  # noqa: E741
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    TEMPLATE = T = 1
    DEBUG = 128

    def __repr__(self):
        value = self._value_
        shown = [f"re.{member._name_}" for member in RegexFlag if value & member._value_]
        rest = value & ~511
        if not shown and rest:
            return f"re.RegexFlag({value})"
        if rest:
            shown.append(hex(rest))
        return "|".join(shown) or "re.NOFLAG"

    __str__ = __repr__

    def __format__(self, spec):
        return format(self._value_, spec) if spec else str(self)


NOFLAG = RegexFlag.NOFLAG
ASCII = RegexFlag.ASCII
IGNORECASE = RegexFlag.IGNORECASE
UNICODE = RegexFlag.UNICODE
MULTILINE = RegexFlag.MULTILINE
DOTALL = RegexFlag.DOTALL
VERBOSE = RegexFlag.VERBOSE
A = RegexFlag.ASCII
I = RegexFlag.IGNORECASE  # noqa: E741
U = RegexFlag.UNICODE
M = RegexFlag.MULTILINE
S = RegexFlag.DOTALL
X = RegexFlag.VERBOSE
