"""asyncio.locks: what asyncio has."""

from asyncio import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
