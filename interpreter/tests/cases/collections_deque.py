"""collections.deque: every method and operator, bounds, errors."""
import copy
from collections import deque


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


d = deque("abc")
d.append("d")
d.appendleft("z")
d.extend("ef")
d.extendleft("yx")
print(d, len(d), d[0], d[-1], d[3], bool(d), bool(deque()))
print(d.pop(), d.popleft(), d)
d.rotate(2)
print(d)
d.rotate(-3)
d.rotate()
print(d)
d.reverse()
print(d, "a" in d, "q" in d, d.count("a"), d.index("c"))
d.insert(1, "new")
d.insert(-1, "last but one")
d.insert(100, "end")
d.insert(-100, "start")
print(d)
d.remove("new")
del d[0]
d[0] = "set"
d[-1] = "tail"
print(d, list(reversed(d)), [item for item in d])
show(d.remove, "missing")
show(d.index, "missing")
show(lambda: d[50])
show(d.pop, 1)
show(deque().pop)
show(deque().popleft)
numbers = deque([1, 2, 3, 2, 1])
print(numbers.index(2, 2), numbers.index(1, 1, 5), numbers.index(1, -1))
show(numbers.index, 3, 3)
show(numbers.index, 3, 0, 2)

# bounded
last = deque(maxlen=3)
for n in range(5):
    last.append(n)
print(last, last.maxlen)
last.appendleft("x")
print(last)
last.extend([7, 8])
last.extendleft([9])
print(last, last.copy().maxlen, copy.copy(last) == last, deque(last), deque(last, 2))
show(last.insert, 0, 1)
show(lambda: deque([1], -1))
show(lambda: deque(5))
none = deque([1, 2], maxlen=0)
none.append(1)
print(none, len(none), d.maxlen)

# operators
a, b = deque([1, 2]), deque([1, 3])
print(a + b, a * 2, 2 * a, a * 0, a * -1, last + deque([1]), last * 2)
a += [5]
print(a, a == deque([1, 2, 5]), a != b, a < b, a <= b, a > b, a >= a, a == [1, 2, 5], deque() == deque())
a *= 2
print(a)
bounded = deque([1, 2, 3], maxlen=4)
bounded *= 3
print(bounded)
show(lambda: a + [1])
show(lambda: a < [1])
show(hash, a)
show(lambda: {deque(): 1})
print(repr(deque([deque([1]), "x"])), str(deque()), deque(maxlen=2))
loop = deque()
loop.append(loop)
print(loop)


def changing():
    d = deque([1, 2, 3])
    for item in d:
        d.append(item)


show(changing)
it = iter(deque([1, 2]))
print(next(it), next(it), next(it, "end"))
d.clear()
print(d, d == deque())
print(deque(sorted(deque([3, 1, 2]))), max(deque([1, 9])), sum(deque([1, 2])), list(map(str, deque([1]))))


class Stack(deque):
    def push(self, item):
        self.append(item)
        return self


stack = Stack([1]).push(2)
print(stack, len(stack), stack[-1], type(stack.copy()).__name__, isinstance(stack, deque), stack == deque([1, 2]))
match deque([1, 2, 3]):
    case [first, *rest]:
        print(first, rest)
