"""The operators of the language as functions."""

import builtins
import operator


def neg(a, /):
    return -a


def pos(a, /):
    return +a


def inv(a, /):
    return ~a


invert = inv


def abs(a, /):
    return _magnitude(a)


# In this module `abs` is the function above.
_magnitude = builtins.abs


def index(a, /):
    """The integer that an object stands for as an index."""
    return range(a).stop


def lshift(a, b, /):
    return a << b


def rshift(a, b, /):
    return a >> b


def matmul(a, b, /):
    return a @ b


def is_(a, b, /):
    return a is b


def is_not(a, b, /):
    return a is not b


def concat(a, b, /):
    """Both sequences, the one after the other."""
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    return a + b


def countOf(a, b, /):
    """How many items are equal to `b`."""
    count = 0
    for item in a:
        if item is b or item == b:
            count += 1
    return count


def indexOf(a, b, /):
    """The place of the first item that is equal to `b`."""
    for place, item in enumerate(a):
        if item is b or item == b:
            return place
    raise ValueError("sequence.index(x): x not in sequence")


def delitem(a, b, /):
    del a[b]


def setitem(a, b, c, /):
    a[b] = c


def length_hint(obj, default=0, /):
    """How many items to expect."""
    if not isinstance(default, int):
        raise TypeError(f"'{type(default).__name__}' object cannot be interpreted as an integer")
    try:
        return len(obj)
    except TypeError:
        pass
    hint = getattr(type(obj), "__length_hint__", None)
    if hint is None:
        return default
    try:
        length = hint(obj)
    except TypeError:
        return default
    if length is NotImplemented:
        return default
    if not isinstance(length, int):
        raise TypeError(f"__length_hint__ must be an integer, not {type(length).__name__}")
    if length < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return length


def call(obj, /, *args, **kwargs):
    return obj(*args, **kwargs)


class methodcaller:
    """A function that calls a method of its argument."""

    __slots__ = ("_name", "_args", "_kwargs")

    def __init__(self, name, /, *args, **kwargs):
        if not isinstance(name, str):
            raise TypeError("method name must be a string")
        self._name = name
        self._args = args
        self._kwargs = kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self):
        shown = [repr(self._name), *[repr(arg) for arg in self._args]]
        shown += [f"{name}={value!r}" for name, value in self._kwargs.items()]
        return f"operator.methodcaller({', '.join(shown)})"


# --- in place


def iadd(a, b, /):
    a += b
    return a


def iand(a, b, /):
    a &= b
    return a


def iconcat(a, b, /):
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    a += b
    return a


def ifloordiv(a, b, /):
    a //= b
    return a


def ilshift(a, b, /):
    a <<= b
    return a


def imatmul(a, b, /):
    a @= b
    return a


def imod(a, b, /):
    a %= b
    return a


def imul(a, b, /):
    a *= b
    return a


def ior(a, b, /):
    a |= b
    return a


def ipow(a, b, /):
    a **= b
    return a


def irshift(a, b, /):
    a >>= b
    return a


def isub(a, b, /):
    a -= b
    return a


def itruediv(a, b, /):
    a /= b
    return a


def ixor(a, b, /):
    a ^= b
    return a


# --- under the names of the methods

__abs__ = abs

__add__ = operator.add

__and__ = operator.and_

__call__ = call

__concat__ = concat

__contains__ = operator.contains

__delitem__ = delitem

__eq__ = operator.eq

__floordiv__ = operator.floordiv

__ge__ = operator.ge

__getitem__ = operator.getitem

__gt__ = operator.gt

__iadd__ = iadd

__iand__ = iand

__iconcat__ = iconcat

__ifloordiv__ = ifloordiv

__ilshift__ = ilshift

__imatmul__ = imatmul

__imod__ = imod

__imul__ = imul

__index__ = index

__inv__ = inv

__invert__ = invert

__ior__ = ior

__ipow__ = ipow

__irshift__ = irshift

__isub__ = isub

__itruediv__ = itruediv

__ixor__ = ixor

__le__ = operator.le

__lshift__ = lshift

__lt__ = operator.lt

__matmul__ = matmul

__mod__ = operator.mod

__mul__ = operator.mul

__ne__ = operator.ne

__neg__ = neg

__not__ = operator.not_

__or__ = operator.or_

__pos__ = pos

__pow__ = operator.pow

__rshift__ = rshift

__setitem__ = setitem

__sub__ = operator.sub

__truediv__ = operator.truediv

__xor__ = operator.xor
