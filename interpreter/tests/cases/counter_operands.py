"""What a Counter adds to what, and which counts it keeps."""

from collections import Counter


def show(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


odd = Counter({"k": {}, "t": True})
show(lambda: +Counter({(2,): [3]}))
show(lambda: -Counter({"a": "x"}))
show(lambda: Counter(a="x") + Counter(b=1))
show(lambda: Counter(a="x") + Counter(a="y"))
show(lambda: Counter(a=1) - Counter(a="y"))
show(lambda: Counter(a=1) - Counter(b="y"))
show(lambda: Counter(a=1) | Counter(a="y"))
show(lambda: Counter(a=1) & Counter(b="y"))
show(lambda: Counter(a=1) & Counter(a="y"))
show(lambda: Counter(a=1) + Counter(a=-2, b=3, c=-1))
show(lambda: Counter(a=1) - Counter(a=2, b=-3, c=1))
show(lambda: Counter(a=-1, b=2) | Counter(c=-1, d=4))
show(lambda: Counter(a=1, b=2) & Counter(b=1, c=3))
show(lambda: -Counter(a=-1, b=2, c=0))
show(lambda: list((Counter("ba") + Counter("cab")).items()))
show(lambda: list((Counter("ba") | Counter("cab")).items()))
show(lambda: Counter(a="x").update(a="y"))
show(lambda: Counter([1], iterable=None))


def added(start, *args, **named):
    counter = Counter(start)
    counter.update(*args, **named)
    return counter


def taken(start, *args, **named):
    counter = Counter(start)
    counter.subtract(*args, **named)
    return counter


show(lambda: added({"a": "x"}, {"a": "y"}))
show(lambda: added({"a": "x"}, "a"))
show(lambda: added({"a": 1}, a="y"))
show(lambda: added({"a": 1}, 1, 2))
show(lambda: taken({"a": 1}, 1, 2))
show(lambda: taken({}, {"a": 2}, b=3))
show(lambda: taken({"a": "x"}, {"a": "y"}))
show(lambda: Counter(1, 2))
show(lambda: Counter(a="x") <= Counter(a=1))
show(lambda: Counter(a=2) < Counter(a=2, b=1))
show(lambda: Counter(a=2) > Counter(a=2, b="x"))
show(lambda: Counter(a=2) != Counter(a=2, b=0))
show(lambda: odd.most_common(-3))
show(lambda: odd.most_common(0))
show(lambda: Counter("aab").most_common("x"))
show(lambda: Counter("aab").most_common(1.5))
show(lambda: Counter("aab").most_common(2.5))
show(lambda: Counter("aab").most_common(-(10**20)))
show(lambda: Counter("abracadabra").most_common(3))
counter = Counter(a=3, b=-1)
counter += Counter(b=4, c=-2)
show(lambda: counter)
counter -= Counter(a=1, d=-7)
show(lambda: counter)
counter |= Counter(a=5, e=0)
show(lambda: counter)
counter &= Counter(a=4, b=9)
show(lambda: counter)
