"""Bytes as text, and checksums."""

import binascii


class Error(ValueError):
    __module__ = "binascii"


class Incomplete(Exception):
    __module__ = "binascii"


def b2a_base64(data, /, *, newline=True):
    encoded = binascii._encode64(data)
    return encoded + b"\n" if newline else encoded


def a2b_base64(data, /, *, strict_mode=False):
    decoded = binascii._decode64(_ascii(data), strict_mode)
    if isinstance(decoded, str):
        raise Error(decoded)
    return decoded


def hexlify(data, sep=None, bytes_per_sep=1):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    shown = bytes(data).hex() if sep is None else bytes(data).hex(sep, bytes_per_sep)
    return shown.encode("ascii")


b2a_hex = hexlify


def unhexlify(hexstr, /):
    text = _ascii(hexstr).decode("latin-1")
    if len(text) % 2:
        raise Error("Odd-length string")
    for letter in text:
        if letter not in "0123456789abcdefABCDEF":
            raise Error("Non-hexadecimal digit found")
    return bytes.fromhex(text)


a2b_hex = unhexlify


def _ascii(data):
    if isinstance(data, str):
        try:
            return data.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if isinstance(data, (bytes, bytearray)):
        return data
    raise TypeError(f"argument should be bytes, buffer or ASCII string, not {type(data).__name__!r}")
