import os.path
from typing import TYPE_CHECKING
from collections import deque as queue

if TYPE_CHECKING:
    from nowhere import Nothing


def f():
    from datetime import datetime, timedelta as delta

    return queue([datetime.now() + delta(1)])


def g():
    return missing
