"""Warnings, which go to the instance's log."""

import logging


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Logs a warning; a text is of the class `UserWarning` if no other is named."""
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    logging._emit(30, "py.warnings", f"{category.__name__}: {message}")
