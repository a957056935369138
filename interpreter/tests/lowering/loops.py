def f(n, items):
    total = 0
    for i in range(1, n):
        for key, value in items.items():
            if value:
                break
        else:
            total += i
    del i
    return total, value
