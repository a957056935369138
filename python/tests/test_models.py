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


def test_what_only_a_live_class_has_is_refused() -> None:
    (refusal,) = _source.check(modelling.Describing)
    assert "`Order.model_fields`" in refusal
    assert "modelling.py:" in refusal
    assert "^" in refusal


@pytest.mark.parametrize(
    "workflow",
    [
        modelling.Constructing, modelling.Given, modelling.Anywhere, modelling.Assigning, modelling.Serialised,
        modelling.Repeated, modelling.Raced, modelling.Uncaught, modelling.Owned, modelling.Copied,
    ],
)  # fmt: skip
def test_what_only_pydantic_can_do_is_done_by_a_worker(workflow: Any) -> None:
    both(workflow())


def test_a_validator_that_changes_what_it_is_given_is_told_so() -> None:
    outcome = by_machine(modelling.Changing())
    assert isinstance(outcome.value, NotImplementedError)
    assert "changes what it is given" in str(outcome.value)


def test_a_recorded_step_says_once_what_is_said_around_it() -> None:
    assert by_machine(modelling.Saying()).printed == "before\nbetween\nafter\n"
