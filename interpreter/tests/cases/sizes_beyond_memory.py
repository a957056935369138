"""Sizes that no memory has: nothing is cut off to 32 bits, not even where an address has only those."""
HUGE = 2**32 + 1

print(repr("" * HUGE), b"" * HUGE, [] * HUGE, () * HUGE)
print("a-b-c".split("-", HUGE), "a-a".replace("a", "b", HUGE))
print(repr("abc"[HUGE:]), repr("abc"[:HUGE]), [1, 2][-HUGE:], "abc".find("b", 0, HUGE))
print(range(HUGE)[HUGE - 1], len(range(HUGE)))
for act in (
    lambda: "x" * HUGE**2,
    lambda: [1] * HUGE**2,
    lambda: [1, 2][HUGE],
    lambda: "abc"[HUGE],
    lambda: b"ab".hex("-", HUGE),
    lambda: "%.*s" % (HUGE, "abc"),
):
    try:
        act()
    except (OverflowError, MemoryError, IndexError, ValueError) as error:
        print(type(error).__name__)
for act in (lambda: "x" * -(HUGE**2), lambda: HUGE**2 * (), lambda: [].__mul__(-(HUGE**2)), lambda: b"" * HUGE**2):
    try:
        print(act())
    except OverflowError as error:
        print(error)
