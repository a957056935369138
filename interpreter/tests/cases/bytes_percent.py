# `%` of bytes, tables, and what constructors take.
def show(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


class Shown:
    def __bytes__(self):
        return b"shown"


class Count:
    def __index__(self):
        return 3


class Items:
    def __getitem__(self, index):
        return (1, 2, 3)[index]


print(b"%d %5.2f %s %b %c %c %r %x" % (3, 2.5, b"a", bytearray(b"b"), 65, b"z", "é", 255))
print(bytearray(b"<%s>") % b"in")
print(b"%(a)s-%(b)d" % {b"a": b"x", b"b": 4})
print(b"%5s|%-5s|%.2s" % (b"ab", b"cd", b"efg"), b"%a" % "ü", b"%%", b"%s" % Shown())
show(lambda: b"%s" % "text")
show(lambda: b"%c" % 256)
show(lambda: b"%c" % "ab")
show(lambda: b"%d" % "x")
show(lambda: b"%d %d" % 1)
show(lambda: b"x" % 1)
table = bytes.maketrans(b"abc", b"xyz")
print(b"aabbcc".translate(table), b"aabbcc".translate(None, b"b"), bytearray(b"abc").translate(table, delete=b"a"))
show(lambda: b"a".translate(b"short"))
show(lambda: bytes.maketrans(b"a", b"bc"))
print([word.istitle() for word in (b"", b"Title Case", b"Not title", b"ABC", b"1A")])
print(bytes(Shown()), bytes(Count()), bytes(Items()), bytes(bytearray(b"x")), b"x".__bytes__())
show(lambda: bytes("text"))
show(lambda: bytes(b"x", "utf-8"))
show(lambda: bytes(encoding="ascii"))
show(lambda: bytes(1.5))
show(lambda: bytes([1, 300]))
print(b"\x01\x02\x03".hex(":"), b"\x01\x02\x03\x04".hex(b"-", 2), bytes.fromhex(" 1A\n2b\v"))
show(lambda: b"a".hex("ab"))
show(lambda: b"a".hex("é"))
array = alias = bytearray(b"ab")
array *= 3
print(array, alias is array)

# Special methods called by name look at how many arguments they get.
for call in (
    lambda: [].__contains__(),
    lambda: {}.__getitem__(),
    lambda: [].__getitem__(1, 2),
    lambda: (1).__add__(),
    lambda: "a".__len__(1),
    lambda: {}.__setitem__(1),
    lambda: {1}.__contains__(),
    lambda: (2).__pow__(),
    lambda: "a".__format__(),
):
    show(call)
