"""Random instances with what must become of them."""

import random
from dataclasses import dataclass

from tests.siege.flows import MODULUS, Node


@dataclass(frozen=True)
class Order:
    """An instance to start, as it goes to a client."""

    name: str
    tree: Node
    #: Whether the client cancels it once it is started.
    cancelled: bool

    def ending(self) -> str:
        """What `run` returns, or what leaves it, as a client prints it."""
        if self.cancelled:
            return "CancelledError"
        if self.tree[0] == "raise":
            return f"Declined({self.tree[1]})"
        return str(value(self.tree))


def value(node: Node) -> int:
    """What the workflow's walk gives."""
    match node:
        case ["act", given, _]:
            return int(given) * 3 + 1
        case ["thread", given, _]:
            return int(given) * 5 + 2
        case ["retry", given] | ["decline", given]:
            return int(given)
        case ["hang", _]:
            return -1
        case ["poison"]:
            return -2
        case ["sleep", _]:
            return 0
        case ["gather", *nodes]:
            return sum(map(value, nodes))
        case ["chain", *nodes]:
            total = 0
            for each in nodes:
                total = (total * 31 + value(each)) % MODULUS
            return total
    raise ValueError(f"no node with a value: {node}")


def effects(node: Node) -> int:
    """How many actions it calls; attempts that the author's policy asks for count as one."""
    match node:
        case ["chain" | "gather", *nodes]:
            return sum(map(effects, nodes))
        case ["sleep", _]:
            return 0
    return 1


def hangs(node: Node) -> int:
    """How many of its actions may meet their time limit before they had any effect."""
    match node:
        case ["chain" | "gather", *nodes]:
            return sum(map(hangs, nodes))
    return int(node[0] == "hang")


def order(rng: random.Random, name: str) -> Order:
    match rng.randrange(20):
        case 0:
            return Order(name, ["raise", rng.randrange(100)], cancelled=False)
        case 1:
            return Order(name, ["cancelled", rng.randrange(100)], cancelled=True)
        case _:
            return Order(name, _tree(rng, depth=3), cancelled=False)


def _tree(rng: random.Random, depth: int) -> Node:
    if depth > 0 and rng.random() < 0.6:
        kind = rng.choice(["chain", "gather"])
        return [kind, *(_tree(rng, depth - 1) for _ in range(rng.randrange(1, 5)))]
    return _leaf(rng)


def _leaf(rng: random.Random) -> Node:
    pause = rng.choice([0, 0, 0, 0.01, 0.1, 1.0])
    number = rng.randrange(1000)
    leaves: list[tuple[Node, float]] = [
        (["act", number, pause], 10),
        (["thread", number, pause], 3),
        (["retry", rng.randrange(1, 4)], 2),
        (["decline", number], 2),
        (["hang", 0.5], 0.5),
        (["poison"], 0.02),
        (["sleep", rng.choice([0, 0.05, 0.5, 3.0])], 4),
    ]
    return rng.choices([node for node, _ in leaves], [weight for _, weight in leaves])[0]
