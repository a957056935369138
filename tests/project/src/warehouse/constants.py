"""Constants of every kind."""

import logging
import os
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, TypedDict


class Settings(TypedDict, total=False):
    region: str
    limit: int


def _squares(n):
    return {i: i * i for i in range(n)}


LOG = logging.getLogger(__name__)
SKU: Final = re.compile(r"(?P<kind>[A-Z]{2})-(?P<number>\d+)", re.IGNORECASE)
SQUARES: Final[dict[int, int]] = _squares(5)
HOME = PurePosixPath("/srv/warehouse")
HERE = Path(__file__).parent.name
RATES = MappingProxyType({"low": Decimal("0.07"), "high": Decimal("0.19")})
WAIT = timedelta(minutes=5) * 2
KNOWN = frozenset({"AB", "CD"})
SETTINGS: Settings = {"region": os.environ.get("NO_SUCH_REGION", "eu"), "limit": 10 * 3}
NESTED = {"a": [1, 2, {"b": (3, 4)}], "c": None}
