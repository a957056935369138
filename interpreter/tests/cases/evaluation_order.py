log = []


def n(x):
    log.append(x)
    return x


class Obj:
    def __init__(self, name):
        object.__setattr__(self, "name", name)

    def __getattr__(self, k):
        log.append(("get", self.name, k))
        return 10

    def __setattr__(self, k, v):
        log.append(("set", self.name, k, v))

    def __getitem__(self, k):
        log.append(("item", self.name, k))
        return 20

    def __setitem__(self, k, v):
        log.append(("setitem", self.name, k, v))

    def __delitem__(self, k):
        log.append(("delitem", self.name, k))


def o(name):
    log.append(name)
    return Obj(name)


def f(*a, **k):
    return (a, k)


def show():
    print(log)
    log.clear()


o("a").x = o("b")[n("k")] = n(1)
show()
o("a").x += n(2)
show()
o("a")[n("k")] += n(3)
show()
o("a")[n(1) : n(2) : n(3)] = n(4)
show()
del o("a")[n("z")], o("b")[n("y")]
show()
print(f(n(1), *[n(2)], n(3), a=n(4), **{"b": n(5)}, c=n(6)))
show()
print(f(k=n(1), *[n(2)]))
show()
print({n("a"): n(1), **{"z": n(9)}, n("b"): n(2)})
show()
print([n(1), *[n(2), n(3)], n(4)], (n(5), *(n(6),)), {n(7)})
show()
print(n(1) < n(3) < n(2) < n(99))
show()
print(n(0) or n("") or n([]) , n(1) and n(0) and n(2), not n(0))
show()
print(n("a") if n(0) else n("b"))
show()
x = 1
print(x + (x := 5) + x, [x, (x := 7), x], f(x, (x := 8), x))
x = 3
x += (x := 10)
print(x)
a, b = n(1), n(2)
a, b = b, a
print(a, b)
i = 0
items = [0, 0, 0]
i, items[i] = 1, 9
print(i, items)
items[0], items[1] = items[1], items[0]
print(items)
(o("p").q, [o("r").s, *rest]) = n(1), n([2, 3, 4])
print(rest)
show()


def deco(tag):
    log.append(("deco", tag))

    def wrap(fn):
        log.append(("wrap", tag))
        return fn

    return wrap


@deco(1)
@deco(2)
def g(a=n("default a"), *, b=n("default b")):
    return a, b


print(g())
show()


@deco("c")
class C(n(Obj), metaclass=n(type)):
    y = n("body")


show()
assert n(1), n("not evaluated")
try:
    assert n(0), n("message")
except AssertionError as e:
    print(e)
show()
print([n(y) for x in n([1, 2]) if n(x) for y in n([x, 3])])
show()
print(f"{n(1)!r:>{n(5)}}{n('a')}")
show()
print((lambda q=n("dq"): q)())
show()
while n(len(log)) < 2:
    pass
show()
for q in n(range(2)):
    n(q)
show()
t = 1,
print(t, (1, 2)[n(0)], "ab"[n(1) : None])
s = [1, 2, 3]
s += s
s *= 2
print(s)
t = s
t += [9]
print(s is t)
n1 = n2 = []
n1.append(1)
print(n2, n1 is n2)
