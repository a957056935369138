"""What of a workflow is sent, and what each name in it means."""

from __future__ import annotations

import ast
import base64
import importlib
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import shop.config
import shop.workflows
from shop.helpers import Outer

from carabiner import Workflow, _source, action
from carabiner._values import decode

Nested = Outer.Nested
Unit = dict[str, Any]


@pytest.fixture(scope="module")
def unit() -> Unit:
    made: Unit = _source.unit(shop.workflows.Checkout)
    return made


def definition(unit: Unit, qualname: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [each for each in unit["definitions"] if each["qualname"] == qualname]
    assert len(found) == 1, f"{qualname}: {[each['qualname'] for each in unit['definitions']]}"
    return found[0]


def meaning(unit: Unit, qualname: str, name: str) -> dict[str, Any]:
    symbol: dict[str, Any] = unit["symbols"][definition(unit, qualname)["names"][name]]
    return symbol


def target(unit: Unit, symbol: dict[str, Any]) -> str:
    qualname: str = unit["definitions"][symbol["definition"]]["qualname"]
    return qualname


def constant(symbol: dict[str, Any]) -> Any:
    assert symbol["kind"] == "constant", symbol
    return decode(base64.b64decode(symbol["value"]))


def test_the_entry_is_the_workflows_class(unit: Unit) -> None:
    entry = unit["symbols"][unit["entry"]["workflow"]]
    assert target(unit, entry) == "Checkout"
    assert unit["format"] == 1
    assert unit["python"] == list(sys.version_info[:2])


def test_everything_reachable_is_sent_once_and_nothing_else(unit: Unit) -> None:
    sent = sorted(f"{each['module']}:{each['qualname']}" for each in unit["definitions"])
    assert sent == sorted(
        [
            "shop.config:client", "shop.helpers:<lambda>",
            "shop.helpers:Base", "shop.helpers:Plan", "shop.helpers:Owner", "shop.helpers:Outer", "shop.helpers:decorated", "shop.helpers:factory.<locals>.inner",
            "shop.helpers:concealed", "shop.helpers:hiding.<locals>.hidden", "shop.helpers:noted", "shop.helpers:shared", "shop.helpers:twice",
            "shop.inner.deep:deepest", "shop.models:Colour", "shop.models:Customer", "shop.models:Line", "shop.models:Order",
            "shop.models:OutOfStock", "shop.models:Profile", "shop.models:Point", "shop.models:ShopError", "shop.workflows:Audited", "shop.workflows:Checkout",
        ]
    )  # fmt: skip


def test_definitions_come_in_the_order_in_which_they_ran(unit: Unit) -> None:
    modules = list(dict.fromkeys(each["module"] for each in unit["definitions"]))
    assert modules.index("shop.inner.deep") < modules.index("shop.helpers") < modules.index("shop.workflows")
    assert modules.index("shop.models") < modules.index("shop.workflows")
    assert modules[-1] == "shop.workflows"
    lines = [each["first_line"] for each in unit["definitions"] if each["module"] == "shop.helpers"]
    assert lines == sorted(lines)


def test_sources_stand_where_they_say(unit: Unit) -> None:
    root = Path(shop.workflows.__file__).parents[1]
    for each in unit["definitions"]:
        lines = (root / each["file"]).read_text().splitlines()
        first = each.get("shown", each["source"]).splitlines()[0]
        assert lines[each["first_line"] - 1] == " " * each["column"] + first
        ast.parse(each["source"])


def test_a_nested_definition_is_dedented_and_its_texts_are_not() -> None:
    class Alone(Workflow):
        nested = shop.helpers.Outer.Nested

        async def run(self) -> object:
            return Nested

    unit = _source.unit(Alone)
    nested = definition(unit, "Outer.Nested")
    assert nested["column"] == 4
    assert nested["source"].startswith("class Nested(Base):\n    ")
    assert '"""\n    kept as it is\n"""' in nested["source"]


def test_members_of_the_standard_library_are_named_by_what_they_are(unit: Unit) -> None:
    names = definition(unit, "Checkout")["names"]
    paths = {
        name: unit["symbols"][index]["path"] for name, index in names.items() if unit["symbols"][index]["kind"] == "stdlib"
    }
    assert paths == {
        "g": "asyncio.gather", "aio": "asyncio", "json": "json", "timedelta": "datetime.timedelta", "RetryPolicy": "carabiner.RetryPolicy",
        "ActionTimeout": "carabiner.ActionTimeout", "import os.path": "os",
    }  # fmt: skip


def test_the_base_class_is_the_machines(unit: Unit) -> None:
    assert meaning(unit, "Audited", "Workflow") == {"kind": "stdlib", "path": "carabiner.Workflow"}
    assert target(unit, meaning(unit, "Checkout", "Audited")) == "Audited"


def test_an_action_is_sent_with_what_it_takes_and_its_policy(unit: Unit) -> None:
    assert meaning(unit, "Checkout", "fetch") == {
        "kind": "action",
        "name": "shop.actions:load",
        "module": "shop.actions",
        "parameters": [{"name": "order_id", "kind": "positional_or_keyword", "has_default": False}],
        "policy": {},
    }
    charge = unit["symbols"][meaning(unit, "Checkout", "actions")["attributes"]["charge"]]
    assert charge["name"] == "charge"
    assert [(each["name"], each["kind"], each["has_default"]) for each in charge["parameters"]] == [
        ("order", "positional_only", False),
        ("rest", "var_positional", False),
        ("cents", "keyword_only", True),
        ("more", "var_keyword", False),
    ]
    assert charge["policy"] == {
        "queue": "slow",
        "attempts": 3,
        "timeout_micros": 30_000_000,
        "backoff": {"base_micros": 500_000, "multiplier": 2.0, "max_micros": 60_000_000, "jitter": 0.0},
    }


def test_modules_carry_the_attributes_that_are_used(unit: Unit) -> None:
    config = meaning(unit, "Checkout", "config")
    assert config["kind"] == "module"
    assert set(config["attributes"]) == {"LIMIT", "RATE", "FAVOURITE", "DEFAULT", "HUGE", "client", "NAMES"}
    shop_module = meaning(unit, "Checkout", "shop")
    helpers = unit["symbols"][shop_module["attributes"]["helpers"]]
    assert target(unit, unit["symbols"][helpers["attributes"]["deepest"]]) == "deepest"


def test_constants_are_captured(unit: Unit) -> None:
    attributes = meaning(unit, "Checkout", "config")["attributes"]
    symbols = unit["symbols"]
    assert constant(symbols[attributes["LIMIT"]]) == 10
    assert constant(symbols[attributes["RATE"]]) == shop.config.RATE
    assert constant(symbols[attributes["FAVOURITE"]]) is shop.config.FAVOURITE
    assert constant(symbols[attributes["DEFAULT"]]) == shop.config.DEFAULT
    assert constant(meaning(unit, "Checkout", "START")) == shop.workflows.START


def test_closures_are_captured(unit: Unit) -> None:
    assert target(unit, meaning(unit, "Checkout", "add_three")) == "factory.<locals>.inner"
    assert constant(meaning(unit, "factory.<locals>.inner", "step")) == 3


def test_a_wrapped_function_is_its_def_with_its_decorators(unit: Unit) -> None:
    decorated = definition(unit, "decorated")
    assert decorated["source"].startswith("@twice\n")
    assert target(unit, meaning(unit, "decorated", "twice")) == "twice"
    assert meaning(unit, "noted", "contextmanager") == {"kind": "stdlib", "path": "contextlib.contextmanager"}


def test_a_decorator_that_hides_its_function_is_not_applied_twice(unit: Unit) -> None:
    assert target(unit, meaning(unit, "Checkout", "concealed")) == "hiding.<locals>.hidden"
    assert target(unit, meaning(unit, "hiding.<locals>.hidden", "function")) == "concealed"
    assert definition(unit, "concealed")["source"].startswith("def concealed")


def test_recursion_means_itself(unit: Unit) -> None:
    assert target(unit, meaning(unit, "deepest", "deepest")) == "deepest"


def test_classes_that_only_arrive_are_sent_too(unit: Unit) -> None:
    # Customer stands in an annotation of a field, Profile in the result of an action.
    assert definition(unit, "Customer")
    # A model of pydantic's has what pydantic made of its fields in their place.
    assert "__pydantic_schema__ = " in definition(unit, "Profile")["source"]


def test_imports_inside_a_body_are_resolved(unit: Unit) -> None:
    assert target(unit, meaning(unit, "Checkout", "from shop.models import Point")) == "Point"


@pytest.mark.parametrize(
    ("name", "what", "advice"),
    [("httpx", "installed module `httpx`", "action")],
)
def test_what_cannot_be_sent_says_what_it_is(unit: Unit, name: str, what: str, advice: str) -> None:
    symbol = meaning(unit, "Checkout", name)
    assert symbol["kind"] == "unknown"
    assert what in symbol["what"]
    assert advice in symbol["advice"]


def test_constants_that_cannot_be_sent_say_what_they_are(unit: Unit) -> None:
    attributes = meaning(unit, "Checkout", "config")["attributes"]
    huge = unit["symbols"][attributes["HUGE"]]
    assert "bytes" in huge["what"]


def test_a_name_that_nothing_defines_is_left_to_the_server(unit: Unit) -> None:
    assert "missing" not in definition(unit, "Checkout")["names"]


def test_builtins_are_not_symbols(unit: Unit) -> None:
    assert not {"print", "sum", "TimeoutError", "list"} & set(definition(unit, "Checkout")["names"])


def test_the_unit_is_the_same_in_every_process() -> None:
    code = "import shop.workflows, carabiner._source as s; print(s.unit_json(shop.workflows.Checkout))"
    root = str(Path(shop.workflows.__file__).parents[1])
    units = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        units.add(done.stdout)
    assert len(units) == 1
    json.loads(units.pop())


def test_classes_and_actions_of_a_script_get_a_name_that_workers_can_import(tmp_path: Path) -> None:
    (tmp_path / "jobs").mkdir()
    script = tmp_path / "jobs" / "nightly.py"
    script.write_text(
        textwrap.dedent("""
        import json
        from dataclasses import dataclass
        from carabiner import Workflow, action, _source, _values

        @dataclass
        class Job:
            n: int

        @action
        async def work(job: Job) -> Job: ...

        class Nightly(Workflow):
            async def run(self) -> Job:
                return await work(Job(1))

        assert _values.decode(_values.encode(Job(1))) == Job(1)
        unit = _source.unit(Nightly)
        print(json.dumps([sorted({d["module"] for d in unit["definitions"]}), [s["name"] for s in unit["symbols"] if s["kind"] == "action"]]))
        """)
    )
    as_file = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert json.loads(as_file.stdout) == [["nightly"], ["nightly:work"]]
    as_module = subprocess.run([sys.executable, "-m", "jobs.nightly"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(as_module.stdout) == [["jobs.nightly"], ["jobs.nightly:work"]]


def test_local_workflows_and_classes_are_sent() -> None:
    from dataclasses import dataclass

    @dataclass
    class Local:
        n: int

    class Parent(Workflow):
        pass

    limit = 5

    class Child(Parent):
        async def run(self) -> Local:
            return Local(limit)

    unit = _source.unit(Child)
    assert {each["qualname"].rpartition(".")[2] for each in unit["definitions"]} == {"Local", "Parent", "Child"}
    name = Child.__qualname__
    assert constant(meaning(unit, name, "limit")) == 5
    assert target(unit, meaning(unit, name, "Parent")).endswith("Parent")
    # Known by being sent, it can be rebuilt here when it comes back.
    assert decode(_encode(Local(3))) == Local(3)


def _encode(value: object) -> bytes:
    from carabiner._values import encode

    return encode(value)


def test_an_action_inside_a_function_is_refused_with_advice() -> None:
    @action
    async def local() -> None: ...

    class Calling(Workflow):
        async def run(self) -> None:
            await local()

    unit = _source.unit(Calling)
    symbol = meaning(unit, Calling.__qualname__, "local")
    assert symbol["kind"] == "unknown"
    assert "module level" in symbol["advice"]


def test_run_must_be_async() -> None:
    with pytest.raises(TypeError, match="async def"):

        class Wrong(Workflow):
            def run(self) -> int:  # type: ignore[override] # wrong on purpose
                return 1


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax is that of Python 3.12")
def test_type_parameters_and_aliases_are_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "generic_flows.py").write_text(
        textwrap.dedent("""
            from carabiner import Workflow

            class Line: ...
            class Other: ...
            type Lines[T] = list[T] | list[Lines[T]]
            type Named = Lines[Line]

            class Stack[T: Line](list[T]):
                def top(self) -> T:
                    return self[-1], T

            def first[T](items: Lines[T]) -> T:
                return items[0], Lines, T

            class Flow(Workflow):
                async def run(self) -> Named:
                    return first(Stack[int]([1]))
        """)
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    flow = importlib.import_module("generic_flows").Flow
    unit: Unit = _source.unit(flow)
    assert [each["qualname"] for each in unit["definitions"]] == ["Line", "Lines", "Stack", "first", "Flow"]
    assert definition(unit, "Lines")["source"] == "type Lines[T] = list[T] | list[Lines[T]]\n"
    assert set(definition(unit, "first")["names"]) == {"Lines"}
