"""functools.lru_cache, cache and cached_property: hits, misses, eviction, keys, methods, wrapping."""
import functools
from functools import cache, cached_property, lru_cache


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


@lru_cache(maxsize=2)
def add(a, b=1):
    "adds"
    print("called", a, b)
    return a + b


for call in (lambda: add(1), lambda: add(1), lambda: add(1, 1), lambda: add(1, b=1), lambda: add(1), lambda: add(2), lambda: add(1), lambda: add(1.0), lambda: add(True)):
    print(call(), add.cache_info())
print(add.__name__, add.__doc__, add.__wrapped__.__name__, add.cache_parameters())
add.cache_clear()
info = add.cache_info()
print(info, info.hits, info.maxsize, info == (0, 0, 2, 0), tuple(info), info._asdict())


@lru_cache
def plain(x):
    return [x]


print(plain(1) is plain(1), plain(1) is plain(True), plain.cache_info())


@lru_cache(maxsize=None, typed=True)
def typed(x, y=None):
    return type(x).__name__, type(y).__name__


print(typed(1), typed(1.0), typed(True), typed(1, y=1), typed(1, y=1.0), typed(1), typed.cache_info(), typed.cache_parameters())


@lru_cache(maxsize=0)
def never(x):
    print("never", x)
    return x


print(never(1), never(1), never.cache_info())


@lru_cache(maxsize=-5)
def negative(x):
    return x


print(negative(1), negative(1), negative.cache_info())


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(150), fib.cache_info(), fib.cache_parameters())


@cache
def fails(x):
    print("fails")
    raise ValueError(x)


show(fails, 1)
show(fails, 1)
show(fib, [1])
show(add, {}, 1)
show(add)
show(lru_cache, 1.5)
show(lru_cache, "x")
print(fails.cache_info())


class Shop:
    def __init__(self, name):
        self.name = name

    @lru_cache(maxsize=8)
    def price(self, item):
        print("price of", item, "at", self.name)
        return len(item)

    @staticmethod
    @cache
    def static(x):
        print("static", x)
        return x

    @classmethod
    @cache
    def made(cls, x):
        print("class", cls.__name__, x)
        return x

    @cached_property
    def total(self):
        "all of it"
        print("computing")
        return 42


one, two = Shop("one"), Shop("two")
print(one.price("pen"), one.price("pen"), two.price("pen"), one.price("ink"), Shop.price.cache_info())
print(one.static(1), Shop.static(1), two.made(2), Shop.made(2))
print(one.total, one.total, one.__dict__, two.__dict__)
del one.total
print(one.total)
one.total = 5
print(one.total, Shop.total.__doc__)
order = []
lru = lru_cache(3)(lambda n: order.append(n) or n)
for n in (1, 2, 3, 1, 4, 2, 3, 1, 1, 5, 3):
    lru(n)
print(order, lru.cache_info())
calls = 0


@lru_cache(maxsize=2)
def again(n):
    global calls
    calls += 1
    return 1 if n == 0 else again(n - 1) + 1


print(again(10), again.cache_info(), calls)
print(functools.lru_cache(maxsize=4)(len)("abc"))
