# Copies of unions, parametrised types and slices.
import copy
for x in (int | str, list[int], list[int] | None, slice(1, [2], 3)):
    for f in (copy.copy, copy.deepcopy):
        c = f(x)
        print(c, c == x, c is x, type(c).__name__)
c = slice(1, [2], 3)
d = copy.deepcopy(c); print(d.stop is c.stop, copy.copy(c) is c)
