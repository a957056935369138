def show(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


s = "Hello, Wörld"
for call in [
    lambda: s.upper(), lambda: s.lower(), lambda: s.swapcase(), lambda: s.title(), lambda: s.capitalize(), lambda: s.casefold(),
    lambda: s.center(20, "*"), lambda: s.ljust(15) + "|", lambda: s.rjust(15, "."), lambda: "42".zfill(5), lambda: "-42".zfill(5),
    lambda: s.find("ö"), lambda: s.find("z"), lambda: s.rfind("l"), lambda: s.index("W"), lambda: s.index("z"), lambda: s.count("l"),
    lambda: s.find("l", 4), lambda: s.find("l", -3, -1), lambda: s.count("l", 4), lambda: s.startswith("Hell"), lambda: s.startswith(("x", "H")),
    lambda: s.endswith("ld", 3), lambda: s.startswith(1), lambda: s.replace("l", "L", 2), lambda: s.replace("", "-"), lambda: s.split(","),
    lambda: "a  b c".split(), lambda: "a,b,c".split(",", 1), lambda: "a,b,c".rsplit(",", 1), lambda: " a b ".rsplit(None, 1),
    lambda: "a".split(""), lambda: "a".split(1), lambda: "a\nb\r\nc".splitlines(), lambda: "a\nb\r\nc".splitlines(keepends=True),
    lambda: "k=v=w".partition("="), lambda: "k=v=w".rpartition("="), lambda: "kv".partition("="), lambda: "kv".rpartition("="),
    lambda: "".partition(""), lambda: "xxabcxx".strip("x"), lambda: "  a ".lstrip(), lambda: "  a ".rstrip(), lambda: "a".strip(1),
    lambda: "-".join(["a", "b"]), lambda: "-".join("abc"), lambda: "-".join([1]), lambda: "-".join(1), lambda: "a\tb".expandtabs(4),
    lambda: "prefix-x".removeprefix("prefix-"), lambda: "x.py".removesuffix(".py"), lambda: "abc".translate({97: "X", 98: None, 99: 100}),
    lambda: "abc".translate(str.maketrans("ab", "xy", "c")), lambda: str.maketrans("a", "xy"), lambda: str.maketrans({"a": 1, 98: "z"}),
    lambda: "é".encode(), lambda: "é".encode("latin-1"), lambda: "é".encode("ascii"), lambda: "é".encode("ascii", "replace"),
    lambda: "é".encode("nope"), lambda: "abc".isalpha(), lambda: "a1".isalnum(), lambda: "12".isdigit(), lambda: "½".isnumeric(),
    lambda: "²".isdecimal(), lambda: " \t".isspace(), lambda: "Title Case".istitle(), lambda: "UP".isupper(), lambda: "low".islower(),
    lambda: "a_1".isidentifier(), lambda: "\n".isprintable(), lambda: "abc".isascii(), lambda: s[1], lambda: s[-1], lambda: s[100],
    lambda: s[1:5], lambda: s[::-1], lambda: s[::3], lambda: s["a"], lambda: "a" + 1, lambda: 1 + "a", lambda: "ab" * 3, lambda: 3 * "ab",
    lambda: "ab" * -1, lambda: "a" * "b", lambda: "ell" in s, lambda: 1 in s, lambda: len(s), lambda: str(b"x", "utf-8"), lambda: str(12),
    lambda: "a" < "b", lambda: "a" < 1, lambda: "%s|%5d|%-5s|%.2f|%x" % ("a", 42, "b", 3.14159, 255), lambda: "%(a)s" % {"a": 1},
    lambda: "%d" % "a", lambda: "%s %s" % ("a",), lambda: "%s" % ("a", "b"), lambda: "%c%c" % (65, "B"), lambda: "%5.1f%%" % 99.55,
    lambda: "{} {}".format(1, "a"), lambda: "{0}{1}{0}".format("a", "b"), lambda: "{a[0]} {b.real}".format(a=[1], b=2), lambda: "{!r:>6}".format("a"),
    lambda: "{:{w}.{p}f}".format(3.14159, w=10, p=2), lambda: "{".format(), lambda: "{}".format(), lambda: "{x}".format(), lambda: "{x}".format_map({"x": 1}),
    lambda: f"{3.0:,.2f} {1234567:_} {255:#x} {'a':^5} {True!s:>6} {0.5:%}", lambda: format(42, "05d"), lambda: format("a", "d"), lambda: format([], "5"),
    lambda: hash("a") == hash("a"), lambda: min("banana"), lambda: sorted("hello"), lambda: list(reversed("abc")), lambda: "a".nope,
]:
    show(call)
