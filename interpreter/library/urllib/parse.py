"""The parts of URLs and of queries."""

_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")

uses_relative = ["", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms", "prospero", "rtsp", "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss"]

uses_netloc = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https", "shttp", "snews", "prospero", "rtsp", "rtspu", "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss"]

uses_params = ["", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtspu", "sip", "sips", "mms", "sftp", "tel"]

_SCHEME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.")


# --- quoting


def quote(string, safe="/", encoding=None, errors=None):
    """A text with `%xx` for all but letters, digits, `_.-~` and what is named safe."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode(encoding or "utf-8", errors or "strict")
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_from_bytes(bs, safe="/"):
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if isinstance(safe, str):
        safe = safe.encode("ascii", "ignore")
    allowed = _SAFE.union([byte for byte in safe if byte < 128])
    return "".join([chr(byte) if byte in allowed else f"%{byte:02X}" for byte in bs])


def quote_plus(string, safe="", encoding=None, errors=None):
    """As `quote`, with `+` for spaces."""
    space = " " if isinstance(string, str) else b" "
    if space not in string:
        return quote(string, safe, encoding, errors)
    return quote(string, (safe if isinstance(safe, str) else safe.decode("ascii")) + " ", encoding, errors).replace(" ", "+")


def unquote_to_bytes(string):
    """The bytes that a quoted text stands for."""
    if not string:
        return b""
    if isinstance(string, str):
        string = string.encode("utf-8")
    first, *rest = string.split(b"%")
    parts = [first]
    for part in rest:
        digits = part[:2].decode("latin-1")
        if len(digits) == 2 and digits[0] in _HEX and digits[1] in _HEX:
            parts.append(bytes([int(digits, 16)]))
            parts.append(part[2:])
        else:
            parts.append(b"%" + part)
    return b"".join(parts)


_HEX = "0123456789abcdefABCDEF"


def unquote(string, encoding="utf-8", errors="replace"):
    """The text that a quoted text stands for."""
    if isinstance(string, (bytes, bytearray)):
        return unquote_to_bytes(string).decode(encoding or "utf-8", errors or "replace")
    if "%" not in string:
        return string
    # Only runs of ASCII are quoted bytes; what else there is stays.
    parts = []
    at = 0
    while at < len(string):
        end = at
        is_ascii = string[at] < "\x80"
        while end < len(string) and (string[end] < "\x80") == is_ascii:
            end += 1
        part = string[at:end]
        parts.append(unquote_to_bytes(part).decode(encoding or "utf-8", errors or "replace") if is_ascii else part)
        at = end
    return "".join(parts)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    """As `unquote`, with spaces for `+`."""
    return unquote(string.replace("+", " "), encoding, errors)


# --- queries


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """A query of a mapping or of pairs; with `doseq` a sequence of values is a pair for each."""
    if hasattr(query, "items"):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError:
            raise TypeError("not a valid non-string sequence or mapping object") from None

    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    pairs = []
    for key, value in query:
        values = [value]
        if doseq and not isinstance(value, (bytes, str)):
            try:
                len(value)
                values = value
            except TypeError:
                pass
        for each in values:
            pairs.append(f"{quoted(key)}={quoted(each)}")
    return "&".join(pairs)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    """The pairs of a query."""
    qs, back = _as_texts(qs)
    if isinstance(separator, bytes):
        separator = separator.decode("ascii")
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    if not qs:
        return []
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    pairs = []
    for part in qs.split(separator):
        if not part and not strict_parsing:
            continue
        name, equals, value = part.partition("=")
        if not equals and strict_parsing:
            raise ValueError(f"bad query field: {part!r}")
        if value or keep_blank_values:
            name = unquote(name.replace("+", " "), encoding, errors)
            value = unquote(value.replace("+", " "), encoding, errors)
            pairs.append((back(name), back(value)))
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    """The values of a query by name."""
    values = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator):
        values.setdefault(name, []).append(value)
    return values


def _as_texts(*parts):
    """The parts as texts, and what turns a result into the kind that they are."""
    is_text = isinstance(parts[0], str)
    for part in parts[1:]:
        if part and isinstance(part, str) != is_text:
            raise TypeError("Cannot mix str and non-str arguments")
    if is_text:
        return *parts, _unchanged
    return *[part.decode("ascii", "strict") if part else "" for part in parts], _encoded


def _unchanged(result):
    return result


def _encoded(result):
    return result.encode("ascii", "strict")


# --- results


class _Result(tuple):
    __slots__ = ()

    def __repr__(self):
        shown = [f"{name}={value!r}" for name, value in zip(self._fields, self)]
        return f"{type(self).__name__}({', '.join(shown)})"

    def _replace(self, /, **changes):
        values = [changes.pop(name, value) for name, value in zip(self._fields, self)]
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return type(self)(*values)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def __getnewargs__(self):
        return tuple(self)

    def encode(self, encoding="ascii", errors="strict"):
        return self._bytes_class()(*[part.encode(encoding, errors) for part in self])


class _NetResult(_Result):
    __slots__ = ()

    def _login(self):
        user_info, at, _ = self.netloc.rpartition("@")
        if not at:
            return None, None
        name, colon, password = user_info.partition(":")
        return name, password if colon else None

    def _address(self):
        place = self.netloc.rpartition("@")[2]
        _, bracket, bracketed = place.partition("[")
        if bracket:
            name, _, port = bracketed.partition("]")
            port = port.partition(":")[2]
        else:
            name, _, port = place.partition(":")
        return name or None, port or None

    username = property(lambda self: self._login()[0])

    password = property(lambda self: self._login()[1])

    @property
    def hostname(self):
        name = self._address()[0]
        if not name:
            return None
        # A zone after `%` keeps its capital letters.
        host, percent, zone = name.partition("%")
        return host.lower() + percent + zone

    @property
    def port(self):
        port = self._address()[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        if not 0 <= int(port) <= 65535:
            raise ValueError("Port out of range 0-65535")
        return int(port)


class SplitResult(_NetResult):
    """What `urlsplit` returns."""

    __module__ = "urllib.parse"
    __slots__ = ()
    _fields = ("scheme", "netloc", "path", "query", "fragment")

    def __new__(cls, scheme, netloc, path, query, fragment):
        return tuple.__new__(cls, (scheme, netloc, path, query, fragment))

    scheme = property(lambda self: self[0])
    netloc = property(lambda self: self[1])
    path = property(lambda self: self[2])
    query = property(lambda self: self[3])
    fragment = property(lambda self: self[4])

    def _bytes_class(self):
        return SplitResultBytes

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_NetResult):
    """What `urlparse` returns."""

    __module__ = "urllib.parse"
    __slots__ = ()
    _fields = ("scheme", "netloc", "path", "params", "query", "fragment")

    def __new__(cls, scheme, netloc, path, params, query, fragment):
        return tuple.__new__(cls, (scheme, netloc, path, params, query, fragment))

    scheme = property(lambda self: self[0])
    netloc = property(lambda self: self[1])
    path = property(lambda self: self[2])
    params = property(lambda self: self[3])
    query = property(lambda self: self[4])
    fragment = property(lambda self: self[5])

    def _bytes_class(self):
        return ParseResultBytes

    def geturl(self):
        return urlunparse(self)


class DefragResult(_Result):
    """What `urldefrag` returns."""

    __module__ = "urllib.parse"
    __slots__ = ()
    _fields = ("url", "fragment")

    def __new__(cls, url, fragment):
        return tuple.__new__(cls, (url, fragment))

    url = property(lambda self: self[0])
    fragment = property(lambda self: self[1])

    def _bytes_class(self):
        return DefragResultBytes

    def geturl(self):
        return f"{self.url}#{self.fragment}" if self.fragment else self.url


class _BytesResult(_Result):
    __slots__ = ()

    def decode(self, encoding="ascii", errors="strict"):
        return self._decoded_counterpart(*[part.decode(encoding, errors) for part in self])


class _BytesNetResult(_BytesResult):
    __slots__ = ()

    username = property(lambda self: _encoded_or_none(self.decode().username))

    password = property(lambda self: _encoded_or_none(self.decode().password))

    hostname = property(lambda self: _encoded_or_none(self.decode().hostname))

    port = property(lambda self: self.decode().port)


def _encoded_or_none(text):
    return None if text is None else text.encode("ascii")


class SplitResultBytes(_BytesNetResult):
    __module__ = "urllib.parse"
    __slots__ = ()
    _fields = ("scheme", "netloc", "path", "query", "fragment")
    _decoded_counterpart = SplitResult

    def __new__(cls, scheme, netloc, path, query, fragment):
        return tuple.__new__(cls, (scheme, netloc, path, query, fragment))

    scheme = property(lambda self: self[0])
    netloc = property(lambda self: self[1])
    path = property(lambda self: self[2])
    query = property(lambda self: self[3])
    fragment = property(lambda self: self[4])

    def geturl(self):
        return urlunsplit(self)


class ParseResultBytes(_BytesNetResult):
    __module__ = "urllib.parse"
    __slots__ = ()
    _fields = ("scheme", "netloc", "path", "params", "query", "fragment")
    _decoded_counterpart = ParseResult

    def __new__(cls, scheme, netloc, path, params, query, fragment):
        return tuple.__new__(cls, (scheme, netloc, path, params, query, fragment))

    scheme = property(lambda self: self[0])
    netloc = property(lambda self: self[1])
    path = property(lambda self: self[2])
    params = property(lambda self: self[3])
    query = property(lambda self: self[4])
    fragment = property(lambda self: self[5])

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_BytesResult):
    __module__ = "urllib.parse"
    __slots__ = ()
    _fields = ("url", "fragment")
    _decoded_counterpart = DefragResult

    def __new__(cls, url, fragment):
        return tuple.__new__(cls, (url, fragment))

    url = property(lambda self: self[0])
    fragment = property(lambda self: self[1])

    def geturl(self):
        return self.url + b"#" + self.fragment if self.fragment else self.url


# --- URLs


def urlsplit(url, scheme="", allow_fragments=True):
    """scheme://netloc/path?query#fragment"""
    url, scheme, back = _as_texts(url, scheme)
    # Control characters and spaces around it are none of it, nor are line ends within.
    url = url.lstrip("".join([chr(code) for code in range(33)]))
    scheme = scheme.strip("".join([chr(code) for code in range(33)]))
    for unsafe in "\t\r\n":
        url = url.replace(unsafe, "")
        scheme = scheme.replace(unsafe, "")
    netloc = query = fragment = ""
    colon = url.find(":")
    if colon > 0 and url[0].isascii() and url[0].isalpha() and all([letter in _SCHEME for letter in url[:colon]]):
        scheme, url = url[:colon].lower(), url[colon + 1 :]
    if url[:2] == "//":
        end = min([at for at in [url.find(mark, 2) for mark in "/?#"] if at >= 0], default=len(url))
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
        if "[" in netloc:
            _check_bracketed(netloc)
    if allow_fragments and "#" in url:
        url, fragment = url.split("#", 1)
    if "?" in url:
        url, query = url.split("?", 1)
    return back(SplitResult(scheme, netloc, url, query, fragment))


def _check_bracketed(netloc):
    place = netloc.rpartition("@")[2]
    before, bracket, rest = place.partition("[")
    if bracket:
        if before:
            raise ValueError("Invalid IPv6 URL")
        host, _, port = rest.partition("]")
        if port and not port.startswith(":"):
            raise ValueError("Invalid IPv6 URL")
    else:
        host = place.partition(":")[0]
    if host.startswith("v"):
        version, dot, address = host[1:].partition(".")
        if not dot or not address or not version or not all([letter in _HEX for letter in version]):
            raise ValueError("IPvFuture address is invalid")
    elif _is_ipv4(host):
        raise ValueError("An IPv4 address cannot be in brackets")
    elif not _is_ipv6(host):
        raise ValueError(f"{host!r} does not appear to be an IPv4 or IPv6 address")


def _is_ipv4(host):
    parts = host.split(".")
    return len(parts) == 4 and all([part.isascii() and part.isdigit() and len(part) <= 3 and (part == "0" or part[0] != "0") and int(part) < 256 for part in parts])


def _is_ipv6(host):
    address, percent, zone = host.partition("%")
    if percent and (not zone or "%" in zone):
        return False
    parts = address.split(":")
    if len(parts) < 3:
        return False
    if "." in parts[-1]:
        if not _is_ipv4(parts[-1]):
            return False
        parts[-1:] = ["0", "0"]
    gaps = [at for at in range(1, len(parts) - 1) if not parts[at]]
    if len(gaps) > 1 or len(parts) > 9:
        return False
    if not gaps:
        if len(parts) != 8:
            return False
    else:
        # A gap at an end leaves an empty part there, too, which stands for nothing.
        before, after = gaps[0], len(parts) - gaps[0] - 1
        if not parts[0]:
            before -= 1
            if before:
                return False
        if not parts[-1]:
            after -= 1
            if after:
                return False
        if before + after >= 8:
            return False
    return all([len(part) <= 4 and all([letter in _HEX for letter in part]) for part in parts if part]) and (bool(gaps) or all(parts))


def urlparse(url, scheme="", allow_fragments=True):
    """scheme://netloc/path;params?query#fragment"""
    url, scheme, back = _as_texts(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params and ";" in path:
        at = path.find(";", path.rfind("/") if "/" in path else 0)
        if at >= 0:
            path, params = path[:at], path[at + 1 :]
    return back(ParseResult(scheme, netloc, path, params, query, fragment))


def urlunsplit(components):
    """The URL of five parts."""
    scheme, netloc, url, query, fragment, back = _as_texts(*components)
    if netloc or (scheme and scheme in uses_netloc and url[:2] != "//"):
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + (netloc or "") + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url = url + "?" + query
    if fragment:
        url = url + "#" + fragment
    return back(url)


def urlunparse(components):
    """The URL of six parts."""
    scheme, netloc, url, params, query, fragment, back = _as_texts(*components)
    if params:
        url = f"{url};{params}"
    return back(urlunsplit((scheme, netloc, url, query, fragment)))


def urldefrag(url):
    """A URL without its fragment, and that."""
    url, back = _as_texts(url)
    if "#" not in url:
        return back(DefragResult(url, ""))
    scheme, netloc, path, params, query, fragment = urlparse(url)
    return back(DefragResult(urlunparse((scheme, netloc, path, params, query, "")), fragment))


def urljoin(base, url, allow_fragments=True):
    """A URL that is relative to another, made absolute."""
    if not base:
        return url
    if not url:
        return base
    base, url, back = _as_texts(base, url)
    base_scheme, base_netloc, base_path, base_params, base_query, _ = urlparse(base, "", allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, base_scheme, allow_fragments)
    if scheme != base_scheme or scheme not in uses_relative:
        return back(url)
    if scheme in uses_netloc:
        if netloc:
            return back(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = base_netloc
    if not path and not params:
        return back(urlunparse((scheme, netloc, base_path, base_params, query or base_query, fragment)))
    parts = base_path.split("/")
    if parts[-1] != "":
        # What comes after the last slash is no folder.
        del parts[-1]
    if path[:1] == "/":
        segments = path.split("/")
    else:
        segments = parts + path.split("/")
        segments[1:-1] = [segment for segment in segments[1:-1] if segment]
    resolved = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return back(urlunparse((scheme, netloc, "/".join(resolved) or "/", params, query, fragment)))


def unwrap(url):
    """The URL in `<URL:...>`, `<...>` or `URL:...`."""
    url = str(url).strip()
    if url[:1] == "<" and url[-1:] == ">":
        url = url[1:-1].strip()
    return url[4:].strip() if url[:4] == "URL:" else url
