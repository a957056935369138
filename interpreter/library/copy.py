"""Shallow and deep copies."""

import dataclasses
import functools
from collections import Counter, OrderedDict, defaultdict, deque
from functools import reduce
from operator import or_
from types import BuiltinFunctionType, FunctionType, GenericAlias, MethodType, UnionType


class Error(Exception):
    """What cannot be copied."""

    __module__ = "copy"


error = Error


def copy(x):
    """A new object with the same parts."""
    cls = type(x)
    if cls in _ATOMIC or cls is tuple or cls is frozenset or cls is MethodType or _is_itself(x, cls):
        return x
    if cls in _CONTAINERS:
        return x.copy()
    if cls is slice:
        return x
    if cls is UnionType:
        return reduce(or_, x.__args__)
    if cls is GenericAlias:
        return cls(x.__origin__, x.__args__)
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    return _rebuilt(x, _parts(x), None)


def deepcopy(x, memo=None, _nil=[]):
    """A new object with copies of all its parts."""
    cls = type(x)
    if cls in _ATOMIC:
        return x
    if memo is None:
        memo = {}
    else:
        known = memo.get(id(x), _nil)
        if known is not _nil:
            return known
    made = _deep(x, cls, memo)
    if made is not x:
        memo[id(x)] = made
        _keep(x, memo)
    return made


def replace(obj, /, **changes):
    """A copy with some fields of other values."""
    cls = type(obj)
    method = getattr(cls, "__replace__", None)
    if method is None and hasattr(cls, "__dataclass_fields__"):
        return dataclasses.replace(obj, **changes)
    if method is None and isinstance(obj, tuple) and hasattr(cls, "_replace"):
        method = cls._replace
    if method is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return method(obj, **changes)


_ATOMIC = {
    type(None): 1,
    type(Ellipsis): 1,
    type(NotImplemented): 1,
    bool: 1,
    int: 1,
    float: 1,
    complex: 1,
    str: 1,
    bytes: 1,
    type: 1,
    range: 1,
    property: 1,
    FunctionType: 1,
    BuiltinFunctionType: 1,
}

_CONTAINERS = {list: 1, dict: 1, set: 1, bytearray: 1, deque: 1, defaultdict: 1, OrderedDict: 1, Counter: 1}


# Whose objects never change.
_VALUES = {"datetime": 1, "decimal": 1, "re": 1, "uuid": 1, "zoneinfo": 1}


def _is_itself(x, cls):
    """Classes, members of enumerations, and values that never change."""
    return isinstance(x, type) or cls.__module__ in _VALUES or hasattr(cls, "__members__")


def _keep(x, memo):
    """What was copied lives as long as the memo, so that its id stays its own."""
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deep(x, cls, memo):
    if cls is list:
        made = []
        memo[id(x)] = made
        for item in x:
            made.append(deepcopy(item, memo))
        return made
    if cls is dict:
        made = {}
        memo[id(x)] = made
        for key, value in x.items():
            made[deepcopy(key, memo)] = deepcopy(value, memo)
        return made
    if cls is tuple:
        return _deep_tuple(x, memo)
    if cls is MethodType:
        return cls(x.__func__, deepcopy(x.__self__, memo))
    if cls is slice:
        return slice(deepcopy(x.start, memo), deepcopy(x.stop, memo), deepcopy(x.step, memo))
    if cls is UnionType:
        return reduce(or_, [deepcopy(each, memo) for each in x.__args__])
    if cls is GenericAlias:
        return cls(x.__origin__, deepcopy(x.__args__, memo))
    if _is_itself(x, cls):
        return x
    method = getattr(x, "__deepcopy__", None)
    if method is not None:
        return method(memo)
    return _rebuilt(x, _parts(x), memo)


def _deep_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # It may hold itself by way of a list, and then was made meanwhile.
    if id(x) in memo:
        return memo[id(x)]
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _parts(x):
    """How an object is made again: a function, its arguments, the state, items to append, items to set."""
    cls = type(x)
    custom = getattr(cls, "__reduce_ex__", None)
    if custom is not None and custom is not getattr(object, "__reduce_ex__", None):
        return _reduced(custom(x, 4))
    custom = getattr(cls, "__reduce__", None)
    if custom is not None and custom is not getattr(object, "__reduce__", None):
        return _reduced(custom(x))
    if isinstance(x, BaseException):
        return cls, x.args, x.__dict__ or None, None, None
    if cls is _PARTIAL:
        return _partial, (x.func, x.args, x.keywords, x.__dict__), None, None, None
    if isinstance(x, (set, frozenset)):
        return cls, (list(x),), _state(x), None, None
    if isinstance(x, bytearray):
        return cls, (bytes(x),), _state(x), None, None
    if isinstance(x, deque):
        return cls, ((), x.maxlen), _state(x), iter(x), None
    if isinstance(x, defaultdict):
        given = () if x.default_factory is None else (x.default_factory,)
        return cls, given, _state(x), None, iter(x.items())
    if isinstance(x, Counter):
        return cls, (dict(x),), _state(x), None, None
    if isinstance(x, OrderedDict):
        return cls, (), _state(x), None, iter(x.items())
    if cls.__module__ in _MACHINES and cls is not object:
        raise TypeError(f"cannot pickle '{cls.__name__}' object")
    appended = iter(x) if isinstance(x, list) else None
    stored = iter(x.items()) if isinstance(x, dict) else None
    return _new, (cls, *_new_arguments(x, cls)), _state(x), appended, stored


# What these have besides the above is generators, iterators, views and the like.
_MACHINES = {"builtins": 1, "itertools": 1, "asyncio": 1}


def _partial(func, args, keywords, attributes):
    made = _PARTIAL(func, *args, **keywords)
    made.__dict__.update(attributes)
    return made


_PARTIAL = type(functools.partial(len))


def _reduced(parts):
    if isinstance(parts, str):
        return None
    if not isinstance(parts, tuple):
        raise TypeError("__reduce__ must return a string or tuple")
    return parts + (None,) * (5 - len(parts))


def _new_arguments(x, cls):
    """What `__new__` gets besides the class."""
    method = getattr(x, "__getnewargs_ex__", None)
    if method is not None:
        args, keywords = method()
        return (*args, _Keywords(keywords))
    method = getattr(x, "__getnewargs__", None)
    if method is not None:
        return method()
    for base in (int, float, str, bytes, tuple, complex):
        if isinstance(x, base):
            return (base(x),)
    return ()


class _Keywords:
    def __init__(self, values):
        self.values = values


def _new(cls, *args):
    if args and type(args[-1]) is _Keywords:
        return cls.__new__(cls, *args[:-1], **args[-1].values)
    return cls.__new__(cls, *args)


def _state(x):
    """The object's attributes: a dict, or a pair of that and of those in slots."""
    method = getattr(x, "__getstate__", None)
    if method is not None:
        return method()
    state = dict(getattr(x, "__dict__", {})) or None
    slots = {}
    for cls in type(x).__mro__:
        for name in _slots(cls):
            try:
                slots[name] = getattr(x, name)
            except AttributeError:
                pass
    return (state, slots) if slots else state


def _slots(cls):
    if "__slots__" not in cls.__dict__:
        return
    names = cls.__dict__["__slots__"]
    if isinstance(names, str):
        names = (names,)
    stripped = cls.__name__.lstrip("_")
    for name in names:
        if name in ("__dict__", "__weakref__"):
            continue
        if stripped and name.startswith("__") and not name.endswith("__"):
            name = f"_{stripped}{name}"
        yield name


def _rebuilt(x, parts, memo):
    """Makes an object again from its parts; from copies of them if there is a memo."""
    if parts is None:
        return x
    make, args, state, appended, stored = parts[:5]
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    made = make(*args)
    if deep:
        memo[id(x)] = made
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        _restore(made, state)
    if appended is not None:
        for item in appended:
            made.append(deepcopy(item, memo) if deep else item)
    if stored is not None:
        for key, value in stored:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            made[key] = value
    return made


def _restore(made, state):
    method = getattr(made, "__setstate__", None)
    if method is not None:
        method(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        made.__dict__.update(state)
    if slots:
        # A frozen dataclass refuses to be set, but not to be made again.
        store = object.__setattr__ if hasattr(type(made), "__dataclass_fields__") else setattr
        for name, value in slots.items():
            store(made, name, value)
