"""A workflow has no pickle: loops over its protocols have nothing to do, and what pickles besides is about something else."""

import unittest

HIGHEST_PROTOCOL = -1
DEFAULT_PROTOCOL = -1


class PicklingError(Exception):
    pass


def dumps(obj, protocol=None, **options):
    raise unittest.SkipTest("a workflow has no pickle")


def loads(data, **options):
    raise unittest.SkipTest("a workflow has no pickle")
