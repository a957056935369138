"""io: texts and bytes in memory, read, written, sought and kept across a pause."""
import asyncio
import io
from io import BytesIO, StringIO


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


s = StringIO()
print(s.write("one\ntwo"), s.tell(), s.getvalue(), s.seek(0), s.readline(), s.read(1), s.read(), s.read(), s.readline())
print(s.seek(3), s.write("XY"), s.getvalue(), s.seek(12), s.write("end"), repr(s.getvalue()), s.truncate(4), s.tell(), s.getvalue(), s.write("!"), repr(s.getvalue()))
print(s.seek(0), list(s), s.seek(0), s.readlines(), s.seek(0, 2), s.seek(0, 1), s.writelines(["a\n", "b\n"]), repr(s.getvalue()))
with StringIO("first\nsecond\r\nthird") as lines:
    for line in lines:
        print(repr(line))
    print(lines.seek(0), lines.readlines(1), lines.readline(3), lines.readline(-1), lines.readline(None), lines.seekable(), lines.readable(), lines.writable(), lines.isatty(), lines.flush())
print(lines.closed, attempt(lines.read))
for newline in (None, "", "\n", "\r", "\r\n"):
    made = StringIO("a\nb\r\nc\rd", newline=newline)
    print(repr(newline), repr(made.getvalue()), made.readlines(), made.newlines, made.write("x\ny"), repr(made.getvalue()))
print(attempt(s.write, b"x"), attempt(s.seek, -1), attempt(s.seek, 1, 1), attempt(s.seek, 0, 3), attempt(s.truncate, -1), attempt(s.read, "x"), attempt(s.fileno), attempt(s.detach))
print(attempt(StringIO, 5), attempt(StringIO, "", newline="x"), attempt(StringIO, "", newline=5), s.encoding, s.errors, s.line_buffering, attempt(s.readline, 1.5), attempt(s.writelines, 5), attempt(s.writelines, [5]))
s.close()
print(attempt(s.read), attempt(s.write, "x"), attempt(s.getvalue), s.closed, attempt(s.__enter__), attempt(s.seekable), attempt(next, s), attempt(iter, s), s.close())
print("printed", 1, sep="-", end="!", file=(out := StringIO()))
print(out.getvalue(), StringIO(None).getvalue() == "", StringIO("abc").read(-1), StringIO("abc").read(None))

b = BytesIO(b"abc\ndef")
print(b.read(2), b.readline(), b.read(), b.seek(-3, 2), b.read(), b.seek(1), b.write(bytearray(b"XY")), b.getvalue(), b.seek(9), b.write(b"z"), b.getvalue(), b.tell())
into = bytearray(4)
print(b.seek(0), b.readinto(into), into, b.read1(2), b.seek(0), list(b), b.truncate(3), b.getvalue(), b.writelines([b"1", b"2"]), b.getvalue(), b.seek(-100, 1))
print(attempt(b.write, "x"), attempt(b.seek, -1), attempt(b.seek, 0, 3), attempt(b.truncate, -1), attempt(b.read, "x"), attempt(b.fileno), attempt(BytesIO, 5), attempt(BytesIO, "x"), attempt(b.writelines, [5]), attempt(b.seek, "a"))
b.close()
print(attempt(b.read), attempt(b.getvalue), b.closed, BytesIO().getvalue(), BytesIO(None).read())
print(StringIO.__module__, io.UnsupportedOperation.__mro__, io.SEEK_SET, io.SEEK_CUR, io.SEEK_END, io.DEFAULT_BUFFER_SIZE)


class Counting(StringIO):
    def write(self, text):
        return super().write(text.upper())


made = Counting()
print("shout", file=made)
print(repr(made.getvalue()))


async def main():
    text, data = StringIO(), BytesIO(b"12")
    text.write("before ")
    data.read(1)
    await asyncio.sleep(0)
    text.write("after")
    print(text.getvalue(), data.read(), data.tell())


asyncio.run(main())
