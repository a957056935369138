"""What the workers of the end-to-end tests preload: the examples, with their outside calls passing over the stage."""

import asyncio

from examples.branching import workflows as branching  # noqa: F401 - registers its actions
from examples.fan_out import workflows as fan_out
from examples.greeting import workflows as greeting
from examples.retries import workflows as retries  # noqa: F401 - registers its actions
from tests.stage import enter

_load_user, _news_on, _measure = greeting.load_user, greeting.news_on, fan_out.measure


async def load_user(user_id: str) -> greeting.User:
    await asyncio.to_thread(enter, f"load_user:{user_id}")
    return await _load_user(user_id)


async def news_on(interest: str) -> str:
    await asyncio.to_thread(enter, f"news_on:{interest}")
    return await _news_on(interest)


async def measure(city: str) -> float:
    await asyncio.to_thread(enter, f"measure:{city}")
    return await _measure(city)


greeting.load_user = load_user
greeting.news_on = news_on
fan_out.measure = measure
