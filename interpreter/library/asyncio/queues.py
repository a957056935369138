"""asyncio.queues: what asyncio has."""

from asyncio import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
