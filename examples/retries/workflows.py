"""An action that fails at first: retried with a growing delay, each attempt under a time limit."""

from datetime import timedelta

from carabiner import BackoffPolicy, RetryPolicy, Workflow, action, current_action


class GatewayBusy(Exception):
    """The payment gateway asks to come back later."""


@action
async def charge(cents: int, succeeds_at: int) -> str:
    attempt = current_action().attempt
    if attempt < succeeds_at:
        raise GatewayBusy(f"attempt {attempt}")
    return f"charged {cents} at attempt {attempt}"


class ChargeWorkflow(Workflow):
    def __init__(self, cents: int, succeeds_at: int = 3):
        self.cents = cents
        self.succeeds_at = succeeds_at

    async def run(self) -> str:
        try:
            return await self.run_action(
                charge(self.cents, self.succeeds_at),
                retry=RetryPolicy(attempts=4),
                backoff=BackoffPolicy(base_delay=0.05, multiplier=2, max_delay=1),
                timeout=timedelta(seconds=30),
            )
        except GatewayBusy as busy:
            return f"gave up after {busy}"
