from dataclasses import asdict, astuple, dataclass, field, fields, replace


@dataclass
class Line:
    sku: str
    cents: int
    quantity: int = 1
    tags: list = field(default_factory=list)

    @property
    def total(self):
        return self.cents * self.quantity


@dataclass
class Order:
    id: str
    lines: list[Line] = field(default_factory=list)
    note: str | None = None

    def total(self):
        return sum(line.total for line in self.lines)

    def __post_init__(self):
        self.id = self.id.strip()


order = Order(" o1 ", [Line("a", 100), Line("b", 250, quantity=2)])
print(order)
print(order.total(), order.id, order.lines[1].quantity, order.lines[0].tags is order.lines[1].tags)
print(Line("a", 1) == Line("a", 1), Line("a", 1) != Line("a", 2), Line("a", 1) == ("a", 1, 1, []))
changed = replace(order, note="rush")
print(changed, changed is order, changed.lines is order.lines)
print(asdict(order), astuple(Line("x", 5)), [f.name for f in fields(Line)])
order.lines[0].cents += 1
print(order.lines[0].total, order.total())


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0

    def bump(self):
        return Version(self.major, self.minor + 1)


v = Version(1)
print(v, v.bump(), v < v.bump(), sorted([Version(2), Version(1, 5), Version(1)]), {v: 1}[Version(1, 0)], hash(v) == hash(Version(1)))
try:
    v.major = 3
except AttributeError as error:
    print(type(error).__name__, error)


@dataclass
class Base:
    a: int
    b: int = 2


@dataclass
class Derived(Base):
    c: int = 3
    b: int = 20

    def sum(self):
        return self.a + self.b + self.c


d = Derived(1)
print(d, d.sum(), Derived(1, 2, 3), isinstance(d, Base), d == Derived(1), d == Base(1, 20))


@dataclass(eq=False)
class Identity:
    x: int = field(default=0, repr=False)
    y: int = field(default=1, init=False)
    z: int = field(default=5, kw_only=True)


i = Identity(3, z=9)
print(i, i.x, i.y, i == Identity(3, z=9), i == i)
for call in (lambda: Line(), lambda: Line("a"), lambda: Line("a", 1, 2, [], 5), lambda: Line("a", 1, wrong=2), lambda: Identity(1, 2), lambda: Line("a", 1) < Line("b", 1)):
    try:
        print(call())
    except TypeError as error:
        print(error)


@dataclass
class Node:
    value: int
    next: "Node | None" = None


chain = Node(1, Node(2, Node(3)))
node, values = chain, []
while node:
    values.append(node.value)
    node = node.next
print(values, chain)
