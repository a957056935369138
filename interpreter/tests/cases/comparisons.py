def show(label, value):
    print("eval", label)
    return value


print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 != 1, 1 == 1.0 == True)
print(show("a", 1) < show("b", 5) < show("c", 3))
print(show("a", 9) < show("b", 5) < show("c", 3))
if show("a", 1) < show("b", 2) < show("c", 3) < show("d", 0) < show("e", 9):
    print("all")
else:
    print("not all")
print(1 in [1, 2] == True, (1 in [1, 2]) == True, 1 < 2 in [2], not 1 < 2 < 3)
print("a" < "b" < "c", "abc" < "abd", "Z" < "a", "" < "a", "é" > "z")
print([1, 2] < [1, 2, 0], [2] > [1, 9], (1, "a") < (1, "b"), [] < [0], (1, 2) == (1, 2.0))
print({1, 2} < {1, 2, 3}, {1} <= {1}, {1, 2} > {3}, {1: 2} == {1: 2.0}, {1} == frozenset([1]))
print(None is None, None is not False, [] is [], "x" in "text", "" in "abc", b"b" in b"abc", 98 in b"abc")
print(3 in {3: 4}, 4 in {3: 4}, 2 in range(0, 10, 2), 3 in range(0, 10, 2), 3 not in (1, 2))
print(1 == "1", [] == (), None == 0, False == 0, "" == b"")
x = float("nan")
print(x in [x], [x] == [x], x == x, x is x)
print(1 < 2.5 < 10**30 < float("inf"))


class Weird:
    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        print(self.name, "lt", other.name)
        return ["non-empty"] if self.name < other.name else []

    def __eq__(self, other):
        print(self.name, "eq")
        return NotImplemented

    def __bool__(self):
        raise AssertionError("not asked")


a, b, c = Weird("a"), Weird("b"), Weird("c")
print(a < b, b < a, a > b)
print(a < b < c)
print(c < b < a)
print(a == b, a != b, a == a)
for left, right in [(1, "x"), (None, None), ({}, {}), (1j, 2j), ([1], ["a"]), (object, int)]:
    try:
        print(left < right)
    except TypeError as error:
        print(error)
try:
    1 in 5
except TypeError as error:
    print(error)
try:
    1 in "abc"
except TypeError as error:
    print(error)
