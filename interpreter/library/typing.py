"""typing: what has a value at run time. Annotations are not evaluated in a workflow, so that most of it is only a name."""

import typing
from abc import ABCMeta
from operator import itemgetter


class _Parameter:
    """What type parameters have in common."""

    def __repr__(self):
        sign = "~"
        if self.__covariant__:
            sign = "+"
        elif self.__contravariant__:
            sign = "-"
        return sign + self.__name__

    def __or__(self, other):
        return _Union([self, other])

    def __ror__(self, other):
        return _Union([other, self])

    __covariant__ = False
    __contravariant__ = False


class _Union:
    """`T | int`: only its repr and its parts."""

    def __init__(self, parts):
        self.__args__ = tuple(parts)

    def __repr__(self):
        return "typing.Union[" + ", ".join(_shown(part) for part in self.__args__) + "]"

    def __eq__(self, other):
        if not isinstance(other, _Union):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __or__(self, other):
        return _Union([*self.__args__, other])

    def __ror__(self, other):
        return _Union([other, *self.__args__])


def _shown(kind):
    if kind is None:
        return "None"
    if isinstance(kind, type):
        return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return repr(kind)


class TypeVar(_Parameter):
    __module__ = "typing"

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False, **kwargs):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        if "default" in kwargs:
            self.__default__ = kwargs.pop("default")
        if kwargs:
            raise TypeError(f"TypeVar() got an unexpected keyword argument {next(iter(kwargs))!r}")


class ParamSpec(_Parameter):
    __module__ = "typing"

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.args = _Form(f"{name}.args")
        self.kwargs = _Form(f"{name}.kwargs")


class TypeVarTuple:
    __module__ = "typing"

    def __init__(self, name):
        self.__name__ = name

    def __repr__(self):
        return self.__name__

    def __iter__(self):
        yield _Form(f"*{self.__name__}")


class _Form:
    """A name for annotations; subscribed it is itself."""

    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return self._name

    def __getitem__(self, item):
        return self

    def __call__(self, *args, **kwargs):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return self

    def __ror__(self, other):
        return self


Annotated = _Form("typing.Annotated")
Self = _Form("typing.Self")
Never = _Form("typing.Never")
NoReturn = _Form("typing.NoReturn")
LiteralString = _Form("typing.LiteralString")
TypeAlias = _Form("typing.TypeAlias")
TypeGuard = _Form("typing.TypeGuard")
TypeIs = _Form("typing.TypeIs")
Concatenate = _Form("typing.Concatenate")
Unpack = _Form("typing.Unpack")
Required = _Form("typing.Required")
NotRequired = _Form("typing.NotRequired")
ReadOnly = _Form("typing.ReadOnly")
Awaitable = _Form("typing.Awaitable")
Coroutine = _Form("typing.Coroutine")
AsyncIterable = _Form("typing.AsyncIterable")
AsyncIterator = _Form("typing.AsyncIterator")
AsyncGenerator = _Form("typing.AsyncGenerator")
Generator = _Form("typing.Generator")
Collection = _Form("typing.Collection")
Container = _Form("typing.Container")
MutableMapping = _Form("typing.MutableMapping")
MutableSequence = _Form("typing.MutableSequence")
MutableSet = _Form("typing.MutableSet")
AbstractSet = _Form("typing.AbstractSet")
DefaultDict = _Form("typing.DefaultDict")
Deque = _Form("typing.Deque")
Text = str
AnyStr = TypeVar("AnyStr", bytes, str)


class NewType:
    """A name for a type: calling it gives the value itself."""

    __module__ = "typing"

    def __init__(self, name, tp):
        self.__name__ = name.rpartition(".")[2]
        self.__qualname__ = name
        self.__supertype__ = tp

    def __call__(self, value):
        return value

    def __or__(self, other):
        return _Union([self, other])

    def __ror__(self, other):
        return _Union([other, self])


def overload(func):
    """Marks a signature; calling it is a mistake."""
    return _overload_dummy


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module "
        "should always be followed by an implementation that is not @overload-ed."
    )


def override(method):
    """Marks a method that takes the place of another."""
    _mark(method, "__override__")
    return method


def final(f):
    """Marks what is not to be derived from or overridden."""
    _mark(f, "__final__")
    return f


def _mark(thing, name):
    try:
        setattr(thing, name, True)
    except (AttributeError, TypeError):
        pass


def no_type_check(arg):
    """Says that annotations are none."""
    _mark(arg, "__no_type_check__")
    return arg


def dataclass_transform(**parameters):
    """Says that what it decorates makes classes as dataclass does; it does nothing."""

    def decorate(thing):
        return thing

    return decorate


def assert_never(arg, /):
    """Fails: this place must not be reached."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def assert_type(val, typ, /):
    """The value itself."""
    return val


# --- Protocols


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls._is_protocol = any(base.__name__ == "Protocol" and base.__module__ == "typing" for base in bases)
        if cls._is_protocol:
            for base in bases:
                plain = base is not object and base is not typing.Generic and not getattr(base, "_is_protocol", False)
                if plain and base.__module__ not in ("typing", "collections.abc", "abc", "contextlib"):
                    raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        return cls

    def __call__(cls, *args, **kwargs):
        if cls._is_protocol:
            raise TypeError("Protocols cannot be instantiated")
        return super().__call__(*args, **kwargs)

    def __subclasscheck__(cls, subclass):
        if cls._is_protocol and not cls._is_checkable():
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if cls._is_protocol:
            names = cls._members()
            if any(not callable(getattr(cls, name, None)) for name in names):
                raise TypeError("Protocols with non-method members don't support issubclass()")
            if all(_defines(subclass, name) for name in names):
                return True
        return super().__subclasscheck__(subclass)

    def __instancecheck__(cls, instance):
        if not cls._is_protocol:
            return cls in type(instance).__mro__ or any(issubclass(type(instance), known) for known in cls._registered)
        if not cls._is_checkable():
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if cls in type(instance).__mro__ or any(issubclass(type(instance), known) for known in cls._registered):
            return True
        for name in cls._members():
            if not hasattr(instance, name):
                return False
            if getattr(instance, name) is None and callable(getattr(cls, name, None)):
                return False
        return True

    def _is_checkable(cls):
        return cls.__dict__.get("_is_runtime_protocol", False)

    def _members(cls):
        found = []
        for base in cls.__mro__:
            if getattr(base, "_is_protocol", False):
                for name in [*base.__dict__, *base.__dict__.get("__annotations__", ())]:
                    if name not in found and name not in _NOT_OF_PROTOCOLS:
                        found.append(name)
        return found


_NOT_OF_PROTOCOLS = (
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__new__", "__slots__",
    "__subclasshook__", "__class_getitem__", "__match_args__", "__qualname__", "__init_subclass__", "__parameters__",
    "__orig_bases__", "__type_params__", "_is_protocol", "_is_runtime_protocol", "_registered",
)


def _defines(kind, name):
    return any(name in base.__dict__ and base.__dict__[name] is not None for base in kind.__mro__)


class Protocol(typing.Generic, metaclass=_ProtocolMeta):
    __module__ = "typing"
    __slots__ = ()
    _is_protocol = False


def runtime_checkable(cls):
    """Lets isinstance ask whether an object has the protocol's members."""
    if not getattr(cls, "_is_protocol", False):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    return cls


# --- NamedTuple


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A class of tuples whose items have names; `collections.namedtuple`."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    names = [str(name) for name in field_names]
    if rename:
        seen = set()
        for index, name in enumerate(names):
            if not name.isidentifier() or name in _KEYWORDS or name.startswith("_") or name in seen:
                names[index] = f"_{index}"
            seen.add(name)
    for name in [typename, *names]:
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if name in _KEYWORDS:
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
    seen = set()
    for name in names:
        if name.startswith("_") and not rename:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    given = () if defaults is None else tuple(defaults)
    if len(given) > len(names):
        raise TypeError("Got more default values than field names")
    known = dict(zip(names[len(names) - len(given):], given))
    return _make_tuple_class(typename, tuple(names), known, {}, module)


_KEYWORDS = frozenset([
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
    "pass", "raise", "return", "try", "while", "with", "yield",
])


def _make_tuple_class(typename, names, defaults, body, module):
    required = [name for name in names if name not in defaults]
    count = len(names)

    def __new__(cls, /, *args, **kwargs):
        if kwargs or len(args) != count:
            args = _bound(f"{typename}.__new__()", names, required, defaults, args, kwargs)
        return tuple.__new__(cls, args)

    def __repr__(self):
        parts = [f"{name}={value!r}" for name, value in zip(names, self)]
        return f"{type(self).__name__}({', '.join(parts)})"

    def _make(cls, iterable):
        made = tuple.__new__(cls, iterable)
        if len(made) != count:
            raise TypeError(f"Expected {count} arguments, got {len(made)}")
        return made

    def _replace(self, /, **kwds):
        made = self._make([kwds.pop(name, value) for name, value in zip(names, self)])
        if kwds:
            raise ValueError(f"Got unexpected field names: {list(kwds)!r}")
        return made

    def _asdict(self):
        return dict(zip(names, self))

    def __getnewargs__(self):
        return tuple(self)

    for function in (__new__, __repr__, _make, _replace, _asdict, __getnewargs__):
        function.__qualname__ = f"{typename}.{function.__name__}"
    members = {
        "__doc__": f"{typename}({', '.join(names)})",
        "__slots__": (),
        "_fields": names,
        "_field_defaults": defaults,
        "__new__": __new__,
        "_make": classmethod(_make),
        "_replace": _replace,
        "__repr__": __repr__,
        "_asdict": _asdict,
        "__getnewargs__": __getnewargs__,
        "__match_args__": names,
    }
    if module is not None:
        members["__module__"] = module
    for index, name in enumerate(names):
        members[name] = property(itemgetter(index), _cannot_set, _cannot_set, f"Alias for field number {index}")
    members.update(body)
    return type(typename, (tuple,), members)


def _cannot_set(self, value=None):
    raise AttributeError("can't set attribute")


def _bound(function, names, required, defaults, args, kwargs):
    """The arguments in the order of the fields, or the TypeError of a function with these parameters."""
    if len(args) > len(names):
        most = len(names) + 1
        least = len(required) + 1
        takes = f"{most}" if least == most else f"from {least} to {most}"
        plural = "" if most == 1 else "s"
        raise TypeError(f"{function} takes {takes} positional argument{plural} but {len(args) + 1} were given")
    values = dict(zip(names, args))
    for name, value in kwargs.items():
        if name not in names:
            raise TypeError(f"{function} got an unexpected keyword argument '{name}'")
        if name in values:
            raise TypeError(f"{function} got multiple values for argument '{name}'")
        values[name] = value
    missing = [f"'{name}'" for name in required if name not in values]
    if missing:
        plural = "" if len(missing) == 1 else "s"
        if len(missing) > 2:
            listed = ", ".join(missing[:-1]) + f", and {missing[-1]}"
        else:
            listed = " and ".join(missing)
        raise TypeError(f"{function} missing {len(missing)} required positional argument{plural}: {listed}")
    return [values[name] if name in values else defaults[name] for name in names]


class _NamedTupleMeta(type):
    def __new__(mcls, name, bases, namespace):
        for base in bases:
            if base is not _NamedTupleBase and base is not typing.Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        names = tuple(namespace.get("__annotations__", ()))
        defaults = {}
        for each in names:
            if each in namespace:
                defaults[each] = namespace[each]
            elif defaults:
                listed = ", ".join(defaults)
                plural = "s" if len(defaults) > 1 else ""
                raise TypeError(f"Non-default namedtuple field {each} cannot follow default field{plural} {listed}")
            if each.startswith("_"):
                raise ValueError(f"Field names cannot start with an underscore: {each!r}")
        body = {}
        for key, value in namespace.items():
            if key in _FIXED:
                raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
            if key not in names:
                body[key] = value
        return _make_tuple_class(name, names, defaults, body, None)


_FIXED = (
    "__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types", "_make", "_replace",
    "_asdict", "_source",
)


class _NamedTupleForm:
    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)

    def __call__(self, typename, fields=(), /, **kwargs):
        pairs = [*fields, *kwargs.items()]
        made = namedtuple(typename, [name for name, _ in pairs])
        made.__annotations__ = dict(pairs)
        return made

    def __repr__(self):
        return "<function NamedTuple>"


NamedTuple = _NamedTupleForm()


# --- TypedDict


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not typing.Generic and base is not dict:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        made = type.__new__(_TypedDictMeta, name, (dict,), dict(namespace))
        annotations = {}
        required = []
        optional = []
        for base in bases:
            if type(base) is _TypedDictMeta and base is not _TypedDictBase:
                annotations.update(base.__annotations__)
                required.extend(base.__required_keys__)
                optional.extend(base.__optional_keys__)
        for key, kind in namespace.get("__annotations__", {}).items():
            annotations[key] = kind
            said = kind.rpartition(".")[2] if isinstance(kind, str) and "[" not in kind else str(kind).split("[")[0].rpartition(".")[2]
            needed = said == "Required" or (total and said != "NotRequired")
            for keys in (required, optional):
                if key in keys:
                    keys.remove(key)
            (required if needed else optional).append(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__total__ = total
        return made

    def __init__(cls, name, bases, namespace, total=True):
        pass

    def __call__(cls, /, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, instance):
        raise TypeError("TypedDict does not support instance and class checks")

    def __subclasscheck__(cls, subclass):
        raise TypeError("TypedDict does not support instance and class checks")


class _TypedDictForm:
    def __mro_entries__(self, bases):
        return (_TypedDictBase,)

    def __call__(self, typename, fields=None, /, *, total=True, **kwargs):
        namespace = {"__annotations__": dict(kwargs if fields is None else fields)}
        return _TypedDictMeta(typename, (), namespace, total=total)

    def __repr__(self):
        return "<function TypedDict>"


TypedDict = _TypedDictForm()
_TypedDictBase = type.__new__(_TypedDictMeta, "_TypedDict", (), {})
_NamedTupleBase = type.__new__(_NamedTupleMeta, "_NamedTuple", (), {})


def is_typeddict(tp):
    """Whether a class is a TypedDict."""
    return type(tp) is _TypedDictMeta
