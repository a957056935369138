"""graphlib: orders, readiness, cycles, misuse."""
from graphlib import CycleError, TopologicalSorter


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error.args)


print(list(TopologicalSorter({"D": ["B", "C"], "C": ["A"], "B": ["A"]}).static_order()), list(TopologicalSorter().static_order()))
sorter = TopologicalSorter()
sorter.add(3, 2, 1)
sorter.add(2, 1)
sorter.add(4)
show(sorter.get_ready)
sorter.prepare()
show(sorter.add, 5)
show(sorter.prepare)
while sorter.is_active():
    ready = sorter.get_ready()
    print(ready, sorter.get_ready())
    sorter.done(*ready)
print(bool(sorter))
show(sorter.done, 4)
show(sorter.done, "x")
other = TopologicalSorter({1: [2]})
other.prepare()
show(other.done, 1)
show(lambda: list(TopologicalSorter({1: [2], 2: [3], 3: [1]}).static_order()))
show(lambda: list(TopologicalSorter({1: [1]}).static_order()))
show(lambda: list(TopologicalSorter({"a": ["b"], "b": ["c"], "c": ["b"], "d": []}).static_order()))
print(issubclass(CycleError, ValueError))
