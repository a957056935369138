import logging
from decimal import Decimal

from shop.models import Colour, Line

LIMIT = 10
NAMES = ["a", "b"]
RATE = Decimal("0.2")
FAVOURITE = Colour.RED
DEFAULT = Line(5)
HUGE = b"x" * 1_000_000
client = logging.getLogger("shop")
_private = {"k": (1, 2)}
