total = 0


def f(n):
    global total, made
    total += n
    made = [(last := x) for x in range(n)]
    return last


class C:
    x = total
    y = [x for _ in range(2) for z in (1,)]
    len = len
