def f(a, b, obj):
    x = y = a
    x, y = y, x
    [p, *q], r = a
    obj.name = obj[1:2] = b
    obj.items[a], b = 1, 2
    x += 1
    y -= b
    obj.name *= 2
    obj[a] **= b
    z: int = 3
    del x, obj.name, obj[a]
    return x, p, q, r, z
