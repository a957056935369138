# Every form of target, and the order in which its parts are evaluated.
def trace(label, value):
    print("eval", label)
    return value


class Box:
    def __init__(self):
        self.items = [0, 0, 0]
        self.name = "box"


a = b = c = [1]
print(a is b is c)

x, y = 1, 2
x, y = y, x
print(x, y)

(p, q), [r, s] = (1, 2), "ab"
print(p, q, r, s)

first, *middle, last = range(6)
print(first, middle, last)
*init, final = "xyz"
print(init, final)
head, *rest = [1]
print(head, rest)
(one, (two, *more)), tail = (1, (2, 3, 4)), 5
print(one, two, more, tail)

box = Box()
box.items[0], box.items[-1], box.name = 10, 30, "crate"
print(box.items, box.name)
box.items[1:2] = [7, 8, 9]
print(box.items)

values = [0] * 3
trace("list", values)[trace("index", 1)] = trace("value", 5)
print(values)
trace("object", box).name = trace("text", "chest")
print(box.name)

i = 0
i, values[i] = 2, 9
print(i, values)

for box.name, values[0] in [("a", 1), ("b", 2)]:
    print(box.name, values)

for n, (k, *v) in enumerate([(1, 2, 3), (4,)]):
    print(n, k, v)

d = {}
d["k"], d["l"] = d.get("k"), len(d)
print(d)

t: int = 3
u: "undefined"
box.weight: float = 2.5
print(t, box.weight)

[] = []
() = ()
print("empty targets")

nested = [[1, 2], [3, 4]]
nested[0][1], nested[1][0] = nested[1][0], nested[0][1]
print(nested)

for bad in ([1], [1, 2, 3], 5, {}):
    try:
        m, n = bad
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    m, *n, o = [1]
except ValueError as error:
    print(error)
