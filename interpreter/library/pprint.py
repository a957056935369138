"""Values shown in lines of limited width."""

import dataclasses
import re
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque
from enum import Enum
from io import StringIO
from types import MappingProxyType, SimpleNamespace

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """Prints a value."""
    printer = PrettyPrinter(stream=stream, indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers)
    printer.pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """A value as text."""
    return PrettyPrinter(indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Prints a value; dicts keep their order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _safe_key:
    """Orders what has no order of its own: by type, then by identity."""

    __slots__ = ["obj"]

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


def _safe_tuple(pair):
    return _safe_key(pair[0]), _safe_key(pair[1])


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


_PLAIN = (str, bytes, bytearray, float, complex, bool, type(None))


def _repr_of(kind, *others):
    """Whether a class shows itself as one of these does."""
    own = kind.__repr__
    for other in others:
        if issubclass(kind, other) and own == other.__repr__:
            return not any([issubclass(kind, each) and each is not other for each in _DERIVED.get(other, ())])
    return False


# Classes derived from builtin ones that show themselves in their own way.
_DERIVED = {dict: (OrderedDict, defaultdict, Counter)}


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
        indent = int(indent)
        width = int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        if self._stream is None:
            print(self.pformat(object))
        else:
            self._format(object, self._stream, 0, 0, {}, 0)
            self._stream.write("\n")

    def pformat(self, object):
        stream = StringIO()
        self._format(object, stream, 0, 0, {}, 0)
        return stream.getvalue()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """The text, whether it can be read back and whether the value holds itself: override it to show values differently."""
        return self._safe_repr(object, context, maxlevels, level)

    def _repr(self, object, context, level):
        shown, readable, recursive = self.format(object, context.copy(), self._depth, level)
        if not readable:
            self._readable = False
        if recursive:
            self._recursive = True
        return shown

    def _format(self, object, stream, indent, allowance, context, level):
        identity = id(object)
        if identity in context:
            stream.write(_recursion(object))
            self._recursive = True
            self._readable = False
            return
        shown = self._repr(object, context, level)
        if len(shown) > self._width - indent - allowance:
            show = self._printer(object)
            if show is not None:
                context[identity] = 1
                show(object, stream, indent, allowance, context, level + 1)
                del context[identity]
                return
        stream.write(shown)

    def _printer(self, object):
        """How a value of this class is put in several lines."""
        kind = type(object)
        # Those that are derived from others of them come first.
        if _repr_of(kind, OrderedDict):
            return self._pprint_ordered_dict
        if _repr_of(kind, defaultdict):
            return self._pprint_default_dict
        if _repr_of(kind, Counter):
            return self._pprint_counter
        if _repr_of(kind, dict):
            return self._pprint_dict
        if _repr_of(kind, list):
            return self._pprint_list
        if _repr_of(kind, tuple):
            return self._pprint_tuple
        if _repr_of(kind, set, frozenset):
            return self._pprint_set
        if _repr_of(kind, str):
            return self._pprint_str
        if _repr_of(kind, bytes):
            return self._pprint_bytes
        if _repr_of(kind, bytearray):
            return self._pprint_bytearray
        if _repr_of(kind, MappingProxyType):
            return self._pprint_mappingproxy
        if _repr_of(kind, SimpleNamespace):
            return self._pprint_simplenamespace
        if _repr_of(kind, ChainMap):
            return self._pprint_chain_map
        if _repr_of(kind, deque):
            return self._pprint_deque
        if _repr_of(kind, UserDict, UserList, UserString):
            return self._pprint_user
        if dataclasses.is_dataclass(object) and not isinstance(object, type) and _has_made_repr(kind):
            return self._pprint_dataclass
        return None

    # --- one kind after the other

    def _pprint_dataclass(self, object, stream, indent, allowance, context, level):
        name = object.__class__.__name__
        indent += len(name) + 1
        items = [(field.name, getattr(object, field.name)) for field in dataclasses.fields(object) if field.repr]
        stream.write(name + "(")
        self._format_namespace_items(items, stream, indent, allowance, context, level)
        stream.write(")")

    def _pprint_dict(self, object, stream, indent, allowance, context, level):
        stream.write("{")
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        if len(object):
            items = sorted(object.items(), key=_safe_tuple) if self._sort_dicts else object.items()
            self._format_dict_items(items, stream, indent, allowance + 1, context, level)
        stream.write("}")

    def _pprint_ordered_dict(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        self._format(list(object.items()), stream, indent + len(name) + 1, allowance + 1, context, level)
        stream.write(")")

    def _pprint_list(self, object, stream, indent, allowance, context, level):
        stream.write("[")
        self._format_items(object, stream, indent, allowance + 1, context, level)
        stream.write("]")

    def _pprint_tuple(self, object, stream, indent, allowance, context, level):
        stream.write("(")
        end = ",)" if len(object) == 1 else ")"
        self._format_items(object, stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _pprint_set(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        kind = object.__class__
        if kind is set:
            stream.write("{")
            end = "}"
        else:
            stream.write(kind.__name__ + "({")
            end = "})"
            indent += len(kind.__name__) + 1
        self._format_items(sorted(object, key=_safe_key), stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _pprint_str(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        chunks = []
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        most = room = self._width - indent
        shown = ""
        for at, line in enumerate(lines):
            shown = repr(line)
            if at == len(lines) - 1:
                room -= allowance
            if len(shown) <= room:
                chunks.append(shown)
                continue
            # Words with the space after them.
            parts = re.findall(r"\S*\s*", line)
            parts.pop()
            left = most
            current = ""
            for place, part in enumerate(parts):
                if place == len(parts) - 1 and at == len(lines) - 1:
                    left -= allowance
                if len(repr(current + part)) > left:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current += part
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            stream.write(shown)
            return
        if level == 1:
            stream.write("(")
        stream.write(("\n" + " " * indent).join(chunks))
        if level == 1:
            stream.write(")")

    def _pprint_bytes(self, object, stream, indent, allowance, context, level):
        if len(object) <= 4:
            stream.write(repr(object))
            return
        is_outer = level == 1
        if is_outer:
            indent += 1
            allowance += 1
            stream.write("(")
        stream.write(("\n" + " " * indent).join(_wrap_bytes(object, self._width - indent, allowance)))
        if is_outer:
            stream.write(")")

    def _pprint_bytearray(self, object, stream, indent, allowance, context, level):
        stream.write("bytearray(")
        self._pprint_bytes(bytes(object), stream, indent + 10, allowance + 1, context, level + 1)
        stream.write(")")

    def _pprint_mappingproxy(self, object, stream, indent, allowance, context, level):
        stream.write("mappingproxy(")
        self._format(object.copy(), stream, indent + 13, allowance + 1, context, level)
        stream.write(")")

    def _pprint_simplenamespace(self, object, stream, indent, allowance, context, level):
        # The class says `namespace` of itself, those derived from it their own name.
        name = "namespace" if type(object) is SimpleNamespace else object.__class__.__name__
        indent += len(name) + 1
        stream.write(name + "(")
        self._format_namespace_items(object.__dict__.items(), stream, indent, allowance, context, level)
        stream.write(")")

    def _pprint_default_dict(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        factory = self._repr(object.default_factory, context, level)
        indent += len(object.__class__.__name__) + 1
        stream.write(f"{object.__class__.__name__}({factory},\n{' ' * indent}")
        self._pprint_dict(object, stream, indent, allowance + 1, context, level)
        stream.write(")")

    def _pprint_counter(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "({")
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        self._format_dict_items(object.most_common(), stream, indent + len(name) + 1, allowance + 2, context, level)
        stream.write("})")

    def _pprint_chain_map(self, object, stream, indent, allowance, context, level):
        if not len(object.maps):
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        indent += len(name) + 1
        for at, each in enumerate(object.maps):
            if at == len(object.maps) - 1:
                self._format(each, stream, indent, allowance + 1, context, level)
                stream.write(")")
            else:
                self._format(each, stream, indent, 1, context, level)
                stream.write(",\n" + " " * indent)

    def _pprint_deque(self, object, stream, indent, allowance, context, level):
        if not len(object):
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        indent += len(name) + 1
        stream.write("[")
        if object.maxlen is None:
            self._format_items(object, stream, indent, allowance + 2, context, level)
            stream.write("])")
        else:
            self._format_items(object, stream, indent, 2, context, level)
            most = self._repr(object.maxlen, context, level)
            stream.write(f"],\n{' ' * indent}maxlen={most})")

    def _pprint_user(self, object, stream, indent, allowance, context, level):
        self._format(object.data, stream, indent, allowance, context, level - 1)

    # --- their items

    def _format_dict_items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        between = ",\n" + " " * indent
        last = len(items) - 1
        for at, (key, value) in enumerate(items):
            shown = self._repr(key, context, level)
            stream.write(shown)
            stream.write(": ")
            self._format(value, stream, indent + len(shown) + 2, allowance if at == last else 1, context, level)
            if at != last:
                stream.write(between)

    def _format_namespace_items(self, items, stream, indent, allowance, context, level):
        between = ",\n" + " " * indent
        last = len(items) - 1
        for at, (key, value) in enumerate(items):
            stream.write(key)
            stream.write("=")
            if id(value) in context:
                stream.write("...")
            else:
                self._format(value, stream, indent + len(key) + 1, allowance if at == last else 1, context, level)
            if at != last:
                stream.write(between)

    def _format_items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        new_line = ",\n" + " " * indent
        between = ""
        width = room = self._width - indent + 1
        items = list(items)
        last = len(items) - 1
        for at, item in enumerate(items):
            if at == last:
                room -= allowance
                width -= allowance
            if self._compact:
                shown = self._repr(item, context, level)
                taken = len(shown) + 2
                if width < taken:
                    width = room
                    if between:
                        between = new_line
                if width >= taken:
                    width -= taken
                    stream.write(between)
                    between = ", "
                    stream.write(shown)
                    continue
            stream.write(between)
            between = new_line
            self._format(item, stream, indent, allowance if at == last else 1, context, level)

    # --- in one line

    def _safe_repr(self, object, context, maxlevels, level):
        kind = type(object)
        if kind in _PLAIN:
            return repr(object), True, False
        if _repr_of(kind, int) and not isinstance(object, Enum):
            return (f"{object:_d}" if self._underscore_numbers else repr(object)), True, False
        if _repr_of(kind, dict):
            return self._safe_dict(object, context, maxlevels, level)
        if _repr_of(kind, list, tuple):
            return self._safe_sequence(object, context, maxlevels, level)
        shown = repr(object)
        return shown, not shown.startswith("<"), False

    def _safe_dict(self, object, context, maxlevels, level):
        if not object:
            return "{}", True, False
        identity = id(object)
        if maxlevels and level >= maxlevels:
            return "{...}", False, identity in context
        if identity in context:
            return _recursion(object), False, True
        context[identity] = 1
        readable, recursive = True, False
        parts = []
        items = sorted(object.items(), key=_safe_tuple) if self._sort_dicts else object.items()
        for key, value in items:
            key_shown, key_readable, key_recursive = self.format(key, context, maxlevels, level + 1)
            value_shown, value_readable, value_recursive = self.format(value, context, maxlevels, level + 1)
            parts.append(f"{key_shown}: {value_shown}")
            readable = readable and key_readable and value_readable
            recursive = recursive or key_recursive or value_recursive
        del context[identity]
        return "{" + ", ".join(parts) + "}", readable, recursive

    def _safe_sequence(self, object, context, maxlevels, level):
        if isinstance(object, list):
            if not object:
                return "[]", True, False
            frame = "[{}]"
        elif len(object) == 1:
            frame = "({},)"
        else:
            if not object:
                return "()", True, False
            frame = "({})"
        identity = id(object)
        if maxlevels and level >= maxlevels:
            return frame.format("..."), False, identity in context
        if identity in context:
            return _recursion(object), False, True
        context[identity] = 1
        readable, recursive = True, False
        parts = []
        for item in object:
            shown, item_readable, item_recursive = self.format(item, context, maxlevels, level + 1)
            parts.append(shown)
            readable = readable and item_readable
            recursive = recursive or item_recursive
        del context[identity]
        return frame.format(", ".join(parts)), readable, recursive


def _has_made_repr(kind):
    """Whether the dataclass shows itself as dataclasses do: such a method is no function of Python."""
    for base in kind.__mro__:
        if "__dataclass_fields__" in base.__dict__:
            return "__repr__" in base.__dict__ and type(kind.__repr__) is not type(_has_made_repr)
    return False


def _wrap_bytes(data, width, allowance):
    """The bytes four by four, as many as a line holds."""
    current = b""
    last = len(data) // 4 * 4
    for at in range(0, len(data), 4):
        part = data[at : at + 4]
        if at == last:
            width -= allowance
        if len(repr(current + part)) > width:
            if current:
                yield repr(current)
            current = part
        else:
            current += part
    if current:
        yield repr(current)
