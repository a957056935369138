"""Which part of a line the carets of a traceback point at."""

import traceback


def t(f):
    try:
        f()
    except Exception:
        print("\n".join(line for line in traceback.format_exc().splitlines() if not line.startswith("  File")))

d = {"a": None}
o = None
def f1(): return 1 + None
def f2(): return (d["a"] + 1) * 2
def f3(): return d["a"]["b"]["c"]
def f4(): return d["a"].x.y
def f5(): return len(d["a"])(1, 2)
def f6(): return 1 / 0 + 2
def f7():
    x = d["zz"]
def f8():
    x = 1
    x += None
def f9(): return [1,2,3][5][6]
def f10(): return print(1 + "é" + "x", 3)
def f11(): d["a"]["b"] = 1
def f12(): del d["q"]
def f13(): return (1 +
    None)
def f14(): return f1()(2)
def f15():
    assert d["a"], "no"
def f16(): raise ValueError("x") from None
def f17():
    for x in 5: pass
def f18():
    a, b = 1
def f19(): return not (1 < None)
def f20(): return 1 if 2 + None else 3
def f21(): return -d
def f22(): return d["a"].foo(1)
def f23(): return d.foo(1)
def f24(): return o.x[1]
def f25():
    o.x = 1
def f26(): return lambda: 1 ** None
def f27(): return f"{1 + None}"
def f28(): return [x / 0 for x in [1]]
def f29(): return {1: 2}[(1, 2)] if d else None
def f30(): import math; return math.sqrt(-1) + 2
def f31(): return undefined_name + 1
def f32(): return 1 == 1 < None
def f33():
    with o: pass
def f34():
    return   1 @ 2
def f36(): return (1)   +   (None)
def f37(): return d [ "zz" ]
def f38(): return (lambda x: x)(1)(2)
for f in (f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26(), f27, f28, f29, f30, f31, f32, f33, f34, f36, f37, f38): t(f)
def g1(): return 1e+5 + None + 2
def g2(): return "a+b" + 1
def g3(): return (1 + 2) + [3][0] + None
def g4(): return 1 - -1 + None - -d
def g5(): return 2 ** d ** 3
def g6(): return [d["a"] for x in [1] if d["a"]["x"][2:3]]
def g7(): return 1 << 2 << None
def g8(): return "%d" % "x"
def g9(): return d["a"]["x]"]
def g10(): return d[[1, 2][0]][2]
def g12(): return [0][1:2][3]
def g13():
    d["a"]["b"] += 1
def g14():
    return await_(1) + None
def await_(x): return x
for f in (g1,g2,g3,g4,g5,g6,g7,g8,g9,g10,g12,g13,g14): t(f)
class N: pass
o = None
def h1():
    for x in 5:
        pass
def h2():
    with o:
        pass
def h3():
    with o as x, o as y:
        pass
def h4():
    assert o, \
        "no"
def h5():
    return [x for x in 5]
def h7():
    for x in (1,
              2):
        x + None
def h8():
    for x in next(5):
        pass
def h9():
    with open_(1)(2):
        pass
def open_(x): return x
class It:
    def __iter__(self): return self
    def __next__(self): raise ValueError("n")
def h10():
    for x in It():
        pass
def h11():
    return [x for x in It()]
def h12():
    a, b = It()
class CM:
    def __enter__(self): return 1
    def __exit__(self, *a): raise ValueError("exit")
def h13():
    with CM() as c:
        pass
def h14():
    with CM() as c:
        return 5
def h15():
    with CM() as c:
        raise KeyError(1)
def h16():
    assert not 1, o
def h17():
    assert (
        o
    )
def h18():
    return {x: 1 for x in [[]]}
def h19():
    x: int = 1 + o
def h20():
    if o.x:
        pass
def h21():
    while 1 < o:
        pass
def h22():
    global zz
    del zz
def h23():
    x = 1; del x; return x
def h24():
    raise N
def h25():
    try:
        1 / 0
    except 5:
        pass
def h26():
    return o[0][1]
def h29():
    for a, b in [1]: pass
def h30():
    match N():
        case N(1): pass
def h31(): yield 1 + o
def h32():
    return not_defined(1)
def h33():
    @o
    def f(): pass
def h36(x=1): return x.real.y
for f in (h1,h2,h3,h4,h5, h7,h8,h9,h10,h11,h12,h13,h14,h15,h16,h17,h18,h19,h20,h21,h22,h23,h24,h25,h26,h29,h30,lambda: next(h31()), h32, h33, h36): t(f)
