"""asyncio.exceptions: what asyncio has."""

from asyncio import BrokenBarrierError, CancelledError, InvalidStateError, TimeoutError
