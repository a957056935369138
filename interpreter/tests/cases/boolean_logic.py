def show(value):
    print("eval", value)
    return value


print(show(0) or show("x") or show("y"))
print(show(1) and show("") and show("y"))
print(show(0) and show(1) or show(2))
print(not show([]), not show([0]))
print(show(1) if show(0) else show(2))
print(1 if True else 2 if True else 3, (1 if False else 2 if False else 3))
for value in (0, 1, -1, 0.0, 0.5, "", " ", [], [0], (), (0,), {}, {0: 0}, set(), {0}, None, range(0), range(1), b"", b"0", 0j, float("nan")):
    print(repr(value), bool(value), not value)


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Truthy:
    def __bool__(self):
        return False

    def __len__(self):
        return 5


print(bool(Sized(0)), bool(Sized(2)), bool(Truthy()), bool(object()))
x = None
y = x or "default"
z = x and x.missing
print(y, z)
while not (y == "" or len(y) < 5):
    y = y[1:]
print(y)
if (a := 5) > 3 and not (b := a - 5):
    print(a, b)
print([w for v in range(5) if (w := v * v) % 2 == 0], w)
assert True, "never"
try:
    assert 1 == 2, f"one is not {1 + 1}"
except AssertionError as error:
    print(repr(error))
try:
    assert []
except AssertionError as error:
    print(repr(error), error.args)


class Bad:
    def __bool__(self):
        return 2


try:
    if Bad():
        pass
except TypeError as error:
    print(error)
