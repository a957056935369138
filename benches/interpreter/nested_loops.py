"""Loops over ranges with arithmetic on small integers."""


def count(size):
    total = 0
    for i in range(size):
        for j in range(size):
            for k in range(size):
                if (i + j) * k % 7 == 3:
                    total += k
    return total


assert count(190) == 78_948_513
