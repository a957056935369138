class Counter:
    def __init__(self, n):
        self.n = n

    def __iadd__(self, other):
        self.n += other
        return self

    def __add__(self, other):
        return Counter(self.n + other)

    def __sub__(self, other):
        return Counter(self.n - other)


def trace(label, value):
    print("eval", label)
    return value


n = 7
n += 3
n -= 1
n *= 4
n //= 5
n **= 3
n %= 100
print(n)
n <<= 3
n >>= 1
n |= 1
n &= 0xFF
n ^= 0x0F
print(n)
f = 9
f /= 2
print(f)

xs = [1]
alias = xs
xs += (2, 3)
xs *= 2
print(xs, alias is xs)
xs = xs + [9]
print(alias is xs)

ts = (1,)
other = ts
ts += (2,)
print(ts, other)

s = "a"
s += "b"
s *= 3
print(s)

keys = {1, 2}
same = keys
keys |= {3}
keys -= {1}
keys &= {2, 3, 4}
keys ^= {2, 9}
print(sorted(keys), same is keys)

d = {"a": 1}
d |= {"b": 2}
d["a"] += 10
print(d)

trace("container", [1, 2])[trace("index", 0)] += trace("operand", 5)

c = Counter(1)
before = c
c += 4
print(c.n, c is before)
c -= 2
print(c.n, c is before)
c.n += 100
print(c.n)

row = ([1], 2)
try:
    row[0] += [5]
except TypeError as error:
    print(error)
print(row)

try:
    missing += 1
except NameError as error:
    print(error)


def local():
    try:
        total += 1
    except UnboundLocalError as error:
        print(error)
    total = 0
    for total in range(3):
        total += 10
    return total


print(local())
