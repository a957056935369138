import asyncio

from carabiner import Workflow

from . import rules
from .rules import (
    ACTIONS, D, DEPTH, FALLBACK, HANDLERS, MIXED, NAMES, ORDER, PAIR, SENTINEL, SETTINGS, SOME, SORTED, STEPS, TABLE, TREE, Level, Plain,
    Point, Q, UserId, add_four, add_three, bound, both_names, cached_triple, dash, fib, first, half, log, logger, of, other_name, scale_five,
    scale_two, second, short, through,
)


class Tables(Workflow):
    async def run(self):
        results = [TABLE["double"](2), TABLE["triple"](2), TABLE["lambda"](2), TABLE["two"][0](1), TABLE["two"][1](1)]
        results += [TABLE["partial"](1), TABLE["class"](2).times(5), TABLE["builtin"]("abc"), TABLE["decimal"]("4"), TABLE[3][1](4)]
        results += [step(1) for step in STEPS] + [PAIR[0](1), PAIR[1](2).by, list(SORTED), SORTED["b"](2)]
        results += [list(TABLE)[:3], FALLBACK["x"][0](3), FALLBACK["y"], SETTINGS["rates"], SETTINGS["who"].fixed()]
        return results + [TREE["self"] is TREE, TREE["self"]["leaf"](1), TABLE["double"] is STEPS[0] is TREE["leaf"]]


class Values(Workflow):
    async def run(self):
        results = [short(1), first(1), second(2), half(), both_names(2), both_names is other_name, bound(2), of(3).by, dash(["a", "b"])]
        results += [SOME.by(3), [each.by(2) for each in MIXED], rules.half(times=2), rules.short(2)]
        results += [SENTINEL is rules.SENTINEL, SENTINEL is not None]
        return results


class Closures(Workflow):
    async def run(self):
        return [add_three(1), add_four(1), scale_two(10), scale_five(10)]


class Cached(Workflow):
    async def run(self):
        return [cached_triple(3), fib(30), fib.cache_info().misses]


class Factories(Workflow):
    async def run(self):
        point = Point(1)
        return [UserId(3), tuple(point), point._replace(y=2).y, Level.HIGH.value, Level["LOW"].name, point, Level.LOW]


class Registered(Workflow):
    async def run(self):
        return [
            [HANDLERS[kind](1) for kind in HANDLERS], list(HANDLERS), [each(2) for each in ORDER], NAMES, DEPTH["inner"], DEPTH["count"],
        ]


class Acting(Workflow):
    async def run(self):
        return await asyncio.gather(*(ACTIONS[name]("abc") for name in ACTIONS)), Plain.of(2).by


class Logging(Workflow):
    async def run(self):
        logger.warning("careful %s", 1)
        log("bound")


class Refused(Workflow):
    async def run(self):
        return self.helper()

    def helper(self):
        return through("x")
