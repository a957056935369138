"""Tables that decorators fill."""

HANDLERS = {}
ORDER = []
NAMES = []
DEPTH = {"inner": [], "count": 0}


def handles(kind):
    def register(function):
        HANDLERS[kind] = function
        ORDER.append(function)
        NAMES.append(function.__name__)
        DEPTH["inner"].append(kind)
        DEPTH["count"] += 1
        return function

    return register
