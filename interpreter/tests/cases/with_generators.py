class M:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError("enter " + self.name)
        return self.name

    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v and str(v))
        if self.fail == "exit":
            raise RuntimeError("exit " + self.name)
        return self.swallow


with M("a") as a, M("b") as b:
    print(a, b)
with M("s", True):
    raise ValueError("swallowed")
print("after")


def f(kind):
    for i in range(3):
        with M(kind) as m:
            if kind == "return":
                return i
            if kind == "break":
                break
            if kind == "continue":
                continue
            if kind == "raise":
                raise KeyError(i)
    else:
        return "else"
    return "broke"


for kind in ["return", "break", "continue", "none"]:
    print(f(kind))
try:
    f("raise")
except KeyError as e:
    print(repr(e))
try:
    with M("x", fail="exit"):
        raise ValueError("inside")
except RuntimeError as e:
    print(e, repr(e.__context__))
try:
    with M("o"), M("i", fail="enter"):
        print("never")
except RuntimeError as e:
    print(e)
with M("tuple") as (p, *q):
    print(p, q)
try:
    with 5:
        pass
except (TypeError, AttributeError) as e:
    print(type(e).__name__)


def gen(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                print("got", got)
    except ValueError as e:
        print("caught", e)
        yield "handled"
    finally:
        print("closed")
    return "result"


g = gen(3)
print(next(g), g.send("hi"), list(g))
g = gen(2)
next(g)
print(g.throw(ValueError("thrown")))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
g = gen(2)
next(g)
g.close()


def delegating():
    r = yield from gen(2)
    print("r", r)
    yield from [10, 20]
    return (yield)


print(list(delegating()))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


out = []
for v in fib():
    if v > 50:
        break
    out.append(v)
print(out)
print(sum(x * y for x in range(4) for y in range(x)), list(x for x in (y for y in range(3))))
e = (print("lazy", v) or v for v in [1, 2])
print("before")
print(next(e))


def tree(t):
    if isinstance(t, list):
        for x in t:
            yield from tree(x)
    else:
        yield t


print(list(tree([1, [2, [3, 4]], 5])))


def gen_with():
    with M("g"):
        yield 1
        yield 2


for v in gen_with():
    print(v)
print([*gen(2)], {*gen(1)}, dict(a=1, **{"b": 2}))
a, b = gen(2)
print(a, b)


def describe(v):
    match v:
        case 0 | 1:
            return "small"
        case int(n) if n > 100:
            return "big", n
        case -5 | 2.5:
            return "special"
        case "a" | b"b":
            return "text"
        case None | True | False:
            return "singleton"
        case []:
            return "empty"
        case [x]:
            return "one", x
        case [1, *rest]:
            return "starts 1", rest
        case [*init, (9 as last)]:
            return "ends 9", init, last
        case (x, y) if x == y:
            return "pair same", x
        case {"k": {"deep": v2}, **rest}:
            return "map", v2, rest
        case {"only": _}:
            return "only"
        case M(name="n", swallow=s):
            return "M", s
        case str() as s:
            return "str", s
        case {}:
            return "some dict"
        case M():
            return "another M"
        case _:
            return "other"


for v in [0, 1, 500, 50, -5, 2.5, "a", b"b", None, True, [], [7], [1, 2, 3], [2, 3, 9], (4, 4), (4, 5), {"k": {"deep": 1}, "z": 2},
          {"only": 1}, M("n"), M("q"), "zzz", {}, {"q": 1}, 3.5]:
    print(describe(v))


def binding(v):
    match v:
        case [a, b] if a > b:
            return "gt", a, b
        case [a, _]:
            return "le", a
    return "none"


print(binding([2, 1]), binding([1, 2]), binding(5))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [KeyError(3), ValueError(4)])])
    except* ValueError as eg:
        print("V", [repr(x) for x in eg.exceptions])
    except* TypeError as eg:
        print("T", len(eg.exceptions))
        raise RuntimeError("new")
except ExceptionGroup as eg:
    print(type(eg).__name__, len(eg.exceptions))
try:
    raise ValueError("naked")
except* ValueError as eg:
    print(type(eg).__name__, eg.exceptions)
for n in range(3):
    try:
        raise ValueError(n)
    except* ValueError:
        pass
    else:
        print("no")
    finally:
        print("fin", n)
