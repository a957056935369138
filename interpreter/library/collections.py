"""collections: what is no class of the machine's own."""

from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
from types import GenericAlias
from typing import namedtuple


class ChainMap(MutableMapping):
    """Several mappings seen as one; the first that has a key gives its value, and only the first is written to."""

    __module__ = "collections"
    __reversed__ = None

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                return mapping[key]
            except KeyError:
                pass
        return self.__missing__(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __len__(self):
        return len(set().union(*self.maps))

    def __iter__(self):
        order = {}
        for mapping in reversed(self.maps):
            for key in mapping:
                order[key] = None
        return iter(order)

    def __contains__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return True
        return False

    def __bool__(self):
        return any(self.maps)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join([repr(mapping) for mapping in self.maps])})"

    @classmethod
    def fromkeys(cls, iterable, *args):
        return cls(dict.fromkeys(iterable, *args))

    def copy(self):
        return type(self)(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        """A new chain with one more mapping in front."""
        if m is None:
            m = kwargs
        elif kwargs:
            m.update(kwargs)
        return type(self)(m, *self.maps)

    @property
    def parents(self):
        """A chain without the first mapping."""
        return type(self)(*self.maps[1:])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        try:
            del self.maps[0][key]
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {key!r}")

    def popitem(self):
        try:
            return self.maps[0].popitem()
        except KeyError:
            raise KeyError("No keys found in the first mapping.")

    def pop(self, key, *args):
        try:
            return self.maps[0].pop(key, *args)
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {key!r}")

    def clear(self):
        self.maps[0].clear()

    def __ior__(self, other):
        self.maps[0].update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        made = self.copy()
        made.maps[0].update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        made = dict(other)
        for mapping in reversed(self.maps):
            made.update(mapping)
        return type(self)(made)

    __class_getitem__ = classmethod(GenericAlias)


class UserDict(MutableMapping):
    """A mapping around a dict, `data`, made to be derived from: every way in and out leads over the item methods."""

    __module__ = "collections"
    __reversed__ = None

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if kwargs:
            self.update(kwargs)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        missing = getattr(type(self), "__missing__", None)
        if missing is not None:
            return missing(self, key)
        raise KeyError(key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def __repr__(self):
        return repr(self.data)

    def __or__(self, other):
        if isinstance(other, UserDict):
            return type(self)(self.data | other.data)
        if isinstance(other, dict):
            return type(self)(self.data | other)
        return NotImplemented

    def __ror__(self, other):
        if isinstance(other, UserDict):
            return type(self)(other.data | self.data)
        if isinstance(other, dict):
            return type(self)(other | self.data)
        return NotImplemented

    def __ior__(self, other):
        self.data |= other.data if isinstance(other, UserDict) else other
        return self

    def copy(self):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.data = self.data.copy()
        return made

    __copy__ = copy

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made


class UserList(MutableSequence):
    """A sequence around a list, `data`, made to be derived from."""

    __module__ = "collections"

    def __init__(self, initlist=None):
        self.data = [] if initlist is None else _items_of(initlist, copied=True)

    def __repr__(self):
        return repr(self.data)

    def __lt__(self, other):
        return self.data < _items_of(other)

    def __le__(self, other):
        return self.data <= _items_of(other)

    def __eq__(self, other):
        return self.data == _items_of(other)

    def __gt__(self, other):
        return self.data > _items_of(other)

    def __ge__(self, other):
        return self.data >= _items_of(other)

    __hash__ = None

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return type(self)(self.data[i])
        return self.data[i]

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __add__(self, other):
        return type(self)(self.data + _list_of(other))

    def __radd__(self, other):
        return type(self)(_list_of(other) + self.data)

    def __iadd__(self, other):
        self.data += _list_of(other)
        return self

    def __mul__(self, n):
        return type(self)(self.data * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self.data *= n
        return self

    def copy(self):
        return type(self)(self)

    def __copy__(self):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.data = self.data[:]
        return made

    def append(self, item):
        self.data.append(item)

    def insert(self, i, item):
        self.data.insert(i, item)

    def pop(self, i=-1):
        return self.data.pop(i)

    def remove(self, item):
        self.data.remove(item)

    def clear(self):
        self.data.clear()

    def count(self, item):
        return self.data.count(item)

    def index(self, item, *args):
        return self.data.index(item, *args)

    def reverse(self):
        self.data.reverse()

    def sort(self, /, *args, **kwds):
        self.data.sort(*args, **kwds)

    def extend(self, other):
        self.data.extend(_items_of(other))


def _items_of(other, copied=False):
    if isinstance(other, UserList):
        return other.data[:] if copied else other.data
    return list(other) if copied else other


def _list_of(other):
    if isinstance(other, UserList):
        return other.data
    return other if isinstance(other, list) else list(other)


class UserString(Sequence):
    """A text around a str, `data`, made to be derived from."""

    __module__ = "collections"

    def __init__(self, seq):
        self.data = seq.data[:] if isinstance(seq, UserString) else seq if isinstance(seq, str) else str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __hash__(self):
        return hash(self.data)

    def __eq__(self, other):
        return self.data == _text_of(other)

    def __lt__(self, other):
        return self.data < _text_of(other)

    def __le__(self, other):
        return self.data <= _text_of(other)

    def __gt__(self, other):
        return self.data > _text_of(other)

    def __ge__(self, other):
        return self.data >= _text_of(other)

    def __contains__(self, char):
        return _text_of(char) in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return type(self)(self.data[index])

    def __add__(self, other):
        return type(self)(self.data + (_text_of(other) if isinstance(other, (UserString, str)) else str(other)))

    def __radd__(self, other):
        return type(self)((other if isinstance(other, str) else str(other)) + self.data)

    def __mul__(self, n):
        return type(self)(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return type(self)(self.data % args)

    def __rmod__(self, template):
        return type(self)(str(template) % self)

    def capitalize(self, *args, **kwds):
        return type(self)(self.data.capitalize(*_texts(args), **kwds))

    def casefold(self, *args, **kwds):
        return type(self)(self.data.casefold(*_texts(args), **kwds))

    def center(self, *args, **kwds):
        return type(self)(self.data.center(*_texts(args), **kwds))

    def count(self, *args, **kwds):
        return self.data.count(*_texts(args), **kwds)

    def encode(self, *args, **kwds):
        return self.data.encode(*_texts(args), **kwds)

    def endswith(self, *args, **kwds):
        return self.data.endswith(*_texts(args), **kwds)

    def expandtabs(self, *args, **kwds):
        return type(self)(self.data.expandtabs(*_texts(args), **kwds))

    def find(self, *args, **kwds):
        return self.data.find(*_texts(args), **kwds)

    def format(self, *args, **kwds):
        return self.data.format(*args, **kwds)

    def format_map(self, *args, **kwds):
        return self.data.format_map(*_texts(args), **kwds)

    def index(self, *args, **kwds):
        return self.data.index(*_texts(args), **kwds)

    def isalnum(self, *args, **kwds):
        return self.data.isalnum(*_texts(args), **kwds)

    def isalpha(self, *args, **kwds):
        return self.data.isalpha(*_texts(args), **kwds)

    def isascii(self, *args, **kwds):
        return self.data.isascii(*_texts(args), **kwds)

    def isdecimal(self, *args, **kwds):
        return self.data.isdecimal(*_texts(args), **kwds)

    def isdigit(self, *args, **kwds):
        return self.data.isdigit(*_texts(args), **kwds)

    def isidentifier(self, *args, **kwds):
        return self.data.isidentifier(*_texts(args), **kwds)

    def islower(self, *args, **kwds):
        return self.data.islower(*_texts(args), **kwds)

    def isnumeric(self, *args, **kwds):
        return self.data.isnumeric(*_texts(args), **kwds)

    def isprintable(self, *args, **kwds):
        return self.data.isprintable(*_texts(args), **kwds)

    def isspace(self, *args, **kwds):
        return self.data.isspace(*_texts(args), **kwds)

    def istitle(self, *args, **kwds):
        return self.data.istitle(*_texts(args), **kwds)

    def isupper(self, *args, **kwds):
        return self.data.isupper(*_texts(args), **kwds)

    def join(self, *args, **kwds):
        return self.data.join([_text_of(each) for each in args[0]])

    def ljust(self, *args, **kwds):
        return type(self)(self.data.ljust(*_texts(args), **kwds))

    def lower(self, *args, **kwds):
        return type(self)(self.data.lower(*_texts(args), **kwds))

    def lstrip(self, *args, **kwds):
        return type(self)(self.data.lstrip(*_texts(args), **kwds))

    def partition(self, *args, **kwds):
        return self.data.partition(*_texts(args), **kwds)

    def removeprefix(self, *args, **kwds):
        return type(self)(self.data.removeprefix(*_texts(args), **kwds))

    def removesuffix(self, *args, **kwds):
        return type(self)(self.data.removesuffix(*_texts(args), **kwds))

    def replace(self, *args, **kwds):
        return type(self)(self.data.replace(*_texts(args), **kwds))

    def rfind(self, *args, **kwds):
        return self.data.rfind(*_texts(args), **kwds)

    def rindex(self, *args, **kwds):
        return self.data.rindex(*_texts(args), **kwds)

    def rjust(self, *args, **kwds):
        return type(self)(self.data.rjust(*_texts(args), **kwds))

    def rpartition(self, *args, **kwds):
        return self.data.rpartition(*_texts(args), **kwds)

    def rsplit(self, *args, **kwds):
        return self.data.rsplit(*_texts(args), **kwds)

    def rstrip(self, *args, **kwds):
        return type(self)(self.data.rstrip(*_texts(args), **kwds))

    def split(self, *args, **kwds):
        return self.data.split(*_texts(args), **kwds)

    def splitlines(self, *args, **kwds):
        return self.data.splitlines(*_texts(args), **kwds)

    def startswith(self, *args, **kwds):
        return self.data.startswith(*_texts(args), **kwds)

    def strip(self, *args, **kwds):
        return type(self)(self.data.strip(*_texts(args), **kwds))

    def swapcase(self, *args, **kwds):
        return type(self)(self.data.swapcase(*_texts(args), **kwds))

    def title(self, *args, **kwds):
        return type(self)(self.data.title(*_texts(args), **kwds))

    def translate(self, *args, **kwds):
        return type(self)(self.data.translate(*_texts(args), **kwds))

    def upper(self, *args, **kwds):
        return type(self)(self.data.upper(*_texts(args), **kwds))

    def zfill(self, *args, **kwds):
        return type(self)(self.data.zfill(*_texts(args), **kwds))


def _text_of(value):
    return value.data if isinstance(value, UserString) else value


def _texts(args):
    return [_text_of(arg) for arg in args]
