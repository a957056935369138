"""collections.abc: a class that is reached alone knows the builtin classes of the kinds below it."""
from collections import deque
from collections.abc import Mapping, Sequence, Set

values = [[], (), "", b"", bytearray(), range(1), deque(), {}, set(), frozenset(), {}.keys(), {}.items(), {}.values(), 1]
for value in values:
    print(type(value).__name__, isinstance(value, Sequence), isinstance(value, Mapping), isinstance(value, Set))
