# What `__index__` may return, wherever an integer is wanted.



class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


for value in "a", 1.0, None, True, 1:
    for use in (
        lambda it: [1, 2][it], lambda it: range(it), hex, lambda it: "a" * it, lambda it: [0] * it, lambda it: bytes([it]), lambda it: bytes(it), int, lambda it: round(1.55, it),
        lambda it: [1, 2][it:], lambda it: "abc".center(it), chr, lambda it: "abc".find("b", it), lambda it: (5).to_bytes(it, "big"), lambda it: [1, 2].pop(it), lambda it: 1 << 3 if it is None else divmod(7, int(it) + 1),
    ):
        try:
            print(use(Index(value)), end="; ")
        except (TypeError, ValueError) as error:
            print(error, end="; ")
    print()
