"""Crash tests on real processes: random workflows whose ends are known, while a nemesis combines faults.

`python -m tests.siege --minutes 60` besieges three workers hosts and two servers on one Postgres; see `__main__.py`.
"""
