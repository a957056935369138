def no_return():
    pass


def plain(a, b=2, *rest, c, d=4, **extra):
    return a, b, rest, c, d, extra


def positional_only(a, b=1, /, c=2, *, d=3):
    return a, b, c, d


def keyword_only(*, x, y=5):
    return x + y


def collect(*args, **kwargs):
    return args, kwargs


print(no_return())
print(plain(1, c=3))
print(plain(1, 9, 8, 7, c=3, d=5, e=6, f=7))
print(plain(*[1, 2, 3], **{"c": 4, "z": 5}))
print(plain(*[1], *(2, 3), 4, *"ab", c=1, **{"d": 2}, **{"q": 3}, r=4))
print(positional_only(1), positional_only(1, 2, c=3), positional_only(1, 2, 3, d=4))
print(keyword_only(x=1), keyword_only(y=1, x=2))
print(collect(), collect(1, a=2), collect(*range(3), **dict(k="v")))


def default_list(item, bucket=[]):
    bucket.append(item)
    return bucket


print(default_list(1), default_list(2), default_list(3, []))
counter = 0


def tick():
    global counter
    counter += 1
    return counter


def defaults_at_definition(value=tick()):
    return value


print(defaults_at_definition(), defaults_at_definition(), counter)


def shadow(len):
    return len


print(shadow(5), len("abc"))


def outer(n):
    def factorial(k):
        return 1 if k <= 1 else k * factorial(k - 1)

    return factorial(n)


print(outer(25))


def is_even(n):
    return n == 0 or is_odd(n - 1)


def is_odd(n):
    return n != 0 and is_even(n - 1)


print(is_even(100), is_odd(7))


def many():
    return 1, *[2, 3], 4


print(many())
calls = [
    lambda: plain(),
    lambda: plain(1),
    lambda: plain(1, 2, c=3, a=4),
    lambda: positional_only(a=1),
    lambda: positional_only(1, b=2),
    lambda: positional_only(1, 2, 3, 4),
    lambda: positional_only(),
    lambda: keyword_only(1),
    lambda: keyword_only(),
    lambda: keyword_only(x=1, z=2),
    lambda: no_return(1),
    lambda: no_return(a=1),
    lambda: shadow(),
    lambda: shadow(1, 2, 3),
    lambda: collect(**{"a": 1}, **{"a": 2}),
    lambda: collect(*5),
    lambda: collect(**5),
    lambda: collect(**{1: 2}),
    lambda: is_even(),
    lambda: default_list(),
    lambda: (5)(),
    lambda: None(),
    lambda: "text"(1),
]
for number, call in enumerate(calls):
    try:
        print(number, call())
    except TypeError as error:
        print(number, error)
print(plain.__name__, (lambda: 0).__name__, outer.__qualname__, tick.__doc__)


def documented():
    """What it does."""


print(documented.__doc__, callable(documented), callable(5), callable(int))
print([f(3) for f in (lambda x: x + 1, lambda x, y=2: x * y, lambda *a: a)])
adders = [lambda x, n=n: x + n for n in range(3)]
print([add(10) for add in adders])
late = [lambda: n for n in range(3)]
print([f() for f in late])
print((lambda a, *b, c=3, **d: (a, b, c, d))(1, 2, 3, c=4, e=5))
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))
def order(*args, **kwargs):
    return args, list(kwargs.items())
def say(x):
    print("eval", x)
    return x
print(order(say(1), *[say(2)], say(3), k=say(4), **{"m": say(5)}))
