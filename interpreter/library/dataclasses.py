"""dataclasses: what copies fields or makes classes; the decorator and its kin the machine has itself."""

import copy
import dataclasses
import typing


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict, and so on within; what is no dataclass and no container is copied."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _as_dict(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """The fields' values as a tuple, and so on within."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _as_tuple(obj, tuple_factory)


_KEYWORDS = frozenset(
    (
        "False None True and as assert async await break class continue def del elif else except finally for from global if "
        "import in is lambda nonlocal not or pass raise return try while with yield"
    ).split()
)


def _is_instance(obj):
    return not isinstance(obj, type) and dataclasses.is_dataclass(type(obj))


def _as_dict(obj, factory):
    if _is_instance(obj):
        pairs = []
        for field in dataclasses.fields(obj):
            pairs.append((field.name, _as_dict(getattr(obj, field.name), factory)))
        return factory(pairs)
    return _converted(obj, _as_dict, factory)


def _as_tuple(obj, factory):
    if _is_instance(obj):
        return factory([_as_tuple(getattr(obj, field.name), factory) for field in dataclasses.fields(obj)])
    return _converted(obj, _as_tuple, factory)


def _converted(obj, convert, factory):
    kind = type(obj)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return kind(*[convert(item, factory) for item in obj])
    if isinstance(obj, (list, tuple)):
        return kind(convert(item, factory) for item in obj)
    if isinstance(obj, dict):
        pairs = ((convert(key, factory), convert(value, factory)) for key, value in obj.items())
        if hasattr(kind, "default_factory"):
            made = kind(obj.default_factory)
            for key, value in pairs:
                made[key] = value
            return made
        return kind(pairs)
    return copy.deepcopy(obj)


def make_dataclass(
    cls_name,
    fields,
    *,
    bases=(),
    namespace=None,
    init=True,
    repr=True,
    eq=True,
    order=False,
    unsafe_hash=False,
    frozen=False,
    match_args=True,
    kw_only=False,
    slots=False,
    weakref_slot=False,
    module=None,
):
    """A dataclass of these fields: names, pairs of a name and a type, or triples with a default."""
    body = {} if namespace is None else dict(namespace)
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            name = item
            kind = "typing.Any"
        elif len(item) == 2:
            name, kind = item
        elif len(item) == 3:
            name, kind, default = item
            body[name] = default
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if name in _KEYWORDS:
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        if kind is typing.ClassVar or getattr(kind, "__origin__", None) is typing.ClassVar:
            kind = "ClassVar"
        annotations[name] = kind
    body["__annotations__"] = annotations
    if module is not None:
        body["__module__"] = module
    made = type(cls_name, tuple(bases), body)
    return dataclasses.dataclass(
        made,
        init=init,
        repr=repr,
        eq=eq,
        order=order,
        unsafe_hash=unsafe_hash,
        frozen=frozen,
        match_args=match_args,
        kw_only=kw_only,
        slots=slots,
        weakref_slot=weakref_slot,
    )


class InitVar:
    """Marks what is given to `__init__` and `__post_init__` only."""

    __module__ = "dataclasses"
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        kind = self.type
        shown = kind.__name__ if isinstance(kind, type) else repr(kind)
        return f"dataclasses.InitVar[{shown}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class _KW_ONLY_TYPE:
    """Of the mark after which all fields are keyword-only."""

    __module__ = "dataclasses"


KW_ONLY = _KW_ONLY_TYPE()
