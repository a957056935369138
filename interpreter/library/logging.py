"""Logging to the instance's log. What a logger's level lets pass goes there, and the host decides what is shown; so the root's level,
which no program sets up inside of a workflow, lets everything pass."""

import logging
from types import GenericAlias

CRITICAL = 50

FATAL = 50

ERROR = 40

WARNING = 30

WARN = 30

INFO = 20

DEBUG = 10

NOTSET = 0

_names = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}

_levels = {
    "CRITICAL": 50,
    "FATAL": 50,
    "ERROR": 40,
    "WARN": 30,
    "WARNING": 30,
    "INFO": 20,
    "DEBUG": 10,
    "NOTSET": 0,
}


def getLevelName(level):
    """The name of a level, or the level of a name."""
    if level in _names:
        return _names[level]
    if level in _levels:
        return _levels[level]
    return f"Level {level}"


def addLevelName(level, levelName):
    """Names a level."""
    _names[level] = levelName
    _levels[levelName] = level


def getLevelNamesMapping():
    """All names of levels."""
    return dict(_levels)


def _level(level):
    if isinstance(level, int):
        return level
    if str(level) == level:
        if level not in _levels:
            raise ValueError(f"Unknown level: {level!r}")
        return _levels[level]
    raise TypeError(f"Level not an integer or a valid string: {level!r}")


class Filterer:
    """What can be asked to drop records; in a workflow only by levels."""

    def addFilter(self, filter):
        raise NotImplementedError("filters are not available in a workflow: set a level, or filter where the log is read")

    def removeFilter(self, filter):
        pass


class Handler(Filterer):
    """Where records would go; in a workflow they go to the instance's log."""

    def __init__(self, level=NOTSET):
        if type(self) is not NullHandler:
            raise NotImplementedError("handlers are not available in a workflow: what is logged goes to the instance's log")
        self.level = _level(level)

    def setLevel(self, level):
        self.level = _level(level)


class NullHandler(Handler):
    """Does nothing."""


class Logger(Filterer):
    """Logs under a name, whose dots make a hierarchy of levels."""

    def __init__(self, name, level=NOTSET):
        self.name = name
        self.level = _level(level)
        self.propagate = True
        self.disabled = False
        self.handlers = []
        self.filters = []

    @property
    def parent(self):
        if self is root:
            return None
        above = self.name.rpartition(".")[0]
        while above:
            if above in _loggers:
                return _loggers[above]
            above = above.rpartition(".")[0]
        return root

    @property
    def root(self):
        return root

    def setLevel(self, level):
        """Sets the least level that is logged."""
        self.level = _level(level)

    def getEffectiveLevel(self):
        """The own level, or that of the nearest logger above that has one."""
        logger = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        """Whether a level is logged."""
        if self.disabled or level <= _state["disable"]:
            return False
        return level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        """The logger of this name under this one."""
        return getLogger(suffix if self is root else f"{self.name}.{suffix}")

    def getChildren(self):
        """The loggers directly under this one."""
        return {logger for logger in _loggers.values() if logger.parent is self}

    def debug(self, msg, *args, **kwargs):
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **kwargs)

    def warn(self, msg, *args, **kwargs):
        self.warning(msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **kwargs)

    def fatal(self, msg, *args, **kwargs):
        self.critical(msg, *args, **kwargs)

    def log(self, level, msg, *args, **kwargs):
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if stack_info:
            raise NotImplementedError("stack_info is not available in a workflow")
        for key in extra or ():
            if key in _RECORD:
                raise KeyError(f"Attempt to overwrite {key!r} in LogRecord")
        text = _formatted(msg, args)
        if exc_info:
            text += "\n" + _shown(exc_info)
        logging._emit(min(max(level, 0), 255), self.name, text)

    def hasHandlers(self):
        return True

    def addHandler(self, hdlr):
        """Takes a NullHandler, as libraries add them."""
        if not isinstance(hdlr, NullHandler):
            raise NotImplementedError("handlers are not available in a workflow: what is logged goes to the instance's log")
        if hdlr not in self.handlers:
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>"


class RootLogger(Logger):
    """The logger above all."""

    def __init__(self, level):
        super().__init__("root", level)


# What every record has, which `extra` cannot replace.
_RECORD = frozenset(
    "name msg args levelname levelno pathname filename module exc_info exc_text stack_info lineno funcName created msecs "
    "relativeCreated thread threadName processName process message asctime".split()
)

_state = {"disable": 0}

_loggers = {}

root = RootLogger(NOTSET)


def _formatted(msg, args):
    text = str(msg)
    if not args:
        return text
    # A mapping alone is what `%(name)s` reads.
    if len(args) == 1 and isinstance(args[0], dict) and args[0]:
        args = args[0]
    try:
        return text % args
    except Exception as error:
        # A mistake in a log call is shown and never raised.
        return f"{text} (logging error: {type(error).__name__}: {error}; arguments: {args!r})"


def _shown(exc_info):
    if isinstance(exc_info, BaseException):
        error = exc_info
    elif isinstance(exc_info, tuple):
        error = exc_info[1]
    else:
        error = _handled()
    return "NoneType: None" if error is None else logging._traceback(error).rstrip("\n")


def _handled():
    """The exception that is being handled."""
    try:
        raise _Probe
    except _Probe as probe:
        return probe.__context__


class _Probe(Exception):
    pass


def getLogger(name=None):
    """The logger of this name, always the same; the root without one."""
    if not name or name == "root":
        return root
    if not isinstance(name, str):
        raise TypeError("A logger name must be a string")
    if name not in _loggers:
        _loggers[name] = Logger(name)
    return _loggers[name]


def getLoggerClass():
    return Logger


class LoggerAdapter:
    """A logger that adds something to every call."""

    def __init__(self, logger, extra=None):
        self.logger = logger
        self.extra = extra

    def process(self, msg, kwargs):
        """What is logged instead; to be overridden."""
        kwargs["extra"] = self.extra
        return msg, kwargs

    def debug(self, msg, *args, **kwargs):
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self.log(WARNING, msg, *args, **kwargs)

    def warn(self, msg, *args, **kwargs):
        self.warning(msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        self.log(ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self.log(CRITICAL, msg, *args, **kwargs)

    def log(self, level, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    def isEnabledFor(self, level):
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        self.logger.setLevel(level)

    def getEffectiveLevel(self):
        return self.logger.getEffectiveLevel()

    def hasHandlers(self):
        return self.logger.hasHandlers()

    @property
    def name(self):
        return self.logger.name

    def __repr__(self):
        logger = self.logger
        return f"<{type(self).__name__} {logger.name} ({getLevelName(logger.getEffectiveLevel())})>"

    __class_getitem__ = classmethod(GenericAlias)


def basicConfig(*, level=None, format=None, datefmt=None, style="%", force=False, encoding=None, errors=None, **elsewhere):
    """Sets the root's level. The form of the instance's log is the host's."""
    for name in elsewhere:
        if name not in ("filename", "filemode", "stream", "handlers"):
            raise ValueError(f"Unrecognised argument(s): {name}")
        raise NotImplementedError(f"{name} is not available in a workflow: what is logged goes to the instance's log")
    if level is not None:
        root.setLevel(level)


def disable(level=CRITICAL):
    """Logs nothing of this level and below."""
    _state["disable"] = _level(level)


def debug(msg, *args, **kwargs):
    root.debug(msg, *args, **kwargs)


def info(msg, *args, **kwargs):
    root.info(msg, *args, **kwargs)


def warning(msg, *args, **kwargs):
    root.warning(msg, *args, **kwargs)


def warn(msg, *args, **kwargs):
    root.warning(msg, *args, **kwargs)


def error(msg, *args, **kwargs):
    root.error(msg, *args, **kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    root.error(msg, *args, exc_info=exc_info, **kwargs)


def critical(msg, *args, **kwargs):
    root.critical(msg, *args, **kwargs)


def fatal(msg, *args, **kwargs):
    root.critical(msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    root.log(level, msg, *args, **kwargs)
