"""CPython's own test suite, run by the machine."""
