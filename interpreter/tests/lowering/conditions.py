def f(a, b, c):
    if a < b <= c and not (a is None or b == 0):
        return 1
    elif a != a or a not in b:
        return a or b and c
    while a > b:
        a = (b := c) if a else 0
        if a:
            continue
        break
    else:
        a = -1
    assert a, f"{a}"
    return a < b < c
