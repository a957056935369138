"""Pydantic's models, as far as they can be validated here without a difference.

The SDK describes each model class from the schema that pydantic itself made of it. What is not understood there (validators of
its own, custom types) and a conversion that is not reproduced here exactly are never guessed: a worker does it with pydantic
itself, as a recorded step (`_there`).

A description is `(title, extra, by_alias, by_name, frozen, version, fields, private, post_init, computed, worker)`; a field of it
is `(name, alias, dumped_as, schema, default, shown, dumped)`, where `default` is empty, `(kind, value)`; a schema is a tuple whose
first item is its kind; `worker` is the action of recorded steps and the name under which a worker finds the class. Without
`by_name` the class is constructed there only. Classes stand in it as functions that return them, because they may refer to each
other.
"""

import carabiner
import copy

import datetime
import enum
import json
import math
import uuid


class _Elsewhere(NotImplementedError):
    """Only pydantic itself can do it."""


def _unsupported(what):
    raise _Elsewhere(what + " is not reproduced in a workflow; do it in an @action")


def _there(cls, operation, target, args, named):
    """What pydantic itself makes of it, in a worker; of what went there, the very objects come back."""
    worker = _declared(cls)[10]
    if worker is None:
        _unsupported(f"`{operation}` of {cls.__name__}, which no worker finds by its name,")
    return _ask(worker, operation, target, args, named)


def _ask(worker, operation, target, args, named):
    sent = [target, args, named]
    made, same = carabiner._recorded(worker[0], worker[1], operation, target, args, named)
    for path, origin in same:
        given = sent
        for step in origin:
            given = _part(given, step)
        made = _with_part(made, path, given)
    return made


def _part(value, step):
    if isinstance(step, str):
        return object.__getattribute__(value, step)
    return [*value.values()][step] if isinstance(value, dict) else value[step]


def _with_part(value, path, part):
    """The value with something else at a place within it; only what cannot change is another object then."""
    if not path:
        return part
    step, rest = path[0], path[1:]
    held = _part(value, step)
    new = _with_part(held, rest, part)
    if new is held:
        return value
    if isinstance(step, str):
        object.__setattr__(value, step, new)
    elif isinstance(value, tuple):
        items = [*value[:step], new, *value[step + 1 :]]
        return tuple(items) if type(value) is tuple else type(value)(*items)
    elif isinstance(value, dict):
        value[[*value][step]] = new
    else:
        value[step] = new
    return value


def _given(options):
    """Those that say something."""
    return {name: option for name, option in options.items() if option is not None}


class ValidationError(ValueError):
    __module__ = "pydantic_core._pydantic_core"

    def __init__(self, title, errors, version):
        ValueError.__init__(self)
        self.title = title
        self._errors = errors
        self._version = version

    def error_count(self):
        return len(self._errors)

    def errors(self, *, include_url=True, include_context=True, include_input=True):
        found = []
        for kind, loc, message, given, context in self._errors:
            each = {"type": kind, "loc": loc, "msg": message}
            if include_input:
                each["input"] = given
            if context and include_context:
                each["ctx"] = dict(context)
            if include_url:
                each["url"] = self._url(kind)
            found.append(each)
        return found

    def _url(self, kind):
        return "https://errors.pydantic.dev/" + self._version + "/v/" + kind

    def json(self, **options):
        _unsupported("ValidationError.json")

    def __str__(self):
        count = len(self._errors)
        lines = [f"{count} validation error{'' if count == 1 else 's'} for {self.title}"]
        for kind, loc, message, given, context in self._errors:
            if loc:
                lines.append(".".join([str(part) for part in loc]))
            lines.append(f"  {message} [type={kind}, input_value={_short(given)}, input_type={type(given).__qualname__}]")
            lines.append("    For further information visit " + self._url(kind))
        return "\n".join(lines)

    def __repr__(self):
        return str(self)


def _short(given):
    text = repr(given)
    if len(text) > 50:
        return text[:25] + "..." + text[-24:]
    return text


class BaseModel:
    __module__ = "pydantic.main"
    __pydantic_schema__ = None
    __hash__ = None

    def __init__(self, /, **data):
        _construct(self, type(self), data)

    def __init_subclass__(cls, **options):
        schema = cls.__pydantic_schema__
        if schema is not None and schema[4]:
            cls.__hash__ = _hash

    @classmethod
    def model_validate(cls, obj, **options):
        options = _given(options)
        schema = _declared(cls)
        if options or schema[3] is None:
            return _there(cls, "model_validate", None, [obj], options)
        if isinstance(obj, cls):
            return obj
        errors = []
        try:
            made = _from_dict(cls, obj, (), errors)
        except _Elsewhere:
            errors = None
        if errors is None:
            return _there(cls, "model_validate", None, [obj], {})
        if errors:
            raise ValidationError(schema[0], errors, schema[5])
        return made

    @classmethod
    def model_validate_json(cls, json_data, **options):
        return _there(cls, "model_validate_json", None, [json_data], _given(options))

    @classmethod
    def model_validate_strings(cls, obj, **options):
        return _there(cls, "model_validate_strings", None, [obj], _given(options))

    @classmethod
    def model_json_schema(cls, *args, **options):
        return _there(cls, "model_json_schema", None, [*args], options)

    @classmethod
    def model_construct(cls, _fields_set=None, **values):
        schema = _declared(cls)
        if schema[3] is None:
            return _there(cls, "model_construct", None, [_fields_set], values)
        made = cls.__new__(cls)
        fields, given = {}, set()
        for name, alias, dumped_as, kind, default, shown, dumped in schema[6]:
            if alias is not None and alias in values:
                fields[name] = values.pop(alias)
                given.add(name)
            elif name in values and (alias is None or schema[3] or name not in given):
                fields[name] = values.pop(name)
                given.add(name)
            elif default:
                fields[name] = _default(default, fields)
        if _fields_set is None:
            _fields_set = given
        _fill(made, schema, fields, _fields_set, values if schema[1] == "allow" else None)
        _begin(made, schema)
        return made

    @property
    def model_fields_set(self):
        return self.__pydantic_fields_set__

    @property
    def model_extra(self):
        return self.__pydantic_extra__

    @property
    def model_fields(self):
        _unsupported("model_fields")

    def model_post_init(self, context, /):
        """For an author's own to call."""

    def model_copy(self, *, update=None, deep=False):
        made = copy.deepcopy(self) if deep else copy.copy(self)
        fields, given, extra = _fields(made), made.__pydantic_fields_set__, made.__pydantic_extra__
        names = _names(_declared(type(self)))
        for name, value in (update or {}).items():
            if name in names or extra is None:
                if name not in names:
                    _unsupported(f"model_copy with an update of `{name}`, which is no field,")
                fields[name] = value
            else:
                extra[name] = value
            given.add(name)
        _set_state(made, fields, given, extra, made.__pydantic_private__)
        return made

    def __copy__(self):
        made = type(self).__new__(type(self))
        extra, private = self.__pydantic_extra__, self.__pydantic_private__
        _set_state(
            made,
            _fields(self),
            set(self.__pydantic_fields_set__),
            None if extra is None else dict(extra),
            None if private is None else dict(private),
        )
        return made

    def __deepcopy__(self, memo=None):
        made = type(self).__new__(type(self))
        extra, private = self.__pydantic_extra__, self.__pydantic_private__
        _set_state(
            made,
            copy.deepcopy(_fields(self), memo),
            set(self.__pydantic_fields_set__),
            copy.deepcopy(extra, memo),
            copy.deepcopy(private, memo),
        )
        return made

    def model_dump(
        self, *, mode="python", include=None, exclude=None, context=None, by_alias=None, exclude_unset=False,
        exclude_defaults=False, exclude_none=False, exclude_computed_fields=False, round_trip=False, warnings=True, fallback=None,
        serialize_as_any=False,
    ):
        unusual = context is not None or round_trip or fallback is not None or serialize_as_any or exclude_computed_fields
        if mode in ("python", "json") and not unusual:
            options = (mode == "json", bool(by_alias), exclude_unset, exclude_defaults, exclude_none)
            try:
                return _dump_model(type(self), self, options, _selected(include), _selected(exclude))
            except _Elsewhere:
                pass
        said = {
            "mode": mode, "include": include, "exclude": exclude, "context": context, "by_alias": by_alias,
            "exclude_unset": exclude_unset or None, "exclude_defaults": exclude_defaults or None, "exclude_none": exclude_none or None,
            "exclude_computed_fields": exclude_computed_fields or None, "round_trip": round_trip or None,
            "warnings": None if warnings is True else warnings, "fallback": fallback, "serialize_as_any": serialize_as_any or None,
        }
        return _there(type(self), "model_dump", self, [], _given(said))

    def model_dump_json(self, *, indent=None, **options):
        if indent is None and not (_given(options).keys() - _DUMPED_HERE):
            try:
                return _as_json(_dumped_for_json(self, **options))
            except _Elsewhere:
                pass
        return _there(type(self), "model_dump_json", self, [], _given({"indent": indent, **options}))

    def __eq__(self, other):
        if not isinstance(other, BaseModel):
            return NotImplemented
        return (
            type(self) is type(other)
            and _fields(self) == _fields(other)
            and self.__pydantic_private__ == other.__pydantic_private__
            and self.__pydantic_extra__ == other.__pydantic_extra__
        )

    def __iter__(self):
        yield from [(name, value) for name, value in _fields(self).items()]
        yield from (self.__pydantic_extra__ or {}).items()

    def __getattr__(self, name):
        for held in (self.__dict__.get("__pydantic_extra__"), self.__dict__.get("__pydantic_private__")):
            if held and name in held:
                return held[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name, value):
        schema = _declared(type(self))
        held = getattr(type(self), name, None)
        if isinstance(held, property):
            object.__setattr__(self, name, value)
        elif name.startswith("_"):
            private = self.__pydantic_private__
            if private is not None and name in [each[0] for each in schema[7]]:
                private[name] = value
            else:
                _unsupported(f"setting `{name}`, which is not declared,")
        elif schema[4] is None:
            _take(self, _there(type(self), "__setattr__", self, [name, value], {}))
        elif schema[4]:
            error = ("frozen_instance", (name,), "Instance is frozen", value, None)
            raise ValidationError(schema[0], [error], schema[5])
        elif name in _names(schema):
            object.__setattr__(self, name, value)
            self.__pydantic_fields_set__.add(name)
        elif schema[1] != "allow":
            raise ValueError(f'"{type(self).__name__}" object has no field "{name}"')
        else:
            self.__pydantic_extra__[name] = value
            self.__pydantic_fields_set__.add(name)

    def __delattr__(self, name):
        _unsupported("deleting an attribute of a model")

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(_shown(self))})"

    def __str__(self):
        return " ".join(_shown(self))


_DUMPED_HERE = {"include", "exclude", "by_alias", "exclude_unset", "exclude_defaults", "exclude_none", "warnings"}


def _dumped_for_json(
    model, *, include=None, exclude=None, by_alias=None, exclude_unset=False, exclude_defaults=False, exclude_none=False, warnings=True
):
    options = (True, bool(by_alias), exclude_unset, exclude_defaults, exclude_none)
    return _dump_model(type(model), model, options, _selected(include), _selected(exclude))


def _schema_of(cls):
    schema = _declared(cls)
    if schema[3] is None:
        _unsupported(f"the construction of {cls.__name__}")
    return schema


def _declared(cls):
    schema = getattr(cls, "__pydantic_schema__", None)
    if schema is None:
        _unsupported(f"the model {cls.__name__}")
    return schema


def _names(schema):
    return [field[0] for field in schema[6]]


def _hash(self):
    held = tuple([getattr(self, name) for name in _names(_declared(type(self)))])
    return hash(held[0]) if len(held) == 1 else hash(held)


def _shown(model):
    schema = _declared(type(model))
    hidden = [field[0] for field in schema[6] if not field[5]]
    shown = [f"{name}={value!r}" for name, value in _fields(model).items() if name not in hidden]
    shown += [f"{name}={value!r}" for name, value in (model.__pydantic_extra__ or {}).items()]
    return shown + [f"{name}={getattr(model, name)!r}" for name, alias in schema[9]]


def _fields(model):
    names = _names(_declared(type(model)))
    return {name: value for name, value in model.__dict__.items() if name in names}


def _set_state(model, fields, given, extra, private):
    for name, value in fields.items():
        object.__setattr__(model, name, value)
    object.__setattr__(model, "__pydantic_fields_set__", given)
    object.__setattr__(model, "__pydantic_extra__", extra)
    object.__setattr__(model, "__pydantic_private__", private)


def _fill(model, schema, fields, given, extra):
    _set_state(model, fields, given, extra, {} if schema[7] else None)


def _begin(model, schema):
    """Private attributes, and what the author's `model_post_init` does."""
    for name, default in schema[7]:
        if default:
            model.__pydantic_private__[name] = _default(default, {})
    if schema[8]:
        model.model_post_init(None)


def _take(model, state):
    """What a worker made of it."""
    fields, given, extra, private = state
    _set_state(model, fields, set(given), extra, private)


def _construct(model, cls, data):
    schema = _declared(cls)
    errors = []
    try:
        _validated(model, _schema_of(cls), data, (), errors)
    except _Elsewhere:
        errors = None
    if errors is None:
        _take(model, _there(cls, "__init__", None, [], data))
        return
    if errors:
        raise ValidationError(schema[0], errors, schema[5])
    _begin(model, schema)


def _from_dict(cls, given, loc, errors):
    schema = _schema_of(cls)
    if type(given) is not dict:
        if isinstance(given, BaseModel) or type(given) in _PLAIN:
            message = f"Input should be a valid dictionary or instance of {cls.__name__}"
            errors.append(("model_type", loc, message, given, {"class_name": cls.__name__}))
            return None
        _unsupported(f"making a {cls.__name__} of a {type(given).__name__}")
    for name in given:
        if type(name) is not str:
            _unsupported("a key that is no str")
    made = cls.__new__(cls)
    before = len(errors)
    _validated(made, schema, given, loc, errors)
    if len(errors) == before:
        _begin(made, schema)
    return made


def _validated(model, schema, data, loc, errors):
    title, policy, by_alias, by_name, frozen, version, fields, private, post_init, computed, worker = schema
    found, given, used = {}, set(), set()
    before = len(errors)
    for name, alias, dumped_as, kind, default, shown, dumped in fields:
        key = _key(name, alias, by_alias, by_name, data)
        place = loc + (alias if alias is not None and by_alias else name,)
        if key is not None:
            used.add(key)
            given.add(name)
            found[name] = _validate(kind, data[key], loc + (key,), errors)
        elif default:
            found[name] = _default(default, found)
        else:
            errors.append(("missing", place, "Field required", data, None))
    extra = {} if policy == "allow" else None
    if policy != "ignore":
        for key, value in data.items():
            if key not in used and not _stands_for(key, fields, by_alias, by_name):
                if policy == "forbid":
                    errors.append(("extra_forbidden", loc + (key,), "Extra inputs are not permitted", value, None))
                else:
                    extra[key] = value
                    given.add(key)
    if len(errors) == before:
        _fill(model, schema, found, given, extra)


def _key(name, alias, by_alias, by_name, data):
    if alias is None:
        return name if name in data else None
    if by_alias and alias in data:
        return alias
    return name if by_name and name in data else None


def _stands_for(key, fields, by_alias, by_name):
    for field in fields:
        if key == field[0] and (field[1] is None or by_name):
            return True
        if key == field[1] and by_alias:
            return True
    return False


def _default(default, found):
    kind, value = default
    if kind == "make":
        return value()
    return _copied(value)


def _copied(value):
    if type(value) is list:
        return [_copied(each) for each in value]
    if type(value) is dict:
        return {key: _copied(each) for key, each in value.items()}
    if type(value) is set:
        return set(value)
    return value


_PLAIN = (str, int, float, bool, type(None), bytes, list, tuple, set, frozenset)


# --- validation of a value


def _validate(schema, given, loc, errors):
    return _KINDS[schema[0]](schema, given, loc, errors)


def _any(schema, given, loc, errors):
    return given


def _none(schema, given, loc, errors):
    if given is not None:
        errors.append(("none_required", loc, "Input should be None", given, None))
    return None


def _nullable(schema, given, loc, errors):
    return None if given is None else _validate(schema[1], given, loc, errors)


def _int(schema, given, loc, errors):
    if type(given) is int:
        return _bounded(schema[1], given, given, loc, errors)
    if type(given) is bool:
        return _bounded(schema[1], int(given), given, loc, errors)
    if type(given) is float:
        if not math.isfinite(given):
            errors.append(("finite_number", loc, "Input should be a finite number", given, None))
            return None
        if given != math.floor(given):
            message = "Input should be a valid integer, got a number with a fractional part"
            errors.append(("int_from_float", loc, message, given, None))
            return None
        if abs(given) >= 2.0**53:
            _unsupported("a float beyond 2**53 for an int")
        return _bounded(schema[1], int(given), given, loc, errors)
    if type(given) is str:
        text = given.strip()
        digits = text[1:] if text[:1] in ("-", "+") else text
        if digits.isascii() and digits.isdigit() and len(digits) < 4000:
            return _bounded(schema[1], int(text), given, loc, errors)
        if any(part in text for part in "_.") or not text.isascii() or digits.isdigit():
            _unsupported(f"the str {given!r} for an int")
        errors.append(
            ("int_parsing", loc, "Input should be a valid integer, unable to parse string as an integer", given, None)
        )
        return None
    if _is_other(given):
        _unsupported(f"a {type(given).__name__} for an int")
    errors.append(("int_type", loc, "Input should be a valid integer", given, None))
    return None


def _is_other(given):
    """Whether a value is of a kind that pydantic may convert in ways of its own."""
    return type(given) not in (type(None), list, tuple, dict, set, frozenset) and not isinstance(given, BaseModel)


def _float(schema, given, loc, errors):
    if type(given) is float:
        return _bounded(schema[1], given, given, loc, errors)
    if type(given) is int or type(given) is bool:
        return _bounded(schema[1], float(given), given, loc, errors)
    if _is_other(given):
        _unsupported(f"a {type(given).__name__} for a float")
    errors.append(("float_type", loc, "Input should be a valid number", given, None))
    return None


_TRUE = ("1", "t", "true", "on", "y", "yes")
_FALSE = ("0", "f", "false", "off", "n", "no")


def _bool(schema, given, loc, errors):
    if type(given) is bool:
        return given
    if type(given) is int or type(given) is float:
        if given == 0 or given == 1:
            return bool(given)
        small = -(2**63) <= given < 2**63
        if not small or given != math.floor(given):
            errors.append(("bool_type", loc, "Input should be a valid boolean", given, None))
            return None
        errors.append(("bool_parsing", loc, "Input should be a valid boolean, unable to interpret input", given, None))
        return None
    if type(given) is str:
        if given.lower() in _TRUE:
            return True
        if given.lower() in _FALSE:
            return False
        errors.append(("bool_parsing", loc, "Input should be a valid boolean, unable to interpret input", given, None))
        return None
    if _is_other(given):
        _unsupported(f"a {type(given).__name__} for a bool")
    errors.append(("bool_type", loc, "Input should be a valid boolean", given, None))
    return None


def _str(schema, given, loc, errors):
    if type(given) is not str:
        if isinstance(given, (str, bytes, bytearray, enum.Enum)):
            _unsupported(f"a {type(given).__name__} for a str")
        errors.append(("string_type", loc, "Input should be a valid string", given, None))
        return None
    limits = schema[1]
    text = given
    if limits.get("strip_whitespace"):
        text = text.strip()
    for limit, kind, word in (("min_length", "string_too_short", "least"), ("max_length", "string_too_long", "most")):
        count = limits.get(limit)
        if count is not None and (len(text) < count if limit == "min_length" else len(text) > count):
            message = f"String should have at {word} {count} character{'' if count == 1 else 's'}"
            errors.append((kind, loc, message, given, {limit: count}))
            return None
    if limits.get("to_lower"):
        return text.lower()
    if limits.get("to_upper"):
        return text.upper()
    return text


def _bytes(schema, given, loc, errors):
    if type(given) is bytes:
        return given
    if type(given) is str:
        return given.encode()
    if _is_other(given) and type(given) not in (int, float, bool):
        _unsupported(f"a {type(given).__name__} for bytes")
    errors.append(("bytes_type", loc, "Input should be a valid bytes", given, None))
    return None


_BOUNDS = (
    ("multiple_of", "multiple_of", "a multiple of"),
    ("le", "less_than_equal", "less than or equal to"),
    ("lt", "less_than", "less than"),
    ("ge", "greater_than_equal", "greater than or equal to"),
    ("gt", "greater_than", "greater than"),
)


def _bounded(limits, value, given, loc, errors):
    if not limits:
        return value
    if limits.get("allow_inf_nan") is False and type(value) is float and not math.isfinite(value):
        errors.append(("finite_number", loc, "Input should be a finite number", given, None))
        return None
    for key, kind, words in _BOUNDS:
        bound = limits.get(key)
        if bound is None:
            continue
        if key == "multiple_of":
            holds = value % bound == 0
        elif key == "le":
            holds = value <= bound
        elif key == "lt":
            holds = value < bound
        elif key == "ge":
            holds = value >= bound
        else:
            holds = value > bound
        if not holds:
            errors.append((kind, loc, f"Input should be {words} {_bound_text(bound)}", given, {key: bound}))
            return None
    return value


def _bound_text(bound):
    if type(bound) is float:
        return str(int(bound)) if bound == math.floor(bound) else str(bound)
    return str(bound)


def _instance_of(schema, given, loc, errors):
    """Of a class that only its own instances are taken for here."""
    cls = schema[1]()
    if type(given) is cls:
        if schema[2][0] == "decimal_type" and not given.is_finite():
            _unsupported("a Decimal that is not finite")
        return given
    if type(given) in (str, int, float, bytes, bool) or _is_other(given):
        _unsupported(f"a {type(given).__name__} for a {cls.__name__}")
    kind, message = schema[2]
    errors.append((kind, loc, message, given, None))
    return None


def _model(schema, given, loc, errors):
    cls = schema[1]()
    return given if isinstance(given, cls) else _from_dict(cls, given, loc, errors)


def _enum(schema, given, loc, errors):
    cls = schema[1]()
    if isinstance(given, cls):
        return given
    for member in cls:
        if type(member.value) is type(given) and member.value == given:
            return member
    if type(given) not in (str, type(None), list, dict):
        _unsupported(f"a {type(given).__name__} for the enum {cls.__name__}")
    if schema[2] == "int":
        _unsupported(f"the value {given!r} for the enum {cls.__name__}")
    expected = _one_of([member.value for member in cls])
    errors.append(("enum", loc, f"Input should be {expected}", given, {"expected": expected}))
    return None


def _literal(schema, given, loc, errors):
    for expected in schema[1]:
        if type(expected) is type(given) and expected == given:
            return expected
    if isinstance(given, enum.Enum) or type(given) not in (str, int, bool, type(None), list, dict, float):
        _unsupported(f"a {type(given).__name__} for a literal")
    if type(given) is int and not -(2**63) <= given < 2**63:
        _unsupported("an int of this size for a literal")
    if any(given == expected for expected in schema[1]):
        _unsupported(f"the value {given!r} for a literal")
    expected = _one_of(schema[1])
    errors.append(("literal_error", loc, f"Input should be {expected}", given, {"expected": expected}))
    return None


def _one_of(values):
    shown = [repr(value) for value in values]
    if len(shown) == 1:
        return shown[0]
    return ", ".join(shown[:-1]) + " or " + shown[-1]


def _sequence(schema, given, loc, errors):
    """`(kind, item, limits)`: list, set or frozenset."""
    kind, item, limits = schema
    name, label, error = _SEQUENCES[kind]
    if type(given) not in (list, tuple, set, frozenset):
        if type(given) not in _PLAIN and type(given) is not dict and not isinstance(given, BaseModel):
            _unsupported(f"a {type(given).__name__} for a {label}")
        errors.append((error, loc, f"Input should be a valid {label}", given, None))
        return None
    if kind != "list" and limits:
        _unsupported(f"a {label} of limited length")
    before = len(errors)
    longest = limits.get("max_length")
    if longest is not None and len(given) > longest:
        _too("long", "most", name, longest, given, loc, errors)
        return None
    items = [_validate(item, each, loc + (index,), errors) for index, each in enumerate(given)]
    if len(errors) > before:
        return None
    shortest = limits.get("min_length")
    if shortest is not None and len(items) < shortest:
        _too("short", "least", name, shortest, given, loc, errors)
        return None
    if kind == "list":
        return items
    return set(items) if kind == "set" else frozenset(items)


_SEQUENCES = {
    "list": ("List", "list", "list_type"),
    "set": ("Set", "set", "set_type"),
    "frozenset": ("Frozenset", "frozenset", "frozen_set_type"),
}


def _too(kind, word, name, count, given, loc, errors):
    key = "max_length" if kind == "long" else "min_length"
    message = f"{name} should have at {word} {count} item{'' if count == 1 else 's'} after validation, not {len(given)}"
    context = {"field_type": name, key: count, "actual_length": len(given)}
    errors.append(("too_" + kind, loc, message, given, context))


def _tuple(schema, given, loc, errors):
    """`("tuple", items, rest)`: the schemas of the first items, and that of all others or None."""
    first, rest = schema[1], schema[2]
    if type(given) not in (list, tuple):
        if type(given) not in _PLAIN and type(given) is not dict or isinstance(given, (set, frozenset)):
            _unsupported(f"a {type(given).__name__} for a tuple")
        errors.append(("tuple_type", loc, "Input should be a valid tuple", given, None))
        return None
    if rest is None and len(given) > len(first):
        _too("long", "most", "Tuple", len(first), given, loc, errors)
        return None
    before = len(errors)
    items = []
    for index, item in enumerate(first):
        if index < len(given):
            items.append(_validate(item, given[index], loc + (index,), errors))
        else:
            errors.append(("missing", loc + (index,), "Field required", given, None))
    if rest is not None:
        for index in range(len(first), len(given)):
            items.append(_validate(rest, given[index], loc + (index,), errors))
    return None if len(errors) > before else tuple(items)


def _dict(schema, given, loc, errors):
    if type(given) is not dict:
        if type(given) not in _PLAIN and not isinstance(given, BaseModel):
            _unsupported(f"a {type(given).__name__} for a dict")
        errors.append(("dict_type", loc, "Input should be a valid dictionary", given, None))
        return None
    found = {}
    for key, value in given.items():
        if type(key) is not str and type(key) is not int:
            if schema[1][0] != "any":
                _unsupported(f"a key of the type {type(key).__name__}")
        place = loc + (key,)
        before = len(errors)
        valid = _validate(schema[1], key, place + ("[key]",), errors)
        held = _validate(schema[2], value, place, errors)
        if len(errors) == before:
            found[valid] = held
    return found


def _union(schema, given, loc, errors):
    for choice, label in schema[1]:
        if _is_exact(choice, given):
            trial = []
            made = _validate(choice, given, loc, trial)
            if not trial:
                return made
    found, failed = [], []
    for choice, label in schema[1]:
        trial = []
        made = _validate(choice, given, loc + (label,), trial)
        if trial:
            failed += trial
        else:
            found.append(made)
    if len(found) == 1:
        return found[0]
    if found:
        _unsupported(f"the choice for a {type(given).__name__} among the types of a union")
    if any(label is None for choice, label in schema[1]):
        _unsupported("the failure of a union of these types")
    errors += failed
    return None


_EXACT = {"int": int, "str": str, "float": float, "bool": bool, "bytes": bytes, "none": type(None)}


def _is_exact(schema, given):
    kind = schema[0]
    if kind in _EXACT:
        return type(given) is _EXACT[kind]
    if kind in ("model", "enum"):
        return type(given) is schema[1]()
    if kind == "instance":
        return type(given) is schema[1]()
    if kind == "literal":
        return any(type(given) is type(each) and given == each for each in schema[1])
    if kind == "list":
        return type(given) is list and all(_is_exact(schema[1], each) for each in given)
    if kind == "dict":
        return type(given) is dict and all(
            _is_exact(schema[1], key) and _is_exact(schema[2], value) for key, value in given.items()
        )
    return kind == "any"


_KINDS = {
    "any": _any, "none": _none, "nullable": _nullable, "int": _int, "float": _float, "bool": _bool, "str": _str, "bytes": _bytes,
    "instance": _instance_of, "model": _model, "enum": _enum, "literal": _literal, "list": _sequence, "set": _sequence,
    "frozenset": _sequence, "tuple": _tuple, "dict": _dict, "union": _union,
}


# --- dumping


def _selected(names):
    """What of a value is included or excluded: name to the same of what it holds, or to True."""
    if names is None:
        return None
    if type(names) is dict:
        return {name: True if below is True or below is ... else _selected(below) for name, below in names.items()}
    if type(names) in (set, frozenset, list, tuple):
        return {name: True for name in names}
    _unsupported("an include or exclude of this type")


def _below(selected, name):
    """`(taken whole, what is selected of it)`."""
    if selected is None:
        return False, None
    held = selected.get(name, selected.get("__all__"))
    if name in selected and "__all__" in selected:
        _unsupported("an include or exclude of `__all__` and others")
    return held is True, None if held is True else held


def _dump_model(cls, model, options, include, exclude):
    as_json, by_alias, no_unset, no_defaults, no_none = options
    schema = _declared(cls)
    if schema[6] and schema[6][0][3] is None:
        _unsupported(f"model_dump of {cls.__name__}")
    held = _fields(model)
    dumped = {}
    for name, alias, dumped_as, kind, default, shown, is_dumped in schema[6]:
        if name not in held or not is_dumped:
            continue
        value = held[name]
        out, part_out = _below(exclude, name)
        taken, part_in = _below(include, name)
        if out or (include is not None and not taken and part_in is None):
            continue
        if no_none and value is None or no_unset and name not in model.__pydantic_fields_set__:
            continue
        if no_defaults and default and default[0] == "is" and value == default[1]:
            continue
        key = dumped_as if by_alias and dumped_as is not None else name
        dumped[key] = _dump(kind, value, options, part_in, part_out)
    extra = dict(model.__pydantic_extra__ or {})
    for name, alias in schema[9]:
        extra[alias if by_alias else name] = getattr(model, name)
    for name, value in extra.items():
        out, part_out = _below(exclude, name)
        taken, part_in = _below(include, name)
        if out or (include is not None and not taken and part_in is None) or no_none and value is None:
            continue
        dumped[name] = _dump(("any",), value, options, part_in, part_out)
    return dumped


def _dump(schema, value, options, include, exclude):
    kind = schema[0]
    if kind == "nullable":
        return None if value is None else _dump(schema[1], value, options, include, exclude)
    if kind == "model" and isinstance(value, schema[1]()):
        return _dump_model(schema[1](), value, options, include, exclude)
    if isinstance(value, BaseModel):
        if kind == "union":
            for choice, label in schema[1]:
                if choice[0] == "model" and type(value) is choice[1]():
                    return _dump_model(type(value), value, options, include, exclude)
        elif kind == "any":
            return _dump_model(type(value), value, options, include, exclude)
        _unsupported("dumping a model where another type is declared")
    if type(value) is dict:
        inner = schema[2] if kind == "dict" else ("any",)
        dumped = {}
        for key, held in value.items():
            out, part_out = _below(exclude, key)
            taken, part_in = _below(include, key)
            if out or (include is not None and not taken and part_in is None):
                continue
            dumped[_dump_key(key, options)] = _dump(inner, held, options, part_in, part_out)
        return dumped
    if type(value) in (list, tuple, set, frozenset):
        if (include is not None or exclude is not None) and type(value) is not list:
            _unsupported("an include or exclude within a tuple or set")
        dumped = []
        for index, held in enumerate(value):
            out, part_out = _below(exclude, index)
            taken, part_in = _below(include, index)
            if out or (include is not None and not taken and part_in is None):
                continue
            dumped.append(_dump(_item(schema, index), held, options, part_in, part_out))
        return dumped if options[0] or type(value) is list else type(value)(dumped)
    if type(value) is int and kind == "float" and options[0]:
        return float(value)
    if type(value) in (str, int, bool, type(None)):
        return value
    if not options[0]:
        return value
    return _jsonable(value)


def _item(schema, index):
    if schema[0] in ("list", "set", "frozenset"):
        return schema[1]
    if schema[0] == "tuple":
        return schema[1][index] if index < len(schema[1]) else schema[2] or ("any",)
    return ("any",)


def _dump_key(key, options):
    if not options[0] or type(key) is str:
        return key
    if type(key) is int:
        return str(key)
    _unsupported(f"a key of the type {type(key).__name__} in JSON")


def _jsonable(value):
    if type(value) is float:
        if not math.isfinite(value):
            _unsupported("a float that is not finite in JSON")
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if type(value) is uuid.UUID or (type(value).__module__, type(value).__name__) == ("decimal", "Decimal"):
        return str(value)
    if type(value) is bytes:
        return value.decode()
    if type(value) is datetime.datetime:
        text = value.isoformat()
        return text[:-6] + "Z" if text.endswith("+00:00") else text
    if type(value) is datetime.timedelta and value.days == 0:
        return _duration(value)
    if type(value) is datetime.date or type(value) is datetime.time and value.tzinfo is None:
        return value.isoformat()
    _unsupported(f"a {type(value).__name__} in JSON")


def _duration(value):
    """ISO 8601, of less than a day."""
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{seconds}.{value.microseconds:06d}".rstrip("0").rstrip(".")
    parts = [(hours, f"{hours}H"), (minutes, f"{minutes}M"), (seconds or value.microseconds, text + "S")]
    return "PT" + ("".join([shown for count, shown in parts if count]) or "0S")


def _as_json(value):
    _check_floats(value)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _check_floats(value):
    if type(value) is float and "e" in repr(value):
        _unsupported("a float of this size in JSON")
    for each in value.values() if type(value) is dict else value if type(value) is list else ():
        _check_floats(each)
