"""Structs of msgspec. The SDK writes the classes, by what msgspec knows of their fields."""


class Struct:
    """`__struct_described__` holds a pair for each field: its name, and nothing, `("is", value)` or `("make", factory)`."""

    __module__ = "msgspec"
    __struct_described__ = ()
    __struct_frozen__ = False
    __match_args__ = ()

    def __init__(self, /, *args, **named):
        fields = self.__struct_described__
        if len(args) > len(self.__match_args__):
            raise TypeError("Extra positional arguments provided")
        names = _names(self)
        for name in named:
            if name not in names:
                raise TypeError(f"Unexpected keyword argument '{name}'")
            if names.index(name) < len(args):
                raise TypeError(f"Argument '{name}' given by name and position")
        values = []
        for at, (name, default) in enumerate(fields):
            if at < len(args):
                values.append(args[at])
            elif name in named:
                values.append(named[name])
            elif default:
                values.append(default[1]() if default[0] == "make" else default[1])
            else:
                raise TypeError(f"Missing required argument '{name}'")
        _filled(self, values)

    def __setattr__(self, name, value):
        if self.__struct_frozen__:
            raise AttributeError(f"immutable type: '{type(self).__name__}'")
        if name not in _names(self):
            held = getattr(type(self), name, None)
            if not isinstance(held, property):
                raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if self.__struct_frozen__:
            raise AttributeError(f"immutable type: '{type(self).__name__}'")
        object.__delattr__(self, name)

    def __repr__(self):
        parts = [f"{name}={_held(self, name)!r}" for name in _names(self)]
        return f"{type(self).__name__}({', '.join(parts)})"

    def __copy__(self):
        made = type(self).__new__(type(self))
        for name in _names(self):
            object.__setattr__(made, name, _held(self, name))
        return made


def _names(struct):
    return [name for name, default in struct.__struct_described__]


def _filled(struct, values):
    for name, value in zip(_names(struct), values):
        object.__setattr__(struct, name, value)
    if hasattr(struct, "__post_init__"):
        struct.__post_init__()


def _held(struct, name):
    try:
        return object.__getattribute__(struct, name)
    except AttributeError:
        raise AttributeError(f"Struct field '{name}' is unset") from None


def _values(struct):
    return tuple([_held(struct, name) for name in _names(struct)])


def eq(self, other):
    if type(self) is not type(other):
        return NotImplemented
    return _values(self) == _values(other)


def lt(self, other):
    return _values(self) < _values(other) if type(self) is type(other) else NotImplemented


def le(self, other):
    return _values(self) <= _values(other) if type(self) is type(other) else NotImplemented


def gt(self, other):
    return _values(self) > _values(other) if type(self) is type(other) else NotImplemented


def ge(self, other):
    return _values(self) >= _values(other) if type(self) is type(other) else NotImplemented


def hashed(self):
    return hash((type(self), *_values(self)))


def _checked(struct):
    if not isinstance(struct, Struct):
        raise TypeError("`struct` must be a `msgspec.Struct`")


def replace(struct, /, **changes):
    _checked(struct)
    names = _names(struct)
    for name in changes:
        if name not in names:
            raise TypeError(f"`{type(struct).__name__}` has no field '{name}'")
    made = type(struct).__new__(type(struct))
    _filled(made, [changes[name] if name in changes else _held(struct, name) for name in names])
    return made


def asdict(struct):
    _checked(struct)
    return {name: _held(struct, name) for name in _names(struct)}


def astuple(struct):
    _checked(struct)
    return _values(struct)
