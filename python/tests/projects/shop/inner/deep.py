import math


def deepest(x):
    if x > 3:
        return deepest(x - 1)
    return math.floor(x)
