"""Entering try blocks, and raising and catching within and across functions."""


class Refused(Exception):
    pass


def check(number):
    if number % 3 == 0:
        raise Refused(number)
    return number


def run(times):
    caught = passed = done = 0
    table = {"a": 1}
    for i in range(times):
        try:
            passed += check(i) & 1
        except Refused as error:
            caught += error.args[0] & 1
        finally:
            done += 1
        try:
            table["b"]
        except KeyError:
            done += 1
        try:
            int("7")
        except ValueError:
            done += 1
    return caught, passed, done


assert run(900_000) == (150_000, 300_000, 1_800_000)
