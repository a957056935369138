from decimal import Decimal


def plus(x):
    return x + 4


print(plus(Decimal(3)), plus(1.5), plus(2**70))
