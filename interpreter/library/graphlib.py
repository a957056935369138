"""Orders in which everything comes after what it needs."""

from types import GenericAlias


class CycleError(ValueError):
    """What depends on itself."""

    __module__ = "graphlib"


class _Node:
    def __init__(self, node):
        self.node = node
        self.waits_for = 0
        self.successors = []


class TopologicalSorter:
    """Nodes with those that come before them."""

    __module__ = "graphlib"

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._handed = {}
        self._finished = {}
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    def _of(self, node):
        if node not in self._nodes:
            self._nodes[node] = _Node(node)
        return self._nodes[node]

    def add(self, node, *predecessors):
        """Adds a node and what comes before it."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        info = self._of(node)
        info.waits_for += len(predecessors)
        for predecessor in predecessors:
            self._of(predecessor).successors.append(node)

    def prepare(self):
        """Ends the adding, and looks for cycles."""
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [info.node for info in self._nodes.values() if info.waits_for == 0]
        cycle = self._cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        """The nodes that nothing unfinished comes before, each once."""
        self._check()
        ready = tuple(self._ready)
        for node in ready:
            self._handed[node] = None
        self._ready.clear()
        return ready

    def is_active(self):
        """Whether something can still be got or finished."""
        self._check()
        return len(self._finished) < len(self._handed) or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Finishes nodes that were got."""
        self._check()
        for node in nodes:
            if node not in self._nodes:
                raise ValueError(f"node {node!r} was not added using add()")
            if node in self._finished:
                raise ValueError(f"node {node!r} was already marked done")
            if node not in self._handed:
                raise ValueError(f"node {node!r} was not passed out (still not ready)")
            self._finished[node] = None
            for successor in self._nodes[node].successors:
                info = self._nodes[successor]
                info.waits_for -= 1
                if info.waits_for == 0:
                    self._ready.append(successor)

    def static_order(self):
        """All nodes in one order."""
        self.prepare()
        while self.is_active():
            ready = self.get_ready()
            yield from ready
            self.done(*ready)

    def _check(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")

    def _cycle(self):
        """A cycle, its first node again at its end; none if there is none."""
        seen = {}
        for start in self._nodes:
            if start in seen:
                continue
            path, places, pending = [], {}, []
            node = start
            while True:
                if node in places:
                    return path[places[node] :] + [node]
                if node not in seen:
                    seen[node] = None
                    places[node] = len(path)
                    path.append(node)
                    pending.append(iter(self._nodes[node].successors))
                elif node not in places:
                    pass
                while path:
                    following = next(pending[-1], _END)
                    if following is not _END:
                        node = following
                        break
                    del places[path.pop()]
                    pending.pop()
                else:
                    break
        return None

    __class_getitem__ = classmethod(GenericAlias)


_END = object()
