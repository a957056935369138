# How many items iterators say are left, and what containers ask before they iterate.
import asyncio
from operator import length_hint
from collections import deque
from itertools import repeat
for it in (iter([1,2,3]), reversed([1,2]), iter((1,2)), iter("abc"), iter(b"ab"), iter(range(4)), iter({1:2}), iter({1:2}.items()), iter({1}), iter(deque([1,2])), reversed(deque([1])), repeat(1,5), reversed({1:2}), enumerate([1]), zip([1]), map(len,[]), (x for x in [1])):
    print(length_hint(it, -1), hasattr(it, '__length_hint__'))
class X:
    def __length_hint__(self): return 7
print(length_hint(X()))
it=iter([1,2,3]); next(it); print(length_hint(it)); list(it); print(length_hint(it))
class BadLen:
    def __iter__(self): return iter(range(3))
    def __len__(self): raise RuntimeError('hello')
try: list(BadLen())
except RuntimeError as e: print(e)
try: [].extend(BadLen())
except RuntimeError as e: print(e)
class N:
    def __iter__(self): return iter([1])
    def __length_hint__(self): return -1
try: print(list(N()))
except ValueError as e: print(e)
class N:
    def __iter__(self): return iter([1])
    def __length_hint__(self): return 'a'
try: print(list(N()))
except TypeError as e: print(e)
for f in (tuple, set, sorted, sum, bytearray):
    try: print(f(BadLen()))
    except RuntimeError as e: print(f, e)


async def over_a_pause():
    """A deque that had changed before it is iterated over goes on being iterated over."""
    left = deque([1])
    left.append(2)
    left.append(3)
    for item in left:
        await asyncio.sleep(0)
        print(item)


asyncio.run(over_a_pause())
