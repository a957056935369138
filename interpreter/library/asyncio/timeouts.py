"""asyncio.timeouts: what asyncio has."""

from asyncio import Timeout, timeout, timeout_at
