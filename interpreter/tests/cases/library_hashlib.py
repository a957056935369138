"""hashlib: every guaranteed function, fed in parts, copied, kept across a pause."""
import asyncio
import hashlib
from hashlib import blake2b, blake2s, md5, sha256


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


plain = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s", "sha512_224", "sha512_256"]
texts = [b"", b"abc", b"a" * 55, b"a" * 56, b"a" * 63, b"a" * 64, b"a" * 111, b"b" * 112, b"b" * 127, b"b" * 128, b"c" * 135, b"c" * 136, b"c" * 143, b"c" * 1000, bytes(range(256))]
for name in plain:
    for text in texts:
        print(name, len(text), hashlib.new(name, text).hexdigest())
    made = hashlib.new(name)
    print(made.name, made.digest_size, made.block_size, len(made.digest()))
for name in ("shake_128", "shake_256"):
    for text in texts:
        print(name, hashlib.new(name, text).hexdigest(20), hashlib.new(name, text).digest(0))
    print(hashlib.new(name).name, hashlib.new(name).digest_size, hashlib.new(name).block_size, hashlib.new(name, b"x").hexdigest(400), hashlib.new(name).digest(length=3))

for function in (hashlib.md5, hashlib.sha1, hashlib.sha224, hashlib.sha256, hashlib.sha384, hashlib.sha512, hashlib.sha3_224, hashlib.sha3_256, hashlib.sha3_384, hashlib.sha3_512):
    made = function(b"one")
    made.update(b" two")
    other = made.copy()
    made.update(bytearray(b" three"))
    print(made.hexdigest(), other.hexdigest(), function(string=b"x", usedforsecurity=False).hexdigest() == function(b"x").hexdigest())
print(hashlib.shake_128(b"a").hexdigest(5), hashlib.shake_256(b"a").hexdigest(5))

# --- blake2, with all that it takes
print(blake2b(b"data", digest_size=20, key=b"secret", salt=b"salt", person=b"me").hexdigest())
print(blake2s(b"data", digest_size=20, key=b"secret", salt=b"salt", person=b"me").hexdigest())
print(blake2b(b"data", fanout=2, depth=3, leaf_size=4096, node_offset=1, node_depth=1, inner_size=32, last_node=True).hexdigest())
print(blake2s(b"data", fanout=0, depth=255, leaf_size=2**32 - 1, node_offset=2**48 - 1, node_depth=255, inner_size=32, last_node=True).hexdigest())
print(blake2b(node_offset=2**64 - 1, key=b"k" * 64, salt=b"s" * 16, person=b"p" * 16).hexdigest(), blake2b(b"x" * 300, key=b"k").hexdigest())
print(blake2b.MAX_KEY_SIZE, blake2b.SALT_SIZE, blake2b.PERSON_SIZE, blake2b.MAX_DIGEST_SIZE, blake2s.MAX_KEY_SIZE, blake2s.SALT_SIZE, blake2s.PERSON_SIZE, blake2s.MAX_DIGEST_SIZE)
made = blake2b(b"a", digest_size=8)
copied = made.copy()
made.update(b"b")
print(made.hexdigest(), copied.hexdigest(), made.digest_size, made.block_size, made.name, copied.name, type(made) is blake2b, isinstance(made, blake2b))
print(hashlib.new("blake2b", b"ab", digest_size=8).hexdigest(), hashlib.new("blake2s", digest_size=4).hexdigest())
for wrong in (
    {"digest_size": 0}, {"digest_size": 65}, {"key": b"x" * 65}, {"salt": b"x" * 17}, {"person": b"x" * 17}, {"fanout": 256}, {"fanout": -1}, {"depth": 0}, {"depth": 256},
    {"leaf_size": -1}, {"leaf_size": 1 << 32}, {"node_offset": -1}, {"node_depth": 256}, {"inner_size": 65}, {"key": "x"},
):
    print(wrong, attempt(blake2b, b"", **wrong))
print(attempt(blake2s, node_offset=1 << 48), attempt(blake2b, "x"), attempt(blake2b, None))

# --- names and errors
print(attempt(hashlib.new, "x"), attempt(hashlib.new, 5), attempt(md5, "x"), attempt(md5, 5), attempt(sha256().update, "x"), attempt(sha256, None))
print(hashlib.new("SHA256").name, hashlib.new("Md5").name, attempt(hashlib.new, "SHA3_256"), attempt(hashlib.shake_128().digest, "x"))
print(sorted(hashlib.algorithms_guaranteed), set(plain) <= hashlib.algorithms_available)
print(sha256() == sha256(), type(sha256()).__name__, type(sha256()).__module__, type(hashlib.shake_128()).__name__, blake2b.__module__)
print(repr(sha256()).split(" @")[0], repr(hashlib.shake_128()).split(" @")[0])

# --- keys from passwords
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 3).hex(), hashlib.pbkdf2_hmac("sha1", b"password" * 20, b"salt", 2, 50).hex(), hashlib.pbkdf2_hmac("md5", b"", b"", 1, dklen=3).hex())
print(hashlib.pbkdf2_hmac(hash_name="sha512", password=bytearray(b"p"), salt=b"s", iterations=1).hex())
print(attempt(hashlib.pbkdf2_hmac, "sha1", "a", b"b", 2), attempt(hashlib.pbkdf2_hmac, "sha1", b"a", b"b", 0), attempt(hashlib.pbkdf2_hmac, "sha1", b"a", b"b", 1, 0), attempt(hashlib.pbkdf2_hmac, "sha1", b"a", b"b", 1, -1))


async def main():
    whole = sha256(b"before ")
    shaken = hashlib.shake_256(b"before ")
    keyed = blake2s(b"before ", key=b"k")
    await asyncio.sleep(0)
    for each in (whole, shaken, keyed):
        each.update(b"after")
    await asyncio.sleep(0)
    print(whole.hexdigest(), shaken.hexdigest(7), keyed.hexdigest())


asyncio.run(main())
