# complex() of texts, formatting, zeros' signs, and comparison with other numbers.
def show(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


class Convertible:
    def __complex__(self):
        return 1 + 2j


for text in ["1", "1j", "-j", "+j", "j", "1+2j", " ( 1-2j ) ", "1e3-1E-3j", "inf+nanj", "-infinityj", "1_0+2_0j", ".5-.5j", "1.j"]:
    show(lambda: complex(text))
for text in ["", "1+", "1+2", "1 + 2j", "(1", "1j2", "--1", "1+2jj", "1__0", "(1+2j))", "e"]:
    show(lambda: complex(text))
show(lambda: complex("1", 2))
show(lambda: complex(1, "2"))
show(lambda: complex([]))
show(lambda: complex(1, []))
print(complex(Convertible()), complex(Convertible(), 1j), complex(1j, 2j), complex(), complex(imag=3))
print(complex(1.0, -0.0), complex(-0.0, 0.0), complex(-0.0, -0.0), -0j, complex(0.0, 1.0) * 2)
value = 3.25 - 1.5j
for spec in ["", ".2f", "e", "12", "<20", "^20.1f", "+", "+.1f", "g", ",.1f", ".3", "*>16", "z.0f", "#.0f", " .1f", "n", "G"]:
    show(lambda: (spec, format(value, spec)))
for spec in ["010", "=10", "d", "s", "%", "=", "x"]:
    show(lambda: format(value, spec))
print(format(1j, ".1f"), format(1j, "5"), format(1j, ""), format(-0.0 + 1j, ".1f"), f"{complex(-0.0, -0.0):.1f}")
print(1 + 0j == 1, 1 + 0j == 1.0, 1 + 1j == 1, 1 + 0j == True, (1 << 100) + 0j == 1 << 100, 2.0**53 + 0j == 2**53 + 1)
print(complex.__eq__(1 + 1j, 1 << 10000), (1j).__eq__("a"), hash(2 + 0j) == hash(2))
show(lambda: 0j ** -1)
show(lambda: 0j**2)
show(lambda: (1e200 + 1j) ** 3)
show(lambda: 1 / 0j)
