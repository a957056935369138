"""Reading and writing items of a list by index."""


def primes(limit):
    marks = [True] * (limit + 1)
    marks[0] = marks[1] = False
    number = 2
    while number * number <= limit:
        if marks[number]:
            multiple = number * number
            while multiple <= limit:
                marks[multiple] = False
                multiple += number
        number += 1
    return sum(1 for mark in marks if mark)


for _ in range(6):
    assert primes(1_000_000) == 78_498
