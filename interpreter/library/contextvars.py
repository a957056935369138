"""Context variables. The machine keeps the dict of the current context and gives each task and callback a copy of it."""

import contextvars
from types import GenericAlias


_MISSING = object()


class ContextVar:
    """A variable whose value each task has for itself."""

    __slots__ = ("_name", "_default")
    __module__ = "_contextvars"

    def __init__(self, name, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=_MISSING, /):
        variables = contextvars._variables()
        if self in variables:
            return variables[self]
        if default is not _MISSING:
            return default
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value, /):
        variables = contextvars._variables()
        token = Token(variables, self, variables.get(self, _MISSING))
        variables[self] = value
        return token

    def reset(self, token, /):
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._variable is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        variables = contextvars._variables()
        if token._variables is not variables:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        if token._old is _MISSING:
            variables.pop(self, None)
        else:
            variables[self] = token._old

    __class_getitem__ = classmethod(GenericAlias)

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default} at {id(self):#x}>"


class _Missing:
    """The class of `Token.MISSING`."""

    def __repr__(self):
        return "<Token.MISSING>"


class Token:
    """What `ContextVar.set` gives, for `reset`."""

    __slots__ = ("_variables", "_variable", "_old", "_used")
    __module__ = "_contextvars"
    MISSING = _Missing()

    def __init__(self, variables, variable, old):
        self._variables = variables
        self._variable = variable
        self._old = old
        self._used = False

    @property
    def var(self):
        return self._variable

    @property
    def old_value(self):
        return Token.MISSING if self._old is _MISSING else self._old

    __class_getitem__ = classmethod(GenericAlias)

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self._variable!r} at {id(self):#x}>"


class Context:
    """The values of context variables, as a mapping."""

    __slots__ = ("_variables", "_entered")
    __module__ = "_contextvars"

    def __init__(self):
        self._variables = {}
        self._entered = False

    def run(self, callable, /, *args, **kwargs):
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        self._entered = True
        before = contextvars._swap(self._variables)
        try:
            return callable(*args, **kwargs)
        finally:
            contextvars._swap(before)
            self._entered = False

    def copy(self):
        copy = Context()
        copy._variables.update(self._variables)
        return copy

    def get(self, key, default=None, /):
        return self._variables.get(_variable(key), default)

    def keys(self):
        return self._variables.keys()

    def values(self):
        return self._variables.values()

    def items(self):
        return self._variables.items()

    def __getitem__(self, key):
        return self._variables[_variable(key)]

    def __contains__(self, key):
        return _variable(key) in self._variables

    def __iter__(self):
        return iter(self._variables)

    def __len__(self):
        return len(self._variables)

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._variables == other._variables


def _variable(key):
    if not isinstance(key, ContextVar):
        raise TypeError(f"a ContextVar key was expected, got {key!r}")
    return key


def copy_context():
    """A copy of the current context."""
    context = Context()
    context._variables = contextvars._copy()
    return context
