"""Collecting garbage is not seen by a program."""


def collect(generation=2):
    return 0


def disable():
    pass


def enable():
    pass
