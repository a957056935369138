"""asyncio.taskgroups: what asyncio has."""

from asyncio import TaskGroup
