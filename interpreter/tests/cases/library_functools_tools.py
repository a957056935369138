"""functools: partial, partialmethod, wraps, reduce, cmp_to_key, total_ordering."""
import functools
from functools import cmp_to_key, partial, partialmethod, reduce, total_ordering, update_wrapper, wraps


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


def given(*args, **kwargs):
    return args, kwargs


# partial
p = partial(given, 1, a=2)
print(p(), p(3, a=4, b=5), p.args, p.keywords, p.func is given)
q = partial(p, 6, a=7, c=8)
print(q(9), q.args, q.keywords, q.func is given)
p.note = "n"
print(p.note, p.__dict__, partial(p, 1).func is p)
print(repr(partial(int, "10", base=2)), partial(int, base=2)("101"))
show(partial)
show(partial, 5)
show(partial(len), 1, 2)
print(callable(p), isinstance(p, partial), sorted([3, 1], key=partial(lambda sign, n: sign * n, -1)))

# partialmethod
class Cell:
    def __init__(self):
        self.alive = False

    def set_state(self, state, *, why=None):
        self.alive = state
        return self.alive, why

    set_alive = partialmethod(set_state, True)
    set_dead = partialmethod(set_state, False, why="old")

    @classmethod
    def made(cls, *args):
        return cls.__name__, args

    @staticmethod
    def fixed(*args):
        return args

    made_one = partialmethod(made, 1)
    fixed_one = partialmethod(fixed, 1)
    nested = partialmethod(partialmethod(set_state, "x"), why="nested")


cell = Cell()
print(cell.set_alive(), cell.set_dead(), cell.set_dead(why="new"), cell.alive, cell.nested(), Cell.set_alive(cell))
print(cell.made_one(2), Cell.made_one(2), cell.fixed_one(2))
show(partialmethod, 5)

# wraps
def logged(f):
    @wraps(f)
    def wrapper(*args, **kwargs):
        "the wrapper's"
        return "logged", f(*args, **kwargs)

    return wrapper


@logged
def work(x: int) -> int:
    "works"
    return x + 1


work.flag = True
print(work(1), work.__name__, work.__doc__, work.__qualname__, work.__module__, work.__wrapped__(1))


@logged
@logged
def twice():
    pass


print(twice(), twice.__name__)


def bare():
    pass


def marked():
    "doc"


marked.color = "red"
update_wrapper(bare, marked)
print(bare.__name__, bare.color, bare.__wrapped__ is marked)


def other():
    pass


print(wraps(marked, assigned=("__doc__",), updated=())(other).__name__, other.__doc__, hasattr(other, "color"))
print(functools.WRAPPER_UPDATES)


class Callable:
    def __call__(self):
        return "called"


wrapped = wraps(Callable())(lambda: 1)
print(wrapped.__name__, wrapped())

# reduce
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + [b], "ab", []), reduce(given, [5]))
show(reduce, given, [])
show(reduce, given, 5)

# cmp_to_key
def by_length(a, b):
    return len(a) - len(b) or (a > b) - (a < b)


print(sorted(["ccc", "a", "bb", "aa"], key=cmp_to_key(by_length)))
key = cmp_to_key(by_length)
print(key("a") < key("bb"), key("a") == key("a"), key("b") >= key("c"), key("a") != key("b"), key("x").obj, max("abc", key=cmp_to_key(by_length)))
show(lambda: key("a") < 5)


# total_ordering
def ordered(name):
    class Version:
        def __init__(self, n):
            self.n = n

        def __eq__(self, other):
            return self.n == other.n if isinstance(other, Version) else NotImplemented

    def compare(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return {"__lt__": self.n < other.n, "__le__": self.n <= other.n, "__gt__": self.n > other.n, "__ge__": self.n >= other.n}[name]

    setattr(Version, name, compare)
    return total_ordering(Version)


for name in ("__lt__", "__le__", "__gt__", "__ge__"):
    V = ordered(name)
    one, two = V(1), V(2)
    print(name, one < two, one <= two, one > two, one >= two, one <= V(1), one >= V(1), one < V(1), one > V(1), sorted([V(3), one, two])[0].n)
    show(lambda: one < 5)
    show(lambda: one >= "x")
    print(V.__le__.__name__, V.__gt__.__name__)


def unordered():
    @total_ordering
    class Nothing:
        pass


show(unordered)
