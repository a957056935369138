def f(g, a, b):
    g()
    g(a, 1, k=b)
    g.method(a)
    g.method(a, k=b).other
    g(*a)
    g(1, *a, k=2, **b)
    g.method(*a, **b)
    print(len(a), sep="")
