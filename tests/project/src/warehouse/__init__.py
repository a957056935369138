"""A project as projects are: a package in `src`, and what it offers re-exported here."""

from __future__ import annotations

from . import constants
from .kinds import *
from .pricing import total_of as total
from .shapes import Box, Parcel

__all__ = ["Box", "Parcel", "Size", "constants", "total"]
__version__ = "1.2.3"
