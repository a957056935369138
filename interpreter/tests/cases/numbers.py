def show(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


for call in [
    lambda: int("12"), lambda: int(" -1_000 "), lambda: int("ff", 16), lambda: int("0x1f", 0), lambda: int("x"), lambda: int("1", 99), lambda: int(3.9), lambda: int(None),
    lambda: int(b"7"), lambda: int(), lambda: int(True), lambda: int("12", base=3), lambda: int([]), lambda: int(float("inf")), lambda: float("1e3"), lambda: float("nan"), lambda: float("x"),
    lambda: float([]), lambda: float(10**400), lambda: bool([]), lambda: bool("a"), lambda: 7 // -2, lambda: 7 % -2, lambda: divmod(-7, 2), lambda: divmod(7.5, 2), lambda: 1 / 0,
    lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 % 0, lambda: 2**100, lambda: 2**-1, lambda: 0**-1, lambda: pow(3, 5, 7), lambda: pow(2, -1, 7), lambda: pow(2, 2, 0),
    lambda: (-8) ** 2, lambda: round(2.5), lambda: round(2.675, 2), lambda: round(1234, -2), lambda: round(1.5e300, -299), lambda: round("a"), lambda: abs(-3), lambda: abs("a"),
    lambda: 1 << 70, lambda: 1 << -1, lambda: -5 >> 1, lambda: ~5, lambda: 5 & 3.0, lambda: (5).bit_length(), lambda: (255).to_bytes(2, "big"), lambda: int.from_bytes(b"\x01\x00", "big"),
    lambda: (256).to_bytes(1, "big"), lambda: (3.5).is_integer(), lambda: (0.75).as_integer_ratio(), lambda: (3.5).hex(), lambda: float.fromhex("0x1.8p1"), lambda: bin(-5), lambda: oct(8), lambda: hex(255),
    lambda: hex(1.5), lambda: chr(8364), lambda: chr(-1), lambda: ord("€"), lambda: ord("ab"), lambda: 10**20 == 1e20, lambda: 2**53 + 1 == float(2**53), lambda: hash(1) == hash(1.0) == hash(True),
    lambda: 0.1 + 0.2, lambda: 1e16, lambda: 1e-5, lambda: 123456789012345678, lambda: -0.0, lambda: 1_000_000.0, lambda: float("inf") - float("inf"), lambda: 5 .real, lambda: (5).numerator,
    lambda: isinstance(True, int), lambda: isinstance(1, (str, int)), lambda: isinstance(1, "x"), lambda: issubclass(bool, int), lambda: type(1), lambda: type(1.0)(2), lambda: 10**30 // 7, lambda: -(10**30) % 7,
    lambda: 10**30 / 10**29, lambda: 3 < 2.5, lambda: 1 < "a", lambda: max(1, 2.0, True), lambda: sum([0.1] * 10), lambda: f"{10**20:,}", lambda: f"{-5:05d}", lambda: f"{3.14159:.3g}", lambda: f"{1e10:g}",
    lambda: True + True, lambda: True & False, lambda: str(True), lambda: 1 .__add__(2), lambda: "x".__mul__(2), lambda: callable(print), lambda: callable(1), lambda: repr(1.0), lambda: ascii("é"),
    lambda: hasattr(1, "real"), lambda: getattr(1, "zz", None), lambda: getattr(1, "zz"), lambda: (1).foo, lambda: int("9" * 5000), lambda: b"ab" + b"c", lambda: b"abc"[1], lambda: b"abc"[1:], lambda: bytes([1, 2]),
    lambda: bytes(3), lambda: bytes("é", "utf-8"), lambda: bytes([256]), lambda: b"a b".split(), lambda: b"abc".hex(), lambda: bytes.fromhex("61 62"), lambda: b"abc".decode(), lambda: b"\xff".decode(), lambda: b"a".join([b"x", b"y"]),
    lambda: b"abc".find(b"c"), lambda: b"abc".replace(b"a", b"z"), lambda: bytearray(b"ab"), lambda: b"%s" if False else b"x".upper(), lambda: 97 in b"abc", lambda: b"b" in b"abc",
]:
    show(call)
