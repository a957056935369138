"""How often and in which order a sort compares, and how it leaves the list when that fails."""

x = [3, 1, "a", 2, 0]
try:
    x.sort()
except TypeError as e:
    print(e, x)
x = [5, 4, 3, 2, 1, "a", 9, 8]
try:
    x.sort(reverse=True)
except TypeError as e:
    print(e, x)
x = [3, 2, 1]


def key(v):
    print(x)
    return v


x.sort(key=key)
print(x)


def bad(v):
    x.append(1)
    return v


try:
    x.sort(key=bad)
except ValueError as e:
    print(e, x)


def fails(v):
    if v == 2:
        raise KeyError(v)
    return -v


try:
    x.sort(key=fails)
except KeyError as e:
    print(repr(e), x)


class V:
    def __init__(self, n):
        self.n = n

    def __lt__(self, o):
        if 7 in (self.n, o.n):
            raise ValueError("seven")
        return self.n < o.n

    def __repr__(self):
        return f"V{self.n}"


for order in (
    [1, 2, 3, 7, 4, 5],
    [5, 4, 3, 2, 1, 7, 0, 9, 8],
    [3, 1, 2, 6, 5, 4, 9, 8, 7, 0, 11, 10],
    list(range(20, 0, -1)),
    [7, 1],
):
    y = [V(n) for n in order]
    try:
        y.sort()
    except ValueError as e:
        print(e, y)
    y = [V(n) for n in order]
    try:
        y.sort(reverse=True)
    except ValueError as e:
        print(e, y)
import random

random.seed(3)
o = list(range(200))
random.shuffle(o)
y = [V(n) for n in o]
try:
    y.sort()
except ValueError as e:
    print(e, y)
o[o.index(7)], o[190] = o[190], 7
y = [V(n) for n in o]
try:
    y.sort()
except ValueError as e:
    print(e, y)
import random


def check(n, kind, seed):
    random.seed(seed)
    count = 0
    log = 0

    class W:
        def __init__(self, n):
            self.n = n

        def __lt__(self, o):
            nonlocal count, log
            count += 1
            log = (log * 31 + self.n * 7 + o.n) % 1000000007
            if count == stop:
                raise ValueError
            return self.n < o.n

        def __repr__(self):
            return str(self.n)

    stop = random.choice([0, random.randrange(1, n * 9 + 2)])
    if kind == 0:
        data = [random.randrange(n) for _ in range(n)]
    elif kind == 1:
        data = [random.randrange(4) for _ in range(n)]
    elif kind == 2:
        data = []
        while len(data) < n:
            k = random.randrange(1, 60)
            s = random.randrange(100)
            data += list(range(s, s + k)) if random.random() < 0.6 else list(range(s + k, s, -1))
    else:
        data = sorted(random.randrange(n) for _ in range(n // 2)) + sorted(random.randrange(n) for _ in range(n // 2))
    x = [W(v) for v in data]
    try:
        x.sort(reverse=random.random() < 0.3)
    except ValueError:
        pass
    h = 0
    for v in x:
        h = (h * 33 + v.n) % 1000000007
    print(n, kind, count, log, h)


for n in (0, 1, 2, 3, 5, 10, 31, 32, 63, 64, 65, 100, 127, 128, 200, 333):
    for kind in range(4):
        for seed in range(4):
            check(n, kind, seed * 1000 + n)
