"""JSON with hooks, and encoders and decoders to derive from; without them the machine's own reader and writer do the work."""

import json


class JSONEncoder:
    """Writes values as JSON; `default` is asked for what JSON does not know."""

    __module__ = "json.encoder"
    item_separator = ", "
    key_separator = ": "

    def __init__(
        self,
        *,
        skipkeys=False,
        ensure_ascii=True,
        check_circular=True,
        allow_nan=True,
        sort_keys=False,
        indent=None,
        separators=None,
        default=None,
    ):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        """What is written instead of a value that JSON does not know; to be overridden."""
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        return json._dumps(
            o,
            skipkeys=self.skipkeys,
            ensure_ascii=self.ensure_ascii,
            allow_nan=self.allow_nan,
            indent=self.indent,
            separators=(self.item_separator, self.key_separator),
            default=self.default,
            sort_keys=self.sort_keys,
        )

    def iterencode(self, o, _one_shot=False):
        yield self.encode(o)


class JSONDecoder:
    """Reads JSON."""

    __module__ = "json.decoder"

    def __init__(
        self,
        *,
        object_hook=None,
        parse_float=None,
        parse_int=None,
        parse_constant=None,
        strict=True,
        object_pairs_hook=None,
    ):
        if not strict:
            raise NotImplementedError("strict=False is not available in a workflow")
        self.object_hook = object_hook
        self.parse_float = parse_float
        self.parse_int = parse_int
        self.parse_constant = parse_constant
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        value = json._loads(s)
        hooks = (self.object_hook, self.parse_float, self.parse_int, self.parse_constant, self.object_pairs_hook)
        if hooks == (None, None, None, None, None):
            return value
        # That it is JSON is known by now.
        return _read(self, s, _past_spaces(s, 0))[0]

    def raw_decode(self, s, idx=0):
        """The value that stands at a place, and where it ends."""
        end = _end_of_value(s, idx)
        return self.decode(s[idx:end]), end


def dumps(
    obj,
    *,
    skipkeys=False,
    ensure_ascii=True,
    check_circular=True,
    allow_nan=True,
    cls=None,
    indent=None,
    separators=None,
    default=None,
    sort_keys=False,
    **kw,
):
    """A value as JSON."""
    if separators is not None:
        item, key = separators
        separators = (item, key)
    if cls is None and not kw:
        return json._dumps(
            obj,
            skipkeys=skipkeys,
            ensure_ascii=ensure_ascii,
            allow_nan=allow_nan,
            indent=indent,
            separators=separators,
            default=default,
            sort_keys=sort_keys,
        )
    return (cls or JSONEncoder)(
        skipkeys=skipkeys,
        ensure_ascii=ensure_ascii,
        check_circular=check_circular,
        allow_nan=allow_nan,
        indent=indent,
        separators=separators,
        default=default,
        sort_keys=sort_keys,
        **kw,
    ).encode(obj)


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    """The value of a JSON text."""
    hooks = {
        "object_hook": object_hook,
        "parse_float": parse_float,
        "parse_int": parse_int,
        "parse_constant": parse_constant,
        "object_pairs_hook": object_pairs_hook,
    }
    given = {name: hook for name, hook in hooks.items() if hook is not None}
    if isinstance(s, (bytes, bytearray)):
        s = s.decode(_encoding_of(s))
    if cls is None and not given and not kw:
        return json._loads(s)
    if not isinstance(s, str):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    return (cls or JSONDecoder)(**given, **kw).decode(s)


def dump(obj, fp, **options):
    """Writes a value as JSON to something like a file."""
    fp.write(dumps(obj, **options))


def load(fp, **options):
    """Reads the JSON of something like a file."""
    return loads(fp.read(), **options)


def _encoding_of(data):
    """How bytes that hold JSON are encoded: by their signature, or by where the zeros of the first characters are."""
    if data.startswith((b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00")):
        return "utf-32"
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if len(data) >= 4:
        if not data[0]:
            return "utf-16-be" if data[1] else "utf-32-be"
        if not data[1]:
            return "utf-16-le" if data[2] or data[3] else "utf-32-le"
    elif len(data) == 2:
        if not data[0]:
            return "utf-16-be"
        if not data[1]:
            return "utf-16-le"
    return "utf-8"


def _past_spaces(text, at):
    while at < len(text) and text[at] in " \t\n\r":
        at += 1
    return at


def _end_of_text(text, at):
    """Where the text ends whose quote stands at a place."""
    end = at + 1
    while end < len(text) and text[end] != '"':
        end += 2 if text[end] == "\\" else 1
    return end + 1


def _end_of_value(text, at):
    """Where a value ends; somewhere in it if it is none."""
    if at < len(text) and text[at] == '"':
        return min(_end_of_text(text, at), len(text))
    if at < len(text) and text[at] in "[{":
        depth = 0
        while at < len(text):
            if text[at] == '"':
                at = _end_of_text(text, at)
                continue
            depth += (text[at] in "[{") - (text[at] in "]}")
            at += 1
            if not depth:
                return at
        return len(text)
    return _end_of_word(text, at)


def _end_of_word(text, at):
    while at < len(text) and text[at] not in " \t\n\r,]}:":
        at += 1
    return at


def _read(decoder, text, at):
    """The value at a place of what is known to be JSON, and where it ends."""
    letter = text[at]
    if letter == "{":
        return _read_object(decoder, text, at)
    if letter == "[":
        items = []
        at = _past_spaces(text, at + 1)
        while text[at] != "]":
            item, at = _read(decoder, text, at)
            items.append(item)
            at = _past_spaces(text, at)
            if text[at] == ",":
                at = _past_spaces(text, at + 1)
        return items, at + 1
    if letter == '"':
        end = _end_of_text(text, at)
        return json._loads(text[at:end]), end
    end = _end_of_word(text, at)
    return _word(decoder, text[at:end]), end


def _word(decoder, word):
    if word in ("NaN", "Infinity", "-Infinity"):
        return decoder.parse_constant(word) if decoder.parse_constant else json._loads(word)
    if word in ("true", "false", "null"):
        return json._loads(word)
    parse = decoder.parse_int
    for mark in ".eE":
        if mark in word:
            parse = decoder.parse_float
    return parse(word) if parse else json._loads(word)


def _read_object(decoder, text, at):
    pairs = []
    at = _past_spaces(text, at + 1)
    while text[at] != "}":
        end = _end_of_text(text, at)
        key = json._loads(text[at:end])
        at = _past_spaces(text, _past_spaces(text, end) + 1)
        value, at = _read(decoder, text, at)
        pairs.append((key, value))
        at = _past_spaces(text, at)
        if text[at] == ",":
            at = _past_spaces(text, at + 1)
    if decoder.object_pairs_hook is not None:
        return decoder.object_pairs_hook(pairs), at + 1
    made = dict(pairs)
    return (made if decoder.object_hook is None else decoder.object_hook(made)), at + 1
