"""Binary heaps in a list: the smallest item first, item k no greater than items 2k+1 and 2k+2."""


def heappush(heap, item):
    """Adds an item to the heap."""
    _check(heap, "heappush() argument 1")
    heap.append(item)
    _rise(heap, len(heap) - 1, 0)


def heappop(heap):
    """Takes the smallest item from the heap."""
    _check(heap, "heappop() argument")
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    first = heap[0]
    heap[0] = last
    _settle(heap, 0)
    return first


def heapreplace(heap, item):
    """Takes the smallest item, then adds one."""
    _check(heap, "heapreplace() argument 1")
    if not heap:
        raise IndexError("index out of range")
    first = heap[0]
    heap[0] = item
    _settle(heap, 0)
    return first


def heappushpop(heap, item):
    """Adds an item, then takes the smallest."""
    _check(heap, "heappushpop() argument 1")
    if not heap or not heap[0] < item:
        return item
    first = heap[0]
    heap[0] = item
    _settle(heap, 0)
    return first


def heapify(heap):
    """Makes a heap of a list."""
    _check(heap, "heapify() argument")
    for position in reversed(range(len(heap) // 2)):
        _settle(heap, position)


def merge(*iterables, key=None, reverse=False):
    """The items of sorted iterables in one sorted order."""
    if key is None:
        yield from _merged(iterables, _itself, reverse)
    else:
        yield from _merged(iterables, key, reverse)


def nlargest(n, iterable, key=None):
    """The n largest items, the largest first."""
    if n == 1:
        return _the_one(max, iterable, key)
    if _has_at_most(iterable, n):
        return sorted(iterable, key=key, reverse=True)[:n]
    # The best so far, the worst of them on top; of equal ones the later is worse.
    iterator = iter(iterable)
    best = [(item if key is None else key(item), -order, item) for order, item in zip(range(n), iterator)]
    if not best:
        return best
    heapify(best)
    worst = best[0][0]
    order = -n
    for item in iterator:
        value = item if key is None else key(item)
        if worst < value:
            best[0] = (value, order, item)
            _settle(best, 0)
            worst = best[0][0]
            order -= 1
    best.sort(reverse=True)
    return [item for _, _, item in best]


def nsmallest(n, iterable, key=None):
    """The n smallest items, the smallest first."""
    if n == 1:
        return _the_one(min, iterable, key)
    if _has_at_most(iterable, n):
        return sorted(iterable, key=key)[:n]
    iterator = iter(iterable)
    best = [_Worse(item if key is None else key(item), order, item) for order, item in zip(range(n), iterator)]
    if not best:
        return best
    heapify(best)
    worst = best[0].key
    order = n
    for item in iterator:
        value = item if key is None else key(item)
        if value < worst:
            best[0] = _Worse(value, order, item)
            _settle(best, 0)
            worst = best[0].key
            order += 1
    best.sort(reverse=True)
    return [each.item for each in best]


class _Worse:
    """A key, its place and its item, in the opposite order."""

    __slots__ = ("key", "order", "item")

    def __init__(self, key, order, item):
        self.key = key
        self.order = order
        self.item = item

    def __lt__(self, other):
        return (other.key, other.order) < (self.key, self.order)


def _the_one(choose, iterable, key):
    nothing = object()
    found = choose(iterable, default=nothing, key=key)
    return [] if found is nothing else [found]


def _has_at_most(iterable, n):
    try:
        return n >= len(iterable)
    except (TypeError, AttributeError):
        return False


def _merged(iterables, key, reverse):
    # Of equal keys the item of the earlier iterable comes first; what else an entry holds is never compared.
    heap = []
    for order, iterable in enumerate(iterables):
        iterator = iter(iterable)
        for item in iterator:
            heap.append(_Entry(key(item), order, item, iterator, reverse))
            break
    heapify(heap)
    while len(heap) > 1:
        entry = heap[0]
        yield entry.item
        for item in entry.iterator:
            entry.key = key(item)
            entry.item = item
            _settle(heap, 0)
            break
        else:
            heappop(heap)
    if heap:
        yield heap[0].item
        yield from heap[0].iterator


def _itself(item):
    return item


class _Entry:
    """The next item of an iterable that is merged."""

    __slots__ = ("key", "order", "item", "iterator", "reverse")

    def __init__(self, key, order, item, iterator, reverse):
        self.key = key
        self.order = order
        self.item = item
        self.iterator = iterator
        self.reverse = reverse

    def __lt__(self, other):
        if self.key is other.key or self.key == other.key:
            return self.order < other.order
        return other.key < self.key if self.reverse else self.key < other.key


def _check(heap, called):
    if not isinstance(heap, list):
        raise TypeError(f"{called} must be list, not {'None' if heap is None else type(heap).__name__}")


def _rise(heap, position, start):
    """Moves the item at `position` towards `start` as far as it is smaller than its parents."""
    item = heap[position]
    while position > start:
        parent = (position - 1) >> 1
        if not item < heap[parent]:
            break
        heap[position] = heap[parent]
        position = parent
    heap[position] = item


def _settle(heap, position):
    """Moves the item at `position` to where the heap's order holds: down to a leaf along the smaller children, then up."""
    start = position
    end = len(heap)
    item = heap[position]
    child = 2 * position + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child += 1
        heap[position] = heap[child]
        position = child
        child = 2 * position + 1
    heap[position] = item
    _rise(heap, position, start)
