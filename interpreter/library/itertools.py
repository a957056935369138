"""Iterators that came after 3.11."""


class batched:
    """Tuples of n items, the last one maybe shorter."""

    __module__ = "itertools"

    def __init__(self, iterable, n, *, strict=False):
        if n < 1:
            raise ValueError("n must be at least one")
        self._iterator = iter(iterable)
        self._n = n
        self._strict = strict

    def __iter__(self):
        return self

    def __next__(self):
        batch = []
        for item in self._iterator:
            batch.append(item)
            if len(batch) == self._n:
                return tuple(batch)
        if not batch:
            raise StopIteration
        if self._strict:
            raise ValueError("batched(): incomplete batch")
        return tuple(batch)
