"""The machine's validation, which is ordinary Python, against pydantic's own: types by values."""

from __future__ import annotations

import datetime as dt
import enum
import importlib.util
import itertools
from pathlib import Path
from typing import Annotated, Any, Literal, Optional, Union

import pydantic
import pytest
from pydantic import Field, StringConstraints

from carabiner import _models

LIBRARY = Path(__file__).parents[2] / "interpreter" / "library" / "_pydantic.py"


def load() -> Any:
    spec = importlib.util.spec_from_file_location("carabiner_library_pydantic", LIBRARY)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


library = load()


class Kind(enum.Enum):
    A = "a"
    B = "b"
    C = 3


TYPES: list[Any] = [
    int, str, float, bool, bytes, None, Any, list[int], list[str], dict[str, int], set[int], tuple[int, ...], tuple[int, str], Optional[int],
    Union[int, str], Union[int, float], Union[int, list[int]], Literal["a", "b"], Literal[1, "x"], Kind, dt.timedelta, dt.datetime, dt.date,
    Annotated[int, Field(gt=2, le=9)], Annotated[float, Field(ge=1.5, lt=3)], Annotated[str, Field(min_length=2, max_length=3)],
    Annotated[list[int], Field(min_length=1, max_length=2)], Annotated[int, Field(multiple_of=3)], frozenset[str], dict[int, str],
    list[dict[str, int]], Union[bool, int, None], Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True)], list[list[int]],
    Union[str, None, bool], Annotated[float, Field(ge=2)], Annotated[int, Field(ge=1, multiple_of=2)], Union[float, bool],
    dict[str, list[float]], list, dict, tuple[()], Union[Kind, int], Union[Literal["a"], int], Annotated[str, Field(max_length=1)], set[str],
]  # fmt: skip

VALUES: list[Any] = [
    0, 1, -1, 5, 3, 10**20, True, False, None, "", "a", "b", "x", "abc", " 12 ", "12", "+5", "-0", "1.0", "1_0", "yes", "NO", "Tru", 1.0, 1.5,
    2.5, -0.0, float("nan"), float("inf"), 1e300, b"", b"ab", [], [1], ["1"], [1, "a"], ["a", "b"], (), (1, "a"), (1, 2), {1, 2},
    frozenset(["a"]), {}, {"a": 1}, {1: "b"}, {"a": "1"}, [[1], [2, "3"]], [{"a": 1}], Kind.A, dt.timedelta(1), dt.datetime(2020, 1, 1),
    dt.date(2020, 1, 1), {"a": None}, [None], (1,), "1e3", [True], {"1": "x"}, 2**63, -(2**63) - 1, 2.0, 2**53 + 0.0, "ab" * 40, ["x" * 60],
    "it's", {"k" * 60: 1}, "\n12", "- 5", "+", "-", "0x10", "012", " ", "true ", b"12", bytearray(b"x"), {"a": [1, "2", 1.5]}, Kind.C, "c",
]  # fmt: skip


def test_every_value_is_taken_or_refused_as_pydantic_does() -> None:
    classes = {Kind: "Kind", dt.timedelta: "dt.timedelta", dt.datetime: "dt.datetime", dt.date: "dt.date"}
    differing, compared = [], 0
    for form in TYPES:
        model = pydantic.create_model("Model", a=(form, ...))
        (field,) = _models._Schema(model).fields(classes.__getitem__)
        schema = eval(field, globals())[3]
        for value in VALUES:
            found = by_library(schema, value)
            compared += found is not None
            if found not in (None, by_pydantic(model, value)):
                differing.append((form, value, found))
    assert not differing
    assert compared > 0.7 * len(TYPES) * len(VALUES)


def by_pydantic(model: Any, value: Any) -> str:
    try:
        return repr(model(a=value).a)
    except pydantic.ValidationError as error:
        return shown(error)


def by_library(schema: Any, value: Any) -> str | None:
    """None for what it does not do."""
    errors: list[Any] = []
    try:
        made = library._validate(schema, value, ("a",), errors)
    except NotImplementedError:
        return None
    version = ".".join(pydantic.VERSION.split(".")[:2])
    return shown(library.ValidationError("Model", errors, version)) if errors else repr(made)


def shown(error: Any) -> str:
    return repr(
        [(each["type"], each["loc"], each["msg"], repr(each["input"]), each.get("ctx")) for each in error.errors()]
    ) + str(error)


def test_durations_are_written_as_pydantic_writes_them() -> None:
    class Model(pydantic.BaseModel):
        wait: dt.timedelta

    for seconds, micros in itertools.product((0, 1, 59, 60, 61, 3600, 3661, 86399), (0, 5, 120, 500_000)):
        wait = dt.timedelta(seconds=seconds, microseconds=micros)
        assert library._duration(wait) == Model(wait=wait).model_dump(mode="json")["wait"]


@pytest.mark.parametrize(
    "form", [pydantic.AnyUrl, pydantic.SecretStr, Annotated[str, Field(pattern="a+")], pydantic.conint(strict=True)]
)
def test_what_is_not_reproduced_is_not_described(form: Any) -> None:
    model = pydantic.create_model("Model", a=(form, ...))
    with pytest.raises(_models.Unknown):
        _models._Schema(model).fields(str)
