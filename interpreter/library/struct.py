"""struct: values as bytes, by a format, and back."""

import struct
from operator import index


class error(Exception):
    """What is wrong with a format, a value or a buffer."""

    __module__ = "struct"


_NATIVE = {
    "x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "n": 8, "N": 8, "P": 8,
    "e": 2, "f": 4, "d": 8, "s": 1, "p": 1,
}

_STANDARD = {
    "x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 4, "L": 4, "q": 8, "Q": 8, "e": 2, "f": 4, "d": 8,
    "s": 1, "p": 1,
}

_LARGEST = (1 << 63) - 1


def _read(text):
    """Whether the bytes' order is that of small ends first, the size, and (code, offset, size) of each value."""
    order, sizes, aligned = "little", _NATIVE, True
    if text[:1] and text[0] in "@=<>!":
        aligned = text[0] == "@"
        sizes = _NATIVE if aligned else _STANDARD
        order = "big" if text[0] in ">!" else "little"
        text = text[1:]
    total, items, at = 0, [], 0
    while at < len(text):
        code = text[at]
        at += 1
        if code in " \t\n\r\v\f":
            continue
        count = 1
        if "0" <= code <= "9":
            digits = code
            while at < len(text) and "0" <= text[at] <= "9":
                digits += text[at]
                at += 1
            count = int(digits)
            if count > _LARGEST:
                raise error("total struct size too long")
            if at == len(text):
                raise error("repeat count given without format specifier")
            code = text[at]
            at += 1
        size = sizes.get(code)
        if size is None:
            raise error("bad char in struct format")
        if aligned and code not in "xcsp":
            total += -total % size
        if code in "sp":
            items.append((code, total, count))
        elif code != "x":
            if count * size + total > _LARGEST:
                raise error("total struct size too long")
            items.extend([(code, total + place * size, size) for place in range(count)])
        total += count * size
        if total > _LARGEST:
            raise error("total struct size too long")
    return order, total, items


def _whole(value, code, size):
    """An int that has room in so many bytes."""
    if not hasattr(type(value), "__index__"):
        raise error("required argument is not an integer")
    value = index(value)
    signed = code in "bhilqn"
    low = -(1 << size * 8 - 1) if signed else 0
    high = (1 << size * 8 - (1 if signed else 0)) - 1
    if code == "P":
        if not -1 << 63 <= value <= high:
            raise error("int too large to convert")
        return value & high
    if low <= value <= high:
        return value & (1 << size * 8) - 1
    # Wider C types are converted to first.
    first, last = (0, (1 << 64) - 1) if code in "ILQN" else (-1 << 63, _LARGEST)
    if size == 8 or not first <= value <= last:
        raise error("argument out of range")
    kind = {"b": "byte", "B": "ubyte", "h": "short", "H": "ushort"}.get(code, repr(code))
    raise error(f"{kind} format requires {low} <= number <= {high}")


def _real(value, code):
    try:
        if isinstance(value, (str, bytes, bytearray)):
            raise TypeError
        number = float(value)
    except Exception:
        raise error("required argument is not a float") from None
    made = struct._float_bytes(number, code)
    if made is None:
        if isinstance(value, int):
            raise error("int too large to convert")
        raise OverflowError(f"float too large to pack with {code} format")
    return made


def _bytes_of(value, code, size, order):
    if code == "c":
        if not isinstance(value, bytes) or len(value) != 1:
            raise error("char format requires a bytes object of length 1")
        return value
    if code == "s" or code == "p":
        if not isinstance(value, (bytes, bytearray)):
            raise error(f"argument for {code!r} must be a bytes object")
        if code == "s":
            return bytes(value[:size]).ljust(size, b"\0")
        if size == 0:
            return b""
        held = bytes(value[:size - 1])
        return (bytes([min(len(held), 255)]) + held).ljust(size, b"\0")
    if code == "?":
        return b"\1" if value else b"\0"
    if code in "efd":
        made = _real(value, code)
        return made if order == "little" else made[::-1]
    return _whole(value, code, size).to_bytes(size, order)


def _value_of(data, at, code, size, order):
    part = data[at:at + size]
    if code == "c" or code == "s":
        return part
    if code == "p":
        return part[1:1 + part[0]] if part else b""
    if code == "?":
        return part != b"\0"
    if code in "efd":
        return struct._float_of(part if order == "little" else part[::-1], code)
    return int.from_bytes(part, order, signed=code in "bhilqn")


def _buffer(data):
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError(f"a bytes-like object is required, not {type(data).__name__!r}")
    return data


class Struct:
    """A format that was read once."""

    __module__ = "_struct"
    __slots__ = ("format", "size", "_order", "_items")

    def __init__(self, format):
        if isinstance(format, (bytes, bytearray)):
            format = bytes(format).decode("latin-1")
        elif not isinstance(format, str):
            raise TypeError(f"Struct() argument 1 must be a str or bytes object, not {type(format).__name__}")
        else:
            format.encode("ascii")
        self.format = format
        self._order, self.size, self._items = _read(format)

    def pack(self, /, *values):
        """The values as bytes."""
        return self._packed("pack", values)

    def pack_into(self, /, *args):
        """Writes the values into a buffer at an offset."""
        if len(args) < 2:
            raise error(f"pack_into expected {'offset' if args else 'buffer'} argument")
        buffer, offset, *values = args
        if len(values) != len(self._items):
            self._packed("pack_into", values)
        if not isinstance(buffer, bytearray):
            raise TypeError(f"argument must be read-write bytes-like object, not {type(buffer).__name__}")
        offset = self._offset(index(offset), len(buffer), "pack_into", "no space to pack", "packing")
        buffer[offset:offset + self.size] = self._packed("pack_into", values)

    def unpack(self, buffer, /):
        """The values in bytes of just this size."""
        if len(_buffer(buffer)) != self.size:
            raise error(f"unpack requires a buffer of {self.size} bytes")
        return self._unpacked(bytes(buffer), 0)

    def unpack_from(self, /, buffer, offset=0):
        """The values at an offset of a buffer."""
        size = len(_buffer(buffer))
        offset = self._offset(index(offset), size, "unpack_from", "not enough data to unpack", "unpacking")
        return self._unpacked(bytes(buffer), offset)

    def iter_unpack(self, buffer, /):
        """The values of each of the parts that the buffer consists of."""
        if self.size == 0:
            raise error("cannot iteratively unpack with a struct of length 0")
        if len(_buffer(buffer)) % self.size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {self.size} bytes")
        return _Parts(self, buffer)

    def _packed(self, name, values):
        if len(values) != len(self._items):
            raise error(f"{name} expected {len(self._items)} items for packing (got {len(values)})")
        made = bytearray(self.size)
        for value, (code, at, size) in zip(values, self._items):
            made[at:at + size] = _bytes_of(value, code, size, self._order)
        return bytes(made)

    def _unpacked(self, data, start):
        return tuple([_value_of(data, start + at, code, size, self._order) for code, at, size in self._items])

    def _offset(self, offset, length, name, short, doing):
        size = self.size
        if offset < 0:
            if offset + size > 0:
                raise error(f"{short} {size} bytes at offset {offset}")
            if offset + length < 0:
                raise error(f"offset {offset} out of range for {length}-byte buffer")
            offset += length
        if length - offset < size:
            raise error(
                f"{name} requires a buffer of at least {size + offset} bytes for {doing} {size} bytes "
                f"at offset {offset} (actual buffer size is {length})"
            )
        return offset


class _Parts:
    """What `iter_unpack` returns."""

    __module__ = "_struct"
    __qualname__ = "unpack_iterator"
    __slots__ = ("_struct", "_buffer", "_at")

    def __init__(self, struct, buffer):
        self._struct, self._buffer, self._at = struct, buffer, 0

    def __iter__(self):
        return self

    def __length_hint__(self):
        return (len(self._buffer) - self._at) // self._struct.size

    def __next__(self):
        size = self._struct.size
        if self._at + size > len(self._buffer):
            raise StopIteration
        part = bytes(self._buffer[self._at:self._at + size])
        self._at += size
        return self._struct.unpack(part)


def calcsize(format, /):
    """How many bytes a format takes."""
    return Struct(format).size


def pack(format, /, *values):
    """The values as bytes."""
    return Struct(format).pack(*values)


def pack_into(format, /, *args):
    """Writes the values into a buffer at an offset."""
    Struct(format).pack_into(*args)


def unpack(format, buffer, /):
    """The values in bytes of just the format's size."""
    return Struct(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    """The values at an offset of a buffer."""
    return Struct(format).unpack_from(buffer, offset)


def iter_unpack(format, buffer, /):
    """The values of each of the parts that the buffer consists of."""
    return Struct(format).iter_unpack(buffer)
