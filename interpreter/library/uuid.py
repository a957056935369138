"""UUIDs that follow from names."""

import uuid
from hashlib import md5, sha1

RESERVED_NCS = "reserved for NCS compatibility"

RFC_4122 = "specified in RFC 4122"

RESERVED_MICROSOFT = "reserved for Microsoft compatibility"

RESERVED_FUTURE = "reserved for future definition"

NAMESPACE_DNS = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")

NAMESPACE_URL = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")

NAMESPACE_OID = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")

NAMESPACE_X500 = uuid.UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")


def uuid3(namespace, name):
    """By MD5 of a namespace and a name."""
    return uuid.UUID(bytes=md5(namespace.bytes + _named(name)).digest(), version=3)


def uuid5(namespace, name):
    """By SHA-1 of a namespace and a name."""
    return uuid.UUID(bytes=sha1(namespace.bytes + _named(name)).digest()[:16], version=5)


def _named(name):
    return bytes(name, "utf-8") if isinstance(name, str) else name
