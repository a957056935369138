# What `isinstance`, `object` and functions do at their edges: stand-ins for classes, arguments too many, attributes that are set.
def t(f):
    print(end='> ')
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class C: pass
t(lambda: C(1)); t(lambda: C(a=1)); t(lambda: C.__new__(C,1)); t(lambda: C().__init__(1)); t(lambda: object(1)); t(lambda: object().__init__(1)); t(lambda: object.__new__(C,1)); t(lambda: object.__init__(C(),1))
class D:
    def __new__(cls,*a,**k): return super().__new__(cls)
t(lambda: D(1,2) and 1); t(lambda: D(1).__init__(5))
class E:
    def __init__(self,*a,**k): super().__init__(*a,**k)
t(lambda: E(1)); t(lambda: E() and 2); t(lambda: object.__new__(E,3) and 3)
class F:
    def __new__(cls,*a): return super().__new__(cls,*a)
t(lambda: F(1)); t(lambda: F() and 4)
class G:
    def __new__(cls,*a): return super().__new__(cls,*a)
    def __init__(self,*a): pass
t(lambda: G(1))
class H(int):
    def __init__(self,*a): super().__init__(*a)
t(lambda: H(1)); 
class I(Exception):
    def __init__(self,*a): super().__init__(*a)
t(lambda: I(1,2).args)
class R:
    def __reversed__(self): pass
    __reversed__=None
    def __len__(self): return 1
    def __getitem__(self,i): return 1
t(lambda: reversed(R()))
# isinstance
class Ab:
    def __init__(self,b): self.b=b
    @property
    def __bases__(self): return self.b
class AI:
    def __init__(self,k): self.k=k
    @property
    def __class__(self): return self.k
s=Ab((C,)); ss=Ab((s,))
t(lambda: isinstance(AI(s),s)); t(lambda: isinstance(AI(ss),s)); t(lambda: isinstance(AI(s),ss)); t(lambda: issubclass(ss,s)); t(lambda: issubclass(s,C)); t(lambda: issubclass(s,ss)); t(lambda: isinstance(AI(C),C)); t(lambda: isinstance(C(),AI(C))); t(lambda: issubclass(C,s)); t(lambda: isinstance(1,1)); t(lambda: issubclass(1,int)); t(lambda: issubclass(int,1)); t(lambda: issubclass(int,(1,int))); t(lambda: issubclass(int,(int,1)))
class P:
    def __init__(self,o): object.__setattr__(self,'o',o)
    def __getattribute__(self,n): return getattr(object.__getattribute__(self,'o'),n)
t(lambda: isinstance(P(5),int)); t(lambda: isinstance(P('a'),(list,str))); t(lambda: P(5).__class__); t(lambda: type(P(5)))
class Raises:
    @property
    def __class__(self): raise RuntimeError('x')
t(lambda: isinstance(Raises(), int)); t(lambda: isinstance(Raises(), Raises))
class NoCls:
    @property
    def __class__(self): raise AttributeError('x')
t(lambda: isinstance(NoCls(), int))
class Old:
    __bases__=(int,)
t(lambda: issubclass(Old(), int)); 
class Cyc:
    @property
    def __bases__(self): return (self,)
def f(a,b=2,/,c=3,*args,d,e=5,**kw): pass
t(lambda: f.__call__(1,d=2)); t(lambda: (f.__defaults__, f.__kwdefaults__, f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__dict__, f.__closure__))
def outer():
    x=1
    def inner(): return x
    return inner
class K:
    @classmethod
    def cm(cls): "doc"
    @staticmethod
    def sm(): "sdoc"
    @property
    def p(self): "pdoc"
d=K.__dict__
t(lambda: (d['cm'].__func__.__name__, d['sm'].__func__.__name__)); t(lambda: (d['cm'].__name__, d['cm'].__doc__, d['cm'].__module__, d['cm'].__qualname__, d['cm'].__wrapped__.__name__)); t(lambda: (d['sm'].__name__, d['sm'].__doc__)); t(lambda: d['sm']()); t(lambda: d['p'].__doc__); t(lambda: d['cm'].__isabstractmethod__)
t(lambda: repr(d['sm'])[:30]);t(lambda: d['cm'].__dict__.keys())
t(lambda: K.cm.__self__); t(lambda: K().cm.__func__.__name__);t(lambda: K.p.fget.__name__); t(lambda: K.p.__get__(K())); t(lambda: K.p.__set__(K(),1)); t(lambda: K.p.__delete__(K()))
def setq(): f.__qualname__=7
t(setq)
def setn(): f.__name__=7
t(setn)
def setd(): f.__dict__=7
t(setd)
def setd(): f.__dict__={'z':1}; return f.z
t(setd)
def deld(): del f.__dict__
t(deld)
def sd(): f.__defaults__=(1,2,3); return f(d=1)
t(sd)
def sd(): f.__defaults__=7
t(sd)
def sd(): f.__kwdefaults__={'d':1,'e':2}; return f(1)
t(sd)
def sd(): f.__doc__='new'; return f.__doc__
t(sd)
def sd(): del f.__defaults__; return f.__defaults__
t(sd)
f.attr=3
t(lambda: 'attr' in dir(f))
