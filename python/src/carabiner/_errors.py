"""What carabiner raises.

Exception
└── CarabinerError
    ├── ActionTimeout (TimeoutError)
    ├── ActionLost
    ├── UnknownAction
    ├── WorkflowLimitExceeded
    ├── WorkflowRefused
    ├── PayloadTooLarge (ValueError)
    ├── ServerUnavailable (ConnectionError)
    ├── InstanceNotFound (LookupError)
    └── RemoteError
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "ActionLost",
    "ActionTimeout",
    "CarabinerError",
    "InstanceNotFound",
    "PayloadTooLarge",
    "RemoteError",
    "RemoteTraceback",
    "ServerUnavailable",
    "UnknownAction",
    "WorkflowLimitExceeded",
    "WorkflowRefused",
]


class CarabinerError(Exception):
    """carabiner failed."""

    def __init__(self, *args: object) -> None:
        super().__init__(*(args or (type(self).__doc__,)))


class ActionTimeout(CarabinerError, TimeoutError):
    """the action did not finish within its time limit"""


class ActionLost(CarabinerError):
    """the action was delivered as often as it may be, and each time the process that ran it died"""


class UnknownAction(CarabinerError):
    """no worker knows an action of that name"""


class WorkflowLimitExceeded(CarabinerError):
    """the workflow took more instructions or memory than an instance may"""


class WorkflowRefused(CarabinerError):
    """the workflow holds something that cannot run durably"""


class PayloadTooLarge(CarabinerError, ValueError):
    """a value takes more bytes than a payload may"""


class ServerUnavailable(CarabinerError, ConnectionError):
    """the carabiner server cannot be reached"""


class InstanceNotFound(CarabinerError, LookupError):
    """there is no workflow instance of that id"""


class RemoteError(CarabinerError):
    """an exception whose class is not to be found in this process

    `class_name` is "module:qualname" of its class, `attributes` what it carried; `args` are its own.
    """

    class_name: str = ""
    attributes: dict[str, Any] = {}  # noqa: RUF012 - the default of instances; never changed

    def __str__(self) -> str:
        text = super().__str__()
        name = self.class_name.replace(":", ".")
        return f"{name}: {text}" if text else name


class RemoteTraceback(Exception):
    """Where an exception was raised in another process; the `__cause__` of what is raised here."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f'\n"""\n{self.text.rstrip()}\n"""'


for _name in __all__:
    globals()[_name].__module__ = "carabiner"
