"""base64 and binascii: every alphabet there and back, padding, what is refused."""
import base64
import binascii


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)


data = [b"", b"a", b"ab", b"abc", b"abcd", bytes(range(256)), b"\xff\xfe\xfd\x00"]
for each in data:
    print(base64.b64encode(each)[:40], base64.b32encode(each)[:40], base64.b16encode(each)[:20], base64.b85encode(each)[:20], base64.a85encode(each)[:20])
    print(
        base64.b64decode(base64.b64encode(each)) == each,
        base64.b32decode(base64.b32encode(each)) == each,
        base64.b16decode(base64.b16encode(each)) == each,
        base64.b85decode(base64.b85encode(each)) == each,
        base64.a85decode(base64.a85encode(each)) == each,
        base64.b32hexdecode(base64.b32hexencode(each)) == each,
        base64.urlsafe_b64decode(base64.urlsafe_b64encode(each)) == each,
        base64.standard_b64decode(base64.standard_b64encode(each)) == each,
    )
print(base64.urlsafe_b64encode(b"\xfb\xff\xfe"), base64.b64encode(b"\xfb\xff\xfe", altchars=b"-:"), base64.b64decode("-:-:", altchars="-:"))
print(base64.b64decode("YWJj"), base64.b64decode("YW Jj\n"), base64.b64decode(b"YWJjZA=="), base64.b64decode("YWJjZA==tail"), base64.b64decode(bytearray(b"YQ==")))
for bad in ("YWJ", "YWJjZ", "=", "YQ=", "Y", "ab=c", "YWJj====", "é"):
    show(base64.b64decode, bad)
for bad in ("YW Jj", "YWJj\n", "YQ==YQ==", "=YQ=", "Y=Q="):
    show(base64.b64decode, bad, validate=True)
show(base64.b64encode, "text")
show(base64.b64decode, 5)
show(base64.b64encode, b"a", b"x")
print(base64.b32decode("mfrgg===", casefold=True), base64.b32decode("MFRGG==="), base64.b32decode("M1023456", map01="I"))
for bad in ("MFRGG", "mfrgg===", "M1======", "MFRGG=======", "A======="):
    show(base64.b32decode, bad)
show(base64.b16decode, "ab")
show(base64.b16decode, "ABC")
print(base64.b16decode("abCD", casefold=True))
print(base64.a85encode(b"\0\0\0\0abcd    ", foldspaces=True), base64.a85encode(b"hello world", adobe=True), base64.a85encode(b"hello world, again and again", wrapcol=10))
print(base64.a85decode(b"<~BOu!rD]j7BEbo7~>", adobe=True), base64.a85decode("z", foldspaces=True), base64.a85encode(b"abc", pad=True), base64.b85encode(b"abc", pad=True))
show(base64.b85decode, "~~~~~")
show(base64.b85decode, "ab\x00")
show(base64.a85decode, "ab{")
print(base64.encodebytes(b"x" * 60), base64.decodebytes(b"eHh4\neHg=\n"))
print(binascii.hexlify(b"\x00\xff"), binascii.hexlify(b"\x01\x02\x03", "-"), binascii.unhexlify("00fF"), binascii.crc32(b"hello"), binascii.crc32(b"lo", binascii.crc32(b"hel")))
show(binascii.unhexlify, "0")
show(binascii.unhexlify, "zz")
show(binascii.a2b_base64, "a")
print(binascii.b2a_base64(b"abc"), binascii.b2a_base64(b"abc", newline=False), issubclass(binascii.Error, ValueError))
