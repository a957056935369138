# classmethod around what is a descriptor itself.


class A:
    n = 5
    @classmethod
    @property
    def prop(cls):
        "doc of prop"
        return cls.n
    @classmethod
    @staticmethod
    def st(x): return x
    @classmethod
    @classmethod
    def cc(cls): return cls
class B(A): n = 6
print(A.prop, A().prop, B.prop, B().prop, A.st(3), A().cc(), B.cc())
class D:
    def __get__(self, obj, owner=None): return ("got", type(obj).__name__, owner.__name__)
    def __call__(self, *a): return "called"
class E:
    d = classmethod(D())
    p = classmethod(print)
    l = classmethod(lambda cls, x=1: (cls.__name__, x))
    t = classmethod(int)
print(E.d, E().d, E.l(), E().l(2))
E.p("x")
E().p()
