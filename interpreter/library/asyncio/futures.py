"""asyncio.futures: what asyncio has."""

from asyncio import Future, InvalidStateError, isfuture
