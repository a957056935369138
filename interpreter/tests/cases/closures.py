def counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    def peek():
        return count

    return step, peek


step, peek = counter(10)
print(step(), step(5), peek())
other, _ = counter()
print(other(), peek())


def make():
    functions = []
    for i in range(3):

        def f():
            return i

        functions.append(f)
    return functions


print([f() for f in make()])


def three(a):
    def two(b):
        def one(c):
            return a + b + c

        return one

    return two


print(three(1)(2)(3))


def rebinding(x):
    def get():
        return x

    before = get()
    x = x * 2
    return before, get()


print(rebinding(4))


def deep_nonlocal():
    value = "outer"

    def middle():
        def inner():
            nonlocal value
            value = "inner"

        inner()
        return value

    return middle(), value


print(deep_nonlocal())


def unbound():
    def use():
        return later

    try:
        use()
    except NameError as error:
        print(type(error).__name__, error)
    later = 5
    return use()


print(unbound())


def deleted():
    x = 1

    def get():
        return x

    print(get())
    del x
    try:
        get()
    except NameError as error:
        print(error)
    x = 2
    return get()


print(deleted())


def parameter_cell(a, *rest, key=0, **named):
    def all_of_them():
        return a, rest, key, named

    a += 1
    key = "changed"
    return all_of_them()


print(parameter_cell(1, 2, 3, key=4, z=5))


def closure_in_comprehension(n):
    return [(lambda: n * k)() for k in range(3)], {k: (lambda k=k: k + n)() for k in range(2)}


print(closure_in_comprehension(5))


def class_in_function(tag):
    class Tagged:
        label = tag

        def get(self):
            return tag, self.label

    return Tagged


print(class_in_function("t")().get())
x = "global"


def scopes():
    x = "local"

    def uses_global():
        global x
        return x

    def uses_local():
        return x

    return uses_global(), uses_local()


print(scopes())


def memoize(function):
    cache = {}

    def wrapper(n):
        if n not in cache:
            cache[n] = function(n)
        return cache[n]

    return wrapper


@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80))


def repeat(times):
    def decorate(function):
        def wrapper(*args, **kwargs):
            return [function(*args, **kwargs) for _ in range(times)]

        return wrapper

    return decorate


@repeat(2)
@repeat(3)
def greet(name, mark="!"):
    return name + mark


print(greet("hi", mark="?"))


def accumulate():
    total = 0
    try:
        raise ValueError(3)
    except ValueError as error:

        def read():
            return total, error.args

        total += error.args[0]
        print(read())
    try:
        read()
    except NameError as problem:
        print(problem)


accumulate()
