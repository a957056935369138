"""typing: what annotations are made of, as values: special forms, parametrised types, type parameters, protocols."""

import collections
import contextlib
import re
import typing
from abc import ABCMeta
from operator import itemgetter
from types import GenericAlias, MethodType, UnionType


# --- What a type may be


def _type_convert(arg):
    """None stands for its class, a text for what it names."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    return arg


def _type_check(arg, message, is_argument=True, allow_special_forms=False):
    """The argument as a type, or a TypeError that begins with the message."""
    arg = _type_convert(arg)
    unfit = [Generic, Protocol]
    if not allow_special_forms:
        unfit.append(ClassVar)
        if is_argument:
            unfit.append(Final)
    if isinstance(arg, _GenericAlias) and any(arg.__origin__ is form for form in unfit):
        raise TypeError(f"{arg} is not valid as type argument")
    if any(arg is form for form in (Any, LiteralString, NoReturn, Never, Self, TypeAlias)):
        return arg
    if allow_special_forms and (arg is ClassVar or arg is Final):
        return arg
    if isinstance(arg, _SpecialForm) or arg is Generic or arg is Protocol:
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{message} Got {arg!r:.100}.")
    return arg


def _type_repr(kind):
    if isinstance(kind, GenericAlias):
        return repr(kind)
    if isinstance(kind, type):
        return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if kind is ...:
        return "..."
    if callable(kind) and type(kind) is _FUNCTION:
        return kind.__name__
    return repr(kind)


_FUNCTION = type(_type_repr)


def _is_parameter(thing):
    """Whether it is a type variable, several of them, or a parameter specification."""
    return not isinstance(thing, type) and (isinstance(thing, (TypeVar, ParamSpec)) or _is_several(thing))


def _is_several(thing):
    return getattr(thing, "__typing_is_unpacked_typevartuple__", False) and not isinstance(thing, type)


def _collect_parameters(args):
    """The type parameters in these types, each once."""
    found = []
    for each in args:
        if isinstance(each, type):
            continue
        if isinstance(each, (tuple, list)):
            inner = _collect_parameters(each)
        elif hasattr(each, "__typing_subst__"):
            inner = [each]
        else:
            inner = getattr(each, "__parameters__", ())
            if not isinstance(inner, tuple):
                inner = ()
        for parameter in inner:
            if parameter not in found:
                found.append(parameter)
    return tuple(found)


def _check_count(cls, parameters, expected):
    if not expected:
        raise TypeError(f"{cls} is not a generic class")
    if len(parameters) != expected:
        amount = "many" if len(parameters) > expected else "few"
        raise TypeError(f"Too {amount} arguments for {cls}; actual {len(parameters)}, expected {expected}")


def _unpack_args(args):
    """`*tuple[int, str]` among them as the types that it holds."""
    made = []
    for each in args:
        inner = None if isinstance(each, type) else getattr(each, "__typing_unpacked_tuple_args__", None)
        if inner is not None and not (inner and inner[-1] is ...):
            made.extend(inner)
        else:
            made.append(each)
    return made


def _without_repetition(items):
    found = []
    for each in items:
        if each not in found:
            found.append(each)
    return found


class _Root:
    """Classes that are not to be derived from outside of this module."""

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds:
            raise TypeError("Cannot subclass special typing classes")


class _Joinable:
    """What `|` makes a Union of."""

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


# --- Special forms


class _SpecialForm(_Root, _Joinable, _root=True):
    """A name that only annotations use, perhaps with something between brackets."""

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _LiteralForm(_SpecialForm, _root=True):
    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return self._getitem(self, *parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        if self is Any:
            return "typing.Any"
        return super().__repr__()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class Any(metaclass=_AnyMeta):
    """A type that every other one is compatible with."""

    __module__ = "typing"

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


@_SpecialForm
def NoReturn(self, parameters):
    """A function that never returns."""
    raise TypeError(f"{self} is not subscriptable")


@_SpecialForm
def Never(self, parameters):
    """The type without values."""
    raise TypeError(f"{self} is not subscriptable")


@_SpecialForm
def Self(self, parameters):
    """The class around the method."""
    raise TypeError(f"{self} is not subscriptable")


@_SpecialForm
def LiteralString(self, parameters):
    """A text that stands in the source."""
    raise TypeError(f"{self} is not subscriptable")


@_SpecialForm
def TypeAlias(self, parameters):
    """Marks an assignment as the definition of a type alias."""
    raise TypeError(f"{self} is not subscriptable")


@_SpecialForm
def ClassVar(self, parameters):
    """A variable of the class, not of its instances."""
    item = _type_check(parameters, f"{self} accepts only single type.")
    return _GenericAlias(self, (item,))


@_SpecialForm
def Final(self, parameters):
    """A name that is bound once."""
    item = _type_check(parameters, f"{self} accepts only single type.")
    return _GenericAlias(self, (item,))


@_SpecialForm
def Union(self, parameters):
    """Any of several types."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    checked = [_type_check(each, "Union[arg, ...]: each arg must be a type.") for each in parameters]
    flat = []
    for each in checked:
        if isinstance(each, (_UnionGenericAlias, UnionType)):
            flat.extend(each.__args__)
        else:
            flat.append(each)
    flat = _without_repetition(flat)
    if len(flat) == 1:
        return flat[0]
    if len(flat) == 2 and type(None) in flat:
        return _UnionGenericAlias(self, tuple(flat), name="Optional")
    return _UnionGenericAlias(self, tuple(flat))


@_SpecialForm
def Optional(self, parameters):
    """A type or None."""
    item = _type_check(parameters, f"{self} requires a single type.")
    return Union[item, type(None)]


@_LiteralForm
def Literal(self, *parameters):
    """One of these values."""
    flat = []
    for each in parameters:
        flat.extend(each.__args__ if isinstance(each, _LiteralGenericAlias) else [each])
    try:
        seen = []
        distinct = []
        for each in flat:
            key = (each, type(each))
            hash(key)
            if key not in seen:
                seen.append(key)
                distinct.append(each)
        flat = distinct
    except TypeError:
        pass
    return _LiteralGenericAlias(self, tuple(flat))


@_SpecialForm
def Concatenate(self, parameters):
    """Parameters before those of a specification."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    message = "Concatenate[arg, ...]: each arg must be a type."
    parameters = (*(_type_check(each, message) for each in parameters[:-1]), parameters[-1])
    return _ConcatenateGenericAlias(self, parameters, takes_specifications=True)


@_SpecialForm
def TypeGuard(self, parameters):
    """A function that says of what type its argument is."""
    item = _type_check(parameters, f"{self} accepts only single type.")
    return _GenericAlias(self, (item,))


@_SpecialForm
def Unpack(self, parameters):
    """The types of a tuple, or of a type variable tuple, one by one."""
    item = _type_check(parameters, f"{self} accepts only single type.")
    return _UnpackGenericAlias(self, (item,))


@_SpecialForm
def Required(self, parameters):
    """A key of a TypedDict that must be there."""
    item = _type_check(parameters, f"{self._name} accepts only a single type.")
    return _GenericAlias(self, (item,))


@_SpecialForm
def NotRequired(self, parameters):
    """A key of a TypedDict that may be missing."""
    item = _type_check(parameters, f"{self._name} accepts only a single type.")
    return _GenericAlias(self, (item,))


@_SpecialForm
def ReadOnly(self, parameters):
    """A key of a TypedDict that is not to be changed."""
    item = _type_check(parameters, f"{self._name} accepts only a single type.")
    return _GenericAlias(self, (item,))


@_SpecialForm
def TypeIs(self, parameters):
    """A function that says of what type its argument is, and of what type it is otherwise."""
    item = _type_check(parameters, f"{self} accepts only single type.")
    return _GenericAlias(self, (item,))


# --- Texts that name types


class ForwardRef(_Root, _Joinable, _root=True):
    """A text in the place of a type: what it names is looked up when somebody asks."""

    __module__ = "typing"

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__forward_code__ = _Reader("(" + arg + ",)[0]" if arg.startswith("*") else arg, arg).whole()
        self.__forward_arg__ = arg
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns, recursive_guard):
        if self.__forward_arg__ in recursive_guard:
            return self
        if not self.__forward_evaluated__ or localns is not globalns:
            if globalns is None and localns is None:
                globalns = localns = {}
            elif globalns is None:
                globalns = localns
            elif localns is None:
                localns = globalns
            value = _type_check(
                _value_of(self.__forward_code__, globalns, localns),
                "Forward references must evaluate to types.",
                is_argument=self.__forward_is_argument__,
                allow_special_forms=self.__forward_is_class__,
            )
            self.__forward_value__ = _eval_type(value, globalns, localns, recursive_guard | {self.__forward_arg__})
            self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        same = self.__forward_arg__ == other.__forward_arg__ and self.__forward_module__ == other.__forward_module__
        if self.__forward_evaluated__ and other.__forward_evaluated__:
            return self.__forward_arg__ == other.__forward_arg__ and self.__forward_value__ == other.__forward_value__
        return same

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __repr__(self):
        if self.__forward_module__ is None:
            return f"ForwardRef({self.__forward_arg__!r})"
        return f"ForwardRef({self.__forward_arg__!r}, module={self.__forward_module__!r})"


class _Reader:
    """Reads an expression such as annotations are: names, attributes, subscripts, `|`, constants, tuples, lists and calls."""

    def __init__(self, text, shown):
        self.shown = shown
        self.parts = []
        at = 0
        text = text.strip()
        while at < len(text):
            match = _PART.match(text, at)
            if match is None:
                raise self.wrong()
            self.parts.append((match.lastgroup, match.group().strip()))
            at = match.end()
        self.at = 0

    def wrong(self):
        return SyntaxError(f"Forward reference must be an expression -- got {self.shown!r}")

    def peek(self):
        return self.parts[self.at][1] if self.at < len(self.parts) else ""

    def take(self, sign):
        if self.peek() == sign and self.parts[self.at][0] == "sign":
            self.at += 1
            return True
        return False

    def need(self, sign):
        if not self.take(sign):
            raise self.wrong()

    def whole(self):
        tree = self.listed(("",))
        if self.at < len(self.parts):
            raise self.wrong()
        return tree

    def listed(self, ends):
        """One expression, or a tuple of several."""
        items = []
        is_tuple = False
        while self.peek() not in ends:
            items.append(self.either())
            if not self.take(","):
                break
            is_tuple = True
        if is_tuple:
            return ("tuple", items)
        if not items:
            raise self.wrong()
        return items[0]

    def either(self):
        if self.take("*"):
            return ("star", self.either())
        tree = self.operand()
        while self.take("|"):
            tree = ("or", tree, self.operand())
        return tree

    def operand(self):
        if self.take("-"):
            return ("minus", self.operand())
        tree = self.atom()
        while True:
            if self.take("."):
                kind, name = self.parts[self.at] if self.at < len(self.parts) else ("", "")
                if kind != "name":
                    raise self.wrong()
                self.at += 1
                tree = ("attribute", tree, name)
            elif self.take("["):
                tree = ("item", tree, self.listed(("]",)))
                self.need("]")
            elif self.take("("):
                items = []
                while self.peek() != ")":
                    items.append(self.either())
                    if not self.take(","):
                        break
                self.need(")")
                tree = ("call", tree, items)
            else:
                return tree

    def atom(self):
        if self.take("("):
            if self.take(")"):
                return ("tuple", [])
            tree = self.listed((")",))
            self.need(")")
            return tree
        if self.take("["):
            items = []
            while self.peek() != "]":
                items.append(self.either())
                if not self.take(","):
                    break
            self.need("]")
            return ("list", items)
        if self.at >= len(self.parts):
            raise self.wrong()
        kind, text = self.parts[self.at]
        self.at += 1
        if kind == "name" and text not in _KEYWORDS:
            return ("name", text)
        if text in _CONSTANTS:
            return ("constant", _CONSTANTS[text])
        if kind == "number":
            return ("constant", float(text) if "." in text else int(text))
        if kind == "text":
            inside = text.lstrip("bBuUrR")[1:-1]
            return ("constant", inside.encode() if text[0] in "bB" else inside)
        raise self.wrong()


_PART = re.compile(
    r"""\s*(?:(?P<text>[bBuUrR]?(?:'[^'\\]*'|"[^"\\]*"))|(?P<name>[^\W\d]\w*)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>\.\.\.|[\[\](),.|*-]))\s*"""
)
_CONSTANTS = {"None": None, "True": True, "False": False, "...": ...}


def _value_of(tree, globalns, localns):
    kind = tree[0]
    if kind == "name":
        name = tree[1]
        for known in (localns, globalns, _BUILTINS):
            if name in known:
                return known[name]
        raise NameError(f"name {name!r} is not defined")
    if kind == "constant":
        return tree[1]
    if kind == "star":
        raise TypeError("a starred expression has no place here")
    if kind in ("tuple", "list"):
        items = []
        for each in tree[1]:
            if each[0] == "star":
                items.extend(_value_of(each[1], globalns, localns))
            else:
                items.append(_value_of(each, globalns, localns))
        return tuple(items) if kind == "tuple" else items
    dotted = _dotted(tree)
    for known in (localns, globalns):
        if dotted is not None and dotted in known:
            return known[dotted]
    first = _value_of(tree[1], globalns, localns)
    if kind == "attribute":
        return getattr(first, tree[2])
    if kind == "minus":
        return -first
    if kind == "call":
        return first(*[_value_of(each, globalns, localns) for each in tree[2]])
    second = _value_of(tree[2], globalns, localns)
    return first | second if kind == "or" else first[second]


def _dotted(tree):
    """`a.b` as a text: modules are no values, and their members are known by such names."""
    if tree[0] == "name":
        return tree[1]
    if tree[0] != "attribute":
        return None
    before = _dotted(tree[1])
    return None if before is None else before + "." + tree[2]


_BUILTINS = {
    "int": int, "str": str, "float": float, "bool": bool, "bytes": bytes, "bytearray": bytearray, "complex": complex,
    "list": list, "dict": dict, "set": set, "frozenset": frozenset, "tuple": tuple, "type": type, "object": object,
    "range": range, "slice": slice, "property": property, "Exception": Exception, "BaseException": BaseException,
    "ValueError": ValueError, "TypeError": TypeError, "KeyError": KeyError, "enumerate": enumerate, "zip": zip, "map": map,
    "classmethod": classmethod, "staticmethod": staticmethod, "Ellipsis": Ellipsis, "len": len, "print": print,
}


def _eval_type(kind, globalns, localns, recursive_guard=frozenset()):
    """The type with every text in it looked up."""
    if isinstance(kind, ForwardRef):
        return kind._evaluate(globalns, localns, recursive_guard)
    if isinstance(kind, (_GenericAlias, GenericAlias, UnionType)):
        starred = False
        if isinstance(kind, GenericAlias):
            args = tuple([ForwardRef(each) if isinstance(each, str) else each for each in kind.__args__])
            starred = kind.__unpacked__
        else:
            args = kind.__args__
        evaluated = tuple([_eval_type(each, globalns, localns, recursive_guard) for each in args])
        if evaluated == kind.__args__:
            return kind
        if isinstance(kind, GenericAlias):
            made = GenericAlias(kind.__origin__, evaluated)
            return next(iter(made)) if starred else made
        if isinstance(kind, UnionType):
            made = evaluated[0]
            for each in evaluated[1:]:
                made = made | each
            return made
        return kind.copy_with(evaluated)
    return kind


# --- Type parameters


class _NoDefaultType:
    """The class of `NoDefault`, of which there is one."""

    __module__ = "typing"
    __qualname__ = "NoDefaultType"
    __slots__ = ()

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


NoDefault = _NoDefaultType()


class _Lazy:
    """What has attributes that are computed when they are first asked for."""

    __infer_variance__ = False

    def _later(self, name, compute):
        if compute is not None:
            self.__dict__["_computed"] = {**self.__dict__.get("_computed", {}), name: compute}

    def __getattr__(self, name):
        computed = self.__dict__.get("_computed", {})
        if name in computed:
            self.__dict__[name] = value = computed[name]()
            return value
        if name == "__default__":
            return NoDefault
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def has_default(self):
        """Whether a default was given."""
        return "__default__" in self.__dict__.get("_computed", ()) or self.__default__ is not NoDefault


def _type_variable(name, default, bound, constrained):
    made = TypeVar(name, infer_variance=True)
    del made.__dict__["__module__"]
    made._later("__default__", default)
    if bound is not None:
        asked = "__constraints__" if constrained else "__bound__"
        del made.__dict__[asked]
        made._later(asked, bound)
    return made


def _type_variable_tuple(name, default):
    made = TypeVarTuple(name)
    del made.__dict__["__module__"]
    made._later("__default__", default)
    return made


def _parameter_specification(name, default):
    made = ParamSpec(name, infer_variance=True)
    del made.__dict__["__module__"]
    made._later("__default__", default)
    return made


def _generic_base(parameters):
    """The base that a class statement with type parameters has besides those written."""
    return Generic[tuple([Unpack[each] if isinstance(each, TypeVarTuple) else each for each in parameters])]


def _type_alias(name, parameters, compute):
    made = TypeAliasType(name, None, type_params=parameters)
    del made.__dict__["__value__"]
    made._later("__value__", compute)
    return made


class TypeAliasType(_Lazy):
    """What a `type` statement makes."""

    __module__ = "typing"

    def __init__(self, name, value, *, type_params=()):
        if not isinstance(type_params, tuple):
            raise TypeError("type_params must be a tuple")
        for each, said in (
            ("__name__", name),
            ("__value__", value),
            ("__type_params__", type_params),
            ("__parameters__", tuple([part for each in type_params for part in (each if isinstance(each, TypeVarTuple) else (each,))])),
            ("__module__", typing._caller()),
        ):
            self.__dict__[each] = said

    def __getattr__(self, name):
        if name not in self.__dict__.get("_computed", ()):
            raise AttributeError(f"'typing.TypeAliasType' object has no attribute {name!r}")
        return super().__getattr__(name)

    def __setattr__(self, name, value):
        if name in self.__dict__ or name == "__value__":
            raise AttributeError(f"attribute {name!r} of 'typing.TypeAliasType' objects is not writable")
        raise AttributeError(
            f"'typing.TypeAliasType' object has no attribute {name!r} and no __dict__ for setting new attributes"
        )

    def __repr__(self):
        return self.__name__

    def __getitem__(self, item):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        return GenericAlias(self, item)

    def __or__(self, other):
        return typing._joined(self, other)

    def __ror__(self, other):
        return typing._joined(other, self)

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __mro_entries__(self, bases):
        raise TypeError("cannot inherit from an instance of TypeAliasType")


class _Parameter(_Joinable):
    """What type variables and parameter specifications have in common."""

    def _describe(self, bound, covariant, contravariant):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__bound__ = _type_check(bound, "Bound must be a type.") if bound else None

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = "~"
        if self.__covariant__:
            sign = "+"
        elif self.__contravariant__:
            sign = "-"
        return sign + self.__name__

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class TypeVar(_Root, _Parameter, _Lazy, _root=True):
    """A type variable."""

    __module__ = "typing"

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, **more):
        self.__name__ = name
        self._describe(bound, covariant, contravariant)
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        message = "TypeVar(name, constraint, ...): constraints must be types."
        self.__constraints__ = tuple([_type_check(each, message) for each in constraints])
        _extra(self, "TypeVar", more)
        self.__module__ = typing._caller()

    def __typing_subst__(self, arg):
        arg = _type_check(arg, "Parameters to generic types must be types.", is_argument=True)
        starred = isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack
        if starred or (isinstance(arg, GenericAlias) and arg.__unpacked__):
            raise TypeError(f"{arg} is not valid as type argument")
        return arg


def _extra(parameter, name, more):
    """Keywords of newer Pythons."""
    if "infer_variance" in more:
        parameter.__infer_variance__ = bool(more.pop("infer_variance"))
    if "default" in more:
        parameter.__default__ = more.pop("default")
    if more:
        raise TypeError(f"{name}.__init__() got an unexpected keyword argument {next(iter(more))!r}")


class TypeVarTuple(_Root, _Lazy, _root=True):
    """Any number of type variables."""

    __module__ = "typing"

    def __init__(self, name, **more):
        self.__name__ = name
        _extra(self, "TypeVarTuple", more)
        self.__module__ = typing._caller()

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __typing_subst__(self, arg):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        place = parameters.index(self)
        if any(isinstance(each, TypeVarTuple) for each in parameters[place + 1:]):
            raise TypeError(f"More than one TypeVarTuple parameter in {alias}")
        count, needed = len(args), len(parameters)
        left, right = place, needed - place - 1
        filler = None
        filler_at = None
        for at, each in enumerate(args):
            if isinstance(each, type):
                continue
            inner = getattr(each, "__typing_unpacked_tuple_args__", None)
            if inner and len(inner) == 2 and inner[-1] is ...:
                if filler_at is not None:
                    raise TypeError("More than one unpacked arbitrary-length tuple argument")
                filler_at = at
                filler = inner[0]
        if filler_at is not None:
            left = min(left, filler_at)
            right = min(right, count - filler_at - 1)
        elif left + right > count:
            raise TypeError(f"Too few arguments for {alias}; actual {count}, expected at least {needed - 1}")
        return (
            *args[:left],
            *([filler] * (place - left)),
            tuple(args[left:count - right]),
            *([filler] * (needed - right - left - (place - left) - 1)),
            *args[count - right:],
        )

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of TypeVarTuple")


class ParamSpecArgs(_Root, _root=True):
    """The positional arguments of a specification."""

    __module__ = "typing"

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

    def __eq__(self, other):
        if not isinstance(other, ParamSpecArgs):
            return NotImplemented
        return self.__origin__ == other.__origin__

    def __hash__(self):
        return hash(("args", self.__origin__))

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class ParamSpecKwargs(_Root, _root=True):
    """The keyword arguments of a specification."""

    __module__ = "typing"

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"

    def __eq__(self, other):
        if not isinstance(other, ParamSpecKwargs):
            return NotImplemented
        return self.__origin__ == other.__origin__

    def __hash__(self):
        return hash(("kwargs", self.__origin__))

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class ParamSpec(_Root, _Parameter, _Lazy, _root=True):
    """The parameters of a function."""

    __module__ = "typing"

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False, **more):
        self.__name__ = name
        self._describe(bound, covariant, contravariant)
        _extra(self, "ParamSpec", more)
        self.__module__ = typing._caller()

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)

    def __typing_subst__(self, arg):
        if isinstance(arg, (list, tuple)):
            return tuple([_type_check(each, "Expected a type.") for each in arg])
        if not _is_specification(arg):
            raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
        return arg

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        place = parameters.index(self)
        if place >= len(args):
            raise TypeError(f"Too few arguments for {alias}")
        # `Z[int, str]` is `Z[[int, str]]` where the specification is the only parameter.
        if len(parameters) == 1 and not _is_specification(args[0]):
            return (args,)
        if isinstance(args[place], list):
            return (*args[:place], tuple(args[place]), *args[place + 1:])
        return args


def _is_specification(arg):
    """Whether it can take the place of a ParamSpec."""
    return arg is ... or isinstance(arg, (tuple, list, ParamSpec, _ConcatenateGenericAlias))


# --- Parametrised types


def _is_dunder(name):
    return name.startswith("__") and name.endswith("__")


class _BaseAlias(_Root, _root=True):
    """Something that stands for a class: `typing.List`, `typing.List[int]`."""

    def __init__(self, origin, *, inst=True, name=None):
        self.__dict__["_inst"] = inst
        self.__dict__["_name"] = name
        self.__dict__["__origin__"] = origin

    def __call__(self, *args, **kwargs):
        if not self._inst:
            shown = self._name or self.__origin__.__name__
            raise TypeError(f"Type {shown} cannot be instantiated; use {self.__origin__.__name__}() instead")
        made = self.__origin__(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except (AttributeError, TypeError):
            pass
        return made

    def __mro_entries__(self, bases):
        entries = []
        if self.__origin__ not in bases:
            entries.append(self.__origin__)
        place = bases.index(self)
        for each in bases[place + 1:]:
            if isinstance(each, _BaseAlias) or isinstance(each, type) and issubclass(each, Generic):
                break
        else:
            entries.append(Generic)
        return tuple(entries)

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__"):
            raise AttributeError(attr)
        # The class has them under other names.
        if attr in ("__name__", "__qualname__"):
            return self._name or self.__origin__.__name__
        if "__origin__" in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, value):
        if _is_dunder(attr) or attr in ("_name", "_inst", "_nparams", "_takes_specifications", "_takes_types"):
            self.__dict__[attr] = value
        else:
            setattr(self.__origin__, attr, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __dir__(self):
        own = [each for each in dir(self.__origin__) if not _is_dunder(each)]
        return list({*super().__dir__(), *own})


class _GenericAlias(_BaseAlias, _root=True):
    """A type with what stands between its brackets."""

    def __init__(self, origin, args, *, inst=True, name=None, takes_specifications=False):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__dict__["__args__"] = tuple([... if each is _ELLIPSIS else each for each in args])
        self.__dict__["__parameters__"] = _collect_parameters(args)
        self.__dict__["_takes_specifications"] = takes_specifications
        if not name:
            self.__dict__["__module__"] = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __getitem__(self, args):
        if self.__origin__ is Generic or self.__origin__ is Protocol:
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple([_type_convert(each) for each in _unpack_args(args)])
        return self.copy_with(tuple(self._replaced(args)))

    def _replaced(self, args):
        """What takes the place of the arguments when these take those of the parameters."""
        parameters = self.__parameters__
        for each in parameters:
            prepare = getattr(each, "__typing_prepare_subst__", None)
            if prepare is not None:
                args = prepare(self, args)
        if len(args) != len(parameters):
            amount = "many" if len(args) > len(parameters) else "few"
            raise TypeError(f"Too {amount} arguments for {self}; actual {len(args)}, expected {len(parameters)}")
        return self._with(self.__args__, list(zip(parameters, args)))

    def _with(self, args, places):
        made = []
        for old in args:
            if isinstance(old, type):
                made.append(old)
                continue
            substitute = getattr(old, "__typing_subst__", None)
            if substitute is not None:
                new = substitute(_place(places, old))
            else:
                inner = _collect_parameters([old])
                if not inner:
                    new = old
                elif isinstance(old, (tuple, list)):
                    new = type(old)(self._with(old, places))
                else:
                    given = []
                    for each in inner:
                        value = _place(places, each)
                        if isinstance(each, TypeVarTuple):
                            given.extend(value)
                        else:
                            given.append(value)
                    new = old[tuple(given)]
            if self.__origin__ is collections.abc.Callable and isinstance(new, tuple):
                # The parameters of a callable stand side by side.
                made.extend(new)
            elif _is_several(old):
                made.extend(new)
            else:
                made.append(new)
        return made

    def copy_with(self, args):
        return type(self)(
            self.__origin__, args, name=self._name, inst=self._inst, takes_specifications=self._takes_specifications
        )

    def __repr__(self):
        shown = "typing." + self._name if self._name else _type_repr(self.__origin__)
        if self.__args__:
            inside = ", ".join([_type_repr(each) for each in self.__args__])
        else:
            inside = "()"
        return f"{shown}[{inside}]"

    def __copy__(self):
        return self.copy_with(self.__args__)

    def __deepcopy__(self, memo):
        return self.copy_with(self.__args__)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            place = bases.index(self)
            for each in bases[place + 1:]:
                if isinstance(each, _BaseAlias) and each is not self:
                    return ()
        return (self.__origin__,)

    def __iter__(self):
        yield Unpack[self]


_ELLIPSIS = object()


def _place(places, parameter):
    for known, value in places:
        if known == parameter:
            return value
    return parameter


class _SpecialGenericAlias(_BaseAlias, _root=True):
    """`typing.List` and its kin: a class of the standard library by another name, with so many parameters."""

    def __init__(self, origin, nparams, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self.__dict__["_nparams"] = nparams
        if origin.__module__ == "builtins":
            self.__dict__["__doc__"] = f"A generic version of {origin.__qualname__}."
        else:
            self.__dict__["__doc__"] = f"A generic version of {origin.__module__}.{origin.__qualname__}."

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        parameters = tuple([_type_check(each, "Parameters to generic types must be types.") for each in parameters])
        _check_count(self, parameters, self._nparams)
        return self.copy_with(parameters)

    def copy_with(self, parameters):
        return _GenericAlias(self.__origin__, parameters, name=self._name, inst=self._inst)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        return self._name

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _CallableGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_specification(args[0]):
            return super().__repr__()
        inside = ", ".join([_type_repr(each) for each in args[:-1]])
        return f"typing.Callable[[{inside}], {_type_repr(args[-1])}]"


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, parameters):
        return _CallableGenericAlias(
            self.__origin__, parameters, name=self._name, inst=self._inst, takes_specifications=True
        )

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple) or len(parameters) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = parameters
        if isinstance(args, list):
            args = tuple(args)
        message = "Callable[args, result]: result must be a type."
        result = _type_check(result, message)
        if args is ...:
            return self.copy_with((..., result))
        if not isinstance(args, tuple):
            if not _is_specification(args):
                raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {args}")
            return self.copy_with((args, result))
        args = tuple([_type_convert(each) for each in args])
        return self.copy_with((*args, result))


class _TupleType(_SpecialGenericAlias, _root=True):
    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        if len(parameters) >= 2 and parameters[-1] is ...:
            message = "Tuple[t, ...]: t must be a type."
            checked = [_type_check(each, message) for each in parameters[:-1]]
            return self.copy_with((*checked, ...))
        return self.copy_with(tuple([_type_check(each, "Tuple[t0, t1, ...]: each t must be a type.") for each in parameters]))


class _UnionGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, args):
        return Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2:
            if args[0] is type(None):
                return f"typing.Optional[{_type_repr(args[1])}]"
            if args[1] is type(None):
                return f"typing.Optional[{_type_repr(args[0])}]"
        return super().__repr__()

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        for each in self.__args__:
            if issubclass(cls, each):
                return True
        return False


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self):
        return hash(self._values())

    def _values(self):
        return frozenset([(each, type(each)) for each in self.__args__])


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, args):
        if isinstance(args[-1], (list, tuple)):
            return (*args[:-1], *args[-1])
        if isinstance(args[-1], _ConcatenateGenericAlias):
            args = (*args[:-1], *args[-1].__args__)
        return super().copy_with(args)


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return "*" + repr(self.__args__[0])

    def __getitem__(self, args):
        if self.__typing_is_unpacked_typevartuple__:
            return args
        return super().__getitem__(args)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    @property
    def __typing_unpacked_tuple_args__(self):
        (only,) = self.__args__
        if isinstance(only, (_GenericAlias, GenericAlias)):
            if only.__origin__ is not tuple:
                raise TypeError("Unpack[...] must be used with a tuple type")
            return only.__args__
        return None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_GenericAlias, _root=True):
    """A type with something noted of it."""

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated")
        self.__dict__["__metadata__"] = metadata

    def copy_with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        notes = ", ".join([repr(each) for each in self.__metadata__])
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {notes}]"

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return "Annotated"
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


class Annotated:
    """`Annotated[int, note]`: a type with something noted of it."""

    __module__ = "typing"
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    def __class_getitem__(cls, parameters):
        if not isinstance(parameters, tuple) or len(parameters) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
        if _is_several(parameters[0]):
            raise TypeError("Annotated[...] should not be used with an unpacked TypeVarTuple")
        origin = _type_check(parameters[0], "Annotated[t, ...]: t must be a type.", allow_special_forms=True)
        return _AnnotatedAlias(origin, tuple(parameters[1:]))

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f"Cannot subclass {cls.__module__}.Annotated")


# --- Generic classes


class Generic:
    """The base of classes with type parameters."""

    __module__ = "typing"
    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        parameters = tuple([_type_convert(each) for each in parameters])
        if cls is Generic or cls is Protocol:
            if not parameters:
                raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
            if not all(_is_parameter(each) for each in parameters):
                raise TypeError(
                    f"Parameters to {cls.__name__}[...] must all be type variables or parameter specification variables."
                )
            if len(set(parameters)) != len(parameters):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        else:
            for each in cls.__parameters__:
                prepare = getattr(each, "__typing_prepare_subst__", None)
                if prepare is not None:
                    parameters = prepare(cls, parameters)
            for each in cls.__parameters__[len(parameters):]:
                if not each.has_default():
                    break
                parameters = (*parameters, each.__default__)
            _check_count(cls, parameters, len(cls.__parameters__))
            given = []
            for parameter, value in zip(cls.__parameters__, parameters):
                if isinstance(parameter, TypeVarTuple):
                    given.extend(value)
                else:
                    given.append(value)
            parameters = tuple(given)
        return _GenericAlias(cls, parameters, takes_specifications=True)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        written = cls.__dict__.get("__orig_bases__")
        if written is None:
            plain = Generic in cls.__bases__ and cls.__name__ != "Protocol" and type(cls) is not _TypedDictMeta
            if plain and cls.__name__ not in ("_NamedTuple",):
                raise TypeError("Cannot inherit from plain Generic")
            cls.__parameters__ = ()
            return
        if Generic in written:
            raise TypeError("Cannot inherit from plain Generic")
        found = _collect_parameters(written)
        listed = None
        for base in written:
            if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
                if listed is not None:
                    raise TypeError("Cannot inherit from Generic[...] multiple times.")
                listed = base.__parameters__
        if listed is not None:
            missing = ", ".join([str(each) for each in found if each not in listed])
            if missing:
                shown = ", ".join([str(each) for each in listed])
                raise TypeError(f"Some type variables ({missing}) are not listed in Generic[{shown}]")
            found = listed
        cls.__parameters__ = found


# --- Protocols


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        if "_is_protocol" not in cls.__dict__ or name != "Protocol":
            cls._is_protocol = any(base is Protocol for base in cls.__bases__) if name != "Protocol" else True
        if cls._is_protocol and name != "Protocol":
            for base in cls.__bases__:
                if not _may_be_base(base):
                    raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
            if cls.__init__ is Protocol.__init__:
                cls.__init__ = _no_init
        return cls

    def __subclasscheck__(cls, subclass):
        if not cls.__dict__.get("_is_protocol", False) or cls is Protocol:
            return super().__subclasscheck__(subclass)
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        if not cls.__dict__.get("_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        names = _get_protocol_attrs(cls)
        if any(not callable(getattr(cls, name, None)) for name in names):
            raise TypeError("Protocols with non-method members don't support issubclass()")
        own = cls.__dict__.get("__subclasshook__")
        if own is not None:
            answer = cls.__subclasshook__(subclass)
            if answer is not NotImplemented:
                return answer
        elif all(_defines(subclass, name) for name in names):
            return True
        return super().__subclasscheck__(subclass)

    def __instancecheck__(cls, instance):
        if not getattr(cls, "_is_protocol", False) or cls is Protocol:
            return super().__instancecheck__(instance)
        if not cls.__dict__.get("_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        kind = type(instance)
        if cls in kind.__mro__ or any(issubclass(kind, known) for known in cls._registered):
            return True
        for name in _get_protocol_attrs(cls):
            if not hasattr(instance, name):
                return False
            if getattr(instance, name) is None and callable(getattr(cls, name, None)):
                return False
        return True


def _may_be_base(base):
    if base is object or base is Generic or base is Protocol or getattr(base, "_is_protocol", False):
        return True
    return base.__module__ in ("collections.abc", "contextlib") and base.__name__ in _PROTOCOL_BASES


_PROTOCOL_BASES = (
    "Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable", "Hashable", "Sized", "Container", "Collection",
    "Reversible", "AbstractContextManager", "AbstractAsyncContextManager",
)


def _no_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    # The class that is instantiated may inherit one from another base.
    for base in cls.__mro__:
        init = base.__dict__.get("__init__", _no_init)
        if init is not _no_init:
            init(self, *args, **kwargs)
            return
    object.__init__(self)


def _get_protocol_attrs(cls):
    """The names of a protocol's members."""
    found = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        for name in [*base.__dict__, *base.__dict__.get("__annotations__", ())]:
            if not name.startswith("_abc_") and name not in _NOT_OF_PROTOCOLS:
                found.add(name)
    return found


_NOT_OF_PROTOCOLS = (
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__new__", "__slots__",
    "__subclasshook__", "__weakref__", "__class_getitem__", "__match_args__", "__qualname__", "__init_subclass__", "__parameters__",
    "__orig_bases__", "__orig_class__", "__type_params__", "_is_protocol", "_is_runtime_protocol", "_registered",
)


def _defines(kind, name):
    for base in kind.__mro__:
        if name in base.__dict__:
            return base.__dict__[name] is not None
        annotations = base.__dict__.get("__annotations__", {})
        if name in annotations and getattr(base, "_is_protocol", False):
            return True
    return False


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of classes that say what members an object must have."""

    __module__ = "typing"
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False


def runtime_checkable(cls):
    """Lets isinstance ask whether an object has the protocol's members."""
    if not (isinstance(cls, type) and issubclass(type(cls), type) and getattr(cls, "_is_protocol", False)):
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
    return _make_tuple_class(typename, tuple(names), known, {}, typing._caller() if module is None else module, (tuple,))


_KEYWORDS = frozenset([
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
    "pass", "raise", "return", "try", "while", "with", "yield",
])


def _make_tuple_class(typename, names, defaults, body, module, bases):
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
    return type(typename, bases, members)


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
            if base is not _NamedTupleBase and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        # A class of tuples takes the place of the form.
        bases = tuple([tuple if base is _NamedTupleBase else base for base in bases])
        annotations = namespace.get("__annotations__", {})
        message = "field {} annotation must be a type"
        types = {key: kind if isinstance(kind, str) else _type_check(kind, message.format(key)) for key, kind in annotations.items()}
        names = tuple(types)
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
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in names and key != "__annotations__":
                body[key] = value
        body["__annotations__"] = {key: ForwardRef(kind) if isinstance(kind, str) else kind for key, kind in types.items()}
        if Generic in bases:
            body["__class_getitem__"] = classmethod(_class_getitem)
        return _make_tuple_class(name, names, defaults, body, None, bases)


def _class_getitem(cls, item):
    return Generic.__class_getitem__.__func__(cls, item)


_FIXED = (
    "__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types", "_make", "_replace",
    "_asdict", "_source",
)


class _NamedTupleForm:
    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)

    def __call__(self, typename, fields=None, /, **kwargs):
        if fields is None:
            fields = kwargs.items()
        elif kwargs:
            raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
        types = {}
        for name, kind in fields:
            types[name] = _type_check(kind, f"field {name} annotation must be a type")
        made = namedtuple(typename, [name for name, _ in types.items()], module=typing._caller())
        made.__annotations__ = types
        return made

    def __repr__(self):
        return "<function NamedTuple>"


NamedTuple = _NamedTupleForm()


# --- TypedDict


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(base, Generic) for base in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), dict(namespace))
        annotations = {}
        required = set()
        optional = set()
        message = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {}
        for key, kind in namespace.get("__annotations__", {}).items():
            if isinstance(kind, str):
                own[key] = ForwardRef(kind, module=made.__module__)
            else:
                own[key] = _type_check(kind, message)
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required |= set(base.__dict__.get("__required_keys__", ()))
            optional |= set(base.__dict__.get("__optional_keys__", ()))
        annotations.update(own)
        for key, kind in own.items():
            origin = get_origin(kind)
            if origin is Annotated:
                origin = get_origin(kind.__args__[0])
            needed = origin is Required or (total and origin is not NotRequired)
            (required if needed else optional).add(key)
            # It may have been the other in a base.
            (optional if needed else required).discard(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        if "__total__" not in made.__dict__:
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
        if fields is None:
            fields = kwargs
        elif kwargs:
            raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
        namespace = {"__annotations__": dict(fields), "__module__": typing._caller()}
        made = _TypedDictMeta(typename, (), namespace, total=total)
        made.__orig_bases__ = (TypedDict,)
        return made

    def __repr__(self):
        return "<function TypedDict>"


TypedDict = _TypedDictForm()
_TypedDictBase = type.__new__(_TypedDictMeta, "_TypedDict", (), {})
_NamedTupleBase = type.__new__(_NamedTupleMeta, "_NamedTuple", (), {})


def is_typeddict(tp):
    """Whether a class is a TypedDict."""
    return type(tp) is _TypedDictMeta


# --- Classes of the standard library under the names of typing

Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")
List = _SpecialGenericAlias(list, 1, inst=False, name="List")
Dict = _SpecialGenericAlias(dict, 2, inst=False, name="Dict")
Set = _SpecialGenericAlias(set, 1, inst=False, name="Set")
FrozenSet = _SpecialGenericAlias(frozenset, 1, inst=False, name="FrozenSet")
Type = _SpecialGenericAlias(type, 1, inst=False, name="Type")
Deque = _SpecialGenericAlias(collections.deque, 1, name="Deque")
DefaultDict = _SpecialGenericAlias(collections.defaultdict, 2, name="DefaultDict")
OrderedDict = _SpecialGenericAlias(collections.OrderedDict, 2)
Counter = _SpecialGenericAlias(collections.Counter, 1)
ChainMap = _SpecialGenericAlias(collections.ChainMap, 2)
Callable = _CallableType(collections.abc.Callable, 2)
Hashable = _SpecialGenericAlias(collections.abc.Hashable, 0)
Sized = _SpecialGenericAlias(collections.abc.Sized, 0)
Awaitable = _SpecialGenericAlias(collections.abc.Awaitable, 1)
Coroutine = _SpecialGenericAlias(collections.abc.Coroutine, 3)
AsyncIterable = _SpecialGenericAlias(collections.abc.AsyncIterable, 1)
AsyncIterator = _SpecialGenericAlias(collections.abc.AsyncIterator, 1)
AsyncGenerator = _SpecialGenericAlias(collections.abc.AsyncGenerator, 2)
Iterable = _SpecialGenericAlias(collections.abc.Iterable, 1)
Iterator = _SpecialGenericAlias(collections.abc.Iterator, 1)
Generator = _SpecialGenericAlias(collections.abc.Generator, 3)
Reversible = _SpecialGenericAlias(collections.abc.Reversible, 1)
Container = _SpecialGenericAlias(collections.abc.Container, 1)
Collection = _SpecialGenericAlias(collections.abc.Collection, 1)
AbstractSet = _SpecialGenericAlias(collections.abc.Set, 1, name="AbstractSet")
MutableSet = _SpecialGenericAlias(collections.abc.MutableSet, 1)
Mapping = _SpecialGenericAlias(collections.abc.Mapping, 2)
MutableMapping = _SpecialGenericAlias(collections.abc.MutableMapping, 2)
Sequence = _SpecialGenericAlias(collections.abc.Sequence, 1)
MutableSequence = _SpecialGenericAlias(collections.abc.MutableSequence, 1)
ByteString = _SpecialGenericAlias(collections.abc.ByteString, 0)
MappingView = _SpecialGenericAlias(collections.abc.MappingView, 1)
KeysView = _SpecialGenericAlias(collections.abc.KeysView, 1)
ItemsView = _SpecialGenericAlias(collections.abc.ItemsView, 2)
ValuesView = _SpecialGenericAlias(collections.abc.ValuesView, 1)
ContextManager = _SpecialGenericAlias(contextlib.AbstractContextManager, 1, name="ContextManager")
AsyncContextManager = _SpecialGenericAlias(contextlib.AbstractAsyncContextManager, 1, name="AsyncContextManager")
Pattern = _SpecialGenericAlias(re.Pattern, 1)
Match = _SpecialGenericAlias(re.Match, 1)
Text = str
T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)
VT_co = TypeVar("VT_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
CT_co = TypeVar("CT_co", covariant=True, bound=type)
AnyStr = TypeVar("AnyStr", bytes, str)


@runtime_checkable
class SupportsInt(Protocol):
    """Has __int__."""

    __slots__ = ()

    def __int__(self):
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """Has __float__."""

    __slots__ = ()

    def __float__(self):
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """Has __complex__."""

    __slots__ = ()

    def __complex__(self):
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """Has __bytes__."""

    __slots__ = ()

    def __bytes__(self):
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """Has __index__."""

    __slots__ = ()

    def __index__(self):
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """Has __abs__."""

    __slots__ = ()

    def __abs__(self):
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """Has __round__."""

    __slots__ = ()

    def __round__(self, ndigits=0):
        pass


class IO(Generic[AnyStr]):
    """What files are."""

    __slots__ = ()


class BinaryIO(IO[bytes]):
    """What files of bytes are."""

    __slots__ = ()


class TextIO(IO[str]):
    """What files of text are."""

    __slots__ = ()


class NewType:
    """A name for a type: calling it gives the value itself."""

    __module__ = "typing"

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = typing._caller()
        if module != "typing":
            self.__module__ = module

    def __mro_entries__(self, bases):
        mine = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError(
                    f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                    f"`{cls.__name__} = NewType({cls.__name__!r}, {mine})`"
                )

        return (Dummy,)

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __call__(self, x, /):
        return x

    def __reduce__(self):
        return self.__qualname__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


# --- Decorators and functions

_overload_registry = collections.defaultdict(dict)


def overload(func):
    """Marks a signature; calling it is a mistake."""
    inner = getattr(func, "__func__", func)
    try:
        known = _overload_registry[inner.__module__].setdefault(inner.__qualname__, {})
        code = getattr(inner, "__code__", None)
        known[id(inner) if code is None else code.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """The signatures that were marked for a function."""
    inner = getattr(func, "__func__", func)
    known = _overload_registry.get(inner.__module__, {})
    return list(known.get(inner.__qualname__, {}).values())


def clear_overloads():
    """Forgets all signatures."""
    _overload_registry.clear()


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
    """Says that annotations are none, also in the functions and classes of a class."""
    if isinstance(arg, type):
        for value in arg.__dict__.values():
            own = getattr(value, "__qualname__", "").startswith(arg.__qualname__ + ".")
            if isinstance(value, (staticmethod, classmethod)):
                own = value.__func__.__qualname__.startswith(arg.__qualname__ + ".")
                value = value.__func__
            if own and type(value) is _FUNCTION:
                value.__no_type_check__ = True
            elif own and isinstance(value, type):
                no_type_check(value)
    _mark(arg, "__no_type_check__")
    return arg


def no_type_check_decorator(decorator):
    """Says that what it decorates has annotations that are none."""

    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator


def dataclass_transform(
    *, eq_default=True, order_default=False, kw_only_default=False, field_specifiers=(), **kwargs
):
    """Says that what it decorates makes classes as dataclass does."""

    def decorate(thing):
        thing.__dataclass_transform__ = {
            "eq_default": eq_default,
            "order_default": order_default,
            "kw_only_default": kw_only_default,
            "field_specifiers": field_specifiers,
            "kwargs": kwargs,
        }
        return thing

    return decorate


_ASSERT_NEVER_REPR_MAX_LENGTH = 100


def assert_never(arg, /):
    """Fails: this place must not be reached."""
    value = repr(arg)
    if len(value) > _ASSERT_NEVER_REPR_MAX_LENGTH:
        value = value[:_ASSERT_NEVER_REPR_MAX_LENGTH] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def assert_type(val, typ, /):
    """The value itself."""
    return val


def reveal_type(obj, /):
    """The value itself; CPython writes its type to the standard error, which a workflow does not have."""
    return obj


def get_origin(tp):
    """What a parametrised type is a form of: `list` of `List[int]`."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, UnionType):
        return UnionType
    return None


def get_args(tp):
    """What stands between the brackets."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        callable_ = tp.__origin__ is collections.abc.Callable
        if callable_ and not (len(args) == 2 and _is_specification(args[0])):
            return (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, UnionType):
        return tp.__args__
    return ()


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class or a function, texts among them looked up."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            annotations = base.__dict__.get("__annotations__", {})
            if not isinstance(annotations, dict):
                annotations = {}
            known = _scope(base) if globalns is None else globalns
            own = dict(vars(base)) if localns is None else localns
            if localns is None and globalns is None:
                # CPython looks into the class first.
                known, own = own, known
            for name, value in annotations.items():
                if value is None:
                    value = type(None)
                if isinstance(value, str):
                    value = ForwardRef(value, is_argument=False, is_class=True)
                hints[name] = _eval_type(value, known, own)
    else:
        annotations = getattr(obj, "__annotations__", None)
        inner = obj
        while hasattr(inner, "__wrapped__"):
            inner = inner.__wrapped__
        if annotations is None:
            if isinstance(obj, (_FUNCTION, MethodType, type(len))) or type(obj).__name__ in ("module", "method_descriptor"):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        if globalns is None:
            globalns = _scope(inner)
            if localns is None:
                localns = globalns
        elif localns is None:
            localns = globalns
        for name, value in annotations.items():
            if value is None:
                value = type(None)
            if isinstance(value, str):
                value = ForwardRef(value, is_argument=not isinstance(obj, type), is_class=False)
            hints[name] = _eval_type(value, globalns, localns)
    if include_extras:
        return hints
    return {name: _without_notes(kind) for name, kind in hints.items()}


def _scope(obj):
    """What names mean where an object was defined."""
    return typing._globals(getattr(obj, "__module__", None) or "")


def _without_notes(kind):
    """The type without what is noted of it, `Required` and `NotRequired`."""
    if isinstance(kind, _AnnotatedAlias):
        return _without_notes(kind.__origin__)
    if hasattr(kind, "__origin__") and (kind.__origin__ is Required or kind.__origin__ is NotRequired):
        return _without_notes(kind.__args__[0])
    if isinstance(kind, (_GenericAlias, GenericAlias, UnionType)):
        args = tuple([_without_notes(each) for each in kind.__args__])
        if args == kind.__args__:
            return kind
        if isinstance(kind, GenericAlias):
            return GenericAlias(kind.__origin__, args)
        if isinstance(kind, UnionType):
            made = args[0]
            for each in args[1:]:
                made = made | each
            return made
        return kind.copy_with(args)
    return kind
