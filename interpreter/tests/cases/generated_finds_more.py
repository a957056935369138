"""What random programs found since: messages, signs and names."""


def attempt(call):
    try:
        print(repr(call()))
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: range(3)[10**20])
attempt(lambda: sorted([], reverse=dict))
attempt(lambda: sorted([], reverse=None))
attempt(lambda: int({}.copy(), 1000))
attempt(lambda: int("1", 1))
attempt(lambda: int([], 10))
attempt(lambda: str.maketrans(complex(), b"a"))
attempt(lambda: str.maketrans(complex(), "a"))
attempt(lambda: str.maketrans(complex(), "a", 5))
attempt(lambda: str.maketrans("a", "b", None))
attempt(lambda: "it's".partition(None))
attempt(lambda: "it's".rpartition(5))
attempt(lambda: 0 / -(2**63))
attempt(lambda: 0 / -(2**70))
attempt(lambda: -1 / 10**400)
attempt(lambda: 1 / -(10**400))
attempt(lambda: [x for x in range(1) for y in map(lambda x: 3.5, b"\n\t".title(), "\x00")])
attempt(lambda: [f.__qualname__ for f in [(lambda: 1) for _ in [1]]])
attempt(lambda: {-0.0: 1}[0 / -(2**63)])
attempt(lambda: {"x"}.remove(0 / -(2**63)))


class Endless:
    def __getitem__(self, index):
        return None

    def __len__(self):
        return -1


attempt(lambda: [*Endless()])
attempt(lambda: list(Endless()))
