"""Calls of a small recursive function."""


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


assert fib(33) == 3_524_578
