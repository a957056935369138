# What random programs found: which error comes first, what is kept, and what is said.
def show(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


class Indexed:
    def __getitem__(self, index):
        return [1, 2][index]


show(lambda: [*5])
show(lambda: [*None])
show(lambda: (lambda *a: a)(*Indexed()))
show(lambda: 1(**{1: 2}))
show(lambda: (lambda **k: k)(**{1: 2}))
show(lambda: reversed(Indexed()))
show(lambda: sum())
show(lambda: zip(1j))
show(lambda: list(zip(Indexed(), "ab")))
show(lambda: object(1))
show(lambda: type(None)(1))
print(type(None)() is None, type(...)() is ..., type(NotImplemented)() is NotImplemented)
show(lambda: bytearray(None))
show(lambda: bytearray([300]))
show(lambda: "a".find(None))
show(lambda: "a".replace(None, "b"))
show(lambda: str(2, 2))
show(lambda: str(2, "ascii"))
print(str(encoding="ascii") == "")
show(lambda: pow(3, -1, b"a"))
show(lambda: pow(1j, 1, 2))
show(lambda: pow(2.0, 1, 2))
show(lambda: "%c" % 2**63 if False else "%c" % (2**63))
show(lambda: range(3).index(abs))
show(lambda: range(3).index(7))
show(lambda: {}.keys() & 5)
show(lambda: 5 | {}.keys())
print(b"a\tb\n\tc".expandtabs(), b"\t".expandtabs(2), bytearray(b"\t").expandtabs(0))
print((-1.5 - 0j) ** 2, (1 + 2j) ** 3, (1 + 1j) ** -2)
print({True}.intersection((1,)), {1} & {True, 2}, {True, 2} & {1}, {1, 2}.intersection({2.0}, [2]))


def deletions():
    for target, key in [((1,), 0), ((1,), "a"), ("ab", 0), (5, 0), (int, 0), ({1}, 0), (range(3), 1), (None, 0), (Indexed(), 0)]:
        try:
            del target[key]
        except TypeError as error:
            print(error)


deletions()
array = bytearray(b"ab")
for index, value in [(5, 3.5), (5, 300), ("x", 1), (5, 1)]:
    try:
        array[index] = value
    except Exception as error:
        print(type(error).__name__, error)


def delegating():
    yield from [1, 2, 3]


generator = delegating()
print(next(generator))
show(lambda: generator.send(4))


def grouped(*clauses):
    try:
        try:
            raise clauses[0]
        except* ValueError as group:
            if len(clauses) > 1:
                raise clauses[1]
            raise
        except* TypeError:
            raise
    except BaseException as error:
        print(repr(error))


grouped(ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)]))
grouped(ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)]), RuntimeError(4))
grouped(ExceptionGroup("g", [ExceptionGroup("in", [ValueError(1), TypeError(2)]), TypeError(3)]))
grouped(ValueError(5))
grouped(KeyError(6))
show(lambda: ExceptionGroup())
group = ExceptionGroup("noted", [ValueError(1), TypeError(2)])
group.add_note("note")
part, rest = group.split(ValueError)
part.add_note("of the part")
print(group.__notes__, part.__notes__, rest.__notes__)
show(lambda: ().index(-2, {}))
show(lambda: " p "[slice((), -1, 0)])
show(lambda: bytes.fromhex("%sé"))
show(lambda: enumerate())
target = bytearray(b"abcd")
target[::-2] = b""
print(target)
items = [1]
for part in [slice({3}), slice(None)]:
    try:
        items[part] = map
    except TypeError as error:
        print(error)
small = ("a",)
for left in [2.5, 1j, True, 2**70, "x", None, small]:
    show(lambda: left + 7)
    show(lambda: left - 7)
    try:
        left += 7
        print(left)
    except TypeError as error:
        print(error)
show(lambda: float(bytearray(b"x")))
print(bytearray(b"it's"), bytearray(b"\"'"), bytearray(b"plain"), [bytearray(b"'")])
show(lambda: bytes("a", 2))
match ((),):
    case [[]]:
        print("nested and empty")
