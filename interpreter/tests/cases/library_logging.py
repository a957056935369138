"""logging: names, levels, hierarchy, adapters; what is logged goes elsewhere."""
import logging
import warnings


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


logging.disable(logging.CRITICAL)
log = logging.getLogger("app.orders")
print(log.name, logging.getLogger("app.orders") is log, logging.getLogger() is logging.getLogger(""), logging.getLogger().name, logging.root.name)
parent = logging.getLogger("app")
print(log.parent is parent, parent.parent is logging.root, log.getChild("lines").name, log.getChild("lines").parent is log, logging.root.parent)
parent.setLevel("INFO")
print(log.level, log.getEffectiveLevel(), parent.level, log.isEnabledFor(logging.INFO), log.isEnabledFor(60), log, parent.propagate, log.disabled)
logging.disable(logging.NOTSET)
print(log.isEnabledFor(logging.INFO), log.isEnabledFor(logging.DEBUG), log.isEnabledFor(15))
logging.disable(logging.CRITICAL)
show(log.setLevel, "LOUD")
show(log.setLevel, 1.5)
show(logging.getLogger, 5)
show(log.log, "INFO", "x")
print(log.info("plain %s", 1), log.debug("d"), log.warning("w", exc_info=True), log.exception("e"), log.log(logging.ERROR, "l"), log.critical("c %(a)s", {"a": 1}))
print(logging.getLevelName(20), logging.getLevelName("ERROR"), logging.getLevelName(15), logging.getLevelName("x"))
logging.addLevelName(15, "TRACE")
print(logging.getLevelName(15), logging.getLevelName("TRACE"), logging.getLevelNamesMapping()["TRACE"], logging.WARN, logging.FATAL)
adapter = logging.LoggerAdapter(log, {"order": 5})


class Prefixed(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        return f"[{self.extra['order']}] {msg}", kwargs


prefixed = Prefixed(log, {"order": 7})
print(adapter.isEnabledFor(50), adapter.process("m", {}), prefixed.process("m", {}), prefixed.name, adapter.getEffectiveLevel(), prefixed)
adapter.info("x %s", 1)
prefixed.warning("w")
log.addHandler(logging.NullHandler())
print(len(log.handlers), logging.info("root"), isinstance(log, logging.Logger), warnings.warn("careful"), warnings.warn("old", DeprecationWarning, stacklevel=2))
show(warnings.warn, "x", int)
