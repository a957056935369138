"""Dicts that change while something iterates over them, and lengths that are asked for before."""


def main():
    for view in ("keys", "values", "items"):
        d = {1: 1, 2: 2, 3: 3}
        try:
            for k in getattr(d, view)():
                print(k)
                del d[1]
                d[1] = 1
        except RuntimeError as e:
            print(e)
    d = {0: 0}
    try:
        for i in d:
            d[i + 1] = 0
            del d[i]
            if i > 10: break
    except RuntimeError as e:
        print(i, e)
    d = dict.fromkeys(range(6))
    try:
        for i in d:
            print(i)
            if i == 2:
                del d[0]; d[0] = 1
    except RuntimeError as e:
        print(e)
    d = dict.fromkeys(range(6))
    try:
        for i in reversed(d):
            print(i)
            if i == 2:
                del d[0]; d[0] = 1
    except RuntimeError as e:
        print(e)
    class O:
        def __len__(self): return -1
        def __iter__(self): return iter([1, 2])
    try:
        print([*O()])
    except Exception as e: print(type(e), e)
    try:
        print(list(O()))
    except Exception as e: print(type(e), e)
    try:
        print((*O(),))
    except Exception as e: print(type(e), e)
    try:
        print(tuple(O()), set(O()), sorted(O()))
    except Exception as e: print(type(e), e)
    try:
        print(sorted(O()))
    except Exception as e: print(type(e), e)
    try: print({*O()})
    except Exception as e: print(type(e), e)
    try: print(print(*O()))
    except Exception as e: print(type(e), e)
    try: a, b = O(); print(a, b)
    except Exception as e: print(type(e), e)
    try: a, *b = O(); print(a, b)
    except Exception as e: print(type(e), e)
    x = []
    try: x.extend(O()); print(x)
    except Exception as e: print(type(e), e)
    try: x += O(); print(x)
    except Exception as e: print(type(e), e)
    try: print(",".join(map(str, O())))
    except Exception as e: print(type(e), e)
    class H:
        def __init__(self, n): self.n = n
        def __length_hint__(self): return self.n
        def __iter__(self): return iter([1, 2])
    for n in (-1, 2, 3.5, "x", NotImplemented, 10**30):
        try: print(list(H(n)))
        except Exception as e: print(type(e), e)

    d = dict.fromkeys(range(3))
    i = iter(d)
    print(i.__length_hint__(), next(i), i.__length_hint__())
    d[9] = 1
    print(i.__length_hint__())
    for iterable in ([1, 2], (1,), {1, 2, 3}, "abc", b"ab", range(5), {1: 2}.items()):
        i = iter(iterable)
        next(i)
        print(i.__length_hint__(), list(i), i.__length_hint__())
    print(range(10**30)[10**20], range(10**30)[-1])
    for index in (10**20, -4, 3):
        try:
            range(3)[index]
        except IndexError as error:
            print(error)
    try:
        sorted([], reverse=dict)
    except TypeError as error:
        print(error)
    d = {}
    for n in range(40):
        d[n] = n
        if n % 3:
            del d[n]
    print(d, list(reversed(d)))
    while d:
        print(d.popitem(), end=" ")
    s = set(range(100))
    while s:
        s.pop()
    print(s)


main()
