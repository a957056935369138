"""`import a` beside `import a.b`: both bind the one module."""
import collections
import collections.abc
import urllib.parse
import urllib


def kind(value):
    import collections.abc
    import collections

    return isinstance(value, collections.abc.Sequence), type(collections.Counter(value)).__name__


print(kind([1]), isinstance({}, collections.abc.Mapping), collections.deque([1]), urllib.parse.quote("a b"))
