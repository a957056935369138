def outer(a, b=1, *rest, c, d=2, **more):
    def inner():
        nonlocal a
        a += b
        return lambda x, y=a: x + y + c

    return inner


class C(outer.base, metaclass=type):
    """Doc."""

    size: "int" = 1
    limit = size + 1

    def __init__(self):
        super().__init__()
        self.__private = __class__

    @property
    def total(self):
        return [self.size for _ in range(3)]
