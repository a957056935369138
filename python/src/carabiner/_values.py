"""Values to bytes and back. What only Python knows of classes is here; the walk and the bytes are native (`_core.Codec`).

No class is ever called that the user's own code did not define, and nothing is imported that is not part of the user's
project: bytes name classes, and `find_class` decides.
"""

from __future__ import annotations

import builtins
import dataclasses
import datetime as dt
import decimal
import enum
import fractions
import importlib
import os
import pathlib
import sys
import traceback
import types
import typing
import uuid
import weakref
import zoneinfo
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Any, cast

from . import _errors
from ._core import Codec, Plan
from ._errors import RemoteError, RemoteTraceback

PAYLOAD_LIMIT = 16 * 1024 * 1024

PLAIN, DATACLASS, PYDANTIC, ATTRS, MSGSPEC, NAMED_TUPLE = range(6)


# -- names of classes -------------------------------------------------------------------------------------------------

_known: weakref.WeakValueDictionary[str, type] = weakref.WeakValueDictionary()
_roots: set[str] = set()


def know_class(cls: type) -> None:
    """Makes a class one that values may name, wherever it was defined (inside a function, say)."""
    _known[reference(cls)] = cls
    codec.forget(cls)


def trust_module(module: str) -> None:
    """Lets classes be looked for in the modules of this one's package, importing them where needed."""
    _roots.add(module.partition(".")[0])


def public_module(name: str) -> str:
    """The name under which another process imports the module: `__main__` is a module too, and has one on disk."""
    return _main_name() if name == "__main__" else name


def _main_name() -> str:
    main = sys.modules["__main__"]
    spec = getattr(main, "__spec__", None)
    if spec is not None:
        name: str = spec.name
        return name.removesuffix(".__main__") if name.endswith(".__main__") and spec.parent == name else name
    file = getattr(main, "__file__", None)
    if file is None:
        return "__main__"
    path = pathlib.Path(os.path.abspath(file)).with_suffix("")
    for entry in sys.path:
        root = pathlib.Path(os.path.abspath(entry or "."))
        if root in path.parents:
            parts = path.relative_to(root).parts
            if all(part.isidentifier() for part in parts):
                return ".".join(parts)
    return "__main__"


def reference(cls: type) -> str:
    """ "module:qualname"; a parametrised pydantic model is its origin with its arguments in brackets."""
    generic = cls.__dict__.get("__pydantic_generic_metadata__")
    if generic and generic["origin"] is not None:
        arguments = ", ".join(_argument(each) for each in generic["args"])
        return f"{reference(generic['origin'])}[{arguments}]"
    return f"{public_module(cls.__module__)}:{cls.__qualname__}"


def _argument(form: Any) -> str:
    if form is None or form is type(None):
        return "None"
    if isinstance(form, types.UnionType) or typing.get_origin(form) is typing.Union:
        return "|".join(_argument(each) for each in typing.get_args(form))
    origin = typing.get_origin(form)
    if isinstance(origin, type):
        return f"{reference(origin)}[{', '.join(_argument(each) for each in typing.get_args(form))}]"
    if isinstance(form, type):
        return reference(form)
    if form in (typing.Any, ...):
        return "..." if form is ... else "typing:Any"
    raise TypeError(f"a model parametrised with {form!r} cannot be named; make a named subclass of it")


def find_class(name: str) -> type:
    """The class of a reference. `LookupError` where this process has none that values may name."""
    if name.endswith("]"):
        return _find_parametrised(name)
    known = _known.get(name)
    if known is not None:
        return known
    module_name, _, qualname = name.partition(":")
    found: Any = _module(module_name)
    for part in qualname.split("."):
        if isinstance(found, (type, types.ModuleType)):
            found = vars(found).get(part, _MISSING) if isinstance(found, types.ModuleType) else getattr(found, part, _MISSING)
        else:
            found = _MISSING
    if not isinstance(found, type):
        raise LookupError(f"the class {name} is not defined here")
    return found


_MISSING: Any = object()


def _module(name: str) -> types.ModuleType:
    module = sys.modules.get("__main__" if name == _main_name() and name not in sys.modules else name)
    if module is not None:
        return module
    if name.partition(".")[0] not in _roots:
        raise LookupError(f"the module {name} is not loaded")
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise LookupError(f"the module {name} cannot be imported: {error}") from error


def _find_parametrised(name: str) -> type:
    form, rest = _parse_argument(name)
    if rest or not isinstance(form, type):
        raise LookupError(f"{name} is no class")
    return form


def _parse_argument(text: str) -> tuple[Any, str]:
    """One form (class, class[forms], form|form) from the front of the text, and what follows."""
    end = next((index for index, char in enumerate(text) if char in "[],|"), len(text))
    name, rest = text[:end], text[end:]
    form: Any = {"None": None, "...": ..., "typing:Any": Any}.get(name, _MISSING)
    if form is _MISSING:
        form = find_class(name)
    if rest.startswith("["):
        arguments = []
        while not rest.startswith("]"):
            if not rest:
                raise LookupError("a class reference lacks its closing bracket")
            argument, rest = _parse_argument(rest[1:].lstrip())
            arguments.append(argument)
        form, rest = form[tuple(arguments)], rest[1:]
    if rest.startswith("|"):
        other, rest = _parse_argument(rest[1:])
        form = typing.Union[form, other]  # noqa: UP007 - `None | None` is no type, and a form may be None
    return form, rest


def _is_findable(cls: type) -> bool:
    try:
        return find_class(reference(cls)) is cls
    except (LookupError, TypeError):
        return False


# -- classes to plans -------------------------------------------------------------------------------------------------


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
        return Plan.exception(reference(cls), [reference(base) for base in _exception_mro(cls)], _take_exception)
    if issubclass(cls, dt.tzinfo):
        return Plan.refused(f"is a tzinfo of {_shown(cls)}; use zoneinfo.ZoneInfo or datetime.timezone")
    builtin = next((base for base in _BUILTINS if issubclass(cls, base)), None)
    if builtin is tuple and hasattr(cls, "_fields"):
        return _named(cls, lambda: Plan.instance(reference(cls), NAMED_TUPLE, list))
    if builtin is not None:
        return Plan.refused(
            f"is a {_shown(cls)}, a subclass of {builtin.__name__}, whose own part would be lost; send {builtin.__name__}(...)"
        )
    return _describe_instance(cls)


def _describe_instance(cls: type) -> Plan:
    why = _why_opaque(cls)
    if hasattr(cls, "__pydantic_fields__") and hasattr(cls, "model_fields"):
        return _named(cls, lambda: Plan.instance(reference(cls), PYDANTIC, _take_pydantic))
    if hasattr(cls, "__struct_fields__"):
        return _named(cls, lambda: Plan.instance(reference(cls), MSGSPEC, _take_msgspec))
    if why is not None:
        return Plan.refused(why)
    shape = DATACLASS if dataclasses.is_dataclass(cls) else ATTRS if hasattr(cls, "__attrs_attrs__") else PLAIN
    slots = tuple(slots_of(cls))
    take = _taker_of_slots(slots) if slots else None
    return _named(cls, lambda: Plan.instance(reference(cls), shape, take))


def _named(cls: type, plan: Callable[[], Plan]) -> Plan:
    if _is_findable(cls):
        return plan()
    return Plan.refused(f"is a {_shown(cls)}, which no other process can find by that name; define the class at module level")


_PURE_BASES = {"abc", "typing", "builtins", "typing_extensions"}
_HEAP_TYPE = 1 << 9


def _why_opaque(cls: type) -> str | None:
    """Why the instances of a class are more than their attributes; none where they are just that."""
    if cls in _ADVICE:
        return f"is a {_shown(cls)}; {_ADVICE[cls]}"
    if issubclass(cls, types.CoroutineType):
        return "is a coroutine; await it first"
    for base in cls.__mro__[:-1]:
        root = base.__module__.partition(".")[0]
        if root in sys.stdlib_module_names and root not in _PURE_BASES or not base.__flags__ & _HEAP_TYPE:
            return f"is a {_shown(cls)}, which cannot be sent to another process"
    if isinstance(cls.__new__, types.BuiltinFunctionType) and cls.__new__ is not object.__new__:
        return f"is a {_shown(cls)}, made by native code, which cannot be sent to another process"
    return None


def _shown(cls: type) -> str:
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


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


def slots_of(cls: type) -> Iterator[str]:
    for base in cls.__mro__:
        slots = base.__dict__.get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else slots:
            if slot not in ("__dict__", "__weakref__"):
                private = slot.startswith("__") and not slot.endswith("__")
                yield f"_{base.__name__.lstrip('_')}{slot}" if private else slot


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
    if cls.__module__ != "builtins" and not _is_findable(cls):
        raise TypeError(f"is the class {_shown(cls)}, which no other process can find by that name; define it at module level")
    return reference(cls)


def _take_pydantic(value: Any) -> list[object]:
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


def _take_msgspec(value: Any) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__struct_fields__}


# -- exceptions -------------------------------------------------------------------------------------------------------

_CAUSES_MAX = 20

# Attributes that live in C fields of the builtin exceptions and are not all in `args`.
_NATIVE_ATTRIBUTES: dict[type[BaseException], tuple[str, ...]] = {
    OSError: ("errno", "strerror", "filename", "filename2"),
    ImportError: ("name", "path", "msg"),
    SyntaxError: ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset"),
    AttributeError: ("name",),
    NameError: ("name",),
    StopIteration: ("value",),
    SystemExit: ("code",),
}

_UNSENT = frozenset({"__notes__", "_carabiner_traceback"})


def _exception_mro(cls: type[BaseException]) -> list[type]:
    return list(cls.__mro__[: cls.__mro__.index(BaseException) + 1])


def _take_exception(error: BaseException) -> tuple[object, ...]:
    cause, context = _cause(error), error.__context__
    if _chain_length(error) > _CAUSES_MAX:
        cause = context = None
    attributes = {name: held for name, held in _attributes(error) if name not in _UNSENT}
    notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, str)]
    suppress = error.__suppress_context__ and (cause is not None or error.__cause__ is None)
    return error.args, attributes, cause, context if context is not cause else None, suppress, notes, _traceback_text(error)


def _cause(error: BaseException) -> BaseException | None:
    return None if isinstance(error.__cause__, RemoteTraceback) else error.__cause__


def _chain_length(error: BaseException) -> int:
    length, each = 0, cast("BaseException | None", error)
    while each is not None and length <= _CAUSES_MAX:
        each, length = _cause(each) or each.__context__, length + 1
    return length


def _attributes(error: BaseException) -> Iterator[tuple[str, object]]:
    for base, names in _NATIVE_ATTRIBUTES.items():
        if isinstance(error, base):
            for name in names:
                held = getattr(error, name, None)
                if held is not None:
                    yield name, held
    yield from ((slot, getattr(error, slot)) for slot in slots_of(type(error)) if hasattr(error, slot))
    yield from vars(error).items()


def _traceback_text(error: BaseException) -> str | None:
    """As CPython prints it, chain and all; of one that came from elsewhere, what came with it."""
    came_with = getattr(error, "_carabiner_traceback", None)
    if error.__traceback__ is None:
        return came_with
    try:
        return "".join(traceback.format_exception(type(error), error, error.__traceback__))
    except Exception:  # a broken __str__ or __repr__ of the user's must not hide the exception itself
        return "".join(traceback.format_tb(error.__traceback__))


def _rebuild_exception(payload: list[Any]) -> BaseException:
    name, mro, args, attributes, cause, context, suppress, notes, text = payload
    error = _new_exception(name, mro, tuple(args), attributes)
    for attribute, held in attributes.items():
        _put(error, attribute, held)
    error.__cause__ = cause
    error.__context__ = context
    error.__suppress_context__ = suppress
    if notes:
        error.__notes__ = list(notes)  # type: ignore[attr-defined, unused-ignore] # it has a name since 3.11
    if text:
        error._carabiner_traceback = text  # type: ignore[attr-defined] # our own mark; see `attach_traceback`
    return error


def _new_exception(name: str, mro: list[str], args: tuple[Any, ...], attributes: dict[str, Any]) -> BaseException:
    cls = _find_exception(name)
    if cls is not None:
        # Not `cls(*args)`: an `__init__` of the user's takes other arguments than `args` more often than not.
        native = next(base for base in cls.__mro__ if not base.__flags__ & _HEAP_TYPE)
        error = cast("BaseException", native.__new__(cls, *args))
        error.args = args
        return error
    stand_in = _stand_in(name, mro)
    error = stand_in(*args)
    error.class_name, error.attributes = name, dict(attributes)
    return error


def _find_exception(name: str) -> type[BaseException] | None:
    try:
        cls = find_class(name)
    except LookupError:
        return None
    return cls if issubclass(cls, BaseException) else None


def _stand_in(name: str, mro: list[str]) -> type[RemoteError]:
    """A `RemoteError` that is also caught by the builtin that the lost class derives from."""
    for base in mro[1:]:
        module, _, qualname = base.partition(":")
        builtin = getattr(builtins, qualname, None) if module == "builtins" else None
        if builtin in (Exception, BaseException):
            break
        if isinstance(builtin, type) and issubclass(builtin, Exception):
            try:
                return type("RemoteError", (RemoteError, builtin), {"__module__": "carabiner"})
            except TypeError:
                break
    return RemoteError


def attach_traceback(error: BaseException) -> BaseException:
    """Makes the traceback that came with an exception part of how it prints, at the root of its chain."""
    text = getattr(error, "_carabiner_traceback", None)
    if text is None:
        return error
    root, seen = error, {id(error)}
    while True:
        above = root.__cause__ or (None if root.__suppress_context__ else root.__context__)
        if above is None or id(above) in seen:
            break
        seen.add(id(above))
        root = above
    if not isinstance(root, RemoteTraceback):
        root.__cause__ = RemoteTraceback(text)
    return error


# -- bytes to instances -----------------------------------------------------------------------------------------------


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
    why = _why_opaque(cls)
    if why is not None or issubclass(cls, BaseException):
        raise TypeError(f"a value {why or f'claims to be a {_shown(cls)}'}")
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
        raise TypeError(f"a value claims that {_shown(cls)} is a pydantic model, but it is none")
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
        raise TypeError(f"a value claims that {_shown(cls)} is a msgspec struct, but it is none")
    return cast("object", cls(**state))


def _rebuild_named_tuple(cls: Any, state: list[Any]) -> object:
    if not (issubclass(cls, tuple) and hasattr(cls, "_fields")):
        raise TypeError(f"a value claims that {_shown(cls)} is a NamedTuple, but it is none")
    missing = cls._fields[len(state) :]
    items = [*state, *(cls._field_defaults[name] for name in missing if name in cls._field_defaults)]
    if len(items) != len(cls._fields):
        raise TypeError(f"a value of {_shown(cls)} has {len(state)} items, and the class has {len(cls._fields)} fields")
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


def _put(error: BaseException, name: str, held: object) -> None:
    try:
        object.__setattr__(error, name, held)
    except (AttributeError, TypeError):
        # A read-only or differently typed attribute of the class as it is now; `args` and the class still tell.
        return


def _rebuild_enum(payload: list[Any]) -> object:
    name, member, value = payload
    try:
        cls = find_class(name)
    except LookupError as error:
        raise TypeError(f"a value is a member of {name}: {error}") from error
    if not issubclass(cls, enum.Enum):
        raise TypeError(f"a value claims that {_shown(cls)} is an enum, but it is none")
    found = cls.__members__.get(member)
    if found is not None:
        return found
    if issubclass(cls, enum.Flag) or value in [each.value for each in cls]:
        return cls(value)
    raise TypeError(f"{_shown(cls)} has no member {member}")


def _rebuild_class(name: str) -> type:
    try:
        return find_class(name)
    except LookupError as error:
        raise TypeError(f"a value is a class: {error}") from error


# -- the standard library's values ------------------------------------------------------------------------------------


def _take_tz(tz: dt.tzinfo | None) -> object:
    if tz is None:
        return None
    if type(tz) is zoneinfo.ZoneInfo and tz.key is not None:
        return tz.key
    if type(tz) is dt.timezone:
        offset, *name = tz.__getinitargs__()  # type: ignore[attr-defined] # how `timezone` itself tells a given name
        return [offset.total_seconds(), name[0] if name else None]
    raise TypeError(f"has a tzinfo of {_shown(type(tz))}; use zoneinfo.ZoneInfo or datetime.timezone")


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
    return dt.time(*it[:4], fold=it[4], tzinfo=_rebuild_tz(it[5]))


def _take_datetime(it: dt.datetime) -> object:
    return [it.year, it.month, it.day, it.hour, it.minute, it.second, it.microsecond, it.fold, _take_tz(it.tzinfo)]


def _rebuild_datetime(it: list[Any]) -> dt.datetime:
    return dt.datetime(*it[:7], fold=it[7], tzinfo=_rebuild_tz(it[8]))


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
    **{
        path: Plan.value(14, _take_path)
        for path in (pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath, pathlib.WindowsPath)
    },
}


def _core_complex(it: complex) -> bytes:
    import struct

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
        17: _rebuild_exception,
        18: _rebuild_class,
        19: lambda it: range(*it),
        20: lambda it: fractions.Fraction(*it),
        21: _rebuild_singleton,
        22: _rebuild_mapping,
        23: lambda it: deque(*it),
    },
)


def encode(value: object, name: str = "value", limit: int = PAYLOAD_LIMIT) -> bytes:
    """The bytes of a value. `TypeError` names the path to what cannot be sent; `PayloadTooLarge` if over `limit` bytes."""
    return codec.encode(value, name, limit)


def decode(data: bytes) -> Any:
    """The value of bytes that `encode`, the machine or another process made."""
    return codec.decode(data)


for _error in _errors.__all__:
    _known[f"carabiner:{_error}"] = getattr(_errors, _error)
