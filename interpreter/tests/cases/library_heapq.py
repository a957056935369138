"""heapq: pushes and pops keep the order, also of pairs and with equal keys; merging, replacing, the n smallest and largest."""
import heapq
from heapq import heappop, heappush as push


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


heap = []
for item in (5, 1, 4, 1, 9, 2, 6):
    push(heap, item)
print(heap)
print([heappop(heap) for _ in range(len(heap))], heap)
show(heapq.heappop, [])
show(heapq.heapreplace, [], 1)
show(heapq.heappush, (1,), 1)
show(heapq.heapify, "ab")
show(heapq.heappush, [1], "a")


class Job:
    def __init__(self, name, cost):
        self.name = name
        self.cost = cost

    def __lt__(self, other):
        return self.cost < other.cost

    def __repr__(self):
        return f"{self.name}{self.cost}"


jobs = []
for name, cost in (("b", 2), ("a", 1), ("c", 2)):
    heapq.heappush(jobs, Job(name, cost))
print([heapq.heappop(jobs).name for _ in range(3)])

numbers = [(n * 37) % 23 for n in range(23)]
heapq.heapify(numbers)
print(numbers)
print(heapq.heapreplace(numbers, 50), heapq.heappushpop(numbers, -1), heapq.heappushpop(numbers, 3), numbers)
print(heapq.heappushpop([], 5))
print([heappop(numbers) for _ in range(len(numbers))])

print(list(heapq.merge([1, 4, 7], [2, 5], [], [3])), list(heapq.merge()), list(heapq.merge([1, 2])))
print(list(heapq.merge([7, 4, 1], [5, 2], reverse=True)))
print(list(heapq.merge(["a", "ccc"], ["bb", "dd", "eeee"], key=len)))
print(list(heapq.merge(["ccc", "a"], ["eeee", "bb", "dd"], key=len, reverse=True)))
print(list(heapq.merge([Job("a", 1), Job("b", 2)], [Job("c", 1), Job("d", 2)])))
merged = heapq.merge([1, 3], iter([2]))
print(next(merged), list(merged), type(merged).__name__)
show(lambda: list(heapq.merge([1], ["a"])))

values = [5, 1, 4, 1, 9, 2, 6, 5, 3, 5]
for n in (-1, 0, 1, 3, 10, 20):
    print(n, heapq.nlargest(n, values), heapq.nsmallest(n, values))
words = ["bb", "a", "dd", "ccc", "e"]
print(heapq.nlargest(3, words, key=len), heapq.nsmallest(3, words, key=len), heapq.nlargest(1, words, len), heapq.nsmallest(1, words, key=len))
show(heapq.nlargest, 1, [])
show(heapq.nsmallest, 2, [1, "a"])
