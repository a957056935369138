from enum import Enum, Flag, IntEnum, auto

from ._compat import StrEnum

__all__ = ["Marks", "Priority", "Size", "Status"]


class Size(Enum):
    SMALL = ("s", 1)
    LARGE = ("l", 10)

    def __init__(self, code, weight):
        self.code = code
        self.weight = weight

    @classmethod
    def of(cls, weight):
        return next((each for each in cls if each.weight >= weight), cls.LARGE)


class Priority(IntEnum):
    LOW = auto()
    HIGH = auto()


class Status(StrEnum):
    NEW = "new"
    DONE = "done"


class Marks(Flag):
    FRAGILE = auto()
    HEAVY = auto()
    BOTH = FRAGILE | HEAVY
