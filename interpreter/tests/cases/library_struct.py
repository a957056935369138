# struct: sizes, values and errors.
import struct
from struct import Struct, calcsize, error, iter_unpack, pack, pack_into, unpack, unpack_from


def shown(function, *args):
    try:
        return function(*args)
    except Exception as problem:
        return f"{type(problem).__module__}.{type(problem).__name__}: {problem}"


for order in "@", "=", "<", ">", "!", "":
    for code in "xcbB?hHiIlLqQnNefdspP":
        print(repr(order + code), shown(calcsize, order + code), shown(calcsize, order + "b" + code), shown(calcsize, order + "3" + code + "h"), end="; ")
    print()
for order in "@", "<":
    for code in "bBhHiIlLqQnNP":
        for value in (-1, 0, 1, 2**7, 2**8, 2**15, 2**16, 2**31, 2**32, 2**63, 2**64, -2**7, -2**7 - 1, -2**15 - 1, -2**31 - 1, -2**63, -2**63 - 1, 2**200, -2**200, 1.0, "a", None, True):
            print(shown(pack, order + code, value), end=" ")
        print(order + code)


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        if self.value is None:
            raise ValueError("no index")
        return self.value


class Floaty:
    def __float__(self):
        return 1.5


print(shown(pack, "i", Index(3)), shown(pack, "i", Index(None)), shown(pack, "i", Index("a")), shown(pack, "d", Floaty()), shown(pack, "d", Index(2)), shown(pack, "d", "1"), shown(pack, "f", None))
for text in ("", " ", "i i", " < i", "3", "3 i", "<3", "i3", "z", "<z", "10", "0i", "b0i", "b0q", "b0s", "@ii b", "2x", "b2xh", "bb2h", "2h3sb", "99999999999999999999i", "9223372036854775807i", "4611686018427387904i", "iq", "qi", "bqb", "=bqb", "é", "i<", b"<hh", 3, None, "cq", "?q", "sq", "3sq", "pq", "xq", "eq", "fd", "\ti\n", "n", "=n"):
    print(repr(text), shown(calcsize, text))
for form, values in (
    ("3s", (b"ab",)), ("3s", (b"abcd",)), ("s", (b"",)), ("0s", (b"abc",)), ("3s", ("abc",)), ("3s", (bytearray(b"xyz"),)), ("3s", (3,)),
    ("4p", (b"ab",)), ("4p", (b"abcdef",)), ("p", (b"abc",)), ("0p", (b"abc",)), ("300p", (b"z" * 299,)), ("p", (1,)), ("p", (bytearray(b"q"),)),
    ("c", (b"a",)), ("c", (b"ab",)), ("c", ("a",)), ("c", (bytearray(b"a"),)), ("c", (97,)), ("3c", (b"a", b"b", b"c")), ("3c", (b"abc",)),
    ("?", (1,)), ("?", ([],)), ("?", ("x",)), ("3?", (0, 1, 2)), ("x", ()), ("3x", ()), ("bxb", (1, 2)), ("bi", (1, 2)), ("<bi", (1, 2)), (">bi", (1, 2)), ("!bq", (1, -2)), ("bh0i", (1, 2)),
    ("i", ()), ("i", (1, 2)), ("2i", (1,)), ("", ()), ("", (1,)), ("2hs", (1, 2, b"z")), ("hhl", (1, 2, 3)), (">hhl", (1, 2, 3)), (b"<h", (5,)),
):
    print(repr(form), values if len(str(values)) < 60 else "long", shown(pack, form, *values) if "300" not in str(form) else len(pack(form, *values)))
floats = (0.0, -0.0, 1.0, -1.5, 0.1, 1e300, -1e300, 3.4028235e38, 3.4028236e38, 1e-45, 1e-46, 65504.0, 65519.0, 65520.0, -65520.0, 6e-8, 5.960464477539063e-08, 2.98e-8, 2.9802322387695312e-08, 2.9802322387695315e-08, 6.1e-5, 0.333251953125, 1 / 3, float("inf"), float("-inf"), float("nan"), 5, True, 10**400, 2049, 2051, 1.0009765625 + 2**-11, 1.0009765625 * 1.5, 16777217, 2**128)
for code in "efd":
    for value in floats:
        print(shown(pack, ">" + code, value), end=" ")
        made = shown(pack, "<" + code, value)
        print(unpack("<" + code, made)[0] if isinstance(made, bytes) else "-", end="; ")
    print(code)
for code, data in (("e", b"\x00\x7c"), ("e", b"\x01\x7c"), ("e", b"\x01\x00"), ("e", b"\xff\x83"), ("e", b"\xff\x7b"), ("f", b"\x00\x00\xc0\x7f"), ("f", b"\x01\x00\x00\x00"), ("d", b"\x01" + b"\x00" * 7)):
    print(unpack("<" + code, data), unpack(">" + code, data))
for form, data in (
    ("i", b"abcd"), ("i", b"abc"), ("i", b"abcde"), ("", b""), ("", b"a"), ("<bBhHiIlLqQ", bytes(range(200, 242))), (">bBhHiIlLqQ", bytes(range(200, 242))), ("bi", bytes(8)), ("3s", b"abc"), ("s", b"a"), ("0s", b""), ("2s2s", b"abcd"),
    ("4p", b"\x02abc"), ("4p", b"\x09abc"), ("4p", b"\x00abc"), ("p", b"\x05"), ("1p", b"a"), ("c", b"a"), ("3c", b"abc"), ("?", b"\x00"), ("??", b"\x01\x07"), ("x", b"z"), ("bxb", b"azb"), ("i", "abcd"), ("i", None), ("i", bytearray(b"abcd")), ("P", b"\xff" * 8), ("n", b"\xff" * 8), ("N", b"\xff" * 8), ("z", b""),
):
    print(repr(form), data[:12] if data else data, shown(unpack, form, data))
print(shown(unpack_from, "h", b"abcdef"), shown(unpack_from, "h", b"abcdef", 2), shown(unpack_from, "h", b"abcdef", -2), shown(unpack_from, "h", b"abcdef", 5), shown(unpack_from, "h", b"abcdef", -1), shown(unpack_from, "h", b"abcdef", -7), shown(unpack_from, "h", b"abcdef", 50), unpack_from("h", buffer=b"abcdef", offset=4), shown(unpack_from, "h", "ab"), shown(unpack_from, "", b"", 1))
room = bytearray(8)
pack_into("<hh", room, 2, 1, -1)
print(room, shown(pack_into, "<h", room, 7, 1), shown(pack_into, "<h", room, -2, 5), room, shown(pack_into, "<h", room, -1, 5), shown(pack_into, "<h", room, -9, 5), shown(pack_into, "<h", room, 20, 5), shown(pack_into, "<h", bytes(4), 0, 5), shown(pack_into, "<h", room), shown(pack_into, "<h"), shown(pack_into, "<h", room, 0), shown(pack_into, "<h", room, 0, 1, 2), shown(pack_into, "<h", room, "0", 1), shown(pack_into, "<h", room, Index(4), 9), room)
print(list(iter_unpack("<h", b"abcdef")), shown(iter_unpack, "<h", b"abc"), shown(iter_unpack, "", b""), list(iter_unpack("<hb", bytes(range(9)))), list(iter_unpack("<h", b"")))
each = iter_unpack("<h", b"abcd")
print(next(each), each.__length_hint__(), next(each), next(each, "end"))
made = Struct("<3hb")
print(made.size, made.format, made.pack(1, 2, 3, 4), made.unpack(b"abcdefg"), made.unpack_from(b"zzabcdefg", 2), list(made.iter_unpack(b"abcdefg" * 2)), shown(made.pack, 1), shown(made.unpack, b"a"))
made.pack_into(room, 0, 7, 7, 7, 7)
print(room, shown(made.pack_into, room, 3, 1, 2, 3, 4), shown(Struct, "z"), shown(Struct, 3), shown(Struct, b"<i").format, issubclass(error, Exception), error.__mro__, error.__name__, error.__module__)


class Header(Struct):
    def __init__(self):
        super().__init__(">HI")

    def read(self, data):
        kind, length = self.unpack_from(data)
        return {"kind": kind, "length": length, "body": data[self.size:self.size + length]}


print(Header().read(pack(">HI5s", 7, 5, b"hello")), Header().size)
try:
    unpack("<i", b"")
except struct.error as problem:
    print("caught", problem)
