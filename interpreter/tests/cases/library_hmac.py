"""hmac: with every hash, in parts, and comparing."""
import asyncio
import hashlib
import hmac


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s"):
    for key in (b"", b"key", b"k" * 64, b"k" * 65, b"k" * 200):
        made = hmac.new(key, b"message", name)
        print(name, made.hexdigest(), made.name, made.digest_size, made.block_size)
        print(made.digest() == hmac.digest(key, b"message", name) == hmac.new(bytearray(key), b"message", lambda data=b"": hashlib.new(name, data)).digest())
made = hmac.new(b"key", digestmod=hashlib.sha256)
made.update(b"one ")
other = made.copy()
made.update(bytearray(b"two"))
print(made.hexdigest() == hmac.HMAC(b"key", b"one two", "sha256").hexdigest(), other.hexdigest(), type(other), made.blocksize)
print(hmac.new(b"k", b"m", lambda data=b"": hashlib.sha1(data)).hexdigest(), hmac.digest(b"k", b"m", hashlib.sha1).hex(), hmac.digest(b"k", b"m", "SHA1").hex())
print(attempt(hmac.new, b"k", b"m"), attempt(hmac.new, "k", b"m", "md5"), attempt(hmac.new, b"k", "m", "md5"), attempt(hmac.new, b"k", b"m", "xx"), attempt(hmac.new, b"k", b"m", "shake_128"))
print(attempt(hmac.digest, b"k", "m", "md5"), attempt(hmac.digest, "k", b"m", "md5"), attempt(made.update, "x"))
print(hmac.compare_digest("a", "a"), hmac.compare_digest(b"a", bytearray(b"a")), hmac.compare_digest(b"a", b"ab"), hmac.compare_digest("", "b"))
print(attempt(hmac.compare_digest, "a", b"a"), attempt(hmac.compare_digest, b"a", "a"), attempt(hmac.compare_digest, "\u00e9", "\u00e9"), attempt(hmac.compare_digest, 1, 2), attempt(hmac.compare_digest, b"a", 2), attempt(hmac.compare_digest, None, "a"))
print(hmac.trans_5C[:3], hmac.trans_36[:3], hmac.digest_size)


async def main():
    made = hmac.new(b"key", b"one ", "sha256")
    await asyncio.sleep(0)
    made.update(b"two")
    print(made.hexdigest(), hmac.compare_digest(made.digest(), hmac.digest(b"key", b"one two", "sha256")))


asyncio.run(main())
