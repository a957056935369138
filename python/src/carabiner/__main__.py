"""`python -m carabiner check MODULE:CLASS`: says what of a workflow could not run durably. Needs no server."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from . import _classes, _source
from ._workflow import Workflow


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="carabiner", description="Durable workflows in ordinary Python.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="say what of a workflow could not run durably")
    checking.add_argument("targets", nargs="+", metavar="MODULE[:CLASS]", help="a workflow, or all of a module")
    checking.set_defaults(command=lambda options: check(options.targets))
    options = parser.parse_args(arguments)
    status: int = options.command(options)
    return status


def check(targets: list[str]) -> int:
    """0 where the server would take all of them, 1 where it would not, 2 where one is not found."""
    sys.path.insert(0, os.getcwd())
    refused = 0
    for target in targets:
        try:
            workflows = _workflows(target)
        except LookupError as error:
            print(error.args[0], file=sys.stderr)
            return 2
        for workflow in workflows:
            found = _source.check(workflow)
            refused += len(found)
            name = _classes.reference(workflow)
            print("\n\n".join(found) if found else f"{name}: ok", file=sys.stderr if found else sys.stdout)
    return 1 if refused else 0


def _workflows(target: str) -> list[type]:
    name, _, qualname = target.partition(":")
    _classes.trust_module(name)
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise LookupError(f"{name} cannot be imported: {error}") from error
    if qualname:
        cls = _classes.find_class(target)
        if not issubclass(cls, Workflow):
            raise LookupError(f"{target} is not a Workflow")
        return [cls]
    workflows = [
        held
        for held in vars(module).values()
        if isinstance(held, type) and issubclass(held, Workflow) and held.__module__ == name
    ]
    if not workflows:
        raise LookupError(f"{name} defines no Workflow")
    return workflows


if __name__ == "__main__":
    sys.exit(main())
