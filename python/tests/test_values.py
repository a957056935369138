"""What is sent arrives as what it was, or is refused by name."""

from __future__ import annotations

import asyncio
import collections
import datetime as dt
import decimal
import fractions
import io
import math
import pathlib
import re
import threading
import traceback
import types
import uuid
import zoneinfo
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carabiner import CarabinerError, PayloadTooLarge, RemoteError, RemoteTraceback
from carabiner._classes import find_class, reference
from carabiner._raised import attach_traceback
from carabiner._values import decode, encode

from . import shapes
from .shapes import (
    Access,
    Box,
    Colour,
    Counted,
    Frozen,
    Kind,
    Leaf,
    Level,
    Line,
    NoMessage,
    Open,
    Order,
    OutOfStock,
    Plain,
    Point,
    Slotted,
    Struct,
    Text,
    Tree,
    User,
)  # fmt: skip

UTC = dt.timezone.utc


def there_and_back(value: Any) -> Any:
    return decode(encode(value))


VALUES: list[Any] = [
    None, True, False, 0, -1, 127, -32, 2**31, -(2**63), 2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63) - 1, 10**100, -(10**100),
    0.0, -0.0, 1.5, math.inf, -math.inf, 1e-300, "", "é", "\0", "😀" * 300, b"", b"\xff" * 300, bytearray(b"x"), 1 + 2j, complex(-0.0, math.inf),
    [], [1, [2, [3]]], {}, {"a": 1, 2: "b", (1, 2): None, None: True}, (), (1,), (1, (2, ())), set(), {1, "a"}, frozenset({1, (2,)}),
    dt.date(1, 1, 1), dt.time(23, 59, 59, 999999), dt.time(1, fold=1, tzinfo=UTC), dt.datetime(2024, 2, 29, 12),
    dt.datetime(9999, 12, 31, 23, 59, 59, 999999, UTC), dt.datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")),
    dt.timedelta(days=-999, microseconds=1), UTC, dt.timezone(dt.timedelta(hours=-5, minutes=-30)), dt.timezone(dt.timedelta(hours=1), "X"),
    zoneinfo.ZoneInfo("Asia/Tokyo"), decimal.Decimal("1.10"), decimal.Decimal("-Infinity"), decimal.Decimal("1E+1000"),
    fractions.Fraction(-1, 3), uuid.UUID(int=2**127 + 1), pathlib.PurePosixPath("/a/b"), pathlib.PureWindowsPath("c:\\x"), pathlib.Path("a"),
    range(10), range(5, -5, -2), ..., NotImplemented, collections.OrderedDict(b=1, a=2), collections.Counter("hello"),
    collections.defaultdict(list, {1: [2]}), collections.defaultdict(None, {1: 2}), collections.deque([1, 2], maxlen=3), collections.deque(),
    re.compile(r"(?P<a>\w)é", re.IGNORECASE), re.compile(rb"\xff", re.DOTALL), re.compile("(?a)x"),
    int, Order, ValueError,
    Colour.RED, Colour.GREEN, Level.HIGH, Kind.A, Access.READ, Access.READ | Access.WRITE, Point(1), Point(1, 2),
    Order("a", [Line(1), Line(2)]), Frozen("x", frozenset({"y"})), Slotted(1, 2), Plain([Plain(1)]),
    User(name="a"), User(name="a", age=3), Box[int](content=1), Box[list[User] | None](content=[User(name="b")]), Box(content="any"),
    Tree("a", [Tree("b")]), Leaf("c"), Struct(1), Struct(2, "n"), types.SimpleNamespace,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__}-{value!r}"[:60])
def test_a_value_arrives_as_what_it_was(value: Any) -> None:
    arrived = there_and_back(value)
    assert arrived == value
    assert type(arrived) is type(value)
    assert repr(arrived) == repr(value)


def test_nan_arrives_as_nan() -> None:
    assert math.isnan(there_and_back(math.nan))


def test_dicts_keep_their_order() -> None:
    assert list(there_and_back({"z": 1, "a": 2, 3: 3})) == ["z", "a", 3]


def test_sets_are_written_in_one_order() -> None:
    words = [f"word{number}" for number in range(100)]
    assert encode(set(words)) == encode(set(words[50:] + words[:50]))


def test_kinds_of_numbers_are_kept_apart() -> None:
    assert [type(each) for each in there_and_back([True, 1, 1.0])] == [bool, int, float]


def test_what_a_dataclass_does_when_made_is_not_done_again() -> None:
    assert there_and_back(Counted(1)).made == 2


def test_a_frozen_dataclass_stays_frozen() -> None:
    with pytest.raises(AttributeError):
        there_and_back(Frozen("x")).name = "y"


def test_private_slots_are_kept() -> None:
    assert there_and_back(Slotted(1, 2)).hidden() == 3


def test_attributes_beyond_the_fields_are_kept() -> None:
    order = Order("a", [])
    order.note = "late"  # type: ignore[attr-defined] # that is the point
    assert there_and_back(order).note == "late"


def test_a_field_that_the_class_got_since_takes_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = encode(Frozen("x"))
    monkeypatch.setattr(Frozen.__dataclass_fields__["tags"], "default", frozenset({"new"}))
    assert decode(sent.replace(b"\xa4tags", b"\xa4gone")).tags == frozenset({"new"})


def test_a_pydantic_model_keeps_what_was_set_and_what_is_private() -> None:
    user = User(name="a")
    user._secret = "s"
    arrived = there_and_back(user)
    assert arrived.model_fields_set == {"name"}
    assert arrived._secret == "s"
    arrived.age = 5
    assert arrived.model_dump() == {"name": "a", "age": 5}


def test_a_pydantic_model_keeps_its_extras() -> None:
    assert there_and_back(Open.model_validate({"name": "a", "more": [1]})).model_extra == {"more": [1]}


def test_a_generic_model_arrives_as_the_one_with_its_arguments() -> None:
    assert type(there_and_back(Box[int](content=1))) is Box[int]


@pytest.mark.parametrize(
    ("value", "path", "why"),
    [
        (Order("a", [Line(1), Line(2), Line(3), Line(4, callback=print)]), "order.lines[3].callback", "functions stay"),
        ({"a": {"b": [threading.Lock()]}}, "order['a']['b'][0]", "lock"),
        ((1, (2, lambda: 0)), "order[1][1]", "functions stay"),
        ({1: object()}, "order[1]", "nothing"),
        ([Text("x")], "order[0]", "subclass of str"),
        (Plain(io.StringIO()), "order.value", "StringIO"),
        (User(name="a", age=1).model_copy(update={"name": map(int, [])}), "order.name", "make a list"),
        (Point(1, memoryview(b"x")), "order[1]", "bytes(...)"),  # type: ignore[arg-type] # wrong on purpose
        (collections.defaultdict(lambda: 0), "order", "factory"),
        ("\ud800", "order", "surrogate"),
        ({"\ud800": 1}, "order{...}", "surrogate"),
        ({}.keys(), "order", "make a list"),
        (asyncio, "order", "modules stay"),
        (dt.datetime(2024, 1, 1, tzinfo=type("Odd", (dt.tzinfo,), {})()), "order", "zoneinfo"),
        ([type("Local", (), {"x": 1})()], "order[0]", "module level"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_by_its_path(value: Any, path: str, why: str) -> None:
    with pytest.raises(TypeError) as refused:
        encode(value, "order")
    assert str(refused.value).startswith(f"{path}: ")
    assert why in str(refused.value)


@pytest.mark.parametrize("base", [str, int, float, bytes, list, dict, tuple, set, dt.datetime, decimal.Decimal])
def test_a_subclass_of_a_builtin_is_refused_rather_than_sliced(base: type) -> None:
    value = type("Sub", (base,), {})(*((2024, 1, 1) if base is dt.datetime else ()))
    with pytest.raises(TypeError, match=f"subclass of {base.__name__}"):
        encode(value)


async def test_a_coroutine_is_refused() -> None:
    waiting = asyncio.sleep(0)
    with pytest.raises(TypeError, match="await it first"):
        encode([waiting])
    await waiting


def test_a_cycle_is_refused() -> None:
    loop: list[Any] = []
    loop.append({"again": loop})
    with pytest.raises(TypeError, match="contains itself"):
        encode(loop)


def test_deep_nesting_is_refused_and_less_deep_arrives() -> None:
    deep: list[Any] = []
    for _ in range(199):
        deep = [deep]
    assert there_and_back(deep) == deep
    with pytest.raises(TypeError, match="deeper than 200"):
        encode([deep])


def test_deep_instances_arrive() -> None:
    deep = Plain(None)
    for _ in range(190):
        deep = Plain(deep)
    assert there_and_back(deep).value.value.value is not None


def test_a_large_value_is_refused_at_its_limit() -> None:
    with pytest.raises(PayloadTooLarge, match="1000 bytes"):
        encode(["x" * 100] * 20, limit=1000)
    # Sharing makes a small object in memory a large tree.
    wide: list[Any] = [0]
    for _ in range(60):
        wide = [wide, wide]
    with pytest.raises(PayloadTooLarge):
        encode(wide, limit=100_000)


def test_every_truncation_of_a_value_is_refused() -> None:
    data = encode([1, "two", (3.0, {"k": b"v"}), dt.datetime(2024, 1, 1, tzinfo=UTC), Point(1)])
    for end in range(len(data)):
        with pytest.raises(ValueError, match="not a value"):
            decode(data[:end])
    with pytest.raises(ValueError, match="follows"):
        decode(data + b"\0")


@given(st.binary(max_size=60))
@settings(max_examples=300, deadline=None)
def test_arbitrary_bytes_never_do_worse_than_raise(data: bytes) -> None:
    try:
        decode(data)
    except Exception as error:
        assert not isinstance(error, SystemError)  # noqa: PT017 - any other is an answer


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary() | st.decimals(allow_nan=False)
    | st.datetimes() | st.timedeltas() | st.uuids() | st.fractions() | st.complex_numbers(allow_nan=False),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)  # fmt: skip


@given(json_like)
@settings(max_examples=200, deadline=None)
def test_any_tree_of_values_arrives(value: Any) -> None:
    assert there_and_back(value) == value


# -- what bytes may name ----------------------------------------------------------------------------------------------


def named(name: str, shape: int, state: Any) -> bytes:
    """An instance as somebody else might write it."""
    inner = encode([name, shape, state])
    return bytes([0xC8, len(inner) >> 8, len(inner) & 255, 16]) + inner


def test_an_instance_can_be_written_by_hand() -> None:
    assert decode(named(reference(Plain), 0, {"value": 1})) == Plain(1)


@pytest.mark.parametrize("name", ["subprocess:Popen", "builtins:str", "threading:Thread", "io:StringIO"])
def test_classes_that_are_not_the_users_are_not_rebuilt(name: str) -> None:
    with pytest.raises(TypeError):
        decode(named(name, 0, {}))


def test_a_function_is_not_called_whatever_the_shape() -> None:
    for shape in range(6):
        with pytest.raises((TypeError, ValueError)):
            decode(named("os:system", shape, {"command": "true"} if shape < 5 else ["true"]))


def test_no_module_is_imported_that_is_not_the_projects() -> None:
    with pytest.raises(LookupError, match="not defined"):
        find_class("antigravity:fly")


def test_a_shape_must_fit_its_class() -> None:
    for shape, state in ((2, [{}, [], None, None]), (4, {}), (5, [])):
        with pytest.raises(TypeError, match="none"):
            decode(named(reference(Plain), shape, state))


def test_an_unknown_enum_member_is_refused() -> None:
    data = encode(Colour.RED)
    with pytest.raises(TypeError, match="no member"):
        decode(data.replace(b"\xa3RED\xa3red", b"\xa3BAD\xa3bad"))


# -- exceptions -------------------------------------------------------------------------------------------------------


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def test_an_exception_keeps_class_args_and_attributes() -> None:
    arrived = there_and_back(raised(OutOfStock("x1", left=3)))
    assert type(arrived) is OutOfStock
    assert arrived.args == ("x1 is out of stock",)
    assert (arrived.sku, arrived.left) == ("x1", 3)


@pytest.mark.parametrize(
    "error",
    [
        KeyError("k"), NoMessage(), FileNotFoundError(2, "no", "f"), UnicodeDecodeError("utf8", b"x", 0, 1, "bad"), StopIteration(5),
        SystemExit(3), asyncio.CancelledError("why"), ImportError("m", name="n"), ZeroDivisionError("z"), CarabinerError("c"),
    ],
    ids=repr,
)  # fmt: skip
def test_builtin_exceptions_arrive(error: BaseException) -> None:
    arrived = there_and_back(raised(error))
    assert type(arrived) is type(error)
    assert arrived.args == error.args
    assert str(arrived) == str(error)


def test_native_attributes_arrive() -> None:
    arrived = there_and_back(raised(FileNotFoundError(2, "no", "f")))
    assert (arrived.errno, arrived.strerror, arrived.filename) == (2, "no", "f")
    assert there_and_back(ImportError("m", name="n")).name == "n"


def test_the_chain_arrives() -> None:
    def fail() -> None:
        try:
            try:
                raise KeyError("first")
            except KeyError:
                raise ValueError("second")  # noqa: B904 - an implicit context
        except ValueError as error:
            raise RuntimeError("third") from error

    with pytest.raises(RuntimeError) as caught:
        fail()
    arrived = there_and_back(caught.value)
    assert isinstance(arrived.__cause__, ValueError)
    assert isinstance(arrived.__cause__.__context__, KeyError)
    assert arrived.__cause__.__cause__ is None


def test_a_suppressed_context_stays_suppressed() -> None:
    try:
        try:
            raise KeyError("first")
        except KeyError:
            raise ValueError("second") from None
    except ValueError as error:
        arrived = there_and_back(error)
    assert arrived.__suppress_context__
    assert "KeyError" not in "".join(traceback.format_exception(type(arrived), arrived, None))


def test_notes_arrive() -> None:
    error = ValueError("x")
    error.__notes__ = ["look here"]  # type: ignore[attr-defined, unused-ignore] # before 3.11 nobody shows them
    assert there_and_back(error).__notes__ == ["look here"]


def test_an_argument_that_cannot_be_sent_does_not_hide_the_exception() -> None:
    error = OutOfStock("x", left=0)
    error.args = (threading.Lock(), 1)
    error.response = io.StringIO()  # type: ignore[attr-defined] # as HTTP clients do
    arrived = there_and_back(error)
    assert type(arrived) is OutOfStock
    assert "lock" in arrived.args[0]
    assert arrived.args[1] == 1
    assert "StringIO" in arrived.response  # type: ignore[attr-defined] # as above


def test_an_exception_of_an_unknown_class_is_still_caught() -> None:
    class Local(NoMessage):
        pass

    error = Local("gone")
    error.code = 5  # type: ignore[attr-defined] # an attribute to arrive
    data = encode(error)
    arrived = decode(data)
    assert isinstance(arrived, RemoteError)
    assert isinstance(arrived, LookupError)
    assert arrived.args == ("gone",)
    assert arrived.class_name.endswith("<locals>.Local")
    assert arrived.attributes == {"code": 5}
    assert "Local: gone" in str(arrived)


def test_the_remote_traceback_is_shown() -> None:
    def somewhere_far() -> None:
        raise OutOfStock("x", left=0)

    with pytest.raises(OutOfStock) as caught:
        somewhere_far()
    arrived = attach_traceback(there_and_back(caught.value))
    assert isinstance(arrived.__cause__, RemoteTraceback)
    shown = "".join(traceback.format_exception(type(arrived), arrived, arrived.__traceback__))
    assert "somewhere_far" in shown
    # Sent on, it is not a cause of its own.
    assert there_and_back(arrived).__cause__ is None


def test_a_group_keeps_its_exceptions() -> None:
    group = pytest.importorskip("builtins").__dict__.get("ExceptionGroup")
    if group is None:
        pytest.skip("ExceptionGroup is new in Python 3.11")
    arrived = there_and_back(group("several", [KeyError("a"), OutOfStock("b", left=1)]))
    assert [type(each) for each in arrived.exceptions] == [KeyError, OutOfStock]


def test_a_long_chain_of_causes_is_cut_rather_than_refused() -> None:
    error: BaseException = ValueError("0")
    for number in range(300):
        following = ValueError(str(number))
        following.__cause__ = error
        error = following
    assert there_and_back(error).args == ("299",)


def test_the_module_of_the_shapes_is_found_by_name() -> None:
    assert find_class(reference(Order)) is shapes.Order
