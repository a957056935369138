"""What attrs gives to the classes that it makes. The SDK writes the classes themselves, by what attrs knows of their fields."""

import _pydantic


class _Nothing:
    __module__ = "attr._make"

    def __repr__(self):
        return "NOTHING"

    def __bool__(self):
        return False


NOTHING = _Nothing()


class Attribute:
    """What validators and filters are told of a field."""

    __module__ = "attr._make"

    def __init__(self, name, alias, init, repr, eq, order, hash, shown):
        self.name = name
        self.alias = alias
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.hash = hash
        self._shown = shown

    def __repr__(self):
        if self._shown is None:
            raise NotImplementedError(f"how attrs shows the field `{self.name}` is not available in a workflow")
        return self._shown

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(f"'Attribute' object has no attribute '{name}'")
        raise NotImplementedError(f"`{name}` of an attribute is not available in a workflow")


class FrozenError(AttributeError):
    __module__ = "attr.exceptions"

    def __init__(self):
        AttributeError.__init__(self, "can't set attribute")


class FrozenInstanceError(FrozenError):
    __module__ = "attr.exceptions"


class FrozenAttributeError(FrozenError):
    __module__ = "attr.exceptions"


def attribute_of(instance, name):
    for each in instance.__attrs_attrs__:
        if each.name == name:
            return each
    raise AttributeError(name)


def shown(instance, names):
    name = instance.__class__.__qualname__.rsplit(">.", 1)[-1]
    parts = [f"{each}={getattr(instance, each, NOTHING)!r}" for each in names]
    return f"{name}({', '.join(parts)})"


def ne(self, other):
    result = self.__eq__(other)
    return NotImplemented if result is NotImplemented else not result


def frozen_setattr(self, name, value):
    if isinstance(self, BaseException) and name in ("__cause__", "__context__", "__traceback__", "__suppress_context__", "__notes__"):
        BaseException.__setattr__(self, name, value)
        return
    raise FrozenInstanceError()


def frozen_delattr(self, name):
    if isinstance(self, BaseException) and name == "__notes__":
        BaseException.__delattr__(self, name)
        return
    raise FrozenInstanceError()


def take(self, worker, args, named):
    """What a worker made of the arguments."""
    made = _pydantic._ask(worker, "make", None, [*args], named)
    take_state(self, made)
    if isinstance(self, BaseException):
        self.args = made.args


def set_by_worker(self, worker, name, value):
    """An assignment that converts or validates as only attrs can."""
    take_state(self, _pydantic._ask(worker, "__setattr__", self, [name, value], {}))


def take_state(self, made):
    for each in made.__attrs_attrs__:
        if hasattr(made, each.name):
            object.__setattr__(self, each.name, getattr(made, each.name))
    for name, value in getattr(made, "__dict__", {}).items():
        object.__setattr__(self, name, value)


# --- validators


def instance_of(type):
    def check(instance, attribute, value):
        if not isinstance(value, type):
            message = f"'{attribute.name}' must be {type!r} (got {value!r} that is a {value.__class__!r})."
            raise TypeError(message, attribute, type, value)

    return check


def optional(validator):
    def check(instance, attribute, value):
        if value is not None:
            validator(instance, attribute, value)

    return check


def bounded(bound, operator):
    def check(instance, attribute, value):
        if operator == "<":
            holds = value < bound
        elif operator == "<=":
            holds = value <= bound
        elif operator == ">=":
            holds = value >= bound
        else:
            holds = value > bound
        if not holds:
            raise ValueError(f"'{attribute.name}' must be {operator} {bound}: {value}")

    return check


def of_length(least, limit):
    def check(instance, attribute, value):
        if len(value) < limit if least else len(value) > limit:
            raise ValueError(f"Length of '{attribute.name}' must be {'>=' if least else '<='} {limit}: {len(value)}")

    return check


# --- functions


def has(cls):
    return getattr(cls, "__attrs_attrs__", None) is not None


def evolve(inst, /, **changes):
    cls = inst.__class__
    if not has(cls):
        raise NotImplementedError("evolve of what is no attrs class of the project is not available in a workflow")
    for each in cls.__attrs_attrs__:
        if each.init and each.alias not in changes:
            changes[each.alias] = getattr(inst, each.name)
    return cls(**changes)


def asdict(inst, *, recurse=True, filter=None, value_serializer=None):
    return _as_dict(inst, recurse, (filter, dict, True, value_serializer))


def asdict_plain(inst, recurse=True, filter=None, dict_factory=dict, retain_collection_types=False, value_serializer=None):
    return _as_dict(inst, recurse, (filter, dict_factory, retain_collection_types, value_serializer))


def astuple(inst, *, recurse=True, filter=None):
    return _as_tuple(inst, recurse, (filter, tuple, True))


def astuple_plain(inst, recurse=True, filter=None, tuple_factory=tuple, retain_collection_types=False):
    return _as_tuple(inst, recurse, (filter, tuple_factory, retain_collection_types))


def _attributes(inst):
    if not has(inst.__class__):
        raise NotImplementedError(f"a {inst.__class__.__name__} is of no attrs class of the project")
    return inst.__class__.__attrs_attrs__


def _as_dict(inst, recurse, how):
    filter, factory, retain, serializer = how
    made = factory()
    for each in _attributes(inst):
        value = getattr(inst, each.name)
        if filter is not None and not filter(each, value):
            continue
        if serializer is not None:
            value = serializer(inst, each, value)
        made[each.name] = _anything(value, False, how, True) if recurse else value
    return made


def _anything(value, is_key, how, is_field):
    filter, factory, retain, serializer = how
    if has(value.__class__):
        return _as_dict(value, True, how)
    if isinstance(value, (tuple, list, set, frozenset)):
        kind = value.__class__ if retain else tuple if is_key else list
        return _collected(kind, [_anything(each, False, how, False) for each in value])
    if isinstance(value, dict):
        return factory([(_anything(key, True, how, False), _anything(held, False, how, False)) for key, held in value.items()])
    if serializer is not None and not is_field:
        return serializer(None, None, value)
    return value


def _collected(kind, items):
    if issubclass(kind, tuple) and kind is not tuple:
        return kind(*items)
    return kind(items)


def _as_tuple(inst, recurse, how):
    filter, factory, retain = how
    made = []
    for each in _attributes(inst):
        value = getattr(inst, each.name)
        if filter is not None and not filter(each, value):
            continue
        made.append(_tupled(value, how) if recurse else value)
    return made if factory is list else factory(made)


def _tupled(value, how):
    if has(value.__class__):
        return _as_tuple(value, True, how)
    if isinstance(value, (tuple, list, set, frozenset)):
        kind = value.__class__ if how[2] else list
        return _collected(kind, [_as_tuple(each, True, how) if has(each.__class__) else each for each in value])
    if isinstance(value, dict):
        pairs = [[_as_tuple(part, True, how) if has(part.__class__) else part for part in pair] for pair in value.items()]
        return (value.__class__ if how[2] else dict)(pairs)
    return value
