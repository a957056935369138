"""Values to bytes and back. What only Python knows of classes is here; the walk and the bytes are native (`_core.Codec`).

Classes are rebuilt without calling anything that the user's own code did not define.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import pathlib
import re
import struct
import sys
import types
import uuid
import zoneinfo
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Any, cast

from . import _errors, _raised
from ._classes import HEAP_TYPE, find_class, forgetting, is_findable, know_class, reference, shown, slots_of
from ._core import Codec, Plan

PAYLOAD_LIMIT = 16 * 1024 * 1024

PLAIN, DATACLASS, PYDANTIC, ATTRS, MSGSPEC, NAMED_TUPLE = range(6)

_MISSING: Any = object()


def describe(cls: type) -> Plan:
    """How instances of a class are written."""
    special = _special.get(cls)
    if special is not None:
        return special
    if issubclass(cls, type):
        return Plan.value(18, _take_class)
    if issubclass(cls, enum.Enum):
        return _named(cls, lambda: Plan.value(15, _taker_of_enum(cls)))
    if issubclass(cls, BaseException):
        return Plan.exception(reference(cls), [reference(base) for base in _raised.mro_of(cls)], _raised.take)
    if issubclass(cls, dt.tzinfo):
        return Plan.refused(f"is a tzinfo of {shown(cls)}; use zoneinfo.ZoneInfo or datetime.timezone")
    builtin = next((base for base in _BUILTINS if issubclass(cls, base)), None)
    if builtin is tuple and hasattr(cls, "_fields"):
        return _named(cls, lambda: Plan.instance(reference(cls), NAMED_TUPLE, list))
    if builtin is not None:
        return Plan.refused(
            f"is a {shown(cls)}, a subclass of {builtin.__name__}, whose own part would be lost; send {builtin.__name__}(...)"
        )
    return _describe_instance(cls)


def _describe_instance(cls: type) -> Plan:
    why = _why_opaque(cls)
    if reference(cls) == _ATTRIBUTE:
        return Plan.instance(_ATTRIBUTE, PLAIN, _take_attribute)
    if hasattr(cls, "__pydantic_fields__") and hasattr(cls, "model_fields"):
        return _named(cls, lambda: Plan.instance(reference(cls), PYDANTIC, take_model))
    if hasattr(cls, "__struct_fields__"):
        return _named(cls, lambda: Plan.instance(reference(cls), MSGSPEC, _take_msgspec))
    if why is not None:
        return Plan.refused(why)
    shape = DATACLASS if dataclasses.is_dataclass(cls) else ATTRS if hasattr(cls, "__attrs_attrs__") else PLAIN
    slots = tuple(slots_of(cls))
    take = _taker_of_slots(slots) if slots else None
    return _named(cls, lambda: Plan.instance(reference(cls), shape, take))


def _named(cls: type, plan: Callable[[], Plan]) -> Plan:
    if is_findable(cls):
        return plan()
    return Plan.refused(f"is a {shown(cls)}, which no other process can find by that name; define the class at module level")


_PURE_BASES = {"abc", "typing", "builtins", "typing_extensions"}


def _why_opaque(cls: type) -> str | None:
    """Why the instances of a class are more than their attributes; none where they are just that."""
    if cls in _ADVICE:
        return f"is a {shown(cls)}; {_ADVICE[cls]}"
    for base in cls.__mro__[:-1]:
        root = base.__module__.partition(".")[0]
        if (root in sys.stdlib_module_names and root not in _PURE_BASES) or not base.__flags__ & HEAP_TYPE:
            return f"is a {shown(cls)}, which cannot be sent to another process"
    if isinstance(cls.__new__, types.BuiltinFunctionType) and cls.__new__ is not object.__new__:
        return f"is a {shown(cls)}, made by native code, which cannot be sent to another process"
    return None


_ADVICE: dict[type, str] = {
    types.FunctionType: "functions stay in the process that defines them",
    types.BuiltinFunctionType: "functions stay in the process that defines them",
    types.MethodType: "methods stay in the process that defines them",
    types.ModuleType: "modules stay in the process that loads them",
    types.CoroutineType: "await it first",
    types.GeneratorType: "make a list of it",
    types.AsyncGeneratorType: "collect it into a list",
    memoryview: "send bytes(...)",
    type({}.keys()): "make a list of it",
    type({}.values()): "make a list of it",
    type({}.items()): "make a list of it",
    map: "make a list of it",
    filter: "make a list of it",
    zip: "make a list of it",
    types.MappingProxyType: "send dict(...)",
    object: "it has nothing that could be sent",
}


_BUILTINS: tuple[type, ...] = (
    str, int, float, complex, bytes, bytearray, tuple, list, set, frozenset, OrderedDict, Counter, defaultdict, dict, deque,
    dt.datetime, dt.date, dt.time, dt.timedelta, decimal.Decimal, fractions.Fraction, uuid.UUID, pathlib.PurePath, range,
)  # fmt: skip


def _taker_of_slots(slots: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    def take(value: Any) -> dict[str, Any]:
        state = {slot: held for slot in slots if (held := getattr(value, slot, _MISSING)) is not _MISSING}
        state.update(getattr(value, "__dict__", ()))
        return state

    return take


def _taker_of_enum(cls: type[enum.Enum]) -> Callable[[enum.Enum], list[object]]:
    name = reference(cls)
    return lambda member: [name, member.name or "", member.value]


def _take_class(cls: type) -> str:
    if cls.__module__ != "builtins" and not is_findable(cls):
        raise TypeError(f"is the class {shown(cls)}, which no other process can find by that name; define it at module level")
    return reference(cls)


def take_model(value: Any) -> list[object]:
    fields = type(value).__pydantic_fields__
    return [
        {name: held for name, held in value.__dict__.items() if name in fields},
        sorted(value.__pydantic_fields_set__),
        value.__pydantic_extra__,
        # A private attribute that was declared without a value is "undefined" there.
        None
        if value.__pydantic_private__ is None
        else {k: v for k, v in value.__pydantic_private__.items() if type(v).__name__ != "PydanticUndefinedType"},
    ]


# What the validators of attrs put into their exceptions; functions, which a field also has, stay where they are.
_ATTRIBUTE = "attr._make:Attribute"
_OF_ATTRIBUTE = ("name", "alias", "init", "repr", "eq", "order", "hash")


def _take_attribute(value: Any) -> dict[str, object]:
    shown = repr(value)
    flags = {name: getattr(value, name) for name in _OF_ATTRIBUTE if not callable(getattr(value, name))}
    return {**flags, "_shown": None if " at 0x" in shown else shown}


def _rebuild_attribute(cls: Any, state: dict[str, Any]) -> object:
    value = object.__new__(cls)
    _fill(value, dict.fromkeys(each for each in cls.__slots__ if not each.startswith("__")))
    _fill(value, {name: held for name, held in state.items() if name in _OF_ATTRIBUTE})
    return cast("object", value)


def _take_msgspec(value: Any) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__struct_fields__}


def _rebuild_instance(payload: list[Any]) -> object:
    name, shape, state = payload
    try:
        cls = find_class(name)
    except LookupError as error:
        raise TypeError(f"a value is an instance of {name}: {error}") from error
    if not 0 <= shape < len(_REBUILD):
        raise ValueError(f"these bytes are not a value: shape {shape} is not known")
    return _REBUILD[shape](cls, state)


def _rebuild_plain(cls: type, state: dict[str, Any]) -> object:
    if reference(cls) == _ATTRIBUTE:
        return _rebuild_attribute(cls, state)
    why = _why_opaque(cls)
    if why is not None or issubclass(cls, BaseException):
        raise TypeError(f"a value {why or f'claims to be a {shown(cls)}'}")
    value = object.__new__(cls)
    _fill(value, state)
    return value


def _rebuild_dataclass(cls: type, state: dict[str, Any]) -> object:
    value = _rebuild_plain(cls, state)
    # A field that the class has got since the value was written takes its default.
    for field in dataclasses.fields(cls) if dataclasses.is_dataclass(cls) else ():
        if field.name not in state:
            if field.default is not dataclasses.MISSING:
                object.__setattr__(value, field.name, field.default)
            elif field.default_factory is not dataclasses.MISSING:
                object.__setattr__(value, field.name, field.default_factory())
    return value


def _rebuild_pydantic(cls: Any, state: list[Any]) -> object:
    if not hasattr(cls, "__pydantic_fields__"):
        raise TypeError(f"a value claims that {shown(cls)} is a pydantic model, but it is none")
    fields, fields_set, extra, private = state
    for name, field in cls.__pydantic_fields__.items():
        if name not in fields and not field.is_required():
            fields[name] = field.get_default(call_default_factory=True, validated_data=fields)
    value = cls.__new__(cls)
    object.__setattr__(value, "__dict__", fields)
    object.__setattr__(value, "__pydantic_fields_set__", set(fields_set))
    object.__setattr__(value, "__pydantic_extra__", extra)
    object.__setattr__(value, "__pydantic_private__", private)
    return cast("object", value)


def _rebuild_msgspec(cls: Any, state: dict[str, Any]) -> object:
    if not hasattr(cls, "__struct_fields__"):
        raise TypeError(f"a value claims that {shown(cls)} is a msgspec struct, but it is none")
    return cast("object", cls(**state))


def _rebuild_named_tuple(cls: Any, state: list[Any]) -> object:
    if not (issubclass(cls, tuple) and hasattr(cls, "_fields")):
        raise TypeError(f"a value claims that {shown(cls)} is a NamedTuple, but it is none")
    missing = cls._fields[len(state) :]
    items = [*state, *(cls._field_defaults[name] for name in missing if name in cls._field_defaults)]
    if len(items) != len(cls._fields):
        raise TypeError(f"a value of {shown(cls)} has {len(state)} items, and the class has {len(cls._fields)} fields")
    return cast("object", tuple.__new__(cls, items))


_REBUILD: tuple[Callable[[Any, Any], object], ...] = (
    _rebuild_plain,
    _rebuild_dataclass,
    _rebuild_pydantic,
    _rebuild_dataclass,
    _rebuild_msgspec,
    _rebuild_named_tuple,
)


def _fill(value: object, state: dict[str, Any]) -> None:
    for name, held in state.items():
        object.__setattr__(value, name, held)


def _rebuild_enum(payload: list[Any]) -> object:
    name, member, value = payload
    try:
        cls = find_class(name)
    except LookupError as error:
        raise TypeError(f"a value is a member of {name}: {error}") from error
    if not issubclass(cls, enum.Enum):
        raise TypeError(f"a value claims that {shown(cls)} is an enum, but it is none")
    found = cls.__members__.get(member)
    if found is not None:
        return found
    if issubclass(cls, enum.Flag) or value in [each.value for each in cls]:
        return cls(value)
    raise TypeError(f"{shown(cls)} has no member {member}")


def _rebuild_class(name: str) -> type:
    try:
        return find_class(name)
    except LookupError as error:
        raise TypeError(f"a value is a class: {error}") from error


def _take_tz(tz: dt.tzinfo | None) -> object:
    if tz is None:
        return None
    if type(tz) is zoneinfo.ZoneInfo and tz.key is not None:
        return tz.key
    if type(tz) is dt.timezone:
        offset, *name = tz.__getinitargs__()  # type: ignore[attr-defined] # how `timezone` itself tells a given name
        return [offset.total_seconds(), name[0] if name else None]
    if type(tz).__module__.partition(".")[0] == "pydantic_core":
        # What pydantic gives to times that it reads from texts: an offset, like `timezone`.
        offset = tz.utcoffset(None)
        return [offset.total_seconds(), tz.tzname(None) if offset else None] if offset is not None else None
    raise TypeError(f"has a tzinfo of {shown(type(tz))}; use zoneinfo.ZoneInfo or datetime.timezone")


def _rebuild_tz(payload: Any) -> dt.tzinfo | None:
    if payload is None:
        return None
    if isinstance(payload, str):
        return zoneinfo.ZoneInfo(payload)
    seconds, name = payload
    offset = dt.timedelta(seconds=seconds)
    if name is not None:
        return dt.timezone(offset, name)
    return dt.timezone(offset) if offset else dt.timezone.utc


def _take_time(it: dt.time) -> object:
    return [it.hour, it.minute, it.second, it.microsecond, it.fold, _take_tz(it.tzinfo)]


def _rebuild_time(it: list[Any]) -> dt.time:
    return dt.time(it[0], it[1], it[2], it[3], _rebuild_tz(it[5]), fold=it[4])


def _take_datetime(it: dt.datetime) -> object:
    return [it.year, it.month, it.day, it.hour, it.minute, it.second, it.microsecond, it.fold, _take_tz(it.tzinfo)]


def _rebuild_datetime(it: list[Any]) -> dt.datetime:
    return dt.datetime(it[0], it[1], it[2], it[3], it[4], it[5], it[6], _rebuild_tz(it[8]), fold=it[7])


def _take_path(path: pathlib.PurePath) -> object:
    return [type(path).__name__, str(path)]


def _rebuild_path(it: list[str]) -> pathlib.PurePath:
    name, text = it
    pure = pathlib.PureWindowsPath if "Windows" in name else pathlib.PurePosixPath
    # A concrete path of the other system can only be pure here.
    concrete = {"PosixPath": pathlib.PosixPath, "WindowsPath": pathlib.WindowsPath}.get(name)
    return concrete(text) if concrete is type(pathlib.Path()) else pure(text)


def _take_defaultdict(it: defaultdict[Any, Any]) -> object:
    factory = it.default_factory
    if factory is not None and not isinstance(factory, type):
        raise TypeError("is a defaultdict whose factory is no class; use a class such as list or int, or send dict(...)")
    return ["defaultdict", factory and _take_class(factory), dict(it)]


def _rebuild_mapping(it: list[Any]) -> object:
    match it:
        case ["OrderedDict", dict() as items]:
            return OrderedDict(items)
        case ["Counter", dict() as items]:
            return Counter(items)
        case ["defaultdict", factory, dict() as items]:
            return defaultdict(factory and _rebuild_class(factory), items)
    raise ValueError("these bytes are not a value: a mapping of an unknown kind")


def _rebuild_singleton(name: str) -> object:
    return {"Ellipsis": ..., "NotImplemented": NotImplemented}[name]


_special: dict[type, Plan] = {
    complex: Plan.raw(5, lambda it: _core_complex(it)),
    bytearray: Plan.raw(6, bytes),
    dt.date: Plan.value(7, lambda it: [it.year, it.month, it.day]),
    dt.time: Plan.value(8, _take_time),
    dt.datetime: Plan.value(9, _take_datetime),
    dt.timedelta: Plan.value(10, lambda it: [it.days, it.seconds, it.microseconds]),
    dt.timezone: Plan.value(11, _take_tz),
    zoneinfo.ZoneInfo: Plan.value(11, _take_tz),
    decimal.Decimal: Plan.raw(12, lambda it: str(it).encode()),
    uuid.UUID: Plan.raw(13, lambda it: it.bytes),
    range: Plan.value(19, lambda it: [it.start, it.stop, it.step]),
    fractions.Fraction: Plan.value(20, lambda it: [it.numerator, it.denominator]),
    type(...): Plan.value(21, lambda _: "Ellipsis"),
    type(NotImplemented): Plan.value(21, lambda _: "NotImplemented"),
    OrderedDict: Plan.value(22, lambda it: ["OrderedDict", dict(it)]),
    Counter: Plan.value(22, lambda it: ["Counter", dict(it)]),
    defaultdict: Plan.value(22, _take_defaultdict),
    deque: Plan.value(23, lambda it: [list(it), it.maxlen]),
    re.Pattern: Plan.value(24, lambda it: [it.pattern, int(it.flags) & ~int(re.DEBUG)]),
    **{
        path: Plan.value(14, _take_path)
        for path in (pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath, pathlib.WindowsPath)
    },
}


def is_special(cls: type) -> bool:
    """Whether a class has an encoding of its own."""
    return cls in _special


def _core_complex(it: complex) -> bytes:
    return struct.pack(">dd", it.real, it.imag)


codec = Codec(
    describe,
    {
        7: lambda it: dt.date(*it),
        8: _rebuild_time,
        9: _rebuild_datetime,
        10: lambda it: dt.timedelta(*it),
        11: _rebuild_tz,
        12: decimal.Decimal,
        13: lambda it: uuid.UUID(bytes=it),
        14: _rebuild_path,
        15: _rebuild_enum,
        16: _rebuild_instance,
        17: _raised.rebuild,
        18: _rebuild_class,
        19: lambda it: range(*it),
        20: lambda it: fractions.Fraction(*it),
        21: _rebuild_singleton,
        22: _rebuild_mapping,
        23: lambda it: deque(*it),
        24: lambda it: re.compile(*it),
    },
)


def encode(value: object, name: str = "value", limit: int = PAYLOAD_LIMIT) -> bytes:
    """The bytes of a value. `TypeError` names the path to what cannot be sent; `PayloadTooLarge` if over `limit` bytes."""
    return codec.encode(value, name, limit)


def decode(data: bytes) -> Any:
    """The value of bytes that `encode`, the machine or another process made."""
    return codec.decode(data)


forgetting.append(codec.forget)
for _error in _errors.__all__:
    know_class(getattr(_errors, _error))
