def f(a, b):
    return (
        [1, a, *b],
        (1, 2.0, True, None, "x"),
        (a, *b),
        {a, *b},
        {"k": a, **b},
        {"k": a},
        [x for x in a if x for y in x],
        {x: y for x, y in a},
        {x for x in range(3)},
        (x for x in a),
        a[1], a[1:2], a[::2, ...], -1, -1.5, 1_000_000_007, 2**3,
        f"{a}b{b!r:>{a}}{a=}c" "d",
    )
