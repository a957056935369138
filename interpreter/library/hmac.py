"""Hashes with a key, which only its holders can make."""

import hashlib

trans_5C = bytes([byte ^ 0x5C for byte in range(256)])

trans_36 = bytes([byte ^ 0x36 for byte in range(256)])

digest_size = None


class HMAC:
    """A hash of a message with a key."""

    blocksize = 64
    __slots__ = ("_inner", "_outer", "block_size", "digest_size")

    def __init__(self, key, msg=None, digestmod=""):
        self._init_old(key, msg, digestmod)

    def _init_old(self, key, msg, digestmod):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f"key: expected bytes or bytearray, but got {type(key).__name__!r}")
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        self._outer = _hash_of(digestmod)
        self._inner = _hash_of(digestmod)
        if not self._inner.digest_size:
            raise ValueError("no reason supplied")
        self.digest_size = self._inner.digest_size
        self.block_size = self._inner.block_size
        if len(key) > self.block_size:
            key = _hash_of(digestmod, key).digest()
        key = bytes(key).ljust(self.block_size, b"\0")
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return f"hmac-{self._inner.name}"

    def update(self, msg):
        self._inner.update(msg)

    def copy(self):
        made = object.__new__(type(self))
        made.digest_size = self.digest_size
        made.block_size = self.block_size
        made._inner = self._inner.copy()
        made._outer = self._outer.copy()
        return made

    def digest(self):
        whole = self._outer.copy()
        whole.update(self._inner.digest())
        return whole.digest()

    def hexdigest(self):
        return self.digest().hex()


def _hash_of(digestmod, data=b""):
    if callable(digestmod):
        return digestmod(data)
    if isinstance(digestmod, str):
        return hashlib.new(digestmod, data)
    return digestmod.new(data)


def new(key, msg=None, digestmod=""):
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The HMAC of one message."""
    for given in (key, msg):
        if isinstance(digest, str) and not isinstance(given, (bytes, bytearray)):
            raise TypeError(f"a bytes-like object is required, not {type(given).__name__!r}")
    if isinstance(digest, str) and digest.lower() in hashlib.algorithms_guaranteed and not digest.startswith("shake"):
        name = digest.lower()
        return hashlib._hmac(name, hashlib._SIZES[name][0], key, msg)
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b, /):
    """Whether two digests are equal."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        return a == b
    if isinstance(a, (bytes, bytearray)) and isinstance(b, (bytes, bytearray)):
        return a == b
    if not isinstance(a, (bytes, bytearray)) and not isinstance(b, (bytes, bytearray)):
        raise TypeError(f"unsupported operand types(s) or combination of types: {type(a).__name__!r} and {type(b).__name__!r}")
    other = b if isinstance(a, (bytes, bytearray)) else a
    raise TypeError(f"a bytes-like object is required, not {type(other).__name__!r}")
