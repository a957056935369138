"""enum: what a flag does with bits that none of its members has, attributes of members alone, and checks of whole
enumerations. All else the machine has itself."""

from enum import Enum, Flag, ReprEnum, StrEnum, auto
from types import DynamicClassAttribute


class FlagBoundary(StrEnum):
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT = FlagBoundary.STRICT
CONFORM = FlagBoundary.CONFORM
EJECT = FlagBoundary.EJECT
KEEP = FlagBoundary.KEEP


class property(DynamicClassAttribute):
    """An attribute of members; asked of the class, the name is that of a member."""

    __module__ = "enum"
    member = None

    def __get__(self, instance, ownerclass=None):
        if instance is not None and self.fget is not None:
            return self.fget(instance)
        if instance is None and self.member is not None:
            return self.member
        try:
            return ownerclass._member_map_[self.name]
        except KeyError:
            kind = "" if instance is None else " member"
            raise AttributeError(f"{ownerclass!r}{kind} has no attribute {self.name!r}") from None

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


class EnumCheck(StrEnum):
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS = EnumCheck.CONTINUOUS
NAMED_FLAGS = EnumCheck.NAMED_FLAGS
UNIQUE = EnumCheck.UNIQUE


class verify:
    """Checks an enumeration when it is made: `@verify(UNIQUE, CONTINUOUS)`."""

    __module__ = "enum"

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                _check_unique(enumeration)
            elif check is CONTINUOUS:
                _check_continuous(enumeration)
            elif check is NAMED_FLAGS:
                _check_named(enumeration)
        return enumeration


def _check_unique(enumeration):
    aliases = [(name, member.name) for name, member in enumeration.__members__.items() if name != member.name]
    if aliases:
        shown = ", ".join([f"{alias} -> {name}" for alias, name in aliases])
        raise ValueError(f"aliases found in {enumeration!r}: {shown}")


def _check_continuous(enumeration):
    values = {member.value for member in enumeration}
    if len(values) < 2:
        return
    if issubclass(enumeration, Flag):
        kind = "flag"
        wanted = [1 << bit for bit in range(_high_bit(min(values)) + 1, _high_bit(max(values)))]
    elif issubclass(enumeration, Enum):
        kind = "enum"
        wanted = range(min(values) + 1, max(values))
    missing = [value for value in wanted if value not in values]
    if missing:
        shown = ", ".join([str(value) for value in missing])
        raise ValueError(f"invalid {kind} {enumeration.__name__!r}: missing values {shown}"[:256])


def _check_named(enumeration):
    known = [member.value for member in enumeration]
    unnamed, missing = [], 0
    for name, alias in enumeration._member_map_.items():
        if name in enumeration._member_names_ or alias.value < 0:
            continue
        bits = [bit for bit in _iter_bits_lsb(alias.value) if bit not in known]
        if bits:
            unnamed.append(name)
            for bit in bits:
                missing |= bit
    if not unnamed:
        return
    if len(unnamed) == 1:
        who = f"alias {unnamed[0]} is missing"
    else:
        who = f"aliases {', '.join(unnamed[:-1])} and {unnamed[-1]} are missing"
    what = f"value 0x{missing:x}" if _is_single_bit(missing) else f"combined values of 0x{missing:x}"
    raise ValueError(f"invalid Flag {enumeration.__name__!r}: {who} {what} [use enum.show_flag_values(value) for details]")


def show_flag_values(value):
    """The bits of a value, each alone."""
    return list(_iter_bits_lsb(value))


def _high_bit(value):
    return value.bit_length() - 1


def _is_single_bit(value):
    return value != 0 and value & (value - 1) == 0


def _iter_bits_lsb(value):
    if isinstance(value, Enum):
        value = value.value
    if value < 0:
        raise ValueError(f"{value} is not a positive integer")
    while value:
        bit = value & -value
        yield bit
        value ^= bit


def bin(value, max_bits=None):
    """Two's complement, the sign apart from the digits: `0b0 1010`, `0b1 0101`."""
    ceiling = 2 ** value.bit_length()
    text = f"{value:b}" if value >= 0 else f"{~value ^ (ceiling - 1):b}"
    sign = "0b0" if value >= 0 else "0b1"
    digits = text if value >= 0 else text.rjust(value.bit_length(), "0")
    if max_bits is not None and len(digits) < max_bits:
        digits = ("0" if value >= 0 else "1") * (max_bits - len(digits)) + digits
    return f"{sign} {digits}"


def _module(member):
    return type(member).__module__.rpartition(".")[2]


def global_enum_repr(self):
    """`module.NAME`."""
    return f"{_module(self)}.{self._name_}"


def global_flag_repr(self):
    """`module.NAME|module.OTHER`, or the class with the value where there are no names."""
    module, name = _module(self), type(self).__name__
    if self._name_ is None:
        return f"{module}.{name}({self._value_})"
    if _is_single_bit(self._value_):
        return f"{module}.{self._name_}"
    if self._boundary_ is not KEEP:
        return "|".join([f"{module}.{part}" for part in self.name.split("|")])
    return "|".join([part if part[0].isdigit() else f"{module}.{part}" for part in self._name_.split("|")])


def global_str(self):
    """The name alone."""
    if self._name_ is None:
        return f"{type(self).__name__}({self._value_!r})"
    return self._name_


def global_enum(cls, update_str=False):
    """Members show themselves as names of their module. (A workflow's names are found when it is registered: nothing is added.)"""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    return cls


def pickle_by_global_name(self, proto):
    return self.name


def pickle_by_enum_name(self, proto):
    return getattr, (type(self), self._name_)


def _is_descriptor(value):
    return hasattr(value, "__get__") or hasattr(value, "__set__") or hasattr(value, "__delete__")


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1:2] != "_" and name[-2:-1] != "_"


def _is_private(cls_name, name):
    start = f"_{cls_name}__"
    return len(name) > len(start) and name.startswith(start) and (name[-1:] != "_" or name[-2:-1] != "_")
