"""What must hold after a siege, read from the clients' answers, the journal of effects and the database."""

from collections import Counter

from tests.siege import plan
from tests.siege.world import World


def faults_of(world: World) -> list[str]:
    """Everything that is wrong; nothing, if nothing is."""
    return [*_endings(world), *_rows(world), *_effects(world)]


def _endings(world: World) -> list[str]:
    lost = _lost(world)
    wrong = [f"{name} never ended" for name in sorted(world.outstanding())]
    for name, ending in sorted(world.endings.items()):
        expected = world.started[name].ending()
        if ending != expected and not (ending.startswith("ActionLost") and name in lost):
            wrong.append(f"{name} ended with {ending}, not {expected}: {world.started[name].tree}")
    return wrong


def _lost(world: World) -> set[str]:
    """Those of whose actions one was delivered as often as may be."""
    rows = world.query("SELECT DISTINCT instance_id FROM carabiner.action_attempts WHERE delivery >= 5")
    return set(rows.split())


def _rows(world: World) -> list[str]:
    questions = {
        "instances that did not end": "SELECT count(*) FROM carabiner.instances WHERE finished_at IS NULL",
        "actions of nobody": "SELECT count(*) FROM carabiner.actions",
        "actions that succeeded twice": (
            "SELECT count(*) FROM (SELECT FROM carabiner.action_attempts WHERE ending = 0"
            " GROUP BY instance_id, seq HAVING count(*) > 1) AS twice"
        ),
    }
    counts = {what: int(world.query(question)) for what, question in questions.items()}
    ended = int(world.query("SELECT count(*) FROM carabiner.instances"))
    missing = [f"{len(world.started)} were started, {ended} are there"] if ended != len(world.started) else []
    return [*missing, *(f"{count} {what}" for what, count in counts.items() if count)]


def _effects(world: World) -> list[str]:
    """Each action had its effect, under one key; and never oftener than it was delivered."""
    lines = [line.split() for line in world.journal.read_text().splitlines()]
    done = Counter((instance, key) for instance, key, _ in lines)
    actions = Counter(instance for instance, _ in done)
    wrong = []
    lost = _lost(world)
    for name, order in world.started.items():
        if not order.cancelled and order.tree[0] != "raise" and name not in lost:
            expected = plan.effects(order.tree)
            if not expected - plan.hangs(order.tree) <= actions[name] <= expected:
                wrong.append(f"{name} had {actions[name]} effects, not {expected}: {order.tree}")
    rows = world.query("SELECT instance_id, sum(delivery) FROM carabiner.action_attempts GROUP BY instance_id")
    delivered = {name: int(count) for name, count in (row.split("|") for row in rows.splitlines())}
    effects = Counter(instance for instance, _, _ in lines)
    wrong += [
        f"{name} had {count} effects of {delivered[name]} deliveries"
        for name, count in effects.items()
        if count > delivered[name]
    ]
    return wrong


def repeated(world: World) -> int:
    """Effects beyond one for each attempt: what at-least-once costs under siege."""
    lines = Counter(world.journal.read_text().splitlines())
    return sum(count - 1 for count in lines.values())
