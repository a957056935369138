"""Pydantic's models as the machine knows them: the class's own text without its fields, and what pydantic made of these.

What is not understood completely is not described: such a model is constructed, or dumped, by a worker, as a recorded step.
"""

from __future__ import annotations

import ast
import datetime
import decimal
import enum
import sys
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from . import _classes, _text

# Gives an object a name in the source.
Named = Callable[[Any], str]

# Where the machine has its own of what pydantic's modules hold.
LIBRARY = "_pydantic"


@dataclass(frozen=True)
class Step:
    """The action of recorded steps, for classes that workers find in a module."""

    module: str


@dataclass(frozen=True)
class Member:
    """A member of the machine's own library, by its path."""

    path: str


class Unknown(Exception):
    """Something in a schema that is not reproduced."""


def is_model(cls: type) -> bool:
    return "__pydantic_core_schema__" in vars(cls) and hasattr(cls, "model_fields")


def path_of(value: object) -> str | None:
    """What of pydantic itself the machine has."""
    pydantic = sys.modules.get("pydantic")
    for name in ("BaseModel", "ValidationError"):
        if pydantic is not None and value is getattr(pydantic, name, None):
            return f"{LIBRARY}.{name}"
    return None


def why_not_made(cls: Any) -> str | None:
    """Why a model cannot be constructed in a workflow."""
    try:
        if source_of(cls, lambda _: "x") is None:
            return "is not written as a plain class of fields and methods"
        if is_found_by_workers(cls):
            return None
        schema = _Schema(cls)
        schema.fields(lambda _: "x")
        schema.computed()
    except Unknown as why:
        return str(why)
    return None


def is_found_by_workers(cls: type) -> bool:
    return (
        "<locals>" not in cls.__qualname__
        and _classes.public_module(cls.__module__) != "__main__"
        and _classes.is_findable(cls)
    )


def source_of(cls: Any, named: Named) -> _text.Text | None:
    """The class as the machine can have it; none where even its attributes and methods cannot be."""
    text = _text.text_of(cls)
    if not is_model(cls) or text is None or cls.__pydantic_generic_metadata__["parameters"] or cls.__pydantic_root_model__:
        return None
    node = ast.parse(text.source).body[0]
    assert isinstance(node, ast.ClassDef)
    if node.decorator_list or any(isinstance(each, ast.ClassDef) and each.name != "Config" for each in node.body):
        return None
    if not all(base.__name__ == "BaseModel" or is_model(base) for base in cls.__bases__):
        return None
    lines = text.source.splitlines()
    made = [""] * len(lines)
    made[node.lineno - 1] = f"class {cls.__name__}({', '.join(named(base) for base in cls.__bases__)}):"
    for statement in node.body:
        if _is_kept(cls, statement):
            _copy(statement, lines, made)
    indent = " " * node.body[0].col_offset
    made.append(f"{indent}__pydantic_schema__ = {_description(cls, named)}")
    return _text.Text(text.file, text.first_line, text.column, "\n".join(made) + "\n", text.source)


def _decorated(cls: Any, *kinds: str) -> Iterable[str]:
    for kind in kinds:
        yield from getattr(cls.__pydantic_decorators__, kind)


def _is_kept(cls: Any, statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        hidden = _decorated(
            cls,
            "validators",
            "field_validators",
            "root_validators",
            "field_serializers",
            "model_serializers",
            "model_validators",
        )
        return statement.name not in set(hidden)
    target = statement.target if isinstance(statement, ast.AnnAssign) else None
    if isinstance(target, ast.Name) and isinstance(statement, ast.AnnAssign):
        return statement.value is not None and target.id in cls.__class_vars__
    return isinstance(statement, ast.Expr)


def _copy(statement: ast.stmt, lines: list[str], made: list[str]) -> None:
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(each.lineno for each in decorators)])
    made[first - 1 : statement.end_lineno] = lines[first - 1 : statement.end_lineno]
    computed = [each for each in decorators if _name(each) == "computed_field"]
    for each in computed:
        alone = len(decorators) == 1
        made[each.lineno - 1] = " " * statement.col_offset + "@property" if alone else ""
        made[each.lineno : each.end_lineno] = [""] * ((each.end_lineno or each.lineno) - each.lineno)


def _name(expression: ast.expr) -> str:
    expression = expression.func if isinstance(expression, ast.Call) else expression
    return (
        expression.attr if isinstance(expression, ast.Attribute) else expression.id if isinstance(expression, ast.Name) else ""
    )


def _description(cls: Any, named: Named) -> str:
    schema = _Schema(cls)
    try:
        fields, computed, by_name = schema.fields(named), schema.computed(), repr(schema.by_name)
        private = [_tuple([repr(name), _private_default(each, named)]) for name, each in cls.__private_attributes__.items()]
    except Unknown:
        fields, computed, by_name = schema.dumped_fields(named), schema.dumped_computed(), "None"
        private = [_tuple([repr(name), "()"]) for name in cls.__private_attributes__]
    parts = [repr(schema.title), repr(schema.extra), repr(schema.by_alias), by_name, repr(schema.frozen), repr(_version())]
    parts += [_tuple(fields), _tuple(private), repr(_has_post_init(cls)), _tuple(computed), worker_of(cls, named)]
    return _tuple(parts)


def worker_of(cls: type, named: Named) -> str:
    """How the machine names a class to a worker."""
    if not is_found_by_workers(cls):
        return "None"
    return _tuple([named(Step(_classes.public_module(cls.__module__))), repr(_classes.reference(cls))])


def _version() -> str:
    major, minor, *_ = sys.modules["pydantic"].VERSION.split(".")
    return f"{major}.{minor}"


def _has_post_init(cls: type) -> bool:
    for base in cls.__mro__:
        text = _text.text_of(base) if is_model(base) else None
        tree = ast.parse(text.source).body[0] if text else None
        if isinstance(tree, ast.ClassDef) and any(getattr(each, "name", "") == "model_post_init" for each in tree.body):
            return True
    return False


def _private_default(attribute: Any, named: Named) -> str:
    if attribute.default_factory is not None:
        return _tuple(['"make"', named(attribute.default_factory)])
    if type(attribute.default).__name__ == "PydanticUndefinedType":
        return "()"
    return _tuple(['"is"', _value(attribute.default, named)])


def _tuple(items: Iterable[str]) -> str:
    return "(" + "".join(f"{each}, " for each in items) + ")"


_SIMPLE = (str, bytes, bool, int, type(None))
_UNCHANGING = (
    float,
    decimal.Decimal,
    uuid.UUID,
    datetime.date,
    datetime.time,
    datetime.timedelta,
    datetime.timezone,
    enum.Enum,
)


def _value(value: object, named: Named) -> str:
    """A default: written out, or named where it never changes."""
    if type(value) in _SIMPLE:
        return repr(value)
    if isinstance(value, _UNCHANGING):
        return named(value)
    if type(value) is list:
        return "[" + ", ".join(_value(each, named) for each in value) + "]"
    if type(value) is tuple:
        return _tuple(_value(each, named) for each in value)
    if type(value) is dict:
        return "{" + ", ".join(f"{_value(key, named)}: {_value(held, named)}" for key, held in value.items()) + "}"
    if type(value) in (set, frozenset) and not value:
        return f"{type(value).__name__}()"
    raise Unknown(f"has a default of the type {type(value).__name__}")


_IGNORED = {"type", "metadata", "ref"}
_NUMBERS = {"gt", "ge", "lt", "le"}
_CONFIG = {"title", "extra_fields_behavior", "validate_by_alias", "validate_by_name", "populate_by_name"}
_SETTINGS = {
    "title", "extra", "frozen", "populate_by_name", "validate_by_name", "validate_by_alias", "alias_generator",
    "arbitrary_types_allowed", "json_schema_extra", "protected_namespaces", "use_attribute_docstrings",
}  # fmt: skip
_MODEL = {"cls", "schema", "config", "custom_init", "root_model", "post_init", "frozen", "generic_origin"}
_FUNCTIONS = {"function-before", "function-after", "function-wrap"}

_INSTANCES: dict[str, tuple[type, str, str]] = {
    "datetime": (datetime.datetime, "datetime_type", "Input should be a valid datetime"),
    "date": (datetime.date, "date_type", "Input should be a valid date"),
    "time": (datetime.time, "time_type", "Input should be in a valid time format"),
    "timedelta": (datetime.timedelta, "time_delta_type", "Input should be a valid timedelta"),
    "decimal": (decimal.Decimal, "decimal_type", "Decimal input should be an integer, float, string or Decimal object"),
    "uuid": (uuid.UUID, "uuid_type", "UUID input should be a string, bytes or UUID object"),
}


class _Schema:
    """What pydantic made of a model, in the terms of `library/_pydantic.py`."""

    def __init__(self, cls: Any) -> None:
        self._cls = cls
        self._refs: dict[str, Any] = {}
        self._why = ""
        schema = cls.__pydantic_core_schema__
        while schema["type"] != "model":
            if schema["type"] == "definitions":
                self._refs |= {each["ref"]: each for each in schema["definitions"]}
            elif schema["type"] == "definition-ref":
                schema = self._refs[schema["schema_ref"]]
                continue
            elif schema["type"] in _FUNCTIONS:
                self._why = "has validators of its own"
            else:
                self._why = f"is validated as a {schema['type']}"
            schema = schema["schema"]
        self._model = schema
        self._config = schema.get("config", {})
        self._of_fields = schema["schema"]
        while self._of_fields["type"] in _FUNCTIONS:
            self._why, self._of_fields = "has validators of its own", self._of_fields["schema"]
        self.title = str(self._config.get("title", cls.__name__))
        self.extra = str(self._config.get("extra_fields_behavior", "ignore"))
        self.by_alias = bool(self._config.get("validate_by_alias", True))
        self.by_name = bool(self._config.get("validate_by_name", False) or self._config.get("populate_by_name", False))
        assigns = cls.model_config.get("validate_assignment")
        self.frozen = None if assigns else bool(cls.model_config.get("frozen", False))

    def _check(self) -> None:
        if self._why:
            raise Unknown(self._why)
        if self._of_fields["type"] != "model-fields":
            raise Unknown(f"is validated as {self._of_fields['type']}")
        if self._model.get("custom_init"):
            raise Unknown("has an `__init__` of its own")
        _only(self._cls.model_config, _SETTINGS, "has the setting")
        _only(self._config, _CONFIG, "has the setting")
        _only(self._model, _MODEL, "has")
        _only(self._of_fields, {"fields", "computed_fields", "model_name"}, "has")

    def fields(self, named: Named) -> list[str]:
        """All of them, for validation and for dumping."""
        self._check()
        return [self._field(name, each, named, exact=True) for name, each in self._of_fields["fields"].items()]

    def dumped_fields(self, named: Named) -> list[str]:
        """For dumping only; without their schemas where even that is not known."""
        if self._of_fields["type"] != "model-fields":
            raise Unknown("is no model of fields")
        fields = self._of_fields["fields"]
        try:
            _only(self._cls.model_config, {*_SETTINGS, "validate_assignment", "from_attributes"}, "has the setting")
            _only(self._config, {*_CONFIG, "from_attributes"}, "has the setting")
            if "serialization" in self._model or "serialization" in self._cls.__pydantic_core_schema__:
                raise Unknown("is dumped in a way of its own")
            return [self._field(name, each, named, exact=False) for name, each in fields.items()]
        except Unknown:
            shown = self._cls.model_fields
            return [
                _tuple([repr(name), "None", "None", "None", "()", repr(bool(shown[name].repr)), "False"]) for name in fields
            ]

    def computed(self) -> list[str]:
        for each in self._of_fields.get("computed_fields", ()):
            _only(each, {"property_name", "return_schema", "alias"}, "has a computed field with")
            if each["return_schema"].get("type") not in ("any", "str", "int", "float", "bool", "decimal", "datetime", "date"):
                raise Unknown("has a computed field of a structured type")
        return self.dumped_computed()

    def dumped_computed(self) -> list[str]:
        found = self._of_fields.get("computed_fields", ())
        return [_tuple([repr(each["property_name"]), repr(each.get("alias", each["property_name"]))]) for each in found]

    def _field(self, name: str, field: Any, named: Named, *, exact: bool) -> str:
        aliases = {"schema", "validation_alias", "serialization_alias", "serialization_exclude"}
        _only(field, aliases if exact else {*aliases, "frozen"}, f"has the field `{name}` with")
        alias = field.get("validation_alias")
        if alias is not None and not isinstance(alias, str):
            raise Unknown(f"has a choice of aliases for `{name}`")
        schema, default = field["schema"], "()"
        while not exact and schema["type"] in _FUNCTIONS and "serialization" not in schema:
            schema = schema["schema"]
        if schema["type"] == "default":
            _only(
                schema,
                {"schema", "default", "default_factory", "default_factory_takes_data", "copy_default"},
                f"has `{name}` with",
            )
            default = self._default(name, schema, named)
            schema = schema["schema"]
        kind = self._schema(schema, named, exact=exact)
        shown = bool(self._cls.model_fields[name].repr)
        dumped = not field.get("serialization_exclude", False)
        return _tuple(
            [repr(name), repr(alias), repr(field.get("serialization_alias")), kind, default, repr(shown), repr(dumped)]
        )

    def _default(self, name: str, schema: Any, named: Named) -> str:
        if schema.get("default_factory_takes_data"):
            raise Unknown(f"has a default of `{name}` that is made of other fields")
        if "default_factory" in schema:
            return _tuple(['"make"', named(schema["default_factory"])])
        return _tuple(['"is"', _value(schema["default"], named)])

    def _schema(self, schema: Any, named: Named, *, exact: bool, depth: int = 0) -> str:
        if schema["type"] == "definition-ref":
            schema = self._refs[schema["schema_ref"]]
        if depth > 30:
            raise Unknown("has a type that is deeply nested")
        while not exact and schema["type"] in _FUNCTIONS and "serialization" not in schema:
            schema = schema["schema"]
        if "serialization" in schema or schema.get("strict"):
            raise Unknown("has a field that is dumped or validated in a way of its own")

        def inner(each: Any) -> str:
            return self._schema(each, named, exact=exact, depth=depth + 1)

        kind = schema["type"]
        match kind:
            case "any" | "none":
                _only(schema, set(), f"has {kind} with")
                return _tuple([repr(kind)])
            case "nullable":
                _only(schema, {"schema"}, "has an optional field with")
                return _tuple(['"nullable"', inner(schema["schema"])])
            case "int" | "float" | "bool" | "bytes" | "str":
                return _tuple([repr(kind), _limits(schema)])
            case "model":
                return _tuple(['"model"', f"lambda: {named(schema['cls'])}"])
            case "enum":
                _only(schema, {"cls", "members", "sub_type"}, "has an enum with")
                return _tuple(['"enum"', f"lambda: {named(schema['cls'])}", repr(schema.get("sub_type"))])
            case "literal":
                if not all(type(each) in (str, int, bool, type(None)) for each in schema["expected"]):
                    raise Unknown("has a literal of this type")
                return _tuple(['"literal"', _tuple(repr(each) for each in schema["expected"])])
            case "list" | "set" | "frozenset":
                _only(schema, {"items_schema", "min_length", "max_length"}, f"has a {kind} with")
                limits = {key: schema[key] for key in ("min_length", "max_length") if key in schema}
                return _tuple([repr(kind), inner(schema.get("items_schema", {"type": "any"})), repr(limits)])
            case "dict":
                _only(schema, {"keys_schema", "values_schema"}, "has a dict with")
                keys, values = (schema.get(each, {"type": "any"}) for each in ("keys_schema", "values_schema"))
                if keys["type"] not in ("str", "int", "any"):
                    raise Unknown(f"has a dict with keys of the type {keys['type']}")
                return _tuple(['"dict"', inner(keys), inner(values)])
            case "tuple":
                _only(schema, {"items_schema", "variadic_item_index"}, "has a tuple with")
                items, at = schema["items_schema"], schema.get("variadic_item_index")
                if at not in (None, len(items) - 1):
                    raise Unknown("has a tuple of this shape")
                first = items if at is None else items[:-1]
                return _tuple(['"tuple"', _tuple(map(inner, first)), "None" if at is None else inner(items[at])])
            case "union":
                _only(schema, {"choices"}, "has a union with")
                choices = [each[0] if isinstance(each, tuple) else each for each in schema["choices"]]
                return _tuple(['"union"', _tuple(_tuple([inner(each), repr(_label(each))]) for each in choices)])
        if kind in _INSTANCES:
            _only(schema, {"microseconds_precision"}, f"has a {kind} with")
            cls, error, message = _INSTANCES[kind]
            return _tuple(['"instance"', f"lambda: {named(cls)}", repr((error, message))])
        if kind in _FUNCTIONS or kind == "function-plain":
            raise Unknown("has validators of its own")
        raise Unknown(f"has a field of the type {kind}")


def _limits(schema: Any) -> str:
    allowed = {
        "int": {*_NUMBERS, "multiple_of"},
        "float": {*_NUMBERS, "allow_inf_nan"},
        "str": {"min_length", "max_length", "strip_whitespace", "to_lower", "to_upper"},
    }.get(schema["type"], set())
    _only(schema, allowed, f"has a {schema['type']} with")
    limits = {key: schema[key] for key in sorted(allowed) if key in schema}
    if not all(type(each) in (int, bool) or (type(each) is float and schema["type"] == "float") for each in limits.values()):
        raise Unknown("has a limit of this type")
    if schema["type"] == "float":
        limits = {key: float(each) if key in _NUMBERS else each for key, each in limits.items()}
        if any(abs(limits.get(key, 0)) >= 1e15 for key in _NUMBERS):
            raise Unknown("has a limit of this size")
    return repr(limits)


def _label(schema: Any) -> str | None:
    """What pydantic calls a member of a union in the place of an error."""
    if set(schema) - _IGNORED == set() and schema["type"] in ("int", "str", "float", "bool", "none"):
        return str(schema["type"])
    return str(schema["cls"].__name__) if schema["type"] == "model" else None


def _only(schema: Any, known: set[str], what: str) -> None:
    for key in schema:
        if key not in known and key not in _IGNORED:
            raise Unknown(f"{what} `{key}`")


# What only a live model class has.
UNAVAILABLE = frozenset({
    "model_fields", "model_computed_fields", "model_rebuild", "model_parametrized_name", "model_config", "parse_obj",
    "parse_raw", "parse_file", "schema", "schema_json", "construct", "from_orm", "validate", "update_forward_refs",
    "__fields__", "__signature__",
})  # fmt: skip

MAKING = frozenset({"model_validate", "model_validate_json", "model_validate_strings", "model_construct"})
