class AppError(Exception):
    pass


class NotFound(AppError):
    def __init__(self, key, *, hint=None):
        super().__init__(f"{key} was not found")
        self.key = key
        self.hint = hint


class Coded(AppError):
    code = 42

    def __str__(self):
        return f"code {self.code}"


def attempt(action):
    try:
        action()
    except NotFound as error:
        print("NotFound", error, error.args, error.key, error.hint)
    except (KeyError, IndexError) as error:
        print("Lookup", type(error).__name__, error, error.args)
    except AppError as error:
        print("App", str(error), repr(error))
    except ArithmeticError as error:
        print("Arithmetic", error)
    except Exception as error:
        print("Other", type(error).__name__, error)
    else:
        print("fine")


def throw(error):
    raise error


attempt(lambda: throw(NotFound("k", hint="look")))
attempt(lambda: throw(Coded()))
attempt(lambda: throw(Coded))
attempt(lambda: throw(AppError("a", 1)))
attempt(lambda: {}["missing"])
attempt(lambda: [][3])
attempt(lambda: 1 // 0)
attempt(lambda: None.attribute)
attempt(lambda: undefined_name)
attempt(lambda: int("z"))
attempt(lambda: throw(5))
attempt(lambda: throw(int))
attempt(lambda: None)
attempt(lambda: "a" + 1)
attempt(lambda: len(5))
attempt(lambda: (1, 2).missing)
attempt(lambda: [].sort(1))

try:
    try:
        raise ValueError("cause")
    except ValueError as cause:
        raise RuntimeError("effect") from cause
except RuntimeError as error:
    print(repr(error.__cause__), error.__suppress_context__, repr(error.__context__))

try:
    try:
        raise ValueError("hidden")
    except ValueError:
        raise RuntimeError("shown") from None
except RuntimeError as error:
    print(error.__cause__, error.__suppress_context__, repr(error.__context__))

error = "kept?"
try:
    raise ValueError
except ValueError as error:
    print(repr(error), error.args)
try:
    print(error)
except NameError as problem:
    print(problem)


def named():
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as problem:
        return str(problem)


print(named())

try:
    raise
except RuntimeError as error:
    print(error)


def reraise():
    try:
        raise KeyError("once")
    except KeyError:
        try:
            raise ValueError("twice")
        except ValueError:
            pass
        raise


try:
    reraise()
except KeyError as error:
    print(repr(error), error.__context__)

print(repr(ValueError("a", 1)), str(ValueError()), str(ValueError("a", 1)), str(KeyError("k")), repr(KeyError()))
print(issubclass(NotFound, AppError), issubclass(KeyError, LookupError), isinstance(Coded(), Exception), issubclass(bool, int))
print(NotFound.__mro__[1].__name__, [c.__name__ for c in KeyError.__mro__])

try:
    try:
        raise ValueError
    except "not a class":
        pass
except TypeError as error:
    print(error)

kinds = (ValueError, KeyError, TypeError)
for kind in (ValueError, KeyError, TypeError):
    try:
        raise kind("grouped")
    except kinds as error:
        print("matched", repr(error))

error = ValueError("noted")
error.add_note("a note")
error.extra = 5
try:
    raise error
except ValueError as caught:
    print(caught is error, caught.__notes__, caught.extra)

try:
    raise StopIteration(7)
except StopIteration as stop:
    print(stop.value, stop.args)
try:
    exec_failed = OSError(13, "Permission denied")
    raise exec_failed
except PermissionError as error:
    print(type(error).__name__, error.errno, error)
