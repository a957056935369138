"""Bytes as text of 16, 32, 64 or 85 letters."""

import binascii


def b64encode(s, altchars=None):
    """Base64; `altchars` are two others for `+` and `/`."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is None:
        return encoded
    if len(altchars) != 2:
        raise AssertionError(repr(altchars))
    return encoded.translate(bytes.maketrans(b"+/", altchars))


def b64decode(s, altchars=None, validate=False):
    """The bytes of a base64 text; letters that are none are passed over unless it is to be valid."""
    s = _letters(s)
    if altchars is not None:
        altchars = _letters(altchars)
        if len(altchars) != 2:
            raise AssertionError(repr(altchars))
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    """Base64 with `-` and `_`."""
    return b64encode(s).translate(bytes.maketrans(b"+/", b"-_"))


def urlsafe_b64decode(s):
    return b64decode(_letters(s).translate(bytes.maketrans(b"-_", b"+/")))


def encodebytes(s):
    """Base64 in lines of at most 76 letters."""
    data = _octets(s)
    return b"".join([binascii.b2a_base64(data[at : at + 57]) for at in range(0, len(data), 57)])


def decodebytes(s):
    return binascii.a2b_base64(_octets(s))


_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

_BASE32HEX = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"


def b32encode(s):
    return _encode32(_BASE32, s)


def b32hexencode(s):
    return _encode32(_BASE32HEX, s)


def b32decode(s, casefold=False, map01=None):
    """`map01` is the letter, `L` or `I`, that the digit 1 stands for; 0 is `O` then."""
    s = _letters(s)
    if map01 is not None:
        map01 = _letters(map01)
        if len(map01) != 1:
            raise AssertionError(repr(map01))
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    return _decode32(_BASE32, s, casefold)


def b32hexdecode(s, casefold=False):
    return _decode32(_BASE32HEX, _letters(s), casefold)


def _encode32(alphabet, s):
    if not isinstance(s, (bytes, bytearray)):
        raise TypeError(f"memoryview: a bytes-like object is required, not {type(s).__name__!r}")
    data = bytes(s)
    missing = -len(data) % 5
    number = int.from_bytes(data + bytes(missing), "big")
    letters = bytearray()
    for _ in range((len(data) + missing) // 5 * 8):
        letters.append(alphabet[number & 31])
        number >>= 5
    letters.reverse()
    padding = (0, 1, 3, 4, 6)[missing]
    if padding:
        letters[-padding:] = b"=" * padding
    return bytes(letters)


def _decode32(alphabet, s, casefold):
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if casefold:
        s = s.upper()
    length = len(s)
    s = s.rstrip(b"=")
    padding = length - len(s)
    values = {letter: value for value, letter in enumerate(alphabet)}
    decoded = bytearray()
    for at in range(0, len(s), 8):
        part = s[at : at + 8]
        number = 0
        for letter in part:
            if letter not in values:
                raise binascii.Error("Non-base32 digit found")
            number = number << 5 | values[letter]
        decoded += (number << 5 * (8 - len(part))).to_bytes(5, "big")
    if length % 8 or padding not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if padding and decoded:
        kept = (8 - padding) * 5 // 8
        del decoded[len(decoded) - 5 + kept :]
    return bytes(decoded)


def b16encode(s):
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    s = _letters(s)
    if casefold:
        s = s.upper()
    for letter in s:
        if letter not in b"0123456789ABCDEF":
            raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


# --- 85 letters, five for four bytes


_BASE85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"

_ASCII85 = bytes(range(33, 118))


def b85encode(b, pad=False):
    data = _octets(b)
    letters = _encode85(_BASE85, data, None, None)
    missing = -len(data) % 4
    return letters[: len(letters) - missing] if missing and not pad else letters


def b85decode(b):
    s = _letters(b)
    values = {letter: value for value, letter in enumerate(_BASE85)}
    padding = -len(s) % 5
    s += b"~" * padding
    decoded = bytearray()
    for at in range(0, len(s), 5):
        number = 0
        for place in range(at, at + 5):
            if s[place] not in values:
                raise ValueError(f"bad base85 character at position {place}")
            number = number * 85 + values[s[place]]
        if number > 0xFFFFFFFF:
            raise ValueError(f"base85 overflow in hunk starting at byte {at}")
        decoded += number.to_bytes(4, "big")
    return bytes(decoded[: len(decoded) - padding])


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    data = _octets(b)
    missing = -len(data) % 4
    letters = _encode85(_ASCII85, data, b"z", b"y" if foldspaces else None)
    if missing and not pad:
        if letters.endswith(b"z"):
            letters = letters[:-1] + b"!" * 5
        letters = letters[: len(letters) - missing]
    if adobe:
        letters = b"<~" + letters
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [letters[at : at + wrapcol] for at in range(0, len(letters), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        letters = b"\n".join(lines)
    if adobe:
        letters += b"~>"
    return letters


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    s = _letters(b)
    if adobe:
        if not s.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        s = s[2:-2] if s.startswith(b"<~") else s[:-2]
    decoded = bytearray()
    group = []
    for letter in s + b"u" * 4:
        if 33 <= letter <= 117:
            group.append(letter - 33)
            if len(group) == 5:
                number = 0
                for value in group:
                    number = number * 85 + value
                if number > 0xFFFFFFFF:
                    raise ValueError("Ascii85 overflow")
                decoded += number.to_bytes(4, "big")
                group = []
        elif letter == 122:
            if group:
                raise ValueError("z inside Ascii85 5-tuple")
            decoded += bytes(4)
        elif foldspaces and letter == 121:
            if group:
                raise ValueError("y inside Ascii85 5-tuple")
            decoded += b"    "
        elif letter not in ignorechars:
            raise ValueError(f"Non-Ascii85 digit found: {chr(letter)}")
    padding = 4 - len(group)
    return bytes(decoded[: len(decoded) - padding]) if padding else bytes(decoded)


def _encode85(alphabet, data, zero, spaces):
    letters = bytearray()
    data = bytes(data) + bytes(-len(data) % 4)
    for at in range(0, len(data), 4):
        number = int.from_bytes(data[at : at + 4], "big")
        if zero and number == 0:
            letters += zero
        elif spaces and number == 0x20202020:
            letters += spaces
        else:
            part = []
            for _ in range(5):
                number, rest = divmod(number, 85)
                part.append(alphabet[rest])
            letters += bytes(reversed(part))
    return bytes(letters)


def _letters(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if isinstance(s, (bytes, bytearray)):
        return bytes(s)
    raise TypeError(f"argument should be a bytes-like object or ASCII string, not {type(s).__name__!r}")


def _octets(s):
    if isinstance(s, (bytes, bytearray)):
        return bytes(s)
    if isinstance(s, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    raise TypeError(f"expected bytes-like object, not {type(s).__name__}")
