def f(a, Point):
    match a:
        case 1 | "x" | None:
            return 0
        case [x, *rest] if x:
            return rest
        case {"k": [y], **more}:
            return y, more
        case Point(x=0, y=z) as p:
            return p, z
        case _:
            return a
