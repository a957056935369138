"""abc: classes that say which methods those derived from them must define."""

import abc


def abstractmethod(funcobj):
    """Marks a method that a class must define before it can be instantiated."""
    funcobj.__isabstractmethod__ = True
    return funcobj


def _is_abstract(value):
    if isinstance(value, property):
        return _is_abstract(value.fget) or _is_abstract(value.fset) or _is_abstract(value.fdel)
    if isinstance(value, (classmethod, staticmethod)):
        return _is_abstract(value.__func__)
    return bool(getattr(value, "__isabstractmethod__", False))


class ABCMeta(type):
    """The metaclass of abstract classes: they know what is missing, and classes can be registered as theirs."""

    __module__ = "abc"

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        missing = [key for key, value in namespace.items() if _is_abstract(value)]
        for base in bases:
            for key in getattr(base, "__abstractmethods__", ()):
                if key not in missing and _is_abstract(getattr(cls, key, None)):
                    missing.append(key)
        cls.__abstractmethods__ = frozenset(missing)
        cls._registered = []
        abc._collection(cls)
        return cls

    def register(cls, subclass):
        """Makes a class count as derived from this one."""
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if not issubclass(subclass, cls):
            if issubclass(cls, subclass):
                raise RuntimeError("Refusing to create an inheritance cycle")
            cls._registered.append(subclass)
            abc._registered(cls, subclass)
        return subclass

    def __subclasshook__(cls, subclass):
        return NotImplemented

    def __instancecheck__(cls, instance):
        said, real = instance.__class__, type(instance)
        return cls.__subclasscheck__(said) or said is not real and cls.__subclasscheck__(real)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        answer = cls.__subclasshook__(subclass)
        if answer is not NotImplemented:
            return answer
        if cls in subclass.__mro__:
            return True
        for known in cls._registered:
            if issubclass(subclass, known):
                return True
        for known in cls.__subclasses__():
            if issubclass(subclass, known):
                return True
        return False


class ABC(metaclass=ABCMeta):
    """An abstract class to derive from."""

    __module__ = "abc"
    __slots__ = ()


def update_abstractmethods(cls):
    """Looks again for what is missing, after methods were added to the class."""
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    missing = [key for key, value in cls.__dict__.items() if _is_abstract(value)]
    for base in cls.__bases__:
        for key in getattr(base, "__abstractmethods__", ()):
            if key not in missing and _is_abstract(getattr(cls, key, None)):
                missing.append(key)
    cls.__abstractmethods__ = frozenset(missing)
    return cls
