"""The same workflow from a script: python -m examples.greeting.script [USER]"""

import asyncio
import sys

from examples.greeting.workflows import GreetingWorkflow


async def main(user_id: str) -> None:
    summary = await GreetingWorkflow(user_id).run()
    for message in summary.messages:
        print(message)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "ada"))
