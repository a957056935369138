"""uuid: every way to make one, and all its parts."""
import uuid
from uuid import UUID


def a(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


text = "12345678-9abc-5def-8123-456789abcdef"
made = UUID(text)
for other in (
    UUID(text.replace("-", "")), UUID("{" + text + "}"), UUID("urn:uuid:" + text.upper()), UUID(bytes=made.bytes), UUID(bytes_le=made.bytes_le), UUID(fields=made.fields), UUID(int=made.int), UUID(hex=text),
    UUID(fields=list(made.fields)), UUID(None, made.bytes),
):
    print(other == made, hash(other) == hash(made), repr(other))
for value in (made, UUID(int=0), UUID(int=2**128 - 1), UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), UUID("00010203-0405-0607-c809-0a0b0c0d0e0f"), UUID("00010203-0405-0607-0809-0a0b0c0d0e0f")):
    print(value, value.hex, value.int, value.urn, value.bytes, value.bytes_le, value.fields, value.variant, value.version)
    print(value.time_low, value.time_mid, value.time_hi_version, value.clock_seq_hi_variant, value.clock_seq_low, value.time, value.clock_seq, value.node, int(value))
for version in (1, 2, 3, 4, 5):
    print(UUID(int=2**128 - 1, version=version), UUID(hex="0" * 32, version=version), UUID(hex="0" * 32, version=version).version)
print(a(UUID), a(UUID, text, made.bytes), a(UUID, ""), a(UUID, "abc"), a(UUID, "g" * 32), a(UUID, bytes=b"abc"), a(UUID, bytes_le=b"abc"), a(UUID, fields=(1, 2)), a(UUID, int=-1), a(UUID, int=1 << 128), a(UUID, text, version=0), a(UUID, text, version=6), a(UUID, 5))
for fields in ((-1, 0, 0, 0, 0, 0), (1 << 32, 0, 0, 0, 0, 0), (0, 1 << 16, 0, 0, 0, 0), (0, 0, 1 << 16, 0, 0, 0), (0, 0, 0, 256, 0, 0), (0, 0, 0, 0, -1, 0), (0, 0, 0, 0, 0, 1 << 48)):
    print(a(UUID, fields=fields))
print(UUID(int=1) < UUID(int=2), UUID(int=1) <= UUID(int=1), UUID(int=3) > UUID(int=2), UUID(int=1) >= UUID(int=2), UUID(int=1) == 1, a(lambda: UUID(int=1) < 5), sorted([UUID(int=3), UUID(int=1)]), {made: 1}[UUID(text)])
for namespace in (uuid.NAMESPACE_DNS, uuid.NAMESPACE_URL, uuid.NAMESPACE_OID, uuid.NAMESPACE_X500):
    print(namespace, uuid.uuid3(namespace, "python.org"), uuid.uuid5(namespace, "python.org"), uuid.uuid5(namespace, "\u00e9").version, uuid.uuid3(namespace, "").variant == uuid.RFC_4122)
four = uuid.uuid4()
print(four.version, four.variant, four != uuid.uuid4(), uuid.RESERVED_NCS, uuid.RESERVED_MICROSOFT, uuid.RESERVED_FUTURE, a(setattr, made, "int", 5).split(":")[0])


class Own(UUID):
    def label(self):
        return self.hex[:4]


print(Own(text).label(), Own(text) == made, Own(text).int == made.int, str(Own(text)))
