"""Places in sorted lists."""

import operator


def bisect_left(a, x, lo=0, hi=None, *, key=None):
    """Where `x` is to be inserted: before what is equal to it."""
    lo, hi = _bounds(a, lo, hi)
    while lo < hi:
        middle = (lo + hi) // 2
        item = a[middle] if key is None else key(a[middle])
        if item < x:
            lo = middle + 1
        else:
            hi = middle
    return lo


def bisect_right(a, x, lo=0, hi=None, *, key=None):
    """Where `x` is to be inserted: after what is equal to it."""
    lo, hi = _bounds(a, lo, hi)
    while lo < hi:
        middle = (lo + hi) // 2
        item = a[middle] if key is None else key(a[middle])
        if x < item:
            hi = middle
        else:
            lo = middle + 1
    return lo


def insort_left(a, x, lo=0, hi=None, *, key=None):
    """Inserts `x` before what is equal to it."""
    at = bisect_left(a, x if key is None else key(x), lo, hi, key=key)
    a.insert(at, x)


def insort_right(a, x, lo=0, hi=None, *, key=None):
    """Inserts `x` after what is equal to it."""
    at = bisect_right(a, x if key is None else key(x), lo, hi, key=key)
    a.insert(at, x)


bisect = bisect_right

insort = insort_right


def _bounds(a, lo, hi):
    lo = _size(lo)
    if hi is None:
        hi = -1
    elif not hasattr(type(hi), "__index__"):
        raise TypeError(f"argument should be integer or None, not {type(hi).__name__!r}")
    hi = _size(hi)
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if hi != -1:
        return lo, hi
    # -1 is no end either.
    if isinstance(a, dict):
        raise TypeError(f"{type(a).__name__} is not a sequence")
    return lo, len(a)


def _size(number):
    number = operator.index(number)
    if not -(2**63) <= number < 2**63:
        raise OverflowError("Python int too large to convert to C ssize_t")
    return number
