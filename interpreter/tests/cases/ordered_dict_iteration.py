# What an OrderedDict's iterators notice.
import asyncio
import collections

for change in ("move_to_end", "popitem", "pop_add", "set", "update", "move_end_same"):
    d = collections.OrderedDict(a=1, b=2, c=3)
    seen = []
    try:
        for k in d:
            seen.append(k)
            if len(seen) == 1:
                if change == "move_to_end": d.move_to_end("a")
                elif change == "move_end_same": d.move_to_end("c")
                elif change == "popitem": d.popitem()
                elif change == "pop_add": d["z"] = d.pop("b")
                elif change == "set": d["a"] = 5
                elif change == "update": d.update(b=7)
    except RuntimeError as e:
        seen.append(str(e))
    print(change, seen)

def steps(ordered, change, when):
    seen = []
    try:
        for key in ordered:
            seen.append(key)
            if len(seen) == when:
                change(ordered)
    except RuntimeError as error:
        seen.append(str(error))
    return seen


for when in (1, 2, 3):
    for change in (lambda o: o.update(z=1), lambda o: o.move_to_end("a"), lambda o: o.pop("b"), lambda o: o.move_to_end("c", last=False)):
        print(when, steps(collections.OrderedDict(a=1, b=2, c=3), change, when), steps({"a": 1, "b": 2, "c": 3}, lambda o: o.update(z=1), when))
it = iter(d)
d["more"] = 1
for _ in range(2):
    try:
        print(next(it))
    except (RuntimeError, StopIteration) as error:
        print(repr(error))


async def paused():
    ordered = collections.OrderedDict(a=1, b=2, c=3)
    ordered["d"] = ordered.pop("a")
    first, second = iter(ordered), iter(ordered)
    next(first), next(second)
    await asyncio.sleep(1)
    print(next(first))
    ordered["b"] = ordered.pop("b")
    await asyncio.sleep(1)
    for each in first, second:
        try:
            print(list(each))
        except RuntimeError as error:
            print(error)


asyncio.run(paused())
for view in ("keys", "values", "items"):
    d = collections.OrderedDict(a=1, b=2, c=3)
    it = iter(getattr(d, view)())
    next(it); d.move_to_end("b", last=False)
    try:
        print(list(it))
    except RuntimeError as e:
        print(view, e)
it = reversed(d)
next(it); d["q"] = 3
try:
    print(list(it))
except RuntimeError as e:
    print(e)
