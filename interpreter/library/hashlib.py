"""Hashes of bytes. An object keeps what it was fed, and hashes all of it when it is asked."""

import hashlib
from operator import index

# Name: bytes of a block, bytes of a digest.
_SIZES = {
    "md5": (64, 16),
    "sha1": (64, 20),
    "sha224": (64, 28),
    "sha256": (64, 32),
    "sha384": (128, 48),
    "sha512": (128, 64),
    "sha512_224": (128, 28),
    "sha512_256": (128, 32),
    "sha3_224": (144, 28),
    "sha3_256": (136, 32),
    "sha3_384": (104, 48),
    "sha3_512": (72, 64),
    "shake_128": (168, 0),
    "shake_256": (136, 0),
    "blake2b": (128, 64),
    "blake2s": (64, 32),
}

algorithms_guaranteed = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256"}

algorithms_available = set(_SIZES)


def _fed(data):
    if isinstance(data, (bytes, bytearray)):
        return data
    if isinstance(data, str):
        raise TypeError("Strings must be encoded before hashing")
    raise TypeError("object supporting the buffer API required")


class HASH:
    __module__ = "_hashlib"
    __slots__ = ("_name", "_data")

    def __new__(cls, *args, **kwargs):
        raise TypeError(f"cannot create '_hashlib.{cls.__name__}' instances")

    @property
    def name(self):
        return self._name

    @property
    def digest_size(self):
        return _SIZES[self._name][1]

    @property
    def block_size(self):
        return _SIZES[self._name][0]

    def update(self, obj, /):
        self._data += _fed(obj)

    def digest(self):
        return hashlib._digest(self._name, self._data, 0)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return _made(self._name, self._data)

    def __repr__(self):
        return f"<{self._name} _hashlib.{type(self).__name__} object @ {id(self):#x}>"


class HASHXOF(HASH):
    __module__ = "_hashlib"
    __slots__ = ()

    def digest(self, length):
        length = index(length)
        if length < 0:
            raise ValueError("value must be positive")
        return hashlib._digest(self._name, self._data, length)

    def hexdigest(self, length):
        return self.digest(length).hex()


def _made(name, data):
    made = object.__new__(HASH if _SIZES[name][1] else HASHXOF)
    made._name = name
    made._data = bytearray(_fed(data))
    return made


def md5(string=b"", *, usedforsecurity=True):
    return _made("md5", string)


def sha1(string=b"", *, usedforsecurity=True):
    return _made("sha1", string)


def sha224(string=b"", *, usedforsecurity=True):
    return _made("sha224", string)


def sha256(string=b"", *, usedforsecurity=True):
    return _made("sha256", string)


def sha384(string=b"", *, usedforsecurity=True):
    return _made("sha384", string)


def sha512(string=b"", *, usedforsecurity=True):
    return _made("sha512", string)


def sha3_224(string=b"", *, usedforsecurity=True):
    return _made("sha3_224", string)


def sha3_256(string=b"", *, usedforsecurity=True):
    return _made("sha3_256", string)


def sha3_384(string=b"", *, usedforsecurity=True):
    return _made("sha3_384", string)


def sha3_512(string=b"", *, usedforsecurity=True):
    return _made("sha3_512", string)


def shake_128(string=b"", *, usedforsecurity=True):
    return _made("shake_128", string)


def shake_256(string=b"", *, usedforsecurity=True):
    return _made("shake_256", string)


def _octets(data):
    if isinstance(data, (bytes, bytearray)):
        return bytes(data)
    raise TypeError(f"a bytes-like object is required, not {type(data).__name__!r}")


class _Blake2:
    __slots__ = ("_data", "_given", "_size")

    def __init_subclass__(cls, **kwargs):
        if cls.__module__ != "_blake2":
            raise TypeError(f"type '_blake2.{cls.__mro__[1].__name__}' is not an acceptable base type")

    def __new__(
        cls,
        data=b"",
        /,
        *,
        digest_size=None,
        key=b"",
        salt=b"",
        person=b"",
        fanout=1,
        depth=1,
        leaf_size=0,
        node_offset=0,
        node_depth=0,
        inner_size=0,
        last_node=False,
        usedforsecurity=True,
    ):
        most = cls.MAX_DIGEST_SIZE
        if digest_size is None:
            digest_size = most
        key, salt, person = _octets(key), _octets(salt), _octets(person)
        if not 1 <= digest_size <= most:
            raise ValueError(f"digest_size must be between 1 and {most} bytes")
        if len(salt) > cls.SALT_SIZE:
            raise ValueError(f"maximum salt length is {cls.SALT_SIZE} bytes")
        if len(person) > cls.PERSON_SIZE:
            raise ValueError(f"maximum person length is {cls.PERSON_SIZE} bytes")
        if not 0 <= fanout <= 255:
            raise ValueError("fanout must be between 0 and 255")
        if not 1 <= depth <= 255:
            raise ValueError("depth must be between 1 and 255")
        if leaf_size < 0 or node_offset < 0:
            raise ValueError("value must be positive")
        if leaf_size >= 1 << 32:
            raise OverflowError("leaf_size is too large")
        if node_offset >= 1 << 64:
            raise OverflowError("int too big to convert")
        if cls.__name__ == "blake2s" and node_offset >= 1 << 48:
            raise OverflowError("node_offset is too large")
        if not 0 <= node_depth <= 255:
            raise ValueError("node_depth must be between 0 and 255")
        if not 0 <= inner_size <= most:
            raise ValueError(f"inner_size must be between 0 and is {most}")
        if len(key) > cls.MAX_KEY_SIZE:
            raise ValueError(f"maximum key length is {cls.MAX_KEY_SIZE} bytes")
        made = object.__new__(cls)
        made._size = digest_size
        made._given = (key, salt, person, digest_size, fanout, depth, leaf_size, node_offset, node_depth, inner_size, 1 if last_node else 0)
        made._data = bytearray(_fed(data))
        return made

    @property
    def name(self):
        return type(self).__name__

    @property
    def digest_size(self):
        return self._size

    @property
    def block_size(self):
        return _SIZES[type(self).__name__][0]

    def update(self, data, /):
        self._data += _fed(data)

    def digest(self):
        function = hashlib._blake2b if type(self).__name__ == "blake2b" else hashlib._blake2s
        return function(self._data, *self._given)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        made = object.__new__(type(self))
        made._size = self._size
        made._given = self._given
        made._data = self._data[:]
        return made


class blake2b(_Blake2):
    __module__ = "_blake2"
    __slots__ = ()
    SALT_SIZE = 16
    PERSON_SIZE = 16
    MAX_KEY_SIZE = 64
    MAX_DIGEST_SIZE = 64


class blake2s(_Blake2):
    __module__ = "_blake2"
    __slots__ = ()
    SALT_SIZE = 8
    PERSON_SIZE = 8
    MAX_KEY_SIZE = 32
    MAX_DIGEST_SIZE = 32


def new(name, data=b"", **kwargs):
    """A hash object by the function's name."""
    if not isinstance(name, str):
        raise TypeError("name must be a string")
    if name == "blake2b":
        return blake2b(data, **kwargs)
    if name == "blake2s":
        return blake2s(data, **kwargs)
    return _plain(_known(name), data, **kwargs)


def _plain(name, data, *, usedforsecurity=True):
    return _made(name, data)


def _known(name):
    lower = name.lower()
    # The names of OpenSSL, which is asked first: those with `_` have no capital letters.
    if lower not in _SIZES or name != lower and "_" in name:
        raise ValueError(f"unsupported hash type {name}")
    return lower


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key derived from a password by many rounds of HMAC."""
    if not isinstance(hash_name, str):
        raise TypeError(f"pbkdf2_hmac() argument 'hash_name' must be str, not {type(hash_name).__name__}")
    password, salt = _octets(password), _octets(salt)
    name = _known(hash_name)
    block, size = _SIZES[name]
    if not size:
        raise ValueError(f"{name} has no digest of one size")
    if dklen is None:
        dklen = size
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if dklen < 1:
        raise ValueError("key length must be greater than 0.")
    return hashlib._pbkdf2(name, block, password, salt, iterations, dklen)


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """The hash of what a `BytesIO` holds from its position on."""
    made = new(digest) if isinstance(digest, str) else digest()
    while data := fileobj.read(_bufsize):
        made.update(data)
    return made
