"""Three actions at once, then a durable sleep."""

from asyncio import gather, sleep

from carabiner import Workflow, action


async def measure(city: str) -> float:
    """Stands for a call to somebody's weather service."""
    return {"Oslo": -3.5, "Rome": 17.25, "Lima": 19.0}[city]


@action
async def temperature(city: str) -> float:
    return await measure(city)


@action
async def publish(text: str) -> str:
    return text.upper()


class WeatherWorkflow(Workflow):
    def __init__(self, pause: float = 1.0):
        self.pause = pause

    async def run(self) -> str:
        oslo, rome, lima = await gather(temperature("Oslo"), temperature("Rome"), temperature("Lima"))
        await sleep(self.pause)
        return await publish(f"from {min(oslo, rome, lima):g} to {max(oslo, rome, lima):g}")
