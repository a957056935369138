# The name of an exception is unbound when its handler ends, however it ends; what was computed from it stays.
def returned():
    try:
        raise ValueError("returned")
    except ValueError as error:
        return error


def returned_twice(deep):
    try:
        try:
            raise KeyError("inner")
        except KeyError as error:
            if not deep:
                return error
            raise ValueError("outer") from error
    except ValueError as error:
        return error, error.__cause__


def yielded():
    try:
        raise ValueError("yielded")
    except ValueError as error:
        yield error
        yield error.args


def looped():
    found = []
    for name in "ab":
        try:
            raise ValueError(name)
        except ValueError as error:
            last = error
            if name == "a":
                continue
            found.append(error)
            break
    return found, last


def shadowed():
    error = "before"
    try:
        raise ValueError(error)
    except ValueError as error:
        pass
    try:
        return error
    except NameError as unbound:
        return type(unbound).__name__, unbound


def grouped():
    try:
        raise ExceptionGroup("group", [ValueError(1), TypeError(2)])
    except* ValueError as group:
        first = group
    except* TypeError as group:
        second = group
    return first, second


def captured():
    try:
        raise ValueError("captured")
    except ValueError as error:
        return lambda: error


def named():
    try:
        raise ValueError("named")
    except ValueError as error:
        return (again := error)


print(repr(returned()))
print(repr(returned_twice(False)), repr(returned_twice(True)))
print(list(yielded()))
print(looped())
print(shadowed())
print(grouped())
try:
    captured()()
except NameError as error:
    print(error)
print(repr(named()))
