# Functions kept in attributes are called with what they captured; callables may be made of callables.
class Button:
    def __init__(self, pressed):
        self.pressed = pressed

    def press(self, times):
        return self.pressed(times)


class Lazy:
    def __init__(self, function):
        self.function = function

    def __getattr__(self, name):
        if name == "run":
            return self.function
        raise AttributeError(name)


def make():
    log = []

    def add(times):
        log.append(times)
        return log

    def nothing():
        return len(log)

    def named(*, key):
        log.append(key)
        return key

    return Button(add), Lazy(add), Lazy(nothing), Lazy(named)


button, lazy, empty, named = make()
print(button.press(1), button.pressed(2), lazy.run(3), empty.run(), named.run(key=4), lazy.run(5))


class Loop:
    pass


Loop.__call__ = Loop()
try:
    Loop()()
except RecursionError:
    print("too deep")


class Chain:
    def __call__(self, x):
        return x + 1


class Outer:
    __call__ = Chain()


print(Outer()(1))

# A generator that ends while it delegates closes what it delegates to.
def inner(behaviour):
    try:
        yield 1
    except GeneratorExit:
        if behaviour == "return":
            return
        if behaviour == "yield":
            yield 2
        elif behaviour == "raise":
            raise ValueError("in inner")
        raise


def outer(behaviour):
    yield from inner(behaviour)
    print("goes on")


for behaviour in ["return", "yield", "raise", "pass"]:
    generator = outer(behaviour)
    next(generator)
    try:
        print(generator.throw(GeneratorExit))
    except BaseException as error:
        print(behaviour, type(error).__name__, error)
    generator = outer(behaviour)
    next(generator)
    try:
        print(generator.close())
    except BaseException as error:
        print(behaviour, type(error).__name__, error)

# Comparing keys may change the table that is searched.
class Changing:
    def __init__(self, table):
        self.table = table

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.table.clear()
        return True


table = set()
table.add(Changing(table))
table.discard(Changing(table))
print(table)
mapping = {}
mapping[Changing(mapping)] = 1
mapping[Changing(mapping)] = 2
print(len(mapping))

# A set stands for the frozenset that equals it where one is looked for.
sets = {frozenset("ab"), frozenset()}
print({"b", "a"} in sets, set() in sets)
sets.discard({"a", "b"})
sets.remove(set())
print(sets)
try:
    sets.remove({1})
except KeyError as error:
    print(repr(error))

print(range(0) == range(5, 2), hash(range(0)) == hash(range(3, 3)), hash(range(1, 2)) == hash(range(1, 9, 20)))
print(range(1 << 100) == range(1 << 100), bool(range(1 << 100)), (1 << 90) in range(1 << 100), (1 << 90) + 1 in range(0, 1 << 100, 2))
print({1: [2]}.items() == {1: [2]}.items(), {1: [2]}.items() <= {1: [2], 3: []}.items(), {1: 2}.keys() < {1: 2}.keys())
error = ValueError(1)
error.__context__ = error
try:
    try:
        raise error
    except ValueError:
        raise TypeError(2)
except TypeError as found:
    print(repr(found.__context__), found.__context__.__context__ is error)
