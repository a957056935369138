"""bisect: left and right, bounds, keys, what is compared."""
import bisect
from bisect import bisect_left, bisect_right, insort, insort_left, insort_right


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


data = [1, 2, 2, 2, 3, 5]
for x in (0, 1, 2, 2.5, 3, 4, 5, 6):
    print(x, bisect_left(data, x), bisect_right(data, x), bisect.bisect(data, x), bisect_left(data, x, 2), bisect_right(data, x, 1, 3))
show(bisect_left, data, 1, -1)
show(bisect_right, data, 1, lo=-5)
show(bisect_left, data, "a")
show(bisect_left, data, 9, 0, 20)
rows = [("a", 1), ("b", 3), ("c", 3), ("d", 7)]
print(bisect_left(rows, 3, key=lambda row: row[1]), bisect_right(rows, 3, key=lambda row: row[1]), bisect_left(rows, 3, 2, key=lambda row: row[1]))
insort(data, 2)
insort_left(data, 4)
insort_right(data, 0)
print(data)
insort(rows, ("x", 3), key=lambda row: row[1])
insort_left(rows, ("y", 3), key=lambda row: row[1])
print(rows)


class Only:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n


only = [Only(n) for n in (1, 2, 2, 4)]
print(bisect_left(only, Only(2)), bisect_right(only, Only(2)))


def grade(score, breakpoints=[60, 70, 80, 90], grades="FDCBA"):
    return grades[bisect.bisect(breakpoints, score)]


print([grade(score) for score in [33, 99, 77, 70, 89, 90, 100]])
print(bisect_left([], 1), bisect_right(range(0, 100, 10), 35), bisect_left("abd", "c"))
