"""Tools for functions: caches, dispatch on a type, orderings, wrappers."""

import functools
from types import GenericAlias, MappingProxyType, UnionType


WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


# Methods of a cache in CPython, and so not among the attributes that another function takes over.
_OF_CACHES = ("cache_parameters", "cache_info", "cache_clear")


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes a function look like the one that it wraps."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        found = getattr(wrapped, name, {})
        if _OF_CACHES[0] in found and _OF_CACHES[1] in found:
            found = {each: value for each, value in found.items() if each not in _OF_CACHES}
        getattr(wrapper, name).update(found)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """The decorator that is `update_wrapper` with all but the wrapper given."""
    return functools.partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# --- orderings


class cmp_to_key:
    """A key for sorting from a function that compares two items."""

    __module__ = "functools"
    __qualname__ = "KeyWrapper"
    __slots__ = ("_compare",)

    def __init__(self, mycmp):
        self._compare = mycmp

    def __call__(self, obj):
        return _Key(self._compare, obj)


class _Key:
    __module__ = "functools"
    __qualname__ = "KeyWrapper"
    __slots__ = ("_compare", "obj")
    __hash__ = None

    def __init__(self, compare, obj):
        self._compare = compare
        self.obj = obj

    def _against(self, other):
        if not isinstance(other, _Key):
            raise TypeError("other argument must be K instance")
        return self._compare(self.obj, other.obj)

    def __lt__(self, other):
        return self._against(other) < 0

    def __le__(self, other):
        return self._against(other) <= 0

    def __gt__(self, other):
        return self._against(other) > 0

    def __ge__(self, other):
        return self._against(other) >= 0

    def __eq__(self, other):
        return self._against(other) == 0

    def __ne__(self, other):
        return self._against(other) != 0


def total_ordering(cls):
    """Adds the comparisons that a class lacks, out of one that it has and `__eq__`."""
    own = [name for name in _ORDERINGS if getattr(cls, name, None) is not getattr(object, name, None)]
    if not own and issubclass(cls, _ORDERED):
        return cls
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    # `__lt__` is the first choice, then `__le__`, `__gt__`, `__ge__`.
    for name, make in _ORDERINGS[own[0]]:
        if name not in own:
            made = make()
            made.__name__ = name
            setattr(cls, name, made)
    return cls


# Builtin classes that have all orderings.
_ORDERED = (int, float, str, bytes, bytearray, tuple, list, set, frozenset)


def _negated(root):
    """Not `root`."""

    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        return answer if answer is NotImplemented else not answer

    return compare


def _or_equal(root):
    """`root`, or equal."""

    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        return answer if answer is NotImplemented else answer or self == other

    return compare


def _and_unequal(root):
    """`root`, and not equal."""

    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        return answer if answer is NotImplemented else answer and self != other

    return compare


def _negated_and_unequal(root):
    """Neither `root` nor equal."""

    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        return answer if answer is NotImplemented else not answer and self != other

    return compare


def _negated_or_equal(root):
    """Not `root`, or equal."""

    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        return answer if answer is NotImplemented else not answer or self == other

    return compare


# From each comparison, how the others follow.
_ORDERINGS = {
    "__lt__": (
        ("__gt__", lambda: _negated_and_unequal("__lt__")),
        ("__le__", lambda: _or_equal("__lt__")),
        ("__ge__", lambda: _negated("__lt__")),
    ),
    "__le__": (
        ("__ge__", lambda: _negated_or_equal("__le__")),
        ("__lt__", lambda: _and_unequal("__le__")),
        ("__gt__", lambda: _negated("__le__")),
    ),
    "__gt__": (
        ("__lt__", lambda: _negated_and_unequal("__gt__")),
        ("__ge__", lambda: _or_equal("__gt__")),
        ("__le__", lambda: _negated("__gt__")),
    ),
    "__ge__": (
        ("__le__", lambda: _negated_or_equal("__ge__")),
        ("__gt__", lambda: _and_unequal("__ge__")),
        ("__lt__", lambda: _negated("__ge__")),
    ),
}


# --- methods with arguments given


class partialmethod:
    """A method with some of its arguments given."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        given = [repr(self.func), *map(repr, self.args)]
        given += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"functools.partialmethod({', '.join(given)})"

    def _unbound(self):
        def _method(cls_or_self, /, *args, **keywords):
            keywords = {**self.keywords, **keywords}
            return self.func(cls_or_self, *self.args, *args, **keywords)

        _method._partialmethod = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        found = self.func if get is None else get(obj, cls)
        if found is self.func:
            # A function asked of the class, or something callable that does not bind.
            return self._unbound().__get__(obj, cls)
        bound = functools.partial(found, *self.args, **self.keywords)
        if hasattr(found, "__self__"):
            bound.__self__ = found.__self__
        return bound

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


# --- caches


class _CacheInfo(tuple):
    __module__ = "functools"
    __qualname__ = "CacheInfo"
    __slots__ = ()
    _fields = ("hits", "misses", "maxsize", "currsize")

    def __new__(cls, hits, misses, maxsize, currsize):
        return tuple.__new__(cls, (hits, misses, maxsize, currsize))

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    def __repr__(self):
        return "CacheInfo(hits={!r}, misses={!r}, maxsize={!r}, currsize={!r})".format(*self)

    def _asdict(self):
        return dict(zip(self._fields, self))



# Stands between positional and keyword arguments in a key.
_KEYWORDS = object()


def cache(user_function, /):
    """Remembers every result."""
    return lru_cache(maxsize=None)(user_function)


def lru_cache(maxsize=128, typed=False):
    """Remembers the results of the last `maxsize` distinct calls."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        function, maxsize = maxsize, 128
        return _cached(function, maxsize, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda function: _cached(function, maxsize, typed)


def _cached(function, maxsize, typed):
    results = {}
    hits = misses = 0

    def wrapper(*args, **kwds):
        nonlocal hits, misses
        key = _key(args, kwds, typed)
        found = results.get(key, results)
        if found is not results:
            hits += 1
            if maxsize is not None:
                # The oldest use comes first.
                del results[key]
                results[key] = found
            return found
        misses += 1
        made = function(*args, **kwds)
        if maxsize is None:
            results[key] = made
        elif key not in results:
            if len(results) >= maxsize:
                del results[next(iter(results))]
            results[key] = made
        return made

    def uncached(*args, **kwds):
        nonlocal misses
        misses += 1
        return function(*args, **kwds)

    def cache_info():
        """Report cache statistics"""
        return _CacheInfo(hits, misses, maxsize, len(results))

    def cache_clear():
        """Clear the cache and cache statistics"""
        nonlocal hits, misses
        hits = misses = 0
        results.clear()

    made = uncached if maxsize == 0 else wrapper
    made.cache_info = cache_info
    made.cache_clear = cache_clear
    made.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(made, function)


def _key(args, keywords, typed):
    if not keywords and not typed:
        # Texts and integers stand for themselves, which no tuple equals.
        if len(args) == 1 and (type(args[0]) is str or type(args[0]) is int):
            return args[0]
        return args
    key = args
    if keywords:
        key += (_KEYWORDS,)
        for pair in keywords.items():
            key += pair
    if typed:
        key += tuple([type(value) for value in args])
        key += tuple([type(value) for value in keywords.values()])
    return key


# --- functions that dispatch on the type of an argument


def singledispatch(func):
    """A function whose implementation the class of its first argument decides."""
    registry = {object: func}
    # Forgotten whenever something is registered.
    remembered = {}
    name = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        """The implementation for a class."""
        found = remembered.get(cls)
        if found is None:
            found = registry.get(cls)
            if found is None:
                found = _implementation(cls, registry)
            remembered[cls] = found
        return found

    def register(cls, func=None):
        """Adds an implementation for a class."""
        if _is_dispatch_type(cls):
            if func is None:
                return lambda implementation: register(cls, implementation)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            func = cls
            cls = _annotated(func)
        for each in getattr(cls, "__args__", None) or (cls,) if _is_union(cls) else (cls,):
            registry[each] = func
        remembered.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = remembered.clear
    return update_wrapper(wrapper, func)


def _is_union(value):
    """`int | str`, or the Union of typing, which a program without typing does not have."""
    origin = getattr(value, "__origin__", None)
    return isinstance(value, UnionType) or getattr(origin, "_name", None) == "Union"


def _is_dispatch_type(value):
    return isinstance(value, type) or _is_union(value) and all([isinstance(each, type) for each in value.__args__])


def _annotated(func):
    if isinstance(func, (classmethod, staticmethod)):
        annotations = getattr(func.__func__, "__annotations__", {})
    else:
        annotations = getattr(func, "__annotations__", {})
    if not annotations:
        raise TypeError(
            f"Invalid first argument to `register()`: {func!r}. "
            f"Use either `@register(some_class)` or plain `@register` on an annotated function."
        )
    name, cls = next(iter(annotations.items()))
    if _is_dispatch_type(cls):
        return cls
    if _is_union(cls):
        raise TypeError(f"Invalid annotation for {name!r}. {cls!r} not all arguments are classes.")
    raise TypeError(f"Invalid annotation for {name!r}. {cls!r} is not a class.")


def _implementation(cls, registry):
    """The registered class that is nearest to `cls`: by its bases, then by abstract base classes that it is registered with."""
    match = None
    order = _order(cls, registry)
    for each in order:
        if match is not None:
            # Two abstract classes between which nothing decides.
            if each in registry and each not in cls.__mro__ and match not in cls.__mro__ and not issubclass(match, each):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {each}")
            break
        if each in registry:
            match = each
    return registry.get(match)


def _order(cls, registry):
    """The linearization of a class as if it derived from the registered abstract classes that it belongs to."""
    mro = cls.__mro__
    abstract = [each for each in registry if each not in mro and hasattr(each, "__mro__") and issubclass(cls, each)]
    # What another one derives from comes with that one.
    abstract = [each for each in abstract if not any([each is not one and each in one.__mro__ for one in abstract])]
    return _linear(cls, abstract)


def _linear(cls, abstract):
    bases = list(cls.__bases__)
    # Those that the class is the first to belong to stand before its trailing bases that are not abstract themselves.
    boundary = len(bases)
    while boundary and not hasattr(bases[boundary - 1], "__abstractmethods__"):
        boundary -= 1
    own = []
    for each in abstract:
        if issubclass(cls, each) and not any([issubclass(base, each) for base in bases]):
            own.append(each)
    inherited = [each for each in abstract if each not in own]
    parts = [bases[:boundary], own, bases[boundary:]]
    orders = [_linear(base, inherited) for part in parts for base in part]
    return [cls] + _merge(orders + [part for part in parts if part])


def _merge(orders):
    """Merges linearizations: always the first class that no other one still has behind its first."""
    merged = []
    while True:
        orders = [order for order in orders if order]
        if not orders:
            return merged
        for order in orders:
            first = order[0]
            if not any([first in other[1:] for other in orders]):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        merged.append(first)
        orders = [order[1:] if order[0] is first else order for order in orders]


class singledispatchmethod:
    """A method whose implementation the class of its first argument after `self` decides."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Adds an implementation for a class."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
