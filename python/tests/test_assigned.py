"""Values at module level that no constant can hold: what CPython makes of them, the machine does."""

from __future__ import annotations

from typing import Any

import pytest
from desk import amended, flows

from carabiner import _source

from .rehearsal import both


@pytest.mark.parametrize("workflow", [flows.Tables, flows.Values, flows.Closures, flows.Registered, flows.Acting])
def test_module_level_values_mean_what_they_mean_in_cpython(workflow: Any) -> None:
    both(workflow())


@pytest.mark.parametrize("workflow", [amended.Amended, amended.Dispatched, amended.Wrapped, amended.Tabled])
def test_what_a_module_does_after_a_definition_is_there(workflow: Any) -> None:
    both(workflow())


@pytest.mark.parametrize(
    ("workflow", "made"),
    [(flows.Factories, {"UserId", "Point", "Level"}), (flows.Cached, {"cached_triple"}), (flows.Logging, {"logger", "log"})],
)
def test_what_a_call_makes_is_made_anew_by_its_statement(workflow: Any, made: set[str]) -> None:
    definitions = _source.unit(workflow)["definitions"]
    assert {each["qualname"] for each in definitions if each["kind"] == "assignment"} == made


def test_a_refusal_names_the_chain_of_calls_that_leads_to_it() -> None:
    (refusal,) = _source.check(flows.Refused)
    assert "`open` is not available" in refusal
    assert refusal.endswith("reached by Refused.helper -> through -> unsupported")
