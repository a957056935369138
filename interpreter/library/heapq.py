"""Binary heaps in a list: the smallest item first, item k no greater than items 2k+1 and 2k+2."""


def heappush(heap, item):
    """Adds an item to the heap."""
    heap.append(item)
    _rise(heap, len(heap) - 1, 0)


def heappop(heap):
    """Takes the smallest item from the heap."""
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    first = heap[0]
    heap[0] = last
    _settle(heap, 0)
    return first


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
