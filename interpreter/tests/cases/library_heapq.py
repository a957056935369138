"""heapq: pushes and pops keep the order, also of pairs and with equal keys."""
import heapq
from heapq import heappop, heappush as push

heap = []
for item in (5, 1, 4, 1, 9, 2, 6):
    push(heap, item)
print(heap)
print([heappop(heap) for _ in range(len(heap))], heap)
try:
    heapq.heappop(heap)
except IndexError as error:
    print(repr(error))


class Job:
    def __init__(self, name, cost):
        self.name = name
        self.cost = cost

    def __lt__(self, other):
        return self.cost < other.cost


jobs = []
for name, cost in (("b", 2), ("a", 1), ("c", 2)):
    heapq.heappush(jobs, Job(name, cost))
print([heapq.heappop(jobs).name for _ in range(3)])
