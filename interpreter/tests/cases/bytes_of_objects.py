# bytes and bytearray of objects that say how many they are.


class L:
    def __init__(self, n, items=(1, 2, 3)): self.n = n; self.items = items
    def __len__(self): return self.n
    def __iter__(self): return iter(self.items)
class LH(L):
    __len__ = None
class H(L):
    __len__ = None
    __iter__ = L.__iter__
class X:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
class XI(X):
    def __iter__(self): return iter([7])
class G:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i + 65
for make in (lambda: bytes(L(-1)), lambda: bytes(L(3)), lambda: bytearray(L(-1)), lambda: bytes(X(-1)), lambda: bytearray(X(-1)), lambda: bytes(X(3)), lambda: bytes(XI(2)), lambda: bytearray(XI(2)),
             lambda: bytes(G(-1)), lambda: bytes(G(1)), lambda: list(L(-1)), lambda: bytes(X(10**30)), lambda: bytes(X(-10**30)), lambda: bytes(-1), lambda: bytes(10**30), lambda: bytes([X(3), X(300)]), lambda: bytes(X("a")), lambda: bytes(L("a")),
             lambda: bytes(L(10**30)), lambda: bytes(H(3)), lambda: bytes(X(1), "utf8"), lambda: tuple(L(-1)), lambda: bytearray(LH(3))):
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
