import functools
from contextlib import contextmanager

import shop.config as settings

from . import config
from .inner.deep import deepest


def shared(x):
    """Text over
      several lines, whose indentation is its own.
    """
    return deepest(x) + config.LIMIT + settings.LIMIT


def twice(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args) * 2

    return wrapper


def hiding(function):
    def hidden(*args):
        return function(*args) + 1

    return hidden


@twice
def decorated(x):
    return x


@hiding
def concealed(x):
    return x


def factory(step):
    def inner(x):
        return x + step

    return inner


add_three = factory(3)
short = lambda x: x


@contextmanager
def noted(name):
    yield name


class Plan:
    class Step:
        by: "Owner"


class Owner:
    pass


class Base:
    def inherited(self):
        return shared(1)


class Outer:
    class Nested(Base):
        """Nested."""

        def method(self):
            text = """
    kept as it is
"""
            return text, config.NAMES
