def f(g):
    with g() as x, x.lock:
        x.run()
    try:
        g()
    except* ValueError as e:
        print(e)
    except* (TypeError, KeyError):
        raise
