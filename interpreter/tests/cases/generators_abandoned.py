"""Generators that are suspended in a `try` or `with` when nothing holds them any more."""
def gen(name, n=5):
    try:
        for i in range(n):
            yield i
    finally:
        print("closed", name)
def outer(name):
    for x in gen(name):
        yield x * 2
def outer2(name):
    yield from gen(name)
def outer3(name):
    with C(name + "-with"):
        yield from outer(name)
class C:
    def __init__(self, n): self.n = n
    def __enter__(self): return self
    def __exit__(self, *a): print("exit", self.n, a[0])
for x in outer("nested"):
    if x == 4: break
print("1")
for x in outer2("from"):
    break
print("2")
for x in outer3("three"):
    break
else:
    print("no")
print("3")
def f():
    try:
        for x in outer3("ret"):
            for y in gen("inner"):
                return (x, y)
    finally:
        print("finally of f")
print(f())
def take(g):
    return next(g)
g = gen("held")
print(take(g), take(g))
print("still")
def make():
    g = gen("made")
    next(g)
    return g
h = make()
print("alive", next(h))
del h
print("gone")
def pair():
    g = gen("paired")
    next(g)
    return (g, 1)
p = pair()
print(next(p[0]))
def holds():
    class K: pass
    k = K()
    k.g = gen("attr")
    next(k.g)
    return k
k = holds()
print(next(k.g))
lst = []
def keep():
    g = gen("in list")
    next(g)
    lst.append(g)
keep()
print("kept", next(lst[0]))
def raises():
    for x in gen("raising"):
        raise KeyError(x)
try:
    raises()
except KeyError as e:
    print("caught", e)
def catches():
    for x in gen("catching"):
        try:
            raise KeyError(x)
        except KeyError:
            continue
    return "done"
print(catches())
def genexp():
    return any(v > 2 for v in gen("genexp"))
print(genexp())
print(next(x for x in gen("first") if x == 3))
print(dict(zip("ab", gen("zip"))))
from contextlib import contextmanager
@contextmanager
def cm(n):
    try:
        yield n
    finally:
        print("cm out", n)
with cm("a") as a, cm("b"):
    print("in", a)
def early():
    with cm("early"):
        return 5
print(early())
def loop():
    for i in range(3):
        with cm(i):
            if i == 1: break
    print("after loop")
loop()
print(all(x < 1 for x in gen("all")), 1 in gen("in"), 9 not in gen("notin", 2))
if 1 in gen("cond"):
    print("cond done")
def swallow():
    try:
        yield 1
    except GeneratorExit:
        print("got exit")
        raise
    else:
        print("else")
for x in swallow(): break
def bad():
    try:
        yield 1
    finally:
        raise ValueError("ignored")
for x in bad(): break
print("after bad")
def locs():
    a = gen("la"); b = gen("lb"); c = iter(a)
    next(b); next(a)
    print("leave")
locs()
import itertools
def isl():
    for i, x in enumerate(itertools.islice(gen("islice"), 4)):
        if i == 1:
            return x
print(isl())
async def main():
    for x in gen("async"):
        break
    print("in main")
    def sync():
        for x in gen("sync"): return x
    print(sync())
import asyncio
asyncio.run(main())
x, y = (v for v in gen("two", 2))
print(x, y)
try:
    x, y = gen("toomany")
except ValueError as e:
    print(e)
m = map(str, gen("map"))
print(next(m))
del m
print(sum(itertools.takewhile(lambda v: v < 2, gen("tw"))))
print([v for v, _ in zip(gen("z1"), gen("z2", 2))])
while True:
    for x in gen("while"):
        break
    break
print(min(gen("min")), sorted(gen("sorted")))
def ctx():
    try:
        for x in gen("order"):
            raise ValueError("v")
    except ValueError as e:
        print("handler")
    print("end of ctx")
ctx()
print("end")
del g, k, p, lst
print("all")

log = []
def gen(name):
    try:
        for i in range(5):
            yield i
    finally:
        print("closed", name)
for x in gen("break"):
    if x == 1:
        break
print("after break")
def f():
    for x in gen("return"):
        return x
print(f(), "after return")
try:
    for x in gen("raise"):
        raise ValueError(x)
except ValueError as e:
    print("handler", e)
print("after raise")
print(next(gen("next")))
print("after next")
print(any(x > 1 for x in gen("any")))
print(2 in gen("in"))
a, *b = gen("star")
try:
    a, b = gen("unpack")
except ValueError as e:
    print(e)
print("after unpack")
g = gen("held too")
for x in g:
    break
print("after held", next(g))
del g
print("after del")
def h():
    g = gen("local")
    next(g)
    print("leaving")
h()
print("after local")
print(list(zip(range(2), gen("zip"))))
import itertools
print(list(itertools.islice(gen("islice"), 2)))
print("end")
for i, x in enumerate(gen("enumerate")):
    break
print("-")
