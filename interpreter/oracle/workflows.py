"""Random asyncio programs, by CPython's own loop on a clock that jumps and by the machine: `python workflows.py [--seed N] [--programs N]`.

A program is a few coroutines that sleep, fail, cancel each other, wait for each other in every way that asyncio has, and print what
they see: what differs is the order in which things happen. One that differs is cut down as far as it still differs, and printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
from collections.abc import Callable
from pathlib import Path

import cpython
from machine import Ended, Runner

#: Where a program that waits for ever ends, among what it printed.
STUCK = "it waits for what never comes"


def jumping_clock() -> None:
    """As tests run asyncio, but telling where a program waits for ever."""
    path = Path(__file__).resolve().parent.parent / "tests" / "support" / "virtual_time" / "sitecustomize.py"
    spec = importlib.util.spec_from_file_location("virtual_time", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def stuck(_: object) -> None:
        print(STUCK)
        raise SystemExit

    module.Loop.stuck = stuck


HEAD = """import asyncio
import contextvars
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress

VAR = contextvars.ContextVar("VAR", default=0)


class Failure(Exception):
    pass


def show(*what):
    task = asyncio.current_task()
    print(f"{LOOP[0].time() - START[0]:g}", NAMES.get(task, "-"), VAR.get(), *what)


START, LOOP, NAMES, TASKS = [0], [None], {}, []


def spawn(coro, name, make=asyncio.create_task):
    task = make(coro)
    NAMES[task] = name
    TASKS.append(task)
    return task


def told(error):
    if isinstance(error, BaseExceptionGroup):
        return f"{type(error).__name__}({sorted(map(told, error.exceptions))})"
    return repr(error)


def outcome(task):
    if not task.done():
        return "pending"
    if task.cancelled():
        return "cancelled"
    return told(task.exception()) if task.exception() else task.result()


def some(index):
    return TASKS[index % len(TASKS)]


# Takes its time on both ways, and may swallow what comes out of it.
class Manager:
    def __init__(self, label, delay, swallows):
        self.label, self.delay, self.swallows = label, delay, swallows

    async def __aenter__(self):
        show("enters", self.label)
        await asyncio.sleep(self.delay)
        return self.label

    async def __aexit__(self, kind, error, trace):
        show("exits", self.label, told(error))
        await asyncio.sleep(self.delay)
        show("is out", self.label)
        return self.swallows and not isinstance(error, asyncio.CancelledError)


@asynccontextmanager
async def managed(label, delay):
    show("into", label)
    try:
        await asyncio.sleep(delay)
        yield label
    except Failure as error:
        show("handles", label, told(error))
    finally:
        show("tidies", label)
        await asyncio.sleep(delay)
        show("is tidy", label)


async def ticks(label, count, delay):
    try:
        for number in range(count):
            got = yield (label, number)
            if got is not None:
                show("got", label, got)
            await asyncio.sleep(delay)
    except Failure as error:
        show("thrown", label, told(error))
        yield (label, "after")
    finally:
        show("stops", label)
        await asyncio.sleep(delay)


def told_each(answers):
    return [told(each) if isinstance(each, BaseException) else each for each in answers]

"""

TAIL = """

async def main():
    LOOP[0] = asyncio.get_running_loop()
    START[0] = LOOP[0].time()
    NAMES[asyncio.current_task()] = "main"
    globals_ = Shared()
    try:
        show("returned", await body0(globals_))
    except BaseException as error:
        show("raised", told(error))
        raise
    finally:
        show("ends", [outcome(task) for task in TASKS])


asyncio.run(main())
"""

SHARED = """
class Shared:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.event = asyncio.Event()
        self.semaphore = asyncio.Semaphore(2)
        self.queue = asyncio.Queue(2)
        self.condition = asyncio.Condition()
        self.barrier = asyncio.Barrier(2)
        self.future = asyncio.Future()
        self.lifo = asyncio.LifoQueue()
        self.priority = asyncio.PriorityQueue(3)
        self.bounded = asyncio.BoundedSemaphore(1)
"""

DELAYS = ["0", "0", "0.5", "1", "1", "1.5", "2", "3", "5"]

Block = list["Statement"]


class Statement:
    """A line, the blocks under it (each with the line that opens it), and what stands after it."""

    def __init__(self, line: str, blocks: list[tuple[str, Block]] | None = None) -> None:
        self.line = line
        self.blocks = blocks or []

    def write(self, indent: str) -> str:
        lines = [indent + line for line in self.line.splitlines()]
        for opening, block in self.blocks:
            lines.append(indent + opening)
            lines.append(write(block, indent + "    "))
        return "\n".join(lines)


def write(block: Block, indent: str) -> str:
    return "\n".join(statement.write(indent) for statement in block) or indent + "pass"


class Writer:
    """Writes one random program."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.label = 0
        self.bodies: list[Block] = []
        self.count = self.rng.randint(3, 6)

    def program(self) -> list[Block]:
        return [self.block(number, 3, 5) for number in range(self.count)]

    def next_label(self) -> int:
        self.label += 1
        return self.label

    def delay(self) -> str:
        return self.rng.choice(DELAYS)

    def coroutine(self, number: int) -> str:
        """A call of a later body (so that nothing recurs), or something short."""
        if number + 1 < self.count and self.rng.random() < 0.8:
            return f"body{self.rng.randint(number + 1, self.count - 1)}(shared)"
        return self.rng.choice([f"asyncio.sleep({self.delay()}, {self.next_label()})", "shared.event.wait()"])

    def awaitable(self, number: int) -> str:
        kind = self.rng.random()
        if kind < 0.45:
            return self.coroutine(number)
        if kind < 0.6:
            return f"spawn({self.coroutine(number)}, {self.next_label()})"
        if kind < 0.68:
            return f"asyncio.shield({self.coroutine(number)})"
        if kind < 0.76:
            return f"asyncio.wait_for({self.coroutine(number)}, {self.delay()})"
        if kind < 0.86:
            many = ", ".join(self.coroutine(number) for _ in range(self.rng.randint(0, 3)))
            keep = self.rng.choice(["", "return_exceptions=True"])
            return f"asyncio.gather({', '.join(part for part in (many, keep) if part)})"
        if kind < 0.88:
            return f"asyncio.wait_for(asyncio.shield({self.coroutine(number)}), {self.delay()})"
        if kind < 0.92:
            return self.rng.choice(
                [
                    "shared.queue.get()",
                    "shared.lifo.get()",
                    "shared.priority.get()",
                    "shared.queue.join()",
                    f"asyncio.wait_for(shared.bounded.acquire(), {self.delay()})",
                    f"asyncio.wait_for(asyncio.sleep({self.delay()}), None)",
                    "asyncio.ensure_future(asyncio.sleep(1, 'ensured'))",
                ]
            )
        if kind < 0.96:
            return "asyncio.shield(shared.future)"
        return "shared.barrier.wait()"

    def block(self, number: int, depth: int, most: int) -> Block:
        return [self.statement(number, depth) for _ in range(self.rng.randint(1, most))]

    def statement(self, number: int, depth: int) -> Statement:
        kinds: list[tuple[int, Callable[[int, int], Statement]]] = [
            (5, self.plain),
            (5, self.awaits),
            (4, self.spawns),
            (3, self.cancels),
            (2, self.raises),
            (3, self.wakes),
        ]
        if depth:
            kinds += [
                (5, self.tries),
                (3, self.group),
                (3, self.timeout),
                (3, self.guarded),
                (2, self.waits),
                (1, self.loops),
                (1, self.generates),
                (2, self.starred),
                (3, self.managed),
                (1, self.drives),
                (1, self.gathers),
                (1, self.stacked),
            ]
        weights, choices = zip(*kinds, strict=True)
        return self.rng.choices(choices, weights)[0](number, depth)

    def plain(self, _: int, __: int) -> Statement:
        label = self.next_label()
        return Statement(
            self.rng.choice(
                [
                    f"show({label})",
                    f"await asyncio.sleep({self.delay()})",
                    f"VAR.set({label})",
                    f"return {label}",
                    f"LOOP[0].call_soon(show, 'soon', {label})",
                    f"LOOP[0].call_later({self.delay()}, show, 'later', {label})",
                    "show('cancelling', asyncio.current_task().cancelling())",
                ]
            )
        )

    def awaits(self, number: int, _: int) -> Statement:
        return Statement(f"show({self.next_label()}, await {self.awaitable(number)})")

    def spawns(self, number: int, _: int) -> Statement:
        label = self.next_label()
        done = f"\nsome({label}).add_done_callback(lambda task: show('done', NAMES[task], outcome(task)))"
        return Statement(f"spawn({self.coroutine(number)}, {label})" + self.rng.choice(["", "", done]))

    def cancels(self, _: int, __: int) -> Statement:
        label = self.next_label()
        return Statement(
            self.rng.choice(
                [
                    f"TASKS and some({self.rng.randint(0, 9)}).cancel()",
                    f"TASKS and some({self.rng.randint(0, 9)}).cancel('m{label}')",
                    f"TASKS and LOOP[0].call_later({self.delay()}, some({self.rng.randint(0, 9)}).cancel)",
                    "asyncio.current_task().cancel()",
                    "show('uncancel', asyncio.current_task().uncancel())",
                    f"TASKS and show({label}, 'awaits', await asyncio.wait_for(some({self.rng.randint(0, 9)}), {self.delay()}))",
                    f"TASKS and show({label}, 'shields', await asyncio.shield(some({self.rng.randint(0, 9)})))",
                ]
            )
        )

    def raises(self, _: int, __: int) -> Statement:
        label = self.next_label()
        return Statement(
            self.rng.choice([f"raise Failure({label})", f"raise ValueError({label})", f"raise asyncio.CancelledError({label})"])
        )

    def wakes(self, _: int, __: int) -> Statement:
        label = self.next_label()
        return Statement(
            self.rng.choice(
                [
                    "shared.event.set()",
                    "shared.event.clear()",
                    f"await shared.queue.put({label})",
                    f"shared.queue.full() or shared.queue.put_nowait({label})",
                    f"shared.future.done() or shared.future.set_result({label})",
                    f"shared.future.done() or shared.future.set_exception(Failure({label}))",
                    "shared.future = asyncio.Future()",
                    "shared.condition.locked() and shared.condition.notify()",
                    f"shared.lifo.put_nowait({label})",
                    f"await shared.priority.put(({label} % 5, {label}))",
                    "shared.queue.task_done()",
                    "shared.bounded.release()",
                    "shared.barrier.broken or await shared.barrier.abort()",
                    "await shared.barrier.reset()",
                    "show('locked', shared.lock.locked(), shared.bounded.locked(), shared.queue.qsize(), shared.barrier.n_waiting)",
                ]
            )
        )

    def tries(self, number: int, depth: int) -> Statement:
        blocks = [("try:", self.block(number, depth - 1, 3))]
        caught = self.rng.choice(["asyncio.CancelledError", "Failure", "Exception", "TimeoutError", "BaseException"])
        if self.rng.random() < 0.75:
            label = self.next_label()
            end = self.rng.choice([[], [Statement("raise")], self.block(number, depth - 1, 2)])
            blocks.append((f"except {caught} as error:", [Statement(f"show({label}, told(error))"), *end]))
        if len(blocks) == 1 or self.rng.random() < 0.4:
            blocks.append(("finally:", [Statement(f"show('finally', {self.next_label()})"), *self.block(number, 0, 2)]))
        return Statement("", blocks)

    def group(self, number: int, depth: int) -> Statement:
        name = f"group{self.next_label()}"
        spawn = f"spawn({self.coroutine(number)}, {self.next_label()}, {name}.create_task)"
        inside = self.block(number, depth - 1, 3)
        inside.insert(self.rng.randint(0, len(inside)), Statement(spawn))
        if self.rng.random() < 0.6:
            spawn = f"spawn({self.coroutine(number)}, {self.next_label()}, {name}.create_task)"
            inside.insert(self.rng.randint(0, len(inside)), Statement(spawn))
        return Statement("", [(f"async with asyncio.TaskGroup() as {name}:", inside)])

    def timeout(self, number: int, depth: int) -> Statement:
        name = f"limit{self.next_label()}"
        inside = self.block(number, depth - 1, 3)
        if self.rng.random() < 0.2:
            again = Statement(f"{name}.reschedule(LOOP[0].time() + {self.delay()})")
            inside.insert(self.rng.randint(0, len(inside)), again)
        limit = self.rng.choice(
            [
                f"timeout({self.delay()})",
                f"timeout({self.delay()})",
                f"timeout_at(LOOP[0].time() + {self.delay()})",
                "timeout(None)",
            ]
        )
        after = Statement(f"show('expired', {name}.expired(), {name}.when() is None)")
        shown = [after] if self.rng.random() < 0.3 else []
        return Statement("", [(f"async with asyncio.{limit} as {name}:", inside), *([("if True:", shown)] if shown else [])])

    def guarded(self, number: int, depth: int) -> Statement:
        guard = self.rng.choice(["shared.lock", "shared.semaphore", "shared.condition", "shared.bounded"])
        inside = self.block(number, depth - 1, 3)
        if guard == "shared.condition" and self.rng.random() < 0.6:
            what = self.rng.choice(
                [
                    "await shared.condition.wait()",
                    "shared.condition.notify_all()",
                    "await shared.condition.wait_for(shared.event.is_set)",
                ]
            )
            inside.insert(self.rng.randint(0, len(inside)), Statement(what))
        return Statement("", [(f"async with {guard}:", inside)])

    def waits(self, number: int, _: int) -> Statement:
        label = self.next_label()
        tasks = ", ".join(f"spawn({self.coroutine(number)}, '{label}{letter}')" for letter in "abc"[: self.rng.randint(1, 3)])
        if self.rng.random() < 0.3:
            body = [Statement(f"show({label}, await each)")]
            timeout = self.rng.choice(["", f", timeout={self.delay()}"])
            return Statement(f"list{label} = [{tasks}]", [(f"for each in asyncio.as_completed(list{label}{timeout}):", body)])
        when = self.rng.choice(["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"])
        timeout = self.rng.choice(["", f", timeout={self.delay()}"])
        shown = f"show({label}, [sorted(str(NAMES[task]) for task in part) for part in parts{label}])"
        return Statement(f"parts{label} = await asyncio.wait([{tasks}], return_when=asyncio.{when}{timeout})\n{shown}")

    def loops(self, number: int, depth: int) -> Statement:
        return Statement("", [(f"for _ in range({self.rng.randint(1, 3)}):", self.block(number, depth - 1, 2))])

    def generates(self, number: int, depth: int) -> Statement:
        label = self.next_label()
        inside = [*self.block(number, depth - 1, 2), Statement(f"yield {label}"), *self.block(number, 0, 1)]
        inside = [each for each in inside if "return" not in each.write("")] or [Statement("yield 0")]
        body = [Statement(f"show({label}, item)"), *self.block(number, depth - 1, 1)]
        # Without aclose an abandoned generator ends when CPython's reference count says so.
        closing = [
            ("try:", [Statement("", [(f"async for item in made{label}:", body)])]),
            ("finally:", [Statement(f"await made{label}.aclose()")]),
        ]
        uses = Statement(f"made{label} = generate{label}()", closing)
        return Statement("", [(f"async def generate{label}():", inside), ("if True:", [uses])])

    def starred(self, number: int, depth: int) -> Statement:
        """A group whose failures are caught by kind."""
        caught = self.rng.sample(["Failure", "ValueError", "Exception", "(Failure, TimeoutError)"], self.rng.randint(1, 2))
        blocks = [("try:", [self.group(number, depth)])]
        for kind in caught:
            label = self.next_label()
            end = self.rng.choice([[], [], [Statement("raise")], [Statement(f"raise Failure({label})")]])
            blocks.append((f"except* {kind} as group:", [Statement(f"show({label}, told(group))"), *end]))
        return Statement("", blocks)

    def managed(self, number: int, depth: int) -> Statement:
        label = self.next_label()
        manager = self.rng.choice(
            [
                f"Manager({label}, {self.delay()}, {self.rng.choice(['True', 'False'])})",
                f"managed({label}, {self.delay()})",
                f"aclosing(ticks({label}, 3, {self.delay()}))",
            ]
        )
        return Statement("", [(f"async with {manager} as got{label}:", self.block(number, depth - 1, 3))])

    def drives(self, _: int, __: int) -> Statement:
        """A generator that is asked, told, and thrown at by hand; and one that is read whole."""
        label = self.next_label()
        made = f"made{label}"
        asks = [f"await anext({made})", f"await anext({made}, 'none')", f"await {made}.asend({label})"]
        asks += [f"await {made}.athrow(Failure({label}))", f"await asyncio.wait_for(anext({made}), {self.delay()})"]
        lines = [Statement(f"show({label}, {self.rng.choice(asks)})") for _ in range(self.rng.randint(1, 4))]
        lines.append(Statement(f"show({label}, [each async for each in ticks({label}, 2, {self.delay()})])"))
        start = Statement(f"{made} = ticks({label}, {self.rng.randint(0, 3)}, {self.delay()})")
        return Statement(start.line, [("try:", lines), ("finally:", [Statement(f"await {made}.aclose()")])])

    def gathers(self, number: int, _: int) -> Statement:
        """A gather that is held, cancelled, or told of."""
        label = self.next_label()
        keep = self.rng.choice(["", ", return_exceptions=True"])
        spawned = ", ".join(f"spawn({self.coroutine(number)}, '{label}{letter}')" for letter in "ab")
        after = self.rng.choice(
            [
                f"LOOP[0].call_later({self.delay()}, held{label}.cancel)",
                f"held{label}.cancel('held')",
                f"held{label}.add_done_callback(lambda _: show('gathered', {label}))",
            ]
        )
        end = f"show({label}, told_each(await held{label}))"
        return Statement(f"held{label} = asyncio.gather({spawned}{keep})\n{after}\n{end}")

    def stacked(self, number: int, depth: int) -> Statement:
        """Managers and callbacks that are left one after the other."""
        label = self.next_label()
        enters = self.rng.sample(
            [
                f"await stack{label}.enter_async_context(Manager({label}, {self.delay()}, {self.rng.choice(['True', 'False'])}))",
                f"await stack{label}.enter_async_context(managed({label}, {self.delay()}))",
                f"stack{label}.push_async_callback(asyncio.sleep, {self.delay()})",
                f"stack{label}.callback(show, 'left', {label})",
                f"stack{label}.enter_context(suppress(Failure))",
            ],
            self.rng.randint(1, 3),
        )
        inside = [*map(Statement, enters), *self.block(number, depth - 1, 2)]
        return Statement("", [(f"async with AsyncExitStack() as stack{label}:", inside)])


def text_of(bodies: list[Block]) -> str:
    functions = [
        f"\nasync def body{number}(shared):\n    show('begins {number}')\n{write(block, '    ')}\n"
        for number, block in enumerate(bodies)
    ]
    return HEAD + SHARED + "\n".join(functions) + TAIL


def agree(expected: Ended, found: Ended) -> bool:
    until, stuck, _ = expected.printed.partition(STUCK)
    if stuck:
        return found.how == "raised" and found.last_line.endswith("can never happen") and found.printed == until
    return (expected.how, expected.printed) == (found.how, found.printed)


def shrink(bodies: list[Block], differs: Callable[[list[Block]], bool]) -> None:
    """Takes out every statement, and every block around one, that is not needed for the difference."""
    changed = True
    while changed:
        changed = False
        for block in list(blocks_of(bodies)):
            at = 0
            while at < len(block):
                taken = block.pop(at)
                if differs(bodies):
                    changed = True
                    continue
                inner = [part for _, part in taken.blocks]
                block[at:at] = inner[0] if inner else [taken]
                if inner and differs(bodies):
                    changed = True
                    continue
                if inner:
                    block[at : at + len(inner[0])] = [taken]
                at += 1


def blocks_of(bodies: list[Block]) -> list[Block]:
    found = []
    for block in bodies:
        found.append(block)
        for statement in block:
            found += blocks_of([inner for _, inner in statement.blocks])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--programs", type=int, default=200)
    parser.add_argument("--cold", action="store_true", help="a new machine goes on after each pause")
    parser.add_argument("--show", action="store_true", help="print the program of the seed")
    arguments = parser.parse_args()
    if arguments.show:
        print(text_of(Writer(arguments.seed).program()))
        return
    differences = stuck = 0
    jumping_clock()
    with Runner(cold=arguments.cold) as run:
        for seed in range(arguments.seed, arguments.seed + arguments.programs):
            bodies = Writer(seed).program()

            def differs(bodies: list[Block]) -> bool:
                text = text_of(bodies)
                return not agree(cpython.run(text), run(text))

            text = text_of(bodies)
            expected, found = cpython.run(text), run(text)
            stuck += STUCK in expected.printed
            if agree(expected, found) or expected.how == "refused":
                continue
            differences += 1
            shrink(bodies, differs)
            text = text_of(bodies)
            expected, found = cpython.run(text), run(text)
            body = text[len(HEAD) + len(SHARED) : -len(TAIL)]
            print(f"=== seed {seed}", body, f"--- CPython {expected.how} {expected.last_line}", expected.printed, sep="\n")
            print(f"--- the machine {found.how} {found.last_line}", found.printed, sep="\n", flush=True)
    print(f"{arguments.programs} programs, {stuck} of which wait for ever, {differences} differ")
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
