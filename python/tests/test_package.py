"""The package as its users import it."""

from __future__ import annotations

import subprocess
import sys

import carabiner


def test_everything_public_is_listed_and_sorted() -> None:
    public = {name for name in vars(carabiner) if not name.startswith("_")}
    assert set(carabiner.__all__) == public
    assert carabiner.__all__ == sorted(carabiner.__all__)


def test_errors_are_shown_as_carabiners_own() -> None:
    for name in carabiner.__all__:
        held = getattr(carabiner, name)
        if isinstance(held, type) and issubclass(held, BaseException):
            assert held.__module__ == "carabiner"
            assert held.__qualname__ == name


def test_an_error_without_a_message_says_what_it_is() -> None:
    assert "time limit" in str(carabiner.ActionTimeout())
    assert str(carabiner.ActionTimeout("5 s")) == "5 s"
    assert isinstance(carabiner.ActionTimeout(), TimeoutError)
    assert isinstance(carabiner.PayloadTooLarge(), ValueError)
    assert isinstance(carabiner.ServerUnavailable(), ConnectionError)
    assert isinstance(carabiner.InstanceNotFound(), LookupError)


def test_importing_it_loads_no_library() -> None:
    code = "import sys, carabiner; print(sorted({m.partition('.')[0] for m in sys.modules} - sys.stdlib_module_names))"
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    assert {"pydantic", "attrs", "msgspec", "google", "grpc"}.isdisjoint(eval(loaded))
