"""Names of the classes that have none among the builtins, and small ones of common use."""

import abc
import asyncio
import enum


class _Sample:
    def method(self):
        pass


def _generator():
    yield


async def _coroutine():
    pass


async def _async_generator():
    yield


NoneType = type(None)

EllipsisType = type(Ellipsis)

NotImplementedType = type(NotImplemented)

FunctionType = type(_generator)

LambdaType = FunctionType

MethodType = type(_Sample().method)

BuiltinFunctionType = type(len)

BuiltinMethodType = BuiltinFunctionType

GeneratorType = type(_generator())

AsyncGeneratorType = type(_async_generator())

UnionType = type(int | str)

GenericAlias = type(list[int])


MethodDescriptorType = type(str.join)

WrapperDescriptorType = type(object.__init__)

MethodWrapperType = type(object().__str__)

ClassMethodDescriptorType = type(dict.__dict__["fromkeys"])


def _caught():
    try:
        raise TypeError
    except TypeError as error:
        return error


TracebackType = type(_caught().__traceback__)


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Makes a class as a `class` statement does."""
    resolved = resolve_bases(bases)
    meta, namespace, kwds = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return meta(name, resolved, namespace, **kwds)


def resolve_bases(bases):
    """The bases, those that are no classes as their `__mro_entries__` say."""
    made = list(bases)
    changed = False
    shift = 0
    for at, base in enumerate(bases):
        if isinstance(base, type) or not hasattr(base, "__mro_entries__"):
            continue
        entries = base.__mro_entries__(bases)
        changed = True
        if not isinstance(entries, tuple):
            raise TypeError("__mro_entries__ must return a tuple")
        made[at + shift:at + shift + 1] = entries
        shift += len(entries) - 1
    return tuple(made) if changed else bases


def prepare_class(name, bases=(), kwds=None):
    """The metaclass, the namespace to fill and the keywords that are left."""
    kwds = dict(kwds or {})
    if "metaclass" in kwds:
        meta = kwds.pop("metaclass")
    elif bases:
        meta = type(bases[0])
    else:
        meta = type
    if isinstance(meta, type):
        for base in bases:
            other = type(base)
            if issubclass(meta, other):
                continue
            if not issubclass(other, meta):
                raise TypeError(
                    "metaclass conflict: the metaclass of a derived class "
                    "must be a (non-strict) subclass of the metaclasses of all its bases"
                )
            meta = other
    namespace = meta.__prepare__(name, bases, **kwds) if hasattr(meta, "__prepare__") else {}
    return meta, namespace, kwds


def coroutine(func):
    """Lets what a generator function returns be awaited; a coroutine function stays what it is."""
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if asyncio.iscoroutinefunction(func):
        return func

    def wrapped(*args, **kwargs):
        made = func(*args, **kwargs)
        if type(made) is CoroutineType or isinstance(made, _GeneratorWrapper):
            return made
        if type(made) is GeneratorType or (hasattr(made, "send") and hasattr(made, "throw") and not hasattr(made, "__await__")):
            return _GeneratorWrapper(made)
        return made

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        if hasattr(func, name):
            setattr(wrapped, name, getattr(func, name))
    wrapped.__wrapped__ = func
    return wrapped


class _GeneratorWrapper:
    """A generator that can be awaited."""

    def __init__(self, gen):
        self.__wrapped = gen
        self.__name__ = getattr(gen, "__name__", None)
        self.__qualname__ = getattr(gen, "__qualname__", None)

    def send(self, val):
        return self.__wrapped.send(val)

    def throw(self, tp, *rest):
        return self.__wrapped.throw(tp, *rest)

    def close(self):
        return self.__wrapped.close()

    def __next__(self):
        return next(self.__wrapped)

    def __iter__(self):
        return self.__wrapped

    def __await__(self):
        return self.__wrapped


def get_original_bases(cls, /):
    """The bases as they were written."""
    return cls.__dict__.get("__orig_bases__", cls.__bases__)


def _coroutine_type():
    coroutine = _coroutine()
    try:
        return type(coroutine)
    finally:
        coroutine.close()


CoroutineType = _coroutine_type()


class _Unavailable:
    """An annotation that no workflow can evaluate: whatever is asked of it is refused."""

    def __init__(self, text):
        object.__setattr__(self, "_text", text)

    def _refuse(self, *args, **kwargs):
        text = object.__getattribute__(self, "_text")
        raise NotImplementedError(f"the annotation `{text}` has no value in a workflow; use what it names by itself")

    __repr__ = __eq__ = __ne__ = __hash__ = __getattr__ = __setattr__ = __call__ = __getitem__ = __or__ = __ror__ = _refuse
    __bool__ = __iter__ = __len__ = __instancecheck__ = __subclasscheck__ = __mro_entries__ = __format__ = __str__ = _refuse


class SimpleNamespace:
    """Attributes by keyword."""

    __module__ = "types"

    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        name = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        if id(self) in _shown:
            return f"{name}(...)"
        _shown[id(self)] = True
        try:
            return f"{name}({', '.join([f'{key}={value!r}' for key, value in self.__dict__.items()])})"
        finally:
            del _shown[id(self)]

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None

    def __replace__(self, /, **changes):
        return type(self)(**{**self.__dict__, **changes})


# Namespaces whose text is being made: one that holds itself shows itself once.
_shown = {}


@abc._collection
class MappingProxyType:
    """A view of a mapping that cannot change it."""

    __module__ = "builtins"
    __qualname__ = "mappingproxy"
    __slots__ = ("_mapping",)
    __abc_tpflags__ = 1 << 6

    def __init__(self, mapping):
        if not hasattr(mapping, "__getitem__") or isinstance(mapping, (list, tuple, str, bytes, bytearray, range)):
            raise TypeError(f"mappingproxy() argument must be a mapping, not {type(mapping).__name__}")
        self._mapping = mapping

    def __getitem__(self, key):
        return self._mapping[key]

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        return iter(self._mapping)

    def __len__(self):
        return len(self._mapping)

    def __reversed__(self):
        return reversed(self._mapping)

    def __repr__(self):
        return f"mappingproxy({self._mapping!r})"

    def __str__(self):
        return str(self._mapping)

    def __eq__(self, other):
        return self._mapping == (other._mapping if isinstance(other, MappingProxyType) else other)

    __hash__ = None

    def __or__(self, other):
        left = self._mapping if isinstance(self, MappingProxyType) else self
        return left | (other._mapping if isinstance(other, MappingProxyType) else other)

    def __ror__(self, other):
        return other | self._mapping

    def __ior__(self, other):
        raise TypeError("'|=' is not supported by mappingproxy; use '|' instead")

    def get(self, key, default=None, /):
        return self._mapping.get(key, default)

    def keys(self):
        return self._mapping.keys()

    def values(self):
        return self._mapping.values()

    def items(self):
        return self._mapping.items()

    def copy(self):
        return self._mapping.copy()

    __class_getitem__ = classmethod(GenericAlias)


class DynamicClassAttribute:
    """A property of instances only: asked of the class, the metaclass's `__getattr__` decides."""

    __module__ = "types"

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.__doc__ = doc or fget.__doc__
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.__isabstractmethod__:
                return self
            raise AttributeError()
        if self.fget is None:
            raise AttributeError("unreadable attribute")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def getter(self, fget):
        doc = fget.__doc__ if self.overwrite_doc else None
        made = type(self)(fget, self.fset, self.fdel, doc or self.__doc__)
        made.overwrite_doc = self.overwrite_doc
        return made

    def setter(self, fset):
        made = type(self)(self.fget, fset, self.fdel, self.__doc__)
        made.overwrite_doc = self.overwrite_doc
        return made

    def deleter(self, fdel):
        made = type(self)(self.fget, self.fset, fdel, self.__doc__)
        made.overwrite_doc = self.overwrite_doc
        return made

    def _with_member(self, member, ownerclass, name):
        """Stands for a member in an enumeration of which a base has this attribute under the member's name."""
        made = enum.property(self.fget, self.fset, self.fdel, self.__doc__)
        made.member = member
        made.__set_name__(ownerclass, name)
        return made
