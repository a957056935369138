"""copy: shallow and deep copies of builtin containers, of instances with every kind of state, of what holds itself."""
import copy
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


# what never changes is its own copy
for value in (None, 1, 2**70, 1.5, 2j, "text", b"bytes", True, (), (1, "a"), range(3), len, int, show, ..., NotImplemented, frozenset([1])):
    print(type(value).__name__, copy.copy(value) is value, copy.deepcopy(value) == value)
print(copy.deepcopy(1) == 1, copy.copy(slice(1, 2)) == slice(1, 2))

inner = [1, 2]
for made in ([inner, 3], {"a": inner}, deque([inner], maxlen=4), defaultdict(list, k=inner), OrderedDict(k=inner)):
    shallow, deep = copy.copy(made), copy.deepcopy(made)
    first = lambda box: next(iter(box.values())) if isinstance(box, dict) else box[0]
    print(type(shallow).__name__, shallow == made, shallow is made, first(shallow) is inner, deep == made, first(deep) is inner)
print(copy.copy(deque([1, 2], maxlen=4)), copy.deepcopy(defaultdict(list, k=inner)), copy.deepcopy(Counter("abca")))
print(copy.copy({1, 2}) == {1, 2}, copy.copy(bytearray(b"ab")), copy.deepcopy({frozenset([1]): {2}}), copy.deepcopy(bytearray(b"ab")))

# tuples are copied only if something in them is
pair = (1, (2, 3))
print(copy.deepcopy(pair) is pair)
holding = (1, [2])
print(copy.copy(holding) is holding, copy.deepcopy(holding) is holding, copy.deepcopy(holding))

# what is shared stays shared; what holds itself does so in the copy
shared = [0]
twice = copy.deepcopy([shared, shared])
print(twice[0] is twice[1], twice[0] is shared)
loop = [1]
loop.append(loop)
made = copy.deepcopy(loop)
print(made[1] is made, made is loop, made)
box = {}
box["me"] = box
made = copy.deepcopy(box)
print(made["me"] is made)
knot = ([],)
knot[0].append(knot)
made = copy.deepcopy(knot)
print(made[0][0] is made, made is knot)


class Node:
    kind = "node"

    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        if parent:
            parent.children.append(self)


root = Node("root")
leaf = Node("leaf", root)
made = copy.deepcopy(root)
print(made is root, made.children[0].parent is made, made.children[0].name, made.kind, type(made).__name__)
made = copy.copy(root)
print(made.children is root.children, made.__dict__ == root.__dict__)


class Slotted:
    __slots__ = ("a", "b", "__private")

    def __init__(self, a):
        self.a = a
        self.__private = [a]

    def private(self):
        return self.__private


class Both(Slotted):
    def __init__(self, a):
        super().__init__(a)
        self.extra = [1]


one = Slotted([1])
made = copy.copy(one)
print(made.a is one.a, hasattr(made, "b"), made.private() is one.private())
made = copy.deepcopy(one)
print(made.a is one.a, made.a, made.private())
made = copy.deepcopy(Both([5]))
print(made.a, made.extra, made.private())


class Custom:
    def __init__(self, value):
        self.value = value

    def __copy__(self):
        return Custom(("copied", self.value))

    def __deepcopy__(self, memo):
        print("memo is a dict:", isinstance(memo, dict))
        return Custom(("deep", copy.deepcopy(self.value, memo)))


print(copy.copy(Custom(1)).value, copy.deepcopy([Custom([1])])[0].value)


class Stated:
    def __init__(self):
        self.kept = [1]
        self.lock = "never copied"

    def __getstate__(self):
        return {"kept": self.kept}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.lock = "new"


made = copy.deepcopy(Stated())
print(made.kept, made.lock)


class Reduced:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __reduce__(self):
        return (Reduced, (self.a, [self.b]))


made = copy.copy(Reduced(1, 2))
print(made.a, made.b)


class NewArgs:
    def __new__(cls, a, *, b=0):
        made = super().__new__(cls)
        made.given = (a, b)
        return made

    def __getnewargs_ex__(self):
        return (self.given[0],), {"b": self.given[1]}


print(copy.copy(NewArgs(1, b=2)).given, copy.deepcopy(NewArgs([1], b=2)).given)


class Names(list):
    pass


class Ages(dict):
    pass


class Point(tuple):
    pass


class Id(int):
    pass


names = Names(["a", ["b"]])
names.title = "list"
made = copy.deepcopy(names)
print(type(made).__name__, made, made.title, made[1] is names[1])
made = copy.copy(names)
print(made, made.title, made[1] is names[1])
ages = Ages(a=[1])
ages.unit = "years"
made = copy.deepcopy(ages)
print(type(made).__name__, made, made.unit, made["a"] is ages["a"])
made = copy.deepcopy(Point([1, [2]]))
print(type(made).__name__, made)
number = Id(7)
number.of = ["x"]
made = copy.deepcopy(number)
print(type(made).__name__, made + 1, made.of)


@dataclass
class Order:
    lines: list
    tags: set = field(default_factory=set)


@dataclass(frozen=True)
class Frozen:
    parts: list


order = Order([[1], [2]])
made = copy.deepcopy(order)
print(made, made == order, made.lines[0] is order.lines[0])
print(copy.copy(order).lines is order.lines)
frozen = Frozen([1])
print(copy.deepcopy(frozen), copy.copy(frozen).parts is frozen.parts)


class Failed(Exception):
    def __init__(self, code, *rest):
        super().__init__(code, *rest)
        self.code = code


error = Failed(404, [1])
error.note = ["n"]
made = copy.deepcopy(error)
print(type(made).__name__, made.args, made.code, made.note, made.note is error.note)
print(repr(copy.copy(ValueError("x", 1))))


class Counted:
    def method(self):
        return self


counted = Counted()
made = copy.deepcopy(counted.method)
print(made() is counted, type(made()).__name__, copy.copy(counted.method)() is counted)

memo = {}
first = copy.deepcopy(inner, memo)
print(copy.deepcopy(inner, memo) is first)
show(copy.copy, (n for n in "ab"))
show(copy.deepcopy, {"a": (n for n in "ab")})
show(copy.copy, {}.keys())
print(copy.Error is copy.error, issubclass(copy.Error, Exception))
