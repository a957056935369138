from .rules import cheapest, discount, total_of
from .tax import taxed

__all__ = ["cheapest", "discount", "taxed", "total_of"]
