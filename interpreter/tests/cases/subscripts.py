xs = list(range(10))
print(xs[0], xs[-1], xs[2:5], xs[:3], xs[7:], xs[::2], xs[::-1], xs[8:2:-2], xs[-3:], xs[:-8], xs[100:], xs[5:2], xs[:], xs[-100:2])
print("hello"[1], "hello"[-2:], "hello"[::-1], (1, 2, 3)[1:], b"bytes"[0], b"bytes"[1:3], range(10)[2:8:3], range(10)[-1])
xs[0] = "a"
xs[-1] = "z"
xs[1:3] = []
print(xs)
xs[2:2] = [100, 200]
xs[::3] = "wxyz"[: len(xs[::3])]
print(xs)
del xs[0]
del xs[-2:]
del xs[::2]
print(xs)
d = {"k": [1, {"deep": (1, 2)}]}
print(d["k"][1]["deep"][-1])
d["k"][1]["deep"] = "new"
d["other"] = d["k"]
d["k"][0] += 5
print(d)
del d["k"][0], d["other"]
print(d)
d[1], d[1.0], d[True] = "one", "float", "bool"
print(d)
d[(1, 2)] = "tuple"
d[None] = "none"
print(d[(1, 2)], d[None], d[1, 2])


class Grid:
    def __init__(self):
        self.log = []

    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        self.log.append((key, value))

    def __delitem__(self, key):
        self.log.append(("del", key))

    def __contains__(self, key):
        return key == "yes"

    def __len__(self):
        return 3


g = Grid()
print(g[1], g[1, 2], g[1:2], g[1:2, ::3], g[...], g[()], g[:], g["a":"b":"c"])
g[0] = 1
g[1:2, 3] = "v"
g[0] += 5
del g[7], g[8:9]
print(g.log, "yes" in g, "no" in g, len(g))
s = slice(1, 5, 2)
print(s, s.start, s.stop, s.step, list(range(10))[s], s.indices(4), slice(3) == slice(None, 3))
for make in (
    lambda: [1][5],
    lambda: [1]["a"],
    lambda: (1,)[2],
    lambda: "a"[9],
    lambda: {}[1],
    lambda: {}[[]],
    lambda: {1: 2}[{}],
    lambda: 5[0],
    lambda: None[0],
    lambda: [1, 2][1:"x"],
    lambda: [1, 2][::0],
    lambda: b"a"[3],
    lambda: {1, 2}[0],
    lambda: range(3)[5],
    lambda: [1][1.0],
    lambda: {[]: 1},
    lambda: {[1]},
):
    try:
        print(make())
    except (TypeError, IndexError, KeyError, ValueError) as error:
        print(type(error).__name__, error)


def assign(container, key, value):
    container[key] = value


def remove(container, key):
    del container[key]


for call in (
    lambda: assign([1], 5, 0),
    lambda: assign((1,), 0, 0),
    lambda: assign("a", 0, "b"),
    lambda: assign([1, 2, 3], slice(None, None, 2), [1]),
    lambda: assign([1], slice(0, 1), 5),
    lambda: remove([1], 3),
    lambda: remove({}, "k"),
    lambda: remove((1,), 0),
    lambda: assign(5, 0, 0),
    lambda: assign({}, [], 0),
):
    try:
        call()
        print("fine")
    except (TypeError, IndexError, KeyError, ValueError) as error:
        print(type(error).__name__, error)
