# Every way out of a try, through a finally.
def log(*words):
    print(*words)


def returns():
    try:
        return log("value") or "try"
    finally:
        log("finally")


def overrides():
    try:
        return "try"
    finally:
        return "finally"


def swallows():
    try:
        raise ValueError("lost")
    finally:
        return "swallowed"


def late_change():
    value = [1]
    number = 1
    try:
        return value, number
    finally:
        value.append(2)
        number = 99


def loop_paths():
    out = []
    for i in range(6):
        try:
            if i == 1:
                continue
            if i == 4:
                break
            out.append(("body", i))
        finally:
            out.append(("finally", i))
    else:
        out.append("else")
    return out


def continue_in_finally():
    out = []
    for i in range(3):
        try:
            raise KeyError(i)
        finally:
            out.append(i)
            continue
    return out


def break_in_finally():
    while True:
        try:
            return "try"
        finally:
            break
    return "after"


def nested():
    try:
        try:
            try:
                return "inner"
            finally:
                log("one")
        finally:
            log("two")
            try:
                raise ValueError("inside")
            except ValueError as error:
                log("caught", error)
    finally:
        log("three")


def nested_raise():
    try:
        try:
            raise ValueError("first")
        finally:
            raise KeyError("second")
    except KeyError as error:
        log(repr(error), repr(error.__context__))


def handler_and_finally(kind):
    try:
        log("try", kind)
        if kind:
            raise kind("x")
    except ValueError:
        log("except")
        return "handled"
    except KeyError:
        log("reraise")
        raise
    else:
        log("else")
    finally:
        log("finally")
    return "end"


def raise_in_handler():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise ValueError("from handler")
        finally:
            log("finally runs")
    except ValueError as error:
        log(repr(error), repr(error.__context__), error.__cause__, error.__suppress_context__)


def raise_in_else():
    try:
        try:
            pass
        except ValueError:
            log("never")
        else:
            raise ValueError("from else")
        finally:
            log("finally of else")
    except ValueError as error:
        log(error)


def return_in_else():
    try:
        pass
    except ValueError:
        pass
    else:
        return "else"
    finally:
        log("finally of return in else")


def return_from_loop_through_two():
    for i in range(3):
        try:
            for j in range(3):
                try:
                    if j == 1:
                        return i, j
                finally:
                    log("inner", i, j)
        finally:
            log("outer", i)


def while_with_try():
    n = 0
    while True:
        n += 1
        try:
            if n < 3:
                raise ValueError(n)
            if n == 5:
                break
        except ValueError as error:
            log("retry", error)
            continue
        finally:
            log("tick", n)
        log("good", n)
    return n


def deep(n):
    try:
        if n == 0:
            raise RuntimeError("bottom")
        deep(n - 1)
    finally:
        log("unwind", n)


def finally_in_finally():
    try:
        raise ValueError("a")
    except ValueError:
        try:
            raise KeyError("b")
        except KeyError as inner:
            log(repr(inner.__context__))
        finally:
            try:
                raise TypeError("c")
            except TypeError as error:
                log(repr(error.__context__))
    finally:
        log("last")


def generator_free_cleanup():
    acquired = []
    try:
        for name in ("a", "b", "c"):
            acquired.append(name)
            if name == "b":
                raise OSError(2, "missing", name)
    except OSError as error:
        log(error.errno, error.strerror, error.filename, error)
    finally:
        while acquired:
            log("release", acquired.pop())


for call in (returns, overrides, swallows, late_change, loop_paths, continue_in_finally, break_in_finally, nested, nested_raise):
    print(call.__name__, "->", call())
for kind in (None, ValueError, KeyError, TypeError):
    try:
        print(handler_and_finally(kind))
    except Exception as error:
        print("left with", repr(error))
raise_in_handler()
raise_in_else()
print(return_in_else())
print(return_from_loop_through_two())
print(while_with_try())
try:
    deep(3)
except RuntimeError as error:
    print(error)
finally_in_finally()
generator_free_cleanup()
