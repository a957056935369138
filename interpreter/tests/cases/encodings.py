"""Encodings beside UTF-8: both ways, with what is wrong and how it is mended."""


def tried(act):
    try:
        return repr(act())
    except (UnicodeError, LookupError, TypeError) as error:
        return f"{type(error).__name__} {error}"


WIDE = ("utf-16", "utf-16-le", "utf-16-be", "UTF_32", "utf-32-le", "utf-32-be", "UTF-16LE", "u16", "utf-8-sig")
NARROW = ("cp1252", "Windows 1252", "iso-8859-15", "latin9", "koi8_r", "cp437", "iso8859_7", "mac-roman", "cp1251", "ISO_8859-1:1987", "us-ascii", "L1")
TEXTS = ("", "aé€😀", "жλ\x7f", "\ufeffa")
for encoding in (*WIDE, *NARROW):
    for text in TEXTS:
        for handler in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace"):
            print(encoding, handler, tried(lambda: text.encode(encoding, handler)))

DAMAGED = (
    b"", b"a", b"a\xe9", b"\xff\xfea\x00", b"\xfe\xff\x00a", b"\x00\xd8", b"\x00\xd8a\x00b\x00", b"\x00\xdca\x00", b"\xd8\x00", b"\x00\xd8\x00", b"abc",
    b"\x00\xd8\x00\xd8\x00\xdc", b"\xff\xfea", b"\xfe\xff\xd8\x00a", b"\xd8\x3d\xde\x00", b"\x3d\xd8\x00\xde", b"a\0\0\0", b"\0\0\0a", b"\0\0\x11\0", b"\0\xd8\0\0",
    b"\0\0\xd8\0", b"\xff\xfe\0\0a\0\0\0", b"\0\0\xfe\xff\0\0\0a", b"\0\0\xfe\xff\0\0\0", b"\xff\xfe\0\0a\0\0", b"\xef\xbb\xbfa", b"\xef\xbb\xbf\xff", b"\x81\x90\xff",
)
for encoding in (*WIDE, *NARROW):
    for data in DAMAGED:
        for handler in ("strict", "ignore", "replace", "backslashreplace"):
            print(encoding, data, handler, tried(lambda: data.decode(encoding, handler)))

HALF = bytes(range(128, 256))
for number in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 437, 850, 852, 866):
    text = HALF.decode(f"cp{number}", "replace")
    print(number, ascii(text), text.encode(f"cp{number}", "replace").count(b"?"))
for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16):
    print(number, ascii(HALF.decode(f"iso-8859-{number}", "backslashreplace")))
for name in ("nope", "utf.8", "u-8", "utf--8", "UTF 8", "utf8-", "latin"):
    print(name, tried(lambda: "aé".encode(name)), tried(lambda: b"a".decode(name)))
print(str(b"a\x00", "utf-16-le"), bytes("é", "cp1252"), bytearray("é", "utf-16-be"))
