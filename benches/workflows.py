"""What the benchmarks run."""

from carabiner import Workflow, action


@action
async def echo(payload: str) -> str:
    return payload


class OneAction(Workflow):
    def __init__(self, payload: str):
        self.payload = payload

    async def run(self) -> str:
        return await echo(self.payload)
