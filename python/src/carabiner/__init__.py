"""Durable workflows in ordinary Python, on the Postgres you already have.

Derive from `Workflow`, mark what does the real work with `@action`, and `await MyWorkflow(...).run()`.
"""

from ._action import ActionContext, action, current_action
from ._client import Description
from ._errors import (
    ActionLost,
    ActionTimeout,
    CarabinerError,
    InstanceNotFound,
    PayloadTooLarge,
    RemoteError,
    RemoteTraceback,
    ServerUnavailable,
    UnknownAction,
    WorkflowLimitExceeded,
    WorkflowRefused,
)
from ._retry import BackoffPolicy, RetryPolicy
from ._workflow import Handle, Workflow

__version__ = "0.1.0"

__all__ = [
    "ActionContext",
    "ActionLost",
    "ActionTimeout",
    "BackoffPolicy",
    "CarabinerError",
    "Description",
    "Handle",
    "InstanceNotFound",
    "PayloadTooLarge",
    "RemoteError",
    "RemoteTraceback",
    "RetryPolicy",
    "ServerUnavailable",
    "UnknownAction",
    "Workflow",
    "WorkflowLimitExceeded",
    "WorkflowRefused",
    "action",
    "current_action",
]
