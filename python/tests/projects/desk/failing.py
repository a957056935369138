"""Errors of every shape, for the tests of tracebacks."""

from carabiner import Workflow


class Refused(Exception):
    pass


def parse(text):
    return int(text) + 1


def total(values):
    return sum(parse(value) for value in values)


class Plain(Workflow):
    async def run(self):
        values = ["1", "x"]
        return total(values)


class Caused(Workflow):
    async def run(self):
        try:
            total(["y"])
        except ValueError as error:
            raise Refused("no", 3) from error


class During(Workflow):
    async def run(self):
        try:
            {}["missing"]
        except KeyError:
            return [1, 2][self.index(5)]

    def index(self, at):
        return at


class Noted(Workflow):
    async def run(self):
        try:
            1 / len([])
        except ZeroDivisionError as error:
            error.add_note("while dividing")
            error.add_note("two\nlines")
            raise


class Grouped(Workflow):
    async def run(self):
        found = []
        for text in ("a", "b"):
            try:
                parse(text)
            except ValueError as error:
                found.append(error)
        inner = ExceptionGroup("inner", [TypeError("t"), *found])
        inner.add_note("a note")
        try:
            raise KeyError("k")
        except KeyError:
            raise ExceptionGroup("outer", [OSError(2, "gone"), inner])


class Many(Workflow):
    async def run(self):
        raise ExceptionGroup("many", [ValueError(n) for n in range(20)])


class Deep(Workflow):
    async def run(self):
        def down(n):
            return n if n == 0 else down(n - 1) + {}[n]

        return down(9)


class Suppressed(Workflow):
    async def run(self):
        try:
            raise KeyError("k")
        except KeyError:
            raise Refused from None
