"""Branching over records with a helper function that is lowered with the workflow."""

from dataclasses import dataclass

from carabiner import Workflow, action


@dataclass
class Record:
    id: int
    amount: int
    country: str


@dataclass
class Report:
    small: int
    large: int
    flagged: list[int]


LARGE = 1_000
WATCHED = frozenset({"XX", "YY"})


BATCHES = {
    "today": [
        Record(1, 250, "SE"),
        Record(2, 4_000, "FR"),
        Record(3, 75, "XX"),
        Record(4, -10, "IT"),
        Record(5, 1_000, "DE"),
    ]
}


def is_suspicious(record: Record) -> bool:
    return record.country in WATCHED or not 0 <= record.amount < 100 * LARGE


@action
async def load_records(batch: str) -> list[Record]:
    return BATCHES[batch]


@action
async def notify(record: Record, reason: str) -> str:
    return f"{reason}: {record.id}"


class ReviewWorkflow(Workflow):
    def __init__(self, batch: str):
        self.batch = batch

    async def run(self) -> Report:
        report = Report(small=0, large=0, flagged=[])
        for record in await load_records(self.batch):
            if is_suspicious(record):
                note = await notify(record, "watched" if record.country in WATCHED else "out of range")
                report.flagged.append(int(note.rpartition(" ")[2]))
            elif record.amount >= LARGE:
                report.large += 1
            else:
                report.small += 1
        return report
