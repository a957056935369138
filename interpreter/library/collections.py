"""collections: what is no class of the machine's own."""

from typing import namedtuple
