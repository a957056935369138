"""Templates, and texts made by `str.format` with rules of one's own."""

import re

printable = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\x0b\x0c"


def capwords(s, sep=None):
    """Every word with a capital letter first and small ones after."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


class Template:
    """A text with `$name` and `${name}` in it."""

    __module__ = "string"
    delimiter = "$"
    idpattern = "(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = re.IGNORECASE

    def __init__(self, template):
        self.template = template

    @classmethod
    def _places(cls):
        own = cls.__dict__
        if "pattern" in own and not isinstance(own["pattern"], str):
            return own["pattern"]
        if "pattern" in own:
            return re.compile(own["pattern"], cls.flags | re.VERBOSE)
        mark = re.escape(cls.delimiter)
        braced = cls.braceidpattern or cls.idpattern
        return re.compile(
            f"{mark}(?:(?P<escaped>{mark})|(?P<named>{cls.idpattern})|{{(?P<braced>{braced})}}|(?P<invalid>))",
            cls.flags,
        )

    def _invalid(self, found):
        before = self.template[: found.start("invalid")].splitlines(keepends=True)
        if before:
            column = found.start("invalid") - len("".join(before[:-1]))
            line = len(before)
        else:
            line = column = 1
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    def substitute(self, mapping={}, /, **kws):
        """The text with every place filled."""
        values = {**mapping, **kws} if kws and mapping else kws or mapping

        def fill(found):
            name = found.group("named") or found.group("braced")
            if name is not None:
                return str(values[name])
            if found.group("escaped") is not None:
                return self.delimiter
            return self._invalid(found)

        return self._places().sub(fill, self.template)

    def safe_substitute(self, mapping={}, /, **kws):
        """The text with those places filled that a value is given for."""
        values = {**mapping, **kws} if kws and mapping else kws or mapping

        def fill(found):
            name = found.group("named") or found.group("braced")
            if name is not None:
                try:
                    return str(values[name])
                except KeyError:
                    return found.group()
            if found.group("escaped") is not None:
                return self.delimiter
            return found.group()

        return self._places().sub(fill, self.template)

    def is_valid(self):
        """Whether `substitute` would find no place that is none."""
        for found in self._places().finditer(self.template):
            if found.group("invalid") is not None:
                return False
        return True

    def get_identifiers(self):
        """The names, each once, in the order of their first place."""
        names = {}
        for found in self._places().finditer(self.template):
            name = found.group("named") or found.group("braced")
            if name is not None:
                names[name] = None
        return list(names)


class Formatter:
    """`str.format` whose parts can be overridden."""

    __module__ = "string"

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        text, _ = self._vformat(format_string, args, kwargs, used, 2, 0)
        self.check_unused_args(used, args, kwargs)
        return text

    def _vformat(self, format_string, args, kwargs, used, depth, automatic):
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        parts = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                parts.append(literal)
            if name is None:
                continue
            first = _split_field(name)[0]
            if first == "":
                if automatic is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                name = str(automatic) + name
                automatic += 1
            elif isinstance(first, int):
                if automatic:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                automatic = False
            value, key = self.get_field(name, args, kwargs)
            used.add(key)
            value = self.convert_field(value, conversion)
            spec, automatic = self._vformat(spec, args, kwargs, used, depth - 1, automatic)
            parts.append(self.format_field(value, spec))
        return "".join(parts), automatic

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion}")

    def parse(self, format_string):
        """Pieces: the text before a field, then its name, specification and conversion, or three times None at the end."""
        return _parse(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = _split_field(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = getattr(value, name) if is_attribute else value[name]
        return value, first


def _parse(text):
    literal = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter not in "{}":
            literal.append(letter)
            at += 1
            continue
        if text[at : at + 2] == letter * 2:
            yield "".join(literal) + letter, None, None, None
            literal = []
            at += 2
            continue
        if letter == "}":
            raise ValueError("Single '}' encountered in format string")
        end = _end_of_field(text, at + 1)
        yield "".join(literal), *_field(text[at + 1 : end])
        literal = []
        at = end + 1
    if literal:
        yield "".join(literal), None, None, None


def _end_of_field(text, at):
    if at == len(text):
        raise ValueError("Single '{' encountered in format string")
    depth = 1
    in_brackets = False
    while at < len(text):
        letter = text[at]
        if in_brackets:
            in_brackets = letter != "]"
        elif letter == "[" and depth == 1:
            in_brackets = True
        elif letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
            if not depth:
                return at
        at += 1
    raise ValueError("expected '}' before end of string")


def _field(text):
    at = 0
    while at < len(text) and text[at] not in ":!":
        if text[at] == "[":
            at = text.find("]", at)
            if at < 0:
                raise ValueError("expected '}' before end of string")
        at += 1
    name, rest = text[:at], text[at:]
    if "{" in name:
        raise ValueError("unexpected '{' in field name")
    if not rest.startswith("!"):
        return name, rest[1:], None
    if len(rest) < 2:
        raise ValueError("end of string while looking for conversion specifier")
    if len(rest) > 2 and rest[2] != ":":
        raise ValueError("expected ':' after conversion specifier")
    return name, rest[3:], rest[1]


def _split_field(name):
    """The first name or number of a field, and what is read from there: pairs of whether an attribute, and the name."""
    at = 0
    while at < len(name) and name[at] not in ".[":
        at += 1
    first = name[:at]
    if first.isdecimal():
        first = int(first)
    rest = []
    while at < len(name):
        if name[at] == ".":
            end = at + 1
            while end < len(name) and name[end] not in ".[":
                end += 1
            part = name[at + 1 : end]
            is_attribute = True
        elif name[at] == "[":
            end = name.find("]", at)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            part = name[at + 1 : end]
            end += 1
            is_attribute = False
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if not part:
            raise ValueError("Empty attribute in format string")
        rest.append((is_attribute, int(part) if not is_attribute and part.isdecimal() else part))
        at = end
    return first, rest
