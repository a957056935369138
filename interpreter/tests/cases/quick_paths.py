"""What the machine does without the objects that it seems to need: slices, pairs of loops, exceptions."""


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        print("index", self.value)
        return self.value


class Taker:
    def __getitem__(self, key):
        return key


class Bad(Exception):
    pass


class Worse(Bad):
    """Keeps its arguments."""

    extra = 1


class Own(Exception):
    def __init__(self, *args, code=0):
        super().__init__("own", *args)
        self.code = code


class Made(Exception):
    def __new__(cls, *args):
        print("new", cls.__name__, args)
        return super().__new__(cls, *args)


class Mixed(KeyError, Bad):
    pass


def slices():
    text, items, pair = "abcdefé", [1, 2, 3, 4], (5, 6, 7)
    for start in (None, -100, -2, 0, 1, 3, 100):
        for stop in (None, -100, -2, 0, 1, 3, 100):
            print(start, stop, text[start:stop], items[start:stop], pair[start:stop], b"xyz"[start:stop], range(9)[start:stop])
    print(text[::2], items[::-1], pair[2:0:-1], text[1:5:None])
    print(text[Index(1) : Index(-1)], items[Index(2) :], text[True:], pair[:True])
    print(Taker()[1:2], Taker()[:], Taker()[1:2, ::3])
    for bad in ("1", 1.5):
        try:
            text[bad:]
        except TypeError as error:
            print(error)
    try:
        len(text)[1:2]
    except TypeError as error:
        print(error)
    copy = items[:]
    copy[0] = 9
    print(items, copy, copy is items, items[2:1], text[3:2] == "")
    items[1:3] += [8]
    print(items)
    items[:2] = items[2:]
    print(items)
    del items[1:]
    print(items, {1: 2}.get(1), [[1, 2], [3, 4]][1:][0][:1])
    text = text[1:]
    items = items[0:]
    print(text, items)


def pairs():
    table = {"a": 1, "b": 2, "c": 3}
    for key, value in table.items():
        print(key, value)
    for pair in table.items():
        key, value = pair
        print(pair, key, value)
    for (key, value) in enumerate(table):
        print(key, value)
    for index, (key, value) in enumerate(table.items(), 5):
        print(index, key, value)
    for index, value in enumerate("añb"):
        print(index, value)
    for index, value in enumerate(["x"], -1):
        print(index, value)
    for index, value in enumerate(range(2), 2**63 - 1):
        print(index, value)
    for a, b in zip([1, 2, 3], (4, 5)):
        print(a, b)
    one = iter([1, 2, 3, 4, 5])
    for a, b in zip(one, one):
        print(a, b)
    left, right = iter([1, 2, 3]), iter([10])
    for a, b in zip(left, right):
        print(a, b)
    print("left", list(left), list(right))
    for a, b in zip(range(3), [7, 8]):
        print(a, b)
    try:
        for a, b in zip([1, 2], [3], strict=True):
            print(a, b)
    except ValueError as error:
        print(error)
    try:
        for a, b, c in table.items():
            print(a, b, c)
    except ValueError as error:
        print(error)
    try:
        for a, *b in table.items():
            print(a, b)
    finally:
        print("done")
    try:
        for key, value in table.items():
            table[key + "x"] = value
    except RuntimeError as error:
        print(error, len(table))
    try:
        for key in table:
            del table[key]
    except RuntimeError as error:
        print(error, len(table))
    rest = enumerate([1, 2, 3])
    for index, value in rest:
        if index == 1:
            break
    print(list(rest), index, value)
    seen = [pair for pair in zip("ab", [1, 2])]
    print(seen, {v: k for k, v in enumerate("xyz")}, [k + v for k, v in {"p": "q"}.items()])
    growing = [1]
    for index, value in enumerate(growing):
        if index < 3:
            growing.append(value * 2)
    print(growing)
    print([*zip({1: 2}.items(), "z")], [c for c in "\U0001f600é!"])


def found():
    print("a" in "banana", "nan" in "banana", "" in "", "x" in "", "é" in "café", "ab" in {"ab"}, 3 in {1, 2}, 3 in frozenset([3]))
    print(1.0 in {1: 0}, True in {1}, None in {None}, "a" not in "b", (1, 2) in {(1, 2)}, "1" in {1: 1})
    for item in (1, None):
        try:
            item in "text"
        except TypeError as error:
            print(error)
    texts = ["", "a", "aa", "é", "abcdefghijklmnopqrstuv", "abcdefghijklmnopqrstuw", "abcdefghijklmnopqrstuvw", "abcdefghijklmnopqrstuvw"]
    print([[one == other for other in texts] for one in texts])
    print([[one != (other + "") for other in texts] for one in texts])
    print("a,b,,c".split(","), "a\u00e9b".split("\u00e9"), "aXbX".replace("X", ""), "aaa".replace("a", "aa"), "a.b.".count("."), "éé".count("é"))


def raised():
    for make in (Bad, Worse, Own, Made, Mixed, ValueError, KeyError, StopIteration, SystemExit, UnicodeError):
        for args in ((), (1,), (1, "two"), ("t", 2, 3)):
            error = make(*args)
            print(type(error).__name__, error.args, repr(error), str(error))
    print(repr(Bad(1, 2)), Worse("x").extra, Worse("x").args, repr(Own(3, code=4)), Own(code=5).code)
    print(type(OSError(2, "none")).__name__, ImportError("m", name="n").name, StopIteration(7).value)
    for bad in (lambda: Bad(x=1), lambda: ValueError(x=1), lambda: Worse(1, y=2)):
        try:
            bad()
        except TypeError as error:
            print(error)
    for number in range(4):
        try:
            if number == 0:
                raise Worse(number)
            if number == 1:
                raise Mixed(number) from ValueError("cause")
            if number == 2:
                {}["missing"]
            int("7x")
        except Worse as error:
            print("worse", error.args)
        except Bad as error:
            print("bad", error.args, repr(error.__cause__))
        except (KeyError, ValueError) as error:
            print("other", error, error.__context__)
    print(int("7"), int("007"), int("12345678901234567890"), int(" 5 "), int("1_0"), int("\u0663"), str(-5), str(2**70), str(True))


slices()
pairs()
found()
raised()
