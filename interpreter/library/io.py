"""Texts and bytes in memory that are read and written like files."""

SEEK_SET = 0

SEEK_CUR = 1

SEEK_END = 2

DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    __module__ = "io"


def _size(value):
    """How much to read: all if it is None or negative."""
    if value is None:
        return -1
    try:
        return value.__index__()
    except AttributeError:
        raise TypeError(f"argument should be integer or None, not {type(value).__name__!r}") from None


class _Memory:
    """What text and bytes have in common. `_held` is all there is; what was written at its end waits in `_added`."""

    def close(self):
        self._held = self._nothing
        self._added = []
        self._length = 0
        self._closed = True

    @property
    def closed(self):
        return self._closed

    def _all(self):
        if self._added:
            self._held += self._nothing.join(self._added)
            self._added = []
        return self._held

    def _take(self, end):
        taken = self._all()[self._at : end]
        if taken:
            self._at += len(taken)
        return taken

    def _put(self, data):
        length = len(data)
        if not length:
            return
        if self._at == self._length:
            self._added.append(data)
            self._at = self._length = self._length + length
            return
        held = self._all()
        if self._at > len(held):
            held += self._filler * (self._at - len(held))
        self._held = held[: self._at] + data + held[self._at + length :]
        self._at += length
        self._length = len(self._held)

    def read(self, size=-1, /):
        self._check()
        size = _size(size)
        return self._take(self._length if size < 0 else self._at + size)

    def readlines(self, hint=-1, /):
        self._check()
        if hint is None:
            hint = -1
        lines = []
        length = 0
        while line := self.readline():
            lines.append(line)
            length += len(line)
            if 0 < hint <= length:
                break
        return lines

    def writelines(self, lines, /):
        self._check()
        for line in lines:
            self.write(line)

    def tell(self):
        self._check()
        return self._at

    def flush(self):
        self._check()

    def readable(self):
        self._check()
        return True

    def writable(self):
        self._check()
        return True

    def seekable(self):
        self._check()
        return True

    def isatty(self):
        self._check()
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def detach(self):
        raise UnsupportedOperation("detach")

    def getvalue(self):
        self._check()
        return self._all()

    def __enter__(self):
        self._check_file()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __iter__(self):
        self._check_file()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def _check_file(self):
        if self._closed:
            raise ValueError("I/O operation on closed file.")


class StringIO(_Memory):
    """A text that is read and written like a file."""

    __module__ = "_io"
    _nothing = ""
    _filler = "\0"

    def __init__(self, initial_value="", newline="\n"):
        if newline is not None and not isinstance(newline, str):
            raise TypeError(f"newline must be str or None, not {type(newline).__name__}")
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        self._closed = False
        self._newline = newline
        self._ends = set()
        self._held = ""
        self._added = []
        self._length = self._at = 0
        if initial_value:
            self.write(initial_value)
            self._at = 0

    encoding = None
    errors = None

    @property
    def line_buffering(self):
        self._check()
        return False

    @property
    def newlines(self):
        self._check()
        if not self._ends:
            return None
        found = tuple([end for end in ("\r", "\n", "\r\n") if end in self._ends])
        return found[0] if len(found) == 1 else found

    def _check(self):
        if self._closed:
            raise ValueError("I/O operation on closed file")

    def write(self, s, /):
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got {type(s).__name__!r}")
        self._check()
        text = str(s)
        if not self._newline:
            bare = text.replace("\r\n", "")
            self._ends.update([end for end in ("\r", "\n") if end in bare])
            if len(bare) < len(text):
                self._ends.add("\r\n")
            if self._newline is None:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
        elif self._newline in ("\r", "\r\n"):
            text = text.replace("\n", self._newline)
        self._put(text)
        return len(s)

    def readline(self, size=-1, /):
        self._check()
        size = _size(size)
        held = self._all()
        if self._newline == "":
            ends = [at + 1 for at in (held.find("\n", self._at), held.find("\r", self._at)) if at >= 0]
            end = min(ends, default=self._length)
            if held[end - 1 : end + 1] == "\r\n":
                end += 1
        else:
            mark = self._newline or "\n"
            found = held.find(mark, self._at)
            end = self._length if found < 0 else found + len(mark)
        return self._take(end if size < 0 else min(end, self._at + size))

    def seek(self, offset, whence=0, /):
        self._check()
        offset = offset.__index__()
        if whence not in (0, 1, 2):
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0 and offset < 0:
            raise ValueError(f"Negative seek position {offset}")
        if whence and offset:
            raise OSError("Can't do nonzero cur-relative seeks")
        if whence == 0:
            self._at = offset
        elif whence == 2:
            self._at = self._length
        return self._at

    def truncate(self, size=None, /):
        self._check()
        size = self._at if size is None else _size(size)
        if size < 0:
            raise ValueError(f"Negative size value {size}")
        if size < self._length:
            self._held = self._all()[:size]
            self._length = size
        return size


class BytesIO(_Memory):
    """Bytes that are read and written like a file."""

    __module__ = "_io"
    _nothing = b""
    _filler = b"\0"

    def __init__(self, initial_bytes=b""):
        self._closed = False
        self._held = b"" if initial_bytes is None else _octets(initial_bytes)
        self._added = []
        self._length = len(self._held)
        self._at = 0

    def _check(self):
        if self._closed:
            raise ValueError("I/O operation on closed file.")

    def write(self, b, /):
        self._check()
        data = _octets(b)
        self._put(data)
        return len(data)

    def read1(self, size=-1, /):
        return self.read(size)

    def readinto(self, buffer, /):
        self._check()
        if not isinstance(buffer, bytearray):
            raise TypeError(f"readinto() argument must be read-write bytes-like object, not {type(buffer).__name__}")
        taken = self._take(self._at + len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)

    def readline(self, size=-1, /):
        self._check()
        size = _size(size)
        found = self._all().find(b"\n", self._at)
        end = self._length if found < 0 else found + 1
        return self._take(end if size < 0 else min(end, self._at + size))

    def seek(self, offset, whence=0, /):
        self._check()
        try:
            offset = offset.__index__()
        except AttributeError:
            raise TypeError(f"{type(offset).__name__!r} object cannot be interpreted as an integer") from None
        if whence not in (0, 1, 2):
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0 and offset < 0:
            raise ValueError(f"negative seek value {offset}")
        self._at = max(0, offset + (0, self._at, self._length)[whence])
        return self._at

    def truncate(self, size=None, /):
        self._check()
        size = self._at if size is None else _size(size)
        if size < 0:
            raise ValueError(f"negative size value {size}")
        if size < self._length:
            self._held = self._all()[:size]
            self._length = size
        return size


def _octets(data):
    if isinstance(data, (bytes, bytearray)):
        return bytes(data)
    raise TypeError(f"a bytes-like object is required, not {type(data).__name__!r}")
