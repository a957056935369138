"""Classes of attrs and msgspec as the machine knows them: the class's own text without its fields, and methods that are
written from what the library made of these.

What is not written exactly is not written: such a class is made by a worker as a recorded step (attrs), or is only known
by name.
"""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from . import _models, _scope, _text
from ._models import Named, Unknown

_SIMPLE = (str, bytes, bool, int, type(None))
_CONVERTERS = (str, bytes, bool, int, float, list, tuple, dict, set, frozenset)


def is_generated(cls: type) -> bool:
    return is_attrs(cls) or is_struct(cls)


def is_attrs(cls: type) -> bool:
    return "__attrs_attrs__" in vars(cls)


def is_struct(cls: type) -> bool:
    return hasattr(cls, "__struct_fields__") and hasattr(cls, "__struct_config__")


def path_of(value: object) -> str | None:
    """What of the two libraries the machine has."""
    for module, names in _MEMBERS.items():
        loaded = sys.modules.get(module)
        for name, path in names.items():
            if loaded is not None and value is getattr(loaded, name, _MISSING) and value is not None:
                return path
    return None


_MISSING = object()
_MEMBERS: dict[str, dict[str, str]] = {
    "attr": {
        "evolve": "_attrs.evolve", "asdict": "_attrs.asdict_plain", "astuple": "_attrs.astuple_plain", "has": "_attrs.has",
        "NOTHING": "_attrs.NOTHING",
    },
    "attrs": {"asdict": "_attrs.asdict", "astuple": "_attrs.astuple"},
    "attr.exceptions": {
        "FrozenInstanceError": "_attrs.FrozenInstanceError", "FrozenAttributeError": "_attrs.FrozenAttributeError",
        "FrozenError": "_attrs.FrozenError",
    },
    "msgspec": {"Struct": "_msgspec.Struct"},
    "msgspec.structs": {"replace": "_msgspec.replace", "asdict": "_msgspec.asdict", "astuple": "_msgspec.astuple"},
}  # fmt: skip


def source_of(cls: Any, named: Named) -> _text.Text | None:
    """The class as the machine can have it; none where even its attributes and methods cannot be."""
    text = _text.text_of(cls)
    node = ast.parse(text.source).body[0] if text else None
    if text is None or not isinstance(node, ast.ClassDef) or len(node.decorator_list) > (1 if is_attrs(cls) else 0):
        return None
    fields = [each.name for each in cls.__attrs_attrs__] if is_attrs(cls) else [*cls.__struct_fields__]
    lines = text.source.splitlines()
    made = [""] * len(lines)
    made[node.lineno - 1] = f"class {cls.__name__}({', '.join(_bases(cls, node, named))}):"
    if len(node.body) > 0 and node.body[0].lineno == node.lineno:
        return None
    for statement in node.body:
        _copy(statement, set(fields), lines, made)
    indent = " " * node.body[0].col_offset
    written = _attrs_methods(cls, named) if is_attrs(cls) else _struct_methods(cls, named)
    made += [indent + line for line in written]
    return _text.Text(text.file, text.first_line, text.column, "\n".join(made) + "\n", text.source)


def _bases(cls: type, node: ast.ClassDef, named: Named) -> Iterator[str]:
    """As the author wrote them, but for the library's own."""
    for at, base in enumerate(node.bases):
        live = cls.__bases__[at] if len(cls.__bases__) == len(node.bases) else None
        yield named(live) if live is not None and path_of(live) else ast.unparse(base)
    if is_attrs(cls):
        for keyword in node.keywords:
            yield ast.unparse(keyword)


def _copy(statement: ast.stmt, fields: set[str], lines: list[str], made: list[str]) -> None:
    first = statement.lineno
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        of_fields = [each for each in statement.decorator_list if _is_of_field(each, fields)]
        first = min([statement.lineno, *(each.lineno for each in statement.decorator_list)])
        made[first - 1 : statement.end_lineno] = lines[first - 1 : statement.end_lineno]
        for each in of_fields:
            end = each.end_lineno or each.lineno
            made[each.lineno - 1 : end] = [""] * (end - each.lineno + 1)
        return
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target] if statement.value is not None else [ast.Name(id=next(iter(fields), ""))]
    if any(isinstance(each, ast.Name) and (each.id in fields or each.id == "__slots__") for each in targets):
        return
    if not isinstance(statement, ast.AnnAssign) or statement.value is not None:
        made[first - 1 : statement.end_lineno] = lines[first - 1 : statement.end_lineno]


def _is_of_field(decorator: ast.expr, fields: set[str]) -> bool:
    """`@x.validator`, `@x.default`."""
    return isinstance(decorator, ast.Attribute) and isinstance(decorator.value, ast.Name) and decorator.value.id in fields


# -- attrs ------------------------------------------------------------------------------------------------------------


def _attrs_methods(cls: Any, named: Named) -> list[str]:
    own = {name for name, held in vars(cls).items() if _by_attrs(held)}
    library = functools.partial(_member, named, "_attrs")
    lines = [f"__attrs_attrs__ = ({''.join(f'{_attribute(each, named)}, ' for each in cls.__attrs_attrs__)})"]
    if "__slots__" in vars(cls):
        lines.append(f"__slots__ = {tuple(each for each in vars(cls)['__slots__'] if each != '__weakref__')!r}")
    if "__match_args__" in vars(cls):
        lines.append(f"__match_args__ = {cls.__match_args__!r}")
    lines += _attrs_comparisons(cls, own, library)
    frozen = getattr(vars(cls).get("__setattr__"), "__name__", "") == "_frozen_setattrs"
    if frozen:
        lines += [f"__setattr__ = {library('frozen_setattr')}", f"__delattr__ = {library('frozen_delattr')}"]
    if "__str__" in own:
        raise Unknown("has a generated `__str__`")
    for name in ("__init__", "__attrs_init__"):
        if name in own:
            lines += _attrs_init(cls, name, named, library)
    if "__setattr__" in own and not frozen:
        lines += _attrs_setattr(cls, named, library)
    return lines


def _attrs_comparisons(cls: Any, own: set[str], library: Callable[[str], str]) -> Iterator[str]:
    fields = cls.__attrs_attrs__
    if "__repr__" in own:
        names = tuple(each.name for each in fields if each.repr)
        yield from ("def __repr__(self):", f"    return {library('shown')}(self, {names!r})")
    if "__eq__" in own:
        compared = [each.name for each in fields if each.eq]
        pairs = [(f"self.{name}", f"other.{name}") for name in compared]
        each_alone = " and ".join(f"{mine} == {theirs}" for mine, theirs in pairs) or "True"
        yield from (
            "def __eq__(self, other):",
            "    if other.__class__ is not self.__class__:",
            "        return NotImplemented",
        )
        yield f"    return {each_alone}" if _version() >= (24, 1) else f"    return {_two_tuples(compared, '==')}"
    if "__ne__" in own:
        yield f"__ne__ = {library('ne')}"
    for name, sign in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
        if name in own:
            yield from (
                f"def {name}(self, other):",
                "    if other.__class__ is not self.__class__:",
                "        return NotImplemented",
            )
            yield f"    return {_two_tuples([each.name for each in fields if each.order], sign)}"
    if "__hash__" in own:
        hashed = [each.name for each in fields if (each.eq if each.hash is None else each.hash)]
        yield from ("def __hash__(self):", f"    return hash(({''.join(f'self.{name}, ' for name in hashed)}))")
    elif vars(cls).get("__hash__", ...) is None:
        yield "__hash__ = None"


def _two_tuples(names: list[str], sign: str) -> str:
    return " ".join(
        (f"({''.join(f'self.{name}, ' for name in names)})", sign, f"({''.join(f'other.{name}, ' for name in names)})")
    )


@functools.cache
def _version() -> tuple[int, ...]:
    return tuple(int(part) for part in importlib.metadata.version("attrs").split(".")[:2])


def _by_attrs(held: Any) -> bool:
    if not isinstance(held, types.FunctionType):
        return False
    return held.__code__.co_filename.startswith("<attrs generated") or held.__code__.co_filename.endswith("attr/_make.py")


def _member(named: Named, library: str, name: str) -> str:
    return named(_models.Member(f"{library}.{name}"))


def _attribute(each: Any, named: Named) -> str:
    if each.eq_key is not None or each.order_key is not None or callable(each.repr):
        raise Unknown(f"compares or shows `{each.name}` in a way of its own")
    hashed = each.eq if each.hash is None else each.hash
    # What names an address is another text in each process.
    shown = None if " at 0x" in repr(each) else repr(each)
    flags = [bool(flag) for flag in (each.init, each.repr, each.eq, each.order, hashed)]
    parts = [repr(part) for part in (each.name, each.alias, *flags, shown)]
    return f"{_member(named, '_attrs', 'Attribute')}({', '.join(parts)})"


def _attrs_init(cls: Any, name: str, named: Named, library: Callable[[str], str]) -> list[str]:
    try:
        return _attrs_init_here(cls, name, named, library)
    except Unknown:
        if not _models.is_found_by_workers(cls):
            raise
        worker = _models.worker_of(cls, named)
        return [f"def {name}(self, /, *args, **named):", f"    {library('take')}(self, {worker}, args, named)"]


def _attrs_init_here(cls: Any, name: str, named: Named, library: Callable[[str], str]) -> list[str]:
    plain, keyword_only, body, checks = ["self"], list[str](), list[str](), list[str]()
    for each in cls.__attrs_attrs__:
        factory = type(each.default).__name__ == "Factory" and hasattr(each.default, "takes_self")
        missing = type(each.default).__name__ == "_Nothing"
        value = each.alias
        if each.init:
            default = "" if missing else f"={library('NOTHING')}" if factory else f"={_default(each.default, named)}"
            (keyword_only if each.kw_only else plain).append(each.alias + default)
        elif missing:
            continue
        made = (
            f"{_callable(cls, each.default.factory, named)}({'self' if each.default.takes_self else ''})" if factory else None
        )
        if made is not None:
            value = f"({made} if {each.alias} is {library('NOTHING')} else {each.alias})" if each.init else made
        elif not each.init:
            value = _default(each.default, named)
        if each.converter is not None:
            value = f"{_converter(cls, each.converter, named)}({value})"
        body.append(f"    object.__setattr__(self, {each.name!r}, {value})")
        for validator in _validators(each.validator):
            attribute = f"{library('attribute_of')}(self, {each.name!r})"
            checks.append(f"    {_validator(cls, validator, named)}(self, {attribute}, self.{each.name})")
    if keyword_only:
        keyword_only.insert(0, "*")
    before = _hook(cls, "__attrs_pre_init__")
    lines = [f"def {name}({', '.join([*plain, *keyword_only])}):", *before, *body, *checks]
    lines += _hook(cls, "__attrs_post_init__")
    if issubclass(cls, BaseException):
        args = "".join(f", self.{each.name}" for each in cls.__attrs_attrs__ if each.init)
        lines.append(f"    BaseException.__init__(self{args})")
    return [*lines, "    return None"]


def _hook(cls: Any, name: str) -> list[str]:
    hook = getattr(cls, name, None)
    if hook is None:
        return []
    if hook.__code__.co_argcount != 1 or hook.__code__.co_flags & 0x0C:
        raise Unknown(f"has a `{name}` with arguments")
    return [f"    self.{name}()"]


def _default(value: object, named: Named) -> str:
    return repr(value) if type(value) in _SIMPLE else named(value)


def _callable(cls: type, value: Any, named: Named) -> str:
    """A function of the author's, a method of the class, or a builtin class."""
    for base in cls.__mro__:
        for name, held in vars(base).items():
            if held is value and isinstance(value, types.FunctionType):
                return f"{named(base)}.{name}"
    if value in _CONVERTERS:
        return str(value.__name__)
    function = _scope.function_of(value)
    foreign = function is not None and function.__module__.partition(".")[0] in ("attr", "attrs")
    if foreign or not (isinstance(value, type) or function is not None):
        raise Unknown("calls what is no function of the project")
    return named(value)


def _converter(cls: type, converter: Any, named: Named) -> str:
    if type(converter).__name__ == "Converter":
        if converter.takes_self or converter.takes_field:
            raise Unknown("has a converter that takes more than the value")
        converter = converter.converter
    return _callable(cls, converter, named)


def _validators(validator: Any) -> Iterator[Any]:
    if validator is None:
        return
    if type(validator).__name__ == "_AndValidator":
        for each in validator._validators:
            yield from _validators(each)
    else:
        yield validator


def _validator(cls: type, validator: Any, named: Named) -> str:
    kind = type(validator).__name__
    library = functools.partial(_member, named, "_attrs")
    if kind == "_InstanceOfValidator":
        types_of = validator.type if isinstance(validator.type, tuple) else (validator.type,)
        names = [each.__name__ if each.__module__ == "builtins" else named(each) for each in types_of]
        shown = names[0] if not isinstance(validator.type, tuple) else f"({''.join(f'{each}, ' for each in names)})"
        return f"{library('instance_of')}({shown})"
    if kind == "_OptionalValidator":
        return f"{library('optional')}({_validator(cls, validator.validator, named)})"
    if kind == "_NumberValidator":
        return f"{library('bounded')}({_default(validator.bound, named)}, {validator.compare_op!r})"
    if kind in ("_MinLengthValidator", "_MaxLengthValidator"):
        least = kind == "_MinLengthValidator"
        return f"{library('of_length')}({least!r}, {validator.min_length if least else validator.max_length!r})"
    if not isinstance(validator, types.FunctionType):
        raise Unknown(f"has a validator of the type {kind}")
    return _callable(cls, validator, named)


def _attrs_setattr(cls: Any, named: Named, library: Callable[[str], str]) -> list[str]:
    """Assignment converts and validates, as `define` has it."""
    try:
        return _attrs_setattr_here(cls, named, library)
    except Unknown:
        if not _models.is_found_by_workers(cls):
            raise
        worker = _models.worker_of(cls, named)
        return ["def __setattr__(self, name, value):", f"    {library('set_by_worker')}(self, {worker}, name, value)"]


def _attrs_setattr_here(cls: Any, named: Named, library: Callable[[str], str]) -> list[str]:
    hooks: tuple[Any, ...] = vars(cls)["__setattr__"].__closure__ or ()
    if len(hooks) != 1 or not isinstance(hooks[0].cell_contents, dict):
        raise Unknown("has a `__setattr__` of a kind that is not known")
    lines = ["def __setattr__(self, name, value):"]
    for name, (attribute, hook) in hooks[0].cell_contents.items():
        if hook.__module__ not in ("attr.setters", "attr._make") or hook.__qualname__ not in (
            "pipe.<locals>.wrapped_pipe",
            *_HOOKS,
        ):
            raise Unknown(f"does something of its own when `{name}` is set")
        steps = (
            [each.__name__ for each in hook.__closure__[0].cell_contents] if "pipe" in hook.__qualname__ else [hook.__name__]
        )
        inner = []
        for step in steps:
            if step == "frozen":
                inner.append(f"raise {library('FrozenAttributeError')}()")
            elif step == "convert" and attribute.converter is not None:
                inner.append(f"value = {_converter(cls, attribute.converter, named)}(value)")
            elif step == "validate":
                validators = [_validator(cls, each, named) for each in _validators(attribute.validator)]
                inner += [f"{each}(self, {library('attribute_of')}(self, {name!r}), value)" for each in validators]
            elif step not in _HOOKS:
                raise Unknown(f"does something of its own when `{name}` is set")
        if inner:
            lines += [f"    if name == {name!r}:", *(f"        {each}" for each in inner)]
    return [*lines, "    object.__setattr__(self, name, value)"]


_HOOKS = ("convert", "validate", "frozen")


# -- msgspec ----------------------------------------------------------------------------------------------------------


def _struct_methods(cls: Any, named: Named) -> list[str]:
    config = cls.__struct_config__
    structs = sys.modules.get("msgspec.structs")
    if structs is None or config.dict or config.weakref or config.cache_hash or config.repr_omit_defaults:
        raise Unknown("is a struct with an option that is not known (`dict`, `weakref`, `cache_hash`, `repr_omit_defaults`)")
    library = functools.partial(_member, named, "_msgspec")
    fields = []
    for each in structs.fields(cls):
        default = "()"
        if not each.required and type(each.default).__name__ != "NODEFAULT" and repr(each.default) != "NODEFAULT":
            default = f"('is', {_default(each.default, named)})"
        elif not each.required:
            default = f"('make', {_callable(cls, each.default_factory, named)})"
        fields.append(f"({each.name!r}, {default}), ")
    lines = [
        f"__struct_fields__ = {cls.__struct_fields__!r}",
        f"__match_args__ = {cls.__match_args__!r}",
        f"__struct_described__ = ({''.join(fields)})",
        f"__struct_frozen__ = {bool(config.frozen)!r}",
    ]
    if config.eq:
        if "__eq__" not in vars(cls):
            lines.append(f"__eq__ = {library('eq')}")
        if not isinstance(vars(cls).get("__hash__"), types.FunctionType):
            lines.append(f"__hash__ = {library('hashed') if config.frozen else None}")
    if config.order:
        lines += [f"{name} = {library(name.strip('_'))}" for name in ("__lt__", "__le__", "__gt__", "__ge__")]
    return lines
