"""How an action is tried again, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["BackoffPolicy", "RetryPolicy"]

Duration: TypeAlias = "timedelta | float"


@dataclass(frozen=True)
class RetryPolicy:
    """How often an action that raises is tried: `attempts` in all, the first included."""

    attempts: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.attempts, bool) or not isinstance(self.attempts, int) or not 1 <= self.attempts < 2**31:
            raise ValueError(f"attempts is a whole number from 1, not {self.attempts!r}")


@dataclass(frozen=True)
class BackoffPolicy:
    """The wait before the next attempt: `base_delay * multiplier ** (failures - 1)`, at most `max_delay`.

    Delays are seconds or `timedelta`. `jitter`, from 0 to 1, moves a wait by up to that share of itself.
    """

    base_delay: Duration = 1.0
    multiplier: float = 2.0
    max_delay: Duration | None = None
    jitter: float = 0.0

    def __post_init__(self) -> None:
        micros(self.base_delay, "base_delay")
        if self.max_delay is not None:
            micros(self.max_delay, "max_delay")
        if not 1 <= self.multiplier < float("inf"):
            raise ValueError(f"multiplier is a number from 1, not {self.multiplier!r}")
        if not 0 <= self.jitter <= 1:
            raise ValueError(f"jitter is a share from 0 to 1, not {self.jitter!r}")

    def as_json(self) -> dict[str, Any]:
        return {
            "base_micros": micros(self.base_delay, "base_delay"),
            "multiplier": float(self.multiplier),
            "max_micros": None if self.max_delay is None else micros(self.max_delay, "max_delay"),
            "jitter": float(self.jitter),
        }


def micros(duration: Duration, name: str) -> int:
    """Microseconds of seconds or a `timedelta`; `name` is what a refusal calls it."""
    if isinstance(duration, timedelta):
        whole = duration // timedelta(microseconds=1)
    elif isinstance(duration, (int, float)) and not isinstance(duration, bool) and abs(duration) < 1e12:
        whole = round(duration * 1_000_000)
    else:
        raise TypeError(f"{name} is a number of seconds or a timedelta, not {duration!r}")
    if whole < 0:
        raise ValueError(f"{name} is negative: {duration!r}")
    return whole
