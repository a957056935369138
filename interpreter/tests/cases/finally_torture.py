log = []


def note(x):
    log.append(x)
    return x


def returns(kind):
    for i in range(3):
        try:
            note(("try", i))
            if kind == "return":
                return note("r")
            if kind == "break":
                break
            if kind == "continue":
                continue
            if kind == "raise":
                raise KeyError(i)
            if kind == "nested":
                try:
                    return note("inner")
                finally:
                    note("inner finally")
                    if i == 1:
                        return note("override")
                    continue
        except KeyError as e:
            note(("except", e.args))
            if i == 1:
                raise ValueError("from handler") from e
        else:
            note("else")
        finally:
            note(("finally", i))
    else:
        note("loop else")
    return note("end")


for kind in ["none", "return", "break", "continue", "raise", "nested"]:
    log.clear()
    try:
        print(kind, returns(kind))
    except Exception as e:
        print(kind, type(e).__name__, e, type(e.__cause__).__name__, type(e.__context__).__name__)
    print(log)


def value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def swallow():
    try:
        raise ValueError("lost")
    finally:
        return "swallowed"


def swallow_in_loop():
    while True:
        try:
            1 / 0
        finally:
            break
    return "out"


def context():
    try:
        try:
            raise ValueError("a")
        finally:
            raise KeyError("b")
    except KeyError as e:
        return repr(e.__context__), repr(e.__cause__), e.__suppress_context__


def three():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise KeyError(2)
        finally:
            note("mid")
    except KeyError as e:
        try:
            raise TypeError(3) from None
        except TypeError as t:
            return repr(t.__context__), repr(t.__context__.__context__), t.__suppress_context__


def reraise():
    try:
        try:
            raise ValueError("x")
        except ValueError:
            raise
    except ValueError as e:
        return repr(e), e.__context__


def unbound_after():
    e = "before"
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as u:
        return str(u)


def deleted_inside():
    try:
        raise ValueError("x")
    except ValueError as e:
        del e
    return "fine"


def nested_names():
    try:
        raise ValueError("outer")
    except ValueError as e:
        try:
            raise KeyError("inner")
        except KeyError as e:
            pass
        try:
            print(e)
        except UnboundLocalError as u:
            return str(u)


def bare_after_nested():
    try:
        raise ValueError("first")
    except ValueError:
        try:
            raise KeyError("second")
        except KeyError:
            pass
        try:
            raise
        except ValueError as e:
            return repr(e)


def no_active():
    raise


def loop_finally():
    out = []
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(-i)
    else:
        out.append("else")
    return out


def deep():
    try:
        try:
            try:
                return "deep"
            finally:
                note(1)
        finally:
            note(2)
    finally:
        note(3)


def finally_raises_over_return():
    try:
        try:
            return 1
        finally:
            raise RuntimeError("over")
    except RuntimeError as e:
        return repr(e), e.__context__


def except_tuple(x):
    try:
        raise x
    except (TypeError, (KeyError)) as e:
        return "tuple", type(e).__name__
    except Exception:
        return "exception"
    except:
        return "bare"


def except_not_class():
    try:
        try:
            raise ValueError("v")
        except 5:
            return "no"
    except TypeError as e:
        return str(e), repr(e.__context__)


def try_else_raises():
    try:
        try:
            pass
        except ValueError:
            return "wrong"
        else:
            raise ValueError("else")
    except ValueError as e:
        return str(e)


log.clear()
for f in [value_kept, swallow, swallow_in_loop, context, three, reraise, unbound_after, deleted_inside, nested_names,
          bare_after_nested, loop_finally, deep, finally_raises_over_return, except_not_class, try_else_raises]:
    print(f.__name__, f())
print(log)
for x in [TypeError(), KeyError(), ValueError(), BaseException()]:
    print(except_tuple(x))
try:
    no_active()
except RuntimeError as e:
    print(e)
