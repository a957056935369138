def f(n):
    for i in n:
        try:
            if i:
                return g(i)
            continue
        except (KeyError, ValueError) as error:
            raise RuntimeError from error
        except TypeError:
            break
        else:
            i = 0
        finally:
            g(n)
    try:
        pass
    except:
        raise


def g(i):
    try:
        return i
    finally:
        i = 2
