"""A FastAPI app that greets: the handler queues the workflow and awaits its result; none of `run` executes here.

uvicorn examples.greeting.app:app
"""

from dataclasses import asdict
from typing import Any

from fastapi import FastAPI, HTTPException

from examples.greeting.workflows import GreetingWorkflow

app = FastAPI(title="greeting")


@app.get("/greetings/{user_id}")
async def greet(user_id: str) -> dict[str, Any]:
    try:
        summary = await GreetingWorkflow(user_id).run()
    except KeyError as unknown:
        # Raised inside the action, in a worker; it arrives here as what it was.
        raise HTTPException(status_code=404, detail=f"no user {user_id!r}") from unknown
    return asdict(summary)
