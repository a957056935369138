"""Makes a program of each docstring with examples: what it prints under CPython decides, not what the docstring says."""

from __future__ import annotations

import ast
import doctest
import textwrap

from suite.cut import Cut, Module, load

SHOW = """
def _show(value):
    if value is not None:
        print(repr(value))
"""


def cuts(name: str) -> list[Cut]:
    made = []
    for title, text in _texts(load(name)):
        examples = doctest.DocTestParser().get_examples(text)
        if examples:
            made.append(
                Cut(f"doctest {title}", SHOW + "".join(_statement(example.source) for example in examples) + "print('@end')\n")
            )
    return made


def _texts(module: Module) -> list[tuple[str, str]]:
    """Texts at the top level, and docstrings of test functions."""
    found = []
    for node in module.tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found.append((name, text))
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found += [(name, text)] if (text := ast.get_docstring(node)) else []
    return [(name, text) for name, text in found if ">>>" in text]


def _statement(source: str) -> str:
    """One example, whose exception is shown instead of raised; one that is no Python is left out."""
    try:
        tree = ast.parse(source)
        compile(source, "example", "exec")
    except SyntaxError:
        return ""
    if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
        source = f"_show(\n{source})\n"
    return (
        f"try:\n{textwrap.indent(source, '    ')}"
        "except Exception as _error:\n    print(type(_error).__name__, str(_error), sep=': ')\n"
    )
