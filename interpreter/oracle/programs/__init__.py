"""Random programs, run by CPython and by the machine."""
