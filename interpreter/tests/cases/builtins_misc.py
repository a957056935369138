print(abs(-3), min([3, 1, 2]), max("abc"), min(3, 1), sum([1, 2], 10), len("abc"), max([1, 5, 3], key=lambda n: -n), min([], default="none"))
print(list(range(3)), list(range(2, 8, 3)), range(5), range(1, 10, 2), len(range(0, 10, 3)), list(reversed([1, 2, 3])))
print(sorted([3, 1, 2]), sorted("bca", reverse=True), sorted([(1, "b"), (1, "a")]), sorted(["B", "a"], key=str.lower))
print(list(enumerate("ab")), list(zip([1, 2], "ab", [True, False])), list(map(str, [1, 2])), list(filter(None, [0, 1, 2])), list(map(lambda a, b: a + b, [1, 2], [3, 4])))
print(any([]), all([]), any([0, 1]), all([1, 0]), bool([]), int("7"), float("1.5"), str(5), repr("a'b"), chr(97), ord("a"), hex(255), oct(8), bin(5))
print(isinstance(1, int), isinstance(True, int), isinstance(1, (str, int)), isinstance("a", str | int), type(1).__name__, type("a") is str, callable(len))
print(divmod(7, 3), pow(2, 5), pow(2, 5, 7), round(2.567, 2), round(5), hash("a") == hash("a"), id(1) == id(1))
print(list("abc"), tuple([1, 2]), set([1, 1]) == {1}, dict([("a", 1)]), dict(a=1, b=2), frozenset([1]) == {1}, bytes([65, 66]), bytearray(b"ab"), list({"a": 1}))
print(next(iter([1, 2])), next(iter([]), "end"), list(iter([1])), getattr("a", "upper")(), hasattr([], "append"))
it = iter([1, 2, 3])
print(next(it), list(it), list(it))
calls = iter([1, 2, 0, 3])
print(list(iter(lambda: next(calls), 0)))
print(repr("tab\t nl\n quote\" back\\ é \x00 \u200b"), repr('both \' and "'), ascii("é€😀"), repr(b"b\x00\xff'"))
print(str([1, "a", None, True, 1.5, (1,), {"k": {1}}]), str(()), str({}), repr(set()), str(frozenset()))
print("a", "b", sep="-", end="!\n")
print(*[1, 2, 3], sep=", ")
print()
print("no newline", end="")
print("", end="\n")
print(None, True, 1.0, "x", b"y")
recursive = [1]
recursive.append(recursive)
print(recursive)
loop = {"k": 1}
loop["self"] = loop
print(loop)
print(sum([[1], [2]], []), sum((x for x in range(4)), 0.5), "".join(["a", "b"]), format(3.14159, ".2f"), format("a", ">3"))
print(list(zip()), list(zip([1], [])), max(1, 2, 3), max([(1, 2), (1, 3)]), min("hello", "world", key=len))
for call in (
    lambda: max([]),
    lambda: min(),
    lambda: sum(["a"]),
    lambda: len(5),
    lambda: ord("ab"),
    lambda: chr(-1),
    lambda: int([]),
    lambda: int("5", 99),
    lambda: float([]),
    lambda: next([]),
    lambda: iter(5),
    lambda: sorted([1, "a"]),
    lambda: abs("a"),
    lambda: range("a"),
    lambda: range(1, 2, 0),
    lambda: round("a"),
    lambda: list(5),
    lambda: dict([1]),
    lambda: dict([(1, 2, 3)]),
    lambda: "".join([1]),
    lambda: isinstance(1, 5),
    lambda: hash([]),
    lambda: {}.missing,
    lambda: getattr(1, "nope"),
    lambda: list(zip([1], [1, 2], strict=True)),
    lambda: print(1, wrong=2),
    lambda: sum("ab"),
    lambda: bytes([256]),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
