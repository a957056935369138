"""operator: every function, its names as methods, and its errors."""
import operator as op
from operator import attrgetter, itemgetter, methodcaller


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


for name in "add sub mul truediv floordiv mod pow and_ or_ xor lshift rshift".split():
    print(name, getattr(op, "add") is op.add)
print(op.add(7, 3), op.sub(7, 3), op.mul(7, 3), op.truediv(7, 2), op.floordiv(7, 3), op.mod(7, 3), op.pow(7, 3))
print(op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.lshift(6, 3), op.rshift(6, 1))
print(op.neg(3), op.pos(-3), op.inv(3), op.invert(-1), op.abs(-3.5), op.index(True), op.index(12))
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1.0), op.ne(1, 2), op.ge(1, 2), op.gt(1, 2))
print(op.not_([]), op.truth([0]), op.is_(None, None), op.is_not(None, 1))
print(op.concat([1], [2]), op.concat("a", "b"), op.contains([1, 2], 2), op.countOf([1, 2, 1, True], 1), op.indexOf("abc", "c"))
show(op.concat, 1, 2)
show(op.indexOf, [1, 2], 5)
show(op.index, 1.5)
show(op.add, 1)
show(op.add, 1, "x")
show(op.lt, 1, "x")
items = [1, 2, 3]
op.setitem(items, 0, "a")
op.delitem(items, 1)
print(items, op.getitem(items, -1), op.getitem(items, slice(0, 1)))
show(op.getitem, items, 9)


class Hinted:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        return self.hint


print(op.length_hint([1, 2]), op.length_hint(object(), 7), op.length_hint(Hinted(5)), op.length_hint(Hinted(NotImplemented), 3))
show(op.length_hint, Hinted(-1))
show(op.length_hint, Hinted("x"))
print(op.call(max, 1, 5, key=lambda n: -n))

# in place
start = items
items = op.iadd(items, [9])
print(items is start, items)
print(op.iadd(1, 2), op.isub(1, 2), op.imul([1], 2), op.itruediv(1, 2), op.ifloordiv(7, 2), op.imod(7, 2), op.ipow(2, 5))
print(op.iand(6, 3), op.ior(6, 3), op.ixor(6, 3), op.ilshift(1, 4), op.irshift(16, 2), op.iconcat([1], [2]))


class M:
    def __matmul__(self, other):
        return ("matmul", other)

    def __imatmul__(self, other):
        return ("imatmul", other)

    def __index__(self):
        return 42

    def greet(self, name, *, mark="!"):
        return f"hi {name}{mark}"


print(op.matmul(M(), 1), op.imatmul(M(), 2), op.index(M()))

# getters
print(itemgetter(1)("abc"), itemgetter(0, -1)([1, 2, 3]), itemgetter("a", "b")({"a": 1, "b": 2}), itemgetter(slice(1, 3))("abcd"))
print(attrgetter("real")(5), attrgetter("real", "imag")(5), attrgetter("real.imag")(3))
print(methodcaller("greet", "bo", mark="?")(M()), methodcaller("upper")("abc"))
print(repr(itemgetter(1)), repr(itemgetter(1, "a")), repr(attrgetter("a.b")), repr(attrgetter("a", "b")))
print(repr(methodcaller("m")), repr(methodcaller("m", 1, k=2)))
show(itemgetter)
show(attrgetter)
show(attrgetter, 1)
show(methodcaller, 1)
show(itemgetter(1), [0])
show(attrgetter("missing"), 1)
show(methodcaller("missing"), 1)
rows = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(rows, key=itemgetter(1)), sorted(rows, key=itemgetter(1, 0)), max(rows, key=itemgetter(0)))

print(op.__add__(1, 2), op.__lt__(1, 2), op.__not__(1), op.__contains__([1], 1), op.__getitem__([5], 0), op.__iadd__([1], [2]), op.__neg__(4))
