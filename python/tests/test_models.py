"""Pydantic models in workflows: what pydantic makes of them, the machine does, or it is refused."""

from __future__ import annotations

from typing import Any

import pytest
from desk import modelling

from carabiner import _source

from .rehearsal import both, by_machine


@pytest.mark.parametrize(
    "workflow", [modelling.Making, modelling.Dumping, modelling.Setting, modelling.Arrived, modelling.Caught]
)
def test_models_are_what_they_are_in_cpython(workflow: Any) -> None:
    both(workflow())


@pytest.mark.parametrize("which", range(15))
def test_a_failed_validation_says_what_pydantic_says(which: int) -> None:
    both(modelling.Failing(which))


def test_a_validation_error_that_leaves_run_is_pydantics_own() -> None:
    both(modelling.Raising())
    error: Any = by_machine(modelling.Raising()).value
    assert [each["loc"] for each in error.errors()] == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("workflow", "what"),
    [(modelling.Constructing, "has validators of its own"), (modelling.Describing, "`Order.model_fields`")],
)
def test_what_only_pydantic_can_do_is_refused(workflow: Any, what: str) -> None:
    (refusal,) = _source.check(workflow)
    assert what in refusal
