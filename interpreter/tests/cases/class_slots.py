"""__slots__: what instances may not have, what may not be said, and what derives from it."""
class P:
    __slots__ = ("a", "__b")
    def __init__(self): self.a = 1
class Q(P):
    pass
class R(P):
    __slots__ = "c"
p = P()
def att(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def sb(): p.zz=1
att(sb)
att(lambda: p._P__b)
att(lambda: p.zz)
def db(): del p.a
att(db)
att(db)
att(lambda: p.a)
att(lambda: p.__dict__)
att(lambda: vars(p))
q = Q(); q.zz = 1; print(q.__dict__, q.a)
r = R()
def rb(): r.zz=1
r.c = 2
att(rb)
def conflict():
    class X:
        __slots__ = ("a",)
        a = 1
att(conflict)
def bad():
    class X:
        __slots__ = ("a b",)
att(bad)
class L(list):
    __slots__ = ()
l = L([1])
def lb(): l.x = 1
att(lb)
def two():
    class A: __slots__=("a",)
    class B: __slots__=("b",)
    class C(A, B): pass
att(two)
class D:
    __slots__ = ("a", "__dict__")
d = D(); d.z = 1; d.a = 2; print(d.__dict__, d.a)
class E:
    __slots__ = {"a": "doc"}
e = E(); e.a=1; print(e.a, E.__slots__)
class W:
    __slots__ = ("a",)
    def __getattr__(self, n): return n
print(W().a, W().b)
try:
    W().b = 1
except AttributeError as x: print(x)
