"""A project as projects are (`tests/project`), without a server: what CPython makes of it, the machine does."""

from __future__ import annotations

from typing import Any

import pytest
from warehouse import flows

from carabiner import _source

from .rehearsal import both

FLOWS: list[Any] = [flows.Shipping("ab-12"), flows.Constants(), flows.Pricing(), flows.Modelling(), flows.Generated()]


@pytest.mark.parametrize("workflow", FLOWS, ids=lambda workflow: type(workflow).__name__)
def test_a_project_means_what_it_means_in_cpython(workflow: Any) -> None:
    assert _source.check(type(workflow)) == []
    both(workflow)
