"""Flag and IntFlag: operators, names of combinations, iteration, containment, boundaries."""
import enum
from enum import Flag, IntFlag, auto, Enum


def attempt(name, make):
    try:
        print(name, "->", repr(make()))
    except Exception as error:
        print(name, "!!", type(error).__name__, error)


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
    NONE = 0


class Bits(IntFlag):
    A = 1
    B = 2
    D = 8
    AB = 3


class Sparse(Flag):
    HIGH = 4
    LOW = 1
    MID = 2


for cls in (Perm, Bits, Sparse):
    print(list(cls), len(cls), cls.__members__, cls._member_names_, cls)
    for member in cls.__members__.values():
        print(repr(member), str(member), f"{member}", member.name, member.value, bool(member), list(member), len(member))
x = Perm.R | Perm.X
print(x, repr(x), x.name, x.value, list(x), len(x), x is (Perm.X | Perm.R), x == Perm(5), hash(x) == hash(Perm(5)))
print(Perm.R & Perm.W, repr(Perm.R & Perm.W), Perm.R ^ Perm.RW, ~Perm.R, repr(~Perm.R), ~Perm.NONE, repr(~(Perm.RW | Perm.X)), ~x)
print(Perm.R in x, Perm.W in x, Perm.RW in x, Perm.NONE in x, x in x, Perm.R in Perm)
attempt("int in flag", lambda: 1 in x)
attempt("int or", lambda: Perm.R | 1)
attempt("int ror", lambda: 1 | Perm.R)
attempt("int and", lambda: Perm.R & 1)
attempt("str xor", lambda: Perm.R ^ "a")
attempt("other flag", lambda: Perm.R | Sparse.LOW)
attempt("bad value", lambda: Perm(8))
attempt("bad value big", lambda: Perm(100))
attempt("negative", lambda: Perm(-1))
attempt("negative 2", lambda: Perm(-2))
attempt("very negative", lambda: Perm(-100))
attempt("text", lambda: Perm("R"))
attempt("name", lambda: Perm["R"])
attempt("combined name", lambda: Perm["R|W"])
attempt("zero", lambda: Perm(0))
attempt("zero sparse", lambda: Sparse(0))
print(Sparse(0), str(Sparse(0)), Sparse(0).name, Sparse(7), list(Sparse(7)), Sparse(6), Sparse.HIGH | Sparse.LOW, ~Sparse.LOW)
print(Perm.R.name, Perm.RW.name, (Perm.RW | Perm.X).name, (Perm.W | Perm.X).name)

print({Perm.R: 1, Perm.R | Perm.W: 2}[Perm.RW])
flags = Perm.NONE
for each in Perm:
    flags |= each
print(flags, repr(flags), flags == Perm.R | Perm.W | Perm.X)
flags &= ~Perm.W
flags ^= Perm.R
print(flags)
b = Bits.A | Bits.D
print(b, repr(b), b.name, b.value, list(b), b + 1, int(b), f"{b}", f"{b:#x}", b == 9, hash(b) == hash(9))
print(repr(Bits.A | 4), (Bits.A | 4).name, list(Bits.A | 4), Bits.A | 4, repr(Bits(16)), Bits(16), Bits(16).name, list(Bits(17)))
print(repr(~Bits.A), ~Bits.A, repr(Bits(-1)), Bits(-1).value, repr(Bits.A & 3), repr(3 & Bits.A), repr(Bits.D | 1), repr(1 | Bits.D), repr(Bits.A ^ Bits.AB))
print(Bits.A in b, Bits.B in b, Bits.AB in b, bool(Bits(0)), repr(Bits(0)), str(Bits(0)), Bits.A < Bits.B, max(Bits.A, Bits.D), Bits.A << 3, -Bits.A)
attempt("intflag in", lambda: 1 in b)
attempt("intflag text", lambda: Bits("x"))
attempt("intflag float", lambda: Bits(1.5))
attempt("intflag or text", lambda: Bits.A | "x")
print(isinstance(Bits.A | 4, Bits), isinstance(b, int), type(b))


class Conform(Flag, boundary=enum.CONFORM):
    A = 1
    B = 2


class Eject(Flag, boundary=enum.EJECT):
    A = 1
    B = 2


class Keep(Flag, boundary=enum.KEEP):
    A = 1
    B = 2


class StrictInt(IntFlag, boundary=enum.STRICT):
    A = 1
    B = 2


print(repr(Conform(7)), repr(Eject(7)), repr(Keep(7)), repr(Keep(4)), repr(~Conform.A), repr(~Eject.A), repr(~Keep.A), Keep(12).value)
attempt("strict int", lambda: StrictInt(4))
attempt("strict int or", lambda: StrictInt.A | 8)
print(repr(enum.STRICT), enum.FlagBoundary.KEEP, list(enum.FlagBoundary))


class Gaps(Flag):
    A = 1
    ALL = 7


attempt("gaps", lambda: list(Gaps))
attempt("gaps all", lambda: Gaps.ALL)
attempt("gaps 6", lambda: Gaps(6))


class Auto(Flag):
    A = auto()
    B = 16
    C = auto()
    D = 3
    E = auto()


print([(m.name, m.value) for m in Auto.__members__.values()], list(Auto))


class Color(Flag):
    RED = 1
    GREEN = 2

    @property
    def is_red(self):
        return bool(self & Color.RED)

    def __str__(self):
        return f"<{self.name}>"


print(Color.RED, Color.RED | Color.GREEN, (Color.RED | Color.GREEN).is_red, f"{Color.GREEN}", repr(Color.GREEN))
match Color.RED | Color.GREEN:
    case Color.RED:
        print("red")
    case c if Color.GREEN in c:
        print("has green", c)
